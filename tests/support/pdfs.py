"""Blank PDFs, for what looks only at their pages."""

from __future__ import annotations

from io import BytesIO

import pikepdf


def blank_pdf(pages: int) -> bytes:
    """Pages of 1 x 2 inches with nothing on them."""
    file = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(72, 144))
        document.save(file)
    return file.getvalue()
