"""Rules of the command: options stand where people put them, slips are answered with what was meant."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carepress.build.manifest import Artifact
from carepress.build.plan import Task
from carepress.build.runner import Outcome
from carepress.build.status import BuildStatus
from carepress.cli import commands
from carepress.cli import main as cli
from carepress.diagnostics.catalogue import rules
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity
from carepress.diagnostics.render import render
from carepress.project.files import ProjectFolder
from carepress.system import doctor
from carepress.system.exit_codes import FAULT, LACKS, OK, STOPPED, USAGE

CLINIC = "name: Example Clinic\nphone: 1-2\ncontact-form: https://clinic.example/contact\n"
MANUSCRIPT = "---\ntitle: ALS\nformats: [fact-sheet]\n---\n\n## A\n\nText.\n"
FAULT_FOUND = Diagnostic(code="overfull-panel", message="The flap is full")
WARNED = Diagnostic(code="no-words", message="no words", severity=Severity.WARNING)
MADE = Artifact(
    file="als-fact-sheet-en.pdf", document="als", title="ALS", format="fact-sheet", edition="screen", lang="en",
    clinic="Example Clinic", status="approved", version="1.0", pages=2, bytes=123456, sha256="aa",
    contact_url="https://clinic.example/contact/als", toolchain="bb",
)  # fmt: skip
TASK = Task(document="als", lang="en", format="fact-sheet")
NOTHING = BuildStatus(project=ProjectFolder(Path(), Path()))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content/als").mkdir(parents=True)
    (tmp_path / "content/clinic.yaml").write_text(CLINIC, encoding="utf-8")
    (tmp_path / "content/als/en.md").write_text(MANUSCRIPT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., argparse.Namespace]:
    """What a command gets of its arguments."""
    got: list[argparse.Namespace] = []
    for name in commands.RUN:
        monkeypatch.setitem(commands.RUN, name, lambda arguments: got.append(arguments) or OK)

    def parse(*arguments: str) -> argparse.Namespace:
        assert cli.main(list(arguments)) == OK
        return got[-1]

    return parse


@pytest.fixture
def outcome(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A pipeline that gives this outcome."""
    return lambda **values: monkeypatch.setattr(
        commands, "run", lambda *_, **__: Outcome(**{"diagnostics": Diagnostics(), "status": NOTHING, **values})
    )


@pytest.mark.parametrize("typed", [
    "build als --format brochure --lang en --force", "build --force --lang en --format=brochure als",
    "--force --lang en als --format brochure",
])  # fmt: skip
def test_options_stand_after_the_verb_and_build_is_the_default(
    typed: str, parsed: Callable[..., argparse.Namespace]
) -> None:
    got = parsed(*typed.split())

    assert (got.command, got.documents, got.force) == ("build", ["als"], True)
    assert (got.format, got.lang) == (["brochure"], ["en"])


@pytest.mark.parametrize("typed", ["--format a --format b", "build --format a --format b"])
def test_an_option_may_be_given_again(typed: str, parsed: Callable[..., argparse.Namespace]) -> None:
    assert parsed(*typed.split()).format == ["a", "b"]


def test_one_run_leaves_nothing_behind_for_the_next(parsed: Callable[..., argparse.Namespace]) -> None:
    parsed("check", "--format", "brochure", "--lang", "es", "als")

    assert (parsed().command, parsed().format, parsed().lang, parsed("build").documents) == ("build", [], [], [])


@pytest.mark.parametrize("typed", ["--today 2026-11-01", "check --today 2026-11-01"])
def test_today_is_a_date(typed: str, parsed: Callable[..., argparse.Namespace]) -> None:
    assert parsed(*typed.split()).today == date(2026, 11, 1)


