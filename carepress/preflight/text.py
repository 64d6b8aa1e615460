"""Preflight of the text: what was written is on the page, whole, inside it, in letters that the fonts have.

Pages do not lose text by themselves, but fixed boxes, wide tables and missing fonts do so without a word.

In:   the HTML and its Layout; the font files by family and weight.
Out:  Diagnostics.
Never: looks at meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

from carepress.diagnostics import Diagnostic, Span
from carepress.source import Source
from carepress.typesetting import MM, Layout

TOLERANCE = 0.35  # mm: a glyph's side bearing may stand over the edge
BOLD = 600


def check_text(layout: Layout, source: Source, fonts: Mapping[tuple[str, int], bytes]) -> Iterator[Diagnostic]:
    """Every guard on the text."""
    yield from _lost(layout, source)
    yield from _outside(layout, source)
    yield from _missing_glyphs(layout, source, fonts)


def _lost(layout: Layout, source: Source) -> Iterator[Diagnostic]:
    """Letters of the HTML that are in no box."""
    wanted: Counter[str] = Counter(_letters(layout.text))
    found: Counter[str] = Counter()
    for _, box in layout.text_boxes:
        if not _is_generated(box):
            found.update(_letters(box.text))
    lost = wanted - found
    if lost:
        yield Diagnostic(
            code="lost-text",
            message=f"{lost.total()} letters of {source.file} are not on the page",
            help="This is a fault of the template or the stylesheet: text stands in a box of fixed size.",
        )


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _is_generated(box: Any) -> bool:
    return "::" in (box.element_tag or "")


def _outside(layout: Layout, source: Source) -> Iterator[Diagnostic]:
    seen: set[int] = set()
    for number, box in layout.text_boxes:
        page = layout.pages[number]
        left, right = box.position_x * MM, (box.position_x + box.width) * MM
        top, bottom = box.position_y * MM, (box.position_y + box.height) * MM
        over = max(-left, right - page.width, -top, bottom - page.height)
        span = line_of(box, layout, source)
        where = span.line if span else 0
        if over > TOLERANCE and box.text.strip() and where not in seen:
            seen.add(where)
            yield Diagnostic(
                code="outside-page",
                span=span,
                message=f"`{box.text.strip()[:40]}` stands {over:.0f} mm outside page {number + 1}",
                help="Shorten a long word or address, or give a table fewer columns.",
            )


def _missing_glyphs(layout: Layout, source: Source, fonts: Mapping[tuple[str, int], bytes]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for _, box in layout.text_boxes:
        family = box.style["font_family"][0]
        weight = 700 if box.style["font_weight"] >= BOLD else 400
        font = fonts.get((family, weight)) or fonts.get((family, 400))
        if font is None:
            continue
        for letter in sorted(set(box.text) - _covered(font) - set("\n\t\u200b\ufeff") - seen):
            seen.add(letter)
            found = source.find(letter) if letter in source.text else line_of(box, layout, source)
            yield Diagnostic(
                code="missing-glyph",
                message=f"the font {family} has no `{letter}` (U+{ord(letter):04X})",
                span=found,
                help="Write it in another way, or choose a font in content/_brand.yml that has it.",
            )


@lru_cache(maxsize=16)
def _covered(font: bytes) -> frozenset[str]:
    """The characters that a font file has."""
    with TTFont(BytesIO(font), lazy=True) as opened:
        return frozenset(chr(code) for code in opened.getBestCmap())


def line_of(box: Any, layout: Layout, source: Source) -> Span | None:
    """The manuscript's line of the block that a box belongs to."""
    parents = layout.parents
    element = box.element
    while element is not None and not element.get("data-line"):
        element = parents.get(element)
    wanted = int(element.get("data-line")) if element is not None else 0
    return source.span_at(wanted) if wanted else None
