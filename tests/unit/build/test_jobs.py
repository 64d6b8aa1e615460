"""Rules of jobs and results: they travel between processes, and a project travels without the list of its files."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

from carepress.build.jobs import Aborted, BuildJob, Built, Failed, JobResult
from carepress.build.plan import Dependencies, Task
from carepress.build.request import Limits
from carepress.content.summary import DocumentSummary
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.files import ProjectFolder

PROJECT, DAY = ProjectFolder(Path("a"), Path("b")), date(2026, 11, 22)
TASK = Task(document="als", lang="en", format="fact-sheet")
FAULTS = Diagnostics((Diagnostic(code="overfull-panel", message="The flap is full"),))


def test_jobs_and_results_arrive_as_they_were_sent() -> None:
    job = BuildJob(document="als", lang="en", formats=("fact-sheet",), project=PROJECT, today=DAY)
    built = Built(
        pdfs={"als.pdf": b"%PDF"},
        artifacts=(),
        dependencies=Dependencies(files={"content/als/en.md": "digest"}),
        diagnostics=FAULTS,
    )

    result = JobResult(
        summary=DocumentSummary(file=TASK.manuscript, front=None), known="", digests={}, results={TASK: built}
    )

    for value in (job, result, Failed(diagnostics=FAULTS), Aborted(reason="time", limits=Limits())):
        assert pickle.loads(pickle.dumps(value)) == value


def test_a_copy_of_a_project_is_as_small_as_its_folders(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    project = ProjectFolder(tmp_path, tmp_path)
    empty = len(pickle.dumps(project))
    (tmp_path / "content/clinic.yaml").write_text("name: A\n", encoding="utf-8")
    project = ProjectFolder(tmp_path, tmp_path)

    assert list(project.files) == ["content/clinic.yaml"]
    assert len(pickle.dumps(replace(project))) == empty


def test_a_job_has_a_task_for_each_format_and_one_for_reading() -> None:
    job = BuildJob(
        document="als", lang="en", clinic="north", formats=("fact-sheet", "brochure"), project=PROJECT, today=DAY
    )

    assert [str(task) for task in (*job.tasks, job.task())] == [
        "als (en), fact-sheet for north",
        "als (en), brochure for north",
        "als (en) for north",
    ]
    assert job.manuscript == "content/als/en.md"
