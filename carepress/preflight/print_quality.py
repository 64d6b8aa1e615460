"""Preflight of print: type sizes, lines, fonts and page boxes. Images as they are placed have a module of their own.

In:   Pages and Finished proofs.
Out:  Diagnostics.
Never: changes the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

from carepress.design.edition import Edition
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.image_quality import MIN_LINE, POINT, check_drawings, check_resolution
from carepress.preflight.locate import place_name, span_of
from carepress.preflight.proof import Finished, Pages
from carepress.project.source import Source
from carepress.typeset import MM, Layout

MIN_SIZE, MIN_BODY_SIZE = 8.0, 10.5  # pt: of anything, and of the text that is read through
BOLD = 600
SLACK = 0.5  # pt: by how much a page may miss the size of its paper: typesetters round
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Every letter is in the fonts and large enough; lines and images are good enough for paper."""
    yield from _missing_glyphs(pages.layout, pages.written.manuscript.source, pages.fonts)
    yield from _small_type(pages)
    yield from _thin_lines(pages)
    yield from check_resolution(pages)
    yield from check_drawings(pages, MIN_SIZE)


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Fonts are in the file, it says how its colours are meant, and its pages are those of the paper."""
    if fonts := sorted(set(_loose_fonts(finished.opened))):
        yield rule("loose-font").at(file=finished.name, fonts=", ".join(fonts))
    if "/OutputIntents" not in finished.opened.Root:
        yield rule("unfit-file", "colours").at(file=finished.name)
    yield from _faulty_pages(finished)


def _small_type(pages: Pages) -> Iterator[Diagnostic]:
    """Letters below the minimum, each size once; and a body text that is set too small."""
    layout, source = pages.layout, pages.written.manuscript.source
    letters: Counter[float] = Counter()  # that the author wrote, by size
    first: dict[float, tuple[int, Any]] = {}
    for number, box in layout.text_boxes:
        size = round(box.style["font_size"] * MM / POINT, 1)
        if box.text.strip():
            first.setdefault(size, (number, box))
            letters[size] += len(box.text) * (span_of(box, layout, source) is not None)
    body = letters.most_common(1)[0][0] if letters.total() else MIN_BODY_SIZE
    for size, (number, box) in sorted(first.items()):
        minimum = MIN_BODY_SIZE if size == body and size >= MIN_SIZE else MIN_SIZE
        span = span_of(box, layout, source)
        if size < minimum and size == body:
            yield rule("small-type", "body").at(span, size=size, minimum=minimum)
        elif size < minimum:
            words, place = box.text.strip()[:40], place_name(number, pages)
            yield rule("small-type").at(span, words=words, place=place, size=size, minimum=minimum)


def _thin_lines(pages: Pages) -> Iterator[Diagnostic]:
    """Borders that an office printer may leave out, each width once."""
    seen: set[float] = set()
    for number, box in pages.layout.boxes:
        for border in {getattr(box, name, 0) for name in BORDERS} - {0}:
            width = round(border * MM / POINT, 2)
            if 0 < width < MIN_LINE and width not in seen:
                seen.add(width)
                span = span_of(box, pages.layout, pages.written.manuscript.source)
                yield rule("thin-line").at(span, place=place_name(number, pages), width=width, minimum=MIN_LINE)


def _loose_fonts(document: pikepdf.Pdf) -> Iterator[str]:
    for item in document.objects:
        is_font = isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        if is_font and not any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield str(item.get("/FontName", "?")).removeprefix("/")


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
            span = source.find(letter) if letter in source.text else span_of(box, layout, source)
            yield rule("missing-glyph").at(span, font=family, letter=letter, number=ord(letter))


@lru_cache(maxsize=16)
def _covered(font: bytes) -> frozenset[str]:
    """The characters that a font file has."""
    with TTFont(BytesIO(font), lazy=True) as opened:
        return frozenset(chr(code) for code in opened.getBestCmap())


def _faulty_pages(finished: Finished) -> Iterator[Diagnostic]:
    """What is wrong with the number, the sizes and the boxes of the pages."""
    file, papers, pages = finished.name, _page_sizes(finished), list(finished.opened.pages)
    if len(pages) != len(papers):
        yield rule("page-box", "number").at(file=file, pages=len(pages), wanted=len(papers))
    for number, (page, (width, height)) in enumerate(zip(pages, papers, strict=False), start=1):
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        if abs(right - left - width) > SLACK or abs(top - bottom - height) > SLACK:
            size, paper = _size(right - left, top - bottom), _size(width, height)
            yield rule("page-box").at(file=file, page=number, size=size, paper=paper)
        if not all(_is_inside(box, page.mediabox) for box in (page.cropbox, page.trimbox)):
            yield rule("page-box", "boxes").at(file=file, page=number)
        if any(key in page.obj or key in page.obj.get("/Parent", {}) for key in ("/Rotate", "/UserUnit")):
            yield rule("page-box", "turned").at(file=file, page=number)


def _page_sizes(finished: Finished) -> Sequence[tuple[float, float]]:
    """The width and height, in points, that each page must have."""
    format_, paper = finished.pages.context.format, finished.pages.paper
    if finished.edition is Edition.PRINT:
        return [(paper.width.pt, paper.height.pt)] * len(format_.sides)
    if format_.panels:
        return [(paper.widths[panel.name].pt, paper.height.pt) for panel in format_.panels]
    return [(paper.width.pt, paper.height.pt)] * len(finished.pages.layout.pages)


def _size(width: float, height: float) -> str:
    return f"{width * POINT:.1f} x {height * POINT:.1f} mm"


def _is_inside(inner: pikepdf.Array, outer: pikepdf.Array) -> bool:
    left, bottom, right, top = (float(edge) - float(limit) for edge, limit in zip(inner, outer, strict=True))
    return min(left, bottom) >= -SLACK and max(right, top) <= SLACK
