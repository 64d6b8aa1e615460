"""Moving: blocks of laid-out pages go down without being laid out again.

Pages cannot say in CSS that their last block stands on the bottom line, or that three panels end level. Once they
are laid out it is known how much room is left, and a block is moved with all that is in it.

In:   a Layout, which boxes, how far in mm.
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
    """Move boxes of pages down: for each page, from 0, the boxes and by how many mm."""
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


def uncover(layout: Layout, number: int, top: float) -> None:
    """Take away folios that a block now standing at `top` (mm) would cover on a page."""
    page_box = layout.document.pages[number]._page_box
    page_box.children = [
        child
        for child in page_box.children
        if not (isinstance(child, boxes.MarginBox) and child.position_y + child.margin_height() > top / MM)
    ]


def _move_backgrounds(box: Any, distance: float) -> None:
    """Backgrounds were placed when the page was finished; a box that moves later does not take them along by itself."""
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
