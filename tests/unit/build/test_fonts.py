"""Rules of the brand's fonts: every family has its files, the project's own before those of font packages."""

from __future__ import annotations

from pathlib import Path

import fontpkg
import pytest

from carepress.build.fonts import brand_fonts
from carepress.design.brand import Brand, Face
from tests.support.proofs import put

FONT = fontpkg.path("Atkinson Hyperlegible", 400, nearest=True).read_bytes()
FILE = "fonts/House.ttf"
HOUSE = Brand(text_family="House", faces=(Face(family="House", weight=400, file=FILE),))


def told(root: Path, brand: Brand, files: dict[str, bytes]) -> list[str]:
    _, faults = brand_fonts(brand, put(root, files))
    return [fault.message for fault in faults]


def test_a_family_has_a_normal_and_a_bold_font(tmp_path: Path) -> None:
    brand = Brand()
    fonts, faults = brand_fonts(brand, put(tmp_path, {}))

    assert faults == []
    assert {family for family, _ in fonts} == {brand.text_family, brand.heading_family, brand.title_family}
    assert fonts[brand.text_family, 400] != fonts[brand.text_family, 700]


def test_a_family_with_one_font_uses_it_for_both_weights(tmp_path: Path) -> None:
    fonts, faults = brand_fonts(HOUSE, put(tmp_path, {f"content/{FILE}": FONT}))

    assert faults == []
    assert fonts["House", 400] == fonts["House", 700] == FONT


@pytest.mark.parametrize(("files", "message"), [
    ({}, f"there is no font file `{FILE}` in content/"),
    ({f"content/{FILE}": FONT[:9999]}, f"`{FILE}` is damaged, or not a font"),
    ({f"content/{FILE}": b"wOFF" + FONT[4:]}, f"`{FILE}` is a WOFF file, for websites"),
])  # fmt: skip
def test_a_font_that_cannot_be_used_is_told(tmp_path: Path, files: dict[str, bytes], message: str) -> None:
    assert told(tmp_path, HOUSE, files) == [message]


def test_a_family_that_nobody_brings_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, Brand(text_family="Hous"), {}) == ["the font `Hous` is not on this computer"]
