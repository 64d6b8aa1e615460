"""Drawings in the brand's colours and face.

A drawing names a colour as `var(--teal, #0F5E6B)`: a browser shows the house's own, and here the brand's is put in.
Drawings that name no tokens pass unchanged.

In:   the bytes of an SVG file and a Brand.
Out:  the bytes of the same drawing.
Pure: no file is read; nothing else in the drawing is touched.
"""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image

from carepress.brand import Brand

VIEW_BOX = re.compile(rb"viewBox=[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)")
TOKEN = re.compile(rb"var\(\s*--([a-z-]+)\s*(?:,\s*([^()]*))?\)")


def themed(svg: bytes, brand: Brand) -> bytes:
    """The drawing with every `var(--token, default)` replaced; an unknown token keeps its default."""
    values = {**brand.tokens, "font-text": brand.text_family, "font-heading": brand.heading_family}

    def value(match: re.Match[bytes]) -> bytes:
        known = values.get(match[1].decode())
        return known.encode() if known else (match[2] or b"none").strip()

    return TOKEN.sub(value, svg)


def shape(picture: bytes, name: str) -> str:
    """Whether a picture is taller than wide ('portrait') or not ('landscape'), by which captions are placed."""
    if name.endswith(".svg"):
        box = VIEW_BOX.search(picture)
        width, height = (float(box[1]), float(box[2])) if box else (1.0, 1.0)
    else:
        with Image.open(BytesIO(picture)) as opened:
            width, height = map(float, opened.size)
    return "portrait" if height > width else "landscape"
