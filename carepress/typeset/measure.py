"""Measuring: what stands where on laid-out pages, in mm.

In:   WeasyPrint's boxes.
Out:  facts about pages and blocks; boxes to look at.
Never: changes a box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

MM = 25.4 / 96  # one CSS pixel in mm


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockFacts:
    """A block of the manuscript on a page, in mm from the page's top."""

    line: int
    top: float
    bottom: float
    tag: str
    classes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BandFacts:
    """A part of a page that a template has numbered (data-band), in mm from the page's top."""

    name: str
    top: float


@dataclass(frozen=True, kw_only=True, slots=True)
class PageFacts:
    """What was measured on one page, in mm. `text_used` leaves out what stands on the page's foot (data-place)."""

    name: str
    width: float
    height: float
    margin_top: float
    margin_bottom: float
    room: float
    used: float
    text_used: float
    blocks: tuple[BlockFacts, ...]
    bands: tuple[BandFacts, ...] = ()

    @property
    def filled(self) -> float:
        """The share of the page's height that its text takes."""
        return self.text_used / self.room


def is_link(box: Any) -> bool:
    """Whether the box is an <a> itself: a child of one would get a second click area (PDF/UA-1, 7.18.5)."""
    return box.element is not None and box.element_tag == "a"


def walk(box: Any) -> Iterator[Any]:
    """The box and all below it, absolutely placed ones too, which WeasyPrint's own walk leaves out."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    yield box
    for child in getattr(box, "children", ()):
        yield from walk(child)


def outermost(box: Any, wanted: Callable[[Any], bool]) -> Iterator[Any]:
    """The boxes that are wanted and stand in no other wanted one, in reading order."""
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    if wanted(box):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from outermost(child, wanted)


def page_facts(page: Any) -> PageFacts:
    """What stands on one page."""
    top = page.content_box_y()
    flow = [child for child in page.children if not isinstance(child, boxes.MarginBox)]
    marked = [box for root in flow for box in walk(root) if _is_own(box)]
    return PageFacts(
        name=page.page_type.name,
        width=page.margin_width() * MM,
        height=page.margin_height() * MM,
        margin_top=page.margin_top * MM,
        margin_bottom=page.margin_bottom * MM,
        room=page.height * MM,
        used=max(0.0, *(_bottom(root) - top for root in flow)) * MM,
        text_used=max(0.0, *(_bottom(root, without="data-place") - top for root in flow)) * MM,
        blocks=tuple(_block_facts(box) for box in marked if box.element.get("data-line")),
        bands=tuple(
            BandFacts(name=box.element.get("data-band"), top=box.border_box_y() * MM)
            for box in marked
            if box.element.get("data-band")
        ),
    )


def _is_own(box: Any) -> bool:
    """Whether a box is the one that an element makes for itself, not a line or a pseudo-element of it."""
    return box.element is not None and box.element_tag == box.element.tag and isinstance(box, boxes.BlockLevelBox)


def _block_facts(box: Any) -> BlockFacts:
    top = box.border_box_y()
    return BlockFacts(
        line=int(box.element.get("data-line")),
        top=top * MM,
        bottom=(top + box.border_height()) * MM,
        tag=box.element_tag,
        classes=tuple((box.element.get("class") or "").split()),
    )


def _bottom(box: Any, without: str = "") -> float:
    """The lowest edge of the text, pictures and blocks in a box; what only holds them may reach to the page's end.

    `without` is an attribute: elements that have it do not count.
    """
    if isinstance(box, AbsolutePlaceholder) or (without and box.element is not None and box.element.get(without)):
        return 0.0
    if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
        return float(box.position_y + box.height)
    is_block = box.element is not None and box.element.get("data-line") is not None
    own = float(box.border_box_y() + box.border_height()) if is_block else 0.0
    return max([own, *(_bottom(child, without) for child in getattr(box, "children", ()))])
