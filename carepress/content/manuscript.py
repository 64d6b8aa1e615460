"""The manuscript: a file in content/ as it was written, split into front matter and Markdown tokens. Not yet valid.

This is the one importer of markdown-it. CommonMark with tables; citations `[@key]`, attributes at the end of a heading
or a list item `{panel=flap}`, and fenced divs `::: callout` are added here and become tokens like any other.

In:   a Source at content/DOCUMENT/LANG.md.
Out:  a Manuscript: its names, the front matter as a Record, the body as a syntax tree whose lines are the file's.
Never: decides whether a key, a component or a reference exists; that is the document's and the prose's to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin

from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.source import Source
from carepress.project.yaml import Record, read_record

DEEPEST = 24  # boxes and lists in one another; beyond it a slip or an attack
FENCE = re.compile(r"^-{3}[ \t]*$", re.MULTILINE)
CITATION = re.compile(r"\[(@[^\[\]\n]*(?:\n[^\[\]\n]+)*)\]")
CITED = re.compile(r"@(?P<key>[A-Za-z0-9_][\w:.#$%&+?<>~/-]*)(?:\s*,\s*(?P<locator>.*))?", re.DOTALL)
ATTRIBUTES = re.compile(r"\s*\{(?P<pairs>[^{}]*)\}\s*$")
PAIR = re.compile(r"([a-z][a-z-]*)=(\"[^\"]*\"|[^\s\"=]+)")
QUOTES = {"en": "“”‘’", "es": "«»“”", "fr": ["«\xa0", "\xa0»", "‹\xa0", "\xa0›"], "de": "„“‚‘"}


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    """As written. `document` and `lang` come from the path; `line_of` turns a token's line into the file's."""

    source: Source
    document: str
    lang: str
    front: Record
    body: SyntaxTreeNode
    before_body: int
    front_is_sound: bool = True

    def lines(self, node: SyntaxTreeNode) -> tuple[int, int]:
        """The first and last line of the file that a node of the body spans, from 1; of its parent if it has none."""
        while node.map is None and node.parent is not None:
            node = node.parent
        first, end = node.map or (0, 1)
        return first + 1 + self.before_body, max(end, first + 1) + self.before_body


@dataclass(slots=True)
class FaultCollector:
    """Where faults are noted beside the author's lines, in the order found."""

    manuscript: Manuscript
    faults: list[Diagnostic] = field(default_factory=list)
    _met: dict[tuple[int, str], int] = field(default_factory=dict)

    def note(self, code: str, message: str, node: SyntaxTreeNode, needle: str, advice: str) -> None:
        """Note a fault at `needle` in the node's lines; the second fault at the same words at their next place."""
        first, last = self.manuscript.lines(node)
        nth = self._met.get((first, needle), 0)
        self._met[first, needle] = nth + 1
        span = self.manuscript.source.find(needle, line=first, last=last, occurrence=nth)
        self.faults.append(Diagnostic(code=code, message=message, span=span, help=advice))

    def note_key(self, code: str, message: str, path: tuple[str | int, ...], advice: str) -> None:
        """Note a fault at a key of the front matter."""
        span = self.manuscript.front.span(*path)
        self.faults.append(Diagnostic(code=code, message=message, span=span, help=advice))


def read_manuscript(source: Source) -> tuple[Manuscript, Diagnostics]:
    """Split and parse a manuscript. It always gives one; what is wrong with its form is in the Report."""
    path = PurePosixPath(source.file)
    front_text, first_line, body_text, before_body, faults = _split(source)
    front, front_faults = read_record(source, text=front_text, first_line=first_line)
    lang = path.stem
    tokens = _parser(lang).parse(body_text)
    manuscript = Manuscript(
        source=source,
        document=path.parent.name,
        lang=lang,
        front=front,
        before_body=before_body,
        body=SyntaxTreeNode(tokens),
        front_is_sound=not (faults.errors or front_faults.errors),
    )
    return manuscript, faults + front_faults + _unclosed(manuscript, body_text) + _too_deep(manuscript, tokens)


def _too_deep(manuscript: Manuscript, tokens: Sequence[Token]) -> list[Diagnostic]:
    deep = next((token for token in tokens if token.level > DEEPEST and token.map), None)
    if deep is None or deep.map is None:
        return []
    return [
        Diagnostic(
            code="deep-nesting",
            message="lists, quotations or boxes stand too deep in one another here",
            span=manuscript.source.span_at(deep.map[0] + 1 + manuscript.before_body),
            help="Three levels are the most that a reader can follow.",
        )
    ]


