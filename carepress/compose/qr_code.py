"""The QR code that opens the clinic's contact form: one SVG path, pure black on its own white tile.

In:   a URL, and a title that says what the code does.
Out:  Markup of an inline SVG; its title is its alt text.
Pure: no file, no brand: some phones cannot read a code in brand colours.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import qrcode
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4  # modules on each side, ISO/IEC 18004
TILE = 31.0  # mm with the quiet zone; the symbol alone is 24 to 26 mm


@lru_cache(maxsize=8)
def qr_symbol(url: str, title: str) -> Markup:
    """The symbol at level M, in the smallest version that holds the URL; 31 mm square with its quiet zone."""
    code = _code(url)
    code.make(fit=True)
    matrix = code.get_matrix()
    side = len(matrix) + 2 * QUIET_ZONE
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" width="{mm}mm" height="{mm}mm" viewBox="0 0 {side} {side}">'
        '<title>{title}</title><path d="M0 0H{side}V{side}H0Z" fill="#FFFFFF"/><path d="{path}" fill="#000000"/></svg>'
    ).format(mm=TILE, side=side, title=title, path=_path(matrix))


def symbol_size(url: str) -> tuple[int, int, float]:
    """The symbol's version, its modules per side, and the side of a module in mm."""
    version = int(_code(url).best_fit())
    modules = 17 + 4 * version  # ISO/IEC 18004: version 1 has 21
    return version, modules, TILE / (modules + 2 * QUIET_ZONE)


def _code(url: str) -> qrcode.QRCode[Any]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(url)
    return code


def _path(matrix: list[list[bool]]) -> str:
    """An SVG path with a closed box for every run of dark modules in a row."""
    boxes = []
    for y, row in enumerate(matrix, start=QUIET_ZONE):
        x = 0
        while x < len(row):
            width = next((at for at, dark in enumerate(row[x:]) if not dark), len(row) - x)
            if width:
                boxes.append(f"M{x + QUIET_ZONE} {y}h{width}v1h-{width}z")
            x += width or 1
    return "".join(boxes)
