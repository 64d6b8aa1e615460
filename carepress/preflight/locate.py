"""Locating: where something on a page was written, and what a message calls the page.

In:   a box of a layout, or the number of a page.
Out:  a Span in the manuscript; the name of a page or panel.
Pure: reads no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carepress.diagnostics.model import Span
from carepress.preflight.proof import Pages
from carepress.project.source import Source
from carepress.typeset import Layout


def span_of(box: Any, layout: Layout, source: Source) -> Span | None:
    """The line of the block that a box belongs to, or its words in that line; None for what a template says."""
    line = line_in_manuscript(box.element, layout.parents)
    words = getattr(box, "text", "").strip()
    if not line:
        return None
    return source.find(words, line=line, last=line) if words else source.span_at(line)


def line_in_manuscript(element: Any, parents: Mapping[Any, Any]) -> int:
    """The line that an element, or the nearest one around it, was written in; 0 for what a template says."""
    while element is not None and not element.get("data-line"):
        element = parents.get(element)
    return int(element.get("data-line")) if element is not None else 0


def place_name(number: int, pages: Pages) -> str:
    """What a message calls a page, counted from 0: 'page 2', or 'inside panel 1' where the sheet is folded."""
    flow = pages.layout.pages[number].name
    before = sum(page.name == flow for page in pages.layout.pages[:number])
    panels = pages.context.format.flow(flow)
    if before >= len(panels):
        return f"page {number + 1}"
    label = panels[before].label
    return label[0].lower() + label[1:]
