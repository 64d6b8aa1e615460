"""Preflight of contrast: can every word be told from what lies behind it?

No stylesheet knows: a drawing may lie behind a title, a box may have been moved, a colour may let another shine
through. So the finished page is rendered without its text, and the colour of every run of text is compared with the
pixels where its letters stand, also in drawings. Text that changes no pixel of the page lies under something. Lines and
icons are not measured: `brand` keeps their colours apart.

In:   Finished proofs.
Out:  Diagnostics.
Never: changes the file, or judges whether a drawing can be understood.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
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
from carepress.preflight.text_runs import Ink, TextRun, letters_of, picture_of, picture_without, runs_of, words_of

MIN_CONTRAST, MIN_CONTRAST_LARGE = 4.5, 3.0  # WCAG 2.1, 1.4.3
LARGE, LARGE_BOLD = 18.0, 14.0  # pt; WCAG 2.1, 'large scale'
ROUNDING = 0.05  # pt: 18 pt may be 17.999 on the page
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


GAP = 1  # times the height of the letters: so wide are few spaces between words
COVERED = TextContrast(colour="", ground="", ratio=0)  # text that something lies over
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
    """Every line of text on the pages, or part of one, whose contrast is too low, or that something lies over."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            runs = runs_of(page)
            ground = picture_without(runs, page)
            ink = Ink.between(ground, picture_of(page))
            measured = [(_seen(run, _contrast(run, ground), ink, page), run) for run in runs]
            weak = [text for text in measured if text[0].ratio < text[0].minimum]
            for (found, _), line in groupby(weak, key=lambda text: (text[0], text[1].letters.bottom)):
                if words := words_of([run for _, run in line], page):
                    yield WeakText(words=words, page=number, contrast=found)


def _fault(weak: WeakText, pages: Pages) -> Diagnostic:
    found, words, place = weak.contrast, weak.words[:40], place_name(weak.page, pages)
    if found is COVERED:
        return rule("covered-text").at(_span(weak.words, pages), words=words, place=place)
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


def _contrast(run: TextRun, ground: Image.Image) -> TextContrast:
    """The contrast of a run of text: on the common ground, or where a few of its letters meet another one."""
    if run.letters.is_empty:
        return OUTSIDE
    colour, opacity = _colour(run)
    behind = ground.crop(run.letters)
    worst = _worst(behind, colour, opacity, 0)
    if worst.ratio >= MIN_CONTRAST:
        return worst
    step, width, height = STRETCH * behind.height, behind.width, behind.height
    stretches = (behind.crop((left, 0, min(left + step, width), height)) for left in range(0, width, step))
    worst = min((_worst(part, colour, opacity, PATCH) for part in stretches), key=lambda found: found.ratio)
    minimum = _minimum(run, worst.ratio)
    return replace(worst, minimum=minimum, on_drawing=_worst(behind, colour, opacity, MOST).ratio >= minimum)


def _seen(run: TextRun, found: TextContrast, ink: Ink, page: Any) -> TextContrast:
    """The same contrast, or COVERED if a letter is not to be seen."""
    if run.letters.is_empty or found.ratio < found.minimum:
        return found
    widest = max(map(len, re.findall(b"\0+", ink.columns(run.bounds))), default=0)
    if widest < min(GAP * run.letters.height, run.bounds.width):
        return found
    return COVERED if any(not any(ink.columns(letter)) for letter in letters_of(run, page)) else found


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


def _colour(run: TextRun) -> tuple[str, float]:
    """The colour of a run of text, and its opacity."""
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    raw.FPDFPageObj_GetFillColor(run.text, red, green, blue, alpha)
    colour, opacity = _hex(red.value, green.value, blue.value), alpha.value / 255
    for form in run.forms:
        raw.FPDFPageObj_GetFillColor(form, red, green, blue, alpha)
        opacity *= alpha.value / 255
    return colour, opacity


def _minimum(run: TextRun, ratio: float) -> float:
    """The minimum contrast for a run's size and weight, looked up only where that matters."""
    if ratio >= MIN_CONTRAST:
        return MIN_CONTRAST
    matrix = run.text.get_matrix()
    for form in run.forms:
        matrix = matrix.multiply(form.get_matrix())
    size = run.text.get_font_size() * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) + ROUNDING
    is_bold = "bold" in run.text.get_font().get_base_name().lower()
    is_large = size >= LARGE or (is_bold and size >= LARGE_BOLD)
    return MIN_CONTRAST_LARGE if is_large else MIN_CONTRAST


@cache
def _ratio(colour: str, opacity: float, ground: str) -> float:
    return contrast(mix(ground, colour, opacity), ground)


def _hex(red: int, green: int, blue: int) -> str:
    return f"#{red:02X}{green:02X}{blue:02X}"
