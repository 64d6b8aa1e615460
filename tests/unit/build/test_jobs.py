"""Rules of jobs and results: they travel between processes, and a project travels without the list of its files."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

from carepress.build.jobs import BuildJob, Built, Failed
from carepress.build.plan import Dependencies, Task
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.files import ProjectFolder

TASK = Task(document="als", lang="en", format="fact-sheet")
FAULTS = Diagnostics((Diagnostic(code="overfull-panel", message="The flap is full"),))


def test_jobs_and_results_arrive_as_they_were_sent() -> None:
    job = BuildJob(task=TASK, project=ProjectFolder(Path("a"), Path("b")), today=date(2026, 11, 22))
    built = Built(
        pdfs={"als.pdf": b"%PDF"},
        artifacts=(),
        dependencies=Dependencies(files=["content/als/en.md"]),
        diagnostics=FAULTS,
    )

    for value in (job, built, Failed(diagnostics=FAULTS)):
        assert pickle.loads(pickle.dumps(value)) == value


def test_a_copy_of_a_project_is_as_small_as_its_folders(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    project = ProjectFolder(tmp_path, tmp_path)
    empty = len(pickle.dumps(project))
    (tmp_path / "content/clinic.yaml").write_text("name: A\n", encoding="utf-8")
    project = ProjectFolder(tmp_path, tmp_path)

    assert list(project.files) == ["content/clinic.yaml"]
    assert len(pickle.dumps(replace(project))) == empty
