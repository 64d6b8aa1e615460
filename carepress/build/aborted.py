"""Aborted jobs: what to report of a job that gave no result, and what was most probably too much.

A job that takes too long or too much memory leaves no message of its own. Nearly always it is one thing that somebody
pasted: a table from a spreadsheet, a drawing with a shape for every dot, a whole book. So the text and its pictures are
searched for what is far larger than a handout needs, and the worst is named.

In:   an Aborted job, its task, and the project.
Out:  a Diagnostic, at the line of the outlier if there is one.
Never: decides whether a document is built, decodes a picture, or raises for a damaged one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from carepress.build.jobs import Aborted
from carepress.build.plan import Task
from carepress.compose.picture_files import SUFFIXES
from carepress.design.images import COUNTLESS, element_count, pixel_count
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Span
from carepress.project.files import ProjectFiles
from carepress.project.source import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class OutlierKind:
    """Something of which a document can have far too much: the limit, how to say it, and what to do about it."""

    limit: int
    message: str
    advice: str


SPLIT = "Split it into smaller tables, or leave out what the reader does not need."
SHORTEN = "A handout has a few thousand words. Split the text into several documents."
OUTLIERS = {
    "columns": OutlierKind(limit=40, message="a table in {place} is {count} columns wide", advice=SPLIT),
    "rows": OutlierKind(limit=400, message="a table in {place} is {count} rows long", advice=SPLIT),
    "letters": OutlierKind(
        limit=2000, message="a word in {place} has {count} letters", advice="Delete it if it was pasted by mistake."
    ),
    "sentence": OutlierKind(
        limit=2000,
        message="a paragraph in {place} has {count} words",
        advice="Divide it with empty lines, or delete it if it was pasted by mistake.",
    ),
    "paragraphs": OutlierKind(limit=2000, message="the text in {place} has {count} paragraphs", advice=SHORTEN),
    "words": OutlierKind(limit=20_000, message="the text in {place} has {count} words", advice=SHORTEN),
    "shapes": OutlierKind(
        limit=4000,
        message="the drawing `{name}` in {place} has {count} shapes",
        advice="Ask for a simpler drawing, or save it as .png.",
    ),
    "dots": OutlierKind(
        limit=40_000_000,
        message="the picture `{name}` in {place} has {count} dots",
        advice="Save it smaller: 2400 dots wide are enough for a whole page.",
    ),
}
UNTOLD = "{task}; it could not be told where"
ADVICE = "Look at what was added last: a table, a picture, a long text."


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlier:
    """One thing of which there is far too much: its kind, how much of it there is, and where it stands."""

    kind: str
    count: int
    span: Span
    name: str = ""

    @property
    def excess(self) -> float:
        """How many times the limit it is."""
        return self.count / OUTLIERS[self.kind].limit

    @property
    def advice(self) -> str:
        """What to do about it."""
        return OUTLIERS[self.kind].advice

    def __str__(self) -> str:
        count = f"{self.count:,}" if self.count < COUNTLESS else "countless"
        place = f"{self.span.file.removeprefix('content/')}:{self.span.line}"
        return OUTLIERS[self.kind].message.format(count=count, place=place, name=self.name)


def explain(aborted: Aborted, task: Task, project: ProjectFiles) -> Diagnostic:
    """What to report of a job that gave no result, and what most probably was too much."""
    if aborted.reason == "other-versions":
        return rule("unfit-worker").at(document=task.about, differences=aborted.detail)
    if aborted.reason == "no-processes":
        return rule("unfit-worker", "no-processes").at(document=task.about)
    if aborted.reason == "bug":
        return rule("crashed", "bug").at(document=task.about, task=task, stage=aborted.detail)
    outlier = _outlier_of(task, project)
    what, advice = (str(outlier), outlier.advice) if outlier else (UNTOLD.format(task=task), ADVICE)
    diagnostic = _too_much(aborted, what, advice, task.document)
    return replace(diagnostic, span=outlier.span if outlier else None, document=task.about)


def _too_much(aborted: Aborted, what: str, advice: str, name: str) -> Diagnostic:
    limits, detail = aborted.limits, aborted.detail
    match aborted.reason:
        case "time":
            more = 2 * limits.seconds
            return rule("gave-up").at(seconds=limits.seconds, what=what, advice=advice, name=name, more=more)
        case "memory":
            more = 2 * limits.megabytes
            return rule("too-large").at(megabytes=limits.megabytes, what=what, advice=advice, name=name, more=more)
        case "killed":
            return rule("crashed", "killed").at(what=what, advice=advice, name=name)
        case "lost":
            return rule("crashed", "lost").at(detail=detail, what=what, advice=advice, name=name)
        case _:
            return rule("crashed").at(detail=detail, what=what, advice=advice, name=name)


def _outlier_of(task: Task, project: ProjectFiles) -> Outlier | None:
    source, folder = project.source(task.manuscript), task.manuscript.rpartition("/")[0]
    pictures = {name: project.bytes(name) for name in project.below(folder) if name.endswith(SUFFIXES)}
    return largest_outlier(source, pictures) if isinstance(source, Source) else None


def largest_outlier(source: Source, pictures: Mapping[str, bytes]) -> Outlier | None:
    """What exceeds its limit by most, in the text or in a picture that the text names; None if nothing does."""
    outliers = [*_in_blocks(source), *_in_words(source), *_in_pictures(source, pictures)]
    worst = max(outliers, key=lambda outlier: outlier.excess, default=None)
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
            is_drawing = name.lower().endswith(".svg")
            kind, count = ("shapes", element_count(picture)) if is_drawing else ("dots", pixel_count(picture))
            yield Outlier(kind=kind, count=count, span=source.find(name), name=name)
