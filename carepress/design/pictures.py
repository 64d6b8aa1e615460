"""Pictures: whether a file is a whole picture that can be printed as it looks on the screen.

Half a photograph prints grey, a file of another kind black or not at all. So every picture is decoded whole before it
is used.

In:   the bytes of a picture and its name.
Out:  a PictureFault: a case of the rule `picture-kind` and its words; None for a sound picture.
Never: draws a page, opens a file, or follows an entity.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

from PIL import Image, ImageFile

PRINTED = ("JPEG", "MPO", "PNG")  # MPO is a JPEG with further pictures behind it, which are left out
MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "YCbCr")
COLOURS = {"CMYK": "the four colours of a print shop (CMYK)", "I;16": "16 bits a dot", "I": "32 bits a dot"}
CONTAINERS = {b"ftyphei": "HEIC", b"ftypmif1": "HEIC", b"ftypavif": "AVIF", b"\x1f\x8b": "compressed", b"%PDF": "PDF"}
DEEPEST = 100  # elements within elements: no drawing program goes so deep, and the typesetter calls itself for each
REFERENCE = re.compile(r"url\(\s*['\"]?(#[^)'\"\s]+)")
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
NOT_DRAWN = {"foreignObject": "text in HTML (foreignObject), which would be missing", "textPath": "text along a line"}
"""Elements of SVG that the typesetter leaves out, and what is lost with them."""
DRAWN = {"path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text", "image", "use"}


class PictureFault(NamedTuple):
    """A case of `picture-kind`, and the words for what is wrong."""

    case: str
    what: str = ""


@lru_cache(maxsize=64)
def picture_fault(picture: bytes, name: str) -> PictureFault | None:
    """What is wrong with a picture; None if it can be printed."""
    is_drawing = name.lower().endswith(".svg")
    return _drawing_fault(picture) if is_drawing else _photo_fault(picture)


def _photo_fault(photo: bytes) -> PictureFault | None:
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint sets it for itself
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(photo)) as opened:
                if opened.format not in PRINTED:
                    return PictureFault("other-kind", str(opened.format))
                opened.load()
                mode = opened.mode
    except Image.DecompressionBombError:
        return None  # the limits of time and memory tell that
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError):
        kind = next((kind for mark, kind in CONTAINERS.items() if mark in photo[:16]), "")
        return PictureFault("other-kind", kind) if kind else PictureFault("damaged")
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return None if mode in MODES else PictureFault("colours", COLOURS.get(mode, f"colours of the kind {mode}"))


def _drawing_fault(svg: bytes) -> PictureFault | None:
    depth, nodes = 0, list[ElementTree.Element]()
    try:
        for event, node in ElementTree.iterparse(BytesIO(svg), events=("start", "end")):
            depth += 1 if event == "start" else -1
            nodes += [node] if event == "start" else []
            if depth > DEEPEST:
                return PictureFault("drawing", f"its groups are more than {DEEPEST} deep")
    except (ElementTree.ParseError, ValueError, LookupError):
        return PictureFault("damaged")
    if _tag(nodes[0]) != "svg":
        return PictureFault("damaged")
    what = _loss(nodes)
    return PictureFault("drawing", what) if what else None


def _loss(nodes: Sequence[ElementTree.Element]) -> str:
    """Why a drawing that can be read cannot be drawn, or not whole; empty if it can. `nodes` are all its elements."""
    tags = {_tag(node) for node in nodes}
    if lost := next((NOT_DRAWN[tag] for tag in sorted(tags) if tag in NOT_DRAWN), ""):
        return f"it has {lost}"
    if _has_cycle(_references(nodes[0])):
        return "a shape in it uses itself"
    if missing := _missing_shape(nodes):
        return f"it uses a shape that is not in it, `{missing}`"
    return "" if tags & DRAWN else "there is nothing in it"


def _tag(node: ElementTree.Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _missing_shape(nodes: Sequence[ElementTree.Element]) -> str:
    """What a `use` refers to and the drawing does not have; empty if there is no such thing."""
    names = {f"#{node.get('id')}" for node in nodes}
    targets = (node.get(href, "") for node in nodes if _tag(node) == "use" for href in HREFS)
    return next((target for target in targets if target and target not in names), "")


def _references(root: ElementTree.Element) -> Mapping[str, set[str]]:
    """For every element with an id, the ids that it and the elements in it refer to."""
    edges: dict[str, set[str]] = {}
    waiting: list[tuple[ElementTree.Element, tuple[str, ...]]] = [(root, ())]
    while waiting:
        node, within = waiting.pop()
        name = node.get("id")
        within = (*within, f"#{name}") if name else within
        for target in _targets(node):
            for owner in within:
                edges.setdefault(owner, set()).add(target)
        waiting += [(child, within) for child in node]
    return edges


def _targets(node: ElementTree.Element) -> Iterator[str]:
    if _tag(node) != "a":
        yield from (node.get(href, "") for href in HREFS if node.get(href, "").startswith("#"))
    yield from (target for value in node.attrib.values() for target in REFERENCE.findall(value))


def _has_cycle(edges: Mapping[str, set[str]]) -> bool:
    """Whether any element refers to itself, directly or through others."""
    done: set[str] = set()
    for start in edges:
        path, waiting = set[str](), [(start, False)]
        while waiting:
            name, leaving = waiting.pop()
            if leaving:
                path.discard(name)
                done.add(name)
            elif name in path:
                return True
            elif name not in done:
                path.add(name)
                waiting += [(name, True), *((target, False) for target in edges.get(name, ()))]
    return False
