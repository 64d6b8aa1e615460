"""Rules of LaTeX's signs: raised and lowered text keeps its value, and every name has one meaning."""

from __future__ import annotations

import pytest

from carepress.bibliography.latex_signs import HARMLESS, NAMED_SPACES, SIGN_OF, SIGNS, lowered, raised


@pytest.mark.parametrize(("text", "up", "down"), [
    ("2", "²", "₂"), ("-5", "⁻⁵", "₋₅"), ("2.5", "^2.5", "2.5"), ("max", "ᵐᵃˣ", "ₘₐₓ"), ("st", "st", "ₛₜ"),
    ("max.", "^max.", "_max."),
    ("∘", "°", "_∘"), ("®", "®", "_®"), ("", "", ""),
])  # fmt: skip
def test_text_is_raised_and_lowered(text: str, up: str, down: str) -> None:
    assert (raised(text), lowered(text)) == (up, down)


def test_no_name_has_two_meanings() -> None:
    names = [name for names in SIGNS.values() for name in names.split()]

    assert len(names) == len(set(names))
    assert not set(SIGN_OF) & (HARMLESS | NAMED_SPACES)


@pytest.mark.parametrize(("name", "letter"), [("alpha", "α"), ("lambda", "λ"), ("Omega", "Ω"), ("upmu", "μ")])
def test_greek_letters_have_their_names(name: str, letter: str) -> None:
    assert SIGN_OF[name] == letter
