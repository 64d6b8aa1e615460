"""Fitting: text meets its panels. Nothing is cut or shrunk: what does not fit is a fault that says by how much.

In:   HTML and a Material, a Format on a Paper, the manuscript's Source.
Out:  a Layout whose panels are filled and end level, and Diagnostics for those that are too full or empty.
Never: changes a type size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Any

from carepress.diagnostics import Diagnostic, Report
from carepress.formats import Format, Panel, Paper, Takes
from carepress.makeup import Gap, Unit, breaks, feather
from carepress.source import Source
from carepress.typesetting import MM, BlockFacts, Layout, Material, PageFacts, geometry_css, lay_out, move_down, uncover

LINE = 14.5 * 25.4 / 72  # mm: a line of body text on a panel
LEVEL = 2.0  # mm: panel bottoms that differ by less look level
PLACES = ("bottom", "edge")  # data-place of what stands at the end of its page's text, or bleeds off its edge


def fit(html: str, material: Material, format_: Format, paper: Paper, source: Source) -> tuple[Layout, Report]:
    """Lay the text out over the format's panels or pages."""
    css = geometry_css(format_, paper)
    layout = lay_out(html, material, css)
    if not format_.panels:
        layout = _without_lonely_foot(layout, html, material, css)
        return _stand_on_foot(layout), Report(tuple(_too_many_pages(layout, format_, source)))
    for flow in format_.flows:
        panels = format_.flow(flow)
        if panels[0].takes is Takes.REST and (chosen := _chosen_breaks(layout, panels)):
            rules = "".join(f'.{flow} [data-line="{line}"] {{ break-before: page; margin-top: 0 }}' for line in chosen)
            layout = lay_out(html, material, css + rules)
    faults = tuple(_panel_faults(layout, format_, source))
    return (layout if faults else _stand_on_foot(_level(layout, format_))), Report(faults)


def _chosen_breaks(layout: Layout, panels: Sequence[Panel]) -> tuple[int, ...] | None:
    """Where to start panels so that none stays empty and sections stay whole; None if the text flows well by itself."""
    pages = [page for page in layout.pages if page.name == panels[0].flow]
    units = _units(pages)
    starts = {_first_line(page) for page in pages[1:]}
    if len(pages) > len(panels) or (len(pages) == len(panels) and starts <= {u.line for u in units if u.opens_section}):
        return None
    chosen = breaks(units, len(panels), pages[0].room if pages else 0.0)
    if len(pages) == len(panels) and chosen and not set(chosen) <= {u.line for u in units if u.opens_section}:
        return None
    return chosen


def _first_line(page: PageFacts) -> int:
    return next((block.line for block in page.blocks), 0)


def _units(pages: Sequence[PageFacts]) -> list[Unit]:
    """The flow's blocks with their heights; a heading joins what follows it, a split block is one."""
    units: list[Unit] = []
    glued = False
    for page in pages:
        tops = _outermost(page.blocks)
        ends = [block.top for block in tops[1:]] + [tops[-1].bottom] if tops else []
        for block, end in zip(tops, ends, strict=True):
            height = end - block.top
            if units and (glued or units[-1].line == block.line):
                units[-1] = Unit(
                    line=units[-1].line, height=units[-1].height + height, opens_section=units[-1].opens_section
                )
            else:
                units.append(Unit(line=block.line, height=height, opens_section=block.tag == "h2"))
            glued = block.tag in {"h2", "h3"}
    return units


def _outermost(blocks: Sequence[BlockFacts]) -> list[BlockFacts]:
    """Blocks that stand in no other one, in reading order."""
    kept: list[BlockFacts] = []
    for block in blocks:
        if not kept or block.top >= kept[-1].bottom - 0.1:
            kept.append(block)
    return kept


def _panel_faults(layout: Layout, format_: Format, source: Source) -> Iterator[Diagnostic]:
    for flow in format_.flows:
        panels = format_.flow(flow)
        pages = [page for page in layout.pages if page.name == flow]
        if len(pages) > len(panels):
            yield _overfull(panels[-1], pages[len(panels) :], source)
        filled = [page for page in pages if page.blocks or page.used > 0]
        for panel in panels[len(filled) :]:
            yield _empty(panel, pages, source)


def _overfull(panel: Panel, extra: Sequence[PageFacts], source: Source) -> Diagnostic:
    height = sum(page.used for page in extra)
    lines = max(1, ceil(height / LINE))
    first = next((block.line for page in extra for block in page.blocks if block.line), None)
    where = f", from {source.file.removeprefix('content/')}:{first}" if first else ""
    advice = {
        Takes.NOTHING: "Shorten the title, the subtitle or the summary; on the back, cite fewer works here,"
        "\nor type   references: online",
    }.get(
        panel.takes,
        f"Shorten the text by about {lines * 8} words, or keep a part for another format:\n:::: not brochure ... ::::",
    )
    return Diagnostic(
        code="overfull-panel",
        message=f"{panel.label} is full: about {lines} line{'s' * (lines > 1)} too many ({height:.0f} mm){where}",
        span=source.span_at(first) if first else None,
        help=advice,
    )


