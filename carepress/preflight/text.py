"""Preflight of the text: what was written is on the page, whole.

Pages do not lose text by themselves, but fixed boxes do so without a word.

In:   Pages.
Out:  Diagnostics.
Never: looks at meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from carepress.diagnostics import Diagnostic, Span
from carepress.preflight.proof import Pages
from carepress.source import Source
from carepress.typesetting import Layout


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Letters of the HTML that are in no box."""
    wanted: Counter[str] = Counter(_letters(pages.layout.text))
    found: Counter[str] = Counter()
    for _, box in pages.layout.text_boxes:
        if not _is_generated(box):
            found.update(_letters(box.text))
    lost = wanted - found
    if lost:
        yield Diagnostic(
            code="lost-text",
            message=f"{lost.total()} letters of {pages.written.manuscript.source.file} are not on the page",
            help="This is a fault of the template or the stylesheet: text stands in a box of fixed size.",
        )


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _is_generated(box: Any) -> bool:
    return "::" in (box.element_tag or "")


def line_of(box: Any, layout: Layout, source: Source) -> Span | None:
    """The manuscript's line of the block that a box belongs to."""
    parents = layout.parents
    element = box.element
    while element is not None and not element.get("data-line"):
        element = parents.get(element)
    wanted = int(element.get("data-line")) if element is not None else 0
    return source.span_at(wanted) if wanted else None
