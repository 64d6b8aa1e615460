"""Metadata: what cameras and picture programs note in a file, which no patient's PDF may carry.

In:   the bytes of a JPEG or PNG file.
Out:  the same picture, with no notes but its orientation; any other file as it is.
Never: changes a dot of the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from PIL import Image
from PIL.ExifTags import Base

START, END, SCAN = b"\xff\xd8", 0xD9, 0xDA
PROFILE = b"ICC_PROFILE\0"  # the one use of APP2 that colours depend on
COLOURS = frozenset({0xE0, 0xEE})  # JFIF, Adobe's colour model
NOTES = frozenset(range(0xE0, 0xF0)) | {0xFE}  # APP0 to APP15 and comments: ITU-T T.81, B.2.4
ALONE = frozenset(range(0xD0, 0xD8)) | {0x01}  # markers without a length
TURNS = range(2, 9)  # Exif 2.3, 4.6.4: 1 is upright

PNG = b"\x89PNG\r\n\x1a\n"
PNG_NEEDS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
)  # ISO/IEC 15948, 11: what the picture itself is made of


def strip_metadata(picture: bytes) -> bytes:
    """A JPEG or PNG without notes on persons, places and cameras, and without anything after its end."""
    if picture.startswith(START):
        return b"".join((START, _turn(picture), *_jpeg_parts(picture)))
    if picture.startswith(PNG):
        return b"".join((PNG, *_png_chunks(picture)))
    return picture


def _jpeg_parts(photograph: bytes) -> Iterator[bytes]:
    """Segments and scans up to the end mark; a second picture behind it is left out, as are notes between scans."""
    at = len(START)
    while at + 4 <= len(photograph):
        marker = photograph[at + 1]
        if photograph[at] != 0xFF:
            yield photograph[at:]  # damaged: as it is
            return
        if marker == END:
            break
        if marker in ALONE or marker == 0xFF:
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + int.from_bytes(photograph[at + 2 : at + 4], "big")
        if marker == SCAN:
            end = _end_of_scan(photograph, end)
        if _is_needed(marker, photograph[at + 4 : at + 4 + len(PROFILE)]):
            yield photograph[at:end]
        at = end
    yield bytes((0xFF, END))


def _is_needed(marker: int, beginning: bytes) -> bool:
    return marker not in NOTES - COLOURS or (marker == 0xE2 and beginning == PROFILE)


def _end_of_scan(photograph: bytes, at: int) -> int:
    """Where the next marker stands: in a scan, 0xFF is followed by 0 or by a restart marker (T.81, B.1.1)."""
    while (at := photograph.find(b"\xff", at)) >= 0 and at + 1 < len(photograph):
        if photograph[at + 1] and photograph[at + 1] not in ALONE:
            return at
        at += 2
    return len(photograph)


def _turn(photograph: bytes) -> bytes:
    """The orientation, the only note that is kept: without it a picture taken upright would lie on its side."""
    try:
        with Image.open(BytesIO(photograph)) as opened:
            turn = opened.getexif().get(Base.Orientation, 1)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, Image.DecompressionBombError):
        return b""
    if not isinstance(turn, int) or turn not in TURNS:
        return b""
    exif = Image.Exif()
    exif[Base.Orientation] = turn
    segment = exif.tobytes()
    return b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment


def _png_chunks(picture: bytes) -> Iterator[bytes]:
    at = len(PNG)
    while at + 12 <= len(picture):
        end, kind = at + 12 + int.from_bytes(picture[at : at + 4], "big"), picture[at + 4 : at + 8]
        if kind in PNG_NEEDS:
            yield picture[at:end]
        if kind == b"IEND":
            return
        at = end
