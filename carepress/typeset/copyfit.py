"""Copyfitting: the text is made to fit its panels or pages.

Nothing is cut or shrunk: text that does not fit is a fault that says by how much.

In:   HTML and a Material, a Format on a Paper, the manuscript's Source.
Out:  a Layout whose panels are filled and end on the same line; Diagnostics for panels that are too full or empty.
Never: makes type smaller.
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
from carepress.typeset.vertical_justification import justify, move_to_foot

SPARSE = 0.72  # of the fullest panel: below this the text is set larger; clear print wants 12 pt (UKAAF G003)
ROOMY = "roomy"  # the class for which stylesheets set larger type
ALMOST_EMPTY, WELL_FILLED = 0.25, 0.35  # of the last page


def fit(html: str, material: Material, format_: Format, paper: Paper, source: Source) -> tuple[Layout, Diagnostics]:
    """Lay out the text on the format's panels or pages. A short text is set larger if it fits as well."""
    layout, diagnostics = _laid_out(html, material, format_, paper, source)
    if not diagnostics.errors and _is_sparse(layout, format_):
        larger, larger_diagnostics = _laid_out(html, material, format_, paper, source, body_class=ROOMY)
        if not larger_diagnostics.errors and len(larger.pages) == len(layout.pages):
            layout, diagnostics = larger, larger_diagnostics
    return (layout if diagnostics.errors else move_to_foot(justify(layout, format_))), diagnostics


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
        if panels[0].takes is Takes.REST and (lines := _chosen_breaks(layout, panels)):
            layout = lay(css + "".join(_break_before(f'data-line="{line}"') for line in lines))
    return layout, Diagnostics(tuple(panel_faults(layout, format_, source)))


def _break_before(attribute: str) -> str:
    return f"\n[{attribute}] {{ break-before: page; margin-top: 0 }}"


def _is_sparse(layout: Layout, format_: Format) -> bool:
    """Whether even the fullest panel of text, or the only page, has much room left."""
    flows = {panel.flow for panel in format_.panels if panel.takes is not Takes.NOTHING}
    pages = [page for page in layout.pages if page.name in flows or not flows]
    return (bool(flows) or len(pages) == 1) and max(page.filled for page in pages) < SPARSE


def _chosen_breaks(layout: Layout, panels: Sequence[Panel]) -> tuple[int, ...] | None:
    """The lines that should start panels so that none is empty and sections stay whole; None to let the text flow."""
    pages = [page for page in layout.pages if page.name == panels[0].flow]
    if len(pages) > len(panels):
        return None
    units = units_of(pages)
    openings = {unit.line for unit in units if unit.opens_section}
    if len(pages) < len(panels):
        return breaks(units, len(panels), pages[0].room if pages else 0.0)
    if {_first_line(page) for page in pages[1:]} <= openings:
        return None
    lines = breaks(units, len(panels), pages[0].room)
    return lines if lines and set(lines) <= openings else None


def _first_line(page: PageFacts) -> int:
    return next((block.line for block in page.blocks), 0)


def _with_good_last_page(layout: Layout, lay: Callable[[str], Layout], css: str) -> Layout:
    """A last page that is almost empty gets some text of the page before."""
    number = len(layout.pages) - 1
    last = layout.pages[number]
    band = "" if not number or last.filled > ALMOST_EMPTY else _band_to_move(layout.pages[number - 1], last)
    if not band:
        return layout
    fuller = lay(css + _break_before(f'data-band="{band}"'))
    return fuller if len(fuller.pages) == len(layout.pages) else layout


def _band_to_move(page: PageFacts, last: PageFacts) -> str:
    """The band in the lower half of a page from which text moves on: the last that makes the next page look filled."""
    bottom = page.margin_top + page.text_used
    late = [band for band in reversed(page.bands) if band.top > page.height / 2]
    enough = [band for band in late if (bottom - band.top) / page.room + last.filled > WELL_FILLED]
    return next((band.name for band in (*enough, *reversed(late))), "")


def breaks(units: Sequence[Unit], panels: int, room: float) -> tuple[int, ...] | None:
    """The manuscript lines that start the second and later panels, so that all are filled as evenly as possible.

    Sections stay whole if they can. None if the units do not fill that many panels of `room` mm, or do not fit.
    """
    sections = [at for at, unit in enumerate(units) if unit.opens_section and at]
    for starts in (sections, list(range(1, len(units)))):
        evenest = _evenest(units, starts, panels, room)
        if evenest is not None:
            return tuple(units[at].line for at in evenest)
    return None


def _evenest(units: Sequence[Unit], starts: Sequence[int], panels: int, room: float) -> tuple[int, ...] | None:
    """Those of `starts` (indices of units) that leave the fullest panel as empty as possible."""
    ends = [0.0]
    for unit in units:
        ends.append(ends[-1] + unit.height)

    @cache
    def best(first: int, left: int) -> tuple[float, tuple[int, ...]]:
        """The height of the fullest panel, and the starts, for the units from `first` on `left` panels."""
        if left == 1:
            height = ends[-1] - ends[first]
            return (height if height <= room else inf, ())
        options: list[tuple[float, tuple[int, ...]]] = [(inf, ())]
        for start in starts:
            height = ends[start] - ends[first]
            if start > first and height <= room:
                rest, others = best(start, left - 1)
                options.append((max(height, rest), (start, *others)))
        return min(options)

    fullest, chosen = best(0, panels)
    return chosen if fullest < inf else None
