"""Rules of print: letters and lines that paper can show, in a file that is what the printer expects.

One sheet and one brochure are built once; what no author can make is made by a stylesheet or in the finished bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from carepress.design.edition import Edition
from carepress.diagnostics.model import Severity
from carepress.preflight.print_quality import check_finished, check_pages
from carepress.preflight.proof import Finished, Pages
from tests.support.proofs import MANUSCRIPT, in_brief, proofs, styled

HEAD = "---\ntitle: Asthma\nformats: [{}]\n---\n\n"
TEXT = "## What is asthma?\n\nAsthma makes the small tubes swell.\n"
FOLDED = HEAD.format("brochure") + "## Flap {panel=flap}\n\nText.\n\n## One\n\nA.\n\n## Two\n\nB.\n\n## Three\n\nC.\n"
TEMPLATE = "This is a fault of carepress or of the template, not of the text."


def laid_out(root: Path, text: str = TEXT, css: str = "") -> Pages:
    """A fact sheet."""
    pages = proofs(root, {MANUSCRIPT: text, **(styled(css) if css else {})})[1]
    assert pages is not None
    return pages


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return proofs(tmp_path_factory.mktemp("sheet"), {MANUSCRIPT: TEXT})[2][0]


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Finished]:
    """A brochure for the screen, and imposed for the printer."""
    return proofs(tmp_path_factory.mktemp("folded"), {MANUSCRIPT: FOLDED}, "brochure")[2]


def changed(finished: Finished, change: Callable[[pikepdf.Pdf], object]) -> list[tuple[str, str]]:
    """The faults of the file after a change: the codes, and the messages without the file's name."""
    with pikepdf.open(BytesIO(finished.pdf)) as opened:
        change(opened)
        file = BytesIO()
        opened.save(file)
    faults = list(check_finished(replace(finished, pdf=file.getvalue())))
    assert {fault.help for fault in faults} <= {TEMPLATE}
    return [(fault.code, fault.message.removeprefix(f"{finished.name}: ")) for fault in faults]


def test_a_sound_document_has_no_fault(sheet: Finished, folded: Sequence[Finished]) -> None:
    for finished in (sheet, *folded):
        assert list(check_pages(finished.pages)) == []
        assert list(check_finished(finished)) == []


@pytest.mark.parametrize(
    ("css", "message"),
    [
        (".masthead__draft { font-size: 7pt }",
         "`DRAFT: not yet clinically reviewed` on page 1 is set in 7 pt; the minimum is 8 pt"),
        (".section__text p { font-size: 10pt !important }",
         "the body text is set in 10 pt; the minimum is 10.5 pt"),
        (".section__text p { font-size: 6pt !important }",
         "the body text is set in 6 pt; the minimum is 8 pt"),
    ],
)  # fmt: skip
def test_type_is_never_smaller_than_the_minimum(css: str, message: str, tmp_path: Path) -> None:
    (fault,) = check_pages(laid_out(tmp_path, css=css))

    assert (fault.code, fault.severity, fault.message) == ("small-type", Severity.ERROR, message)


def test_long_references_in_small_type_are_not_the_body_text(tmp_path: Path) -> None:
    long = "".join(f"A much longer line of the imprint, number {at}. " for at in range(40))
    pages = laid_out(tmp_path, text=f"---\ntitle: Asthma\nformats: [fact-sheet]\nwritten-by: {long}\n---\n\n{TEXT}")

    assert in_brief(check_pages(pages)) == []


def test_a_border_is_not_thinner_than_paper_can_show(tmp_path: Path) -> None:
    pages = laid_out(tmp_path, css=".section h2 { border-bottom: 0.1pt solid #000 }")

    assert in_brief(check_pages(pages)) == [("thin-line", 6, "page 1 has a line of 0.1 pt; the minimum is 0.25 pt")]


def test_a_letter_that_the_font_lacks_is_reported_once_where_it_was_typed(tmp_path: Path) -> None:
    pages = laid_out(tmp_path, TEXT + "\n**呼** 呼 吸\n\n## 呼\n\nText.\n")

    assert sorted(in_brief(check_pages(pages))) == [
        ("missing-glyph", 10, "the font Atkinson Hyperlegible has no `吸` (U+5438)"),
        ("missing-glyph", 10, "the font Atkinson Hyperlegible has no `呼` (U+547C)"),
    ]


def loosen(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Extra = pdf.make_indirect(Dictionary(Type=Name.FontDescriptor, FontName=Name.Helvetica))


def take_away_the_profile(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def shrink(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].mediabox = pdf.pages[0].trimbox = pdf.pages[0].cropbox = [0, 0, 595, 792]


def widen(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.TrimBox = pikepdf.Array([-9, 0, 612, 792])


def turn(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Rotate = 90


def turn_all(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Parent.Rotate = 90


def enlarge(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.UserUnit = 2


def add_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(612, 792))


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        (loosen, "loose-font", "fonts are not in the file: Helvetica"),
        (take_away_the_profile, "unfit-file", "the file does not say how its colours are meant"),
        (shrink, "page-box", "page 1 is 209.9 x 279.4 mm; the paper is 215.9 x 279.4 mm"),
        (widen, "page-box", "page 1 shows more than there is of it"),
        (turn, "page-box", "page 1 is turned or enlarged"),
        (turn_all, "page-box", "page 1 is turned or enlarged"),
        (enlarge, "page-box", "page 1 is turned or enlarged"),
        (add_a_page, "page-box", "the file has 2 pages; 1 were made"),
    ],
)
def test_the_file_is_what_a_printer_expects(
    change: Callable[[pikepdf.Pdf], object], code: str, message: str, sheet: Finished
) -> None:
    assert changed(sheet, change) == [(code, message)]


def test_the_print_edition_has_the_sides_of_its_sheet(folded: Sequence[Finished]) -> None:
    screen, imposed = folded
    panels_as_sheets = replace(screen, edition=Edition.PRINT)

    assert list(check_finished(imposed)) == []
    assert next(check_finished(panels_as_sheets)).message == f"{screen.name}: the file has 6 pages; 2 were made"
