"""Agenda: faults in the order in which to take them.

First what holds a PDF back, then reviews, then what a person should look at, at last what is worth knowing. In each,
document by document, and faults of one kind together.

In:   the documents, and the faults of no single one.
Out:  Parts: what is to be done, and to which documents.
Pure: no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from carepress.dashboard.model import OVERDUE, DocumentRow
from carepress.diagnostics.model import Diagnostic, Severity, Span
from carepress.diagnostics.render import BY_SEVERITY

ALL = "All documents"  # what the faults of files that documents share are about
AROUND = 70  # letters of the author's line on either side of the fault
TYPED = re.compile(r"`([^`]*)`")


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """What is to be done. `folded`: shown only to those who ask for it."""

    name: str
    title: str
    says: str
    folded: bool = False


MEND = Kind(name="mend", title="Mend first", says="Until then no new PDF is made, and the last good one stays.")
REVIEW = Kind(name="review", title="Have reviewed", says="After its day nothing more is built of a document.")
LOOK = Kind(name="look", title="Look over", says="These stop nothing, but a person should look and decide.")
KNOW = Kind(name="know", title="Worth knowing", says="These are hints, and stop nothing.", folded=True)
KINDS = (MEND, REVIEW, LOOK, KNOW)
OF_CODE = {OVERDUE: REVIEW, "review-near": REVIEW}
OF_SEVERITY = {Severity.ERROR: MEND, Severity.WARNING: LOOK, Severity.NOTE: KNOW}


@dataclass(frozen=True, kw_only=True, slots=True)
class TodoItem:
    """What is to be done to one document: its faults, those of one code together. Number 0 is all documents."""

    number: int
    title: str
    lang: str
    faults: tuple[tuple[Diagnostic, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TodoSection:
    """All jobs of one kind."""

    kind: Kind
    jobs: tuple[TodoItem, ...]

    @property
    def count(self) -> int:
        """How many faults there are in it."""
        return sum(len(group) for job in self.jobs for group in job.faults)


def kind_of(fault: Diagnostic) -> Kind:
    """What is to be done about a fault."""
    return OF_CODE.get(fault.code) or OF_SEVERITY[fault.severity]


def todo_list(found: Sequence[DocumentRow], shared: Iterable[Diagnostic]) -> tuple[TodoSection, ...]:
    """Every kind of job that there is. `shared` are the faults of no single document."""
    owners = [(ALL, "en", tuple(shared)), *((text.title, text.lang, text.faults) for text in found)]
    parts = [TodoSection(kind=kind, jobs=tuple(sorted(_jobs(kind, owners), key=_urgency))) for kind in KINDS]
    return tuple(part for part in parts if part.jobs)


def _jobs(kind: Kind, owners: Iterable[tuple[str, str, tuple[Diagnostic, ...]]]) -> Iterator[TodoItem]:
    for number, (title, lang, faults) in enumerate(owners):
        if mine := [fault for fault in faults if kind_of(fault) is kind]:
            yield TodoItem(number=number, title=title, lang=lang, faults=tuple(_by_code(mine)))


def _urgency(job: TodoItem) -> int:
    return min(BY_SEVERITY.index(fault.severity) for group in job.faults for fault in group)


def _by_code(faults: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, ...]]:
    """The faults of each code, from the top of the file to its end."""
    groups: dict[str, list[Diagnostic]] = {}
    for fault in sorted(faults, key=lambda one: one.span.line if one.span else 0):
        groups.setdefault(fault.code, []).append(fault)
    yield from map(tuple, groups.values())


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """A text cut where its backticks are: each piece, and whether it is something to type."""
    cut = TYPED.split(text)
    return tuple((piece, at % 2 == 1) for at, piece in enumerate(cut) if piece)


def quoted(span: Span) -> tuple[str, str, str]:
    """The author's line: what stands before the fault, the fault, what stands after it; a long line is cropped."""
    start, end = span.column - 1, span.column - 1 + span.length
    before, fault, after = span.text[:start].lstrip(), span.text[start:end], span.text[end:].rstrip()
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]} …"
    return before, fault, after
