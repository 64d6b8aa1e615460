"""Overflow: what did not fit, by how much, and what to do about it.

In:   a Layout, its Format, the manuscript's Source.
Out:  Diagnostics for panels that are too full, crowded or empty, and for too many pages.
Pure: lays nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from carepress.design.formats import Format, Panel, Takes
from carepress.diagnostics.model import Diagnostic, Severity
from carepress.project.source import Source
from carepress.typeset.layout import Layout
from carepress.typeset.measure import PageFacts, TextLines, text_lines, units_of

SPARE = 1  # line: space between sections that a break had swallowed, and last lines that stay short

SMALL_PART = 0.5  # of a flow's text: a larger section is not sent away


def panel_faults(layout: Layout, format_: Format, source: Source) -> Iterator[Diagnostic]:
    """What is wrong with the panels."""
    for flow in format_.flows:
        panels = format_.flow(flow)
        numbers = [number for number, page in enumerate(layout.pages) if page.name == flow]
        pages = [layout.pages[number] for number in numbers]
        lines = text_lines(layout.text_boxes, numbers)
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
    for unit in units_of(pages):
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


def too_many_pages(layout: Layout, format_: Format, source: Source) -> Iterator[Diagnostic]:
    """Pages beyond the most that the format may have."""
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


def _lines(number: int) -> str:
    return f"about {number} line{'s' * (number > 1)}"
