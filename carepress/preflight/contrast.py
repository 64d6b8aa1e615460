"""Preflight of contrast: can every word be told from what lies behind it?

No stylesheet knows that: a drawing may lie behind a title, a box may have been moved, a colour may let another shine
through. So the finished page is looked at as an eye does. It is drawn without its text, and the colour of every run of
text is held against the pixels where its letters stand, those in drawings too. Lines and icons are not measured:
`brand` keeps their colours apart.

In:   Finished proofs.
Out:  Diagnostics.
Never: changes the file, or judges whether a drawing can be understood.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from ctypes import c_uint
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any
from weakref import WeakSet

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from carepress.design.colour import contrast, mix, readable
from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostic, Span
from carepress.preflight.locate import place_name
from carepress.preflight.proof import Finished, Pages

Place = tuple[int, int, int, int]  # pixels: left, top, right, bottom

LEAST, LEAST_LARGE = 4.5, 3.0  # WCAG 2.1, 1.4.3
LARGE, LARGE_BOLD = 18.0, 14.0  # pt; WCAG 2.1, 'large scale'
ROUNDING = 0.05  # pt: 18 pt may be 17.999 on the page
NEAR = 6  # pt: a letter may be this far from where its run begins or ends
FEW = 2  # times the height of the letters: a stretch of some three letters
MOST = 0.5  # of the pixels behind a whole run
SHARE = 0.3  # of such a stretch: a smaller patch takes no letter away


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Text on its ground: both colours as they are seen, their contrast, the least that would do.

    `runs_in`: most of the text stands well, but some of it on another ground, such as a drawing.
    """

    colour: str
    ground: str
    ratio: float
    least: float = LEAST
    runs_in: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Weak:
    """Words that are hard to read, their page from 0, and why."""

    words: str
    page: int
    verdict: Verdict


SOUND: WeakSet[Any] = WeakSet()
"""Pages on which every word can be read: those that clinics share come again, and nothing on them changes."""

NOWHERE = Verdict(colour="", ground="", ratio=math.inf)  # text that stands outside its page


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Every cause once: a pair of colours, or words that run into a drawing. All editions show the same pages."""
    if finished.edition is not Edition.SCREEN:
        return
    told: set[object] = set()
    pages = finished.pages.layout.document.pages
    weak_ones = list(weak_text(finished.pdf, skip=[number for number, page in enumerate(pages) if page in SOUND]))
    SOUND.update(page for number, page in enumerate(pages) if number not in {weak.page for weak in weak_ones})
    for weak in weak_ones:
        fault = _fault(weak, finished.pages)
        cause = (fault.span or weak.page) if weak.verdict.runs_in else weak.verdict
        if cause not in told:
            told.add(cause)
            yield fault


def weak_text(pdf: bytes, skip: Collection[int] = ()) -> Iterator[Weak]:
    """Every line of text on the pages, or part of one, whose contrast is too low; but for some pages, from 0."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            if number in skip:
                continue
            page = document[number]
            runs = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]))
            ground = _without(runs, page)
            places = [(run, _place(run, ground.size)) for run in runs]
            found = [(_verdict(run, place, ground), place, run) for run, place in places]
            too_weak = [one for one in found if one[0].ratio < one[0].least]
            for (verdict, _), line in groupby(too_weak, key=lambda one: (one[0], one[1][3])):
                if words := _words([(run, place) for _, place, run in line], page):
                    yield Weak(words=words, page=number, verdict=verdict)


def _without(runs: Sequence[Any], page: Any) -> Image.Image:
    """The page without these runs of text, a pixel a point."""
    for run in runs:
        raw.FPDFPageObj_SetIsActive(run, False)
    ground: Image.Image = page.render(scale=1).to_pil().convert("RGB")
    for run in runs:
        raw.FPDFPageObj_SetIsActive(run, True)
    return ground


def _fault(weak: Weak, pages: Pages) -> Diagnostic:
    seen, where = weak.verdict, f"`{weak.words[:40]}` on {place_name(weak.page, pages)}"
    ratio = math.floor(seen.ratio * 10) / 10  # 4.48 must not be told as 4.5
    pair = f"{seen.colour} on {seen.ground} has a contrast of {ratio}, and {seen.least} is the least"
    if seen.runs_in:
        return Diagnostic(
            code="low-contrast",
            span=_span(weak.words, pages),
            message=f"{where} runs into a drawing and cannot be read there: {pair}",
            help="Use fewer or shorter words here, or a `cover-image` that leaves them room.",
        )
    strong = readable(seen.colour, (seen.ground,), seen.least)
    return Diagnostic(
        code="low-contrast",
        message=f"{where} is hard to read: {pair}",
        help=f"{_origin(weak, pages)}: change it there. {strong}, for example, can be read.",
    )


def _span(words: str, pages: Pages) -> Span | None:
    """The key of the front matter that the words come from."""
    front = pages.written.document.front
    said = {"title": front.title, "subtitle": front.subtitle, "summary": front.summary}
    key = next((key for key, value in said.items() if words in " ".join(value.split())), None)
    return pages.written.manuscript.front.span(key) if key else None


