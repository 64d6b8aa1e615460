"""Images: drawings in the brand's colours and fonts, and how large images are.

A drawing names a colour as `var(--teal, #0F5E6B)`: a browser shows the default, and the brand's own is put in here.

In:   the bytes of an image, and a Brand.
Out:  the bytes of the same image; its orientation, its number of pixels or elements.
Pure: no file is read.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from io import BytesIO
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError

from carepress.design.brand import Brand

COUNTLESS = 10**9  # beyond it the number itself does not matter
DEEPEST = 40  # `use` of a shape that uses a shape and so on: no drawing by hand goes deeper

ROOT = re.compile(rb"<svg\b[^>]*>")
SIDE = re.compile(rb"\b(width|height)=[\"']\s*([\d.]+)")
VIEW_BOX = re.compile(rb"viewBox=[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)")
TOKEN = re.compile(rb"var\(\s*--([a-z-]+)\s*(?:,\s*([^()]*))?\)")


def themed(svg: bytes, brand: Brand) -> bytes:
    """The drawing with every `var(--token, default)` replaced; an unknown token keeps its default."""
    values = {**brand.tokens, "font-text": brand.text_family, "font-heading": brand.heading_family}

    def value(match: re.Match[bytes]) -> bytes:
        known = values.get(match[1].decode())
        return known.encode() if known else (match[2] or b"none").strip()

    return TOKEN.sub(value, svg)


def orientation(picture: bytes, name: str) -> str:
    """'portrait' if a picture is taller than wide, else 'landscape'. Raises ValueError if it is no picture."""
    try:
        width, height = _drawn_size(picture) if name.lower().endswith(".svg") else _photo_size(picture)
    except (OSError, Image.DecompressionBombError):
        raise ValueError(f"{name} is not a picture") from None
    return "portrait" if height > width else "landscape"


def _drawn_size(svg: bytes) -> tuple[float, float]:
    root = ROOT.search(svg)
    try:
        ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        root = None
    if root is None:
        raise ValueError("there is no <svg>")
    box = VIEW_BOX.search(root[0])
    if box is None and b"viewBox" in root[0]:
        raise ValueError("its viewBox is not four numbers")
    if box:
        width, height = float(box[1]), float(box[2])
        if not width or not height:
            raise ValueError("its viewBox has no area")
        return width, height
    sides = {side: float(length) for side, length in SIDE.findall(root[0])}
    return sides.get(b"width", 1.0), sides.get(b"height", 1.0)


def _photo_size(photo: bytes) -> tuple[float, float]:
    with Image.open(BytesIO(photo)) as opened:
        return opened.width, opened.height


def element_count(svg: bytes) -> int:
    """The number of elements that the typesetter has to draw: what `use` repeats counts each time."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        return svg.count(b"<")
    named = {f"#{node.get('id')}": node for node in root.iter()}

    @cache
    def drawn(name: str, depth: int) -> int:
        if depth > DEEPEST:
            return COUNTLESS
        nodes = (root if not name else named[name]).iter()
        targets = [_target(node) for node in nodes]
        return len(targets) + sum(drawn(target, depth + 1) for target in targets if target in named)

    return drawn("", 0)


def _target(node: ElementTree.Element) -> str:
    """What a `use` repeats, as `#name`; empty for any other element."""
    if str(node.tag).rpartition("}")[2] != "use":
        return ""
    return node.get("href") or node.get("{http://www.w3.org/1999/xlink}href") or ""


def pixel_count(photograph: bytes) -> int:
    """The number of pixels of a photograph, from its header alone; 0 if it is damaged."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(photograph)) as opened:
                return opened.width * opened.height
        except Image.DecompressionBombError:
            return COUNTLESS
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            return 0
