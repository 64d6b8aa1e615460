r"""Signs of LaTeX: what a command prints, and how text is raised or lowered.

Out:  tables of signs, accents and commands, by name; raised and lowered text.
Pure: a name that is in no table has no meaning here, and is told.
"""

from __future__ import annotations

import re
import unicodedata

SIGNS = {
    "<": "textless lt", ">": "textgreater gt", "≤": "le leq leqslant", "≥": "ge geq geqslant", "≠": "ne neq",
    "≈": "approx", "≡": "equiv", "≅": "cong", "≪": "ll", "≫": "gg", "∝": "propto", "∈": "in",
    "→": "to rightarrow longrightarrow textrightarrow", "←": "leftarrow gets textleftarrow", "↑": "uparrow textuparrow",
    "↓": "downarrow textdownarrow", "↔": "leftrightarrow", "⇒": "Rightarrow", "⇐": "Leftarrow", "⇔": "Leftrightarrow",
    "±": "pm textpm", "∓": "mp", "×": "times texttimes", "÷": "div textdiv", "−": "textminus",
    "·": "cdot textperiodcentered", "¬": "neg lnot textlnot", "∞": "infty", "∑": "sum", "∏": "prod", "∫": "int",
    "∂": "partial", "∆": "triangle", "√": "surd", "∩": "cap", "∪": "cup", "⊂": "subset", "∅": "emptyset",
    "∧": "wedge", "∨": "vee", "∘": "circ", "µ": "textmu micro",
    "Ω": "ohm textohm", "°": "degree textdegree", "℃": "celsius textcelsius", "Å": "AA",
    "€": "euro texteuro EUR", "£": "pounds textsterling", "¥": "textyen", "¢": "textcent", "$": "textdollar",
    "½": "textonehalf", "¼": "textonequarter", "¾": "textthreequarters", "¹": "textonesuperior",
    "²": "texttwosuperior", "³": "textthreesuperior", "ª": "textordfeminine", "º": "textordmasculine",
    "©": "copyright textcopyright", "®": "textregistered", "™": "texttrademark", "℠": "textservicemark",
    "℗": "textcircledP", "№": "textnumero", "℮": "textestimated", "‰": "textperthousand", "′": "prime",
    "…": "dots ldots textellipsis cdots", "•": "bullet textbullet", "◦": "textopenbullet", "–": "textendash",
    "—": "textemdash", "␣": "textvisiblespace", "§": "S textsection", "¶": "P textparagraph",
    "†": "dag dagger textdagger", "‡": "ddag ddagger textdaggerdbl", "¦": "textbrokenbar", "|": "textbar vert mid",
    "‖": "textbardbl Vert", "ǀ": "textpipe", "ǁ": "textdoublepipe", "ǂ": "textdoublebarpipe",
    "_": "textunderscore", "/": "slash textfractionsolidus", "*": "ast textasteriskcentered star",
    "\\": "textbackslash backslash", "{": "textbraceleft lbrace", "}": "textbraceright rbrace",
    "~": "textasciitilde sim", "^": "textasciicircum", "`": "textasciigrave",
    "´": "textasciiacute", "¨": "textasciidieresis",
    "¯": "textasciimacron", "˝": "textacutedbl", "'": "textquotesingle", '"': "textquotedbl",
    "“": "textquotedblleft", "”": "textquotedblright", "‘": "textquoteleft lq", "’": "textquoteright rq",
    "„": "quotedblbase glqq", "‚": "quotesinglbase glq", "«": "guillemotleft guillemetleft flqq",
    "»": "guillemotright guillemetright frqq", "‹": "guilsinglleft", "›": "guilsinglright",
    "¡": "textexclamdown", "¿": "textquestiondown", "〈": "textlangle", "〉": "textrangle",
    "⟨": "langle", "⟩": "rangle",
    "#": "texthash", "%": "textpercent", "&": "textampersand", "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe",
    "Œ": "OE", "å": "aa", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "dj", "Đ": "DJ", "ð": "dh", "Ð": "DH",
    "þ": "th", "Þ": "TH", "ŋ": "ng", "Ŋ": "NG", "ı": "i imath", "ȷ": "j jmath", "℘": "wp", "ℓ": "ell", "ʾ": "Alif",
    "ϑ": "vartheta", "ϖ": "varpi", "ϱ": "varrho", "ς": "varsigma", "ε": "varepsilon", "φ": "varphi",
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX",
}  # fmt: skip
_GREEK = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon
    phi chi psi omega
