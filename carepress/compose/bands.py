"""Bands: the sections of a page format, grouped by layout.

A band has boxes beside its text, runs across the page, or is set in columns. How long a text will be is estimated from
its letters, because nothing has been typeset yet.

In:   composed sections, and the format's row: which components stand beside the text or across the page.
Out:  bands, in reading order.
Pure: no typesetter, no CSS.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from carepress.compose.model import BlockHtml, ComposedSection
from carepress.design.formats import Format

SHORT = 420  # letters: below this, each of two columns would have only two or three lines
LETTERS_PER_LINE = 66  # of the main column
LETTERS_PER_SIDE_LINE = 30  # of the column of boxes beside it
FIGURE_LINES = 16


@dataclass(frozen=True, slots=True)
class Band:
    """Sections that share a layout, and the boxes that stand beside them.

    `kind` is one of these: `beside`, text with a column of boxes; `facing`, rows of icons and boxes of the same width;
    `across`, rows of icons over the whole width; `columns`, one section in two columns below its heading; `newspaper`,
    several sections in two columns; `plain`, a few lines.
    """

    kind: str
    sections: tuple[ComposedSection, ...]
    side: tuple[BlockHtml, ...] = ()


def bands(sections: Sequence[ComposedSection], format_: Format) -> tuple[Band, ...]:
    """Group sections. One with a component that runs across the page is a band of its own."""
    grouped: list[Band] = []
    run: list[ComposedSection] = []
    for section in sections:
        if _has(section, format_.across):
            grouped += _run_bands(run, format_)
            grouped.append(
                _beside("facing", (section,), format_) if _has(section, format_.beside) else Band("across", (section,))
            )
            run = []
        else:
            run.append(section)
    return (*grouped, *_run_bands(run, format_))


def _run_bands(run: Sequence[ComposedSection], format_: Format) -> Iterator[Band]:
    """Sections without boxes, up to the next that has some; or a section with boxes and those that fit beside them."""
    start = 0
    while start < len(run):
        boxed = _has(run[start], format_.beside)
        end = _reach(run, start, format_) if boxed else _next_boxed(run, start, format_)
        sections = tuple(run[start:end])
        yield _beside("beside", sections, format_) if boxed else Band(_text_kind(sections), sections)
        start = end


def _next_boxed(run: Sequence[ComposedSection], start: int, format_: Format) -> int:
    return next((at for at in range(start, len(run)) if _has(run[at], format_.beside)), len(run))


def _reach(run: Sequence[ComposedSection], start: int, format_: Format) -> int:
    """Where the band of boxes that begins at `start` ends: when the text is as long, or a section has its own boxes."""
    text = boxes = 0
    for at in range(start, len(run)):
        if at > start and (text >= boxes or _has(run[at], format_.beside)):
            return at
        boxes += sum(_side_lines(block) for block in run[at].blocks if block.component in format_.beside)
        text += 3 + sum(_lines(block) for block in run[at].blocks if block.component not in format_.beside)
    return len(run)


def _text_kind(sections: tuple[ComposedSection, ...]) -> str:
    letters = sum(_letters(block) for section in sections for block in section.blocks)
    if letters < SHORT:
        return "plain"
    return "columns" if len(sections) == 1 else "newspaper"


def _beside(kind: str, sections: tuple[ComposedSection, ...], format_: Format) -> Band:
    """A band whose boxes are taken out of the text, in their order."""
    side = tuple(block for section in sections for block in section.blocks if block.component in format_.beside)
    text = tuple(
        replace(section, blocks=tuple(block for block in section.blocks if block not in side)) for section in sections
    )
    return Band(kind, text, side)


def _has(section: ComposedSection, components: Sequence[str]) -> bool:
    return any(block.component in components for block in section.blocks)


def _letters(block: BlockHtml) -> int:
    return len(block.markup.striptags()) + sum(_letters(inner) for inner in block.blocks)


def _lines(block: BlockHtml) -> int:
    return -(-_letters(block) // LETTERS_PER_LINE) + len(block.items) // 2 + (6 if block.component else 0)


def _side_lines(block: BlockHtml) -> int:
    figures = sum(inner.picture is not None for inner in block.blocks)
    return -(-_letters(block) // LETTERS_PER_SIDE_LINE) + 4 + FIGURE_LINES * figures
