"""The manuscript: a file in content/ as written, split into front matter and Markdown tokens. Not yet valid.

In:   a Source at content/DOCUMENT/LANG.md.
Out:  a Manuscript: its names, the front matter as a Record, the body as a syntax tree whose lines are the file's.
Never: decides whether a key, a component or a work exists; `document` and `compose` do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from carepress.content.markdown import DEEPEST, LENGTH, LONGEST, parser
from carepress.content.pasted import CODE_FENCE, ListLabel, cleaned
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Diagnostics, Span
from carepress.project.source import Source
from carepress.project.yaml import Record, read_record

Node = SyntaxTreeNode
"""A node of a manuscript's syntax tree."""
FENCE = re.compile(r"^-{3}[^\S\n]*$", re.MULTILINE)
BLOCK_VALUE = re.compile(r":[ ]+[|>][-+0-9]*[ ]*$", re.MULTILINE)
DASHES = r"\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
LIKE_FENCE = re.compile(
    rf"^[^\S\n]*[\ufeff\u200b\u2060]*(?P<dashes>[-{DASHES}]{{2,}}|[{DASHES}]|\.{{3}}|\u2026)[^\S\n]*$", re.MULTILINE
)
"""What is meant as a line of ---: Word makes a dash of hyphens, and other programs end with three dots."""
DIV = re.compile(r"^ {0,3}(:{3,})(.*)$")


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    """As written. `document` and `lang` come from the path; `before_body` is the number of lines before the body."""

    source: Source
    document: str
    lang: str
    front: Record
    body: SyntaxTreeNode
    before_body: int
    front_is_sound: bool = True

    def lines(self, node: SyntaxTreeNode) -> tuple[int, int]:
        """The first and last line of a node of the body, or else of its parent, in the file, from 1."""
        place = _map(node)
        while place is None and node.parent is not None:
            node = node.parent
            place = _map(node)
        first, end = place or (0, 1)
        return first + 1 + self.before_body, max(end, first + 1) + self.before_body


def _map(node: SyntaxTreeNode) -> tuple[int, int] | None:
    """The lines of a node, from 0. Those of a footnote are its text's."""
    if node.type == "footnote":
        return next((inner.map for inner in node.walk(include_self=False) if inner.map), None)
    return None if node.is_root else node.map


@dataclass(slots=True)
class FaultCollector:
    """The faults of a manuscript, each with its place, in the order found."""

    manuscript: Manuscript
    faults: list[Diagnostic] = field(default_factory=list)
    _last: dict[tuple[int, str], int] = field(default_factory=dict)

    def add(self, fault: Diagnostic, node: SyntaxTreeNode, needle: str) -> None:
        """Add a fault at `needle` in the node's lines; a second fault at the same words at their next place."""
        first, last = self.manuscript.lines(node)
        source, before = self.manuscript.source, self._last.get((first, needle), -1)
        at = source.position(needle, line=first, last=last, after=before)
        self._last[first, needle] = at if at >= 0 else len(source.text)
        span = source.span(at, len(needle)) if at >= 0 else source.span_at(first)
        self.faults.append(replace(fault, span=span))

    def add_at_key(self, fault: Diagnostic, *path: str | int) -> None:
        """Add a fault at a key of the front matter."""
        self.faults.append(replace(fault, span=self.manuscript.front.span(*path)))


def read_manuscript(source: Source) -> tuple[Manuscript, Diagnostics]:
    """Split and parse a manuscript. There always is one; the Diagnostics say what is wrong with its form."""
    path = PurePosixPath(source.file)
    start, end, body_at, faults = _split(source)
    front, front_faults = read_record(source, text=source.text[start:end], first_line=source.span(start).line)
    body, labels = cleaned(source.text[body_at:])
    defined: dict[str, Any] = {}
    tokens = parser(path.stem).parse(body, defined)
    _label_lists(tokens, labels)
    manuscript = Manuscript(
        source=source,
        document=path.parent.name,
        lang=path.stem,
        front=front,
        before_body=source.span(body_at).line - 1,
        body=SyntaxTreeNode(tokens),
        front_is_sound=not (faults.errors or front_faults.errors),
    )
    body_faults = (
        *_check_divs(manuscript, body),
        *_check_depth(manuscript, tokens),
        *_check_length(manuscript, tokens),
        *_check_defined(manuscript, tokens, defined),
    )
    return manuscript, faults + front_faults + body_faults


def _split(source: Source) -> tuple[int, int, int, Diagnostics]:
    """Where the front matter starts and ends, and where the body starts, as offsets in the text."""
    text, faults = source.text, list[Diagnostic]()
    first = FENCE.search(text)
    if first is None or text[: first.start()].strip():
        first = LIKE_FENCE.match(text, text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1)
        if first is None or first["dashes"][0] in ".\u2026":
            return 0, 0, 0, Diagnostics((rule("no-front-matter").at(source.span_at(1), file=source.file),))
        faults.append(_not_hyphens(source, first))
    last, like = FENCE.search(text, first.end()), _like_end(text, first.end())
    if like and (last is None or like.start() < last.start()):
        faults.append(_not_hyphens(source, like))
        last = like
    if last is None:
        fault = rule("no-front-matter", "unclosed").at(source.span(first.start(), 3))
        return 0, 0, len(text), Diagnostics((*faults, fault))
    return first.end(), last.start(), last.end(), Diagnostics(tuple(faults))


def _like_end(text: str, start: int) -> re.Match[str] | None:
    """The line after `start` that is meant to end the front matter; one with blanks before it may be text of a key."""
    for line in LIKE_FENCE.finditer(text, start):
        is_text = line.start() < line.start("dashes") and BLOCK_VALUE.search(text, start, line.start())
        if not FENCE.fullmatch(line[0]) and not is_text:
            return line
    return None


