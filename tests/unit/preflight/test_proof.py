"""Rules of proofs: what the checks see is what a reader gets."""

from __future__ import annotations

from pathlib import Path

from carepress.design.edition import Edition
from tests.support.proofs import BROCHURE, MANUSCRIPT, proofs


def test_a_finished_edition_has_the_text_of_its_pages(tmp_path: Path) -> None:
    _, pages, editions = proofs(tmp_path, BROCHURE, "brochure")

    assert pages is not None
    assert [(finished.edition, len(finished.texts)) for finished in editions] == [
        (Edition.SCREEN, len(pages.layout.pages)), (Edition.PRINT, len(pages.context.format.sides))
    ]  # fmt: skip
    assert "small tubes in the" in editions[0].texts[1]


def test_a_finished_file_is_opened_once_for_all_checks(tmp_path: Path) -> None:
    _, _, (finished,) = proofs(tmp_path, {MANUSCRIPT: "Rest.\n"})

    assert finished.opened is finished.opened
    assert finished.texts is finished.texts


def test_a_text_with_errors_has_no_pages(tmp_path: Path) -> None:
    written, pages, editions = proofs(tmp_path, {MANUSCRIPT: "![IMG_2031](airways.svg)\n"})

    assert (written.document.name, pages, editions) == ("asthma", None, ())
