"""Preflight for print: type sizes, lines, fonts, boxes. Pictures as they are placed have a module of their own.

In:   Pages and Finished proofs.
Out:  Diagnostics.
Never: changes the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostic, Severity
from carepress.preflight.image_quality import POINT, THINNEST, check_drawings, check_resolution
from carepress.preflight.locate import place_name, span_of
from carepress.preflight.proof import Finished, Pages
from carepress.preflight.tags import NOT_THE_TEXT
from carepress.project.source import Source
from carepress.typeset import MM, Layout

BOLD = 600
SLACK = 0.5  # pt: by how much a page may miss the size of its paper: typesetters round
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    """The least type sizes of an edition, in points: of anything, and of the text that is read through."""

    anything: float
    body: float


LEAST_SIZES: Mapping[Edition, Sizes] = {Edition.SCREEN: Sizes(anything=8, body=10.5)}
"""The print edition shows the pages of the screen edition."""


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Every letter is in the fonts and large enough; lines and pictures are good enough for paper."""
    sizes = LEAST_SIZES[Edition.SCREEN]
    yield from _missing_glyphs(pages.layout, pages.written.manuscript.source, pages.fonts)
    yield from _small_type(pages, sizes)
    yield from _thin_lines(pages)
    yield from check_resolution(pages)
    yield from check_drawings(pages, sizes.anything)


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Fonts are in the file, it says how its colours are meant, and its pages are those of the paper."""
    loose = sorted(set(_loose_fonts(finished.opened)))
    if loose:
        message = f"{finished.name}: fonts are not in the file: {', '.join(loose)}"
        yield Diagnostic(code="loose-font", message=message, help=NOT_THE_TEXT)
    if "/OutputIntents" not in finished.opened.Root:
        message = f"{finished.name}: the file does not say how its colours are meant"
        yield Diagnostic(code="unfit-file", message=message, help=NOT_THE_TEXT)
    for said in _faulty_pages(finished):
        yield Diagnostic(code="page-box", message=f"{finished.name}: {said}", help=NOT_THE_TEXT)


def _small_type(pages: Pages, sizes: Sizes) -> Iterator[Diagnostic]:
    """Letters under the least size, each size told once; and a body text that is set too small."""
    layout, source = pages.layout, pages.written.manuscript.source
    written: Counter[float] = Counter()
    first: dict[float, tuple[int, Any]] = {}
    for number, box in layout.text_boxes:
        size = round(box.style["font_size"] * MM / POINT, 1)
        if box.text.strip():
            first.setdefault(size, (number, box))
            written[size] += len(box.text) * (span_of(box, layout, source) is not None)
    body = written.most_common(1)[0][0] if written.total() else sizes.body
    least = {size: sizes.anything for size in first if size < sizes.anything}
    if sizes.anything <= body < sizes.body:
        least[body] = sizes.body
    for size, wanted in sorted(least.items()):
        number, box = first[size]
        what = "the body text" if size == body else f"`{box.text.strip()[:40]}` on {place_name(number, pages)}"
        yield Diagnostic(
            code="small-type",
            message=f"{what} is set in {size:g} pt; {wanted:g} pt is the least",
            span=span_of(box, layout, source),
            help="Type does not get smaller to fit: raise the size in styles/tokens.css or the format's stylesheet.",
        )


def _thin_lines(pages: Pages) -> Iterator[Diagnostic]:
    """Borders that an office printer may leave out, each width told once."""
    seen: set[float] = set()
    for number, box in pages.layout.boxes:
        for width in {getattr(box, name, 0) for name in BORDERS} - {0}:
            points = round(width * MM / POINT, 2)
            if 0 < points < THINNEST and points not in seen:
                seen.add(points)
                yield Diagnostic(
                    code="thin-line",
                    severity=Severity.WARNING,
                    message=f"{place_name(number, pages)} has a line of {points:g} pt; {THINNEST} pt is the least",
                    span=span_of(box, pages.layout, pages.written.manuscript.source),
                    help="Make the border thicker in the stylesheet.",
                )


def _loose_fonts(document: pikepdf.Pdf) -> Iterator[str]:
    for thing in document.objects:
        is_font = isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        if is_font and not any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield str(thing.get("/FontName", "?")).removeprefix("/")


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
            found = source.find(letter) if letter in source.text else span_of(box, layout, source)
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


def _faulty_pages(finished: Finished) -> Iterator[str]:
    """What is wrong with the number, the sizes and the boxes of the pages. Sizes are width and height in points."""
    wanted, pages = _page_sizes(finished), list(finished.opened.pages)
    if len(pages) != len(wanted):
        yield f"the file has {len(pages)} pages; {len(wanted)} were made"
    for number, (page, (width, height)) in enumerate(zip(pages, wanted, strict=False), start=1):
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        if abs(right - left - width) > SLACK or abs(top - bottom - height) > SLACK:
            size, paper = _size(right - left, top - bottom), _size(width, height)
            yield f"page {number} is {size}; the paper is {paper}"
        if not all(_is_inside(box, page.mediabox) for box in (page.cropbox, page.trimbox)):
            yield f"page {number} shows more than there is of it"
        if any(key in page.obj or key in page.obj.get("/Parent", {}) for key in ("/Rotate", "/UserUnit")):
            yield f"page {number} is turned or enlarged"


def _page_sizes(finished: Finished) -> Sequence[tuple[float, float]]:
    format_, paper = finished.pages.context.format, finished.pages.paper
    if finished.edition is Edition.PRINT:
        return [(paper.width.pt, paper.height.pt)] * len(format_.sides)
    if format_.panels:
        return [(paper.widths[panel.name].pt, paper.height.pt) for panel in format_.panels]
    return [(paper.width.pt, paper.height.pt)] * len(finished.pages.layout.pages)


def _size(width: float, height: float) -> str:
    return f"{width * POINT:.1f} x {height * POINT:.1f} mm"


def _is_inside(inner: pikepdf.Array, outer: pikepdf.Array) -> bool:
    edges = [(float(mine), float(other)) for mine, other in zip(inner, outer, strict=True)]
    return all(mine >= other - SLACK for mine, other in edges[:2]) and all(
        mine <= other + SLACK for mine, other in edges[2:]
    )
