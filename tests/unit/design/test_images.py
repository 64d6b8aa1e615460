"""Rules of images: drawings take the brand's colours, photographs lose their notes, and huge ones can be told."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from carepress.design.brand import Brand
from carepress.design.images import COUNTLESS, element_count, orientation, pixel_count, themed
from tests.support.shipped import BRAND

STYLES = Path(__file__).resolve().parents[3] / "styles"
PLUM = Brand(tokens=BRAND.tokens | {"teal": "#5B2A6E"}, text_family="Lato", heading_family="Lora")


def png(width: int, height: int) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (width, height)).save(drawn, "PNG")
    return drawn.getvalue()


@pytest.mark.parametrize(
    ("drawn", "printed"),
    [
        (b'fill="var(--teal, #0F5E6B)"', b'fill="#5B2A6E"'),
        (b'fill="var(--teal)"', b'fill="#5B2A6E"'),
        (b'style="fill:var( --teal , #000 );stroke:var(--ink,#111)"', b'style="fill:#5B2A6E;stroke:#15292E"'),
        (b'fill="var(--nosuch, #123456)"', b'fill="#123456"'),
        (b'fill="var(--nosuch)"', b'fill="none"'),
        (b'font-family="var(--font-text, sans-serif)"', b'font-family="Lato"'),
        (b'font-family="var(--font-heading, serif)"', b'font-family="Lora"'),
        (b'fill="teal" class="--teal"', b'fill="teal" class="--teal"'),
    ],
)
def test_a_token_becomes_the_brands_colour_or_its_default(drawn: bytes, printed: bytes) -> None:
    assert themed(drawn, PLUM) == printed


@settings(deadline=None)
@given(st.binary(max_size=60).filter(lambda drawn: b"var(" not in drawn))
def test_a_drawing_without_tokens_passes_unchanged(drawn: bytes) -> None:
    assert themed(drawn, PLUM) == drawn


@pytest.mark.parametrize("name", sorted(path.relative_to(STYLES).as_posix() for path in STYLES.rglob("*.svg")))
def test_a_shipped_drawing_in_carepresss_colours_is_what_a_browser_shows(name: str) -> None:
    drawn = (STYLES / name).read_bytes()
    plain = themed(drawn, Brand())

    assert b"var(" not in plain
    assert themed(drawn, BRAND).upper() == plain.upper()


@pytest.mark.parametrize(
    ("picture", "name", "wanted"),
    [
        (b'<svg viewBox="0 0 10 20"/>', "a.svg", "portrait"),
        (b"<svg viewBox='0, 0, 20, 10'/>", "a.svg", "landscape"),
        (b'<svg viewBox="-5 -5 20 20"/>', "a.svg", "landscape"),
        (b'<svg width="10" height="20"/>', "a.svg", "portrait"),
        (b"<svg/>", "a.svg", "landscape"),
        (png(10, 20), "a.png", "portrait"),
        (png(20, 10), "a.PNG", "landscape"),
        (b'<svg viewBox="0 0 10 20"/>', "A.SVG", "portrait"),
    ],
)
def test_a_picture_is_portrait_if_it_is_taller_than_wide(picture: bytes, name: str, wanted: str) -> None:
    assert orientation(picture, name) == wanted


@pytest.mark.parametrize(
    ("picture", "name"),
    [
        (b"", "a.svg"),
        (b"<svg", "a.svg"),
        (b"<html/>", "a.svg"),
        (b"", "a.png"),
        (b"<svg/>", "a.png"),
        (png(9, 9)[:40], "a.png"),
    ],
)
def test_a_file_that_is_no_picture_is_a_fault_that_can_be_told(picture: bytes, name: str) -> None:
    with pytest.raises(ValueError, match=r"svg|picture|viewBox"):
        orientation(picture, name)


@pytest.mark.parametrize(("svg", "number"), [
    (b"<svg><g><path/></g><path/></svg>", 4),
    (b'<svg><path id="a"/><use href="#a"/><use href="#a"/></svg>', 6),
    (b'<svg xmlns:x="http://www.w3.org/1999/xlink"><g id="a"><path/></g><use x:href="#a"/></svg>', 6),
    (b'<svg><use href="#nosuch"/></svg>', 2), (b"<svg><path>", 2),
])  # fmt: skip
def test_the_elements_of_a_drawing_are_counted_as_often_as_they_are_drawn(svg: bytes, number: int) -> None:
    assert element_count(svg) == number


def test_a_drawing_that_repeats_itself_without_end_has_countless_elements() -> None:
    assert element_count(b'<svg><g id="a"><use href="#a"/></g></svg>') >= COUNTLESS


@pytest.mark.parametrize(("photo", "number"), [(png(30, 20), 600), (b"", 0), (b"GIF89a", 0)])
def test_the_dots_of_a_photograph_are_known_from_its_head(photo: bytes, number: int) -> None:
    assert pixel_count(photo) == number
