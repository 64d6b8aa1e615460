"""Rules of LaTeX: text in references.bib says in print what it says there, and no sign is left out in silence."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carepress.bibliography.latex import HARMLESS, SIGN_OF, plain, unknown_commands


@pytest.mark.parametrize(
    ("latex", "decoded"),
    [
        (r"Ol{\'a}vio {\ss} \c{c} {\L}", "Olávio ß ç Ł"),
        (r"Research \& Therapy, 5\% of 10% each", "Research & Therapy, 5% of 10% each"),
        (r"in \textit{vivo}, H$_2$O, $\alpha$ and \beta", "in vivo, H₂O, \N{GREEK SMALL LETTER ALPHA} and β"),
        ("<i>in vivo</i> &amp; more", "in vivo & more"),
        (r"Parkinson{\textquoteright}s, na{\"\i}ve, {\'{\i}}", "Parkinson\N{RIGHT SINGLE QUOTATION MARK}s, naïve, í"),
        ("half { open \\", "half open"),
    ],
)
def test_latex_becomes_plain_text(latex: str, decoded: str) -> None:
    assert plain(latex) == decoded


@pytest.mark.parametrize(("latex", "decoded"), [
    (r"\textless 5 mg", "<5 mg"), (r"$\le$ 5 mg", "≤ 5 mg"), (r"p $\geq 0.05$", "p ≥ 0.05"), (r"5 \textmu{}g", "5 µg"),
    (r"\frac{1}{2} a dose", "1/2 a dose"), (r"$\frac{1}{2}$", "1/2"), (r"x$^{2}$ and H$_2$O$_{10}$", "x² and H₂O₁₀"),
    (r"costs \$5 and \$6", "costs $5 and $6"), ("costs $5 to $6", "costs $5 to $6"), (r"37 \degree C", "37 °C"),
    (r"``quoted'' \textquotedblleft{}too\textquotedblright", "“quoted” “too”"), (r"a_b and 2^3", "a_b and 2^3"),
    ("p < 0.05 and 3 > 2, 5 * 3 * 2", "p < 0.05 and 3 > 2, 5 * 3 * 2"), (r"50\% of \textbf{all}", "50% of all"),
    (r"pre\textendash{}post \textpm 3", "pre–post ±3"), (r"CD4\textsuperscript{+} cells", "CD4⁺ cells"),
])  # fmt: skip
def test_a_sign_is_never_lost(latex: str, decoded: str) -> None:
    assert plain(latex) == decoded
    assert unknown_commands(latex) == []


@pytest.mark.parametrize(("latex", "decoded"), [
    (r"$10^{-5}$, $10^6$, 10$^9$/L", "10⁻⁵, 10⁶, 10⁹/L"), (r"CO{\textsubscript{2}} {CO}$_{\textrm{2}}$", "CO₂ CO₂"),
    (r"10{$^{3}$} 10$^{\textrm{3}}$", "10³ 10³"), (r"PM\textsubscript{2.5} $x_{max}$", "PM2.5 xₘₐₓ"),
    (r"the 1\textsuperscript{st} of 37$^\circ$C", "the 1st of 37°C"), ("10^6 and a_b", "10^6 and a_b"),
    (r"5\,mg 5\;mg 5\:mg 5\ mg 5~mg 5\quad mg 1\,2", "5 mg 5 mg 5 mg 5 mg 5 mg 5 mg 1 2"), (r"5\!mg of\/f", "5mg off"),
    (r"{\~{\^e}} \'{\^e} {\v s} \r{a} \c c", "ễ ế š å ç"), (r"\{e\} \}", "{e} }"), (r"a lone \' here", "a lone ' here"),
    (r"$n=5$ $x-y$ $1/2$ $<$ p$<$0.05", "n=5 x-y 1/2 < p<0.05"), ("$5-$10, US$5 and A$6", "$5-$10, US$5 and A$6"),
    (r"($5M) to ($6M), A$.", "($5M) to ($6M), A$."), (r"$\mu$g $\pm$SD $\gamma$globulin", "μg ±SD γglobulin"),
    (r"de'{\hspace{0pt}} Medici d'{\null} Este a\hspace{1em}b", "de' Medici d' Este a b"),
    (r"Ro\textcommabelow sia Franc{\ocirc{u}} \textdoublepipe Khomani", "Roșia Franců ǁKhomani"),
    (r"(000$\bar{1}$) \hat{p} \overline{AB}", "(0001\u0304) p\u0302 A\u0305B\u0305"),
    (r"{\textless}1500 {\textmu}g 2{\texttimes} {{$<$}}5", "<1500 µg 2× <5"),
    (r"{\textless}i{\textgreater}k-R{\textless}/i{\textgreater} \textit{Z-R}", "k-R Z-R"),
    ("<scp>COPD</scp> &lt;5 CO<sub>2</sub> <jats:italic>x</jats:italic>", "COPD <5 CO₂ x"),
    (r"\enquote{a \enquote{b}} \mkbibquote{c}", "“a ‘b’” “c”"), (r"\href{https://x.org/~a}{text}", "text (https://x.org/~a)"),
    (r"\url{http://x.org/~a\_b--c} http://x.org/~a--b", "http://x.org/~a_b--c http://x.org/~a--b"),
    (r"\textbraceleft{}a\textbraceright{} \textbackslash{}b \textasciicircum{}2", r"{a} \b ^2"),
    (r"\{\vphantom{\}}a\vphantom{\{}\} \(x^2\) $$y$$", "{a} x² y"), (r"{\noopsort{1973b}}1973", "1973"),
])  # fmt: skip
def test_what_programs_write_is_read_as_they_mean_it(latex: str, decoded: str) -> None:
    assert plain(latex) == decoded
    assert unknown_commands(latex) == []


@pytest.mark.parametrize(("latex", "decoded"), [
    (r"2\frac12 and $2\frac{1}{2}$ and 1{\sfrac{1}{4}}", "2 1/2 and 2 1/2 and 1 1/4"), (r"\frac{a+b}{c}", "(a+b)/c"),
    ("10<sup>3", "10<sup>3"), ("a < b and b > c", "a < b and b > c"),
])  # fmt: skip
def test_no_number_changes(latex: str, decoded: str) -> None:
    assert plain(latex) == decoded


@pytest.mark.parametrize("name", sorted(SIGN_OF))
def test_every_sign_is_read_with_and_without_braces(name: str) -> None:
    assert plain(rf"A\{name}{{}} b") == f"A{SIGN_OF[name]} b"
    assert plain(rf"A \{name} b") == f"A {SIGN_OF[name]}b"


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_a_command_that_changes_the_looks_leaves_its_text(name: str) -> None:
    assert "word" in plain(rf"\{name}{{word}}")
    assert unknown_commands(rf"\{name}{{word}}") == []


@pytest.mark.parametrize(("latex", "commands"), [
    (r"\foo 5 mg", ["foo"]), (r"\SI{5}{mg} and \SI{6}{mg} \ce{H2O}", ["SI", "ce"]), ("no commands", []),
    (r"\&, \%, {\'e}, \alpha, \emph{x}", []), (r"\cite{a} $\sqrt{2}$ \begin{a}", ["cite", "sqrt", "begin"]),
])  # fmt: skip
def test_a_command_that_nobody_knows_is_told_once(latex: str, commands: list[str]) -> None:
    assert unknown_commands(latex) == commands


WORDS = st.from_regex("[b-gj-z]{3,6}[0-9]", fullmatch=True)
AROUND = (
    "{}", "{{{}}}", r"\emph{{{}}}", r"$x^{{{}}}$", r"\textsubscript{{{}}}", r"\enquote{{{}}}", r"\foo{{{}}}", "^{}",
    r"\le {}", "${}$", r"{{\bf {}}}", "<i>{}</i>", "<sup>{}</sup>", r"\'{{{}}}", r"\frac{{{}}}{{2}}", r"\url{{{}}}",
    "5 < {} > 3", "``{}''", r"\SI{{5}}{{{}}}", "$5 {} $6", "_{}", "{{{}", "{}}}", "&{};", r"\\{}", r"\,{}", r"\(",
    "${}", "~{}",
)  # fmt: skip


@given(st.lists(st.tuples(WORDS, st.sampled_from(AROUND)), max_size=6))
def test_every_word_is_printed_and_every_unknown_command_told(pieces: list[tuple[str, str]]) -> None:
    latex = " ".join(around.format(word) for word, around in pieces)
    printed = unicodedata.normalize("NFD", plain(latex)).replace("\u0301", "")
    printed = unicodedata.normalize("NFKC", printed)

    assert [word for word, around in pieces if "{}" in around and word not in printed] == []
    assert ("foo" in unknown_commands(latex)) == any("foo" in around for _, around in pieces)
    assert ("SI" in unknown_commands(latex)) == any("SI" in around for _, around in pieces)


def test_deep_nesting_does_not_stop_the_decoder() -> None:
    assert plain(r"\enquote{" * 5000 + "word").endswith("word")
    assert plain("{" * 50_000 + "word") == "word"


@given(st.text(alphabet="\\{}$^_%&~ab5'`\"-<>i", max_size=60))
def test_no_text_stops_the_decoder(latex: str) -> None:
    assert "\\" not in plain(latex)
    unknown_commands(latex)
