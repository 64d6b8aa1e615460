"""Rules of the QR code: what is drawn is the code, black on white, large enough, with its quiet zone."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_M

from carepress.compose.qr_code import qr_symbol

URL = "https://clinic.example/contact/als"
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")
SVG = "{http://www.w3.org/2000/svg}"


def drawing(url: str, words: str = "QR code") -> ET.Element:
    return ET.fromstring(str(qr_symbol(url, words)))


def side(svg: ET.Element) -> int:
    """The modules of the tile's side, its quiet zone included."""
    left, top, width, height = map(int, svg.attrib["viewBox"].split())
    assert (left, top, width) == (0, 0, height)
    return width


def rastered(svg: ET.Element) -> list[list[bool]]:
    """The tile as modules, from the boxes of the drawn path."""
    path = svg.findall(f"{SVG}path")[1].attrib["d"]
    assert RUN.sub("", path) == ""
    dark = [[False] * side(svg) for _ in range(side(svg))]
    for x, y, width, back in (map(int, run) for run in RUN.findall(path)):
        assert (width, dark[y][x : x + width]) == (back, [False] * width)
        dark[y][x : x + width] = [True] * width
    return dark


def wanted(url: str) -> list[list[bool]]:
    """The library's own matrix, with the four modules of quiet that ISO/IEC 18004 asks for."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(url)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


@pytest.mark.parametrize("url", [URL, "https://a.example", "https://clinic.example/" + "x" * 61])
def test_what_is_drawn_is_the_code_with_a_quiet_zone_of_four_modules(url: str) -> None:
    assert rastered(drawing(url)) == wanted(url)


@settings(max_examples=40, deadline=None)
@given(st.from_regex(r"https://[a-z]{1,20}\.example(/[a-z0-9-]{1,12}){0,3}", fullmatch=True))
def test_every_address_is_drawn_as_its_code(url: str) -> None:
    assert rastered(drawing(url)) == wanted(url)


@pytest.mark.parametrize("letters", [26, 42, 62])  # what versions 2, 3 and 4 hold at level M
def test_a_symbol_is_22_mm_or_more_and_its_modules_half_a_millimetre(letters: int) -> None:
    svg = drawing("https://clinic.example/".ljust(letters, "x"))
    (width,), (height,) = (re.findall(r"^([\d.]+)mm$", svg.attrib[name]) for name in ("width", "height"))
    module = float(width) / side(svg)

    assert width == height
    assert module >= 0.5
    assert module * (side(svg) - 8) >= 22


def test_a_code_is_pure_black_on_its_own_white_tile() -> None:
    svg = drawing(URL)
    tile = side(svg)

    assert [(path.attrib["fill"], path.attrib["d"][:20]) for path in svg.findall(f"{SVG}path")] == [
        ("#FFFFFF", f"M0 0H{tile}V{tile}H0Z"),
        ("#000000", svg.findall(f"{SVG}path")[1].attrib["d"][:20]),
    ]


def test_the_words_of_a_code_are_its_title_and_escaped() -> None:
    assert drawing(URL, 'Opens <b> & "c"').findtext(f"{SVG}title") == 'Opens <b> & "c"'


def test_the_same_address_gives_the_same_drawing() -> None:
    assert qr_symbol(URL, "QR code") == qr_symbol(URL, "QR code")
