"""Rules of the style of text: a stylesheet adds no words, strikes none out, turns none and cuts none off."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.preflight.text_style import check_pages
from tests.support.proofs import MANUSCRIPT, in_brief, proofs, styled

TEXT = "## How much?\n\nTake **two** tablets.\n\n- In the evening\n\n1. One\n"
SOUND = [
    "ol { list-style: upper-roman }", "ol { list-style: lower-alpha }", 'li::before { content: "- " }',
    ".masthead { overflow: hidden }", "strong { text-decoration: underline }",
    ".imprint p::before { content: 'Note: ' }",
]  # fmt: skip
ODD = {
    'p::before { content: "Never: " }': (8, "a stylesheet adds `Never:` to what was typed"),
    'strong::after { content: "hundred" }': (8, "a stylesheet adds `hundred` to what was typed"),
    'ul { list-style: "NOT " } ul li::before { content: normal }': (10, "a stylesheet adds `NOT` to what was typed"),
    "strong { text-decoration: line-through }": (8, "a stylesheet strikes out `two`"),
    ".section__text strong { display: inline-block; transform: scale(0.01) }": (
        8,
        "a stylesheet turns, shrinks or cuts off `two`",
    ),
    "ul { overflow: hidden; height: 2pt }": (10, "a stylesheet turns, shrinks or cuts off `In the evening`"),
}


@pytest.mark.parametrize("css", SOUND)
def test_a_design_may_number_and_frame(css: str, tmp_path: Path) -> None:
    _, pages, _ = proofs(tmp_path, {**styled(css), MANUSCRIPT: TEXT})

    assert pages is not None
    assert in_brief(check_pages(pages)) == []


@pytest.mark.parametrize("css", ODD)
def test_what_a_stylesheet_does_to_words_is_told_at_their_line(css: str, tmp_path: Path) -> None:
    _, pages, _ = proofs(tmp_path, {**styled(css), MANUSCRIPT: TEXT})
    line, message = ODD[css]

    assert pages is not None
    assert in_brief(check_pages(pages)) == [("altered-text", line, message)]
