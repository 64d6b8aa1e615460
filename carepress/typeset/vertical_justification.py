"""Levelling: the blocks of finished pages are spread so that panels end on one line and feet stand on theirs.

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
from carepress.typeset.shift import move_down, uncover

BESIDE = 2.0  # mm: panel bottoms that differ by less look level
PLACES = ("bottom", "edge")  # data-place of what stands at the end of its page's text, or bleeds off its edge
HEADINGS = {"h2": 7.0, "h3": 4.0}  # mm that the space above may grow
BOX, TEXT, ROW = 5.0, 1.6, 2.4

Moves = dict[int, list[tuple[Any, float]]]


def level(layout: Layout, format_: Format) -> Layout:
    """Open up the panels of a flow a little, so that they end on one line; a panel that is too empty stays as it is."""
    moves: Moves = {}
    for flow in format_.flows:
        numbers = [at for at, page in enumerate(layout.pages) if page.name == flow]
        if len(numbers) < 2:
            continue
        gaps = {at: _gaps(layout, at) for at in numbers}
        reach = {at: layout.pages[at].used + sum(gap.most for _, gap in gaps[at]) for at in numbers}
        target = max(layout.pages[at].used for at in numbers)
        target = max(target, min(layout.pages[numbers[0]].room, *reach.values()))
        for at in numbers:
            free = target - layout.pages[at].used
            if reach[at] >= target - BESIDE:
                moves[at] = _spread(gaps[at], free)
    return move_down(layout, moves) if moves else layout


def stand_on_foot(layout: Layout) -> Layout:
    """Move what belongs at the foot of its page down to the end of the page's text, or to the edge."""
    moves: Moves = {}
    for number, page in enumerate(layout.pages):
        for box in outermost(layout.document.pages[number]._page_box, is_placed):
            end = page.height if box.element.get("data-place") == "edge" else page.height - page.margin_bottom
            top, height = box.border_box_y() * MM, box.border_height() * MM
            moves.setdefault(number, []).append((box, end - height - top))
            uncover(layout, number, end - height)
    return move_down(layout, moves) if moves else layout


def is_placed(box: Any) -> bool:
    """Whether a box belongs at the foot of its page."""
    return box.element is not None and box.element.get("data-place") in PLACES


def _gaps(layout: Layout, number: int) -> list[tuple[Any, Gap]]:
    """Every block and every row of icons of a page, in reading order, with the gap above it."""
    page_box = layout.document.pages[number]._page_box
    gaps: list[tuple[Any, Gap]] = []
    before = None
    for block in outermost(page_box, _is_block):
        gaps.append((block, Gap(most=_most(before, block), is_row=False)))
        rows = outermost(block, _is_row)
        gaps += [(row, Gap(most=ROW, is_row=True)) for row in rows]
        before = block
    return gaps


def _is_block(box: Any) -> bool:
    return box.element is not None and box.element.get("data-line") is not None and box.element_tag == box.element.tag


def _is_row(box: Any) -> bool:
    return box.element is not None and "icons__row" in (box.element.get("class") or "").split()


def _most(before: Any, block: Any) -> float:
    """How far the space between two blocks may grow: nothing below a heading, most above one."""
    if before is None or before.element_tag in HEADINGS:
        return 0.0
    if block.element_tag in HEADINGS:
        return HEADINGS[block.element_tag]
    return BOX if "div" in {before.element_tag, block.element_tag} else TEXT


def _spread(gaps: Sequence[tuple[Any, Gap]], free: float) -> list[tuple[Any, float]]:
    """How far each block goes down: by all gaps above it; a row, which goes with its block, by the rows above it."""
    moves: list[tuple[Any, float]] = []
    below = inside = 0.0
    for (box, gap), grown in zip(gaps, feather([gap for _, gap in gaps], free), strict=True):
        if gap.is_row:
            inside += grown
            moves.append((box, inside))
        else:
            below += inside + grown
            inside = 0.0
            moves.append((box, below))
    return moves


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """A place where a panel can open up: above a block, or above a row of icons in one. `most` is in mm."""

    most: float
    is_row: bool = False


def feather(gaps: Sequence[Gap], free: float) -> tuple[float, ...]:
    """How far, in mm, each gap grows to fill `free` mm; all by the same share of what they may grow."""
    most = sum(gap.most for gap in gaps)
    share = min(free / most, 1.0) if most > 0 and free > 0 else 0.0
    return tuple(gap.most * share for gap in gaps)
