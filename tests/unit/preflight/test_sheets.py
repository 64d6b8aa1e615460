"""Rules of sheets: a panel that does not stand between its folds would be folded through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from carepress.design.edition import Edition
from carepress.preflight.proof import Finished
from carepress.preflight.sheets import check_finished
from tests.support.proofs import BROCHURE, proofs


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    _, _, finished = proofs(tmp_path_factory.mktemp("sheets"), BROCHURE, "brochure")
    return next(edition for edition in finished if edition.edition is Edition.PRINT)


def repainted(sheet: Finished, change: Callable[[bytes], bytes], page: int = 0) -> Finished:
    with pikepdf.open(BytesIO(sheet.pdf)) as document:
        contents = document.pages[page].Contents
        contents.write(change(contents.read_bytes()))
        file = BytesIO()
        document.save(file)
    return replace(sheet, pdf=file.getvalue())


def faults(finished: Finished) -> list[tuple[str, str]]:
    return [(fault.code, fault.message.partition(": ")[2]) for fault in check_finished(finished)]


def test_panels_stand_where_the_paper_folds(sheet: Finished) -> None:
    assert faults(sheet) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"261.0000 0 cm", b"266.6693 0 cm", "the panel `back` stands 2.0 mm off its place between the folds"),
        (b"1 0 0 1 0", b"0.98 0 0 1 0", "the panel `flap` is turned or of another size"),
        (b"/Panel1", b"/Panel9", "the panel `cover` is not on the outer side"),
    ],
)
def test_a_panel_off_its_place_is_a_fault(old: bytes, new: bytes, message: str, sheet: Finished) -> None:
    def change(content: bytes) -> bytes:
        assert old in content, content[:400]
        return content.replace(old, new, 1)

    assert faults(repainted(sheet, change)) == [("panel-place", message)]


def test_every_side_of_the_sheet_is_printed(sheet: Finished) -> None:
    with pikepdf.open(BytesIO(sheet.pdf)) as document:
        del document.pages[1]
        file = BytesIO()
        document.save(file)

    assert faults(replace(sheet, pdf=file.getvalue())) == [
        ("panel-place", f"the panel `inside-{number}` is not on the inner side") for number in (1, 2, 3)
    ]


def test_the_screen_edition_has_no_sheets(sheet: Finished) -> None:
    assert faults(replace(sheet, edition=Edition.SCREEN)) == []
