"""Preflight of overprint: no text stands on other text.

A float, a negative margin or a fixed height can put one line on another. Both are in the file; nobody can read them.

In:   Pages.
Out:  Diagnostics.
Never: looks at drawings; `contrast` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.locate import place_name, span_of
from carepress.preflight.proof import Pages

X_HEIGHT = 0.45  # of the size: how high most letters stand; lines that are set tight may touch above and below that
SLACK = 1.0  # px: letters that lean or are moved closer to each other
SHOWN = 40  # letters of a text, in a message


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A box of text, and where its small letters stand on the page, in px from its left and top."""

    box: Any
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: PlacedText) -> bool:
        """Whether letters of both stand in one place."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > SLACK and down > SLACK


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Every line that stands on another one, once for each place in the manuscript."""
    layout, source = pages.layout, pages.written.manuscript.source
    told: set[object] = set()
    for number, found in groupby(layout.text_boxes, key=lambda numbered: numbered[0]):
        for lower, upper in _overprinted([_placed(box) for _, box in found if box.text.strip()]):
            span = span_of(upper.box, layout, source) or span_of(lower.box, layout, source)
            key = span.line if span else (number, lower.box.text)
            if key not in told:
                told.add(key)
                words, other = (text.box.text.strip()[:SHOWN] for text in (upper, lower))
                yield rule("overprint").at(span, words=words, other=other, place=place_name(number, pages))


def _placed(box: Any) -> PlacedText:
    baseline = box.position_y + box.baseline
    top = baseline - X_HEIGHT * box.style["font_size"]
    return PlacedText(box, box.position_x, top, box.position_x + box.width, baseline)


def _overprinted(texts: Sequence[PlacedText]) -> Iterator[tuple[PlacedText, PlacedText]]:
    """Pairs of texts that stand in one place, from the top of the page down."""
    open_: list[PlacedText] = []
    for text in sorted(texts, key=lambda text: (text.top, text.left)):
        open_ = [other for other in open_ if other.bottom > text.top]
        yield from ((other, text) for other in open_ if text.covers(other))
        open_.append(text)
