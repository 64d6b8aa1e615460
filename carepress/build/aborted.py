"""Suspicion: why a document was too much for the typesetter, once it has been.

What took too long or too much room leaves no message of its own. Nearly always it is one thing that somebody pasted:
a table from a spreadsheet, a drawing with a shape for every dot, a whole book. So this looks for what is beyond all
measure, and points at the worst.

In:   a manuscript's Source, and the bytes of the pictures of its folder by their names.
Out:  the Suspicion that lies furthest above what a handout ever needs; None if nothing does.
Never: decides whether a document is made, reads a picture beyond its head, or raises for a damaged one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from carepress.design.images import COUNTLESS, element_count, pixel_count
from carepress.diagnostics.model import Span
from carepress.project.source import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """What can be beyond measure: how much a handout has at most, how to say it, what to do about it."""

    most: int
    said: str
    advice: str


SPLIT = "Split it into smaller tables, or leave out what the reader does not need."
SHORTEN = "A handout has a few thousand words. Split the text into several documents."
MEASURES = {
    "columns": Measure(most=40, said="a table in {place} is {count} columns wide", advice=SPLIT),
    "rows": Measure(most=400, said="a table in {place} is {count} rows long", advice=SPLIT),
    "letters": Measure(
        most=2000, said="a word in {place} has {count} letters", advice="Delete it if it was pasted by mistake."
    ),
    "sentence": Measure(
        most=2000,
        said="a paragraph in {place} has {count} words",
        advice="Divide it with empty lines, or delete it if it was pasted by mistake.",
    ),
    "paragraphs": Measure(most=2000, said="the text in {place} has {count} paragraphs", advice=SHORTEN),
    "words": Measure(most=20_000, said="the text in {place} has {count} words", advice=SHORTEN),
    "shapes": Measure(
        most=4000,
        said="the drawing `{name}` in {place} has {count} shapes",
        advice="Ask for a simpler drawing, or save it as .png.",
    ),
    "dots": Measure(
        most=40_000_000,
        said="the picture `{name}` in {place} has {count} dots",
        advice="Save it smaller: 2400 dots wide are enough for a whole page.",
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlier:
    """One thing beyond measure: which, how much of it there is, and where it stands."""

    kind: str
    count: int
    span: Span
    name: str = ""

    @property
    def excess(self) -> float:
        """How many times more it is than a handout has at most."""
        return self.count / MEASURES[self.kind].most

    @property
    def advice(self) -> str:
        """What to do about it."""
        return MEASURES[self.kind].advice

    def __str__(self) -> str:
        count = str(self.count) if self.count < COUNTLESS else "countless"
        place = f"{self.span.file.removeprefix('content/')}:{self.span.line}"
        return MEASURES[self.kind].said.format(count=count, place=place, name=self.name)


def largest_outlier(source: Source, pictures: Mapping[str, bytes]) -> Outlier | None:
    """What is furthest beyond measure, in the text or in a picture that the text names."""
    found = [*_in_blocks(source), *_in_words(source), *_in_pictures(source, pictures)]
    worst = max(found, key=lambda one: one.excess, default=None)
    return worst if worst and worst.excess > 1 else None


def _in_blocks(source: Source) -> Iterator[Outlier]:
    """Tables and paragraphs: lines that stand together."""
    paragraphs = 0
    numbered = enumerate(source.lines, 1)
    for filled, block in groupby(numbered, key=lambda pair: bool(pair[1].strip())):
        if not filled:
            continue
        lines = list(block)
        paragraphs += 1
        first, span = lines[0][1], source.span_at(lines[0][0])
        if "|" in first:
            yield Outlier(kind="columns", count=first.strip().strip("|").count("|") + 1, span=span)
            yield Outlier(kind="rows", count=len(lines), span=span)
        else:
            yield Outlier(kind="sentence", count=sum(len(line.split()) for _, line in lines), span=span)
    yield Outlier(kind="paragraphs", count=paragraphs, span=source.span_at(1))


def _in_words(source: Source) -> Iterator[Outlier]:
    words = source.text.split()
    longest = max(words, key=len, default="")
    yield Outlier(kind="words", count=len(words), span=source.span_at(1))
    yield Outlier(kind="letters", count=len(longest), span=source.find(longest))


def _in_pictures(source: Source, pictures: Mapping[str, bytes]) -> Iterator[Outlier]:
    for file, picture in pictures.items():
        name = file.rpartition("/")[2]
        if name in source.text:
            drawn = name.lower().endswith(".svg")
            kind, count = ("shapes", element_count(picture)) if drawn else ("dots", pixel_count(picture))
            yield Outlier(kind=kind, count=count, span=source.find(name), name=name)
