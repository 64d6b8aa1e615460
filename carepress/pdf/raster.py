"""Raster: finished pages as pictures for a screen.

In:   the bytes of a PDF.
Out:  the bytes of PNG files, the same for the same PDF; none for a PDF that cannot be opened.
Pure: writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pypdfium2

DPI = 60  # Letter becomes 510 x 660 pixels; shown at a third of that, it is sharp on any screen
COLOURS = 64  # pages have few; a palette makes the files three times smaller
OCTREE = 2  # PIL.Image.Quantize.FASTOCTREE: the fastest way to a palette

Size = tuple[int, int]


def picture(pdf: bytes, number: int, dpi: int) -> bytes:
    """One page, counted from 0, as a PNG file; empty if there is no such page."""
    file = BytesIO()
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            document[number].render(scale=dpi / 72).to_pil().save(file, "PNG")
    except (IndexError, pypdfium2.PdfiumError):
        return b""
    return file.getvalue()


def thumbnails(pdf: bytes) -> Iterator[bytes]:
    """Every page as a small PNG file."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return
    with document:
        for page in document:
            file = BytesIO()
            image = page.render(scale=DPI / 72, rev_byteorder=True).to_pil()
            image.quantize(COLOURS, method=OCTREE, dither=0).save(file, "PNG")
            yield file.getvalue()
