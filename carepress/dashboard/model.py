"""Standing: how each document stands today, and the sentences that sum it up.

In:   an Overview.
Out:  a Text for every document in a language, and plain sentences.
Pure: no HTML, no file; today is in the Overview.
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
from carepress.diagnostics.english import counted
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity

OVERDUE = "overdue"  # the code of a document whose review day has passed
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A task after a run. `why` says why its PDFs are not current, though nothing failed: they were not asked for."""

    task: Task
    front: FrontMatterSummary
    failed: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dashboard:
    """The whole project after a run.

    `clinics` maps each clinic's name to its checks. `artifacts` is what stands in output/ now. `pictures` maps a
    thumbnail's name below output/ to its width and height in dots.
    """

    today: date
    clinics: Mapping[str, CheckSettings]
    shown: tuple[Shown, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    pictures: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    brand: Brand = field(default_factory=Brand)

    @property
    def near_days(self) -> int:
        """How many days ahead the clinics want to be reminded of a review."""
        return max(
            (checks.review_near_days for checks in self.clinics.values()), default=CheckSettings().review_near_days
        )


class DocumentState(StrEnum):
    """How a document stands, the best first; the value is what the page says."""

    READY = "Ready"
    DRAFT = "Draft"
    STALE = "Not up to date"
    OVERDUE = "Review overdue"
    FAULTY = "Needs work"


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentRow:
    """A document in one language: its front matter if it can be read, its tasks, its PDFs, its faults."""

    about: str
    lang: str
    front: FrontMatterSummary | None = None
    shown: tuple[Shown, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    faults: tuple[Diagnostic, ...] = ()

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Its tasks, and those that made PDFs which are still there."""
        return (*(one.task for one in self.shown), *(one.task for one in self.artifacts))

    @property
    def title(self) -> str:
        """Its title; that of the last good PDF, or its name, where the manuscript cannot be read."""
        return self.front.title if self.front else next((one.title for one in self.artifacts), self.about)

    @property
    def review_by(self) -> date | None:
        """The day of the next review; where the manuscript cannot be read, as the last good PDF has it."""
        if self.front:
            return self.front.review_by
        return next((found for one in self.artifacts if (found := _date(one.review_by))), None)

    @property
    def current(self) -> frozenset[Task]:
        """The tasks whose PDFs are what the manuscript says now."""
        return frozenset(one.task for one in self.shown if not one.failed and not one.reason)

    def days_left(self, today: date) -> int | None:
        """The days until the next review; below 0 if its day has passed, None if no day is set."""
        return (self.review_by - today).days if self.review_by else None

    def standing(self, today: date) -> DocumentState:
        """How it stands. What is overdue and nothing else needs a review, not work."""
        left = self.days_left(today)
        overdue = left is not None and left < 0
        if any(fault.severity is Severity.ERROR and fault.code != OVERDUE for fault in self.faults):
            return DocumentState.FAULTY
        if overdue:
            return DocumentState.OVERDUE
        if self.front is None or any(one.failed for one in self.shown):
            return DocumentState.FAULTY
        if any(one.reason for one in self.shown):
            return DocumentState.STALE
        return DocumentState.DRAFT if self.front.status == "draft" else DocumentState.READY


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def document_rows(overview: Dashboard) -> tuple[DocumentRow, ...]:
    """Every document in every language: those that can be read, then those of which there are only PDFs or faults."""
    faults = [fault for fault in overview.diagnostics if fault.is_of_a_document]
    tasks = [*(one.task for one in overview.shown), *(one.task for one in overview.artifacts)]
    names = dict.fromkeys([*(task.about for task in tasks), *(fault.about for fault in faults)])
    langs = {task.about: task.lang for task in tasks}
    return tuple(_text(about, langs.get(about, "en"), overview) for about in names)


def _text(about: str, lang: str, overview: Dashboard) -> DocumentRow:
    shown = tuple(one for one in overview.shown if one.task.about == about)
    artifacts = tuple(one for one in overview.artifacts if one.task.about == about)
    told = tuple(one for one in overview.diagnostics if one.is_of_a_document and one.about == about)
    text = DocumentRow(
        about=about, lang=lang, front=shown[0].front if shown else None, shown=shown, artifacts=artifacts
    )
    met = (fault for one in artifacts if one.task in text.current for fault in one.faults)
    return replace(text, faults=tuple(dict.fromkeys([*told, *met])))


def headline(found: Sequence[DocumentRow], overview: Dashboard) -> tuple[str, ...]:
    """The state of the house in a few sentences: what can be given out, what cannot, what comes up."""
    standings = [text.standing(overview.today) for text in found]
    work, late, stale = (
        standings.count(one) for one in (DocumentState.FAULTY, DocumentState.OVERDUE, DocumentState.STALE)
    )
    lefts = [text.days_left(overview.today) for text in found]
    near = sum(left is not None and 0 <= left <= overview.near_days for left in lefts)
    doubtful = sum(any(fault.severity is Severity.WARNING for fault in text.faults) for text in found)
    said = (
        _ready(found, overview.today),
        f"{counted(work, 'document')} {_s('need', work)} work." if work else "",
        f"{counted(late, 'review')} {_is(late)} overdue." if late else "",
        f"{counted(near, 'review')} {_is(near)} due within {overview.near_days} days." if near else "",
        f"{counted(stale, 'document')} {_is(stale)} not up to date." if stale else "",
        f"{counted(doubtful, 'document')} {_s('have', doubtful)} warnings to look at." if doubtful else "",
    )
    return tuple(filter(None, said if any(said[1:]) else (said[0], "Nothing needs to be done.")))


def _ready(found: Iterable[DocumentRow], today: date) -> str:
    """How many PDFs can be given out; drafts cannot."""
    statuses = [
        one.status
        for text in found
        if text.standing(today) is not DocumentState.OVERDUE
        for one in text.artifacts
        if one.task in text.current
    ]
    drafts = statuses.count("draft")
    ready = len(statuses) - drafts
    if not statuses:
        return "No PDF is ready."
    if not ready:
        return f"No PDF is ready: {'all' if drafts > 1 else 'the only one'} {_is(drafts)} {_draft(drafts)}."
    return (
        f"{counted(ready, 'PDF')} {_is(ready)} ready{f', {drafts} more {_is(drafts)} {_draft(drafts)}' * bool(drafts)}."
    )


def _draft(number: int) -> str:
    return "a draft" if number == 1 else "drafts"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _s(verb: str, number: int) -> str:
    return verb if number != 1 else {"have": "has"}.get(verb, f"{verb}s")


def in_days(left: int) -> str:
    """How far off a day is: 'in 3 days', 'today', '40 days ago'."""
    if left < 0:
        return f"{counted(-left, 'day')} ago"
    return {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")


def day(of: date) -> str:
    """A day as the page gives it: 22 November 2026."""
    return f"{of.day} {MONTHS[of.month - 1]} {of.year}"
