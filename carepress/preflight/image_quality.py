"""Preflight of images as printed: photographs have enough dots, and drawings have lines and letters that paper shows.

In:   Pages.
Out:  Diagnostics.
Never: opens a file: the typesetter has read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any
from urllib.parse import unquote

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Span
from carepress.preflight.locate import span_of
from carepress.preflight.proof import Pages
from carepress.typeset import MM, Layout
from carepress.typeset.measure import drawing_tree

INCH = 25.4  # mm
POINT = INCH / 72  # mm
MIN_LINE = 0.25  # pt
SHAPES = frozenset({"path", "line", "polyline", "polygon", "rect", "circle", "ellipse"})
TEXTS = frozenset({"text", "tspan", "textPath"})
NOT_DRAWN = frozenset({"defs", "symbol", "clipPath", "mask", "pattern", "marker"})
NO_STROKE = frozenset({"none", "transparent"})
NUMBER = re.compile(r"\s*(\d*\.?\d+)(px)?\s*")
DECIMAL = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
SCALE = re.compile(r"(scale|matrix)\(\s*([^)]*)\)")


@dataclass(frozen=True, kw_only=True)
class PlacedImage:
    """An image on a page: its file's name, what the typesetter made of it, its size in mm, the box that shows it."""

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


def placed_images(layout: Layout) -> Iterator[PlacedImage]:
    """Every image on the pages, those behind the text too."""
    for page, box in layout.boxes:
        if hasattr(box, "replacement") and (url := box.element.get("src")):
            yield _placed(url, box.replacement, page, box, (box.width, box.height))
        for layer, (_, url) in zip(*_background(box), strict=True):
            if layer.image is not None and isinstance(url, str):
                yield _placed(url, layer.image, page, box, layer.size)


def _placed(url: str, image: Any, page: int, box: Any, size: tuple[float, float]) -> PlacedImage:
    name, (width, height) = unquote(url).rpartition("/")[2], size
    return PlacedImage(name=name, image=image, page=page, width=width * MM, height=height * MM, box=box)


def _background(box: Any) -> tuple[Any, Any]:
    """The layers of a box's background, and the files that they come from."""
    if box.background is None:
        return (), ()
    layers, files = box.background.layers, box.background.style["background_image"]
    return (layers, files) if len(layers) == len(files) else ((), ())


def _span(image: PlacedImage, pages: Pages) -> Span | None:
    """Where the author names an image, or what stands in its place."""
    source = pages.written.manuscript.source
    return source.find(image.name) if image.name in source.text else span_of(image.box, pages.layout, source)


def check_resolution(pages: Pages) -> Iterator[Diagnostic]:
    """Photographs with too few dots for the size at which they are printed; each once, where it is largest."""
    wanted = pages.written.checks.picture_ppi
    worst: dict[str, PlacedImage] = {}
    for image in placed_images(pages.layout):
        if image.is_photo and min(image.width, image.height) > 0:
            worst[image.name] = min(worst.get(image.name, image), image, key=lambda placed: placed.ppi)
    for name, image in worst.items():
        if (ppi := round(image.ppi)) < wanted:
            dots, good_width = ceil(_room(image, pages) / INCH * wanted), int(image.width * image.ppi / wanted)
            yield rule("picture-resolution").at(
                _span(image, pages),
                name=name, ppi=ppi, width=image.width, wanted=wanted, dots=dots, good_width=good_width,
            )  # fmt: skip


def _room(image: PlacedImage, pages: Pages) -> float:
    """How wide, in mm, an image with more dots could be printed: as wide as the block that holds it."""
    span = span_of(image.box, pages.layout, pages.written.manuscript.source)
    boxes = (box for page, box in pages.layout.boxes if page == image.page and box.element is not None)
    widths = [box.width * MM for box in boxes if span and box.element.get("data-line") == str(span.line)]
    return float(max([image.width, *widths]))


def check_drawings(pages: Pages, min_size: float) -> Iterator[Diagnostic]:
    """Drawings whose lines or letters are too small as they are printed. `min_size` is in points."""
    drawings: dict[str, PlacedImage] = {}
    for image in placed_images(pages.layout):
        if hasattr(image.box, "replacement") and not image.is_photo:
            drawings.setdefault(image.name, image)
    for name, drawing in drawings.items():
        marks, span = list(_marks(drawing)), _span(drawing, pages)
        line = min((points for kind, points in marks if kind == "line"), default=MIN_LINE)
        letter = min((points for kind, points in marks if kind == "letter"), default=min_size)
        if round(line, 2) < MIN_LINE:
            yield rule("thin-line", "drawing").at(span, name=name, width=line, minimum=MIN_LINE)
        if round(letter, 1) < min_size:
            yield rule("small-type", "drawing").at(span, name=name, size=round(letter, 1), minimum=min_size)


def _marks(drawing: PlacedImage) -> Iterator[tuple[str, float]]:
    """The width of every line and the size of every letter of a drawing, in points as printed."""
    tree = drawing_tree(drawing.image)
    if tree is None:
        return
    _, _, width, height = tree.get_viewbox() or (0, 0, 0, 0)
    scale = min(drawing.width / width, drawing.height / height) if width > 0 and height > 0 else MM
    yield from _marks_of(tree, scale / POINT)


def _marks_of(node: Any, scale: float) -> Iterator[tuple[str, float]]:
    scale *= _factor(node.get("transform", ""))
    line, letter = NUMBER.fullmatch(node.get("stroke-width", "1")), NUMBER.fullmatch(node.get("font-size", ""))
    if node.tag in SHAPES and node.get("stroke", "none") not in NO_STROKE and line and float(line[1]) > 0:
        yield "line", float(line[1]) * scale
    if node.tag in TEXTS and (node.text or "").strip() and letter:
        yield "letter", float(letter[1]) * scale
    for child in node:
        if child.tag not in NOT_DRAWN:
            yield from _marks_of(child, scale)


def _factor(transform: str) -> float:
    """By how much a transformation enlarges, its two directions averaged."""
    factor = 1.0
    for kind, arguments in SCALE.findall(transform):
        numbers = [float(number) for number in DECIMAL.findall(arguments)]
        if kind == "scale" and numbers:
            factor *= sqrt(abs(numbers[0] * numbers[-1]))
        elif len(numbers) == len("abcdef"):
            a, b, c, d = numbers[:4]
            factor *= sqrt(abs(a * d - b * c))
    return factor
