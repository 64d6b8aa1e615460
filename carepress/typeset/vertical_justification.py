"""Vertical justification: space between blocks grows until the panels of a flow end on the same line.

Printers call it feathering. It happens on finished pages, when the free space is known; so does moving what belongs at
the foot of a page.

In:   a Layout, the format's flows.
Out:  the same Layout with blocks moved down.
Never: moves a block over another, or off its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from carepress.design.formats import Format
from carepress.typeset.layout import Layout
from carepress.typeset.measure import MM, outermost
from carepress.typeset.shift import move_down, remove_covered_folios

LEVEL = 2.0  # mm: bottoms of panels that differ by less look level
PLACES = ("bottom", "edge")  # data-place: at the end of the page's text area, or bleeding off the page's edge
ABOVE_HEADING = {"h2": 7.0, "h3": 4.0}  # mm that the space above may grow
ABOVE_BOX, ABOVE_TEXT, ABOVE_ROW = 5.0, 1.6, 2.4  # mm
ROWS = "__row"  # how the class of a component's rows ends, as in icons__row

Moves = dict[int, list[tuple[Any, float]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """The space above a block, or above a row of a component. `limit` is how far it may grow, in mm."""

    limit: float
    is_row: bool = False


def justify(layout: Layout, format_: Format) -> Layout:
    """Feather the panels of each flow so that they end on the same line. One with too little text stays as it is."""
    moves: Moves = {}
    for flow in format_.flows:
        numbers = [at for at, page in enumerate(layout.pages) if page.name == flow]
        if len(numbers) < 2:
            continue
        gaps = {at: _gaps(layout, at) for at in numbers}
        lowest = {at: layout.pages[at].used + sum(gap.limit for _, gap in gaps[at]) for at in numbers}
        used = max(layout.pages[at].used for at in numbers)
        target = max(used, min(layout.pages[numbers[0]].room, *lowest.values()))
        for at in numbers:
            if lowest[at] >= target - LEVEL:
                moves[at] = _feathered(gaps[at], target - layout.pages[at].used)
    return move_down(layout, moves) if moves else layout


def move_to_foot(layout: Layout) -> Layout:
    """Move what belongs at the foot of its page to the end of the text area, or to the edge of the page."""
    moves: Moves = {}
    for number, page in enumerate(layout.pages):
        for box in outermost(layout.document.pages[number]._page_box, _is_placed):
            end = page.height if box.element.get("data-place") == "edge" else page.height - page.margin_bottom
            top, height = box.border_box_y() * MM, box.border_height() * MM
            moves.setdefault(number, []).append((box, end - height - top))
            remove_covered_folios(layout, number, end - height)
    return move_down(layout, moves) if moves else layout


def _is_placed(box: Any) -> bool:
    return box.element is not None and box.element.get("data-place") in PLACES


def _gaps(layout: Layout, number: int) -> list[tuple[Any, Gap]]:
    """Every block and every row of a component on a page, in reading order, with the gap above it."""
    gaps: list[tuple[Any, Gap]] = []
    above = None
    for block in outermost(layout.document.pages[number]._page_box, _is_block):
        gaps.append((block, Gap(limit=_limit(above, block))))
        gaps += [(row, Gap(limit=ABOVE_ROW, is_row=True)) for row in outermost(block, _is_row)]
        above = block
    return gaps


def _is_block(box: Any) -> bool:
    return box.element is not None and box.element.get("data-line") is not None and box.element_tag == box.element.tag


def _is_row(box: Any) -> bool:
    return box.element is not None and any(name.endswith(ROWS) for name in (box.element.get("class") or "").split())


def _limit(above: Any, block: Any) -> float:
    """How far, in mm, the space between two blocks may grow: not at all below a heading, most above one."""
    if above is None or above.element_tag in ABOVE_HEADING:
        return 0.0
    if block.element_tag in ABOVE_HEADING:
        return ABOVE_HEADING[block.element_tag]
    return ABOVE_BOX if "div" in {above.element_tag, block.element_tag} else ABOVE_TEXT


def _feathered(gaps: Sequence[tuple[Any, Gap]], free: float) -> list[tuple[Any, float]]:
    """How far, in mm, each box goes down. A row goes down with its block, and further by the rows above it."""
    moves: list[tuple[Any, float]] = []
    block_move = row_move = 0.0
    for (box, gap), growth in zip(gaps, feather([gap for _, gap in gaps], free), strict=True):
        if gap.is_row:
            row_move += growth
            moves.append((box, row_move))
        else:
            block_move += row_move + growth
            row_move = 0.0
            moves.append((box, block_move))
    return moves


def feather(gaps: Sequence[Gap], free: float) -> tuple[float, ...]:
    """How far, in mm, each gap grows to fill `free` mm: all by the same share of their limits."""
    limit = sum(gap.limit for gap in gaps)
    share = min(free / limit, 1.0) if limit > 0 and free > 0 else 0.0
    return tuple(gap.limit * share for gap in gaps)
