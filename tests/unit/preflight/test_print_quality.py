"""Rules of print: letters, lines and pictures that paper can show, in a file that is what the printer expects.

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
from PIL import Image

from carepress.content.check_settings import CheckSettings
from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostic, Severity
from carepress.preflight.print_quality import check_finished, check_pages
from carepress.preflight.proof import Finished, Pages
from tests.support.proofs import MANUSCRIPT, proofs, styled, told

HEAD = "---\ntitle: Asthma\nformats: [{}]\n---\n\n"
TEXT = "## What is asthma?\n\nAsthma makes the small tubes swell.\n"
PICTURED = TEXT + "\n![Open and narrow airways](airways.{})\n"
FOLDED = HEAD.format("brochure") + "## Flap {panel=flap}\n\nText.\n\n## One\n\nA.\n\n## Two\n\nB.\n\n## Three\n\nC.\n"
TEMPLATE = "This is a fault of carepress or of the template, not of the text."


def photo(wide: int, high: int, kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (wide, high), "#446677").save(file, kind)
    return file.getvalue()


def drawing(inside: str, box: str = "0 0 100 50") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'


def laid_out(root: Path, text: str = TEXT, **files: str | bytes) -> Pages:
    """A fact sheet; files are pictures of its folder, by their names with _ for the point, or `css`."""
    css = str(files.pop("css", ""))
    pictures = {f"content/asthma/{name.replace('_', '.')}": made for name, made in files.items()}
    pages = proofs(root, {MANUSCRIPT: text, **(styled(css) if css else {}), **pictures})[1]
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
    """What is told of the file after a change: the codes, and the messages without the file's name."""
    with pikepdf.open(BytesIO(finished.pdf)) as opened:
        change(opened)
        file = BytesIO()
        opened.save(file)
    faults = list(check_finished(replace(finished, pdf=file.getvalue())))
    assert {fault.help for fault in faults} <= {TEMPLATE}
    return [(fault.code, fault.message.removeprefix(f"{finished.name}: ")) for fault in faults]


def test_the_house_and_a_sound_document_have_no_fault(sheet: Finished, folded: Sequence[Finished]) -> None:
    for finished in (sheet, *folded):
        assert list(check_pages(finished.pages)) == []
        assert list(check_finished(finished)) == []


@pytest.mark.parametrize(
    ("css", "message"),
    [
        (".masthead__draft { font-size: 7pt }",
         "`DRAFT: not yet clinically reviewed` on page 1 is set in 7 pt; 8 pt is the least"),
        (".section__text p { font-size: 10pt !important }",
         "the body text is set in 10 pt; 10.5 pt is the least"),
        (".section__text p { font-size: 6pt !important }",
         "the body text is set in 6 pt; 8 pt is the least"),
    ],
)  # fmt: skip
def test_type_is_never_smaller_than_the_house_allows(css: str, message: str, tmp_path: Path) -> None:
    (fault,) = check_pages(laid_out(tmp_path, css=css))

    assert (fault.code, fault.severity, fault.message) == ("small-type", Severity.ERROR, message)


def test_long_references_in_small_type_are_not_the_body_text(tmp_path: Path) -> None:
    long = "".join(f"A much longer line of the imprint, number {at}. " for at in range(40))
    pages = laid_out(tmp_path, text=f"---\ntitle: Asthma\nformats: [fact-sheet]\nwritten-by: {long}\n---\n\n{TEXT}")

    assert told(check_pages(pages)) == []


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_photograph_needs_dots_for_the_width_at_which_it_is_printed(kind: str, tmp_path: Path) -> None:
    made = photo(500, 250, {"png": "PNG", "jpg": "JPEG"}[kind])
    pages = laid_out(tmp_path, PICTURED.format(kind), **{f"airways_{kind}": made})
    (fault,) = check_pages(pages)

    assert fault == Diagnostic(
        code="picture-resolution",
        severity=Severity.WARNING,
        message=f"`airways.{kind}` has 212 dots an inch, printed 60 mm wide; 250 are needed",
        span=pages.written.manuscript.source.find(f"airways.{kind}"),
        help="Ask for the original, at least 591 dots wide; this file is good enough up to 50 mm.",
    )


