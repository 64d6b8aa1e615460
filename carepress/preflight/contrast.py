"""Preflight of contrast: can every word be told from what lies behind it?

No stylesheet knows: a drawing may lie behind a title, a box may have been moved, a colour may let another shine
through. So the finished page is rendered without its text, and the colour of every run of text is compared with the
pixels where its letters stand, also in drawings. Lines and icons are not measured: `brand` keeps their colours apart.

In:   Finished proofs.
Out:  Diagnostics.
Never: changes the file, or judges whether a drawing can be understood.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from ctypes import c_uint
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from carepress.design.colour import contrast, mix, readable
from carepress.design.edition import Edition
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Span
from carepress.preflight.locate import place_name
from carepress.preflight.proof import Finished, Pages

Place = tuple[int, int, int, int]  # pixels: left, top, right, bottom

MIN_CONTRAST, MIN_CONTRAST_LARGE = 4.5, 3.0  # WCAG 2.1, 1.4.3
LARGE, LARGE_BOLD = 18.0, 14.0  # pt; WCAG 2.1, 'large scale'
ROUNDING = 0.05  # pt: 18 pt may be 17.999 on the page
NEAR = 6  # pt: a letter may be this far from where its run begins or ends
STRETCH = 2  # times the height of the letters: a stretch of some three letters
PATCH = 0.3  # of the pixels behind such a stretch: a smaller patch hides no letter
MOST = 0.5  # of the pixels behind a whole run


@dataclass(frozen=True, kw_only=True, slots=True)
class TextContrast:
    """Text on its ground: both colours as they are seen, their contrast, the minimum for its size and weight.

    `on_drawing`: most of the text can be read, but some of it stands on another ground, such as a drawing.
    """

    colour: str
    ground: str
    ratio: float
    minimum: float = MIN_CONTRAST
    on_drawing: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class WeakText:
    """Words that are hard to read, their page from 0, and their contrast."""

    words: str
    page: int
    contrast: TextContrast


OUTSIDE = TextContrast(colour="", ground="", ratio=math.inf)  # text that stands outside its page


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Every cause once: a pair of colours, or words that run into a drawing. All editions show the same pages."""
    if finished.edition is not Edition.SCREEN:
        return
    seen: set[object] = set()
    for weak in weak_text(finished.pdf):
        fault = _fault(weak, finished.pages)
        cause = (fault.span or weak.page) if weak.contrast.on_drawing else weak.contrast
        if cause not in seen:
            seen.add(cause)
            yield fault


