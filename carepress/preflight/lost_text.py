"""Lost text: what was written is on the page, whole.

Pages do not lose text by themselves, but boxes of a fixed size do so without a word.

In:   Pages.
Out:  Diagnostics.
Never: looks at meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from carepress.diagnostics.model import Diagnostic
from carepress.preflight.locate import line_in_manuscript
from carepress.preflight.proof import Pages
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
            missing[line_in_manuscript(element, layout.parents)] += len(_letters(element.text or ""))
        missing[line_in_manuscript(layout.parents[element], layout.parents)] += len(_letters(element.tail or ""))
    for _, box in layout.text_boxes:
        if not _is_generated(box):
            missing[line_in_manuscript(box.element, layout.parents)] -= len(_letters(box.text))
    return min((line for line, letters in missing.items() if line and letters > 0), default=0)
