"""Rules of font files: a font is whole, and of a kind that can be embedded."""

from __future__ import annotations

import random
import struct
from io import BytesIO

import fontpkg
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from carepress.design.font_files import FontFault, font_fault

DAMAGED = FontFault("damaged")
FONT = fontpkg.path("Atkinson Hyperlegible", 400, nearest=True).read_bytes()
TABLES = {
    FONT[at : at + 4].decode(): struct.unpack(">LL", FONT[at + 8 : at + 16])
    for at in range(12, 12 + 16 * int.from_bytes(FONT[4:6]), 16)
}


def without(table: str) -> bytes:
    font, file = TTFont(BytesIO(FONT)), BytesIO()
    del font[table]
    font.save(file)
    return file.getvalue()


@pytest.mark.parametrize("family", list(fontpkg.families().values()), ids=lambda family: family.name)
def test_every_font_that_comes_with_carepress_is_sound(family: fontpkg.Family) -> None:
    assert [font_fault(file.path.read_bytes()) for file in family.files] == [None] * len(family.files)


@pytest.mark.parametrize("table", sorted(TABLES))
@pytest.mark.parametrize("how", ["blank", "noise"])
def test_a_table_that_was_overwritten_is_found(table: str, how: str) -> None:
    start, length = TABLES[table]
    filling = bytes(length) if how == "blank" else random.Random(table).randbytes(length)

    assert font_fault(FONT[:start] + filling + FONT[start + length :]) == DAMAGED


@given(st.integers(0, len(FONT) - 1))
def test_a_font_that_was_cut_short_is_found(length: int) -> None:
    assert font_fault(FONT[:length]) == DAMAGED


@given(st.integers(0, len(FONT) - 1), st.integers(1, 255))
def test_a_byte_that_was_changed_is_found_unless_it_means_nothing(at: int, change: int) -> None:
    is_padding = not any(start <= at < start + length for start, length in TABLES.values())
    start, _ = TABLES["head"]

    # the sum of the whole file is in `head`, and no reader asks for it
    found = font_fault(FONT[:at] + bytes([FONT[at] ^ change]) + FONT[at + 1 :])

    assert found is not None or is_padding or start + 8 <= at < start + 12


@pytest.mark.parametrize("table", ["cmap", "glyf", "head", "hmtx", "name", "post", "OS/2"])
def test_a_font_that_lacks_a_table_is_damaged(table: str) -> None:
    assert font_fault(without(table)) == DAMAGED


@pytest.mark.parametrize("data", [b"", b"no font", b"OTTO", b"\x00\x01\x00\x00" + b"\xff" * 99, b"true" + bytes(999)])
def test_what_is_no_font_is_damaged(data: bytes) -> None:
    assert font_fault(data) == DAMAGED


@pytest.mark.parametrize(("mark", "what"), [
    (b"wOFF", "a WOFF file, for websites"), (b"wOF2", "a WOFF2 file, for websites"), (b"ttcf", "several fonts"),
])  # fmt: skip
def test_a_font_of_another_kind_is_named(mark: bytes, what: str) -> None:
    assert font_fault(mark + FONT[4:]) == FontFault("other-kind", what)
