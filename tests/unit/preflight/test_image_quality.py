"""Rules of images: dots, lines and letters are good enough for the size at which they are printed."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from carepress.content.check_settings import CheckSettings
from carepress.diagnostics.model import Diagnostic, Severity
from carepress.preflight.print_quality import check_pages
from carepress.preflight.proof import Pages
from tests.support.proofs import MANUSCRIPT, in_brief, proofs

TEXT = "## What is asthma?\n\nAsthma makes the small tubes swell.\n"
PICTURED = TEXT + "\n![Open and narrow airways](airways.{})\n"


def photo(wide: int, high: int, kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (wide, high), "#446677").save(file, kind)
    return file.getvalue()


def drawing(inside: str, box: str = "0 0 100 50") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'


def laid_out(root: Path, text: str, **pictures: str | bytes) -> Pages:
    """A fact sheet with pictures, which are given by their names with _ for the dot."""
    files = {f"content/asthma/{name.replace('_', '.')}": data for name, data in pictures.items()}
    pages = proofs(root, {MANUSCRIPT: text, **files})[1]
    assert pages is not None
    return pages


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_photograph_needs_dots_for_the_width_at_which_it_is_printed(kind: str, tmp_path: Path) -> None:
    picture = photo(500, 250, {"png": "PNG", "jpg": "JPEG"}[kind])
    pages = laid_out(tmp_path, PICTURED.format(kind), **{f"airways_{kind}": picture})
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
    assert in_brief(check_pages(fine)) == []


def test_how_many_dots_are_enough_is_the_clinics_to_say(tmp_path: Path) -> None:
    pages = laid_out(tmp_path, PICTURED.format("png"), airways_png=photo(500, 250))
    checks = CheckSettings.model_validate({"picture-ppi": 120})

    assert list(check_pages(replace(pages, written=replace(pages.written, checks=checks)))) == []


def test_a_photograph_on_the_cover_is_looked_at_too(tmp_path: Path) -> None:
    front = "---\ntitle: Asthma\nformats: [fact-sheet]\ncover-image: lungs.jpg\n---\n\n"
    pages = laid_out(tmp_path, front + TEXT, lungs_jpg=photo(60, 40, "JPEG"))

    assert [(code, line) for code, line, _ in in_brief(check_pages(pages))] == [("picture-resolution", 4)]


THIN = [("thin-line", "`airways.svg` has lines of 0.09 pt as it is printed; the minimum is 0.25 pt")]
SMALL = [("small-type", "`airways.svg` has letters of 3.4 pt as it is printed; the minimum is 8 pt")]


@pytest.mark.parametrize(
    ("inside", "faults"),
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
    inside: str, faults: list[tuple[str, str]], tmp_path: Path
) -> None:
    pages = laid_out(tmp_path, PICTURED.format("svg"), airways_svg=drawing(inside))

    assert [(fault.code, fault.message) for fault in check_pages(pages)] == faults
