"""LaTeX's signs: what commands of .bib files mean. Data for `latex`; pybtex knows many more.

In:   nothing.
Out:  tables by the name of a command or a letter.
Pure: data.
"""

from __future__ import annotations

SIGNS = {
    "<": "textless lt", ">": "textgreater gt", "≤": "le leq leqslant", "≥": "ge geq geqslant", "≠": "ne neq",
    "≈": "approx thickapprox", "∼": "sim", "≡": "equiv", "∞": "infty", "√": "surd sqrt", "∑": "sum", "∫": "int",
    "µ": "textmu micro textmicro", "°": "degree circ textdegree", "℃": "celsius textcelsius",
    "€": "euro texteuro EUR", "£": "pounds textsterling", "¢": "textcent", "¥": "textyen yen",
    "©": "textcopyright copyright",
    "½": "textonehalf", "¼": "textonequarter", "¾": "textthreequarters", "±": "textpm pm", "∓": "mp",
    "×": "texttimes times",
    "÷": "textdiv div", "−": "textminus", "•": "textbullet bullet", "…": "dots ldots textellipsis cdots",
    "·": "cdot textperiodcentered",
    "|": "textbar vert mid", "‖": "textbardbl Vert", "_": "textunderscore", "$": "textdollar", "%": "textpercent",
    "&": "textampersand",
    "#": "texthash", "\\": "textbackslash backslash", "{": "textbraceleft lbrace", "}": "textbraceright rbrace",
    "^": "textasciicircum", "~": "textasciitilde", "`": "textasciigrave", "'": "textquotesingle", '"': "textquotedbl",
    "‰": "textperthousand", "‱": "textpertenthousand", "№": "textnumero", "℮": "textestimated",
    "/": "slash textfractionsolidus",
    "*": "textasteriskcentered ast", "★": "star", "†": "textdagger dag dagger", "‡": "textdaggerdbl ddag ddagger",
    "§": "textsection S", "¶": "textparagraph P", "®": "textregistered", "™": "texttrademark", "℠": "textservicemark",
    "℗": "textcircledP", "“": "textquotedblleft ldq", "”": "textquotedblright rdq", "‘": "textquoteleft lq",
    "’": "textquoteright rq",
    "„": "quotedblbase", "‚": "quotesinglbase", "«": "guillemotleft guillemetleft",
    "»": "guillemotright guillemetright",
    "‹": "guilsinglleft", "›": "guilsinglright", "¿": "textquestiondown", "¡": "textexclamdown", "–": "textendash",
    "—": "textemdash",
    "¦": "textbrokenbar", "¬": "textlnot lnot neg", "ª": "textordfeminine", "º": "textordmasculine",
    "¤": "textcurrency",
    "¹": "textonesuperior", "²": "texttwosuperior", "³": "textthreesuperior", "¨": "textasciidieresis",
    "¯": "textasciimacron",
    "´": "textasciiacute", "˝": "textacutedbl", "←": "textleftarrow leftarrow gets",
    "→": "textrightarrow rightarrow to",
    "↑": "textuparrow uparrow", "↓": "textdownarrow downarrow", "↔": "leftrightarrow", "⇒": "Rightarrow",
    "⇐": "Leftarrow",
    "⟨": "textlangle langle", "⟩": "textrangle rangle", "␣": "textvisiblespace", "′": "prime", "∂": "partial",
    "∇": "nabla",
    "∈": "in", "∉": "notin", "∩": "cap", "∪": "cup", "⊂": "subset", "∅": "emptyset", "∀": "forall", "∃": "exists",
    "∝": "propto",
    "♀": "female venus", "♂": "male mars", "✓": "checkmark", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "ø": "o", "Ø": "O",
    "å": "aa", "Å": "AA", "ł": "l", "Ł": "L", "ð": "dh", "Ð": "DH", "þ": "th", "Þ": "TH", "đ": "dj", "Đ": "DJ",
    "ŋ": "ng", "Ŋ": "NG",
    "ı": "i imath", "ȷ": "j jmath", "α": "alpha textalpha", "β": "beta textbeta", "γ": "gamma textgamma",
    "δ": "delta textdelta",
    "ε": "epsilon varepsilon textepsilon", "ζ": "zeta textzeta", "η": "eta texteta", "θ": "theta vartheta texttheta",
    "ι": "iota textiota", "κ": "kappa textkappa", "λ": "lambda textlambda", "μ": "mu", "ν": "nu textnu",
    "ξ": "xi textxi",
    "π": "pi textpi", "ρ": "rho textrho", "σ": "sigma textsigma", "ς": "varsigma", "τ": "tau texttau", "υ": "upsilon",
    "φ": "phi varphi textphi", "χ": "chi textchi", "ψ": "psi textpsi", "ω": "omega textomega", "Γ": "Gamma",
    "Δ": "Delta",
    "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi",
    "Ω": "Omega ohm textohm",
    "TeX": "TeX", "LaTeX": "LaTeX", "log": "log", "ln": "ln", "exp": "exp", "max": "max", "min": "min", "sin": "sin",
    "cos": "cos",
}  # fmt: skip
SIGN_OF = {name: sign for sign, names in SIGNS.items() for name in names.split()}
_LOOKS = """
    emph text textbf textit textmd textnormal textrm textsc textsf textsl texttt textup mathbf mathit mathrm
    mathsf mathcal mathbb mathfrak mathscr mathtt boldsymbol bm operatorname ensuremath mbox hbox uppercase
    lowercase MakeUppercase MakeLowercase NoCaseChange bf em it md rm sc sf sl tt up bfseries itshape scshape
    slshape upshape rmfamily sffamily ttfamily normalfont tiny scriptsize footnotesize small normalsize large
    Large protect relax left right limits allowbreak nobreak nolinebreak noopsort bibinfo uline underline
    displaystyle textstyle
"""
_BLANKS = "space quad qquad thinspace enspace par newline linebreak break textnonbreakingspace nobreakspace"
HARMLESS = dict.fromkeys(_LOOKS.split(), "") | dict.fromkeys(_BLANKS.split(), " ")
"""Commands that only change how their text looks, and what they print themselves."""
ACCENTS = {
    "`": ("\u0300", "`"), "'": ("\u0301", "'"), "^": ("\u0302", "^"), "~": ("\u0303", "~"), '"': ("\u0308", '"'),
    "=": ("\u0304", "¯"), ".": ("\u0307", "˙"), "H": ("\u030b", "˝"), "u": ("\u0306", "˘"), "v": ("\u030c", "ˇ"),
    "c": ("\u0327", "¸"), "k": ("\u0328", "˛"), "r": ("\u030a", "˚"), "d": ("\u0323", ""), "b": ("\u0331", ""),
    "t": ("\u0361", ""), "G": ("\u030f", ""), "hat": ("\u0302", "^"), "bar": ("\u0304", "¯"), "overline": ("\u0304",
    "¯"),
    "tilde": ("\u0303", "~"), "vec": ("\u20d7", ""), "dot": ("\u0307", "˙"), "ddot": ("\u0308", "¨"),
    "acute": ("\u0301", "´"),
    "grave": ("\u0300", "`"), "check": ("\u030c", "ˇ"), "breve": ("\u0306", "˘"), "mathring": ("\u030a", "˚"),
}  # fmt: skip
"""The mark that combines with the letter behind the command, and the sign that it is without a letter."""
RAISED = dict(zip("0123456789+-\u2212=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
LOWERED = dict(zip("0123456789+-\u2212=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
MARKUP = "b|i|u|em|strong|su[bp]|sc|scp|span|inf|italic|bold|math|mrow|mi|mo|mn|msu[bp]|mtext|mspace|semantics|br|p"
"""Elements of HTML and MathML that reference managers and publishers write."""
