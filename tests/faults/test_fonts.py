"""A font that is damaged, or no font, is told at the line that names it, and ends nothing."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import fontpkg
import pytest

from tests.faults.test_output import CLINIC, build, shown
from tests.support.proofs import put

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

FONT = fontpkg.path("Atkinson Hyperlegible", 400, nearest=True).read_bytes()
BRAND = """typography:
  fonts:
    - family: House
      source: file
      files:
        - path: fonts/House.ttf
  base: House
"""


def noisy(seed: int) -> bytes:
    noise, font = random.Random(seed), bytearray(FONT)
    for at in noise.sample(range(12 + 16 * struct.unpack(">H", FONT[4:6])[0], len(FONT)), 20):
        font[at] ^= noise.randrange(1, 256)
    return bytes(font)


DAMAGED = "`fonts/House.ttf` is damaged, or not a font"
BAD = {
    "half a font": (FONT[: len(FONT) // 2], DAMAGED),
    "all but its end": (FONT[:-1000], DAMAGED),
    "nothing": (b"", DAMAGED),
    "a text": (b"House", DAMAGED),
    "a directory of nothing": (FONT[:12] + bytes(len(FONT) - 12), DAMAGED),
    "too many tables": (FONT[:4] + b"\xff\xff" + FONT[6:], DAMAGED),
    **{f"noise {seed}": (noisy(seed), DAMAGED) for seed in range(5)},
    "a font for websites": (b"wOF2" + FONT[4:], "`fonts/House.ttf` is a WOFF2 file, for websites"),
}


@pytest.mark.parametrize(("font", "message"), BAD.values(), ids=BAD.keys())
def test_a_font_that_cannot_be_used_is_told_where_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], font: bytes, message: str
) -> None:
    put(tmp_path, {"content/clinic.yaml": CLINIC, "content/_brand.yml": BRAND, "content/fonts/House.ttf": font})

    assert build(tmp_path) == 1
    told = capsys.readouterr().err
    assert f"error[missing-font]: {message}\n --> content/_brand.yml:6:17\n" in told
    assert not [name for name in shown(tmp_path) if name.endswith(".pdf")]


def test_a_whole_font_is_used(tmp_path: Path) -> None:
    put(tmp_path, {"content/clinic.yaml": CLINIC, "content/_brand.yml": BRAND, "content/fonts/House.ttf": FONT})

    assert build(tmp_path) == 0
