"""Picturing: finished pages as pictures for a screen.

A picture's name carries the first letters of its PDF's digest: a picture that is there shows the PDF that is there, and
is not drawn twice.

In:   PDFs, and what the manifest says of them.
Out:  PNG files by their names below output/, and their sizes. The same PDF gives the same bytes.
Never: writes, or stumbles over a PDF that cannot be opened: it has no pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2

from carepress.build.manifest import PICTURES, Printed

DPI = 60  # Letter becomes 510 x 660 dots: sharp at a third of that on any screen
COLOURS = 64  # pages have few; a palette makes the files three times smaller
OCTREE = 2  # PIL.Image.Quantize.FASTOCTREE: the fastest way to a palette
HEAD = 24  # bytes of a PNG file, up to its width and height

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


def picture_files(one: Printed) -> tuple[str, ...]:
    """The pictures of a PDF by their names below output/, page by page."""
    stem = one.file.removesuffix(".pdf")
    return tuple(f"{PICTURES}/{stem}-{page}.{one.sha256[:8]}.png" for page in range(1, one.pages + 1))


def album(output: Path, shelf: Sequence[Printed]) -> tuple[dict[str, bytes], dict[str, Size]]:
    """The pictures that are not there yet, and the width and height in dots of all of them."""
    new: dict[str, bytes] = {}
    sizes: dict[str, Size] = {}
    for one in shelf:
        names = picture_files(one)
        if not all((output / name).is_file() for name in names) and (output / one.file).is_file():
            new |= zip(names, thumbnails((output / one.file).read_bytes()), strict=False)
        for name in names:
            if head := new.get(name) or _head(output / name):
                sizes[name] = size(head)
    return new, sizes


def size(png: bytes) -> Size:
    """Width and height of a PNG file in dots (ISO/IEC 15948, 11.2.2: they open the first chunk)."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:HEAD])


def _head(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(HEAD)
