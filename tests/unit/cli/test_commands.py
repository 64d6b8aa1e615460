"""Rules of the commands: what each says, where, and with which exit status."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from carepress.build.manifest import Artifact
from carepress.build.outcome import Outcome
from carepress.build.plan import Task
from carepress.build.status import BuildStatus
from carepress.cli import commands
from carepress.cli.main import main
from carepress.diagnostics.catalogue import rules
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
    return lambda **values: monkeypatch.setattr(commands, "run", lambda *_, **__: Outcome(**{**nothing, **values}))


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


def test_list_says_which_pdfs_there_are_and_why_one_is_stale(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--project", str(root)]) == ExitCode.OK
    assert re.sub("  +", " | ", capsys.readouterr().out) == "als (en), fact-sheet | not made yet | no PDF yet\n"


def test_new_and_clean_say_what_they_did(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "asthma", "--project", str(root), "--lang", "es"]) == ExitCode.OK
    assert main(["clean", "--project", str(root)]) == ExitCode.OK
    assert capsys.readouterr().out.splitlines() == [
        "content/asthma/es.md",
        "content/references.bib",
        "Change what stands in it, then type:   carepress build",
        "0 PDFs removed.",
    ]


def test_init_names_every_file_and_the_next_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "My clinic"

    assert main(["init", str(folder)]) == ExitCode.OK
    *files, next_ = capsys.readouterr().out.splitlines()
    assert sorted(files) == sorted(str(path) for path in folder.rglob("*") if path.is_file())
    assert next_ == f"Next, type:   carepress build --project '{folder}'"


@pytest.mark.parametrize("names", [[], ["asthma", "--format", "poster"], ["--format", "a", "--component", "b"]])
def test_new_makes_one_thing_at_a_time(names: list[str], root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", *names, "--project", str(root)]) == ExitCode.USAGE
    assert capsys.readouterr().err == "carepress: name one document, or one --format, --component or --locale\n"


def test_explain_explains_one_code_or_lists_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["explain", "overdue"]), main(["explain"])) == (ExitCode.OK, ExitCode.OK)
    text = capsys.readouterr().out

    assert text.startswith(f"overdue: {rules()['overdue'].what}\n\nWhy it matters ")
    assert [code for code in rules() if f"\n  {code} " not in text] == []


def test_an_unknown_code_is_answered_with_what_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "overful-panel"]) == ExitCode.USAGE
    assert capsys.readouterr().err == "carepress: there is no code `overful-panel`; did you mean `overfull-panel`?\n"


def test_a_port_in_use_is_a_sentence(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert main(["preview", "--project", str(root), "--port", str(port)]) == ExitCode.USAGE
    assert capsys.readouterr().err == f"carepress: port {port} is in use; choose another one with --port\n"
