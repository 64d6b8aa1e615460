r"""LaTeX: the text of .bib files as plain text.

Every command is printed as what it stands for, or told: without its sign, `\le 5 mg` would be printed as `5 mg`. The
HTML of PubMed, Crossref and reference managers is read too, as they leave it in titles.

In:   the value of a field as typed.
Out:  plain text; the commands that have no meaning.
Pure: reads no file, and changes no case.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar

from carepress.bibliography.html_text import unmarked
from carepress.bibliography.latex_signs import (
    ACCENTS,
    ALONE,
    HARMLESS,
    LINES,
    NAMED_SPACES,
    NOTHING,
    SIGN_OF,
    SPACES,
    lowered,
    raised,
)

ADDRESS = r"(?:https?://|www\.)(?:[^\s{}\\$'\"]|\\[_%&#~-])+"  # in it, `~` and `--` are what they seem
TOKEN = re.compile(
    rf"(?P<address>{ADDRESS})|\\(?P<name>[A-Za-z]+)\*?|\\(?P<symbol>.)|(?P<math>\$\$?)|(?P<shift>[\^_])"
    r"|(?P<ligature>---?|``|''|[?!]`|~)|[{}\\]|[^\\${}^_`'~?!h w-]+|.",
    re.DOTALL,
)
LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", "?`": "¿", "!`": "¡", "~": " "}
SHIFTS = {"^": raised, "_": lowered, "textsuperscript": raised, "textsubscript": lowered, "sp": raised, "sb": lowered}
TILDE = re.compile(r"\\textasciitilde\s*(?:\{\})?|\\~\{\}")
ESCAPES = re.compile(r"\\(?=[_%&#$~{}\\-])")
LONE = re.compile(r"\s+\w{2}")  # `\' so` is no accent, `\' o` is one
MIXED = re.compile(r"([0-9])([{$\s]*\\(?:[tds]?frac|nicefrac)(?![A-Za-z]))")  # `2\frac12` is 2 1/2, not 21/2
COMMANDS = re.compile(r"[\\^_]")
MARKED = re.compile(r"[\\${}~<&]|--|``|''|[?!]`")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def plain(latex: str) -> str:
    r"""Decode LaTeX into plain text: `Ol{\'a}vio` -> `Olávio`. A command without meaning leaves its text."""
    return _decoded(latex)[0]


def unknown_commands(latex: str) -> list[str]:
    """The commands that `plain` leaves out although they may mean something, once each."""
    return list(_decoded(latex)[1])


@lru_cache(maxsize=512)
def _decoded(latex: str) -> tuple[str, tuple[str, ...]]:
    if not MARKED.search(latex):
        return " ".join(CONTROLS.sub("", unicodedata.normalize("NFC", latex)).split()), ()
    reader = _Reader(MIXED.sub(r"\1\\ \2", CONTROLS.sub("", latex)))
    try:
        text = reader.read()
    except RecursionError:
        text = re.sub(r"[{}\\]", "", latex)
    text = unmarked(html.unescape(text)) if "&" in text or "<" in text else " ".join(text.split())
    return unicodedata.normalize("NFC", CONTROLS.sub("", text)), tuple(dict.fromkeys(reader.unknown))


class _Reader:
    """Reads LaTeX from front to back. In `math`, `^` and `_` shift what follows."""

    def __init__(self, latex: str, unknown: list[str] | None = None, *, math: bool = False, quotes: int = 0) -> None:
        self.latex, self.math, self.quotes = latex, math, quotes
        self.unknown: list[str] = [] if unknown is None else unknown
        self.at = 0

    def read(self) -> str:
        pieces = []
        while token := TOKEN.match(self.latex, self.at):
            pieces.append(self._piece(token))
        return "".join(pieces)

    def _piece(self, token: re.Match[str]) -> str:
        """What the next token prints. It may take more with it."""
        self.at = token.end()
        read = self._KINDS.get(token.lastgroup or "")
        return read(self, token[token.lastgroup or 0]) if read else token[0].strip("{}\\")

    def _command(self, name: str) -> str:
        for names, read in self._COMMANDS:
            if name in names:
                return read(self, name)
        if name not in SIGN_OF and name not in HARMLESS:
            self.unknown.append(name)
        if not self.math or name not in SIGN_OF:
            self._skip_blanks()
        return SIGN_OF.get(name, "")

    def _fraction(self, _: str) -> str:
        parts = (self._argument(), self._argument())
        return "/".join(f"({part})" if re.search(r"[^\w.,]", part) else part for part in parts)

    def _quoted(self, _: str) -> str:
        left, right = "‘’" if self.quotes % 2 else "“”"
        return left + self._argument(quotes=self.quotes + 1) + right

    def _linked(self, _: str) -> str:
        address, text = self._verbatim(), self._argument()
        return text if address in text else f"{text} ({address})"

    def _verbatim(self, _: str = "") -> str:
        return ESCAPES.sub("", TILDE.sub("~", self._taken()))

    def _unseen(self, _: str) -> str:
        self._taken()
        return ""

    def _symbol(self, symbol: str) -> str:
        if symbol in ACCENTS:
            return self._accented(symbol)
        if symbol in "([])":
            self.math = symbol in "(["
        return " " if symbol in SPACES else "" if symbol in NOTHING else symbol

    def _accented(self, accent: str) -> str:
        """A letter with its accent. On anything else, the accent is a sign of its own."""
        before = self.at
        if not accent.isalpha() and LONE.match(self.latex, before):
            return ALONE.get(accent, accent)
        letters = self._argument().replace("ı", "i").replace("ȷ", "j")
        if accent in LINES and letters.strip():
            return "".join(letter + ACCENTS[accent] * letter.isalnum() for letter in letters)
        if letters[:1].isalpha():
            return unicodedata.normalize("NFC", letters[0] + ACCENTS[accent] + letters[1:])
        if accent not in ALONE and accent.isalpha():
            self.unknown.append(accent)
        if self.latex[before : before + 1].isspace():
            self.at, letters = before, ""
        return ALONE.get(accent, accent if not accent.isalpha() else "") + letters

    def _formula(self, dollars: str) -> str:
        """What stands between two dollars, unless they are money."""
        inner = re.compile(r"((?:[^$\\]|\\.)*?)" + re.escape(dollars), re.DOTALL).match(self.latex, self.at)
        if not inner or not _is_formula(inner[1], self.latex[inner.end() : inner.end() + 1]):
            return dollars
        self.at = inner.end()
        return self._inside(inner[1], math=True)

    def _argument(self, *, math: bool | None = None, quotes: int | None = None) -> str:
        """What a command applies to, as text: what stands in braces, a command with its own, or one sign."""
        self._skip_blanks()
        token = TOKEN.match(self.latex, self.at)
        if token and token.lastgroup in ("name", "symbol"):
            return self._piece(token)
        return self._inside(
            self._taken(), math=self.math if math is None else math, quotes=self.quotes if quotes is None else quotes
        )

    def _inside(self, latex: str, *, math: bool, quotes: int | None = None) -> str:
        return _Reader(latex, self.unknown, math=math, quotes=self.quotes if quotes is None else quotes).read()

    def _taken(self) -> str:
        """What stands in braces, or one sign, as typed."""
        self._skip_blanks()
        start, depth = self.at, 0
        if self.latex[start : start + 1] != "{":
            self.at = start + (self.latex[start : start + 1] not in ("", "}"))
            return self.latex[start : self.at]
        for brace in re.compile(r"\\.|[{}]", re.DOTALL).finditer(self.latex, start):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if not depth:
                self.at = brace.end()
                return self.latex[start + 1 : brace.start()]
        self.at = len(self.latex)
        return self.latex[start + 1 :]

    def _skip_blanks(self) -> None:
        while self.latex[self.at : self.at + 1].isspace():
            self.at += 1

    _KINDS: ClassVar[Mapping[str, Reading]] = {
        "address": lambda _, typed: ESCAPES.sub("", typed),
        "name": _command,
        "symbol": _symbol,
        "math": _formula,
        "shift": lambda self, sign: SHIFTS[sign](self._argument()) if self.math else sign,
        "ligature": lambda _, signs: LIGATURES[signs],
    }
    _COMMANDS: ClassVar[Sequence[tuple[Container[str], Reading]]] = (
        (("url", "path", "nolinkurl"), _verbatim),
        (SHIFTS, lambda self, name: SHIFTS[name](self._argument())),
        (ACCENTS, _accented),
        (("frac", "tfrac", "dfrac", "nicefrac", "sfrac"), _fraction),
        (("enquote", "mkbibquote"), _quoted),
        (("href",), _linked),
        (("ensuremath",), lambda self, _: self._argument(math=True)),
        (("text",), lambda self, _: self._argument(math=False)),
        (("vphantom", "hphantom", "phantom", "noopsort"), _unseen),  # they print nothing of what they hold
        (NAMED_SPACES, lambda *_: " "),
        (("hspace", "hskip"), lambda self, _: "" if self._taken().lstrip("-").startswith("0") else " "),
    )


Reading = Callable[[_Reader, str], str]


def _is_formula(inner: str, after: str) -> bool:
    r"""Whether dollars enclose a formula: `$n=5$`, not `$5 to $6`."""
    if not inner.strip() or inner.count("{") != inner.count("}"):
        return False
    blank = inner != inner.strip()
    if inner[0].isdigit() and after.isdigit() and (blank or not COMMANDS.search(inner)):
        return False
    money = inner.count("(") != inner.count(")")
    return bool(COMMANDS.search(inner)) or not (
        money or blank or inner[0] in ",.;:)" or re.search(r"[^\W\d_]{2,} ", inner)
    )
