"""Preflight of the QR code: it is read back from the finished page, as a telephone would in good and poor conditions.

In:   Pages and Finished proofs.
Out:  Diagnostics.
Never: opens the URL.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from carepress.design.edition import Edition
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import all_of, one_of
from carepress.diagnostics.model import Diagnostic, Severity
from carepress.preflight.proof import Finished, Pages
from carepress.preflight.qr_reader import (
    HIGH_DPI,
    LOW_DPI,
    QUIET_ZONE,
    Measurements,
    crop,
    detect,
    failing_conditions,
    measure,
    read_codes,
)

MIN_MODULE, WANTED_MODULE = 0.4, 0.5  # mm
MIN_WIDTH = 20  # mm
MIN_QUIET = QUIET_ZONE - 0.25  # modules; the edge of a pixel is no fault
MIN_CONTRAST = 4
SHOWN = 80  # letters of what a wrong code says


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """The address and the telephone number stand beside the code, for people who cannot scan it."""
    context = pages.context
    address = context.contact_url.removeprefix("https://")
    wanted = {"the address in words": address, "the phone number": context.clinic.phone}
    for page in sorted({number for number, box in pages.layout.boxes if _is_code(box)}):
        text = _plain("".join(box.text for number, box in pages.layout.text_boxes if number == page))
        missing = [name for name, value in wanted.items() if _plain(value) not in text]
        if missing:
            yield rule("qr-alone").at(missing=all_of(missing))


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """The code opens the right URL, is large, clear and dark enough, and can be read in poor conditions."""
    url = finished.pages.context.contact_url
    pictures = crop(finished.pdf, url, last_first=finished.edition is Edition.SCREEN)
    if not pictures:
        yield _not_found(url, read_codes(finished.pdf))
        return
    codes = {dpi: code for dpi, picture in pictures.items() for code in detect(picture) if code.text == url}
    faults = list(_faults(measure(pictures[HIGH_DPI], codes[HIGH_DPI]))) if HIGH_DPI in codes else []
    yield from faults
    if any(fault.severity is Severity.ERROR for fault in faults):
        return  # that it cannot be read would only follow from it
    if len(codes) < len(pictures):
        yield rule("qr-unreadable", "hardly").at(url=url)
    elif conditions := failing_conditions(pictures[LOW_DPI].convert("L"), codes[LOW_DPI]):
        yield rule("qr-fragile").at(conditions=one_of(conditions))


def _not_found(url: str, texts: list[str]) -> Diagnostic:
    if texts:
        return rule("qr-unreadable", "another").at(url=url, text=texts[0][:SHOWN])
    return rule("qr-unreadable").at(url=url)


def _faults(code: Measurements) -> Iterator[Diagnostic]:
    """What is wrong with the code as it is drawn."""
    if code.width < MIN_WIDTH or code.module < WANTED_MODULE:
        yield _size(code)
    if code.contrast < 1:
        yield rule("qr-contrast", "light-on-dark").at()
    elif code.contrast < MIN_CONTRAST:
        yield rule("qr-contrast").at(contrast=code.contrast, minimum=MIN_CONTRAST)
    elif code.quiet < MIN_QUIET:  # light is measured, so only a code that is dark on light has a quiet zone
        yield rule("qr-quiet-zone").at(modules=QUIET_ZONE, quiet=code.quiet)
    if not code.whole:
        yield rule("qr-fragile", "covered").at()


def _size(code: Measurements) -> Diagnostic:
    """Squares that can still be read are a warning; a code that is too narrow is the template's fault."""
    width, module, wanted = code.width, code.module, WANTED_MODULE
    if width < MIN_WIDTH:
        return rule("qr-size", "narrow").at(width=width, module=module, minimum=MIN_WIDTH)
    if module < MIN_MODULE:
        return rule("qr-size").at(width=width, module=module, minimum=MIN_MODULE, wanted=wanted)
    return rule("qr-size", "readable").at(width=width, module=module, minimum=MIN_MODULE, wanted=wanted)


def _is_code(box: Any) -> bool:
    return box.element is not None and "qr" in (box.element.get("class") or "").split()


def _plain(text: str) -> str:
    """Letters and digits only: line breaks and hyphens split a text differently wherever it stands."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
