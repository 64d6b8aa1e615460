"""Reusing: faces, stylesheets and drawings are made ready once for all documents of a process.

In:   CSS and font files; the outlines of drawings.
Out:  what WeasyPrint makes of them, kept by their content and in a bounded number: pages are the same without.
Never: shares faces between two sets of fonts. Never with threads.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import pydyf
import weasyprint
from weasyprint.layout import inline, preferred
from weasyprint.svg import TAGS
from weasyprint.svg.path import path as read_path
from weasyprint.svg.utils import size
from weasyprint.text.fonts import FontConfiguration

from carepress.system.imports import is_disabled
from carepress.typeset.fetch import BASE, Fetcher
from carepress.typeset.log import captured_warnings

SETS, SHEETS, OUTLINES = 4, 256, 512  # kept at once, the latest used


def is_on() -> bool:
    """Whether anything is kept: CAREPRESS_DISABLE=reuse lets the typesetter work as it comes."""
    return not is_disabled("reuse")


class FontSet(FontConfiguration):  # type: ignore[misc]
    """A set of faces. Only the process that loaded them takes their files away: its forks use them, too."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        super().__init__()

    def __del__(self) -> None:
        if self.owner == os.getpid():
            super().__del__()


class NoFontSet:
    """Stands in for Faces where a stylesheet should load none, and notes whether it wanted to."""

    def __init__(self) -> None:
        self.asked = False

    def add_font_face(self, _descriptors: object, _fetcher: object) -> None:
        """Note that a face was wanted."""
        self.asked = True


def styles(
    faces: str, others: Sequence[str], fonts: Mapping[str, bytes], fetcher: Fetcher
) -> tuple[FontSet, list[weasyprint.CSS]]:
    """The faces that a stylesheet names, whose files are in `fonts`, and it and all others parsed.

    If one of them loads files, or is faulty, all are read anew: each document must hear of it.
    """
    if is_on() and None not in (shared := [_sheet(text) for text in others if text]):
        loaded = _loaded(faces, tuple(fonts.items()))
        if loaded:
            return loaded[0], [loaded[1], *shared]
    own = FontSet()
    return own, [_parsed(text, fetcher, own) for text in (faces, *others) if text]


@lru_cache(maxsize=SETS)
def _loaded(text: str, fonts: tuple[tuple[str, bytes], ...]) -> tuple[FontSet, weasyprint.CSS] | None:
    faces, fetcher = FontSet(), Fetcher(dict(fonts))
    with captured_warnings() as complaints:
        sheet = _parsed(text, fetcher, faces)
    return None if complaints or fetcher.refused else (faces, sheet)


@lru_cache(maxsize=SHEETS)
def _sheet(text: str) -> weasyprint.CSS | None:
    """A stylesheet that documents can share, or None."""
    faces, fetcher = NoFontSet(), Fetcher({})
    with captured_warnings() as complaints:
        sheet = _parsed(text, fetcher, faces)
    return None if complaints or fetcher.refused or faces.asked else sheet


def _parsed(text: str, fetcher: Fetcher, faces: FontSet | NoFontSet) -> weasyprint.CSS:
    return weasyprint.CSS(string=text, base_url=BASE, url_fetcher=fetcher, font_config=faces)


@contextmanager
def cached_line_breaks() -> Iterator[None]:
    """In one layout, a line is broken once: columns, grids and tables ask for the same lines over and over."""
    stock = inline.split_first_line
    kept: dict[object, Any] = {}

    def line(text: str, style: Any, *asked: Any, **named: Any) -> Any:
        key = text, id(style), asked, tuple(named.items())
        if key not in kept:
            kept[key] = *stock(text, style, *asked, **named), style
        drawn, *measured, _ = kept[key]  # the style is kept so that no other gets its id
        return copy(drawn), *measured

    inline.split_first_line = preferred.split_first_line = line if is_on() else stock
    try:
        yield
    finally:
        inline.split_first_line = preferred.split_first_line = stock


@contextmanager
def cached_svg_paths() -> Iterator[None]:
    """The path of a drawing is read once: its outline is the same wherever and however large it is drawn."""

    def path(drawing: Any, node: Any, font_size: float) -> None:
        try:
            operators, vertices = _outline(node.get("d", ""))
        except Exception:  # a faulty path: WeasyPrint draws as much of it as it can
            read_path(drawing, node, font_size)
        else:
            drawing.stream.stream.append(operators)
            node.vertices.extend(vertices)

    TAGS["path"] = path if is_on() else read_path
    try:
        yield
    finally:
        TAGS["path"] = read_path


@lru_cache(maxsize=OUTLINES)
def _outline(points: str) -> tuple[bytes, tuple[Any, ...]]:
    """The operators that draw a path, and its corners, where markers stand."""
    drawing = SimpleNamespace(stream=pydyf.Stream(), point=lambda x, y, _: (size(x), size(y)))
    node = SimpleNamespace(get={"d": points}.get, vertices=[])
    read_path(drawing, node, 0)
    return b"\n".join(drawing.stream.stream), tuple(node.vertices)
