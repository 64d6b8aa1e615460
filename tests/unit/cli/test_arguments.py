"""Rules of the command line: options stand after the verb, and a slip is answered with what was meant."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from carepress.cli.arguments import (
    VERBS,
    UsageError,
    check_names,
    command_name,
    known_names,
    no_such,
    open_project,
    parse,
    require_content,
)
from carepress.diagnostics.catalogue import rules
from carepress.project.files import ProjectFolder
from carepress.system.exit_codes import ExitCode
from carepress.system.installation import INSTALL_ROOT


@pytest.fixture
def project(tmp_path: Path) -> ProjectFolder:
    (tmp_path / "content/als").mkdir(parents=True)
    (tmp_path / "content/clinic.yaml").touch()
    (tmp_path / "content/als/en.md").touch()
    return ProjectFolder(tmp_path, INSTALL_ROOT)


@pytest.mark.parametrize("typed", [
    "build als --format brochure --lang en --force", "build --force --lang en --format=brochure als",
    "--force --lang=en als --format brochure", "build --format brochure --lang en --force -- als",
])  # fmt: skip
def test_options_stand_after_the_verb_and_build_is_the_default(typed: str) -> None:
    arguments = parse(typed.split())

    assert (arguments.command, arguments.documents, arguments.force) == ("build", ["als"], True)
    assert (arguments.format, arguments.lang) == (["brochure"], ["en"])


def test_documents_may_stand_before_and_after_options() -> None:
    assert parse(["check", "als", "--strict", "asthma"]).documents == ["als", "asthma"]


@pytest.mark.parametrize("typed", ["--format a --format b", "build --format a --format b"])
def test_an_option_may_be_given_again(typed: str) -> None:
    assert parse(typed.split()).format == ["a", "b"]


def test_one_run_leaves_nothing_behind_for_the_next() -> None:
    parse(["check", "--format", "brochure", "--lang", "es", "als"])
    arguments = parse([])

    assert (arguments.command, arguments.format, arguments.lang, arguments.documents) == ("build", [], [], [])


@pytest.mark.parametrize("typed", ["--today 2026-11-01", "check --today 2026-11-01"])
def test_today_is_a_date(typed: str) -> None:
    assert parse(typed.split()).today == date(2026, 11, 1)


@pytest.mark.parametrize(("typed", "message"), [
    ("--today tomorrow", "`tomorrow` is not a date like 2026-11-01"), ("--jobs 0", "must be a whole number, 1 or more"),
    ("--today 2026-02-30", "`2026-02-30` is not a date like 2026-11-01"),
    ("--jobs many", "must be a whole number, 1 or more"), ("--timeout x", "more than 0"),
    ("biuld", "there is no command `biuld`; did you mean `build`?"), ("init", "DIR"),
    ("build --versoin", "did you mean `--version`?"),
    ("build --stict", "there is no option `--stict`; did you mean `--strict`?"), ("preview --port x", "--port"),
    ("build --formt=brochure", "there is no option `--formt`; did you mean `--format`?"),
    ("build --forc", "there is no option `--forc`; did you mean `--force`?"),  # abbreviations would change meaning
    ("preview --port 70000", "must be a whole number, from 0 to 65535"),
    ("completion tcsh", "invalid choice: 'tcsh'"),
    ("--strict check", "type `check` first; options stand after it"), ("clean als", "there is no argument `als`"),
])  # fmt: skip
def test_what_cannot_be_typed_ends_with_status_2(typed: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse(typed.split())

    assert (stopped.value.code, message in capsys.readouterr().err) == (ExitCode.USAGE, True)


def test_a_document_without_a_command_is_answered_with_the_command(
    project: ProjectFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project.root)
    with pytest.raises(SystemExit):
        parse(["als", "--strict"])

    assert capsys.readouterr().err.startswith("carepress: type `build als`\n")


@pytest.mark.parametrize(("typed", "line"), [
    ("-h", "usage: carepress [COMMAND] [OPTION ...]"), ("--help", "usage: carepress [COMMAND] [OPTION ...]"),
    ("build als -h", "usage: carepress build"), ("--strict --help", "usage: carepress build"),
    ("doctor -h", "usage: carepress doctor"),
])  # fmt: skip
def test_help_may_be_asked_for_anywhere(typed: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse(typed.split())

    assert (stopped.value.code, capsys.readouterr().out.startswith(line)) == (ExitCode.OK, True)


@pytest.mark.parametrize("typed", ["--version", "build --version", "--strict --version"])
def test_the_version_may_be_asked_for_anywhere(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse(typed.split())

    assert (stopped.value.code, capsys.readouterr().out) == (ExitCode.OK, "carepress 0.1.0\n")


@pytest.mark.parametrize(("typed", "message"), [
    ("build asl", "there is no document `asl`; did you mean `als`?"),
    ("build zzz", "there is no document `zzz`; choose als"),
    ("--strict biuld", "there is no document or command `biuld`; did you mean `build`? It stands before the options"),
    ("build --format brochur", "there is no format `brochur`; did you mean `brochure`?"),
    ("check --edition pint", "there is no edition `pint`; did you mean `print`?"),
    ("list --lang es", "there is no language `es`; choose en"), ("--clinic north", "there is no clinic `north`"),
])  # fmt: skip
def test_a_name_that_does_not_exist_is_answered_with_what_was_meant(
    typed: str, message: str, project: ProjectFolder
) -> None:
    with pytest.raises(UsageError) as mistake:
        check_names(parse(typed.split()), project)

    assert str(mistake.value) == message


def test_a_long_list_of_names_is_not_shown() -> None:
    assert no_such("document", "zzz", [f"topic-{number}" for number in range(100)]) == "there is no document `zzz`"


def test_names_of_every_kind_are_known(project: ProjectFolder) -> None:
    names = {kind: sorted(find()) for kind, find in known_names(project).items()}

    assert {"brochure", "fact-sheet"} <= set(names.pop("format"))
    assert names == {
        "document": ["als"], "edition": ["print", "screen"], "language": ["en"], "clinic": [],
        "kind": ["condition", "medicine", "procedure", "trial"], "code": sorted(rules()),
    }  # fmt: skip
    assert {argument.takes for _, arguments in VERBS.values() for argument in arguments} <= {"", *known_names(project)}


def test_the_project_is_this_folder_or_the_nearest_above_with_content(
    project: ProjectFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root / "content/als")
    above = open_project(None).root
    monkeypatch.chdir("/")

    assert (above, open_project(None).root, open_project(tmp_path / "x").root) == (
        tmp_path,
        INSTALL_ROOT,
        tmp_path / "x",
    )


def test_without_content_the_command_to_make_some_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError) as elsewhere:
        require_content(ProjectFolder(tmp_path, INSTALL_ROOT))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as here:
        require_content(ProjectFolder(tmp_path, INSTALL_ROOT))

    assert (str(elsewhere.value), str(here.value)) == (
        f"there is no folder content/ in {tmp_path}; type   carepress init my-clinic",
        "there is no folder content/ here; type   carepress init my-clinic",
    )


@pytest.mark.parametrize(
    ("started", "name"),
    [
        ("/usr/bin/carepress", "carepress"),
        (r"carepress.exe", "carepress"),
        ("make_docs.py", "python3 make_docs.py"),
        ("/opt/press/make_docs.py", "python3 make_docs.py"),
        ("/opt/press/carepress/__main__.py", "python3 -m carepress"),
    ],
)
def test_the_command_is_named_as_it_was_started(started: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [started])
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/carepress")

    assert command_name() == name


def test_a_command_that_is_not_on_the_path_is_named_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["our tools/bin/carepress"])
    monkeypatch.setattr(shutil, "which", lambda _: None)

    assert command_name() == "'our tools/bin/carepress'"
