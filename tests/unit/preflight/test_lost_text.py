"""Rules of the text: every letter that was written is on the page."""

from __future__ import annotations

from pathlib import Path

from carepress.preflight.locate import place_name
from carepress.preflight.lost_text import check_pages
from tests.support.proofs import MANUSCRIPT, proofs, styled, told

TEXT = "## What is asthma?\n\nAsthma makes the small tubes swell.\n\n| In | Out |\n|---|---|\n| 1 | 2 |\n"


def test_text_with_tables_lists_and_marks_is_on_the_page_whole(tmp_path: Path) -> None:
    _, pages, _ = proofs(tmp_path, {MANUSCRIPT: TEXT + "\n- **Bold**, *slanted* and `typed`\n\n> Said\n"})

    assert pages is not None
    assert told(check_pages(pages)) == []


def test_lost_text_is_told_with_the_first_line_of_the_manuscript_that_lost_some(tmp_path: Path) -> None:
    _, pages, _ = proofs(tmp_path, {**styled(".section__text p { display: none }"), MANUSCRIPT: TEXT})

    assert pages is not None
    assert told(check_pages(pages)) == [("lost-text", 8, "29 letters of content/asthma/en.md are not on the page")]


def test_text_that_only_a_template_says_has_no_line(tmp_path: Path) -> None:
    _, pages, _ = proofs(tmp_path, {**styled(".imprint { display: none }"), MANUSCRIPT: TEXT})

    assert pages is not None
    assert [fault.span for fault in check_pages(pages)] == [None]


def test_a_page_is_called_by_its_number_and_a_panel_by_its_name(tmp_path: Path) -> None:
    front = "---\ntitle: Asthma\nformats: [brochure]\n---\n\n## Flap {panel=flap}\n\nText.\n\n"
    brochure = front + "## One\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.\n"
    _, sheet, _ = proofs(tmp_path / "sheet", {MANUSCRIPT: TEXT})
    _, folded, _ = proofs(tmp_path / "folded", {MANUSCRIPT: brochure}, format_="brochure")

    assert sheet is not None
    assert folded is not None
    assert place_name(0, sheet) == "page 1"
    assert [place_name(number, folded) for number in range(6)] == [
        "the cover", "the flap", "inside panel 1", "inside panel 2", "inside panel 3", "the back"
    ]  # fmt: skip
