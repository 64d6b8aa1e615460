"""Stray marks: signs that some program takes for a mark, and Markdown has left in the text as typed.

A patient would read `**`, `[[link]]` or `:smile:`. Each kind has its own message, which says what to type. What stands
after a backslash or in code is meant.

In:   a block with inline text, as the parser gives it.
Out:  every mark in it, with the rule that it breaks.
Pure: reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html.entities import html5

from markdown_it.tree import SyntaxTreeNode

from carepress.diagnostics.catalogue import Rule, rule

NOT_TEXT = "\N{OBJECT REPLACEMENT CHARACTER}"
QUOTE = "['\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}]"
BLANK_LINE = "_{3,}"  # for the reader to write on
OLD_ENTITIES = "|".join(sorted((name for name in html5 if not name.endswith(";")), key=len, reverse=True))


@cache
def _marks() -> Sequence[tuple[re.Pattern[str], Rule]]:
    """Patterns of marks in a text; at one place the first one counts."""
    start = r"^[ \t]*"
    table: list[tuple[str, Rule]] = [
        (r"!?\[\[[^\]\n]+\]\]", rule("stray-mark", "wiki-link")),
        (r"\[\[?_?(?:TOC|toc)_?\]\]?|^\[\[_", rule("stray-mark", "contents")),
        (rf"\[[^\[\]\n]*{NOT_TEXT}[^\[\]\n]*\]\([^)\n]*\)?", rule("misplaced-mark", "in-link")),
        (r"!?\[[^\]\n]*\]\([^)\n]*\)?", rule("stray-mark", "link")),
        (r"!?\[[^\]\n]*\] ?\((?:https?:|mailto:|tel:|www\.)[^)\n]*\)?", rule("stray-mark", "link")),
        (r"!?\[[^\]\n]*\]\[[^\]\n]*\]", rule("stray-mark", "reference-link")),
        (r"\[\^[^\]\n]+\]:?", rule("stray-mark", "footnote")),
        (
            r"^\*\[[^\]\n]+\]:[^\n]*|^\[[^\]^@\n]+\]:\s+<?(?:https?:|mailto:|tel:|www\.|[/#]|\S+\.\w)\S*",
            rule("stray-mark", "address"),
        ),
        (r"\[![\w-]+(?:\|[^\]\n]*)?\][+-]?|^\[[A-Z]{3,}\]$", rule("stray-mark", "alert")),
        (r"(?<!\S)\[[ xX/<>!?*-]?\](?=\s|[.,;:]|$)|^[ \t]*\[[ xX]\](?=\w)", rule("stray-mark", "checkbox")),
        (
            r"\[=[^\]\n]*\]|[\u3010][^\u3011\n]*[\u3011]|:[A-Za-z]+\[[^\]\n]*\]|\bfootnote:\[",
            rule("stray-mark", "foreign"),
        ),
        (r"\[[0-9]{1,3}(?:\s?[-–,;]\s?[0-9]{1,3})*\]", rule("stray-mark", "number")),
        (r"\[[^\[\]\n]{0,99}(?<![\w.])@\w[^\[\]\n]*(?=\n|\Z)", rule("citation-form", "unclosed")),
        (rf"{start}::(?!:).*", rule("stray-mark", "two-colons")),
        (r"(?<!:):{3,}(?!:).*", rule("stray-mark", "colons")),
        (rf"{start}(?:!!!|\?\?\?\+?|===)(?=[\s\w\"“«„]).*|{start}/{{3,}}(?!/).*", rule("stray-mark", "admonition")),
        (rf"{start}\.\. [\w-]+::.*|{start}image::\S*|[-\u2013]{{1,2}}8<.*", rule("stray-mark", "foreign")),
        (
            rf"{start}(?:h[1-6]|bq)\. (?=\S)[^\n]{{0,40}}|{start}={{2,6}}[ \t]*[^\s=][^=\n]*={{2,6}}[ \t]*$",
            rule("stray-mark", "heading"),
        ),
        (r"\A%[ \t]?(?=\S)[^\n]{0,40}", rule("stray-mark", "title-block")),
        (rf"{start}\(@[\w-]*\)(?=\s)", rule("stray-mark", "automatic-number")),
        (r"^[0-9]{1,2}[.)][ \t]+[^\n]{0,40}(?=[^\n]*\n[0-9]{1,2}[.)][ \t])", rule("stray-mark", "late-list")),
        (
            r"^[^\n\t]*[^\s:]\t[^\n]*(?=\n[^\n\t]*\S\t)|^\S[^\n]*?[^\s.:] {3,}\S[^\n]*(?=\n\S(?:[^\n]*?\S)? {3,}\S)",
            rule("stray-mark", "columns"),
        ),
        (r"^Table:[ \t]+(?=\S)[^\n]{0,40}", rule("stray-mark", "definition")),
        (r"^[A-Za-z][\w -]{0,30}::(?=\s)[^\n]*|(?<=\w)::[ \t]*$", rule("stray-mark", "field")),
        (rf"{start}\+(?:[-=:]+\+)+[ \t]*$(?:\n[+|].*)*", rule("stray-mark", "grid-table")),
        (rf"(?:{start}\|.*\n?)+|^.*\|[ \t]*$|^[^|\n]+ \| [^\n]*(?:\n[^|\n]+ \| [^\n]*)+", rule("stray-mark", "table")),
        (rf"{start}(?:#(?=[^\s#\d])|#{{2,6}}(?=[^\s#]))[^\n]{{0,40}}", rule("stray-mark", "heading")),
        (rf"{start}:[ \t]+(?=\S)[^\n]{{0,40}}", rule("stray-mark", "definition")),
        (rf"{start}[-+](?=[^\W\d_])\w*", rule("stray-mark", "no-blank")),
        (rf"{start}[0-9]{{1,2}}[.)](?=[^\W\d_]{{2}})\w*", rule("stray-mark", "no-blank")),
        (r"~~[^~\n]+~~", rule("stray-mark", "strikethrough")),
        (r"==(?=[^\s=])[^=\n]*(?<=[^\s=])==", rule("stray-mark", "highlight")),
        (r"(?<!\w)\+\+(?=[^\s+])[^\n]*?(?<=[^\s+])\+\+(?!\w)", rule("stray-mark", "highlight")),
        (r"\|\|(?=[^\s|])[^|\n]*(?<=[^\s|])\|\|", rule("stray-mark", "highlight")),
        (r"%%[^%]*%%|^%%[ \t]*$|<!--.*|-->", rule("stray-mark", "comment")),
        (
            r"\$\$[^$]*\$\$|\$(?=[^\s$])(?=[^$\n]*[A-Za-z\\^])[^$\n]*(?<=\S)\$(?!\d)|\$\s?[<>\u2264\u2265=][^$\n]*\$(?!\d)",
            rule("stray-mark", "formula"),
        ),
        (r"(?<![\w:])(?<!\d):(?:[a-z][a-z0-9_+-]{0,30}|[+-]1):(?!\w)", rule("stray-mark", "emoji")),
        (r"\{[^{}\n]*\}|\{[a-z][a-z-]*=\S*", rule("unknown-attribute", "stray")),
        (rf"&(?:\#\w+|[A-Za-z][A-Za-z0-9]+);|&(?:{OLD_ENTITIES})(?![A-Za-z0-9=])", rule("stray-mark", "entity")),
        (r"\\(?=[A-Za-z]{2})[A-Za-z]+|\\$", rule("stray-mark", "backslash")),
        (
            r"(?<=[\w)])\^(?=[\w({+-])[\w({+-]+|\^[^\s^]+\^|(?:(?<!\S)|(?<=[.!?;:)]))\^[\w-]+$",
            rule("stray-mark", "superscript"),
        ),
        (r"(?<=[^\W\d_])~(?=\d)\S{1,9}", rule("stray-mark", "subscript")),
        (r"<%[^\n]*?%>|<(?=[A-Za-z/!?])[^\s<>]*", rule("stray-mark", "tag")),
        (r"`+[^`\n]{0,30}", rule("stray-mark", "code")),
        (rf"(?<!\w){QUOTE}{{2,5}}(?=[^\s{QUOTE[1:]})[^\n]*?{QUOTE}{{2,5}}(?!\w)", rule("stray-mark", "quoted-bold")),
        (
            r"(?!(?<=\d)\*\d)(?:(?<!\S)(?!\*\s)|(?<=\S))\*+(?!\s*$)[^\s*]*|(?!(?<=\d)\*\d)(?<=\S)\*+|\*\*+",
            rule("stray-mark", "star"),
        ),
        (r"(?<![\w_])__?(?=[^\W_])\w*|(?<=[^\W_])__?(?![\w_])|(?<=\W)__(?!_)", rule("stray-mark", "underscore")),
    ]
    return [(re.compile(pattern, re.MULTILINE), broken) for pattern, broken in table]


def stray_marks(block: SyntaxTreeNode) -> Iterator[tuple[str, Rule]]:
    """Every stray mark in the inline text of a block, in reading order, with the rule that it breaks."""
    shown = _text(block, "content")
    for start, end, broken in find_marks(_text(block, "unescaped")):
        yield re.split(f"[\n{NOT_TEXT}]", shown[start:end].strip())[0].strip(), broken


def find_marks(text: str) -> Sequence[tuple[int, int, Rule]]:
    """Where marks stand in a text, in order, each with its rule."""
    found: list[tuple[int, int, Rule]] = []
    for pattern, broken in _marks():
        for match in pattern.finditer(text):
            start, end = match.span()
            if start < end and all(end <= first or last <= start for first, last, _ in found):
                found.append((start, end, broken))
    return sorted(found, key=lambda entry: entry[0])


def _text(node: SyntaxTreeNode, kind: str) -> str:
    """The text of a node, line by line; what is not text is one sign."""
    if node.type in {"text", "in_text"}:
        return str(node.meta.get(kind, node.content)) if kind == "unescaped" else str(node.content)
    if node.type in {"softbreak", "hardbreak"}:
        return "\n"
    if node.type in {"inline", "strong", "em", "link", "sub", "sup", "paragraph", "heading", "th", "td", "caption"}:
        return "".join(_text(child, kind) for child in node.children)
    return NOT_TEXT
