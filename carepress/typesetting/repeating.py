"""Repeating: what was painted once is painted again from memory, to the same bytes.

Networks of clinics print the same pages hundreds of times, and drawing them is half of the work. A page or a drawing
is painted for itself once: what it wrote, the glyphs that it took from the fonts, the names that it gave. That is laid
into the next file if everything is there as it was then. If anything differs, it is painted anew.

In:   a page, or a drawing on a page; the memory of the pages that it belongs to.
Out:  the same thing, which now remembers.
Never: gives other bytes than painting does.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import pydyf

from carepress.typesetting.hearing import heard

NAMED = ("ExtGState", "XObject", "Pattern", "Shading")  # what a stream names by counting what is named already
INKS = (
    "_current_color", "_current_color_stroke", "_current_alpha", "_current_alpha_stroke", "_current_font",
    "_current_font_size", "_old_font", "_old_font_size",
)  # fmt: skip
"""What a stream knows of its own last words, so as not to repeat them."""

MOST = 8  # ways of painting the same thing that are worth remembering

Paint = Callable[..., None]
Memory = dict[Hashable, "Painted | None"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Painted:
    """What painting left behind: operators, inks, named things, pictures, tags, and fonts with their glyphs."""

    operators: Sequence[Any]
    inks: Mapping[str, Any]
    named: Mapping[str, Mapping[str, Any]]
    pictures: Mapping[str, Mapping[str, Any]]
    tags: Mapping[Any, Mapping[str, Any]]
    fonts: Mapping[int, Any]

    def agrees(self, fonts: Mapping[int, Any]) -> bool:
        """Whether glyphs that the file has already are as wide there: the first use decides how widths are rounded."""
        pairs = [(fonts[key].widths, font.widths) for key, font in self.fonts.items() if key in fonts]
        return all(there.get(glyph, width) == width for there, own in pairs for glyph, width in own.items())

    def onto(self, stream: Any) -> None:
        """Write on the stream what painting would."""
        stream.stream.extend(self.operators)
        for ink, value in self.inks.items():
            setattr(stream, ink, value)
        seen: dict[int, Any] = {}
        for kind, things in self.named.items():
            stream._resources[kind].update({name: _copied(thing, seen) for name, thing in things.items()})
        for name, picture in self.pictures.items():
            there = stream._images.setdefault(name, {**picture, "dpi_ratios": set()})
            there["dpi_ratios"] |= picture["dpi_ratios"]
        if self.tags:
            stream._tags.update({box: dict(tag) for box, tag in self.tags.items()})
        for key, font in self.fonts.items():
            _add_glyphs(font, stream._fonts.setdefault(key, _emptied(font)))


def remembering(paint: Paint, memory: Memory, refused: Sequence[str]) -> Paint:
    """`paint(stream, ...)`, which paints from memory where it can; not what asked for files that were refused."""

    def repeated(stream: Any, *how: Any) -> None:
        sizes = tuple(value for value in how if isinstance(value, float | int))
        key = (sizes, _state(stream))
        if key not in memory and len(memory) < MOST:
            before = len(refused)
            painted = _painted(paint, stream, how)
            memory[key] = painted if len(refused) == before else None
        known = memory.get(key)
        if known is not None and known.agrees(stream._fonts):
            known.onto(stream)
        else:
            paint(stream, *how)

    return repeated


def _state(stream: Any) -> Hashable:
    """All that what is painted next depends on, but for the fonts."""
    names = tuple(tuple(stream._resources[kind]) for kind in NAMED)
    inks = tuple(getattr(stream, ink) for ink in INKS)
    profiles = tuple((name, profile.pdf_reference) for name, profile in stream._color_profiles.items())
    colours = (stream._resources["ColorSpace"], stream._output_intent, profiles)
    before = stream.stream[-1] if stream.stream else b""
    return names, inks, colours, before, stream.ctm.values, stream.page_rectangle, stream.compress, bool(stream._tags)


def _painted(paint: Paint, stream: Any, how: Sequence[Any]) -> Painted | None:
    """Paint on a sheet of its own; None if that says anything of more than the thing itself."""
    resources = pydyf.Dictionary(stream._resources)
    resources.update({kind: pydyf.Dictionary(stream._resources[kind]) for kind in NAMED})
    tags: dict[Any, Any] | None = None if stream._tags is None else {}
    sheet = stream.clone(fonts={}, resources=resources, images={}, tags=tags)
    sheet.stream, sheet._ctm_stack = list(stream.stream), [stream.ctm]
    for ink in INKS:
        setattr(sheet, ink, getattr(stream, ink))
    with heard() as complaints:
        paint(sheet, *how)
    start = len(stream.stream)
    is_own = sheet.stream[:start] == stream.stream and len(sheet._ctm_stack) == 1 and sheet.ctm == stream.ctm
    if complaints or not is_own or (tags and stream._tags) or any(font.missing for font in sheet._fonts.values()):
        return None
    return Painted(
        operators=sheet.stream[start:],
        inks={ink: getattr(sheet, ink) for ink in INKS},
        named={
            kind: {name: thing for name, thing in resources[kind].items() if name not in stream._resources[kind]}
            for kind in NAMED
        },
        pictures=sheet._images,
        tags=tags or {},
        fonts=sheet._fonts,
    )


def _copied(thing: Any, seen: dict[int, Any]) -> Any:
    """A thing that can be numbered in another file, with all that is in it; what stands in two places stays one."""
    if id(thing) in seen or not isinstance(thing, dict | list | pydyf.Stream):
        return seen.get(id(thing), thing)
    if isinstance(thing, pydyf.Stream):
        made: Any = pydyf.Stream(thing.stream, {}, thing.compress)
        seen[id(thing)] = made
        made.extra = _copied(thing.extra, seen)
    elif isinstance(thing, dict):
        made = seen[id(thing)] = type(thing)()
        made.update({key: _copied(value, seen) for key, value in thing.items()})
    else:
        made = seen[id(thing)] = type(thing)()
        made.extend(_copied(value, seen) for value in thing)
    return made


def _emptied(font: Any) -> Any:
    """A font as it is before its first glyph."""
    fresh = copy(font)
    fresh.widths, fresh.to_unicode, fresh.missing, fresh.variations = {}, {}, {}, dict(font.variations)
    return fresh


def _add_glyphs(font: Any, there: Any) -> None:
    for glyph, width in font.widths.items():
        there.widths.setdefault(glyph, width)
    for glyph, text in font.to_unicode.items():
        there.to_unicode.setdefault(glyph, text)
