"""Markdown: what markdown-it reads, set up for manuscripts.

CommonMark with tables, and from Pandoc and GitHub: citations `[@key]`, attributes `{panel=flap}`, fenced divs
`::: callout`, footnotes, definition lists, sub- and superscripts, task lists, dashes, and captions of tables.

In:   the body of a manuscript, as `pasted` leaves it.
Out:  tokens. A text token has in `meta["unescaped"]` its content with ESCAPED for every sign that is meant.
Never: decides whether a key, a component or a work exists; `document` and `compose` do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

DEEPEST = 24  # levels of boxes, lists and quotations; more are a slip or an attack
LONGEST = 10_000  # characters of a paragraph, about three pages; some rules of Markdown take the square of its length
LENGTH, CAPTION = "length", "caption"
NBSP = "\N{NO-BREAK SPACE}"
QUOTES = {"en": "“”‘’", "es": "«»“”", "fr": ["«\xa0", "\xa0»", "‹\xa0", "\xa0›"], "de": "„“‚‘"}
KEY = r"(?:\{[^{}\n]+\}|[^\W_][\w:.#$%&+?<>~/'-]*|_[\w:.#$%&+?<>~/'-]*)"
CITATION = re.compile(rf"\[((?:[^\[\]@\n]*\s)?-?@{KEY}[^\[\]]*)\](?![(\[])|\[(@[^\[\]\n]*(?:\n[^\[\]\n]+)*)\]")
LOCATOR = r"(?:(?:pp?|ch(?:ap)?|sec|fig|tab|vol|no|para)\b|pages?|chapter|section|figure|table|part|§|[0-9])"
CITED = re.compile(
    rf"(?P<prefix>(?:[^@]*\s)?)-?@(?P<key>{KEY})(?:\s*,\s*(?P<locator>.*)|\s+(?P<suffix>{LOCATOR}.*))?", re.DOTALL
)
IN_TEXT = re.compile(rf"@({KEY})")
OF_WORK = re.compile(rf"[ ]\[({LOCATOR}[^\[\]\n]*)\](?!\()")  # `@brown2017 [p. 4] says`
ATTRIBUTES = re.compile(r"\{(?P<pairs>[^{}]*)\}\s*$")
OF_PICTURE = re.compile(r"\{(?P<pairs>[^{}]*)\}")
PAIR = re.compile(r"([a-z][a-z-]*)=(\"[^\"]*\"|[^\s\"=]+)")
TASK = re.compile(r"\[(?P<mark>[ xX])\][ \t]+")
TABLE_CAPTION = re.compile(r"(?:[Tt]able)?: +(?=\S)")
DASHES = re.compile(r"(?<![-+|<!])-{2,3}(?![-+|>])")
ESCAPED = "\x1a"
NO_ESCAPE = re.compile(r"\\[^\\]")  # a backslash before a letter is no escape
LINE_SEPARATOR = re.compile("[\u2028\u2029\x0b\x0c]")


def parser(lang: str) -> MarkdownIt:
    """The parser for manuscripts in this language."""
    options = {"html": True, "typographer": True, "maxNesting": 4 * DEEPEST, "store_labels": True}
    markdown = MarkdownIt("commonmark", {**options, "quotes": QUOTES.get(lang[:2], QUOTES["en"])})
    markdown.validateLink = _any_link  # type: ignore[method-assign]  # compose reports a bad link
    markdown.enable(["table", "smartquotes"])
    for plugin in (footnote_plugin, deflist_plugin, sub_plugin, superscript_plugin):
        markdown.use(plugin)
    markdown.use(container_plugin, "div", validate=lambda params, *_: bool(params.strip()))
    markdown.block.ruler.at("reference", _reference)
    markdown.inline.ruler.before("sub", "tildes", _tildes)
    markdown.inline.ruler.before("link", "citation", _citation)
    markdown.inline.ruler.before("link", "in-text", _in_text)
    markdown.inline.ruler.before("escape", "hard-blank", _hard_blank)
    markdown.core.ruler.before("inline", "length", _leave_out)
    markdown.core.ruler.before("inline", "captions", _table_captions)
    markdown.core.ruler.before("smartquotes", "attributes", _attributes)
    markdown.core.ruler.before("smartquotes", "caption", _picture_captions)
    markdown.core.ruler.at("text_join", _join_texts)
    return markdown


def _any_link(url: str) -> bool:
    return True


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: `[id]: https://...` is an address, but `[@key]: text` and `[^1]: text` are not."""
    at = state.bMarks[start] + state.tShift[start]
    return state.src[at : at + 2] not in ("[@", "[^") and reference(state, start, end, silent)


