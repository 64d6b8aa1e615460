"""Dashboards for tests: a project after a build, with a document in every possible state."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from carepress.build.manifest import Artifact, thumbnail_files
from carepress.build.plan import Task
from carepress.content.check_settings import CheckSettings
from carepress.content.summary import FrontMatterSummary
from carepress.dashboard import Dashboard, TaskRow
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity, Span

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)
CLINIC = {"Example Clinic": CheckSettings()}
READING = {
    "smog": 8.44, "grade": 5.3, "sentences": 57, "words": 534, "polysyllables": 48, "indicative": False,
    "sections": [{"heading": "What is asthma?", "smog": 8.8, "grade": 5.7, "sentences": 11, "words": 112}],
}  # fmt: skip


def task(document: str = "asthma", lang: str = "en", format_: str = "fact-sheet") -> Task:
    return Task(document=document, lang=lang, format=format_)


def front(title: str = "Living with asthma", **keys: Any) -> FrontMatterSummary:
    approved = {"status": "approved", "version": "1.0", "reviewed_by": "Dr Ana Pérez", "review_by": date(2028, 11, 1)}
    return FrontMatterSummary(**{"title": title, "formats": ["fact-sheet"], **approved, **keys})


def artifact(of: Task, edition: str = "screen", **facts: Any) -> Artifact:
    values: dict[str, Any] = {
        "file": f"{of.document}-{of.format}-{of.lang}{'' if edition == 'screen' else f'-{edition}'}.pdf",
        "document": of.document, "lang": of.lang, "format": of.format, "edition": edition, "clinic": "Example Clinic",
        "title": "Living with asthma", "status": "approved", "version": "1.0", "pages": 2, "bytes": 68_097,
        "sha256": "a" * 64, "contact_url": "", "toolchain": "", "verified_by": "veraPDF", "review_by": "2028-11-01",
    }  # fmt: skip
    return Artifact(**{**values, **facts})


def fault(
    code: str, severity: Severity = Severity.ERROR, file: str = "content/asthma/en.md", **facts: Any
) -> Diagnostic:
    span = Span(file=file, line=facts.pop("line", 3), text="One word too many.", column=10, length=3)
    values = {"message": f"{code} it is", "help": "Fix `it`.", **facts}
    return Diagnostic(code=code, severity=severity, span=span, **values)


def dashboard(*tasks: TaskRow, faults: tuple[Diagnostic, ...] = (), **facts: Any) -> Dashboard:
    """A project in which every task that did not fail has a PDF."""
    facts.setdefault("artifacts", tuple(artifact(row.task, status=row.front.status) for row in tasks if not row.failed))
    facts.setdefault("clinics", CLINIC)
    return Dashboard(today=TODAY, tasks=tasks, diagnostics=Diagnostics(faults), **facts)


SOUND = TaskRow(task=task(), front=front())
DRAFT = TaskRow(task=task("als"), front=front("ALS", status="draft"))
LATE = TaskRow(task=task("flu"), front=front("The flu shot", review_by=date(2026, 10, 13)), failed=True)
NEAR = TaskRow(task=task("cast"), front=front("Your cast", review_by=date(2026, 12, 19)))
BROKEN = TaskRow(task=task("feet"), front=front("Healthy feet"), failed=True)
STALE = TaskRow(task=task("oxygen"), front=front("Oxygen at home"), reason="styles/tokens.css changed")

OVERDUE = fault("overdue", file="content/flu/en.md")
OVERFULL = fault("overfull-panel", file="content/feet/en.md")
FULL = dashboard(
    SOUND, DRAFT, LATE, NEAR, BROKEN, STALE,
    faults=(
        OVERDUE, OVERFULL, fault("long-sentence", Severity.WARNING), fault("hard-word", Severity.NOTE),
        fault("uncited-work", Severity.NOTE, "content/references.bib"),
        fault("review-near", Severity.WARNING, "content/cast/en.md"),
    ),
)  # fmt: skip


def rich() -> Dashboard:
    """A dashboard with everything that the page can show."""
    nasty = front('<script>alert("1")</script> & co')
    checks = CheckSettings.model_validate({"off": {"old-work": "Our librarian reads them all."}, "sentence-words": 20})
    spanish = TaskRow(task=task(lang="es"), front=front("Vivir con asma"))
    many = tuple(fault("long-sentence", Severity.WARNING, line=line) for line in range(4, 12))
    tasks = (*FULL.tasks, spanish, TaskRow(task=task("nasty"), front=nasty))
    artifacts = tuple(artifact(row.task, reading=READING) for row in tasks if row is not BROKEN)
    thumbnails = {name: (510, 660) for item in artifacts for name in thumbnail_files(item)}
    return Dashboard(
        today=TODAY, clinics={"North": checks, "South": CheckSettings()}, tasks=tasks, artifacts=artifacts,
        thumbnails=thumbnails,
        diagnostics=Diagnostics((*FULL.diagnostics, *many)),
    )  # fmt: skip