def _origin(weak: Weak, pages: Pages) -> str:
    """Where the colour of the words comes from, as far as that can be known."""
    if weak.words not in " ".join(pages.layout.text.split()):
        for name, data in pages.layout.fetcher.files.items():
            drawn = data.decode(errors="replace") if name.endswith(".svg") else ""
            if drawn and all(word in drawn for word in weak.words.split()):
                return f"The drawing {name} has the colour of these words"
    tokens = {colour: token for token, colour in pages.context.brand.tokens.items()}
    named = f" as var(--{tokens[weak.verdict.colour]})" if weak.verdict.colour in tokens else ""
    return f"A stylesheet in styles/ gives this colour{named}"


def _verdict(run: Any, place: Place, ground: Image.Image) -> Verdict:
    """A run of text where it stands worst: on the common ground, or in the few letters that meet another one."""
    colour, share = _colour(run)
    behind = ground.crop(place)
    worst = _worst(behind, colour, share, 0)
    if worst.ratio >= LEAST:
        return worst
    few = FEW * behind.height
    stretches = (behind.crop((at, 0, min(at + few, behind.width), behind.height)) for at in range(0, behind.width, few))
    worst = min((_worst(one, colour, share, SHARE) for one in stretches), key=lambda one: one.ratio)
    least = _least(run, worst.ratio)
    return replace(worst, least=least, runs_in=_worst(behind, colour, share, MOST).ratio >= least)


def _worst(ground: Image.Image, colour: str, share: float, part: float) -> Verdict:
    """The text on the ground, but for `part` of its pixels that are worse still."""
    counted: Any = ground.getcolors(ground.width * ground.height) or []
    found = sorted((_against(colour, share, _hex(*pixel)), _hex(*pixel), count) for count, pixel in counted)
    needed = part * ground.width * ground.height
    for ratio, pixel, count in found:
        needed -= count
        if needed <= 0:
            return Verdict(colour=mix(pixel, colour, share), ground=pixel, ratio=ratio)
    return NOWHERE


def _colour(run: Any) -> tuple[str, float]:
    """The colour of a run of text, and how much of it covers the ground."""
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    raw.FPDFPageObj_GetFillColor(run, red, green, blue, alpha)
    colour, share = _hex(red.value, green.value, blue.value), alpha.value / 255
    for form in _forms(run):
        raw.FPDFPageObj_GetFillColor(form, red, green, blue, alpha)
        share *= alpha.value / 255
    return colour, share


def _place(run: Any, size: tuple[int, int]) -> Place:
    """The pixels where the letters of a run stand: above its line, so that a stroke under it is no ground."""
    (left, bottom, right, top), matrix, (width, height) = run.get_bounds(), run.get_matrix(), size
    for form in _forms(run):
        outer = form.get_matrix()
        left, bottom, right, top = outer.on_rect(left, bottom, right, top)
        matrix = matrix.multiply(outer)
    is_level = matrix.b == matrix.c == 0 < matrix.d
    last, low = math.ceil(right), int(height - (max(bottom, matrix.f) if is_level else bottom))
    first, high = min(int(left), last - 1), min(int(height - top), low - 1)
    return max(first, 0), max(high, 0), min(last, width), min(low, height)


def _least(run: Any, ratio: float) -> float:
    """The least contrast of a run's size and weight, looked up only where that matters."""
    if ratio >= LEAST:
        return LEAST
    matrix = run.get_matrix()
    for form in _forms(run):
        matrix = matrix.multiply(form.get_matrix())
    size = run.get_font_size() * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) + ROUNDING
    is_bold = "bold" in run.get_font().get_base_name().lower()
    return LEAST_LARGE if size >= LARGE or (is_bold and size >= LARGE_BOLD) else LEAST


def _forms(run: Any) -> Iterator[Any]:
    """The groups that a run stands in, from the inside out."""
    while (run := run.container) is not None:
        yield run


def _words(runs: Sequence[tuple[Any, Place]], page: Any) -> str:
    """The words from the first of these runs to the last, with the blanks that are drawn as gaps."""
    text, height = page.get_textpage(), page.get_height()
    (first, (left, _, _, low)), (_, (_, _, right, last_low)) = runs[0], runs[-1]
    start = text.get_index(left, height - low + 1, NEAR, NEAR)
    end = text.get_index(right, height - last_low + 1, NEAR, NEAR)
    if start is None or end is None:
        first.textpage = text
        return " ".join(first.extract().split())
    return " ".join(text.get_text_range(min(start, end), abs(end - start) + 1).split())


@cache
def _against(colour: str, share: float, ground: str) -> float:
    return contrast(mix(ground, colour, share), ground)


def _hex(red: int, green: int, blue: int) -> str:
    return f"#{red:02X}{green:02X}{blue:02X}"
