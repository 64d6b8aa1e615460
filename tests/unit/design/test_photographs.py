"""Rules of photographs: a handout does not tell where, when and by whom its pictures were taken."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageOps
from PIL.ExifTags import Base

from carepress.design.images import strip_metadata

SECRETS = (b"Ana Example", b"EOS", b"a private note", b"Photoshop")


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
