"""Make-up: which text stands where. Text is arranged into bands and panels before and after it is measured.

Make-up is the printer's word for arranging set type into pages. Before setting, sections become bands: with boxes
beside the text, across the page, or in columns. After setting, panels that would stay empty get their share of
the text, and free space is spread so that panels end level.

In:   composed sections; measured heights, in mm.
Out:  bands; lines to break before; distances to move blocks down.
Pure: no typesetter, no CSS.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from carepress.compose.model import BlockHtml, ComposedSection
from carepress.design.formats import Format

SHORT = 420  # letters: below this, two columns would be stumps of two or three lines
LETTERS_A_LINE = 66  # the main column of a page format
LETTERS_A_SIDE_LINE = 30  # the column of boxes beside it
FIGURE_LINES = 16


@dataclass(frozen=True, slots=True)
class Band:
    """Sections that share a layout, and the boxes that stand beside them.

    `beside`: text with a column of boxes; `facing`: rows of icons with a box as wide; `across`: rows of icons over
    the page; `columns`: one section in two columns below its heading; `newspaper`: several in two columns; `plain`:
    a few lines.
    """

    kind: str
    sections: tuple[ComposedSection, ...]
    side: tuple[BlockHtml, ...] = ()


def bands(sections: Sequence[ComposedSection], format_: Format) -> tuple[Band, ...]:
    """Group sections: one with something across the page stands alone; others run on until their boxes are filled."""
    made: list[Band] = []
    run: list[ComposedSection] = []
    for section in sections:
        if _has(section, format_.across):
            made += _run_bands(run, format_)
            made.append(
                _beside("facing", (section,), format_) if _has(section, format_.beside) else Band("across", (section,))
            )
            run = []
        else:
            run.append(section)
    return (*made, *_run_bands(run, format_))


def _run_bands(run: Sequence[ComposedSection], format_: Format) -> Iterator[Band]:
    """Text without boxes in columns; a section with boxes and what follows it, as far down as they reach."""
    start = 0
    while start < len(run):
        boxed = _has(run[start], format_.beside)
        end = _reach(run, start, format_) if boxed else _next_boxed(run, start, format_)
        part = tuple(run[start:end])
        yield _beside("beside", part, format_) if boxed else Band(_text_kind(part), part)
        start = end


def _next_boxed(run: Sequence[ComposedSection], start: int, format_: Format) -> int:
    return next((at for at in range(start, len(run)) if _has(run[at], format_.beside)), len(run))


def _reach(run: Sequence[ComposedSection], start: int, format_: Format) -> int:
    """How many sections stand beside the boxes: until the text is as long as they are, or others bring their own."""
    text = boxes = 0
    for at in range(start, len(run)):
        if at > start and (text >= boxes or _has(run[at], format_.beside)):
            return at
        boxes += sum(_side_lines(part) for part in run[at].parts if part.component in format_.beside)
        text += 3 + sum(_lines(part) for part in run[at].parts if part.component not in format_.beside)
    return len(run)


def _text_kind(sections: tuple[ComposedSection, ...]) -> str:
    letters = sum(_letters(part) for section in sections for part in section.parts)
    if letters < SHORT:
        return "plain"
    return "columns" if len(sections) == 1 else "newspaper"


def _beside(kind: str, sections: tuple[ComposedSection, ...], format_: Format) -> Band:
    """The boxes taken out of the text, in their order."""
    side = tuple(part for section in sections for part in section.parts if part.component in format_.beside)
    text = tuple(
        replace(section, parts=tuple(part for part in section.parts if part not in side)) for section in sections
    )
    return Band(kind, text, side)


def _has(section: ComposedSection, components: Sequence[str]) -> bool:
    return any(part.component in components for part in section.parts)


def _letters(part: BlockHtml) -> int:
    own = len(part.markup.striptags())
    return own + sum(_letters(inner) for inner in part.parts)


def _lines(part: BlockHtml) -> int:
    return -(-_letters(part) // LETTERS_A_LINE) + len(part.items) // 2 + (6 if part.component else 0)


def _side_lines(part: BlockHtml) -> int:
    figures = sum(inner.picture is not None for inner in part.parts)
    return -(-_letters(part) // LETTERS_A_SIDE_LINE) + 4 + FIGURE_LINES * figures
