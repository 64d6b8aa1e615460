"""Fitting: text meets its panels. Nothing is cut or shrunk: what does not fit is a fault that says by how much.

In:   HTML and a Material, a Format on a Paper, the manuscript's Source.
Out:  a Layout whose panels are filled and end level, and Diagnostics for those that are too full or empty.
Never: changes a type size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from math import inf

from carepress.design.css import geometry_css
from carepress.design.formats import Format, Panel, Paper, Takes
from carepress.diagnostics.model import Diagnostics
from carepress.project.source import Source
from carepress.typeset.layout import Layout, Material, lay_out
from carepress.typeset.measure import PageFacts, Unit, units_of
from carepress.typeset.overflow import panel_faults, too_many_pages
from carepress.typeset.vertical_justification import level, stand_on_foot

SPARSE = 0.72  # of the fullest panel: below this the text is set larger; clear print wants 12 pt (UKAAF G003)
ROOMY = "roomy"  # the class that the stylesheets set larger type for
ALMOST_EMPTY, WELL_FILLED = 0.25, 0.35  # of the last page


def fit(html: str, material: Material, format_: Format, paper: Paper, source: Source) -> tuple[Layout, Diagnostics]:
    """Lay the text out over the format's panels or pages. A short text is set larger, where that fits as well."""
    layout, diagnostics = _laid_out(html, material, format_, paper, source)
    if not diagnostics.errors and _is_sparse(layout, format_):
        larger, larger_report = _laid_out(html, material, format_, paper, source, body_class=ROOMY)
        if not larger_report.errors and len(larger.pages) == len(layout.pages):
            layout, diagnostics = larger, larger_report
    return (layout if diagnostics.errors else stand_on_foot(level(layout, format_))), diagnostics


def _laid_out(
    html: str, material: Material, format_: Format, paper: Paper, source: Source, *, body_class: str = ""
) -> tuple[Layout, Diagnostics]:
    css = geometry_css(format_, paper)
    lay = partial(lay_out, html, material, body_class=body_class)
    layout = lay(css)
    if not format_.panels:
        layout = _with_good_last_page(layout, lay, css)
        return layout, Diagnostics(tuple(too_many_pages(layout, format_, source)))
    for flow in format_.flows:
        panels = format_.flow(flow)
        if panels[0].takes is Takes.REST and (chosen := _chosen_breaks(layout, panels)):
            layout = lay(css + "".join(_break_before(f'data-line="{line}"') for line in chosen))
    return layout, Diagnostics(tuple(panel_faults(layout, format_, source)))


def _break_before(attribute: str) -> str:
    return f"\n[{attribute}] {{ break-before: page; margin-top: 0 }}"


def _is_sparse(layout: Layout, format_: Format) -> bool:
    """Whether even the fullest panel of text, or the only page, has much room left."""
    flows = {panel.flow for panel in format_.panels if panel.takes is not Takes.NOTHING}
    pages = [page for page in layout.pages if page.name in flows or not flows]
    return (bool(flows) or len(pages) == 1) and max(page.filled for page in pages) < SPARSE


def _chosen_breaks(layout: Layout, panels: Sequence[Panel]) -> tuple[int, ...] | None:
    """Where to start panels so that none stays empty and sections stay whole; None if the text flows well by itself."""
    pages = [page for page in layout.pages if page.name == panels[0].flow]
    units = units_of(pages)
    starts = {_first_line(page) for page in pages[1:]}
    if len(pages) > len(panels) or (len(pages) == len(panels) and starts <= {u.line for u in units if u.opens_section}):
        return None
    chosen = breaks(units, len(panels), pages[0].room if pages else 0.0)
    if len(pages) == len(panels) and chosen and not set(chosen) <= {u.line for u in units if u.opens_section}:
        return None
    return chosen


def _first_line(page: PageFacts) -> int:
    return next((block.line for block in page.blocks), 0)


def _with_good_last_page(layout: Layout, lay: Callable[[str], Layout], css: str) -> Layout:
    """A last page that holds hardly anything gets some of the page before."""
    number = len(layout.pages) - 1
    last = layout.pages[number]
    band = "" if not number or last.filled > ALMOST_EMPTY else _to_move(layout.pages[number - 1], last)
    if not band:
        return layout
    fuller = lay(css + _break_before(f'data-band="{band}"'))
    return fuller if len(fuller.pages) == len(layout.pages) else layout


def _to_move(page: PageFacts, last: PageFacts) -> str:
    """The part of the page before that makes the last page look filled: the last that does, from the lower half."""
    bottom = page.margin_top + page.text_used
    late = [band for band in reversed(page.bands) if band.top > page.height / 2]
    enough = [band for band in late if (bottom - band.top) / page.room + last.filled > WELL_FILLED]
    return next((band.name for band in (*enough, *reversed(late))), "")


def breaks(units: Sequence[Unit], panels: int, room: float) -> tuple[int, ...] | None:
    """The lines to start panels 2 and on with, so that none stays empty: whole sections first, evenly filled.

    None if the units cannot be shared out over that many panels of `room` mm.
    """
    sections = [at for at, unit in enumerate(units) if unit.opens_section and at]
    for starts in (sections, list(range(1, len(units)))):
        best = _share(units, tuple(starts), panels, room)
        if best is not None:
            return tuple(units[at].line for at in best)
    return None


def _share(units: Sequence[Unit], starts: tuple[int, ...], panels: int, room: float) -> tuple[int, ...] | None:
    """The starts (indices of units) that keep the fullest panel as empty as possible."""
    heights = [0.0]
    for unit in units:
        heights.append(heights[-1] + unit.height)

    @cache
    def best(first: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            height = heights[-1] - heights[first]
            return (height if height <= room else inf, ())
        found: tuple[float, tuple[int, ...]] = (inf, ())
        for start in starts:
            height = heights[start] - heights[first]
            if start > first and height <= room:
                rest, others = best(start, left - 1)
                found = min(found, (max(height, rest), (start, *others)))
        return found

    fullest, chosen = best(0, panels)
    return chosen if fullest < inf else None
