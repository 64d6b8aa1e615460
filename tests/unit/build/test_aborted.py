"""Rules of suspicion: what is furthest beyond measure is named, and sound documents are not suspected."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from carepress.build.aborted import largest_outlier
from carepress.design.images import element_count, pixel_count
from carepress.project.source import Source

ROOT = Path(__file__).resolve().parents[3]
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
LEVELS = '<g id="a0"><path/><path/></g>' + "".join(
    f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, 31)
)


def png(width: int, height: int) -> bytes:
    """A picture's head, without a dot of it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + b"\0\0\0\0IDAT"


def source(text: str) -> Source:
    return Source(file="content/als/en.md", text=text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n\n" + "|a" * 900 + "|\n|-|\n", "a table in als/en.md:3 is 900 columns wide"),
        ("Text.\n\n" + "| a | b |\n" * 5000, "a table in als/en.md:3 is 5000 rows long"),
        ("Text.\n\n" + "word " * 9000, "a paragraph in als/en.md:3 has 9000 words"),
        ("Text. " + "x" * 9000, "a word in als/en.md:1 has 9000 letters"),
        ("A b.\n\n" * 9000, "the text in als/en.md:1 has 9000 paragraphs"),
        (("A b c d e f g h i j k l.\n" * 10 + "\n") * 300, "the text in als/en.md:1 has 36000 words"),
        ("Text.\n\n![A](a.svg)", "the drawing `a.svg` in als/en.md:3 has 4901 shapes"),
        ("Text.\n\n![A](b.svg)", "the drawing `b.svg` in als/en.md:3 has countless shapes"),
        ("Text.\n\n![A](c.png)", "the picture `c.png` in als/en.md:3 has 100000000 dots"),
    ],
)
def test_what_is_beyond_measure_is_named_with_its_place(text: str, said: str) -> None:
    pictures = {
        "content/als/a.svg": SVG.format("<path/>" * 4900).encode(),
        "content/als/b.svg": SVG.format(LEVELS + '<use href="#a30"/>').encode(),
        "content/als/c.png": png(10_000, 10_000),
    }

    assert str(largest_outlier(source(text), pictures)) == said


def test_a_sound_document_is_not_suspected() -> None:
    folder = ROOT / "content/als"
    pictures = {f"content/als/{path.name}": path.read_bytes() for path in folder.glob("*.svg")}

    assert largest_outlier(source((folder / "en.md").read_text(encoding="utf-8")), pictures) is None


@pytest.mark.parametrize("text", ["", "\n", "|", "\n\n\n"])
def test_a_document_of_nothing_is_not_suspected(text: str) -> None:
    assert largest_outlier(source(text), {}) is None


def test_shapes_that_use_themselves_are_countless() -> None:
    assert element_count(SVG.format('<g id="a"><use href="#a"/></g>').encode()) >= 10**9


@pytest.mark.parametrize("damaged", [b"", b"no picture", png(10, 10)[:20]])
def test_a_damaged_picture_is_counted_as_far_as_it_goes(damaged: bytes) -> None:
    assert (pixel_count(damaged), element_count(damaged)) == (0, damaged.count(b"<"))
