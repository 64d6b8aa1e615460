"""Thumbnails: which small pictures of pages are missing, and the size of each.

The name of a thumbnail has the first letters of its PDF's digest: one that exists shows the PDF that exists, and is not
drawn twice.

In:   the output folder, and what the manifest lists.
Out:  PNG files by their names below output/, and the width and height of all of them in dots.
Never: writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from carepress.build.manifest import Artifact, thumbnail_files
from carepress.pdf.raster import Size, thumbnails

HEAD = 24  # bytes of a PNG file, up to its width and height


def missing_thumbnails(output: Path, artifacts: Sequence[Artifact]) -> tuple[dict[str, bytes], dict[str, Size]]:
    """The thumbnails that do not exist yet, and the width and height in dots of all of them."""
    new: dict[str, bytes] = {}
    sizes: dict[str, Size] = {}
    for artifact in artifacts:
        names, pdf = thumbnail_files(artifact), output / artifact.file
        if not all((output / name).is_file() for name in names) and pdf.is_file():
            new |= zip(names, thumbnails(pdf.read_bytes()), strict=False)
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
