"""The QR reader: a code on a finished page as a telephone sees it, in good conditions and in poor ones.

A code that is drawn right may still fail on paper: a stylesheet makes it small, a box comes too near, a colour is too
pale. So nothing here trusts the source. The page is rasterised, and the code is found, measured and read on it.

In:   the bytes of a PDF.
Out:  the text of codes, pictures of a code with what is around it, and what can be measured on them.
Never: opens the URL; uses chance: the same PDF gives the same answers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from carepress.design.colour import contrast, luminance

SEARCH_DPI = (100, 300)  # 100 reads squares of 0.4 mm, and is quick; finer codes are searched for once more
LOW_DPI, HIGH_DPI = 150, 300  # what a plain telephone sees at arm's length, and a good one close by
AROUND = 1 / 3  # of the code's width that is cropped with it: nine modules of a common code
QUIET_ZONE = 4  # modules on each side, ISO/IEC 18004
STEPS = 4  # pixels to a module where it is measured
EDGE = 2  # steps beside the code that are not looked at: pixels there are neither black nor white
INCH = 25.4  # mm

BLUR = 0.15  # mm; reading ends at 0.45 of a module: squares of 0.4 mm bear a fifth more, of 0.5 mm half as much again
TURN = math.radians(12)  # nobody holds a telephone quite straight; a sound code is still read at 20 degrees
TAPER = 0.2  # of its width is lost at the far edge: the telephone is tilted; a sound code bears 0.3
TONER = 0.4  # of full black; the reader needs a tenth of the whole scale
SHADE = 0.5  # of full light on one side: the shadow of a hand

Corners = tuple[complex, complex, complex, complex]


@dataclass(frozen=True, kw_only=True, slots=True)
class DetectedCode:
    """A QR code in a picture: its text, modules a side, corners in pixels clockwise from its own top left.

    `unused_correction` is the share of its error correction that was not needed to read it, 1 for a whole code.
    """

    text: str
    modules: int
    corners: Corners
    unused_correction: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurements:
    """A code as printed: mm, modules of quiet zone on the worst side, contrast (above 1 for dark on light)."""

    module: float
    width: float
    quiet: float
    contrast: float
    whole: bool


def detect(picture: Image.Image) -> list[DetectedCode]:
    """Every QR code in a picture, but for micro QR codes, which telephones do not read."""
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCodeModel2)  # type: ignore[arg-type]
    return [_detected(code) for code in codes]


def _detected(code: Any) -> DetectedCode:
    at = code.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    top_left, top_right, bottom_right, bottom_left = (complex(corner.x, corner.y) for corner in corners)
    return DetectedCode(
        text=code.text,
        modules=17 + 4 * int(code.extra["Version"]),  # ISO/IEC 18004: version 1 has 21 a side
        corners=(top_left, top_right, bottom_right, bottom_left),
        unused_correction=float(code.extra.get("UEC", 1)),
    )


def read_codes(pdf: bytes) -> list[str]:
    """The text of every QR code on the pages, the last page first; each text once."""
    return list(dict.fromkeys(code.text for _, code, _ in _codes(pdf, last_first=True)))


def crop(pdf: bytes, text: str, *, last_first: bool) -> dict[int, Image.Image]:
    """The code that says `text` as pictures in colour, by dots per inch; empty if there is no such code.

    The search starts at the last page or at the first, and ends where the code is found.
    """
    codes = _codes(pdf, last_first=last_first)
    return next((_crops(page, code, dpi) for page, code, dpi in codes if code.text == text), {})


def _codes(pdf: bytes, *, last_first: bool) -> Iterator[tuple[pypdfium2.PdfPage, DetectedCode, int]]:
    """Every code with its page, and the dots per inch at which it was detected."""
    with pypdfium2.PdfDocument(pdf) as document:
        numbers = range(len(document))[:: -1 if last_first else 1]
        for dpi in SEARCH_DPI:
            for number in numbers:
                page = document[number]
                picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
                yield from ((page, code, dpi) for code in detect(picture))
                page.close()


def _crops(page: pypdfium2.PdfPage, code: DetectedCode, dpi: int) -> dict[int, Image.Image]:
    """The code and what is around it, cut where the page ends."""
    width, height = page.get_size()
    across = [corner.real * 72 / dpi for corner in code.corners]
    down = [corner.imag * 72 / dpi for corner in code.corners]
    more = AROUND * (max(across) - min(across))
    margins = (min(across) - more, height - max(down) - more, width - max(across) - more, min(down) - more)
    cut = tuple(max(margin, 0) for margin in margins)
    return {dpi: page.render(scale=dpi / 72, crop=cut).to_pil().convert("RGB") for dpi in (LOW_DPI, HIGH_DPI)}


def measure(picture: Image.Image, code: DetectedCode) -> Measurements:
    """The size, quiet zone and contrast of the code in a picture at HIGH_DPI."""
    upright = _upright(picture, code)
    top_left, top_right, bottom_right, bottom_left = code.corners
    diagonal = (abs(top_left - bottom_right) + abs(top_right - bottom_left)) / 2
    width = diagonal / math.sqrt(2) / HIGH_DPI * INCH
    return Measurements(
        module=round(width / code.modules, 2),
        width=round(width, 1),
        quiet=_quiet(upright.convert("L"), code.modules),
        contrast=_contrast(upright, code.modules),
        whole=code.unused_correction == 1,
    )


def _upright(picture: Image.Image, code: DetectedCode) -> Image.Image:
    """The code upright with its quiet zone, STEPS pixels to a module; black beyond the page."""
    modules = code.modules + 2 * QUIET_ZONE
    middle = sum(code.corners) / 4
    top_left, top_right, bottom_right, bottom_left = (
        middle + (corner - middle) * modules / code.modules for corner in code.corners
    )
    quad = [part for corner in (top_left, bottom_left, bottom_right, top_right) for part in (corner.real, corner.imag)]
    size = (modules * STEPS, modules * STEPS)
    return picture.transform(size, Image.Transform.QUAD, quad, Image.Resampling.BILINEAR, fillcolor="black")


def _quiet(upright: Image.Image, modules: int) -> float:
    """The modules of light on the side where there are fewest, to a quarter of a module."""
    near, far = QUIET_ZONE * STEPS, (QUIET_ZONE + modules) * STEPS
    shades = upright.crop((near, near, far, far)).tobytes()
    middle = (min(shades) + max(shades)) / 2
    return min(_quiet_above(upright.rotate(90 * turn), middle) for turn in range(4))


def _quiet_above(upright: Image.Image, middle: float) -> float:
    top = QUIET_ZONE * STEPS
    for step in range(EDGE, top):
        row = upright.crop((top, top - step - 1, upright.width - top, top - step))
        if min(row.tobytes()) < middle:
            return step / STEPS
    return QUIET_ZONE


def _contrast(upright: Image.Image, modules: int) -> float:
    """Dark against light in the finder pattern that has least; below 1 if the code is light on dark."""
    far = modules - 7  # a finder pattern is 7 modules wide
    ratios = []
    for x, y in ((0, 0), (far, 0), (0, far)):  # the middle of a finder pattern is dark, the ring around it light
        dark, light = _colour(upright, x + 3, y + 3), _colour(upright, x + 1, y + 3)
        ratio = contrast(dark, light)
        ratios.append(ratio if luminance(dark) <= luminance(light) else 1 / ratio)
    return min(ratios)


def _colour(upright: Image.Image, x: int, y: int) -> str:
    """The colour at the middle of one module."""
    left, top = ((QUIET_ZONE + module) * STEPS + STEPS // 2 for module in (x, y))
    return "#" + upright.crop((left, top, left + 1, top + 1)).tobytes().hex()


def failing_conditions(picture: Image.Image, code: DetectedCode) -> list[str]:
    """The poor conditions, in words, in which the code in a grey picture at LOW_DPI cannot be read."""
    return [
        words
        for words, worsen in CONDITIONS.items()
        if code.text not in {other.text for other in detect(worsen(picture, code))}
    ]


def _blurred(picture: Image.Image, _: DetectedCode) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(BLUR * LOW_DPI / INCH))


def _tilted(picture: Image.Image, code: DetectedCode) -> Image.Image:
    """Turned, and farther away at the top: a projection of the plane, as a lens gives it, not only a slant."""
    centre, middle = sum(code.corners) / 4, complex(*picture.size) / 2
    cos, sin = math.cos(TURN), math.sin(TURN)
    fall = TAPER / abs(code.corners[1] - code.corners[0])
    near = 1 - fall * middle.imag
    across = (cos, centre.real * fall - sin, centre.real * near - cos * middle.real + sin * middle.imag)
    down = (sin, centre.imag * fall + cos, centre.imag * near - sin * middle.real - cos * middle.imag)
    data = [part / near for part in (*across, *down, 0, fall)]
    return picture.transform(
        picture.size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BILINEAR, fillcolor="white"
    )


def _faint(picture: Image.Image, _: DetectedCode) -> Image.Image:
    pale = picture.point([round(255 - TONER * (255 - level)) for level in range(256)])
    light = [round(255 * (SHADE + (1 - SHADE) * level / 255)) for level in range(256)]
    return ImageChops.multiply(pale, Image.linear_gradient("L").resize(picture.size).point(light))


CONDITIONS: Mapping[str, Callable[[Image.Image, DetectedCode], Image.Image]] = {
    "out of focus": _blurred,
    "at an angle": _tilted,
    "printed pale, in poor light": _faint,
}
"""Poor conditions, and what each does to a picture. A sound code of 0.4 mm modules can be read in all of them."""