""".split()  # noqa: SIM905 - a list would fill a page


def _greek() -> dict[str, str]:
    letters: dict[str, str] = {}
    for name in _GREEK:
        spelt = name.upper().replace("LAMBDA", "LAMDA")
        small, large = (unicodedata.lookup(f"GREEK {size} LETTER {spelt}") for size in ("SMALL", "CAPITAL"))
        letters |= {name: small, f"text{name}": small, f"up{name}": small, name.title(): large}
    return letters


SIGN_OF = _greek() | {name: sign for sign, names in SIGNS.items() for name in names.split()}
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361", "bar": "\u0304", "overline": "\u0305", "hat": "\u0302",
    "tilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "acute": "\u0301", "grave": "\u0300",
    "check": "\u030c", "breve": "\u0306", "ocirc": "\u030a", "textcommabelow": "\u0326", "cb": "\u0326",
    "textacutemacron": "\u0304\u0301",
}  # fmt: skip
LINES = frozenset(["bar", "overline"])
"""Accents that stand on every sign of what they hold, digits as well."""
ALONE = {'"': "¨", "=": "¯", ".": "˙", "u": "˘", "r": "˚", "H": "˝", "v": "ˇ", "c": "¸", "k": "˛"}
"""How an accent is printed that stands on no letter; the others are their own signs."""
SPACES = frozenset(",;:>\\ \n\t")
NAMED_SPACES = frozenset(
    [
        "quad",
        "qquad",
        "space",
        "enspace",
        "thinspace",
        "enskip",
        "newline",
        "linebreak",
        "par",
        "break",
        "nobreakspace",
        "hfill",
    ]
)
NOTHING = frozenset("!/-@()[]")
HARMLESS = frozenset(
    [
        "emph",
        "text",
        "textbf",
        "textit",
        "textmd",
        "textnormal",
        "textrm",
        "textsc",
        "textsf",
        "textsl",
        "texttt",
        "textup",
        "mathbf",
        "mathit",
        "mathrm",
        "mathsf",
        "mathnormal",
        "ensuremath",
        "mbox",
        "hbox",
        "uppercase",
        "lowercase",
        "MakeUppercase",
        "MakeLowercase",
        "bf",
        "em",
        "it",
        "md",
        "rm",
        "sc",
        "sf",
        "sl",
        "tt",
        "up",
        "bfseries",
        "itshape",
        "scshape",
        "slshape",
        "upshape",
        "rmfamily",
        "sffamily",
        "ttfamily",
        "normalfont",
        "tiny",
        "scriptsize",
        "footnotesize",
        "small",
        "normalsize",
        "large",
        "Large",
        "protect",
        "relax",
        "left",
        "right",
        "limits",
        "allowbreak",
        "nobreak",
        "nolinebreak",
        "mathstrut",
        "strut",
        "big",
        "Big",
        "bigl",
        "bigr",
        "mkbibemph",
        "mkbibitalic",
        "mkbibbold",
        "mkbibacro",
        "underline",
        "null",
        "bibcyr",
    ]
)
"""Commands that only change how their text looks: without them it says the same."""

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
_RAISED = dict(zip("0123456789+-=()abcdefghijklmnoprstuvwxyz", SUPERSCRIPTS, strict=True))
_RAISED |= {"−": "⁻", "∘": "°"} | {sign: sign for sign in "*†‡®™℠′°ªº§"}
_LOWERED = dict(zip("0123456789+-=()aehijklmnoprstuvx", SUBSCRIPTS, strict=True)) | {"−": "₋"}
_ORDINALS = frozenset(["st", "nd", "rd", "th", "e", "er", "re", "ère", "ème"])


DECIMAL = re.compile(r"[0-9]+\.[0-9]+")


def raised(text: str) -> str:
    """Raised text: in signs of its own where all have some, else `^-x`; `1st` needs none."""
    text = text.strip()
    if text in _ORDINALS:
        return text
    return "".join(_RAISED[sign] for sign in text) if _RAISED.keys() >= set(text) else f"^{text}"


def lowered(text: str) -> str:
    """Lowered text: in signs of its own where all have some, else `_max`; `PM2.5` needs none."""
    text = text.strip()
    if DECIMAL.fullmatch(text):
        return text
    return "".join(_LOWERED[sign] for sign in text) if _LOWERED.keys() >= set(text) else f"_{text}"