def _not_hyphens(source: Source, line: re.Match[str]) -> Diagnostic:
    typed = line[0].rstrip()
    return rule("no-front-matter", "dashes").at(source.span(line.start(), len(typed)))


def _label_lists(tokens: list[Token], labels: Mapping[int, ListLabel]) -> None:
    """Give lists the style in which their labels were typed. A list ends where another style begins."""
    styles: list[str] = []  # of the lists that are open here
    at = 0
    while at < len(tokens):
        token, level = tokens[at], len(styles) - 1
        label = labels.get(token.map[0]) if token.map else None
        style = label.style if label else ""
        if token.type == "ordered_list_open":
            token.meta = {**token.meta, "style": style}
            styles.append(style)
        elif token.type == "bullet_list_open":
            styles.append("")
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            styles.pop()
        elif token.type == "list_item_open" and token.info and style != styles[level]:
            styles[level] = style
            tokens[at:at] = _new_list(token, style)
            at += 2
        at += 1


def _new_list(item: Token, style: str) -> list[Token]:
    """The end of a list, and the start of the one that begins with this item."""
    opening = Token("ordered_list_open", "ol", 1, map=item.map, level=item.level - 1, block=True, markup=item.markup)
    opening.meta = {"style": style}
    if item.info != "1":
        opening.attrs["start"] = int(item.info)
    return [Token("ordered_list_close", "ol", -1, level=item.level - 1, block=True, markup=item.markup), opening]


def _check_defined(manuscript: Manuscript, tokens: Sequence[Token], defined: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Addresses and footnotes that nothing in the text uses, or that are there twice: no page has them."""
    inline = (child for token in tokens for child in token.children or [])
    used = {leaf.meta["label"] for leaf in inline if "label" in leaf.meta}
    unused = [{**entry, "label": label} for label, entry in defined.get("references", {}).items() if label not in used]
    for entry in unused:
        yield rule("unused-note", "address").at(_line_of(manuscript, entry), label=entry["label"].lower())
    for entry in defined.get("duplicate_refs", []):
        yield rule("unused-note", "twice").at(_line_of(manuscript, entry), label=f"[{entry['label'].lower()}]")
    for label, number in defined.get("footnotes", {}).get("refs", {}).items():
        lines = [*re.finditer(rf"^[ >]*\[\^{re.escape(label[1:])}\]:", manuscript.source.text, re.MULTILINE)]
        spans = [manuscript.source.span(line.start(), len(line[0])) for line in lines]
        if number < 0 and spans:
            yield rule("unused-note").at(spans[0], label=label[1:])
        for span in spans[1:]:
            yield rule("unused-note", "twice").at(span, label=f"[^{label[1:]}]")


def _line_of(manuscript: Manuscript, entry: Mapping[str, Any]) -> Span:
    return manuscript.source.span_at(entry["map"][0] + 1 + manuscript.before_body)


def _check_depth(manuscript: Manuscript, tokens: Sequence[Token]) -> Iterator[Diagnostic]:
    line = next((token.map[0] for token in tokens if token.level > DEEPEST and token.map), None)
    if line is not None:
        yield rule("deep-nesting").at(manuscript.source.span_at(line + 1 + manuscript.before_body))


def _check_length(manuscript: Manuscript, tokens: Sequence[Token]) -> Iterator[Diagnostic]:
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if LENGTH in token.meta:
            span = manuscript.source.span_at(line + 1 + manuscript.before_body)
            yield rule("long-paragraph").at(span, count=token.meta[LENGTH], limit=LONGEST)


class _Div(NamedTuple):
    """A fenced div that is open."""

    line: int
    colons: str
    name: str

    @property
    def box(self) -> str:
        return f"{self.colons} {self.name}"


def _check_divs(manuscript: Manuscript, body: str) -> Iterator[Diagnostic]:
    """Boxes that never end, and ends of no box: both would print colons or lose text."""
    stack, is_open = list[_Div](), Counter[str]()
    code_fence = ""
    for line, text in enumerate(body.split("\n"), start=manuscript.before_body + 1):
        fence, match = CODE_FENCE.match(text), DIV.match(text)
        if fence and (not code_fence or fence[1].startswith(code_fence)):
            code_fence = "" if code_fence else fence[1]
        if match is None or code_fence:
            continue
        span, inner = manuscript.source.span_at(line), stack[-1] if stack else None
        div = _Div(line, match[1], match[2].strip(" \t"))
        if div.name:
            if inner and len(div.colons) >= len(inner.colons):
                yield rule("open-div", "too-many-colons").at(
                    span, box=div.box, outer=inner.name, line=inner.line, colons=f"{div.colons}:"
                )
            stack.append(div)
            is_open[div.colons] += 1
        elif inner is None:
            yield rule("open-div", "stray").at(span)
        else:
            if div.colons != inner.colons:
                yield rule("open-div", "still-open").at(span, box=inner.box, line=inner.line, colons=inner.colons)
            _close(stack, is_open, div.colons)
    for div in stack:
        yield rule("open-div", "unclosed").at(manuscript.source.span_at(div.line), box=div.box, colons=div.colons)


def _close(stack: list[_Div], is_open: Counter[str], colons: str) -> None:
    """Close the innermost box with so many colons, and all that are in it. `is_open` counts boxes by their colons."""
    while is_open[colons]:
        closed = stack.pop()
        is_open[closed.colons] -= 1
        if closed.colons == colons:
            return
