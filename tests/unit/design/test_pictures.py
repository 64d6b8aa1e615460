"""Rules of pictures: only a whole picture of a kind that prints as it looks is used."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageFile

from carepress.design.pictures import PictureFault, picture_fault

DAMAGED = PictureFault("damaged")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">{}</svg>'
ITSELF = PictureFault("drawing", "a shape in it uses itself")


def picture(kind: str, mode: str = "RGB", **options: object) -> bytes:
    file = BytesIO()
    drawn = Image.effect_noise((90, 90), 50)
    (drawn.convert("I").convert("I;16") if mode == "I;16" else drawn.convert(mode)).save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("lenient", [True, False])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("part", [0.3, 0.7, 0.99])
def test_a_picture_cut_short_is_damaged_whatever_the_typesetter_allows(
    kind: str, part: float, lenient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    whole = picture(kind)

    assert picture_fault(whole, f"{kind}-{lenient}") is None
    assert picture_fault(whole[: int(len(whole) * part)], f"{kind}-{lenient}") == DAMAGED
    assert ImageFile.LOAD_TRUNCATED_IMAGES is lenient


@pytest.mark.parametrize("kind", ["TIFF", "WEBP", "BMP", "GIF", "ICO", "JPEG2000"])
def test_a_file_of_another_kind_is_named_by_its_kind(kind: str) -> None:
    fault = picture_fault(picture(kind), "scan.png")

    assert fault is not None
    assert fault.case == "other-kind"
    assert fault.what.startswith(kind[:4])


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"), (b"%PDF-1.7", "PDF"), (b"\x1f\x8b\x08", "compressed")],
)
def test_a_file_that_is_no_picture_for_pillow_is_named_too(data: bytes, what: str) -> None:
    assert picture_fault(data, "scan.jpg") == PictureFault("other-kind", what)


@pytest.mark.parametrize(("kind", "mode"), [
    ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "1"), ("JPEG", "RGB"),
    ("JPEG", "L"),
])  # fmt: skip
def test_sound_pictures_pass(kind: str, mode: str) -> None:
    assert picture_fault(picture(kind, mode), "scan.png") is None


@pytest.mark.parametrize(("kind", "mode", "what"), [
    ("JPEG", "CMYK", "the four colours of a print shop (CMYK)"), ("PNG", "I;16", "16 bits a dot"),
])  # fmt: skip
def test_colours_that_would_print_wrongly_are_told(kind: str, mode: str, what: str) -> None:
    assert picture_fault(picture(kind, mode), "scan.png") == PictureFault("colours", what)


@pytest.mark.parametrize("svg", [
    b"", b"<svg", b"<html/>", b"\x1f\x8b", b'<?xml version="1.0" encoding="nonesuch"?><svg/>',
    b'<!DOCTYPE svg [<!ENTITY a "&b;"><!ENTITY b "&a;">]><svg>&a;</svg>',
])  # fmt: skip
def test_what_is_no_drawing_is_damaged(svg: bytes) -> None:
    assert picture_fault(svg, "a.svg") == DAMAGED


@pytest.mark.parametrize("body", [
    '<g id="a"><use href="#a"/></g>', '<use id="a" x:href="#a"/>',
    '<g id="a"><g><use href="#b"/></g></g><use id="b" href="#a"/>',
    '<marker id="m"><path marker-end="url(#m)"/></marker>', '<pattern id="p"><rect fill="url(\'#p\')"/></pattern>',
    '<mask id="m"><rect style="mask:url(#m)"/></mask>',
    '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>',
])  # fmt: skip
def test_a_shape_that_uses_itself_is_told(body: str) -> None:
    assert picture_fault(SVG.format(body).encode(), "a.svg") == ITSELF


@pytest.mark.parametrize("body", [
    '<path id="a"/><use href="#a"/><use href="#a"/>', '<g id="a"><a href="#a"/><path/></g>',
    '<path id="a"/><g id="b"><use href="#a"/></g><use href="#b"/><use href="#a"/>',
])  # fmt: skip
def test_a_shape_that_is_used_twice_is_sound(body: str) -> None:
    assert picture_fault(SVG.format(body).encode(), "a.svg") is None


@pytest.mark.parametrize(("body", "what"), [
    ('<path/><use href="#b"/>', "it uses a shape that is not in it, `#b`"),
    ('<path id="a"/><use x:href="more.svg#a"/>', "it uses a shape that is not in it, `more.svg#a`"),
    ("", "there is nothing in it"), ('<g><linearGradient id="a"/></g>', "there is nothing in it"),
])  # fmt: skip
def test_a_drawing_without_its_shapes_is_told(body: str, what: str) -> None:
    assert picture_fault(SVG.format(body).encode(), "a.svg") == PictureFault("drawing", what)


def test_groups_that_are_too_deep_are_told() -> None:
    fault = picture_fault(SVG.format("<g>" * 20_000 + "</g>" * 20_000).encode(), "a.svg")

    assert fault == PictureFault("drawing", "its groups are more than 100 deep")


def test_text_that_would_be_missing_is_told() -> None:
    fault = picture_fault(SVG.format("<foreignObject><p>Two a day</p></foreignObject>").encode(), "a.svg")

    assert fault is not None
    assert "foreignObject" in fault.what
