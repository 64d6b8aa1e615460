"""The marks of a manuscript: what Markdown would drop, change, or print as typed.

In:   a node of the body's syntax tree, with all that is in it.
Out:  faults, each with the node and the words at which it stands.
Pure: reads no file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from markdown_it.rules_block.table import escapedSplit
from markdown_it.tree import SyntaxTreeNode

from carepress.content.manuscript import DIV, Manuscript
from carepress.content.markdown import CAPTION
from carepress.content.stray_marks import stray_marks
from carepress.diagnostics.catalogue import Rule, rule
from carepress.diagnostics.english import counted
from carepress.diagnostics.model import Diagnostic

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^<>]*?(/?)>")
MARK = re.compile(r"^\s*(?:[-+*•]|\d{1,3}[.)])[ \t]|[*_`#\[\]<>{}|~^@&$:\\]+\w*|--+", re.MULTILINE)
QUOTES = "[\"'\u2018-\u201e\u00ab\u00bb\u2039\u203a]"
TYPED_AS = {**dict.fromkeys("\"'\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a", QUOTES)}
TYPED_AS |= {"\u2013": "(?:\u2013|--)", "\u2014": "(?:\u2014|---)", "\u00a0": "\\s*"}
DEFINED = re.compile(r"[:~][ \t]+\S")
METADATA = re.compile(r"[\w-]+: .*(?:\n[\w-]+: .*)+")
VOID = frozenset(["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
UNLIKE_WORDS = {
    "citation": "a citation",
    "in_text": "a citation",
    "footnote_ref": "a footnote",
    "image": "a picture",
    "sub": "lowered text",
    "sup": "raised text",
}
Found = tuple[Diagnostic, SyntaxTreeNode, str]


@cache
def _of_element() -> Mapping[str, Rule]:
    """What to type instead of an element of HTML."""
    return {
        **dict.fromkeys(("br", "wbr"), rule("raw-html", "break")),
        **dict.fromkeys(("b", "strong", "i", "em", "u", "mark", "ins", "font", "span"), rule("raw-html", "bold")),
        **dict.fromkeys(("sub", "sup"), rule("raw-html", "raised")),
        "a": rule("raw-html", "link"),
        "img": rule("raw-html", "picture"),
        **dict.fromkeys(("table", "thead", "tbody", "tr", "td", "th"), rule("raw-html", "table")),
        **dict.fromkeys(("ul", "ol", "li"), rule("raw-html", "list")),
    }


@dataclass(slots=True)
class MarkChecker:
    """Checks nodes in reading order. `open_tags` are the elements of HTML that were told when they were opened."""

    manuscript: Manuscript
    open_tags: Counter[str] = field(default_factory=Counter)

    def check(self, node: SyntaxTreeNode) -> Iterator[Found]:
        """Every fault of a node and of what is in it."""
        for inner in node.walk():
            match inner.type:
                case "html_block" | "html_inline":
                    yield from self._elements(inner)
                case "ordered_list":
                    yield from _numbers(inner)
                case "tr":
                    yield from self._row(inner)
                case "inline":
                    yield from self._words(inner)
                case "link":
                    yield from _link(inner)
                case "image":
                    yield from self._image(inner)
                case "dl":
                    yield from self._terms(inner)
                case "hr" | "code_block" | "fence" | "heading":
                    yield from self._typed(inner)
            yield from _signs(inner)

    def _words(self, inline: SyntaxTreeNode) -> Iterator[Found]:
        first, last = self.manuscript.lines(inline)
        lines = self.manuscript.source.lines[first - 1 : last]
        for mark, broken in stray_marks(inline):
            if not (mark.startswith(":::") and any(DIV.match(line) for line in lines)):  # `open-div` has said so
                typed = as_typed(mark, lines)
                yield broken.at(mark=" ".join(typed.split())), inline, typed

    def _terms(self, node: SyntaxTreeNode) -> Iterator[Found]:
        """A term without an empty line above it is read as the end of the definition before."""
        first, last = self.manuscript.lines(node)
        lines = self.manuscript.source.lines[first - 1 : last]
        for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
            if DEFINED.match(before) and DEFINED.match(after) and re.match(r"[^\s:~]", line):
                yield rule("stray-mark", "term").at(mark=line.strip()), node, line.strip()

    def _typed(self, node: SyntaxTreeNode) -> Iterator[Found]:
        """Blocks that mean something else to another program: code that is none, the head of a table, metadata."""
        typed = self.manuscript.source.lines[self.manuscript.lines(node)[0] - 1].strip()
        language = node.info.strip()
        if node.type == "hr" and re.search(r"--[ \t]+--", typed):
            yield rule("stray-mark", "grid-table").at(mark=typed), node, typed
        elif node.type == "code_block" and (mark := MARK.search(node.content)):
            yield rule("stray-mark", "indented").at(mark=mark[0].strip()), node, mark[0].strip()
        elif node.type == "fence" and language:
            yield rule("stray-mark", "language").at(mark=language), node, language
        elif self.manuscript.before_body and node.markup in ("-", "=") and METADATA.fullmatch(_inline_text(node)):
            yield rule("stray-mark", "metadata").at(mark=typed), node, typed

    def _elements(self, node: SyntaxTreeNode) -> Iterator[Found]:
        """Elements of HTML, once each: the end of one whose start was told says nothing new."""
        html = node.content.strip().splitlines()[0]
        if not (tags := TAG.findall(node.content)):
            yield (
                rule("raw-html", "comment").at(html=html)
                if html.startswith("<!--")
                else rule("raw-html").at(html=html),
                node,
                html,
            )
        told = False
        for closing, name, empty in ((closing, name.lower(), empty) for closing, name, empty in tags):
            if closing and self.open_tags[name]:
                self.open_tags[name] -= 1
            else:
                self.open_tags[name] += not (closing or empty or name in VOID)
                if not told:
                    yield _of_element().get(name, rule("raw-html")).at(html=html), node, html
                told = True

    def _image(self, image: SyntaxTreeNode) -> Iterator[Found]:
        yield from _lost(image)
        if CAPTION in image.meta:
            caption: SyntaxTreeNode = image.meta[CAPTION]
            yield from ((fault, image, needle) for fault, _, needle in self.check(caption))
            if any(leaf.type == "footnote_ref" for leaf in caption.walk()):
                yield rule("misplaced-mark").at(what="a footnote", place="the caption of a picture"), image, "^"

    def _row(self, row: SyntaxTreeNode) -> Iterator[Found]:
        """A row with more cells than the head has would lose them; one with fewer has slipped."""
        line, _ = self.manuscript.lines(row)
        typed = re.sub(r"^[ \t>]*", "", self.manuscript.source.lines[line - 1]).strip()
        cells = len(escapedSplit(typed.removeprefix("|").removesuffix("|"))) if "|" in typed else 1
        if row.parent and row.parent.type == "tbody" and cells != len(row.children):
            case = rule("table-row", "long") if cells > len(row.children) else rule("table-row")
            yield case.at(cells=counted(cells, "cell"), columns=len(row.children)), row, typed


def as_typed(mark: str, lines: Sequence[str]) -> str:
    """A mark as it stands in these lines: typography has changed its quotes and dashes since it was typed."""
    pattern = "".join(TYPED_AS.get(sign) or rf"\\?{re.escape(sign)}" for sign in mark)
    found = next((match for line in lines if (match := re.search(pattern, line))), None)
    return found[0] if found else mark


def _inline_text(node: SyntaxTreeNode) -> str:
    return "".join(str(leaf.content) for leaf in node.children)


def _link(link: SyntaxTreeNode) -> Iterator[Found]:
    if title := str(link.attrs.get("title", "")):
        yield rule("stray-mark", "link-title").at(mark=title), link, title
    yield from _lost(link)


def _lost(node: SyntaxTreeNode) -> Iterator[Found]:
    """What the plain words of a link, or those for people who cannot see a picture, would lose."""
    what = "a link" if node.type == "link" else "the description of a picture"
    for leaf in node.walk(include_self=False):
        if leaf.type in UNLIKE_WORDS:
            yield (
                rule("misplaced-mark").at(what=UNLIKE_WORDS[leaf.type], place=what),
                leaf,
                leaf.content or plain_words(leaf),
            )


def _numbers(ordered: SyntaxTreeNode) -> Iterator[Found]:
    """Markdown counts on from the first number, whatever the next ones are."""
    numbers = [int(item.info) for item in ordered.children]
    for counted_on, (item, number) in enumerate(zip(ordered.children, numbers, strict=True), start=numbers[0]):
        if number != counted_on and len(set(numbers)) > 1:
            typed = f"{item.info}{item.markup}"
            yield rule("list-number").at(typed=typed, printed=f"{counted_on}."), item, typed
            return


def _signs(node: SyntaxTreeNode) -> Iterator[Found]:
    """Signs beside numbers that Markdown takes for marks: `2*3*4`, `> 5 mg`, `+ 5 mg`."""
    inner = node.children
    for before, mark, after in zip([None, *inner], inner, [*inner[1:], None], strict=False):
        words = plain_words(mark) if mark.type in {"em", "strong"} else ""
        if words and re.search(r"\d\0\d", f"{plain_words(before)}\0{words}\0{plain_words(after)}"):
            typed = f"{plain_words(before)[-1:]}{mark.markup}{words}"
            yield rule("lost-sign").at(typed=typed), mark, typed
    if node.type == "blockquote" or (node.type == "list_item" and node.markup == "+"):
        sign = "+" if node.type == "list_item" else ">"
        if number := re.match(r"=?\s*\d\S*", plain_words(node)):
            typed = f"{sign} {number[0]}"
            yield rule("lost-sign", "start").at(typed=typed, sign=sign), node, typed


def plain_words(node: SyntaxTreeNode | None) -> str:
    """The words of a node, without marks."""
    return "".join(leaf.content for leaf in node.walk() if leaf.type in {"text", "code_inline"}) if node else ""
