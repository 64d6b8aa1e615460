"""Measure: what stands where on laid-out pages, in mm.

In:   WeasyPrint's boxes.
Out:  facts about pages, blocks and lines of text; boxes to look at.
Never: changes a box.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from carepress.diagnostics.english import counted

NORMAL = 1.2  # ems from line to line where the stylesheet says nothing
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
    """A band of a page format (data-band), in mm from the page's top."""

    name: str
    top: float


@dataclass(frozen=True, kw_only=True, slots=True)
class PageFacts:
    """What was measured on one page, in mm.

    `room` is the height for text, and `used` how much of it is taken; `text_used` leaves out what stands at the foot of
    the page (data-place).
    """

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
        """The share of the room that text takes."""
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
    """The wanted boxes that stand in no other wanted one, in reading order."""
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
    """The lowest edge, in pixels, of the text, pictures and blocks in a box; mere containers may reach further.

    Elements with the attribute `without` do not count.
    """
    if isinstance(box, AbsolutePlaceholder) or (without and box.element is not None and box.element.get(without)):
        return 0.0
    if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
        return float(box.position_y + box.height)
    is_block = box.element is not None and box.element.get("data-line") is not None
    own = float(box.border_box_y() + box.border_height()) if is_block else 0.0
    return max([own, *(_bottom(child, without) for child in getattr(box, "children", ()))])


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """What must stay on one panel in copyfitting: a block, or headings and the block that follows them.

    `line` is that of the manuscript, `height` in mm.
    """

    line: int
    height: float
    opens_section: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class TextLines:
    """The running text of some pages: the height of a line in mm, and how many words fit on it."""

    height: float
    words: int

    def number(self, height: float) -> int:
        """How many lines fill `height` mm, rounded up; at least 1."""
        return max(1, ceil(round(height / self.height, 2)))

    def counted(self, height: float) -> str:
        """The same in words: '3 lines'."""
        return counted(self.number(height), "line")


def text_lines(text_boxes: Iterable[tuple[int, Any]], numbers: Collection[int]) -> TextLines:
    """Measure the running text, the size that most letters are set in, on the pages with these `numbers`, from 0.

    `text_boxes` are those of a Layout, each with the number of its page.
    """
    rows: dict[float, Counter[tuple[int, int]]] = defaultdict(Counter)
    letters: Counter[float] = Counter()
    for number, box in text_boxes:
        if number in numbers:
            height = _line_height(box.style)
            letters[height] += len(box.text)
            rows[height][number, round(box.position_y + box.baseline)] += len(box.text.split())
    if not letters:
        return TextLines(height=5.0, words=8)
    height = letters.most_common(1)[0][0]
    words = sorted(rows[height].values())
    return TextLines(height=height, words=max(1, words[len(words) * 3 // 4]))


def _line_height(style: Any) -> float:
    """The distance between two lines in mm. CSS gives a length, a number of ems, or `normal`."""
    given, size = style["line_height"], style["font_size"]
    height = given * size if isinstance(given, float | int) else getattr(given, "value", NORMAL * size)
    return float(height * MM)


def units_of(pages: Sequence[PageFacts]) -> list[Unit]:
    """The units of a flow, in reading order. A block that is split over two pages is one."""
    units: list[Unit] = []
    after_heading = False
    for page in pages:
        tops = _outermost(page.blocks)
        ends = [block.top for block in tops[1:]] + [tops[-1].bottom] if tops else []
        for block, end in zip(tops, ends, strict=True):
            height = end - block.top
            if units and (after_heading or units[-1].line == block.line):
                units[-1] = replace(units[-1], height=units[-1].height + height)
            else:
                units.append(Unit(line=block.line, height=height, opens_section=block.tag == "h2"))
            after_heading = block.tag in {"h2", "h3"}
    return units


def _outermost(blocks: Sequence[BlockFacts]) -> list[BlockFacts]:
    """Blocks that stand in no other one, in reading order."""
    kept: list[BlockFacts] = []
    for block in blocks:
        if not kept or block.top >= kept[-1].bottom - 0.1:
            kept.append(block)
    return kept


def drawing_tree(image: Any) -> Any:
    """A copy of the parsed drawing behind an SVG image, with its styles; the caller may change it.

    None if it cannot be drawn: WeasyPrint finds that out when it does so, and says so in its log.
    """
    tree = image._svg.tree.copy()
    waiting = [tree]
    try:
        tree.cascade(tree)
        tree.get_viewbox()
        while waiting:
            waiting += waiting.pop()  # a node reads its children's attributes when it is asked for them
    except Exception:
        return None
    return tree
