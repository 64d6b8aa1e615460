"""Text runs: the text of a finished page as it will be printed, run by run, and where each stands.

In:   a page of pypdfium2.
Out:  TextRuns; the page as a picture with its text and without it.
Never: changes the page: text that was hidden for a picture is shown again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from PIL import Image, ImageChops
from pypdfium2 import raw

CHANGED = [0] * 9 + [255] * 247  # by how much a pixel changes, of 255: less is nothing
NEAR = 6  # pt: a letter may be this far from where its run begins or ends


class Box(NamedTuple):
    """A part of a page, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Its height."""
        return self.bottom - self.top

    @property
    def is_empty(self) -> bool:
        """Whether it has no pixel, as where text stands outside its page."""
        return self.width <= 0 or self.height <= 0


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text of one font, size and colour in one line.

    `bounds` holds all of its letters, `letters` what is above the baseline, so that an underline is not their ground.
    """

    text: Any
    bounds: Box
    letters: Box

    @property
    def forms(self) -> Iterator[Any]:
        """The groups that it stands in, from the inside out."""
        return _forms(self.text)


@dataclass(frozen=True, slots=True)
class Ink:
    """Where text has changed a page: a byte for each pixel, 0 for none, row by row."""

    pixels: bytes
    width: int

    @classmethod
    def between(cls, without: Image.Image, shown: Image.Image) -> Ink:
        """The difference between a page without its text and with it."""
        return cls(ImageChops.difference(shown, without).convert("L").point(CHANGED).tobytes(), shown.width)

    def columns(self, box: Box) -> bytes:
        """A byte for each column of a box: 0 where no pixel of it has changed."""
        starts = range(box.top * self.width + box.left, box.bottom * self.width, self.width)
        rows = (int.from_bytes(self.pixels[start : start + box.width]) for start in starts)
        return reduce(or_, rows, 0).to_bytes(box.width)


def runs_of(page: Any) -> list[TextRun]:
    """All text of a page, in the order in which it is drawn, at a pixel a point."""
    size = math.ceil(page.get_width()), math.ceil(page.get_height())
    return [_run(text, size) for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])]


def _run(text: Any, size: tuple[int, int]) -> TextRun:
    (left, bottom, right, top), matrix, (width, height) = text.get_bounds(), text.get_matrix(), size
    for form in _forms(text):
        outer = form.get_matrix()
        left, bottom, right, top = outer.on_rect(left, bottom, right, top)
        matrix = matrix.multiply(outer)
    is_level = matrix.b == matrix.c == 0 < matrix.d
    baseline = max(bottom, matrix.f) if is_level else bottom
    last, first = math.ceil(right), min(int(left), math.ceil(right) - 1)

    def box(low: int) -> Box:
        high = min(int(height - top), low - 1)
        return Box(max(first, 0), max(high, 0), min(last, width), min(low, height))

    return TextRun(text, box(math.ceil(height - bottom)), box(int(height - baseline)))


def _forms(text: Any) -> Iterator[Any]:
    while (text := text.container) is not None:
        yield text


def picture_of(page: Any) -> Image.Image:
    """The page, a pixel a point."""
    picture: Image.Image = page.render(scale=1).to_pil().convert("RGB")
    return picture


def picture_without(runs: Sequence[TextRun], page: Any) -> Image.Image:
    """The page without these runs of text, a pixel a point."""
    for run in runs:
        raw.FPDFPageObj_SetIsActive(run.text, False)
    ground = picture_of(page)
    for run in runs:
        raw.FPDFPageObj_SetIsActive(run.text, True)
    return ground


def letters_of(run: TextRun, page: Any) -> Iterator[Box]:
    """Where each letter of a run stands, without its spaces."""
    text, height, bounds = page.get_textpage(), page.get_height(), run.bounds
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at)
        box = Box(int(left), int(height - top), math.ceil(right), math.ceil(height - bottom))
        is_inside = bounds.left <= (left + right) / 2 <= bounds.right and bounds.top <= box.bottom <= bounds.bottom + 1
        if is_inside and not box.is_empty and text.get_text_range(at, 1).strip():
            yield box


def words_of(runs: Sequence[TextRun], page: Any) -> str:
    """The words from the first of these runs to the last, with the spaces that are drawn as gaps."""
    text, height, (first, last) = page.get_textpage(), page.get_height(), (runs[0], runs[-1])
    start = text.get_index(first.letters.left, height - first.letters.bottom + 1, NEAR, NEAR)
    end = text.get_index(last.letters.right, height - last.letters.bottom + 1, NEAR, NEAR)
    if start is None or end is None:
        first.text.textpage = text
        return " ".join(first.text.extract().split())
    return " ".join(text.get_text_range(min(start, end), abs(end - start) + 1).split())
