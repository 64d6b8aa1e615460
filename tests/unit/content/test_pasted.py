"""Rules of pasted text: bullets, letters and odd blanks of other programs become Markdown, line for line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carepress.content.pasted import ListLabel, cleaned


@pytest.mark.parametrize(("typed", "text"), [
    ("• Fever", "- Fever"), ("•\tFever", "- Fever"), ("•Fever", "- Fever"), ("  ◦ Cough", "  - Cough"),
    ("\uf0b7 Symbol", "- Symbol"), ("> • In a quotation", "> - In a quotation"), ("##\xa0When", "## When"),
    ("-\xa0\xa0Fever", "- Fever"), ("1.\u202fFever", "1. Fever"), (">\xa0Words", "> Words"),
    (":::\xa0callout", "::: callout"),
    ("\xa0\xa0- nested", "  - nested"), ("\ufeff## Head", "## Head"), ("5\xa0mg", "5\xa0mg"),
    ("| a\xa0| b |", "| a\xa0| b |"),
    ("```\n• code\n```", "```\n• code\n```"), ("At • noon", "At • noon"),
])  # fmt: skip
def test_what_other_programs_leave_becomes_a_mark(typed: str, text: str) -> None:
    assert cleaned(typed) == (text, {})


@pytest.mark.parametrize(("typed", "text", "style"), [
    ("a) Call\nb) Wait", "1) Call\n2) Wait", "lower-alpha"), ("A. One\n\nB. Two", "1. One\n\n2. Two", "upper-alpha"),
    ("i. One\nii. Two\niii. Three\niv. Four", "1. One\n2. Two\n3. Three\n4. Four", "lower-roman"),
    ("(1) One\n(2) Two", "1) One\n2) Two", "decimal"),
    ("(a) One\n    more\n(b) Two", "1) One\n    more\n2) Two", "lower-alpha"),
])  # fmt: skip
def test_letters_in_order_are_a_list(typed: str, text: str, style: str) -> None:
    labels = cleaned(typed)[1]

    assert cleaned(typed)[0] == text
    assert list(labels.values()) == [ListLabel(number, style) for number in range(1, len(labels) + 1)]


@pytest.mark.parametrize("typed", [
    "A. Smith said so.", "a) Only one", "a) One\nc) Three", "B. Two\nC. Three", "i. One\n\nText.\n\nii. Two",
    "1. One\n2. Two",
    "a) One\nb. Two",
])  # fmt: skip
def test_a_lone_letter_is_text(typed: str) -> None:
    assert cleaned(typed) == (typed, {})


@given(st.text(alphabet="•-a)b) (i).1#>:\xa0\ufeff\n\t x", max_size=60))
def test_lines_keep_their_number(typed: str) -> None:
    assert cleaned(typed)[0].count("\n") == typed.count("\n")
