"""Rules of LaTeX: text in references.bib says in print what it says there, and no sign is left out in silence."""

from __future__ import annotations

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
    (r"\&, \%, {\'e}, \alpha, \emph{x}", []),
])  # fmt: skip
def test_a_command_that_nobody_knows_is_told_once(latex: str, commands: list[str]) -> None:
    assert unknown_commands(latex) == commands


@given(st.text(alphabet="\\{}$^_%&~ab5'`\"-<>i", max_size=60))
def test_no_text_stops_the_decoder(latex: str) -> None:
    assert not set(plain(latex)) & {"\\", "\0"}
    unknown_commands(latex)