def weak_text(pdf: bytes) -> Iterator[WeakText]:
    """Every line of text on the pages, or part of one, whose contrast is too low."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            runs = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]))
            ground = _without(runs, page)
            placed = [(run, _place(run, ground.size)) for run in runs]
            measured = [(_contrast(run, place, ground), place, run) for run, place in placed]
            weak = [text for text in measured if text[0].ratio < text[0].minimum]
            for (found, _), line in groupby(weak, key=lambda text: (text[0], text[1][3])):
                if words := _words([(run, place) for _, place, run in line], page):
                    yield WeakText(words=words, page=number, contrast=found)


def _without(runs: Sequence[Any], page: Any) -> Image.Image:
    """The page without these runs of text, a pixel a point."""
    for run in runs:
        raw.FPDFPageObj_SetIsActive(run, False)
    ground: Image.Image = page.render(scale=1).to_pil().convert("RGB")
    for run in runs:
        raw.FPDFPageObj_SetIsActive(run, True)
    return ground


def _fault(weak: WeakText, pages: Pages) -> Diagnostic:
    found, words, place = weak.contrast, weak.words[:40], place_name(weak.page, pages)
    ratio = math.floor(found.ratio * 10) / 10  # 4.48 must not be shown as 4.5
    colour, ground, minimum = found.colour, found.ground, found.minimum
    if found.on_drawing:
        return rule("low-contrast", "drawing").at(
            _span(weak.words, pages),
            words=words, place=place, colour=colour, ground=ground, ratio=ratio, minimum=minimum,
        )  # fmt: skip
    tokens = {value: token for token, value in pages.context.brand.tokens.items()}
    return rule("low-contrast").at(
        words=words, place=place, colour=colour, ground=ground, ratio=ratio, minimum=minimum,
        drawing=_drawing(weak.words, pages),
        token=tokens.get(colour, ""),
        better=readable(colour, (ground,), minimum),
    )  # fmt: skip


def _span(words: str, pages: Pages) -> Span | None:
    """The key of the front matter that the words come from."""
    front = pages.written.document.front
    texts = {"title": front.title, "subtitle": front.subtitle, "summary": front.summary}
    key = next((key for key, text in texts.items() if words in " ".join(text.split())), None)
    return pages.written.manuscript.front.span(key) if key else None


def _drawing(words: str, pages: Pages) -> str:
    """The file of the drawing that the words stand in; empty if the HTML has them, or no drawing is found."""
    if words in " ".join(pages.layout.text.split()):
        return ""
    drawings = {name: data for name, data in pages.layout.fetcher.files.items() if name.endswith(".svg")}
    texts = ((name, data.decode(errors="replace")) for name, data in drawings.items())
    return next((name for name, text in texts if all(word in text for word in words.split())), "")


def _contrast(run: Any, place: Place, ground: Image.Image) -> TextContrast:
    """The contrast of a run of text: on the common ground, or where a few of its letters meet another one."""
    if _is_outside(place):
        return OUTSIDE
    colour, opacity = _colour(run)
    behind = ground.crop(place)
    worst = _worst(behind, colour, opacity, 0)
    if worst.ratio >= MIN_CONTRAST:
        return worst
    step, width, height = STRETCH * behind.height, behind.width, behind.height
    stretches = (behind.crop((left, 0, min(left + step, width), height)) for left in range(0, width, step))
    worst = min((_worst(part, colour, opacity, PATCH) for part in stretches), key=lambda found: found.ratio)
    minimum = _minimum(run, worst.ratio)
    return replace(worst, minimum=minimum, on_drawing=_worst(behind, colour, opacity, MOST).ratio >= minimum)


def _worst(ground: Image.Image, colour: str, opacity: float, ignored: float) -> TextContrast:
    """The contrast with the ground, but for the share `ignored` of its pixels that are worse still."""
    counts: Any = ground.getcolors(ground.width * ground.height) or []
    pixels = sorted((_ratio(colour, opacity, _hex(*pixel)), _hex(*pixel), count) for count, pixel in counts)
    left = ignored * ground.width * ground.height
    for ratio, pixel, count in pixels:
        left -= count
        if left <= 0:
            return TextContrast(colour=mix(pixel, colour, opacity), ground=pixel, ratio=ratio)
    return OUTSIDE


def _colour(run: Any) -> tuple[str, float]:
    """The colour of a run of text, and its opacity."""
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    raw.FPDFPageObj_GetFillColor(run, red, green, blue, alpha)
    colour, opacity = _hex(red.value, green.value, blue.value), alpha.value / 255
    for form in _forms(run):
        raw.FPDFPageObj_GetFillColor(form, red, green, blue, alpha)
        opacity *= alpha.value / 255
    return colour, opacity


def _place(run: Any, size: tuple[int, int]) -> Place:
    """The pixels where the letters of a run stand: above its baseline, so that an underline is not its ground."""
    (left, bottom, right, top), matrix, (width, height) = run.get_bounds(), run.get_matrix(), size
    for form in _forms(run):
        outer = form.get_matrix()
        left, bottom, right, top = outer.on_rect(left, bottom, right, top)
        matrix = matrix.multiply(outer)
    is_level = matrix.b == matrix.c == 0 < matrix.d
    last, low = math.ceil(right), int(height - (max(bottom, matrix.f) if is_level else bottom))
    first, high = min(int(left), last - 1), min(int(height - top), low - 1)
    return max(first, 0), max(high, 0), min(last, width), min(low, height)


def _is_outside(place: Place) -> bool:
    left, top, right, bottom = place
    return left >= right or top >= bottom


def _minimum(run: Any, ratio: float) -> float:
    """The minimum contrast for a run's size and weight, looked up only where that matters."""
    if ratio >= MIN_CONTRAST:
        return MIN_CONTRAST
    matrix = run.get_matrix()
    for form in _forms(run):
        matrix = matrix.multiply(form.get_matrix())
    size = run.get_font_size() * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) + ROUNDING
    is_bold = "bold" in run.get_font().get_base_name().lower()
    is_large = size >= LARGE or (is_bold and size >= LARGE_BOLD)
    return MIN_CONTRAST_LARGE if is_large else MIN_CONTRAST


def _forms(run: Any) -> Iterator[Any]:
    """The groups that a run stands in, from the inside out."""
    while (run := run.container) is not None:
        yield run


def _words(runs: Sequence[tuple[Any, Place]], page: Any) -> str:
    """The words from the first of these runs to the last, with the spaces that are drawn as gaps."""
    text, height = page.get_textpage(), page.get_height()
    (first, (left, _, _, low)), (_, (_, _, right, last_low)) = runs[0], runs[-1]
    start = text.get_index(left, height - low + 1, NEAR, NEAR)
    end = text.get_index(right, height - last_low + 1, NEAR, NEAR)
    if start is None or end is None:
        first.textpage = text
        return " ".join(first.extract().split())
    return " ".join(text.get_text_range(min(start, end), abs(end - start) + 1).split())


@cache
def _ratio(colour: str, opacity: float, ground: str) -> float:
    return contrast(mix(ground, colour, opacity), ground)


def _hex(red: int, green: int, blue: int) -> str:
    return f"#{red:02X}{green:02X}{blue:02X}"