def test_a_picture_with_as_many_dots_as_are_asked_for_is_good_enough(tmp_path: Path) -> None:
    coarse = laid_out(tmp_path / "coarse", PICTURED.format("png"), airways_png=photo(100, 50))
    fine = laid_out(tmp_path / "fine", PICTURED.format("png"), airways_png=photo(591, 300))

    assert [(fault.code, fault.message, fault.help) for fault in check_pages(coarse)] == [
        (
            "picture-resolution",
            "`airways.png` has 96 dots an inch, printed 26 mm wide; 250 are needed",
            "Ask for the original, at least 591 dots wide; this file is good enough up to 10 mm.",
        )
    ]
    assert told(check_pages(fine)) == []


def test_how_many_dots_are_enough_is_the_clinics_to_say(tmp_path: Path) -> None:
    pages = laid_out(tmp_path, PICTURED.format("png"), airways_png=photo(500, 250))
    checks = CheckSettings.model_validate({"picture-ppi": 120})

    assert list(check_pages(replace(pages, written=replace(pages.written, checks=checks)))) == []


def test_a_photograph_on_the_cover_is_looked_at_too(tmp_path: Path) -> None:
    front = "---\ntitle: Asthma\nformats: [fact-sheet]\ncover-image: lungs.jpg\n---\n\n"
    pages = laid_out(tmp_path, front + TEXT, lungs_jpg=photo(60, 40, "JPEG"))

    assert [(code, line) for code, line, _ in told(check_pages(pages))] == [("picture-resolution", 4)]


THIN = [("thin-line", "`airways.svg` has lines of 0.09 pt as it is printed; 0.25 pt is the least")]
SMALL = [("small-type", "`airways.svg` has letters of 3.4 pt as it is printed; 8 pt is the least")]


@pytest.mark.parametrize(
    ("inside", "told_of"),
    [
        ('<path d="M0 0h9" stroke="#000" stroke-width=".05"/>', THIN),
        ('<g stroke="#000" stroke-width=".05"><path d="M0 0h9"/></g>', THIN),
        ('<g transform="scale(.1)"><path d="M0 0h9" style="stroke: #000; stroke-width: .5"/></g>', THIN),
        ('<g transform="scale(10)"><path d="M0 0h9" stroke="#000" stroke-width=".05"/></g>', []),
        ('<path d="M0 0h9" stroke="none" stroke-width=".05"/>', []),
        ('<defs><path d="M0 0h9" stroke="#000" stroke-width=".05"/></defs>', []),
        ('<text y="9" font-size="2">Airways</text>', SMALL),
        ('<text y="9" font-size="9">Airways</text>', []),
        ('<text y="9" font-size="2"> </text>', []),
    ],
    ids=["line", "inherited", "made smaller", "made larger", "no line", "not drawn", "letters", "large", "no letters"],
)
def test_lines_and_letters_of_a_drawing_are_measured_as_printed(
    inside: str, told_of: list[tuple[str, str]], tmp_path: Path
) -> None:
    pages = laid_out(tmp_path, PICTURED.format("svg"), airways_svg=drawing(inside))

    assert [(fault.code, fault.message) for fault in check_pages(pages)] == told_of


def test_a_border_is_not_thinner_than_paper_can_show(tmp_path: Path) -> None:
    pages = laid_out(tmp_path, css=".section h2 { border-bottom: 0.1pt solid #000 }")

    assert told(check_pages(pages)) == [("thin-line", 6, "page 1 has a line of 0.1 pt; 0.25 pt is the least")]


def test_a_letter_that_the_font_lacks_is_told_once_where_it_was_typed(tmp_path: Path) -> None:
    pages = laid_out(tmp_path, TEXT + "\n**呼** 呼 吸\n\n## 呼\n\nText.\n")

    assert sorted(told(check_pages(pages))) == [
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
    ("change", "code", "said"),
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
    change: Callable[[pikepdf.Pdf], object], code: str, said: str, sheet: Finished
) -> None:
    assert changed(sheet, change) == [(code, said)]


def test_the_print_edition_has_the_sides_of_its_sheet(folded: Sequence[Finished]) -> None:
    screen, imposed = folded
    panels_as_sheets = replace(screen, edition=Edition.PRINT)

    assert list(check_finished(imposed)) == []
    assert next(check_finished(panels_as_sheets)).message == f"{screen.name}: the file has 6 pages; 2 were made"
