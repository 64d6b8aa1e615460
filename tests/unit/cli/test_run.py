"""Rules of a run on the command line: its exit status, and what it says where."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from carepress.build.manifest import Artifact
from carepress.build.outcome import Outcome
from carepress.build.plan import Task
from carepress.build.status import BuildStatus
from carepress.cli import run
from carepress.cli.main import main
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity
from carepress.diagnostics.render import render
from carepress.project.files import ProjectFolder
from carepress.system.exit_codes import ExitCode

CLINIC = "name: Example Clinic\nphone: 1-2\ncontact-form: https://clinic.example/contact\n"
MANUSCRIPT = "---\ntitle: ALS\nformats: [fact-sheet]\n---\n\n## A\n\nText.\n"
FAULT = Diagnostic(code="overfull-panel", message="The flap is full")
WARNING = Diagnostic(code="no-words", message="no words", severity=Severity.WARNING)
ARTIFACT = Artifact(
    file="als-fact-sheet-en.pdf", document="als", title="ALS", format="fact-sheet", edition="screen", lang="en",
    clinic="Example Clinic", status="approved", version="1.0", pages=2, bytes=123456, sha256="aa",
    contact_url="https://clinic.example/contact/als", toolchain="bb",
)  # fmt: skip
TASK = Task(document="als", lang="en", format="fact-sheet")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content/als").mkdir(parents=True)
    (tmp_path / "content/clinic.yaml").write_text(CLINIC, encoding="utf-8")
    (tmp_path / "content/als/en.md").write_text(MANUSCRIPT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def outcome(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A run that has this outcome."""
    nothing = {"diagnostics": Diagnostics(), "status": BuildStatus(project=ProjectFolder(Path(), Path()))}
    return lambda **values: monkeypatch.setattr(run, "run", lambda *_, **__: Outcome(**{**nothing, **values}))


@pytest.mark.parametrize(
    ("diagnostics", "options", "status"),
    [
        ((), [], ExitCode.OK),
        ((WARNING,), [], ExitCode.OK),
        ((WARNING,), ["--strict"], ExitCode.FAULT),
        ((FAULT, WARNING), [], ExitCode.FAULT),
    ],
)
def test_the_exit_status_is_1_for_faults_and_with_strict_for_warnings(
    diagnostics: tuple[Diagnostic, ...], options: list[str], status: ExitCode, root: Path, outcome: Callable[..., None]
) -> None:
    outcome(diagnostics=Diagnostics(diagnostics))

    assert main(["build", "--project", str(root), *options]) == status


def test_results_are_on_standard_output_and_faults_on_standard_error(
    root: Path, outcome: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    outcome(
        diagnostics=Diagnostics((FAULT,)),
        artifacts=(ARTIFACT,),
        failed=(TASK,),
        current=(ARTIFACT,),
        archived=("old.pdf",),
    )
    main(["--project", str(root)])
    printed = capsys.readouterr()

    assert [" ".join(line.split()) for line in printed.out.splitlines()] == [
        "als-fact-sheet-en.pdf 2 pages 123 kB",
        "old.pdf was moved to .old/",
        "1 built, 1 already current, 1 not built, 1 error.",
    ]
    assert printed.err == f"this project\n============\n\n{render(FAULT)}\n\n"


def test_json_is_one_report_and_nothing_else(
    root: Path, outcome: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    outcome(diagnostics=Diagnostics((FAULT,)), artifacts=(ARTIFACT,))
    main(["--json", "--project", str(root)])
    printed = capsys.readouterr()
    report = json.loads(printed.out)

    assert (report["status"], report["diagnostics"], printed.err) == (1, [FAULT.as_json()], "")
    assert [edition["file"] for edition in report["editions"]] == [ARTIFACT.file]
