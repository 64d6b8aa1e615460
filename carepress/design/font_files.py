"""Font files: whether a file is a whole font that can be embedded as it is.

The libraries in C that set text trust a font: a damaged one ends them, or prints other letters than were typed. A font
lists the checksum of each of its tables, so damage is found before a font is used. The one importer of fontTools beside
preflight.

In:   the bytes of a file.
Out:  a FontFault: a case of the rule `missing-font` and its words; None for a sound font.
Pure: no file is read.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from fontTools.ttLib import TTFont

MARKS = (b"\x00\x01\x00\x00", b"OTTO", b"true")  # how TrueType and OpenType files begin
OTHER_KINDS = {b"wOFF": "a WOFF file, for websites", b"wOF2": "a WOFF2 file, for websites", b"ttcf": "several fonts"}
NEEDED = frozenset({"cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post"})  # OpenType 1.9, required tables
OUTLINES = ("glyf", "CFF ", "CFF2")
STRICT = 2  # fontTools: a wrong checksum raises


class FontFault(NamedTuple):
    """A case of `missing-font`, and the words for what is wrong."""

    case: str
    what: str = ""


@lru_cache(maxsize=16)
def font_fault(data: bytes) -> FontFault | None:
    """What is wrong with a font file; None if it can be used."""
    if what := OTHER_KINDS.get(data[:4]):
        return FontFault("other-kind", what)
    if data[:4] not in MARKS:
        return FontFault("damaged")
    try:
        return None if _is_whole(data) else FontFault("damaged")
    except Exception:  # whatever a library meets in a damaged file
        return FontFault("damaged")


def _is_whole(data: bytes) -> bool:
    """Whether all tables are there and can be read. Raises whatever fontTools raises for one that cannot."""
    with TTFont(BytesIO(data), checkChecksums=STRICT) as font:
        tables = set(font.keys())
        is_complete = tables >= NEEDED and any(table in tables for table in OUTLINES)
        return is_complete and all(font[table] is not None for table in sorted(tables)) and bool(font.getBestCmap())
