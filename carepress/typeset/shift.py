"""Shift: blocks of laid-out pages move down without a second layout.

CSS cannot say that the last block of a page ends on the bottom line, or that three panels end level. After layout the
free space is known, and a block moves with everything in it.

In:   a Layout, the boxes to move, how far in mm.
Out:  the same Layout, measured again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes

from carepress.typeset.layout import Layout
from carepress.typeset.measure import MM, is_link, page_facts, walk


def move_down(layout: Layout, moves: Mapping[int, Sequence[tuple[Any, float]]]) -> Layout:
    """Move boxes down. `moves` has, by page number from 0, each box and how far it goes, in mm."""
    pages = list(layout.document.pages)
    for number, shifts in moves.items():
        page_box = pages[number]._page_box
        for box, distance in shifts:
            box.translate(0, distance / MM)
            _move_backgrounds(box, distance / MM)
        pages[number] = Page(page_box)
        pages[number].links[:] = [link for link in pages[number].links if is_link(link[3])]
    layout.document.pages[:] = pages
    return replace(layout, pages=tuple(page_facts(page._page_box) for page in pages))


def remove_covered_folios(layout: Layout, number: int, top: float) -> None:
    """Remove the folios of a page that a block which now begins at `top` (mm) would cover."""
    page_box = layout.document.pages[number]._page_box
    page_box.children = [
        child
        for child in page_box.children
        if not (isinstance(child, boxes.MarginBox) and child.position_y + child.margin_height() > top / MM)
    ]


def _move_backgrounds(box: Any, distance: float) -> None:
    """Move the backgrounds of a box: WeasyPrint has already placed them, so they do not move with it."""
    for moved in walk(box):
        if moved.background is None:
            continue
        layers = [
            layer._replace(
                painting_area=_lower(layer.painting_area, distance),
                positioning_area=_lower(layer.positioning_area, distance),
                clipped_boxes=[_lower(clip, distance) for clip in layer.clipped_boxes],
            )
            for layer in moved.background.layers
        ]
        moved.background = moved.background._replace(layers=layers)


def _lower(area: Any, distance: float) -> Any:
    return area if isinstance(area, str) or not area else (area[0], area[1] + distance, *area[2:])
