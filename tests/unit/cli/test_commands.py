"""Rules of the commands: what each says, where, and with which exit status."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from carepress.cli.main import main
from carepress.diagnostics.catalogue import rules
from carepress.system.exit_codes import ExitCode

CLINIC = "name: Example Clinic\nphone: 1-2\ncontact-form: https://clinic.example/contact\n"
MANUSCRIPT = "---\ntitle: ALS\nformats: [fact-sheet]\n---\n\n## A\n\nText.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content/als").mkdir(parents=True)
    (tmp_path / "content/clinic.yaml").write_text(CLINIC, encoding="utf-8")
    (tmp_path / "content/als/en.md").write_text(MANUSCRIPT, encoding="utf-8")
    return tmp_path


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