def _split(source: Source) -> tuple[str, int, str, int, Diagnostics]:
    """Front matter text and its first line, body text and the number of lines before it."""
    fences = list(FENCE.finditer(source.text))
    if not fences or source.text[: fences[0].start()].strip():
        return (
            "",
            1,
            source.text,
            0,
            Diagnostics(
                (
                    Diagnostic(
                        code="no-front-matter",
                        message=f"{source.file} does not start with its front matter",
                        span=source.span_at(1),
                        help="Start the file with a line of ---, then `title: ...` and the other keys, then ---.",
                    ),
                )
            ),
        )
    if len(fences) == 1:
        return (
            "",
            1,
            "",
            len(source.lines),
            Diagnostics(
                (
                    Diagnostic(
                        code="no-front-matter",
                        message="the front matter is not closed",
                        span=source.span(fences[0].start(), 3),
                        help="Put a line of --- below the last key.",
                    ),
                )
            ),
        )
    start, end = fences[0].end(), fences[1].start()
    body_at = fences[1].end()
    return (
        source.text[start:end],
        _line(source, start),
        source.text[body_at:],
        _line(source, body_at) - 1,
        Diagnostics(),
    )


def _line(source: Source, offset: int) -> int:
    return source.span(offset).line


def _parser(lang: str) -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark",
        {"html": True, "typographer": True, "maxNesting": 4 * DEEPEST, "quotes": QUOTES.get(lang[:2], QUOTES["en"])},
    )
    parser.validateLink = _any_link  # type: ignore[method-assign]  # prose tells what is wrong with a link
    parser.enable(["table", "smartquotes"])
    parser.disable("reference")  # `[@a]: b` on a line of its own would vanish without a word
    parser.use(container_plugin, "div", validate=lambda params, *_: bool(params.strip()))
    parser.inline.ruler.before("link", "citation", _citation)
    parser.core.ruler.before("smartquotes", "attributes", _attributes)
    return parser


def _any_link(url: str) -> bool:
    return True


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
    """The heading or list item that the inline token at `at` is the (first) text of."""
    if tokens[at - 1].type == "heading_open":
        return tokens[at - 1]
    in_item = at > 1 and tokens[at - 1].type == "paragraph_open" and tokens[at - 2].type == "list_item_open"
    return tokens[at - 2] if in_item else None


DIV = re.compile(r"^ {0,3}(:{3,})[ \t]*(.*?)[ \t]*$")


def _unclosed(manuscript: Manuscript, body: str) -> list[Diagnostic]:
    """Fenced divs that never end, and ends without a beginning: both would print colons or swallow text."""
    faults: list[Diagnostic] = []
    stack: list[tuple[int, int, str]] = []
    code_fence = ""
    for number, text in enumerate(body.split("\n"), start=manuscript.before_body + 1):
        fence = re.match(r"^ {0,3}(`{3,}|~{3,})", text)
        if fence and (not code_fence or fence[1].startswith(code_fence)):
            code_fence = "" if code_fence else fence[1]
        match = DIV.match(text)
        if match is None or code_fence:
            continue
        colons, name = len(match[1]), match[2]
        if name:
            if stack and colons >= stack[-1][1]:
                faults.append(_div_fault(manuscript, number, *_too_many_colons(stack[-1], colons, name)))
            stack.append((number, colons, name))
        elif stack and stack[-1][1] == colons:
            stack.pop()
        else:
            faults.append(_div_fault(manuscript, number, *_stray(stack, colons)))
    faults += [
        _div_fault(
            manuscript,
            number,
            f"`{':' * colons} {name}` is never closed",
            f"Put a line of {':' * colons} where it ends.",
        )
        for number, colons, name in stack
    ]
    return faults


def _too_many_colons(outer: tuple[int, int, str], colons: int, name: str) -> tuple[str, str]:
    line, _, around = outer
    return (
        f"`{':' * colons} {name}` stands in `{around}` from line {line}, which needs one colon more",
        f"Type   {':' * (colons + 1)} {around}   and close it with as many colons.",
    )


def _stray(stack: list[tuple[int, int, str]], colons: int) -> tuple[str, str]:
    if not stack:
        return "this line closes nothing", "Delete it, or open a box above with   ::: callout"
    number, wanted, name = stack[-1]
    if any(opened == colons for _, opened, _ in stack):
        while stack[-1][1] != colons:
            stack.pop()
        stack.pop()
    return (
        f"`{':' * wanted} {name}` from line {number} is still open here",
        f"Close it first with a line of {':' * wanted}, or give the outer box one colon more than the inner one.",
    )


def _div_fault(manuscript: Manuscript, line: int, message: str, advice: str) -> Diagnostic:
    return Diagnostic(code="open-div", message=message, span=manuscript.source.span_at(line), help=advice)
