"""Rules of rounds: one job for a document, one for each format where workers are idle or a job was aborted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carepress.build.cache import BuildCache
from carepress.build.jobs import Aborted, Failed, JobResult
from carepress.build.manifest import OutputState
from carepress.build.plan import Task
from carepress.build.request import Limits, Request, Selection
from carepress.build.rounds import Progress
from carepress.build.status import BuildStatus, build_status
from carepress.content.summary import DocumentSummary, FrontMatterSummary
from carepress.diagnostics.model import Diagnostics
from carepress.project.files import ProjectFolder
from tests.support.proofs import MANUSCRIPT, TODAY, put

BOTH = "---\ntitle: Asthma\nformats: [fact-sheet, brochure]\n---\n\nText.\n"
FRONT = FrontMatterSummary(title="Asthma", formats=["fact-sheet", "brochure"])
SHEET, BROCHURE = (Task(document="asthma", lang="en", format=name) for name in ("fact-sheet", "brochure"))
SLOW = Aborted(reason="time", limits=Limits())


@pytest.fixture
def project(tmp_path: Path) -> ProjectFolder:
    return put(tmp_path, {MANUSCRIPT: BOTH})


def start(jobs: int = 1, **options: object) -> Progress:
    request = Request(selection=Selection(), today=TODAY, output=None, jobs=jobs)
    return Progress(request=replace(request, **options), build_cache=BuildCache())  # type: ignore[arg-type]


def status(project: ProjectFolder, progress: Progress) -> BuildStatus:
    return build_status(replace(project), progress.request, OutputState(), progress.build_cache)


def read(project: ProjectFolder, progress: Progress) -> BuildStatus:
    """The status when the manuscript has been read."""
    before = status(project, progress)
    (job,) = progress.jobs(before, only_read=True)
    digests = {MANUSCRIPT: before.fingerprints.files[MANUSCRIPT]}
    known = build_status(project, progress.request, OutputState(), progress.build_cache)
    summary = DocumentSummary(file=MANUSCRIPT, front=FRONT)
    progress.take(job, JobResult(summary=summary, known=names_of(project), digests=digests), known)
    return status(project, progress)


def names_of(project: ProjectFolder) -> str:
    from carepress.build.inputs import load_shared_inputs

    return load_shared_inputs(project, TODAY.year).known_digest


def formats(progress: Progress, found: BuildStatus) -> list[tuple[str, ...]]:
    return [job.formats for job in progress.jobs(found)]


def test_a_document_that_nobody_has_read_is_one_job_with_every_format_that_it_names(project: ProjectFolder) -> None:
    progress = start()

    assert formats(progress, status(project, progress)) == [("brochure", "fact-sheet")]


def test_where_workers_would_be_idle_each_format_is_a_job(project: ProjectFolder) -> None:
    progress = start(jobs=2)

    assert formats(progress, status(project, progress)) == [("brochure",), ("fact-sheet",)]


def test_a_document_that_was_not_asked_for_is_only_read(project: ProjectFolder) -> None:
    progress = start(selection=Selection(documents=("gout",)))

    assert formats(progress, status(project, progress)) == [()]


def test_a_document_that_was_read_has_a_job_for_its_stale_formats(project: ProjectFolder) -> None:
    progress = start()

    assert formats(progress, read(project, progress)) == [("fact-sheet", "brochure")]


def test_what_is_done_is_not_done_again_until_a_file_changes(project: ProjectFolder, tmp_path: Path) -> None:
    progress = start()
    found = read(project, progress)
    (job,) = progress.jobs(found)
    failed = dict.fromkeys((SHEET, BROCHURE), Failed(diagnostics=Diagnostics()))
    digests = {MANUSCRIPT: found.fingerprints.files[MANUSCRIPT]}
    summary = DocumentSummary(file=MANUSCRIPT, front=FRONT)
    result = JobResult(summary=summary, known=names_of(project), digests=digests, results=failed)

    assert progress.take(job, result, found) == list(failed.items())
    assert progress.jobs(status(project, progress)) == []

    (tmp_path / MANUSCRIPT).write_text(f"{BOTH}More.\n", encoding="utf-8")
    assert formats(progress, status(project, progress)) == [("brochure", "fact-sheet")]


def test_an_aborted_job_of_several_formats_is_divided(project: ProjectFolder) -> None:
    progress = start()
    found = read(project, progress)
    (job,) = progress.jobs(found)

    assert progress.take(job, SLOW, found) == []
    assert formats(progress, found) == [("fact-sheet",), ("brochure",)]


def test_an_aborted_job_of_one_format_has_failed_and_the_other_format_is_left(project: ProjectFolder) -> None:
    progress = start(jobs=2)
    found = read(project, progress)
    (sheet, _) = progress.jobs(found)
    ((task, result),) = progress.take(sheet, SLOW, found)

    assert (task, type(result)) == (SHEET, Failed)
    assert formats(progress, found) == [("brochure",)]


def test_a_document_whose_first_job_was_aborted_is_read_alone_and_then_given_up(project: ProjectFolder) -> None:
    progress = start()
    found = status(project, progress)
    (job,) = progress.jobs(found)
    progress.take(job, SLOW, found)
    (reading,) = progress.jobs(found)
    ((task, result),) = progress.take(reading, SLOW, found)

    assert (reading.formats, task, type(result)) == ((), reading.task(), Failed)
    assert progress.jobs(found) == []


def test_a_document_that_can_be_read_after_all_has_not_failed(project: ProjectFolder) -> None:
    progress = start()
    found = status(project, progress)
    (job,) = progress.jobs(found)
    progress.take(job, SLOW, found)
    (reading,) = progress.jobs(found)
    progress.results |= progress.take(reading, SLOW, found)
    before = list(progress.results)
    digests = {MANUSCRIPT: found.fingerprints.files[MANUSCRIPT]}
    summary = DocumentSummary(file=MANUSCRIPT, front=FRONT)
    progress.take(reading, JobResult(summary=summary, known=names_of(project), digests=digests), found)

    assert (before, progress.results) == ([reading.task()], {})


def test_the_report_of_a_crash_is_kept_with_the_format_and_no_name(project: ProjectFolder) -> None:
    progress = start(jobs=2)
    found = read(project, progress)
    progress.take(progress.jobs(found)[0], replace(SLOW, reason="bug", detail="working", report="ValueError"), found)

    assert progress.crashes == ["fact-sheet, en\nValueError"]
