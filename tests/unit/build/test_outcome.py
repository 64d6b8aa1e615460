"""Rules of outcomes: what a run found and did, in the order of the status, not as it happened to finish."""

from __future__ import annotations

from carepress.build.jobs import Built, Failed
from carepress.build.manifest import Artifact
from carepress.build.outcome import make_outcome
from carepress.build.plan import Dependencies, Task
from carepress.build.request import Request, Selection
from carepress.build.status import BuildStatus, TaskStatus
from carepress.content.summary import FrontMatterSummary
from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity, Span
from carepress.project.files import ProjectFolder
from tests.support.proofs import ROOT, TODAY

FRONT = FrontMatterSummary(title="A", formats=["brochure"])
ALS, GOUT = (Task(document=name, lang="en", format="brochure") for name in ("als", "gout"))
UNUSED = Diagnostic(code="uncited-work", message="nobody cites it", severity=Severity.NOTE)
ERROR = Diagnostic(code="overfull-panel", message="full", document="als (en)")


def artifact(task: Task, edition: str) -> Artifact:
    return Artifact(
        file=f"{task.document}-{edition}.pdf", document=task.document, title="A", format=task.format, edition=edition,
        lang="en", clinic="", status="draft", version="", pages=1, bytes=4, sha256="", contact_url="",
    )  # fmt: skip


def built(task: Task) -> Built:
    artifacts = (artifact(task, "screen"), artifact(task, "print"))
    return Built(pdfs={}, artifacts=artifacts, dependencies=Dependencies(), diagnostics=Diagnostics())


def state(task: Task, *artifacts: Artifact) -> TaskStatus:
    return TaskStatus(task=task, front=FRONT, editions=[Edition.SCREEN, Edition.PRINT], artifacts=artifacts)


def status(*states: TaskStatus) -> BuildStatus:
    return BuildStatus(project=ProjectFolder(ROOT, ROOT), states=states, unused_works=Diagnostics((UNUSED,)))


def request(**selection: tuple[str, ...]) -> Request:
    return Request(selection=Selection(**selection), today=TODAY, output=None)


def test_new_pdfs_stand_in_the_order_of_the_status() -> None:
    outcome = make_outcome(status(state(ALS), state(GOUT)), {GOUT: built(GOUT), ALS: built(ALS)}, request())

    assert [artifact.file for artifact in outcome.artifacts] == [
        "als-screen.pdf", "als-print.pdf", "gout-screen.pdf", "gout-print.pdf",
    ]  # fmt: skip


def test_only_the_editions_that_were_asked_for_count_as_new() -> None:
    outcome = make_outcome(status(state(ALS)), {ALS: built(ALS)}, request(editions=("print",)))

    assert [artifact.file for artifact in outcome.artifacts] == ["als-print.pdf"]


def test_what_was_not_done_is_current_as_far_as_it_was_asked_for() -> None:
    states = status(state(ALS, artifact(ALS, "screen")), state(GOUT, artifact(GOUT, "screen")))
    outcome = make_outcome(states, {}, request(documents=("gout",)))

    assert [artifact.file for artifact in outcome.current] == ["gout-screen.pdf"]


def test_a_failed_task_counts_once_for_each_edition() -> None:
    outcome = make_outcome(status(state(ALS)), {ALS: Failed(diagnostics=Diagnostics((ERROR,)))}, request())

    assert (outcome.failed, list(outcome.diagnostics)) == ((ALS, ALS), [ERROR])


def test_a_document_that_could_not_even_be_read_comes_last() -> None:
    unread = Task(document="gout", lang="en", format="")
    outcome = make_outcome(status(state(ALS)), {unread: Failed(diagnostics=Diagnostics((ERROR,)))}, request())

    assert (outcome.failed, len(outcome.diagnostics.errors)) == ((unread,), 1)


def test_works_that_nobody_cites_are_told_only_where_nothing_is_wrong() -> None:
    sound = make_outcome(status(state(ALS)), {}, request())

    assert list(sound.diagnostics) == [UNUSED]


def test_faults_are_told_once_from_the_top_of_each_file() -> None:
    faults = [Diagnostic(code="a", message="", span=Span(file="content/als/en.md", line=line)) for line in (7, 3, 7)]
    outcome = make_outcome(status(state(ALS)), {ALS: Failed(diagnostics=Diagnostics(tuple(faults)))}, request())

    assert [fault.span.line for fault in outcome.diagnostics if fault.span] == [3, 7]
