"""The manuscript: a file in content/ as written, split into front matter and Markdown tokens. Not yet valid.

This module sets up markdown-it: CommonMark with tables, and as tokens of our own citations `[@key]`, attributes at the
end of a heading or a list item `{panel=flap}`, and fenced divs `::: callout`.

In:   a Source at content/DOCUMENT/LANG.md.
Out:  a Manuscript: its names, the front matter as a Record, the body as a syntax tree whose lines are the file's.
Never: decides whether a key, a component or a work exists; `document` and `compose` do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.source import Source
from carepress.project.yaml import Record, read_record

Node = SyntaxTreeNode
"""A node of a manuscript's syntax tree."""
DEEPEST = 24  # levels of boxes, lists and quotations; more are a slip or an attack
LONGEST = 10_000  # characters of a paragraph, about three pages; some rules of Markdown take the square of its length
FENCE = re.compile(r"^-{3}[ \t]*$", re.MULTILINE)
CITATION = re.compile(r"\[(@[^\[\]\n]*(?:\n[^\[\]\n]+)*)\]")
CITED = re.compile(r"@(?P<key>[A-Za-z0-9_][\w:.#$%&+?<>~/-]*)(?:\s*,\s*(?P<locator>.*))?", re.DOTALL)
ATTRIBUTES = re.compile(r"\{(?P<pairs>[^{}]*)\}\s*$")
PAIR = re.compile(r"([a-z][a-z-]*)=(\"[^\"]*\"|[^\s\"=]+)")
LENGTH = "length"
DIV = re.compile(r"^ {0,3}(:{3,})(.*)$")
CODE_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
QUOTES = {"en": "“”‘’", "es": "«»“”", "fr": ["«\xa0", "\xa0»", "‹\xa0", "\xa0›"], "de": "„“‚‘"}


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
        while node.map is None and node.parent is not None:
            node = node.parent
        first, end = node.map or (0, 1)
        return first + 1 + self.before_body, max(end, first + 1) + self.before_body


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
    body = source.text[body_at:]
    tokens = _parser(path.stem).parse(body)
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
    )
    return manuscript, faults + front_faults + body_faults


def _split(source: Source) -> tuple[int, int, int, Diagnostics]:
    """Where the front matter starts and ends, and where the body starts, as offsets in the text."""
    fences = list(FENCE.finditer(source.text))
    if not fences or source.text[: fences[0].start()].strip():
        return 0, 0, 0, Diagnostics((rule("no-front-matter").at(source.span_at(1), file=source.file),))
    if len(fences) == 1:
        fault = rule("no-front-matter", "unclosed").at(source.span(fences[0].start(), 3))
        return 0, 0, len(source.text), Diagnostics((fault,))
    return fences[0].end(), fences[1].start(), fences[1].end(), Diagnostics()


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


def _parser(lang: str) -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark",
        {"html": True, "typographer": True, "maxNesting": 4 * DEEPEST, "quotes": QUOTES.get(lang[:2], QUOTES["en"])},
    )
    parser.validateLink = _any_link  # type: ignore[method-assign]  # compose reports a bad link
    parser.enable(["table", "smartquotes"])
    parser.disable("reference")  # `[@a]: b` on a line of its own would disappear
    parser.use(container_plugin, "div", validate=lambda params, *_: bool(params.strip()))
    parser.inline.ruler.before("link", "citation", _citation)
    parser.core.ruler.before("inline", "length", _leave_out)
    parser.core.ruler.before("smartquotes", "attributes", _attributes)
    return parser


def _any_link(url: str) -> bool:
    return True


def _leave_out(state: StateCore) -> None:
    """Core rule: a paragraph that is far too long is not read; its length is kept for `_check_length`."""
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > LONGEST:
            token.meta = {**token.meta, LENGTH: len(token.content)}
            token.content = "\N{HORIZONTAL ELLIPSIS}"


def _citation(state: StateInline, silent: bool) -> bool:
    """Inline rule: `[@a; @b, p. 3]` becomes a citation token whose meta lists (key, locator)."""
    match = CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[0]
        token.meta = {"cited": tuple(_cited(part) for part in match[1].split(";"))}
    state.pos = match.end()
    return True


def _cited(part: str) -> tuple[str, str]:
    match = CITED.fullmatch(part.strip())
    if match is None:
        return "", part.strip()
    return match["key"].rstrip(".:"), " ".join((match["locator"] or "").split())


def _attributes(state: StateCore) -> None:
    """Core rule: `{key=value}` at the end of a heading or of a list item's first paragraph becomes its attributes."""
    for at, token in enumerate(state.tokens):
        if token.type != "inline" or not token.children:
            continue
        owner = _owner(state.tokens, at)
        last = token.children[-1]
        match = ATTRIBUTES.search(last.content) if owner is not None and last.type == "text" else None
        pairs = PAIR.findall(match["pairs"]) if match else []
        if owner is None or match is None or not pairs or PAIR.sub("", match["pairs"]).strip():
            continue
        owner.meta = {**owner.meta, "attributes": {name: value.strip('"') for name, value in pairs}}
        last.content = last.content[: match.start()].rstrip()


def _owner(tokens: Sequence[Token], at: int) -> Token | None:
    """The heading, or the list item, whose (first) text is the inline token at `at`."""
    if tokens[at - 1].type == "heading_open":
        return tokens[at - 1]
    in_item = at > 1 and tokens[at - 1].type == "paragraph_open" and tokens[at - 2].type == "list_item_open"
    return tokens[at - 2] if in_item else None
