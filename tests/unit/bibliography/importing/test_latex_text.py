"""Rules of LaTeX text: carepress's own reader gives back what was imported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carepress.bibliography.html_text import unmarked
from carepress.bibliography.importing.latex_text import literal, name_text, title_text
from carepress.bibliography.latex import plain, unknown_commands

READ_BACK = st.text(alphabet=st.sampled_from("aZ09 .,:;-–—&%#_$~()[]{}\\^*+=/@!?'`\"<>|éßµα≤³"), max_size=40).filter(
    lambda text: "&#" not in text
)  # HTML for a sign


@given(READ_BACK)
def test_text_comes_back_as_it_was(text: str) -> None:
    assert plain(literal(text)) == " ".join(text.split())
    assert unknown_commands(literal(text)) == []


@given(READ_BACK)
def test_a_title_without_html_comes_back_as_it_was(text: str) -> None:
    assert plain(title_text(text)) == " ".join(text.split())


@given(st.text(max_size=60))
def test_braces_are_balanced_whatever_the_title_is(text: str) -> None:
    bare = title_text(text)

    assert bare.count("{") == bare.count("}")


def test_signs_that_mean_something_to_bibtex_are_escaped() -> None:
    assert literal("& % # _ $ { } \\ ~ ^") == (
        r"\& \% \# \_ \$ \textbraceleft{} \textbraceright{} \textbackslash{} \textasciitilde{} \textasciicircum{}"
    )


@pytest.mark.parametrize(
    ("title", "latex", "text"),
    [
        ("10<sup>3</sup> and CO<sub>2</sub>", "10³ and {CO}₂", "10³ and CO₂"),
        ("x<sub>max</sub>", "xₘₐₓ", "xₘₐₓ"),
        ("PM<sub>2.5</sub>", "{PM}2.5", "PM2.5"),
        ("<i>E. coli</i> &c", r"\textit{E. coli} \&c", "E. coli &c"),
        ("<i>in K<sup>+</sup></i> cells", r"\textit{in K⁺} cells", "in K⁺ cells"),
        ('<span class="nocase">Ab</span> <b>bold</b>', "Ab bold", "Ab bold"),
        ("p <0.05 in <5 % > none", r"p <0.05 in <5 \% > none", "p <0.05 in <5 % > none"),
        ("<mml:math><mml:mi>n</mml:mi></mml:math> of 1", "n of 1", "n of 1"),
        ("<unknown> stays", "<unknown> stays", "<unknown> stays"),
    ],
)
def test_html_in_titles(title: str, latex: str, text: str) -> None:
    assert (title_text(title), unmarked(title)) == (latex, text)


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        ("Type II diabetes and mRNA-1273 in the UK", "Type {II} diabetes and {mRNA}-1273 in the {UK}"),
        ("A trial in Leeds", "A trial in Leeds"),
        ("ASTHMA IN OLDER PEOPLE", "ASTHMA IN OLDER PEOPLE"),
        ("Vitamin D for all", "Vitamin {D} for all"),
    ],
)
def test_capitals_inside_a_sentence_are_kept(title: str, latex: str) -> None:
    assert title_text(title) == latex


@pytest.mark.parametrize(
    ("parts", "latex"),
    [
        (("Brown", "RH", ""), "Brown, R. H."),
        (("Kelly", "John", "Jr"), "Kelly, Jr, John"),
        (("Núñez & Co", "", ""), r"{Núñez \& Co}"),
        (("et al.", "", ""), "others"),
        (("Strunk and White, Ltd", "A", ""), "{Strunk and White, Ltd}, A."),
        (("", "", ""), ""),
    ],
)
def test_names(parts: tuple[str, str, str], latex: str) -> None:
    assert name_text(*parts) == latex
