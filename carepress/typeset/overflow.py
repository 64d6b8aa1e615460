"""Overflow: what did not fit, by how much, and what to do about it.

In:   a Layout, its Format, the manuscript's Source.
Out:  Diagnostics for panels that are too full, crowded or empty, and for too many pages.
Pure: lays nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from carepress.design.formats import Format, Panel, Takes
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.project.source import Source
from carepress.typeset.layout import Layout
from carepress.typeset.measure import PageFacts, text_lines, units_of

SPARE = 1  # line: the space above a section that a break had taken away, and last lines that stay short
LARGEST_SHARE = 0.5  # of a flow's text: no larger section is proposed for another format
FIRST_WORDS = 5


def panel_faults(layout: Layout, format_: Format, source: Source) -> Iterator[Diagnostic]:
    """What is wrong with how the text fills the panels."""
    for flow in format_.flows:
        panels = format_.flow(flow)
        numbers = [number for number, page in enumerate(layout.pages) if page.name == flow]
        pages = [layout.pages[number] for number in numbers]
        if len(pages) > len(panels):
            yield _overfull(layout, panels, numbers, format_, source)
        for panel, page in zip(panels, pages, strict=False):
            over = page.margin_top + page.used - panel.text_share * page.height
            if over > 0 and panel.text_share < 1:  # the text is all there, but hard to read on the drawing
                lines = text_lines(layout.text_boxes, numbers).counted(over)
                yield rule("crowded-cover").at(panel=panel.label, height=over, lines=lines)
        filled = [page for page in pages if page.blocks or page.used > 0]
        last = max(_lines_of(pages), default=1)
        for panel in panels[len(filled) :]:
            name = panel.name if panel.takes is Takes.NAMED else ""
            yield rule("empty-panel").at(source.span_at(last), panel=panel.label, name=name)


def _overfull(
    layout: Layout, panels: Sequence[Panel], numbers: Sequence[int], format_: Format, source: Source
) -> Diagnostic:
    """The fault of a flow whose pages, with these `numbers`, are more than its panels."""
    takes, lines = panels[0].takes, text_lines(layout.text_boxes, numbers)
    pages = [layout.pages[number] for number in numbers]
    extra = pages[len(panels) :]
    height = sum(page.used for page in extra)
    first = next(_lines_of(extra), None)
    cut = 5 * ceil((lines.number(height) + SPARE) * lines.words / 5)
    line, section = _section_to_move(pages, height + SPARE * lines.height) if takes is Takes.REST else (0, 0.0)
    return rule("overfull-panel").at(
        source.span_at(first) if first else None,
        panel=panels[-1].label,
        lines=lines.counted(height),
        height=height,
        place=_place(source, first) if first else f"`{_first_words(layout, numbers[len(panels)])}`",
        words=None if takes is Takes.NOTHING else cut,
        name=panels[0].name if takes is Takes.NAMED else "",
        heading=source.lines[line - 1].strip("# ").partition(" {")[0] if line else "",
        line=line,
        section_lines=lines.counted(section),
        format=format_.name,
        alternative=format_.alternative,
    )


def _first_words(layout: Layout, number: int) -> str:
    """The words that a page starts with."""
    words = " ".join(box.text for at, box in layout.text_boxes if at == number).split()
    return " ".join(words[:FIRST_WORDS])


def _section_to_move(pages: Sequence[PageFacts], wanted: float) -> tuple[int, float]:
    """The line and height of the shortest section that is at least `wanted` mm high; (0, 0) if none will do."""
    heights: dict[int, float] = {}
    line = 0
    for unit in units_of(pages):
        line = unit.line if unit.opens_section else line
        heights[line] = heights.get(line, 0.0) + unit.height
    limit = LARGEST_SHARE * sum(heights.values())
    height, line = min(((tall, at) for at, tall in heights.items() if at and wanted <= tall <= limit), default=(0.0, 0))
    return line, height


def too_many_pages(layout: Layout, format_: Format, source: Source) -> Iterator[Diagnostic]:
    """Pages beyond the limit of the format."""
    pages, limit = len(layout.pages), format_.most_pages
    if pages <= limit:
        return
    line = next(_lines_of(layout.pages[limit:]), None)
    if line is None:
        yield rule("too-many-pages", "no-line").at(format=format_.label, pages=pages, limit=limit)
        return
    place = _place(source, line)
    yield rule("too-many-pages").at(source.span_at(line), format=format_.label, pages=pages, limit=limit, place=place)


def _lines_of(pages: Sequence[PageFacts]) -> Iterator[int]:
    """The manuscript lines of the blocks on some pages, in reading order."""
    return (block.line for page in pages for block in page.blocks if block.line)


def _place(source: Source, line: int) -> str:
    return f"{source.file.removeprefix('content/')}:{line}"
