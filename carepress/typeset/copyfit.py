"""Fitting: text meets its panels. Nothing is cut or shrunk: what does not fit is a fault that says by how much.

In:   HTML and a Material, a Format on a Paper, the manuscript's Source.
Out:  a Layout whose panels are filled and end level, and Diagnostics for those that are too full or empty.
Never: changes a type size.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any

from carepress.compose.bands import Unit, breaks
from carepress.design.formats import Format, Panel, Paper, Takes
from carepress.diagnostics.model import Diagnostic, Report, Severity
from carepress.project.source import Source
from carepress.typeset import MM, BlockFacts, Layout, Material, PageFacts, geometry_css, lay_out
from carepress.typeset.vertical_justification import level, stand_on_foot

SPARSE = 0.72  # of the fullest panel: below this the text is set larger; clear print wants 12 pt (UKAAF G003)
ROOMY = "roomy"  # the class that the stylesheets set larger type for
ALMOST_EMPTY, WELL_FILLED = 0.25, 0.35  # of the last page
NORMAL = 1.2  # ems from line to line, unless the stylesheet says more
SPARE = 1  # line: space between sections that a break had swallowed, and last lines that stay short
SMALL_PART = 0.5  # of a flow's text: a larger section is not sent away


@dataclass(frozen=True, kw_only=True, slots=True)
class TextLines:
    """How the running text of some pages is set: the height of a line in mm, and the words that a full one holds."""

    height: float
    words: int

    def number(self, height: float) -> int:
        """How many lines stand in `height` mm, a started one counted as whole."""
        return max(1, ceil(round(height / self.height, 2)))


def text_lines(layout: Layout, numbers: Collection[int]) -> TextLines:
    """Measure the running text, the size that most letters are set in, on the pages of these numbers, from 0."""
    rows: dict[float, Counter[tuple[int, int]]] = defaultdict(Counter)
    letters: Counter[float] = Counter()
    for number, box in layout.text_boxes:
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
    """The distance of two lines in mm: given as a length, as a number of ems, or not at all."""
    given, size = style["line_height"], style["font_size"]
    height = given * size if isinstance(given, float | int) else getattr(given, "value", NORMAL * size)
    return float(height * MM)


def fit(html: str, material: Material, format_: Format, paper: Paper, source: Source) -> tuple[Layout, Report]:
    """Lay the text out over the format's panels or pages. A short text is set larger, where that fits as well."""
    layout, report = _laid_out(html, material, format_, paper, source)
    if not report.errors and _is_sparse(layout, format_):
        larger, larger_report = _laid_out(html, material, format_, paper, source, body_class=ROOMY)
        if not larger_report.errors and len(larger.pages) == len(layout.pages):
            layout, report = larger, larger_report
    return (layout if report.errors else stand_on_foot(level(layout, format_))), report


def _laid_out(
    html: str, material: Material, format_: Format, paper: Paper, source: Source, *, body_class: str = ""
) -> tuple[Layout, Report]:
    css = geometry_css(format_, paper)
    lay = partial(lay_out, html, material, body_class=body_class)
    layout = lay(css)
    if not format_.panels:
        layout = _with_good_last_page(layout, lay, css)
        return layout, Report(tuple(_too_many_pages(layout, format_, source)))
    for flow in format_.flows:
        panels = format_.flow(flow)
        if panels[0].takes is Takes.REST and (chosen := _chosen_breaks(layout, panels)):
            layout = lay(css + "".join(_break_before(f'data-line="{line}"') for line in chosen))
    return layout, Report(tuple(_panel_faults(layout, format_, source)))


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
    """What is wrong with the panels."""
    for flow in format_.flows:
        panels = format_.flow(flow)
        numbers = [number for number, page in enumerate(layout.pages) if page.name == flow]
        pages = [layout.pages[number] for number in numbers]
        lines = text_lines(layout, numbers)
        if len(pages) > len(panels):
            yield _overfull(panels, pages, lines, _first_words(layout, numbers[len(panels)]), source)
        yield from _crowded(panels, pages, lines)
        filled = [page for page in pages if page.blocks or page.used > 0]
        for panel in panels[len(filled) :]:
            yield _empty(panel, pages, source)


def _crowded(panels: Sequence[Panel], pages: Sequence[PageFacts], lines: TextLines) -> Iterator[Diagnostic]:
    """Text that runs into the drawing of its panel: it is all there, but hard to read."""
    for panel, page in zip(panels, pages, strict=False):
        over = page.margin_top + page.used - panel.text_share * page.height
        if over > 0 and panel.text_share < 1:
            much = f"{over:.0f} mm ({_lines(lines.number(over))})"
            yield Diagnostic(
                code="crowded-cover",
                severity=Severity.WARNING,
                message=f"{panel.label} is crowded: its text runs {much} into the drawing",
                help="Shorten the title, the subtitle or the summary.",
            )


def _overfull(
    panels: Sequence[Panel], pages: Sequence[PageFacts], lines: TextLines, words: str, source: Source
) -> Diagnostic:
    """Text that is left when the panels of a flow are full. `words` are the first of it."""
    extra = pages[len(panels) :]
    height = sum(page.used for page in extra)
    number = lines.number(height)
    first = next((block.line for page in extra for block in page.blocks if block.line), None)
    where = f"{source.file.removeprefix('content/')}:{first}" if first else f"`{words}`"
    cut = 5 * ceil((number + SPARE) * lines.words / 5)
    advice = {
        Takes.NOTHING: "Shorten the title, the subtitle or the summary; on the back, cite fewer works here,"
        "\nor type   references: online",
        Takes.NAMED: f"Cut about {cut} words here, or give a part a heading of its own without"
        f" {{panel={panels[0].name}}}: it moves inside.",
        Takes.REST: f"Cut about {cut} words, here or further up.{_section_to_move(pages, height, lines, source)}",
    }
    return Diagnostic(
        code="overfull-panel",
        message=f"{panels[-1].label} is full: {_lines(number)} too many ({height:.0f} mm), from {where}",
        span=source.span_at(first) if first else None,
        help=advice[panels[0].takes],
    )


def _first_words(layout: Layout, number: int) -> str:
    """The words that a page starts with."""
    said = " ".join(box.text for at, box in layout.text_boxes if at == number).split()
    return " ".join(said[:5])


def _section_to_move(pages: Sequence[PageFacts], height: float, lines: TextLines, source: Source) -> str:
    """Which section makes the rest fit if it is kept for another format: the shortest that is long enough."""
    heights: dict[int, float] = {}
    line = 0
    for unit in _units(pages):
        line = unit.line if unit.opens_section else line
        heights[line] = heights.get(line, 0.0) + unit.height
    most = SMALL_PART * sum(heights.values())
    enough = [(tall, at) for at, tall in heights.items() if at and height + SPARE * lines.height <= tall <= most]
    if not enough:
        return ""
    tall, line = min(enough)
    heading = source.lines[line - 1].strip("# ").partition(" {")[0]
    return (
        f"\nOr keep the section `{heading}` (line {line}, {_lines(lines.number(tall))}) for another format,"
        "\nsuch as the fact sheet: type   :::: not brochure   below its heading, and   ::::   at its end."
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


def _lines(number: int) -> str:
    return f"about {number} line{'s' * (number > 1)}"