@pytest.mark.parametrize(("typed", "said"), [
    ("--today tomorrow", "`tomorrow` is not a date like 2026-11-01"), ("--jobs 0", "must be 1 or more"),
    ("--today 2026-02-30", "`2026-02-30` is not a date like 2026-11-01"), ("--jobs many", "--jobs"),
    ("biuld", "there is no command `biuld`; did you mean `build`?"), ("new", "DOCUMENT"),
    ("build --stict", "there is no option `--stict`; did you mean `--strict`?"), ("preview --port x", "--port"),
    ("--strict check", "type `check` first; options stand after it"), ("clean als", "there is no argument `als`"),
])  # fmt: skip
def test_a_value_that_cannot_be_is_answered_with_status_2(
    typed: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(typed.split())

    assert (stopped.value.code, said in capsys.readouterr().err) == (USAGE, True)


@pytest.mark.parametrize(("typed", "said"), [
    ("build asl", "there is no document `asl`; did you mean `als`?"),
    ("build zzz", "there is no document `zzz`; there is als."),
    ("build --format brochur", "there is no format `brochur`; did you mean `brochure`?"),
    ("build --format x", "there is no format `x`; there is brochure or fact-sheet."),
    ("check --edition pint", "there is no edition `pint`; did you mean `print`?"),
    ("list --lang es", "there is no language `es`; there is en."), ("--clinic north", "there is no clinic `north`"),
    ("explain overful-panel", "there is no code `overful-panel`; did you mean `overfull-panel`?"),
    ("new Asthma", "`Asthma` cannot be a document's name: small letters, digits and hyphens, at most 30"),
    ("new als", "content/als/en.md is there already"),
])  # fmt: skip
def test_a_name_that_there_is_not_is_answered_with_what_was_meant(
    typed: str, said: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = [] if typed.startswith("explain") else ["--project", str(root)]

    assert cli.main([*typed.split(), *options]) == USAGE
    assert capsys.readouterr().err == f"make_docs.py: {said}\n"


@pytest.mark.parametrize(
    ("found", "options", "status"),
    [((), [], OK), ((WARNED,), [], OK), ((WARNED,), ["--strict"], FAULT), ((FAULT_FOUND, WARNED), [], FAULT)],
)
def test_the_exit_status_is_1_for_faults_and_with_strict_for_warnings(
    found: tuple[Diagnostic, ...], options: list[str], status: int, root: Path, outcome: Callable[..., None]
) -> None:
    outcome(diagnostics=Diagnostics(found))

    assert cli.main(["build", "--project", str(root), *options]) == status


def test_results_are_on_standard_output_and_faults_on_standard_error(
    root: Path, outcome: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    outcome(
        diagnostics=Diagnostics((FAULT_FOUND,)),
        artifacts=(MADE,),
        failed=(TASK,),
        current=(MADE,),
        archived=("old.pdf",),
    )
    cli.main(["--project", str(root)])
    said = capsys.readouterr()

    assert [" ".join(line.split()) for line in said.out.splitlines()] == [
        "als-fact-sheet-en.pdf 2 pages 123 kB",
        "old.pdf is put away in .old/",
        "1 built, 1 already current, 1 not built, 1 error.",
    ]
    assert said.err == f"this project\n============\n\n{render(FAULT_FOUND)}\n\n"


def test_json_is_one_report_and_nothing_else(
    root: Path, outcome: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    outcome(diagnostics=Diagnostics((FAULT_FOUND,)), artifacts=(MADE,))
    cli.main(["--json", "--project", str(root)])
    said = capsys.readouterr()
    diagnostics = json.loads(said.out)

    assert (diagnostics["status"], diagnostics["diagnostics"], said.err) == (FAULT, [FAULT_FOUND.as_json()], "")
    assert [edition["file"] for edition in diagnostics["editions"]] == [MADE.file]


def test_list_says_which_pdfs_there_are_and_why_one_is_stale(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "--project", str(root)]) == OK
    assert re.sub("  +", " | ", capsys.readouterr().out) == "als (en), fact-sheet | not made yet | no PDF yet\n"


def test_new_and_clean_say_what_they_did(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", "asthma", "--project", str(root), "--lang", "es"]) == OK
    assert cli.main(["clean", "--project", str(root)]) == OK
    assert capsys.readouterr().out == (
        "content/asthma/es.md is there. Write in it, then type: make docs\n0 PDFs removed.\n"
    )


def test_explain_tells_one_code_or_lists_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert (cli.main(["explain", "overdue"]), cli.main(["explain"])) == (OK, OK)
    said = capsys.readouterr().out

    assert said.startswith(f"overdue: {rules()['overdue'].what}\n\nWhy it matters ")
    assert [code for code in rules() if f"\n  {code} " not in said] == []


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(commands.RUN, "watch", interrupt)

    assert cli.main(["watch"]) == STOPPED


@pytest.mark.parametrize(("lacking", "status"), [([], OK), (["fonts"], LACKS)])
def test_doctor_says_what_this_computer_lacks(
    lacking: list[str], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, answer in {"requirements": (), "render": "All is there.", "missing": lacking}.items():
        monkeypatch.setattr(doctor, name, lambda *_, answer=answer: answer)

    assert (cli.main(["doctor"]), capsys.readouterr().out) == (status, "All is there.\n")
