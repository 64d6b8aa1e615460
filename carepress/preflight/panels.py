"""Preflight of panels: each is filled, none is too full, and text keeps clear of edges and folds.

What does not fit at all is told by `fitting`, which lays the text out.

In:   Pages.
Out:  Diagnostics.
Never: moves anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from carepress.design.formats import Takes
from carepress.diagnostics.model import Diagnostic, Severity, Span
from carepress.preflight.locate import place_name, span_of
from carepress.preflight.proof import Pages
from carepress.typeset import MM, PageFacts
from carepress.typeset.measure import TextLines, text_lines

TOLERANCE = 0.35  # mm: a glyph's side bearing may stand over the edge
SAFE = 5.0  # mm inside the trim and off the folds: cutters and folders miss by some
UP, DOWN = 0.75, 0.25  # of the type size: how far letters reach above and below the line that they stand on
LAST_PAGE = 0.15  # of its height: a page that is filled less was opened for a few lines
LONG = "Shorten a long word or address, or give a table fewer columns."


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Nothing stands outside its page or near its edge; no panel and no last page is almost empty."""
    yield from _near_edges(pages)
    yield from _underfull(pages) if pages.context.format.panels else _bare_last_page(pages)


def _near_edges(pages: Pages) -> Iterator[Diagnostic]:
    """Every edge of a page is cut, or is a fold. A line of the manuscript is told once for each fault."""
    seen: set[tuple[str, object]] = set()
    for number, box in pages.layout.boxes:
        shown = _shown(box)
        if not shown:
            continue
        distance, edge = _nearest_edge(box, pages.layout.pages[number])
        if distance >= SAFE - TOLERANCE:
            continue
        span = span_of(box, pages.layout, pages.written.manuscript.source)
        fault = _near_edge(shown, distance, edge, place_name(number, pages), span)
        key = (fault.code, span.line if span else shown)
        if key not in seen:
            seen.add(key)
            yield fault


def _near_edge(shown: str, distance: float, edge: str, place: str, span: Span | None) -> Diagnostic:
    if distance < -TOLERANCE:
        message = f"{shown} stands {-distance:.0f} mm outside {place}"
        return Diagnostic(code="outside-page", message=message, span=span, help=LONG)
    return Diagnostic(
        code="unsafe-text",
        message=f"{shown} stands {max(distance, 0):.0f} mm from the {edge} of {place}; {SAFE:.0f} mm are needed",
        span=span,
        help=f"{LONG}\nIf nothing here is long, the stylesheet's margins are too small.",
    )


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
        top, bottom = line - UP * box.style["font_size"], line + DOWN * box.style["font_size"]
    return min(
        (box.position_x * MM, "left edge"),
        (page.width - (box.position_x + box.width) * MM, "right edge"),
        (top * MM, "top"),
        (page.height - bottom * MM, "foot"),
    )


def _underfull(pages: Pages) -> Iterator[Diagnostic]:
    """Panels of text that look forgotten, flow by flow; cover and back are white by design."""
    format_, layout, source = pages.context.format, pages.layout, pages.written.manuscript.source
    for flow in format_.flows:
        panels = format_.flow(flow)
        numbers = [number for number, page in enumerate(layout.pages) if page.name == flow]
        if panels[0].takes is Takes.NOTHING or len(numbers) > len(panels):
            continue
        sparse = [at for at in numbers if 0 < round(layout.pages[at].filled, 2) < pages.written.checks.least_filled]
        if sparse:
            lines = text_lines(layout.text_boxes, numbers)
            said = [_how_full(place_name(at, pages), layout.pages[at], lines) for at in sparse]
            first = next((block.line for block in layout.pages[sparse[0]].blocks), 0)
            yield Diagnostic(
                code="underfull-panel",
                severity=Severity.WARNING,
                message="; ".join(said),
                span=source.span_at(first) if first else None,
                help="Write more there, add a picture, or give the reader lines to write on:   ::: notes",
            )


def _how_full(place: str, page: PageFacts, lines: TextLines) -> str:
    free = page.room - page.text_used
    return f"{place} is {100 * page.filled:.0f} % full: {free:.0f} mm free, about {int(free / lines.height)} lines"


def _bare_last_page(pages: Pages) -> Iterator[Diagnostic]:
    """A last page that was opened for a few lines, with the contact panel alone at its foot."""
    number, page = len(pages.layout.pages) - 1, pages.layout.pages[-1]
    if not number or page.filled >= LAST_PAGE:
        return
    first = next((block.line for block in page.blocks), 0)
    yield Diagnostic(
        code="underfull-panel",
        severity=Severity.WARNING,
        message=f"page {number + 1}, the last, is {100 * page.filled:.0f} % full",
        span=pages.written.manuscript.source.span_at(first) if first else None,
        help=f"Shorten the text until it ends on page {number}, or write some more.",
    )