def _leave_out(state: StateCore) -> None:
    """Core rule: a paragraph that is far too long is not read; its length is kept for a message."""
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > LONGEST:
            token.meta = {**token.meta, LENGTH: len(token.content)}
            token.content = "\N{HORIZONTAL ELLIPSIS}"


def _table_captions(state: StateCore) -> None:
    """Core rule: a paragraph `: Words` or `Table: Words` before or after a table becomes its caption."""
    tokens, at = state.tokens, 0
    while at < len(tokens):
        if tokens[at].type == "table_open" and (caption := _caption_before(tokens, at)):
            tokens[at - 3 : at + 1] = [tokens[at], *caption]
        elif tokens[at].type == "table_close" and (caption := _caption_at(tokens, at + 1)):
            opening = max(index for index in range(at) if tokens[index].type == "table_open")
            if tokens[opening + 1].type != "caption_open":
                del tokens[at + 1 : at + 4]
                tokens[opening + 1 : opening + 1] = caption
        at += 1


def _caption_before(tokens: Sequence[Token], table: int) -> list[Token]:
    return _caption_at(tokens, table - 3) if table >= 3 else []


def _caption_at(tokens: Sequence[Token], at: int) -> list[Token]:
    """The paragraph at this place as a caption; nothing if it is none."""
    if at + 2 >= len(tokens) or tokens[at].type != "paragraph_open":
        return []
    inline = tokens[at + 1]
    mark = TABLE_CAPTION.match(inline.content)
    if mark is None:
        return []
    inline.content = inline.content[mark.end() :]
    caption = Token("caption_open", "caption", 1, map=tokens[at].map, level=tokens[at].level, block=True)
    return [caption, inline, Token("caption_close", "caption", -1, level=tokens[at].level, block=True)]


# Citations.


def _citation(state: StateInline, silent: bool) -> bool:
    """Inline rule: `[@a; see @b, p. 3]` becomes a citation whose meta lists (key, locator, prefix)."""
    match = CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[0]
        token.meta = {"cited": tuple(cited_work(part) for part in (match[1] or match[2]).split(";"))}
    state.pos = match.end()
    return True


def cited_work(part: str) -> tuple[str, str, str]:
    """Key, locator and prefix of one work of a citation: `see @a, p. 3` -> `a`, `p. 3`, `see`."""
    match = CITED.fullmatch(part.strip())
    if match is None:
        return "", part.strip(), ""
    locator = DASHES.sub(_dash, " ".join((match["locator"] or match["suffix"] or "").split()))
    return bare_key(match["key"]), locator, " ".join(match["prefix"].split())


def bare_key(typed: str) -> str:
    """A key without what stands around it: `{odd key}` -> `odd key`, `brown2017.` -> `brown2017`."""
    return typed[1:-1] if typed.startswith("{") else typed.rstrip(".:,;?'/")


def _in_text(state: StateInline, silent: bool) -> bool:
    """Inline rule: `@key` in a sentence names the work's authors."""
    before = state.src[state.pos - 1 : state.pos]
    if state.src[state.pos] != "@" or before.isalnum() or before in (".", "_", "/", "@", "\\"):
        return False
    match = IN_TEXT.match(state.src, state.pos, state.posMax)
    key = bare_key(match[1]) if match else ""
    if not key:
        return False
    end = state.pos + 1 + (len(key) + 2 if match and match[1].startswith("{") else len(key))
    place = OF_WORK.match(state.src, end, state.posMax)
    end = place.end() if place else end
    if not silent:
        token = state.push("in_text", "", 0)
        token.content, token.meta = state.src[state.pos : end], {"cited": ((key, place[1] if place else "", ""),)}
    state.pos = end
    return True


# Signs.


def _hard_blank(state: StateInline, silent: bool) -> bool:
    r"""Inline rule: a backslash before a blank is a blank at which no line ends (Pandoc)."""
    if state.src[state.pos : state.pos + 2] != "\\ " or not state.src[state.pos + 2 : state.posMax].strip():
        return False
    if not silent:
        state.push("text_special", "", 0).content = NBSP
    state.pos += 2
    return True


