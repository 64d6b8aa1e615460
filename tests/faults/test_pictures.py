"""Pictures print as they look on the screen, or are told; nothing that a camera notes reaches a patient's file."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from PIL.ExifTags import Base

from carepress.cli.main import main
from tests.support.cases import sound_project
from tests.support.here import IN_PROCESS
from tests.support.proofs import MANUSCRIPT, put

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

CLINIC = sound_project()["content/clinic.yaml"].decode() + "\nchecks: {verapdf: false}\n"
TEXT = "\n## What is it?\n\nIt swells.\n\n![Open airways]({})\n"
PDF = "asthma-fact-sheet-en-draft.pdf"


def photo(kind: str = "JPEG", mode: str = "RGB", *, noisy: bool = False, **options: object) -> bytes:
    file = BytesIO()
    drawn = Image.effect_noise((900, 600), 60 if noisy else 2)
    (drawn.convert("I").convert("I;16") if mode == "I;16" else drawn.convert(mode)).save(file, kind, **options)
    return file.getvalue()


def build(root: Path, name: str, data: bytes, **files: str | bytes) -> int:
    put(root, {"content/clinic.yaml": CLINIC, MANUSCRIPT: TEXT.format(name), f"content/asthma/{name}": data, **files})
    return main(["build", "--project", str(root), "--today", "2026-11-22"], hooks=IN_PROCESS)


KINDS = ("TIFF", "WEBP", "BMP", "GIF", "ICO")
WRONG = "`scan.svg` cannot be drawn: a number, a transform or another value in it is wrong"


def drawing(inner: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60">{inner}</svg>'.encode()


ODD_VALUES = {
    "rotated letters": '<text y="20" rotate="x">Hi</text>',
    "moved letters": '<text y="20"><tspan dx="a b" rotate="1 x">Hi</tspan></text>',
    "spaced letters": '<text y="20" letter-spacing="q" textLength="z">Hi</text>',
    "huge letters": '<text y="20" font-size="1e9">Hi</text>',
    "transform": '<g transform="rotate(x)"><rect width="9" height="9"/></g>',
    "view box of a symbol": '<symbol id="s" viewBox="x"><rect width="9" height="9"/></symbol><use href="#s"/>',
    "marker": '<marker id="m" viewBox="q" orient="z"><path d="M0 0L9 9"/></marker>'
    '<path marker-end="url(#m)" d="M1 1L5 5" stroke="#000"/>',
    "mask": '<mask id="m" x="q" width="z"><path d="M0 0L9 9"/></mask><rect mask="url(#m)" width="9" height="9"/>',
    "opacity": '<rect width="90" height="60" opacity="x"/>',
    "radius": '<circle r="5" cx="q"/>',
}
BAD = {
    "half a jpeg": ("scan.jpg", photo(noisy=True)[:30_000], "`scan.jpg` is damaged, or not a picture"),
    "half a png": ("scan.png", photo("PNG", noisy=True)[:30_000], "`scan.png` is damaged, or not a picture"),
    "nothing": ("scan.png", b"", "`scan.png` is damaged, or not a picture"),
    **{kind: ("scan.png", photo(kind), f"`scan.png` is a {kind} file") for kind in KINDS},
    "jp2": ("scan.jpg", photo("JPEG2000"), "`scan.jpg` is a JPEG2000 file"),
    "heic": ("scan.jpg", b"\0\0\0\x18ftypheic" + bytes(99), "`scan.jpg` is a HEIC file"),
    "cmyk": ("scan.jpg", photo(mode="CMYK"), "`scan.jpg` has the four colours of a print shop (CMYK)"),
    "16 bits": ("scan.png", photo("PNG", "I;16"), "`scan.png` has 16 bits a dot"),
    "text": ("scan.svg", b"hello", "`scan.svg` is damaged, or not a picture"),
    "unknown encoding": ("scan.svg", b'<?xml version="1.0" encoding="x"?><svg/>', "`scan.svg` is damaged"),
    "use of itself": (
        "scan.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="a"><use href="#a"/></g></svg>',
        "`scan.svg` cannot be drawn: a shape in it uses itself",
    ),
    "nothing drawn": ("scan.svg", drawing(""), "`scan.svg` cannot be drawn: there is nothing in it"),
    "no area": ("scan.svg", drawing("<path/>").replace(b"90 60", b"0 60"), "`scan.svg` is damaged, or not a picture"),
    "entity bomb": (
        "scan.svg",
        b"<!DOCTYPE svg [<!ENTITY a 'ten letters'>"
        + b"".join(
            f"<!ENTITY {name} '{f'&{part};' * 10}'>".encode() for part, name in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + b"]>"
        + drawing('<text y="20">&i;</text>'),
        "`scan.svg` is damaged, or not a picture",
    ),
    "a shape elsewhere": (
        "scan.svg",
        drawing('<use href="other.svg#a"/>'),
        "`scan.svg` cannot be drawn: it uses a shape that is not in it, `other.svg#a`",
    ),
    **{name: ("scan.svg", drawing(inner), WRONG) for name, inner in ODD_VALUES.items()},
    "deep groups": (
        "scan.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + b"<g>" * 20_000 + b"</g>" * 20_000 + b"</svg>",
        "`scan.svg` cannot be drawn: its groups are more than 100 deep",
    ),
    "html text": (
        "scan.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><foreignObject>Two a day</foreignObject></svg>',
        "`scan.svg` cannot be drawn: it has text in HTML",
    ),
}


@pytest.mark.parametrize(("name", "data", "message"), BAD.values(), ids=BAD.keys())
def test_a_picture_that_would_print_wrongly_is_told_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, message: str
) -> None:
    assert build(tmp_path, name, data) == 1
    told = capsys.readouterr().err
    assert f"error[picture-kind]: {message}" in told
    assert f"| ![Open airways]({name})" in told
    assert not (tmp_path / "output" / PDF).exists()


@pytest.mark.parametrize(("name", "data"), [
    ("scan.png", photo("PNG", "P")), ("scan.png", photo("PNG", "RGBA")), ("scan.jpg", photo(progressive=True)),
    ("scan.jpg", photo(mode="L")), ("SCAN.JPG", photo()), ("scan.JPEG", photo()), ("Scan.PNG", photo("PNG")),
])  # fmt: skip
def test_a_sound_picture_is_printed_whatever_the_case_of_its_name(tmp_path: Path, name: str, data: bytes) -> None:
    assert build(tmp_path, name, data) == 0
    with pikepdf.open(tmp_path / "output" / PDF) as pdf:
        assert [item.Width for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Width" in item][:1] == [
            900
        ]


def test_letters_that_run_off_the_page_are_no_fault_of_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(tmp_path, "scan.svg", drawing(f'<text y="20">{"m" * 1000}</text>'))
    assert "crashed" not in capsys.readouterr().err


def test_a_broken_logo_is_told_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"content/_brand.yml": "logo: logo.png\n", "content/logo.png": photo("PNG", noisy=True)[:9000]}

    assert build(tmp_path, "scan.jpg", photo(), **files) == 1
    assert "error[picture-kind]: `logo.png` is damaged, or not a picture" in capsys.readouterr().err


def noted() -> bytes:
    exif = Image.Exif()
    exif[Base.Artist] = "Ana Example"
    first, file = Image.effect_noise((900, 600), 60).convert("RGB"), BytesIO()
    first.save(file, "MPO", save_all=True, append_images=[first], exif=exif, comment=b"Ana Example")
    return file.getvalue() + b"Ana Example"


@pytest.mark.parametrize("way", ["file", "drawing"])
def test_no_note_of_a_camera_reaches_the_pdf(tmp_path: Path, way: str) -> None:
    name, data = "scan.jpg", noted()
    if way == "drawing":
        name, uri = "scan.svg", base64.b64encode(data).decode()
        data = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60">'
            f'<image width="90" height="60" href="data:image/jpeg;base64,{uri}"/></svg>'
        ).encode()

    assert b"Ana Example" in noted()
    assert build(tmp_path, name, data) == 0
    with pikepdf.open(tmp_path / "output" / PDF) as pdf:
        streams = [item.read_raw_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    assert any(stream.startswith(b"\xff\xd8") for stream in streams)
    assert not any(b"Ana Example" in stream or b"MPF" in stream for stream in streams)
