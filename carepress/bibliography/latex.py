r"""LaTeX: the text of .bib files as plain text.

The commands that Zotero, PubMed tools and publishers write become their signs: `{\textless}5 {\textmu}g` -> `<5 µg`,
`10$^{-5}$` -> `10⁻⁵`. A command that nobody knows is told, not left out.

In:   the value of a field as typed.
Out:  plain text, with the signs of Unicode for what is raised and lowered; the commands that have no meaning.
Pure: reads no file, and changes no case.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from carepress.bibliography.latex_signs import ACCENTS, HARMLESS, LOWERED, MARKUP, RAISED, SIGN_OF

TOKEN = re.compile(
    r"\\(?P<command>[A-Za-z]+)\*?\s*|\\(?P<sign>.)|(?P<open>\{)|(?P<close>\})|(?P<math>\$)|(?P<shift>[_^])"
    r"|(?P<ligature>-{2,3}|``|''|[?!]`)|(?P<tie>~)|(?P<text>.)",
    re.DOTALL,
)
MATH = re.compile(r"\$((?=[^$\n]*[\\^_])(?:\\.|[^$\n\\])+|[<>=+~/-]+|(?=[^\s$])[^$\n]*(?<=[^\s\\])(?=\$(?!\d)))\$")
"""A formula. As in Pandoc, `$5 to $6` is money."""
BLANK_SIGNS = frozenset(", ;:>\n\t")  # \, and the like: blanks of several widths
LIGATURES = {"--": "\N{EN DASH}", "---": "\N{EM DASH}", "``": "“", "''": "”", "?`": "¿", "!`": "¡"}
SHIFTED_TAG = re.compile(r"<(su[bp])\b[^<>]*>(.*?)</\1>", re.IGNORECASE | re.DOTALL)
TAG = re.compile(rf"</?(?:(?:jats|mml):[\w-]+|{MARKUP})\b[^<>]*>", re.IGNORECASE)
UNPRINTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
SIMPLE = re.compile(r"[^\\{}$~`&<'?!-]*(?:-(?!-)[^\\{}$~`&<'?!-]*)*")


def plain(latex: str) -> str:
    r"""Decode LaTeX into plain text: `Ol{\'a}vio` -> `Olávio`. What cannot be decoded loses braces and backslashes."""
    return _decoded(latex)[0]


def unknown_commands(latex: str) -> list[str]:
    """The commands that `plain` leaves out although they may mean something, once each."""
    return list(_decoded(latex)[1]) if "\\" in latex else []


@lru_cache(maxsize=1024)
def _decoded(latex: str) -> tuple[str, tuple[str, ...]]:
    decoder = _Decoder(latex)
    text = latex if SIMPLE.fullmatch(latex) else decoder.text()
    text = SHIFTED_TAG.sub(lambda tag: shifted(tag[2], "^" if tag[1].lower() == "sup" else "_"), html.unescape(text))
    text = UNPRINTED.sub("", TAG.sub("", text))
    return " ".join(unicodedata.normalize("NFC", text).split()), tuple(dict.fromkeys(decoder.unknown))


def shifted(text: str, sign: str) -> str:
    """Raised (`^`) or lowered (`_`) text in the signs of Unicode, or else in a form that says the same."""
    text = text.strip()
    table = RAISED if sign == "^" else LOWERED
    if text and all(letter in table for letter in text):
        return "".join(table[letter] for letter in text)
    if isotope := re.fullmatch(r"([0-9]+)([a-z]+)", text) if sign == "^" else None:
        return shifted(isotope[1], sign) + isotope[2]
    is_plain = sign == "_" or not text or text.replace(" ", "").isalpha() or text in "°′″*†‡§¶"
    return text if is_plain or not re.search(r"\d", text) else f"^{text}"


class _Decoder:
    """Reads LaTeX from left to right. `unknown` are the commands without a meaning that it has met."""

    def __init__(self, latex: str) -> None:
        self._latex, self._at = latex, 0
        self.unknown: list[str] = []

    def text(self, *, is_math: bool = False, in_group: bool = False) -> str:
        """The text up to the end, or up to the brace that closes this group."""
        pieces = []
        while self._at < len(self._latex):
            if in_group and self._latex[self._at] == "}":
                self._at += 1
                break
            pieces.append(self._next(is_math=is_math))
        return "".join(pieces)

    def _next(self, *, is_math: bool) -> str:
        token = TOKEN.match(self._latex, self._at)
        if token is None:
            self._at += 1
            return ""
        self._at, text = token.end(), token[0]
        match token.lastgroup:
            case "command":
                text = self._command(token, is_math=is_math)
            case "sign":
                text = self._sign(token["sign"], is_math=is_math)
            case "open":
                text = self.text(is_math=is_math, in_group=True)
            case "math":
                text = self._math(token.start())
            case "shift" if is_math:
                text = shifted(self.argument(is_math=True), token["shift"])
            case "ligature" if not is_math:
                text = LIGATURES[text]
            case "tie":
                text = " "
            case "close":
                text = ""
        return text if text != "\\" or token.lastgroup != "text" else ""

    def _math(self, start: int) -> str:
        """A formula without its dollars; a dollar that opens none is money."""
        formula = MATH.match(self._latex, start)
        if formula is None:
            return "$"
        inner = _Decoder(formula[1])
        text = inner.text(is_math=True)
        self.unknown += inner.unknown
        self._at = formula.end()
        return text

    def _sign(self, sign: str, *, is_math: bool) -> str:
        if sign in ACCENTS:
            return self._accented(sign, is_math=is_math)
        if sign in BLANK_SIGNS or sign == "\\":
            return " "
        return "" if sign in "!/-()[]@" else sign

    def _command(self, token: re.Match[str], *, is_math: bool) -> str:
        name = token["command"]
        if name in ACCENTS:
            return self._accented(name, is_math=is_math)
        if name in WITH_ARGUMENT:
            return WITH_ARGUMENT[name](self, is_math)
        if name in HARMLESS:
            return HARMLESS[name]
        return self._named(name, ends_in_blank=token[0][-1:].isspace(), is_math=is_math)

    def _named(self, name: str, *, ends_in_blank: bool, is_math: bool) -> str:
        """The sign of a command, without the empty braces that end its name."""
        sign = sign_of(name)
        if sign is None:
            self.unknown.append(name)
            return " " * ends_in_blank
        needs_blank = ends_in_blank and is_math and not sign.isalpha() and self._latex[self._at :][:1].isalnum()
        if self._latex.startswith("{}", self._at):
            self._at += 2
        return sign + " " * needs_blank

    def _accented(self, accent: str, *, is_math: bool) -> str:
        base = self.argument(is_math=is_math, dotless=True)
        mark, alone = ACCENTS[accent]
        if not base.strip():
            return alone + base
        return unicodedata.normalize("NFC", base[0] + mark + base[1:]) if mark else base

    def argument(self, *, is_math: bool, dotless: bool = False) -> str:
        """What stands in the braces that follow, or else the next sign or command; of a dotless i, the i."""
        while self._latex[self._at : self._at + 1].isspace():
            self._at += 1
        start, argument = self._at, ""
        if start < len(self._latex) and self._latex[start] != "}":
            argument = self._next(is_math=is_math)
        return {"ı": "i", "ȷ": "j"}.get(argument, argument) if dotless else argument

    def verbatim(self) -> str:
        """The braces that follow, as typed: in an address, `~` and `%` are themselves."""
        group = re.compile(r"\s*\{([^{}]*)\}").match(self._latex, self._at)
        if group is None:
            return ""
        self._at = group.end()
        return re.sub(r"\\([_%&#~$])", r"\1", group[1])


@lru_cache(maxsize=1024)
def sign_of(name: str) -> str | None:
    """The sign of a command, such as `alpha`; None if it has none. pybtex knows many."""
    if name in SIGN_OF:
        return SIGN_OF[name]
    for form in (rf"\{name}{{}}", rf"$\{name}$"):
        try:
            sign = str(Text.from_latex(form)).strip("$ ")
        except (PybtexError, ValueError):
            continue
        if sign and "\\" not in sign and sign != name:
            return sign
    return None


def _quoted(decoder: _Decoder, _: bool) -> str:
    return f"“{decoder.argument(is_math=False)}”"


def _fraction(decoder: _Decoder, is_math: bool) -> str:
    return f"{decoder.argument(is_math=is_math)}/{decoder.argument(is_math=is_math)}"


def _words_of_link(decoder: _Decoder, _: bool) -> str:
    decoder.verbatim()
    return decoder.argument(is_math=False)


WITH_ARGUMENT: Mapping[str, Callable[[_Decoder, bool], str]] = {
    "textsuperscript": lambda decoder, is_math: shifted(decoder.argument(is_math=is_math), "^"),
    "textsubscript": lambda decoder, is_math: shifted(decoder.argument(is_math=is_math), "_"),
    **dict.fromkeys(("frac", "tfrac", "dfrac", "nicefrac", "sfrac"), _fraction),
    **dict.fromkeys(("url", "path", "nolinkurl"), lambda decoder, _: decoder.verbatim()),
    **dict.fromkeys(("enquote", "mkbibquote"), _quoted),
    "href": _words_of_link,
}
"""Commands that do something with the braces behind them."""
