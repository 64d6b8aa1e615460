"""The to-do list: faults in the order in which to fix them.

First what stops a PDF, then reviews, then what a person should check, and last what is worth knowing. In each, document
by document, with faults of one kind together.

In:   the documents, and the faults of no single one.
Out:  TodoSections: what to do, and to which documents.
Pure: no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from carepress.dashboard.model import OVERDUE, DocumentRow
from carepress.diagnostics.model import Diagnostic, Severity, Span
from carepress.diagnostics.render import BY_SEVERITY

ALL = "All documents"  # the title above faults of files that documents share
CONTEXT = 70  # letters of the author's line on either side of the fault
CODE = re.compile(r"`([^`]*)`")


@dataclass(frozen=True, kw_only=True, slots=True)
class TodoKind:
    """What is to be done. `folded` kinds are shown only when opened."""

    name: str
    title: str
    explanation: str
    folded: bool = False


FIX = TodoKind(
    name="fix",
    title="Do these first",
    explanation="No new PDF is built until these are fixed; the last good one stays.",
)
REVIEW = TodoKind(
    name="review", title="Reviews", explanation="Once its review date has passed, a document is no longer built."
)
CHECK = TodoKind(
    name="check", title="Check these", explanation="The PDFs are built, but a person should look and decide."
)
KNOW = TodoKind(name="know", title="Worth knowing", explanation="These are hints, and stop nothing.", folded=True)
KINDS = (FIX, REVIEW, CHECK, KNOW)
OF_CODE = {OVERDUE: REVIEW, "review-near": REVIEW}
OF_SEVERITY = {Severity.ERROR: FIX, Severity.WARNING: CHECK, Severity.NOTE: KNOW}


@dataclass(frozen=True, kw_only=True, slots=True)
class TodoItem:
    """What is to be done to one document: its faults, grouped by code. Number 0 is all documents."""

    number: int
    title: str
    lang: str
    faults: tuple[tuple[Diagnostic, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TodoSection:
    """All items of one kind."""

    kind: TodoKind
    items: tuple[TodoItem, ...]

    @property
    def count(self) -> int:
        """How many faults there are."""
        return sum(len(group) for item in self.items for group in item.faults)


def kind_of(fault: Diagnostic) -> TodoKind:
    """In which section a fault is listed."""
    return OF_CODE.get(fault.code, OF_SEVERITY[fault.severity])


def todo_list(rows: Sequence[DocumentRow], shared: Iterable[Diagnostic]) -> tuple[TodoSection, ...]:
    """Every section that has items. `shared` are the faults of no single document."""
    owners = [(ALL, "en", tuple(shared)), *((row.title, row.lang, row.faults) for row in rows)]
    sections = [TodoSection(kind=kind, items=tuple(sorted(_items(kind, owners), key=_urgency))) for kind in KINDS]
    return tuple(section for section in sections if section.items)


def _items(kind: TodoKind, owners: Iterable[tuple[str, str, tuple[Diagnostic, ...]]]) -> Iterator[TodoItem]:
    for number, (title, lang, faults) in enumerate(owners):
        if of_kind := [fault for fault in faults if kind_of(fault) is kind]:
            yield TodoItem(number=number, title=title, lang=lang, faults=tuple(_by_code(of_kind)))


def _urgency(item: TodoItem) -> int:
    return min(BY_SEVERITY.index(fault.severity) for group in item.faults for fault in group)


def _by_code(faults: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, ...]]:
    """The faults of each code, from the top of the file to its end."""
    groups: dict[str, list[Diagnostic]] = {}
    for fault in sorted(faults, key=lambda fault: fault.span.line if fault.span else 0):
        groups.setdefault(fault.code, []).append(fault)
    yield from map(tuple, groups.values())


def split_at_backticks(text: str) -> tuple[tuple[str, bool], ...]:
    """The pieces of a text, each with whether it stood between backticks."""
    return tuple((piece, number % 2 == 1) for number, piece in enumerate(CODE.split(text)) if piece)


def quoted(span: Span) -> tuple[str, str, str]:
    """The author's line: the text before the fault, the fault, the text after it; a long line is shortened."""
    start, end = span.column - 1, span.column - 1 + span.length
    before, fault, after = span.text[:start].lstrip(), span.text[start:end], span.text[end:].rstrip()
    if len(before) > CONTEXT:
        before = f"… {before[-CONTEXT:].partition(' ')[2]}"
    if len(after) > CONTEXT:
        after = f"{after[:CONTEXT].rpartition(' ')[0]} …"
    return before, fault, after
