"""Rules of rasterising: small, of the size asked for, and the same every time."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from PIL import Image

from carepress.pdf.raster import DPI, picture, thumbnails

DAMAGED = b"%PDF-1.7 and then nothing"


def pdf(pages: int) -> bytes:
    """Blank pages of 1 x 2 inches."""
    file = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(72, 144))
        document.save(file)
    return file.getvalue()


def facts(png: bytes) -> tuple[tuple[int, int], str | None, str]:
    """The size of a picture, its file format, and how it keeps its colours."""
    with Image.open(BytesIO(png)) as image:
        return image.size, image.format, image.mode


def test_every_page_has_a_small_picture_and_the_same_pdf_the_same_one() -> None:
    pictures = list(thumbnails(pdf(3)))

    assert [facts(png) for png in pictures] == [((DPI, 2 * DPI), "PNG", "P")] * 3
    assert pictures == list(thumbnails(pdf(3)))


def test_a_page_is_drawn_at_the_resolution_asked_for_in_all_its_colours() -> None:
    assert facts(picture(pdf(1), 0, 100)) == ((100, 200), "PNG", "RGB")


def test_a_pdf_that_cannot_be_opened_has_no_pictures_and_nor_has_a_page_that_is_not_there() -> None:
    assert list(thumbnails(DAMAGED)) == []
    assert (picture(DAMAGED, 0, 72), picture(pdf(1), 1, 72)) == (b"", b"")
