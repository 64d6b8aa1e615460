"""Preflight of panels: each is filled, and text keeps clear of edges and folds.

`overflow` of typeset reports what does not fit at all, when it lays the text out.

In:   Pages.
Out:  Diagnostics.
Never: moves anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from carepress.design.formats import Takes
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Span
from carepress.preflight.locate import place_name, span_of
from carepress.preflight.proof import Pages
from carepress.typeset import MM, PageFacts
from carepress.typeset.measure import text_lines

TOLERANCE = 0.35  # mm: a glyph's side bearing may stand over the edge
SAFE = 5.0  # mm inside the trim and off the folds: cutters and folders miss by some
ABOVE, BELOW = 0.75, 0.25  # of the type size: how far letters reach from the line that they stand on
LAST_PAGE = 0.15  # of its height: a page that is filled less was opened for a few lines


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Nothing stands outside its page or near its edge; no panel and no last page is almost empty."""
    yield from _near_edges(pages)
    yield from _underfull(pages) if pages.context.format.panels else _bare_last_page(pages)


def _near_edges(pages: Pages) -> Iterator[Diagnostic]:
    """Every edge of a page is cut, or is a fold. A line of the manuscript is reported once for each fault."""
    seen: set[tuple[str, object]] = set()
    for number, box in pages.layout.boxes:
        shown = _shown(box)
        distance, edge = _nearest_edge(box, pages.layout.pages[number]) if shown else (SAFE, "")
        if distance >= SAFE - TOLERANCE:
            continue
        span, place = span_of(box, pages.layout, pages.written.manuscript.source), place_name(number, pages)
        if distance < -TOLERANCE:
            fault = rule("outside-page").at(span, shown=shown, distance=-distance, place=place)
        else:
            distance = max(distance, 0)
            fault = rule("unsafe-text").at(span, shown=shown, distance=distance, edge=edge, place=place, minimum=SAFE)
        key = (fault.code, span.line if span else shown)
        if key not in seen:
            seen.add(key)
            yield fault


def _shown(box: Any) -> str:
    """What a message calls a piece of text or a picture; nothing for boxes that only hold others, and decoration."""
    if hasattr(box, "text"):
        words = box.text.strip()
        return f"`{words[:40]}`" if words else ""
    if not hasattr(box, "replacement"):
        return ""
    name = (box.element.get("src") or "").rpartition("/")[2]
    return f"`{name}`" if name else "the QR code" * ("qr" in (box.element.get("class") or "").split())


def _nearest_edge(box: Any, page: PageFacts) -> tuple[float, str]:
    """The edge of the page that a box comes closest to, and how far inside it the box ends, in mm."""
    top, bottom = box.position_y, box.position_y + box.height
    if hasattr(box, "text"):  # its height is a line's: the letters themselves are lower
        line = box.position_y + box.baseline
        top, bottom = line - ABOVE * box.style["font_size"], line + BELOW * box.style["font_size"]
    return min(
        (box.position_x * MM, "left edge"),
        (page.width - (box.position_x + box.width) * MM, "right edge"),
        (top * MM, "top"),
        (page.height - bottom * MM, "foot"),
    )


def _underfull(pages: Pages) -> Iterator[Diagnostic]:
    """Panels of text that look forgotten, once for each flow; cover and back are white by design."""
    format_, layout, minimum = pages.context.format, pages.layout, pages.written.checks.least_filled
    for flow in format_.flows:
        panels = format_.flow(flow)
        numbers = [number for number, page in enumerate(layout.pages) if page.name == flow]
        if panels[0].takes is Takes.NOTHING or len(numbers) > len(panels):
            continue
        if sparse := [number for number in numbers if 0 < round(layout.pages[number].filled, 2) < minimum]:
            line_height = text_lines(layout.text_boxes, numbers).height
            faults = [_sparse_panel(number, line_height, pages) for number in sparse]
            yield replace(faults[0], message="; ".join(fault.message for fault in faults))


def _sparse_panel(number: int, line_height: float, pages: Pages) -> Diagnostic:
    page = pages.layout.pages[number]
    free = page.room - page.text_used
    return rule("underfull-panel").at(
        _first_line(page, pages),
        place=place_name(number, pages), percent=100 * page.filled, free=free, lines=int(free / line_height),
    )  # fmt: skip


def _bare_last_page(pages: Pages) -> Iterator[Diagnostic]:
    """A last page that was opened for a few lines, with the contact panel alone at its foot."""
    previous, page = len(pages.layout.pages) - 1, pages.layout.pages[-1]
    if previous and page.filled < LAST_PAGE:
        span, percent = _first_line(page, pages), 100 * page.filled
        yield rule("underfull-panel", "last-page").at(span, page=previous + 1, percent=percent, previous=previous)


def _first_line(page: PageFacts, pages: Pages) -> Span | None:
    """The manuscript's line of the first block on a page."""
    line = next((block.line for block in page.blocks), 0)
    return pages.written.manuscript.source.span_at(line) if line else None
