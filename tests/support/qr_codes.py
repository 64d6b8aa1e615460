"""QR codes for tests: drawn as carepress draws them, each on its own page."""

from __future__ import annotations

import re

import weasyprint

from carepress.compose.qr_code import qr_symbol

URL = "https://clinic.example/contact/asthma"  # version 3: 29 modules, 37 with the quiet zone
LONGER = "https://clinic.example/" + "living-with-it/" * 6  # version 6: 41 modules
OTHER = "https://clinic.example/elsewhere"


def code(url: str = URL, *, mm: float = 31, style: str = "", dark: str = "#000000", light: str = "#FFFFFF") -> str:
    """The code as carepress draws it, in the given size and colours."""
    svg = str(qr_symbol(url, "QR code"))
    svg = re.sub(r'width="31.0mm" height="31.0mm"', f'style="{style}" width="{mm}mm" height="{mm}mm"', svg)
    return svg.replace("#000000", "DARK").replace("#FFFFFF", light).replace("DARK", dark)


def page(html: str, ground: str = "#FFFFFF", margin: str = "20mm") -> bytes:
    """A PDF of this HTML, on a background of this colour."""
    css = f"""
        @page {{ size: 100mm; margin: 0; background: {ground} }}
        body {{ position: relative; margin: {margin} }}
        div {{ position: absolute }}
    """
    pdf: bytes = weasyprint.HTML(string=f"<style>{css}</style>{html}").write_pdf()
    return pdf
