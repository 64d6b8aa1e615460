"""Rules of HTML in titles: tags that mean nothing in print go, their words stay, and no number changes."""

from __future__ import annotations

import pytest

from carepress.bibliography.html_text import shifted, unmarked, without_tags


@pytest.mark.parametrize(("typed", "text"), [
    ("<scp>COPD</scp> in <i>E. coli</i>", "COPD in E. coli"), ("CO<sub>2</sub>", "CO₂"), ("10<sup>-3</sup>", "10⁻³"),
    ("<jats:italic>x</jats:italic><jats:p>y</jats:p>", "xy"), ('<span class="nocase">Ab</span>', "Ab"),
    ("<mml:math><mml:msup><mml:mn>10</mml:mn><mml:mn>3</mml:mn></mml:msup></mml:math>", "10³"),
    ("<math><msub><mi>x</mi><mi>i</mi></msub></math>", "xᵢ"), ("<unknown> stays", "<unknown> stays"),
    ("5 <b and c> 3", "5 <b and c> 3"), ("a < b > c", "a < b > c"), ("10<sup>3.5</sup>", "10^3.5"),
])  # fmt: skip
def test_tags_go_and_words_stay(typed: str, text: str) -> None:
    assert unmarked(typed) == text


def test_only_known_tags_are_taken_away() -> None:
    assert without_tags("<i>a</i> <x>b</x>") == "a <x>b</x>"


@pytest.mark.parametrize(("text", "tag", "sign"), [("2", "sub", "₂"), ("2", "SUP", "²"), ("n", "msup", "ⁿ")])
def test_a_tag_raises_or_lowers(text: str, tag: str, sign: str) -> None:
    assert shifted(text, tag) == sign
