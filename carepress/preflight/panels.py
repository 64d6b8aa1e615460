"""Preflight of panels: each is filled, none is too full, and text keeps clear of edges and folds.

What does not fit at all is told by `fitting`, which lays the text out.

In:   Pages.
Out:  Diagnostics.
Never: moves anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from carepress.diagnostics import Diagnostic
from carepress.preflight.proof import Pages
from carepress.preflight.text import line_of
from carepress.source import Source
from carepress.typesetting import MM, Layout

TOLERANCE = 0.35  # mm: a glyph's side bearing may stand over the edge


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Nothing stands outside its page."""
    yield from _outside(pages.layout, pages.written.manuscript.source)


def _outside(layout: Layout, source: Source) -> Iterator[Diagnostic]:
    seen: set[int] = set()
    for number, box in layout.text_boxes:
        page = layout.pages[number]
        left, right = box.position_x * MM, (box.position_x + box.width) * MM
        top, bottom = box.position_y * MM, (box.position_y + box.height) * MM
        over = max(-left, right - page.width, -top, bottom - page.height)
        span = line_of(box, layout, source)
        where = span.line if span else 0
        if over > TOLERANCE and box.text.strip() and where not in seen:
            seen.add(where)
            yield Diagnostic(
                code="outside-page",
                span=span,
                message=f"`{box.text.strip()[:40]}` stands {over:.0f} mm outside page {number + 1}",
                help="Shorten a long word or address, or give a table fewer columns.",
            )
