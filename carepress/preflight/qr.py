"""Preflight of the QR code: it is read back from the finished page, as a telephone would.

In:   Pages and Finished proofs.
Out:  Diagnostics.
Never: opens the URL.
"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import zxingcpp

from carepress.diagnostics import Diagnostic
from carepress.preflight.proof import Finished, Pages

PROOF_DPI = 150  # a telephone's camera at reading distance sees more


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """The address of the code, and what stands beside it."""
    yield from ()


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """The page that bears the code gives back the very URL."""
    url = finished.pages.job.contact_url
    found = read_codes(finished.pdf)
    if found != [url]:
        said = f"it says `{found[0]}`" if found else "no telephone could read it"
        yield Diagnostic(
            code="qr-unreadable",
            message=f"the QR code does not open {url}: {said}",
            help="Shorten `contact-form` or `contact-path`; if that does not help, the template is at fault.",
        )


def read_codes(pdf: bytes, dpi: int = PROOF_DPI) -> list[str]:
    """The text of every QR code on the pages, at `dpi`, the last page first; each text once."""
    found: dict[str, None] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for number in reversed(range(len(document))):
            page = document[number]
            picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
            codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)  # type: ignore[arg-type]
            found |= dict.fromkeys(code.text for code in codes)
            page.close()
    return list(found)
