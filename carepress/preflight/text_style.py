"""Preflight of the style of text: no stylesheet adds words to it, strikes it out, turns it or cuts it off.

In:   Pages.
Out:  Diagnostics.
Never: looks at colours; `contrast` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.locate import line_in_manuscript, span_of
from carepress.preflight.proof import Pages
from carepress.typeset.measure import walk

NUMBER = re.compile(r"\s*(?:[a-z]|[ivxlcdm]+)[.)]\s*", re.IGNORECASE)
"""The letter or Roman number of a list's item."""
SLACK = 1.0  # CSS pixels that a letter may stand out of its box


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """The manuscript's words, and no others, are on the page as words are."""
    layout, source = pages.layout, pages.written.manuscript.source
    texts = {id(box) for _, box in layout.text_boxes}
    for _, box in layout.text_boxes:
        line = line_in_manuscript(box.element, layout.parents)
        if line and "::" in (box.element_tag or "") and _says_something(box.text):
            yield rule("altered-text", "added").at(source.span_at(line), words=_words(box))
        elif line and "line-through" in box.style["text_decoration_line"]:
            yield rule("altered-text", "struck").at(span_of(box, layout, source), words=_words(box))
    for _, box in layout.boxes:
        is_clipping = box.style["overflow"] != "visible"
        if not (is_clipping or box.style["transform"]):
            continue
        for inner in walk(box):
            if id(inner) in texts and inner.text.strip() and (box.style["transform"] or _stands_out(inner, box)):
                yield rule("altered-text", "cut-off").at(span_of(inner, layout, source), words=_words(inner))
                break


def _words(box: Any) -> str:
    return " ".join(box.text.split())


def _says_something(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and not NUMBER.fullmatch(text)


def _stands_out(text: Any, box: Any) -> bool:
    left, top = box.border_box_x(), box.border_box_y()
    return bool(
        text.position_x < left - SLACK
        or text.position_y < top - SLACK
        or text.position_x + text.width > left + box.border_width() + SLACK
        or text.position_y + text.height > top + box.border_height() + SLACK
    )
