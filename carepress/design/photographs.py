"""Photographs: without what cameras and programs have noted in them.

A photograph from a telephone knows where it was taken, when, and on whose telephone. A handout goes to anybody.

In:   the bytes of a JPEG file.
Out:  the same picture, dot for dot, with its colour profile and its turn, and no other note.
Never: changes a dot, or raises for a file that is damaged or of another kind: it comes back as it was.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError
from PIL.ExifTags import Base

START, DOTS = b"\xff\xd8", 0xDA
COLOURS = frozenset({0xE0, 0xE2, 0xEE})  # JFIF, colour profile, Adobe's colour model
SEGMENTS = frozenset(range(0xE0, 0xF0)) | {0xFE}  # APP0 to APP15 and comments: ITU-T T.81, B.2.4
SEVERAL = b"MPF\0"  # several pictures in one file: the typesetter makes the first anew


def bare(photograph: bytes) -> bytes:
    """A JPEG without notes on persons, places and machines."""
    if not photograph.startswith(START) or SEVERAL in photograph[:65536]:
        return photograph
    kept, at = [START, _turn(photograph)], len(START)
    while at + 4 <= len(photograph) and photograph[at] == 0xFF and photograph[at + 1] != DOTS:
        end = at + 2 + int.from_bytes(photograph[at + 2 : at + 4], "big")
        if photograph[at + 1] not in SEGMENTS - COLOURS:
            kept.append(photograph[at:end])
        at = end
    return b"".join(kept) + photograph[at:]


def _turn(photograph: bytes) -> bytes:
    """The one note that is kept: without it a picture taken upright would lie on its side."""
    try:
        with Image.open(BytesIO(photograph)) as opened:
            turn = opened.getexif().get(Base.Orientation, 1)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return b""
    if turn == 1:
        return b""
    exif = Image.Exif()
    exif[Base.Orientation] = turn
    noted = exif.tobytes()
    return b"\xff\xe1" + (len(noted) + 2).to_bytes(2, "big") + noted
