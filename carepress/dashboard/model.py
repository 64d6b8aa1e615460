"""The model: the state of each document today, and the sentences that sum it up.

In:   a Dashboard.
Out:  a DocumentRow for every document in a language, and plain sentences.
Pure: no HTML, no file; today is in the Dashboard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from carepress.build.manifest import Artifact
from carepress.build.plan import Task
from carepress.content.check_settings import CheckSettings
from carepress.content.summary import FrontMatterSummary
from carepress.design.brand import Brand
from carepress.diagnostics.english import counted, days_ahead, verb
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity

OVERDUE = "overdue"  # the code of a document whose review day has passed
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskRow:
    """A task after a run. `reason` says why its PDFs are stale though it did not fail: it was not asked for."""

    task: Task
    front: FrontMatterSummary
    failed: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dashboard:
    """The whole project after a run.

    `clinics` maps each clinic's name to its check settings. `artifacts` are the PDFs in output/ now. `thumbnails` maps
    the name of a small picture below output/ to its width and height in dots.
    """

    today: date
    clinics: Mapping[str, CheckSettings]
    tasks: tuple[TaskRow, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    thumbnails: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    brand: Brand = field(default_factory=Brand)

    @property
    def near_days(self) -> int:
        """How many days ahead the clinics want to be reminded of a review."""
        return max(settings.review_near_days for settings in self.clinics.values() or [CheckSettings()])


class DocumentState(StrEnum):
    """The state of a document, the best first; the value is what the page says."""

    READY = "Ready"
    DRAFT = "Draft"
    STALE = "Out of date"
    OVERDUE = "Review overdue"
    FAULTY = "Needs work"


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentRow:
    """A document in one language: its front matter if it can be read, its tasks, its PDFs, its faults."""

    about: str
    lang: str
    front: FrontMatterSummary | None = None
    tasks: tuple[TaskRow, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    faults: tuple[Diagnostic, ...] = ()

    @property
    def file(self) -> str:
        """Its manuscript; its name, where the manuscript cannot be read and there is no PDF."""
        tasks = (*(row.task for row in self.tasks), *(artifact.task for artifact in self.artifacts))
        return next((task.manuscript for task in tasks), self.about)

    @property
    def title(self) -> str:
        """Its title; that of the last good PDF, or its name, where the manuscript cannot be read."""
        return self.front.title if self.front else next((artifact.title for artifact in self.artifacts), self.about)

    @property
    def review_by(self) -> date | None:
        """The day of the next review; that of the last good PDF, where the manuscript cannot be read."""
        if self.front:
            return self.front.review_by
        return next((day for artifact in self.artifacts if (day := _date(artifact.review_by))), None)

    @property
    def current(self) -> frozenset[Task]:
        """The tasks whose PDFs are as the manuscript is now."""
        return frozenset(row.task for row in self.tasks if not row.failed and not row.reason)

    def days_left(self, today: date) -> int | None:
        """The days until the next review; below 0 if its day has passed, None if no day is set."""
        return (self.review_by - today).days if self.review_by else None

    def state(self, today: date) -> DocumentState:
        """Its state. A document with no other error than an overdue review needs a review, not work."""
        left = self.days_left(today)
        if any(fault.severity is Severity.ERROR and fault.code != OVERDUE for fault in self.faults):
            return DocumentState.FAULTY
        if left is not None and left < 0:
            return DocumentState.OVERDUE
        if self.front is None or any(row.failed for row in self.tasks):
            return DocumentState.FAULTY
        if any(row.reason for row in self.tasks):
            return DocumentState.STALE
        return DocumentState.DRAFT if self.front.status == "draft" else DocumentState.READY


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def document_rows(dashboard: Dashboard) -> tuple[DocumentRow, ...]:
    """Every document in every language: those that can be read, then those of which there are only PDFs or faults."""
    faults = [fault for fault in dashboard.diagnostics if fault.is_of_a_document]
    tasks = [*(row.task for row in dashboard.tasks), *(artifact.task for artifact in dashboard.artifacts)]
    names = dict.fromkeys([*(task.about for task in tasks), *(fault.about for fault in faults)])
    langs = {task.about: task.lang for task in tasks}
    return tuple(_document_row(about, langs.get(about, "en"), dashboard) for about in names)


def _document_row(about: str, lang: str, dashboard: Dashboard) -> DocumentRow:
    tasks = tuple(row for row in dashboard.tasks if row.task.about == about)
    artifacts = tuple(artifact for artifact in dashboard.artifacts if artifact.task.about == about)
    faults = [fault for fault in dashboard.diagnostics if fault.is_of_a_document and fault.about == about]
    front = tasks[0].front if tasks else None
    row = DocumentRow(about=about, lang=lang, front=front, tasks=tasks, artifacts=artifacts)
    faults += (fault for artifact in artifacts if artifact.task in row.current for fault in artifact.faults)
    return replace(row, faults=tuple(dict.fromkeys(faults)))


def headline(rows: Sequence[DocumentRow], dashboard: Dashboard) -> tuple[str, ...]:
    """The state of the project in a few sentences: what can be given out, what cannot, what is due soon."""
    states = [row.state(dashboard.today) for row in rows]
    faulty, overdue, stale = map(states.count, (DocumentState.FAULTY, DocumentState.OVERDUE, DocumentState.STALE))
    days_left = [row.days_left(dashboard.today) for row in rows]
    near = sum(left is not None and 0 <= left <= dashboard.near_days for left in days_left)
    doubtful = sum(any(fault.severity is Severity.WARNING for fault in row.faults) for row in rows)
    todo = (
        f"{counted(faulty, 'document')} {verb('need', faulty)} work." if faulty else "",
        f"{counted(overdue, 'review')} {verb('are', overdue)} overdue." if overdue else "",
        f"{counted(near, 'review')} {verb('are', near)} due within {dashboard.near_days} days." if near else "",
        f"{counted(stale, 'document')} {verb('are', stale)} out of date." if stale else "",
        f"{counted(doubtful, 'document')} {verb('have', doubtful)} warnings to check." if doubtful else "",
    )
    return (_ready(rows, dashboard.today), *(filter(None, todo) if any(todo) else ["Nothing needs to be done."]))


def _ready(rows: Iterable[DocumentRow], today: date) -> str:
    """How many PDFs can be given out, and how many drafts there are."""
    statuses = [
        artifact.status
        for row in rows
        if row.state(today) is not DocumentState.OVERDUE
        for artifact in row.artifacts
        if artifact.task in row.current
    ]
    drafts = statuses.count("draft")
    ready = len(statuses) - drafts
    if not statuses:
        return "No PDF is ready."
    if not ready:
        return f"No PDF is ready: {'all are drafts' if drafts > 1 else 'the only one is a draft'}."
    more = f", {drafts} more {'are drafts' if drafts > 1 else 'is a draft'}" if drafts else ""
    return f"{counted(ready, 'PDF')} {verb('are', ready)} ready{more}."


def in_days(left: int) -> str:
    """How far off a day is: 'in 3 days', 'today', '40 days ago'."""
    return f"{counted(-left, 'day')} ago" if left < 0 else days_ahead(left)


def day(of: date) -> str:
    """A day as the page gives it: 22 November 2026."""
    return f"{of.day} {MONTHS[of.month - 1]} {of.year}"
