"""Preflight of lost text: every letter that was written is on the page.

Pages do not lose text, but boxes of a fixed size do, and nobody is warned.

In:   Pages.
Out:  Diagnostics.
Never: looks at meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.locate import line_in_manuscript
from carepress.preflight.proof import Pages
from carepress.typeset import Layout


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Every letter of the HTML is in a box on a page."""
    layout, source = pages.layout, pages.written.manuscript.source
    lost = Counter(_letters(layout.text)) - Counter(
        letter for box in _text_boxes(layout) for letter in _letters(box.text)
    )
    if lost:
        line = _first_lost_line(layout)
        span = source.span_at(line) if line else None
        yield rule("lost-text").at(span, letters=lost.total(), file=source.file)


def _text_boxes(layout: Layout) -> Iterator[Any]:
    """The boxes of text, but for what a stylesheet adds (`::before`)."""
    return (box for _, box in layout.text_boxes if "::" not in (box.element_tag or ""))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())  # a style may set capitals


def _first_lost_line(layout: Layout) -> int:
    """The first line of the manuscript that has more letters in the HTML than on the pages; 0 if there is none."""
    missing: Counter[int] = Counter()
    for element, parent in layout.parents.items():
        if isinstance(element.tag, str):
            missing[line_in_manuscript(element, layout.parents)] += len(_letters(element.text or ""))
        missing[line_in_manuscript(parent, layout.parents)] += len(_letters(element.tail or ""))
    for box in _text_boxes(layout):
        missing[line_in_manuscript(box.element, layout.parents)] -= len(_letters(box.text))
    return min((line for line, letters in missing.items() if line and letters > 0), default=0)
