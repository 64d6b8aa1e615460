"""Preflight for print: type sizes, pictures as placed, line widths, fonts, boxes.

In:   Pages and Finished proofs.
Out:  Diagnostics.
Never: changes the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO

import pikepdf
from fontTools.ttLib import TTFont

from carepress.diagnostics import Diagnostic
from carepress.preflight.accessibility import NOT_THE_TEXT
from carepress.preflight.proof import Finished, Pages
from carepress.preflight.text import line_of
from carepress.source import Source
from carepress.typesetting import Layout

BOLD = 600


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Every letter is in the fonts."""
    yield from _missing_glyphs(pages.layout, pages.written.manuscript.source, pages.fonts)


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Fonts are in the file, and it says how its colours are meant."""
    loose = sorted(set(_loose_fonts(finished.opened)))
    if loose:
        message = f"{finished.name}: fonts are not in the file: {', '.join(loose)}"
        yield Diagnostic(code="unfit-file", message=message, help=NOT_THE_TEXT)
    if "/OutputIntents" not in finished.opened.Root:
        message = f"{finished.name}: the file does not say how its colours are meant"
        yield Diagnostic(code="unfit-file", message=message, help=NOT_THE_TEXT)


def _loose_fonts(document: pikepdf.Pdf) -> Iterator[str]:
    for thing in document.objects:
        is_font = isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        if is_font and not any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield str(thing.get("/FontName", "?"))


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
