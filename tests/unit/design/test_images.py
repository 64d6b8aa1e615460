"""Rules of images: drawings take the brand's colours, photographs lose their notes, and huge ones can be told."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps
from PIL.ExifTags import Base

from carepress.design.brand import Brand
from carepress.design.images import COUNTLESS, element_count, orientation, pixel_count, strip_metadata, themed
from tests.support.shipped import BRAND

SECRETS = (b"Ana Example", b"EOS", b"a private note", b"Photoshop")
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


def photograph(turn: int = 1) -> bytes:
    exif = Image.Exif()
    exif[Base.Artist], exif[Base.Model], exif[Base.Orientation] = "Ana Example", "EOS", turn
    file = BytesIO()
    picture = Image.linear_gradient("L").convert("RGB").resize((60, 40))
    picture.save(file, "JPEG", exif=exif, comment=b"a private note", icc_profile=b"profile of colours")
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x>Photoshop</x>"
    return file.getvalue()[:2] + b"\xff\xe1" + (len(xmp) + 2).to_bytes(2, "big") + xmp + file.getvalue()[2:]


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_nothing_is_left_of_persons_and_machines() -> None:
    before, after = photograph(), strip_metadata(photograph())

    assert [secret in before for secret in SECRETS] == [True] * 4
    assert [secret in after for secret in SECRETS] == [False] * 4


def test_every_dot_and_the_colours_stay() -> None:
    before, after = opened(photograph()), opened(strip_metadata(photograph()))

    assert after.tobytes() == before.tobytes()
    assert after.info["icc_profile"] == b"profile of colours"


@pytest.mark.parametrize("turn", [1, 3, 6, 8])
def test_a_picture_taken_upright_stays_upright(turn: int) -> None:
    before, after = opened(photograph(turn)), opened(strip_metadata(photograph(turn)))

    assert ImageOps.exif_transpose(after).tobytes() == ImageOps.exif_transpose(before).tobytes()
    assert dict(after.getexif()) == ({Base.Orientation: turn} if turn > 1 else {})


@pytest.mark.parametrize(
    "other", [b"", b"\x89PNG\r\n", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\xff\xff", photograph()[:90]]
)
def test_what_is_no_whole_photograph_does_no_harm(other: bytes) -> None:
    assert strip_metadata(other)[:2] == other[:2]


def test_doing_it_twice_changes_nothing_more() -> None:
    assert strip_metadata(strip_metadata(photograph(6))) == strip_metadata(photograph(6))


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


@pytest.mark.parametrize(("photo", "number"), [(png(30, 20), 600), (photograph(), 2400), (b"", 0), (b"GIF89a", 0)])
def test_the_dots_of_a_photograph_are_known_from_its_head(photo: bytes, number: int) -> None:
    assert pixel_count(photo) == number
