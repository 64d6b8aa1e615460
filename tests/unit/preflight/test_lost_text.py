"""Rules of lost text: every letter that was written is on the page."""

from __future__ import annotations

from pathlib import Path

from carepress.preflight.lost_text import check_pages
from tests.support.proofs import MANUSCRIPT, in_brief, proofs, styled

TEXT = "## What is asthma?\n\nAsthma makes the small tubes swell.\n\n| In | Out |\n|---|---|\n| 1 | 2 |\n"


def test_text_with_tables_lists_and_marks_is_on_the_page_whole(tmp_path: Path) -> None:
    _, pages, _ = proofs(tmp_path, {MANUSCRIPT: TEXT + "\n- **Bold**, *slanted* and `typed`\n\n> Said\n"})

    assert pages is not None
    assert in_brief(check_pages(pages)) == []


def test_lost_text_is_reported_with_the_first_line_of_the_manuscript_that_lost_some(tmp_path: Path) -> None:
    _, pages, _ = proofs(tmp_path, {**styled(".section__text p { display: none }"), MANUSCRIPT: TEXT})

    assert pages is not None
    assert in_brief(check_pages(pages)) == [("lost-text", 8, "29 letters of content/asthma/en.md are not on the page")]


def test_text_that_only_a_template_says_has_no_line(tmp_path: Path) -> None:
    _, pages, _ = proofs(tmp_path, {**styled(".imprint { display: none }"), MANUSCRIPT: TEXT})

    assert pages is not None
    assert [fault.span for fault in check_pages(pages)] == [None]
