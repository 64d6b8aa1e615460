"""Pictures as they are placed: how wide they are printed decides whether dots, lines and letters are good enough.

In:   Pages.
Out:  Diagnostics; for other checks, every picture with its place.
Never: opens a file: the typesetter has read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any
from urllib.parse import unquote

from carepress.diagnostics.model import Diagnostic, Severity, Span
from carepress.preflight.locate import span_of
from carepress.preflight.proof import Pages
from carepress.typeset import MM, Layout
from carepress.typeset.measure import drawing_tree

INCH = 25.4  # mm
POINT = 25.4 / 72  # mm
THINNEST = 0.25  # pt
SHAPES = frozenset({"path", "line", "polyline", "polygon", "rect", "circle", "ellipse"})
WORDS = frozenset({"text", "tspan", "textPath"})
KEPT_FOR_LATER = frozenset({"defs", "symbol", "clipPath", "mask", "pattern", "marker"})
UNSEEN = frozenset({"none", "transparent"})
NUMBER = re.compile(r"\s*(\d*\.?\d+)(px)?\s*")
DECIMAL = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
SCALE = re.compile(r"(scale|matrix)\(\s*([^)]*)\)")


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A picture on a page: its file's name, what the typesetter made of it, its size in mm, the box that shows it."""

    name: str
    image: Any
    page: int
    width: float
    height: float
    box: Any

    @property
    def ppi(self) -> float:
        """Dots an inch, in the direction that has fewer."""
        return float(INCH * min(self.image.width / self.width, self.image.height / self.height))

    @property
    def is_photo(self) -> bool:
        """Whether it is made of dots."""
        return hasattr(self.image, "image_data")


def placed(layout: Layout) -> Iterator[Placed]:
    """Every picture that the pages show, those behind the text too."""
    for number, box in layout.boxes:
        if hasattr(box, "replacement") and (url := box.element.get("src")):
            size = box.width * MM, box.height * MM
            yield Placed(name=_name(url), image=box.replacement, page=number, width=size[0], height=size[1], box=box)
        for layer, (_, url) in zip(*_behind(box), strict=True):
            if layer.image is not None and isinstance(url, str):
                size = layer.size[0] * MM, layer.size[1] * MM
                yield Placed(name=_name(url), image=layer.image, page=number, width=size[0], height=size[1], box=box)


def _behind(box: Any) -> tuple[Any, Any]:
    """The layers of a box's background, and the files that they come from."""
    if box.background is None:
        return (), ()
    layers, files = box.background.layers, box.background.style["background_image"]
    return (layers, files) if len(layers) == len(files) else ((), ())


def _name(url: str) -> str:
    return unquote(url).rpartition("/")[2]


def written_at(picture: Placed, pages: Pages) -> Span | None:
    """Where the author names a picture, or what stands in for it."""
    source = pages.written.manuscript.source
    if picture.name in source.text:
        return source.find(picture.name)
    return span_of(picture.box, pages.layout, source)


def check_resolution(pages: Pages) -> Iterator[Diagnostic]:
    """Photographs with too few dots for the size at which they are printed; each is told once, where it is largest."""
    wanted = pages.written.checks.picture_ppi
    worst: dict[str, Placed] = {}
    for picture in placed(pages.layout):
        if picture.is_photo and min(picture.width, picture.height) > 0:
            worst[picture.name] = min(worst.get(picture.name, picture), picture, key=lambda one: one.ppi)
    for name, picture in worst.items():
        ppi, span = round(picture.ppi), written_at(picture, pages)
        dots, wide = ceil(_room(picture, pages) / INCH * wanted), int(picture.width * picture.ppi / wanted)
        if ppi < wanted:
            yield Diagnostic(
                code="picture-resolution",
                severity=Severity.WARNING,
                message=f"`{name}` has {ppi} dots an inch, printed {picture.width:.0f} mm wide; {wanted} are needed",
                span=span,
                help=f"Ask for the original, at least {dots} dots wide; this file is good enough up to {wide} mm.",
            )


def _room(picture: Placed, pages: Pages) -> float:
    """How wide, in mm, a picture with more dots would be printed: as wide as the block that holds it, at most."""
    span = span_of(picture.box, pages.layout, pages.written.manuscript.source)
    blocks = (box for number, box in pages.layout.boxes if number == picture.page and box.element is not None)
    found = [box.width * MM for box in blocks if span and box.element.get("data-line") == str(span.line)]
    return float(max([picture.width, *found]))


def check_drawings(pages: Pages, least_size: float) -> Iterator[Diagnostic]:
    """Drawings whose lines or letters are too small as they are printed. `least_size` is in points."""
    seen: set[str] = set()
    for picture in placed(pages.layout):
        if picture.name in seen or not hasattr(picture.box, "replacement") or picture.is_photo:
            continue
        seen.add(picture.name)
        marks = list(_marks(picture))
        span = written_at(picture, pages)
        thinnest = min((points for kind, points in marks if kind == "line"), default=THINNEST)
        smallest = min((points for kind, points in marks if kind == "letter"), default=least_size)
        if round(thinnest, 2) < THINNEST:
            yield Diagnostic(
                code="thin-line",
                severity=Severity.WARNING,
                message=f"`{picture.name}` has lines of {thinnest:.2f} pt as it is printed; {THINNEST} pt is the least",
                span=span,
                help="Draw them thicker.",
            )
        if round(smallest, 1) < least_size:
            size = f"{smallest:.1f}".removesuffix(".0")
            yield Diagnostic(
                code="small-type",
                severity=Severity.WARNING,
                message=f"`{picture.name}` has letters of {size} pt as it is printed; {least_size:g} pt is the least",
                span=span,
                help="Draw its letters larger, or leave them out and write the words in the text.",
            )


def _marks(picture: Placed) -> Iterator[tuple[str, float]]:
    """The width of every line and the size of every letter of a drawing, in points as printed."""
    drawing = drawing_tree(picture.image)
    drawing.cascade(drawing)
    _, _, wide, high = drawing.get_viewbox() or (0, 0, 0, 0)
    scale = min(picture.width / wide, picture.height / high) if wide > 0 and high > 0 else MM
    yield from _marks_of(drawing, scale / POINT)


def _marks_of(node: Any, scale: float) -> Iterator[tuple[str, float]]:
    scale *= _enlarged(node.get("transform", ""))
    line, letter = NUMBER.fullmatch(node.get("stroke-width", "1")), NUMBER.fullmatch(node.get("font-size", ""))
    if node.tag in SHAPES and node.get("stroke", "none") not in UNSEEN and line and float(line[1]) > 0:
        yield "line", float(line[1]) * scale
    if node.tag in WORDS and (node.text or "").strip() and letter:
        yield "letter", float(letter[1]) * scale
    for child in node:
        if child.tag not in KEPT_FOR_LATER:
            yield from _marks_of(child, scale)


def _enlarged(transform: str) -> float:
    """By how much a transformation makes what it holds larger, its two directions averaged."""
    factor = 1.0
    for kind, given in SCALE.findall(transform):
        numbers = [float(number) for number in DECIMAL.findall(given)]
        if kind == "scale" and numbers:
            factor *= sqrt(abs(numbers[0] * numbers[-1]))
        elif len(numbers) == len("abcdef"):
            a, b, c, d = numbers[:4]
            factor *= sqrt(abs(a * d - b * c))
    return factor
