"""Caches: what WeasyPrint would work out again for every document, or many times in one.

What each saves was measured on the shipped formats (docs/performance.md). Two of them replace functions inside
WeasyPrint 70; tests/unit/typeset/test_caches.py fails when another version comes, so that somebody looks again. With
CAREPRESS_DISABLE=reuse nothing is kept, and the pages are the same.

In:   CSS and font files; lines of text; the paths of drawings.
Out:  what WeasyPrint makes of them, kept by content and in a limited number.
Never: shares fonts between two sets of font files. Not for threads.
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
from weasyprint.svg.path import path as draw_path
from weasyprint.svg.utils import size
from weasyprint.text.fonts import FontConfiguration

from carepress.system.imports import is_disabled
from carepress.typeset.fetch import BASE, Fetcher
from carepress.typeset.log import captured_warnings

FONT_SETS, STYLESHEETS, PATHS = 4, 256, 512  # kept at the same time; the least recently used goes first


def is_on() -> bool:
    """Whether anything is kept: not with CAREPRESS_DISABLE=reuse."""
    return not is_disabled("reuse")


class FontSet(FontConfiguration):  # type: ignore[misc]
    """The fonts of some @font-face rules, installed in a temporary folder.

    WeasyPrint deletes the folder with the object. Workers are forks that hold copies of a kept FontSet: only the
    process that installed the fonts may delete them.
    """

    def __init__(self) -> None:
        self.owner = os.getpid()
        super().__init__()

    def __del__(self) -> None:
        if self.owner == os.getpid():
            super().__del__()


class NoFontSet:
    """A stand-in for FontSet that installs nothing, and notes whether a stylesheet has a @font-face rule."""

    def __init__(self) -> None:
        self.wanted = False

    def add_font_face(self, _descriptors: object, _fetcher: object) -> None:
        """Note that a stylesheet has a @font-face rule."""
        self.wanted = True


def styles(
    font_faces: str, others: Sequence[str], fonts: Mapping[str, bytes], fetcher: Fetcher
) -> tuple[FontSet, list[weasyprint.CSS]]:
    """The fonts of the stylesheet `font_faces`, whose files are in `fonts`; and it and all `others`, parsed.

    Kept, a fact sheet takes 12 % and a brochure 6 % less time. A stylesheet that loads files or is faulty is parsed
    for every document, with all others: each document must have its warnings.
    """
    if is_on() and None not in (kept := [_stylesheet(text) for text in others if text]):
        installed = _installed(font_faces, tuple(fonts.items()))
        if installed:
            return installed[0], [installed[1], *kept]
    own = FontSet()
    return own, [_parsed(text, fetcher, own) for text in (font_faces, *others) if text]


@lru_cache(maxsize=FONT_SETS)
def _installed(text: str, fonts: tuple[tuple[str, bytes], ...]) -> tuple[FontSet, weasyprint.CSS] | None:
    font_set, fetcher = FontSet(), Fetcher(dict(fonts))
    with captured_warnings() as warnings:
        stylesheet = _parsed(text, fetcher, font_set)
    return None if warnings or fetcher.refused else (font_set, stylesheet)


@lru_cache(maxsize=STYLESHEETS)
def _stylesheet(text: str) -> weasyprint.CSS | None:
    """A stylesheet that documents can share, or None."""
    font_set, fetcher = NoFontSet(), Fetcher({})
    with captured_warnings() as warnings:
        stylesheet = _parsed(text, fetcher, font_set)
    return None if warnings or fetcher.refused or font_set.wanted else stylesheet


def _parsed(text: str, fetcher: Fetcher, font_set: FontSet | NoFontSet) -> weasyprint.CSS:
    return weasyprint.CSS(string=text, base_url=BASE, url_fetcher=fetcher, font_config=font_set)


@contextmanager
def cached_line_breaks() -> Iterator[None]:
    """Inside, each line is broken once. Columns, grids and tables ask for the same lines again and again.

    Worth two replaced functions: a fact sheet takes 10 % less time.
    """
    original = inline.split_first_line
    kept: dict[object, Any] = {}

    def split_first_line(text: str, style: Any, *args: Any, **options: Any) -> Any:
        key = text, id(style), args, tuple(options.items())
        if key not in kept:
            kept[key] = *original(text, style, *args, **options), style
        layout, *measured, _ = kept[key]  # the style is kept so that no other gets its id
        return copy(layout), *measured

    inline.split_first_line = preferred.split_first_line = split_first_line if is_on() else original
    try:
        yield
    finally:
        inline.split_first_line = preferred.split_first_line = original


@contextmanager
def cached_svg_paths() -> Iterator[None]:
    """Inside, the path of a drawing is parsed once: its operators are the same wherever and however large it is drawn.

    Worth one replaced function: a fact sheet takes 5 % and a brochure 15 % less time.
    """

    def path(drawing: Any, node: Any, font_size: float) -> None:
        try:
            operators, vertices = _path(node.get("d", ""))
        except Exception:  # a faulty path: WeasyPrint draws as much of it as it can
            draw_path(drawing, node, font_size)
        else:
            drawing.stream.stream.append(operators)
            node.vertices.extend(vertices)

    TAGS["path"] = path if is_on() else draw_path
    try:
        yield
    finally:
        TAGS["path"] = draw_path


@lru_cache(maxsize=PATHS)
def _path(data: str) -> tuple[bytes, tuple[Any, ...]]:
    """The operators that draw a path, and its vertices, where markers stand."""
    drawing = SimpleNamespace(stream=pydyf.Stream(), point=lambda x, y, _: (size(x), size(y)))
    node = SimpleNamespace(get={"d": data}.get, vertices=[])
    draw_path(drawing, node, 0)
    return b"\n".join(drawing.stream.stream), tuple(node.vertices)