def _empty(panel: Panel, pages: Sequence[PageFacts], source: Source) -> Diagnostic:
    last = max((block.line for page in pages for block in page.blocks), default=1)
    if panel.takes is Takes.NAMED:
        return Diagnostic(
            code="empty-panel",
            message=f"{panel.label} is empty",
            span=source.span_at(last),
            help=f"Say which part of the text stands there:   ## What is it? {{panel={panel.name}}}",
        )
    return Diagnostic(
        code="empty-panel",
        message=f"{panel.label} is empty",
        span=source.span_at(last),
        help="Write some more, or take this format out of `formats`."
        "\nLines for the reader to write on fill a panel well:   ::: notes",
    )


def _too_many_pages(layout: Layout, format_: Format, source: Source) -> Iterator[Diagnostic]:
    if len(layout.pages) <= format_.most_pages:
        return
    extra = layout.pages[format_.most_pages :]
    line = next((block.line for page in extra for block in page.blocks if block.line), None)
    where = f", from {source.file.removeprefix('content/')}:{line}" if line else ""
    yield Diagnostic(
        code="too-many-pages",
        span=source.span_at(line) if line else None,
        message=f"{format_.label} has {len(layout.pages)} pages; {format_.most_pages} are the most{where}",
        help="Shorten the text, or make two documents of it.",
    )


def _without_lonely_foot(layout: Layout, html: str, material: Material, css: str) -> Layout:
    """Where hardly more than the foot is on the last page, let the page before run to its edge and take it.

    What bleeds needs no margin below it, but the typesetter cannot know that it will be the last page's foot.
    """
    number = len(layout.pages) - 1
    feet = [box for at, box in layout.boxes if at == number and _placed(box)]
    if (
        not number
        or not feet
        or feet[0].border_box_y() * MM - layout.pages[number].margin_top > layout.pages[0].margin_bottom
    ):
        return layout
    closer = lay_out(html, material, f"{css}\n@page :nth({number}) {{ margin-bottom: 0 }}")
    return closer if len(closer.pages) == number else layout


def _stand_on_foot(layout: Layout) -> Layout:
    """Move what belongs at the foot of its page down to the end of the page's text, or to the edge."""
    moves: dict[int, list[tuple[Callable[[Any], bool], float]]] = {}
    for number, box in layout.boxes:
        if not _placed(box) or number in moves:
            continue
        page = layout.pages[number]
        end = page.height if box.element.get("data-place") == "edge" else page.height - page.margin_bottom
        top = box.border_box_y() * MM
        moves[number] = [(_placed, end - top - box.border_height() * MM)]
        uncover(layout, number, end - box.border_height() * MM)
    return move_down(layout, moves) if moves else layout


def _placed(box: Any) -> bool:
    return box.element is not None and box.element.get("data-place") in PLACES


def _level(layout: Layout, format_: Format) -> Layout:
    """Open up the panels of a flow a little, so that they end on one line."""
    moves: dict[int, list[tuple[Callable[[Any], bool], float]]] = {}
    for flow in format_.flows:
        numbers = [at for at, page in enumerate(layout.pages) if page.name == flow]
        if len(numbers) < len(format_.flow(flow)) or len(numbers) < 2:
            continue
        reach = {at: sum(gap.most for _, gap in _gaps(layout, at)) for at in numbers}
        target = min(max(layout.pages[at].used for at in numbers) + LEVEL, layout.pages[numbers[0]].room)
        lowest = min(layout.pages[at].used + reach[at] for at in numbers)
        target = max(target, min(layout.pages[numbers[0]].room, lowest))
        for at in numbers:
            moves[at] = _spread(_gaps(layout, at), target - layout.pages[at].used)
    return move_down(layout, moves) if moves else layout


def _gaps(layout: Layout, number: int) -> list[tuple[Any, Gap]]:
    """Every box of a page above which the page can open up, in reading order."""
    found: list[tuple[Any, Gap]] = []
    tops = [block.line for block in _outermost(layout.pages[number].blocks)]
    glued = {
        follower
        for leader, follower in pairwise(tops)
        if any(b.line == leader and b.tag in {"h2", "h3"} for b in layout.pages[number].blocks)
    }
    for at, box in layout.boxes:
        if at != number or box.element is None or box.element_tag != box.element.tag:
            continue
        line = int(box.element.get("data-line", -1))
        if line in tops[1:] and line not in glued and box.element not in [known.element for known, _ in found]:
            found.append((box, Gap(is_row=False)))
        elif "icons__row" in (box.element.get("class") or ""):
            found.append((box, Gap(is_row=True)))
    return found


def _spread(gaps: Sequence[tuple[Any, Gap]], free: float) -> list[tuple[Callable[[Any], bool], float]]:
    """Each box by the sum of the gaps above it; a row moves with its list, so it counts only its own list's rows."""
    grown = feather([gap for _, gap in gaps], free)
    moves: list[tuple[Callable[[Any], bool], float]] = []
    below = 0.0
    inside = 0.0
    for (box, gap), distance in zip(gaps, grown, strict=True):
        if gap.is_row:
            inside += distance
            moves.append((_same(box), inside))
        else:
            below += inside + distance
            inside = 0.0
            moves.append((_same(box), below))
    return moves


def _same(box: Any) -> Callable[[Any], bool]:
    return lambda other: other is box