def _tildes(state: StateInline, silent: bool) -> bool:
    """Inline rule: `~~` is no subscript."""
    end = state.pos
    while end < state.posMax and state.src[end] == "~":
        end += 1
    if end - state.pos < 2:
        return False
    state.pending += state.src[state.pos : end] * (not silent)
    state.pos = end
    return True


def _join_texts(state: StateCore) -> None:
    """Core rule in place of markdown-it's: texts that touch become one, and know which of their signs are escaped."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = list(_joined(token.children or []))


def _joined(tokens: Sequence[Token]) -> Iterator[Token]:
    last: Token | None = None
    for token in tokens:
        if token.type not in ("text", "text_special"):
            last = None
            yield token
            continue
        is_escaped = token.type == "text_special" and not NO_ESCAPE.fullmatch(token.content)
        token.type = "text"
        for piece in [token] if is_escaped else _lines(token):
            if piece.type != "text" or last is None:
                last = piece if piece.type == "text" else None
                if last:
                    _note(last, "", last.content, is_escaped=is_escaped)
                yield piece
            else:
                _note(last, last.meta["unescaped"], piece.content, is_escaped=is_escaped, before=last.content)


def _note(token: Token, unescaped: str, text: str, *, is_escaped: bool, before: str = "") -> None:
    text = text if is_escaped else DASHES.sub(_dash, text)
    token.content = before + text
    token.meta = {**token.meta, "unescaped": unescaped + (ESCAPED * len(text) if is_escaped else text)}


def _dash(hyphens: re.Match[str]) -> str:
    return "\N{EN DASH}" if len(hyphens[0]) == 2 else "\N{EM DASH}"


def _lines(token: Token) -> Iterator[Token]:
    """A text in pieces, with a line break where Word has put one."""
    for at, text in enumerate(LINE_SEPARATOR.split(token.content)):
        if at:
            yield Token("hardbreak", "br", 0, level=token.level)
        if text or not at:
            yield Token("text", "", 0, content=text, level=token.level, meta=dict(token.meta))


# Attributes.


def _attributes(state: StateCore) -> None:
    """Core rule: attributes of headings, list items and pictures, and the boxes of tasks, go to their tokens."""
    for at, token in enumerate(state.tokens):
        if token.type != "inline" or not token.children:
            continue
        for child, after in zip(token.children, token.children[1:], strict=False):
            if child.type == "image" and after.type == "text" and (match := OF_PICTURE.match(after.content)):
                after.content = after.content[match.end() :] if _read_pairs(child, match["pairs"]) else after.content
        owner = _owner(state.tokens, at)
        if owner is None:
            continue
        first, last = token.children[0], token.children[-1]
        is_bullet = owner.type == "list_item_open" and not owner.info
        task = TASK.match(first.content) if is_bullet and first.type == "text" else None
        if task:
            owner.meta = {**owner.meta, "task": task["mark"] != " "}
            first.content = first.content[task.end() :]
        match = ATTRIBUTES.search(last.content) if last.type == "text" else None
        if match and _read_pairs(owner, match["pairs"]):
            last.content = last.content[: match.start()].rstrip()


def _picture_captions(state: StateCore) -> None:
    """Core rule: the words in quotes behind a picture's address are its caption, and Markdown too."""
    known = {"references": state.env.get("references", {})}
    for block in state.tokens:
        for image in block.children or []:
            if image.type == "image" and (typed := str(image.attrs.get("title", ""))):
                tokens = state.md.parseInline(typed, {**known})
                tokens[0].map = block.map
                image.meta = {**image.meta, CAPTION: SyntaxTreeNode(tokens)}


def _read_pairs(owner: Token, typed: str) -> bool:
    """Give a token the attributes `key=value key=value`; False if that is not what was typed."""
    pairs: list[Any] = PAIR.findall(typed)
    if not pairs or PAIR.sub("", typed).strip():
        return False
    owner.meta = {**owner.meta, "attributes": {name: value.strip('"') for name, value in pairs}}
    return True


def _owner(tokens: Sequence[Token], at: int) -> Token | None:
    """The heading, or the list item, whose (first) text is the inline token at `at`."""
    if tokens[at - 1].type == "heading_open":
        return tokens[at - 1]
    in_item = at > 1 and tokens[at - 1].type == "paragraph_open" and tokens[at - 2].type == "list_item_open"
    return tokens[at - 2] if in_item else None
