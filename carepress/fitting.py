"""Fitting: text meets its panels. Nothing is cut or shrunk: what does not fit is a fault that says by how much.

In:   HTML and a Material, a Format on a Paper, the manuscript's Source.
Out:  a Layout whose panels are filled and end level, and Diagnostics for those that are too full or empty.
Never: changes a type size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from carepress.diagnostics import Diagnostic, Report, Severity
from carepress.formats import Format, Panel, Paper, Takes
from carepress.levelling import level, stand_on_foot
from carepress.makeup import Unit, breaks
from carepress.source import Source
from carepress.typesetting import BlockFacts, Layout, Material, PageFacts, geometry_css, lay_out

LINE = 14.5 * 25.4 / 72  # mm: a line of body text on a panel
SPARSE = 0.72  # of the fullest panel: below this the text is set larger; clear print wants 12 pt (UKAAF G003)
ROOMY = "roomy"  # the class that the stylesheets set larger type for
ALMOST_EMPTY, WELL_FILLED = 0.25, 0.35  # of the last page


def fit(html: str, material: Material, format_: Format, paper: Paper, source: Source) -> tuple[Layout, Report]:
    """Lay the text out over the format's panels or pages. A short text is set larger, where that fits as well."""
    layout, report = _laid_out(html, material, format_, paper, source)
    if not report.errors and _is_sparse(layout, format_):
        larger, larger_report = _laid_out(_roomy(html), material, format_, paper, source)
        if not larger_report.errors and len(larger.pages) == len(layout.pages):
            layout, report = larger, larger_report
    return (layout if report.errors else stand_on_foot(level(layout, format_))), report


def _laid_out(html: str, material: Material, format_: Format, paper: Paper, source: Source) -> tuple[Layout, Report]:
    css = geometry_css(format_, paper)
    layout = lay_out(html, material, css)
    if not format_.panels:
        layout = _with_good_last_page(layout, html, material, css)
        return layout, Report(tuple(_too_many_pages(layout, format_, source)))
    for flow in format_.flows:
        panels = format_.flow(flow)
        if panels[0].takes is Takes.REST and (chosen := _chosen_breaks(layout, panels)):
            layout = lay_out(html, material, css + "".join(_break_before(f'data-line="{line}"') for line in chosen))
    return layout, Report(tuple(_panel_faults(layout, format_, source)))


def _break_before(attribute: str) -> str:
    return f"\n[{attribute}] {{ break-before: page; margin-top: 0 }}"


def _is_sparse(layout: Layout, format_: Format) -> bool:
    """Whether even the fullest panel of text, or the only page, has much room left."""
    flows = {panel.flow for panel in format_.panels if panel.takes is not Takes.NOTHING}
    pages = [page for page in layout.pages if page.name in flows or not flows]
    return (bool(flows) or len(pages) == 1) and max(page.filled for page in pages) < SPARSE


def _roomy(html: str) -> str:
    return html.replace('<body class="', f'<body class="{ROOMY} ', 1)


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
        yield from _crowded(panels, pages)
        filled = [page for page in pages if page.blocks or page.used > 0]
        for panel in panels[len(filled) :]:
            yield _empty(panel, pages, source)


def _crowded(panels: Sequence[Panel], pages: Sequence[PageFacts]) -> Iterator[Diagnostic]:
    """Text that runs into the drawing of its panel: it is all there, but hard to read."""
    for panel, page in zip(panels, pages, strict=False):
        over = page.margin_top + page.used - panel.text_share * page.height
        if over > 0 and panel.text_share < 1:
            lines = ceil(over / LINE)
            yield Diagnostic(
                code="crowded-cover",
                severity=Severity.WARNING,
                message=f"{panel.label} is crowded: its text runs {over:.0f} mm ({_lines(lines)}) into the drawing",
                help="Shorten the title, the subtitle or the summary.",
            )


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
        message=f"{panel.label} is full: {_lines(lines)} too many ({height:.0f} mm){where}",
        span=source.span_at(first) if first else None,
        help=advice,
    )


def _empty(panel: Panel, pages: Sequence[PageFacts], source: Source) -> Diagnostic:
    last = max((block.line for page in pages for block in page.blocks), default=1)
    advice = (
        f"Say which part of the text stands there:   ## What is it? {{panel={panel.name}}}"
        if panel.takes is Takes.NAMED
        else "Write some more, or take this format out of `formats`."
        "\nLines for the reader to write on fill a panel well:   ::: notes"
    )
    message = f"{panel.label} is empty"
    return Diagnostic(code="empty-panel", message=message, span=source.span_at(last), help=advice)


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


def _with_good_last_page(layout: Layout, html: str, material: Material, css: str) -> Layout:
    """A last page that holds hardly anything is avoided, or gets some of the page before.

    Where only the foot is on it, the page before runs to its edge and takes it: what bleeds needs no margin below,
    but the typesetter cannot know that it will be the last page's foot.
    """
    number = len(layout.pages) - 1
    last = layout.pages[number]
    if not number or last.filled > ALMOST_EMPTY:
        return layout
    if last.text_used <= layout.pages[0].margin_bottom:
        closer = lay_out(html, material, f"{css}\n@page :nth({number}) {{ margin-bottom: 0 }}")
        if len(closer.pages) == number:
            return closer
    band = _to_move(layout.pages[number - 1], last)
    if not band:
        return layout
    fuller = lay_out(html, material, css + _break_before(f'data-band="{band}"'))
    return fuller if len(fuller.pages) == len(layout.pages) else layout


def _to_move(page: PageFacts, last: PageFacts) -> str:
    """The part of the page before that makes the last page look filled: the last that does, from the lower half."""
    bottom = page.margin_top + page.text_used
    late = [band for band in reversed(page.bands) if band.top > page.height / 2]
    enough = [band for band in late if (bottom - band.top) / page.room + last.filled > WELL_FILLED]
    return next((band.name for band in (*enough, *reversed(late))), "")


def _lines(number: int) -> str:
    return f"about {number} line{'s' * (number > 1)}"
