"""Rules of rasterising: small, of the size asked for, and the same every time."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from carepress.pdf.raster import DPI, picture, thumbnails
from tests.support.pdfs import blank_pdf

DAMAGED = b"%PDF-1.7 and then nothing"


def facts(png: bytes) -> tuple[tuple[int, int], str | None, str]:
    """The size of a picture, its file format, and how it keeps its colours."""
    with Image.open(BytesIO(png)) as image:
        return image.size, image.format, image.mode


def test_every_page_has_a_small_picture_and_the_same_pdf_the_same_one() -> None:
    pictures = list(thumbnails(blank_pdf(3)))

    assert [facts(png) for png in pictures] == [((DPI, 2 * DPI), "PNG", "P")] * 3
    assert pictures == list(thumbnails(blank_pdf(3)))


def test_a_page_is_drawn_at_the_resolution_asked_for_in_all_its_colours() -> None:
    assert facts(picture(blank_pdf(1), 0, 100)) == ((100, 200), "PNG", "RGB")


def test_a_pdf_that_cannot_be_opened_has_no_pictures_and_nor_has_a_page_that_is_not_there() -> None:
    assert list(thumbnails(DAMAGED)) == []
    assert (picture(DAMAGED, 0, 72), picture(blank_pdf(1), 1, 72)) == (b"", b"")
