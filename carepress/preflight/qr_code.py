"""Preflight of the QR code: it is read back from the finished page, as a telephone would, on good days and on bad ones.

In:   Pages and Finished proofs.
Out:  Diagnostics.
Never: opens the URL.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from carepress.design.edition import Edition
from carepress.diagnostics.english import one_of
from carepress.diagnostics.model import Diagnostic, Severity
from carepress.preflight.proof import Finished, Pages
from carepress.preflight.qr_reader import (
    COARSE,
    FINE,
    QUIET,
    Measures,
    crop,
    detect,
    failing_conditions,
    measured,
    read_codes,
)

LEAST_MODULE, WANTED_MODULE = 0.4, 0.5  # mm
LEAST_WIDTH = 20  # mm
LEAST_QUIET = QUIET - 0.25  # the edge of a pixel is no fault
LEAST_CONTRAST = 4

ADDRESS = "Shorten `contact-path`, or `contact-form` in content/clinic.yaml: fewer letters make larger squares."
DESIGN = "{}\nThis is done in templates/parts/contact.html.j2 or styles/components/contact.css, not in the text."
SHOWN = 80  # letters of what a wrong code says


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Whoever cannot scan the code finds its address and the telephone number beside it."""
    context = pages.context
    wanted = {
        "the address in words": context.contact_url.removeprefix("https://"),
        "the phone number": context.clinic.phone,
    }
    for page in sorted({number for number, box in pages.layout.boxes if _is_code(box)}):
        said = _plain("".join(box.text for number, box in pages.layout.text_boxes if number == page))
        missing = [what for what, text in wanted.items() if _plain(text) not in said]
        if missing:
            yield Diagnostic(
                code="qr-alone",
                message=f"the QR code stands without {' and '.join(missing)} beside it",
                help=DESIGN.format("Print them beside the code: people who cannot scan type or call."),
            )


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """The code opens the very URL; it is large, clear and dark enough; and it bears what happens in life."""
    url = finished.pages.context.contact_url
    pictures = crop(finished.pdf, url, last_first=finished.edition is Edition.SCREEN)
    sights = {dpi: sight for dpi, picture in pictures.items() for sight in detect(picture) if sight.text == url}
    if not pictures:
        found = read_codes(finished.pdf)
        yield _unreadable(url, f"it says `{found[0][:SHOWN]}`" if found else "no telephone could read it")
        return
    causes = list(_causes(measured(pictures[FINE], sights[FINE]))) if FINE in sights else []
    yield from causes
    if any(fault.severity is Severity.ERROR for fault in causes):
        return  # that it cannot be read would only follow from it
    if FINE in sights and COARSE in sights:
        yield from _fragile(failing_conditions(pictures[COARSE].convert("L"), sights[COARSE]))
    else:
        yield _unreadable(url, "only a sharp camera could read it" if FINE in sights else "it can hardly be read")


def _causes(code: Measures) -> Iterator[Diagnostic]:
    """What is wrong with the code as it is drawn, by a ruler and a light meter."""
    if code.width < LEAST_WIDTH or code.module < WANTED_MODULE:
        yield _size(code)
    if code.contrast < LEAST_CONTRAST:
        pale = f"too pale: {code.contrast:.1f} to 1 against its ground; {LEAST_CONTRAST} to 1 is the least"
        how = "light on a dark ground, which many telephones cannot read" if code.contrast < 1 else pale
        advice = DESIGN.format("Print the code black on white.")
        yield Diagnostic(code="qr-contrast", message=f"the QR code is {how}", help=advice)
    elif code.quiet < LEAST_QUIET:  # it is light that is measured: only a code that is dark on light has it
        message = f"the QR code needs {QUIET} squares of empty white on every side; one side has {code.quiet:g}"
        advice = DESIGN.format("Move away what stands beside the code, or behind it.")
        yield Diagnostic(code="qr-quiet-zone", message=message, help=advice)
    if not code.whole:
        message = "something covers a part of the QR code; one crease or stain more, and it is lost"
        advice = DESIGN.format("Take away what lies on the code; not even a logo may.")
        yield Diagnostic(code="qr-fragile", message=message, help=advice)


def _size(code: Measures) -> Diagnostic:
    """A code whose squares are fine enough to read is a warning; one that is too small in itself is the template's."""
    narrow = code.width < LEAST_WIDTH
    return Diagnostic(
        code="qr-size",
        severity=Severity.ERROR if narrow or code.module < LEAST_MODULE else Severity.WARNING,
        message=f"the QR code is {code.width:g} mm wide, its squares {code.module:g} mm;"
        f" {LEAST_WIDTH} mm and {LEAST_MODULE} mm are the least, {WANTED_MODULE} mm is better",
        help=DESIGN.format("Give the code more room.") if narrow else ADDRESS,
    )


def _fragile(lost: list[str]) -> Iterator[Diagnostic]:
    if lost:
        message = f"the QR code can be read on a good day only: not {one_of(lost)}"
        yield Diagnostic(code="qr-fragile", message=message, help=ADDRESS)


def _unreadable(url: str, why: str) -> Diagnostic:
    return Diagnostic(
        code="qr-unreadable",
        message=f"the QR code does not open {url}: {why}",
        help="Shorten `contact-form` or `contact-path`; if that does not help, the template is at fault.",
    )


def _is_code(box: Any) -> bool:
    return box.element is not None and "qr" in (box.element.get("class") or "").split()


def _plain(text: str) -> str:
    """Letters and digits only: lines and hyphens break a text differently wherever it stands."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
