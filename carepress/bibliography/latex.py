r"""LaTeX: the text of .bib files as plain text.

pybtex decodes accents and most signs, but not `\le` or `\textless`: without its sign, `\le 5 mg` would be printed as
`5 mg`. They are read here, and a command that nobody knows is told, not left out.

In:   the value of a field as typed.
Out:  plain text; the commands that have no meaning.
Pure: reads no file, and changes no case.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

SIGNS = {
    "<": "textless lt", ">": "textgreater gt", "≤": "le leqslant", "≥": "ge geqslant", "≠": "ne", "→": "to",
    "µ": "textmu", "Ω": "ohm textohm", "°": "degree", "℃": "celsius textcelsius", "€": "euro texteuro EUR",
    "½": "textonehalf", "¼": "textonequarter", "¾": "textthreequarters", "±": "textpm", "×": "texttimes",
    "−": "textminus", "•": "textbullet", "…": "dots", "|": "textbar", "_": "textunderscore", "$": "textdollar",
    "‰": "textperthousand", "№": "textnumero", "/": "slash textfractionsolidus", "*": "textasteriskcentered",
    "“": "textquotedblleft", "”": "textquotedblright", "‘": "textquoteleft", "’": "textquoteright",
    "α": "textalpha", "β": "textbeta", "γ": "textgamma", "δ": "textdelta", "κ": "textkappa", "ω": "textomega",
}  # fmt: skip
SIGN_OF = {name: sign for sign, names in SIGNS.items() for name in names.split()}
HARMLESS = frozenset(
    """
    emph text textbf textit textmd textnormal textrm textsc textsf textsl texttt textup textsubscript textsuperscript
    mathbf mathit mathrm mathsf ensuremath mbox hbox uppercase lowercase MakeUppercase MakeLowercase url path
    bf em it md rm sc sf sl tt up bfseries itshape scshape slshape upshape rmfamily sffamily ttfamily normalfont
    tiny scriptsize footnotesize small normalsize large Large protect relax left right limits allowbreak break
    linebreak newline nobreak nolinebreak par quad qquad thinspace noopsort
    """.split()  # noqa: SIM905 - a list would fill a page
)
"""Commands that only change how their text looks: without them it says the same."""

COMMAND = re.compile(r"\\([A-Za-z]+)")
SIGN = re.compile(rf"\\({'|'.join(sorted(SIGN_OF, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s+)?")
MATH = re.compile(r"(?<!\\)\$([^$\n]*)\$")
IN_MATH = frozenset("\\^_")  # without one of them, `$5 to $6` is money
RAISED = re.compile(r"[_^](?:\{([^{}]*)\}|([\w+-]))")
FRACTION = re.compile(r"\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
REPAIRS = (  # what the decoder would lose or misread
    (re.compile(r"(?<!\\)%"), r"\%"),
    (re.compile(r"(\\['\"`^~=])\s*(?:\{\\([ij])\s*\}|\\([ij])(?![A-Za-z]))"), r"\1{\2\3}"),
)
WRAPPER = re.compile(rf"\\(?:{'|'.join(sorted(HARMLESS, key=len, reverse=True))})\s*(?=\{{)")
MARKUP = re.compile(r"</?(?:[bi]|em|strong|su[bp]|sc|span)\b[^<>]*>")  # of reference managers
LEFTOVERS = re.compile(r"\\[A-Za-z]+\s?|[\\\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def plain(latex: str) -> str:
    r"""Decode LaTeX into plain text: `Ol{\'a}vio` -> `Olávio`. What cannot be decoded loses braces and backslashes."""
    text = unicodedata.normalize("NFC", html.unescape(_decoded(latex)))
    return " ".join(LEFTOVERS.sub("", MARKUP.sub("", text)).split())


def unknown_commands(latex: str) -> list[str]:
    """The commands that `plain` leaves out although they may mean something, once each."""
    if "\\" not in latex:
        return []
    return list(dict.fromkeys(name for name in COMMAND.findall(_decoded(latex)) if name not in HARMLESS))


@lru_cache(maxsize=256)
def _decoded(latex: str) -> str:
    for pattern, better in REPAIRS:
        latex = pattern.sub(better, latex)
    latex = _with_signs(MATH.sub(_without_math, latex))
    try:
        text = str(Text.from_latex(latex))
        return COMMAND.sub(_greek, text)
    except (PybtexError, ValueError):
        return re.sub(r"[{}\\]", "", latex)


def _without_math(math: re.Match[str]) -> str:
    return _with_signs(RAISED.sub(r"\1\2", math[1])) if IN_MATH & set(math[1]) else math[0]


def _with_signs(latex: str) -> str:
    latex = WRAPPER.sub("", FRACTION.sub(r"\1/\2", latex))
    return SIGN.sub(lambda name: SIGN_OF[name[1]], latex)


def _greek(command: re.Match[str]) -> str:
    return str(Text.from_latex(f"${command[0]}$")).strip("$")
