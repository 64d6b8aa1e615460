"""Preflight of the text: what was written is on the page, whole. And where a thing on a page was written.

Pages do not lose text by themselves, but boxes of a fixed size do so without a word.

In:   Pages.
Out:  Diagnostics; for other checks, the line of a box in the manuscript and the name of its page.
Never: looks at meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from carepress.diagnostics.model import Diagnostic, Span
from carepress.preflight.proof import Pages
from carepress.project.source import Source
from carepress.typeset import Layout


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Letters of the HTML that are in no box."""
    layout, source = pages.layout, pages.written.manuscript.source
    wanted: Counter[str] = Counter(_letters(layout.text))
    found: Counter[str] = Counter()
    for _, box in layout.text_boxes:
        if not _is_generated(box):
            found.update(_letters(box.text))
    lost = wanted - found
    if lost:
        first = _first_lost(layout)
        yield Diagnostic(
            code="lost-text",
            message=f"{lost.total()} letters of {source.file} are not on the page",
            span=source.span_at(first) if first else None,
            help="This is a fault of the template or the stylesheet: text stands in a box of fixed size.",
        )


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _is_generated(box: Any) -> bool:
    return "::" in (box.element_tag or "")


def _first_lost(layout: Layout) -> int:
    """The first line of the manuscript that has more letters in the HTML than on the pages; 0 if it is none of his."""
    missing: Counter[int] = Counter()
    for element in layout.parents:
        if isinstance(element.tag, str):
            missing[_line(element, layout.parents)] += len(_letters(element.text or ""))
        missing[_line(layout.parents[element], layout.parents)] += len(_letters(element.tail or ""))
    for _, box in layout.text_boxes:
        if not _is_generated(box):
            missing[_line(box.element, layout.parents)] -= len(_letters(box.text))
    return min((line for line, letters in missing.items() if line and letters > 0), default=0)


def line_of(box: Any, layout: Layout, source: Source) -> Span | None:
    """The manuscript's line of the block that a box belongs to; the very words, if they stand in that line."""
    wanted = _line(box.element, layout.parents)
    words = getattr(box, "text", "").strip()
    if not wanted:
        return None
    return source.find(words, line=wanted, last=wanted) if words else source.span_at(wanted)


def _line(element: Any, parents: Mapping[Any, Any]) -> int:
    """The line that an element, or the nearest one around it, was written in; 0 for what a template says."""
    while element is not None and not element.get("data-line"):
        element = parents.get(element)
    return int(element.get("data-line")) if element is not None else 0


def place_name(number: int, pages: Pages) -> str:
    """What a message calls a page, counted from 0: 'page 2', or 'inside panel 1' where the sheet is folded."""
    flow = pages.layout.pages[number].name
    before = sum(page.name == flow for page in pages.layout.pages[:number])
    panels = pages.job.format.flow(flow)
    if before >= len(panels):
        return f"page {number + 1}"
    label = panels[before].label
    return label[0].lower() + label[1:]
