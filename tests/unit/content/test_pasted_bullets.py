"""Rules of pasted bullets: whatever sign, blank or indent Word leaves, a list stays a list."""

from __future__ import annotations

import pytest

from carepress.content.pasted_bullets import with_markdown_bullets


def made(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(with_markdown_bullets(lines, range(len(lines))))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("•\ta\no\tb\no\tc\n•\td", "- a\n  - b\n  - c\n- d"),
        ("•\ta\no\tb\n▪\tc\no\td", "- a\n  - b\n    - c\n  - d"),
        ("· a\no   b\n· c", "- a\n  - b\n- c"),
        ("•\xa0a\no\xa0\xa0b", "- a\n  - b"),
        ("o\ta\no\tb", "- a\n- b"),
    ],
)
def test_the_signs_of_word_tell_how_deep_an_item_is(typed: str, written: str) -> None:
    assert made(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("     •  a\n     •  b", "- a\n- b"),
        ("\t• a\n\t• b", "- a\n- b"),
        ("•  a\n          –  b\n          –  c\n•  d", "- a\n  - b\n  - c\n- d"),
        ("- a\n\t\t- b\n- c", "- a\n  - b\n- c"),
        ("1. a\n        • b", "1. a\n   - b"),
        ("- a\n  • b", "- a\n  - b"),
    ],
)
def test_an_indent_makes_no_code(typed: str, written: str) -> None:
    assert made(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"), [("– a\n– b", "- a\n- b"), ("–  a", "- a"), ("> • a", "> - a"), ("words\n• a", "words\n- a")]
)
def test_dashes_and_quotations_have_bullets_too(typed: str, written: str) -> None:
    assert made(typed) == written


@pytest.mark.parametrize(
    "typed",
    [
        "– So he said.\nMore.",
        "o so",
        "oh  no",
        "- a\n\n        code",
        "* a\n    * b",
        "1. a\n      - b",
        "5 – 6",
        "    - a",
    ],
)
def test_all_else_stays(typed: str) -> None:
    assert made(typed) == typed
