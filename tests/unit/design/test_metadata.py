"""Rules of metadata: photographs lose their notes, and not a dot of the picture changes."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageOps, PngImagePlugin
from PIL.ExifTags import Base

from carepress.design.metadata import strip_metadata

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


def several() -> bytes:
    """A photograph of two pictures, as some telephones take it, with a film behind it."""
    file = BytesIO()
    first = Image.linear_gradient("L").convert("RGB")
    first.save(file, "MPO", save_all=True, append_images=[Image.new("RGB", (256, 256), "red")])
    return file.getvalue() + b"a private note in a film"


def test_a_second_picture_and_what_stands_behind_the_end_are_left_out() -> None:
    before, after = several(), strip_metadata(several())

    assert (b"MPF" in before, b"MPF" in after, b"a private note" in after) == (True, False, False)
    assert opened(after).format == "JPEG"
    assert opened(after).tobytes() == opened(before).tobytes()
    assert len(after) < len(before) / 1.5


def test_a_note_between_two_scans_is_left_out() -> None:
    file = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(file, "JPEG", progressive=True)
    photo, comment = file.getvalue(), b"a private note"
    second = photo.rindex(b"\xff\xda")
    start = photo.rindex(b"\xff\xc4", 0, second)
    noted = photo[:start] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + photo[start:]

    assert opened(noted).tobytes() == opened(photo).tobytes()
    assert strip_metadata(noted) == strip_metadata(photo)
    assert opened(strip_metadata(noted)).tobytes() == opened(photo).tobytes()


@pytest.mark.parametrize("value", [b"\x00\x02\x00\x00\x00\x04ups\x00", b"\x00\x03\x00\x00\x00\x01\xff\xff\x00\x00"])
def test_an_orientation_that_is_none_is_left_out(value: bytes) -> None:
    plain = BytesIO()
    Image.linear_gradient("L").save(plain, "JPEG")
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12" + value + bytes(4)
    photo = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain.getvalue()[2:]

    assert strip_metadata(photo) == strip_metadata(plain.getvalue())


def test_a_png_keeps_what_the_picture_is_made_of_and_nothing_else() -> None:
    notes, file = PngImagePlugin.PngInfo(), BytesIO()
    notes.add_text("Author", "Ana Example")
    notes.add_itxt("XML:com.adobe.xmp", "Photoshop", zip=False)
    picture = Image.linear_gradient("L").convert("RGBA")
    picture.save(file, "PNG", pnginfo=notes, exif=b"Exif\x00\x00EOS")
    chunk = b"tIME" + bytes(7)
    data = file.getvalue() + struct.pack(">I", 7) + chunk + struct.pack(">I", zlib.crc32(chunk)) + b"a private note"
    after = strip_metadata(data)

    assert [secret in data for secret in SECRETS] == [True] * 4
    assert [secret in after for secret in SECRETS] == [False] * 4
    assert opened(after).tobytes() == picture.tobytes()
