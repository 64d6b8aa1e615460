"""The camera: a QR code on a finished page, as a telephone sees it, on good days and on bad ones.

A code is drawn right and may still fail on paper: a stylesheet makes it small, a box comes too near, a colour is too
pale. So nothing here trusts the source. The page is rasterised, the code is found on it, and measured and photographed
where it stands.

In:   the bytes of a PDF.
Out:  the code's text, pictures of it with what is around it, and what can be measured on them.
Never: opens the URL, or leaves anything to chance: the same PDF gives the same answers.
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

SEARCH_DPI = (100, 300)  # 100 reads squares of 0.4 mm, and is quick; a finer code is sought once more
COARSE, FINE = 150, 300  # a plain telephone at arm's length, and a good one near by
AROUND = 1 / 3  # of the code's width that is photographed with it: nine modules of a common code
QUIET = 4  # modules on each side, ISO/IEC 18004
STEPS = 4  # pixels to a module where it is measured
EDGE = 2  # steps beside the code that are not looked at: pixels there are neither black nor white

BLUR = 0.15  # mm; reading ends at 0.45 of a module: squares of 0.4 mm bear a fifth more, of 0.5 mm half as much again
TURN = math.radians(12)  # a hand is no tripod; a sound code is still read at 20 degrees
TAPER = 0.2  # of its width is lost at the far edge: the telephone is tilted; a sound code bears 0.3
TONER = 0.4  # of full black; the reader needs a tenth of the whole scale
SHADE = 0.5  # of full light on one side: a hand's shadow

Corners = tuple[complex, complex, complex, complex]


@dataclass(frozen=True, kw_only=True, slots=True)
class DetectedCode:
    """A QR code in a picture: its text, modules a side, corners in pixels from its own top left clockwise.

    `spare` is the share of its error correction that reading it has not used up, 1 for a whole code.
    """

    text: str
    modules: int
    corners: Corners
    spare: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Measures:
    """A code as it stands on the page: mm, modules of quiet on the worst side, contrast (dark on light is above 1)."""

    module: float
    width: float
    quiet: float
    contrast: float
    whole: bool


def detect(picture: Image.Image) -> list[DetectedCode]:
    """Every QR code in a picture; their small cousins, which telephones do not read, are left out."""
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCodeModel2)  # type: ignore[arg-type]
    return [_sight(code) for code in codes]


def read_codes(pdf: bytes) -> list[str]:
    """The text of every QR code on the pages, the last page first; each text once."""
    return list(dict.fromkeys(sight.text for _, sight, _ in _sights(pdf, last_first=True)))


def crop(pdf: bytes, text: str, *, last_first: bool) -> dict[int, Image.Image]:
    """Pictures in colour of the code that says `text`, by dots an inch; none if there is no such code.

    It is sought from the last page or from the first, and no further than it is found.
    """
    return next((_closeups(*seen) for seen in _sights(pdf, last_first=last_first) if seen[1].text == text), {})


def measured(picture: Image.Image, sight: DetectedCode) -> Measures:
    """What a ruler and a light meter say of the code in a picture at FINE dots an inch."""
    flat = _flat(picture, sight)
    one, two, three, four = sight.corners
    width = (abs(one - three) + abs(two - four)) / 2 / math.sqrt(2) / FINE * 25.4
    return Measures(
        module=round(width / sight.modules, 2),
        width=round(width, 1),
        quiet=_quiet(flat.convert("L"), sight.modules),
        contrast=_contrast(flat, sight.modules),
        whole=sight.spare == 1,
    )


def failing_conditions(picture: Image.Image, sight: DetectedCode) -> list[str]:
    """The conditions of life, in words, under which the code in a grey picture at COARSE dots an inch is lost."""
    return [
        words
        for words, worsen in WORSE.items()
        if sight.text not in [seen.text for seen in detect(worsen(picture, sight))]
    ]


def _sight(code: Any) -> DetectedCode:
    at = code.position
    points = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    one, two, three, four = (complex(point.x, point.y) for point in points)
    return DetectedCode(
        text=code.text,
        modules=17 + 4 * int(code.extra["Version"]),  # ISO/IEC 18004: version 1 has 21 a side
        corners=(one, two, three, four),
        spare=float(code.extra.get("UEC", 1)),
    )


def _sights(pdf: bytes, *, last_first: bool) -> Iterator[tuple[pypdfium2.PdfPage, DetectedCode, int]]:
    """Every code with its page, and the dots an inch at which it is seen."""
    with pypdfium2.PdfDocument(pdf) as document:
        numbers = range(len(document))[:: -1 if last_first else 1]
        for dpi in SEARCH_DPI:
            for number in numbers:
                page = document[number]
                picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
                yield from ((page, sight, dpi) for sight in detect(picture))
                page.close()


def _closeups(page: pypdfium2.PdfPage, sight: DetectedCode, dpi: int) -> dict[int, Image.Image]:
    """The code and what is around it, cut where the page ends."""
    width, height = page.get_size()
    across = [corner.real * 72 / dpi for corner in sight.corners]
    down = [corner.imag * 72 / dpi for corner in sight.corners]
    more = AROUND * (max(across) - min(across))
    cut = (min(across) - more, height - max(down) - more, width - max(across) - more, min(down) - more)
    crop = tuple(max(side, 0) for side in cut)
    return {dpi: page.render(scale=dpi / 72, crop=crop).to_pil().convert("RGB") for dpi in (COARSE, FINE)}


def _flat(picture: Image.Image, sight: DetectedCode) -> Image.Image:
    """The code upright with its quiet zone, STEPS pixels to a module; beyond the page nothing is quiet."""
    modules = sight.modules + 2 * QUIET
    middle = sum(sight.corners) / 4
    one, two, three, four = (middle + (corner - middle) * modules / sight.modules for corner in sight.corners)
    data = [part for corner in (one, four, three, two) for part in (corner.real, corner.imag)]
    size = (modules * STEPS, modules * STEPS)
    return picture.transform(size, Image.Transform.QUAD, data, Image.Resampling.BILINEAR, fillcolor="black")


def _quiet(flat: Image.Image, modules: int) -> float:
    """The modules of light on the side where there are fewest, to a quarter of a module."""
    near, far = QUIET * STEPS, (QUIET + modules) * STEPS
    shades = flat.crop((near, near, far, far)).tobytes()
    middle = (min(shades) + max(shades)) / 2
    return min(_quiet_above(flat.rotate(90 * turn), middle) for turn in range(4))


def _quiet_above(flat: Image.Image, middle: float) -> float:
    top = QUIET * STEPS
    for step in range(EDGE, top):
        row = flat.crop((top, top - step - 1, flat.width - top, top - step))
        if min(row.tobytes()) < middle:
            return step / STEPS
    return QUIET


def _contrast(flat: Image.Image, modules: int) -> float:
    """Dark against light in the finder pattern that has least; below 1 if the code is light on dark."""
    far = modules - 7
    ratios = []
    for x, y in ((0, 0), (far, 0), (0, far)):  # a finder is 7 modules wide: its middle is dark, the ring's inside light
        dark, light = _colour(flat, x + 3, y + 3), _colour(flat, x + 1, y + 3)
        ratio = contrast(dark, light)
        ratios.append(ratio if luminance(dark) <= luminance(light) else 1 / ratio)
    return min(ratios)


def _colour(flat: Image.Image, x: int, y: int) -> str:
    """The colour at the middle of one module."""
    left, top = ((QUIET + place) * STEPS + STEPS // 2 for place in (x, y))
    return "#" + flat.crop((left, top, left + 1, top + 1)).tobytes().hex()


def _blurred(picture: Image.Image, _: DetectedCode) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(BLUR * COARSE / 25.4))


def _tilted(picture: Image.Image, sight: DetectedCode) -> Image.Image:
    """Turned, and farther away at the top: a projection of the plane, not only a slant, as a lens gives it."""
    code, middle = sum(sight.corners) / 4, complex(*picture.size) / 2
    cos, sin = math.cos(TURN), math.sin(TURN)
    fall = TAPER / abs(sight.corners[1] - sight.corners[0])
    near = 1 - fall * middle.imag
    across = (cos, code.real * fall - sin, code.real * near - cos * middle.real + sin * middle.imag)
    down = (sin, code.imag * fall + cos, code.imag * near - sin * middle.real - cos * middle.imag)
    data = [part / near for part in (*across, *down, 0, fall)]
    return picture.transform(
        picture.size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BILINEAR, fillcolor="white"
    )


def _faint(picture: Image.Image, _: DetectedCode) -> Image.Image:
    pale = picture.point([round(255 - TONER * (255 - level)) for level in range(256)])
    light = [round(255 * (SHADE + (1 - SHADE) * level / 255)) for level in range(256)]
    return ImageChops.multiply(pale, Image.linear_gradient("L").resize(picture.size).point(light))


WORSE: Mapping[str, Callable[[Image.Image, DetectedCode], Image.Image]] = {
    "out of focus": _blurred,
    "at an angle": _tilted,
    "printed pale, in poor light": _faint,
}
"""What life does to a code. Each leaves a sound code of the smallest modules, 0.4 mm, well readable."""
