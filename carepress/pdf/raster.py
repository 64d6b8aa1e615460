"""Rasterising: finished pages as pictures for a screen.

In:   the bytes of a PDF.
Out:  PNG files. The same PDF gives the same bytes. A PDF that cannot be opened has no pictures.
Pure: writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pypdfium2

DPI = 60  # Letter becomes 510 x 660 dots: sharp at a third of that on any screen
COLOURS = 64  # pages have few; a palette makes the files three times smaller
OCTREE = 2  # PIL.Image.Quantize.FASTOCTREE: the fastest way to a palette

Size = tuple[int, int]


def picture(pdf: bytes, number: int, dpi: int) -> bytes:
    """One page, counted from 0, as a PNG file; nothing if there is no such page."""
    drawn = BytesIO()
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            document[number].render(scale=dpi / 72).to_pil().save(drawn, "PNG")
    except (IndexError, pypdfium2.PdfiumError):
        return b""
    return drawn.getvalue()


def thumbnails(pdf: bytes) -> Iterator[bytes]:
    """Every page as a small PNG file."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return
    with document:
        for page in document:
            drawn = BytesIO()
            small = page.render(scale=DPI / 72, rev_byteorder=True).to_pil()
            small.quantize(COLOURS, method=OCTREE, dither=0).save(drawn, "PNG")
            yield drawn.getvalue()
