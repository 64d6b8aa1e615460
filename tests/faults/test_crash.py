"""One bad thing harms only its document: a fault of ours is told as ours, and everything else is delivered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from carepress.cli.main import main
from tests.support.cases import ROOT, sound_project
from tests.support.proofs import BROCHURE, MANUSCRIPT, put

SECRET = "Jane Roe, born 1950"
RAISE = f"raise ValueError({SECRET!r})"
PROGRAM = """
import sys, time
from carepress.{module} import {name} as patched
import carepress.build.pipeline, carepress.build.summarise, carepress.dashboard.write
from carepress.cli import main as cli
def fail(*values, **named):
    if {condition}:
        {action}
    return original(*values, **named)
original = patched
for name, module in list(sys.modules.items()):
    if name.startswith("carepress.") and getattr(module, {name!r}, None) is patched:
        setattr(module, {name!r}, fail)
sys.exit(cli.main(sys.argv[1:]))
"""
GOUT = "---\ntitle: Gout\nformats: [fact-sheet]\n---\n\n## What is it?\n\nIt hurts.\n"
BUGS = {
    "reading": ("content.manuscript", "read_manuscript", "'gout' in values[0].file"),
    "the layout": ("compose.page", "render_html", "values[0].composition.document.name == 'gout'"),
    "the writing of the PDF": ("typeset", "write", "'gout' in named['seed']"),
}


def project(root: Path) -> Path:
    clinic = sound_project()["content/clinic.yaml"].decode() + "\nchecks: {verapdf: false}\n"
    both = BROCHURE[MANUSCRIPT].replace("[brochure]", "[fact-sheet, brochure]")
    put(root, {"content/clinic.yaml": clinic, MANUSCRIPT: both, "content/gout/en.md": GOUT})
    return root


def command(
    root: Path, bug: tuple[str, str, str], *arguments: str, action: str = RAISE, **environment: str
) -> subprocess.CompletedProcess[str]:
    module, name, condition = bug
    program = PROGRAM.format(module=module, name=name, condition=condition, action=action)
    return subprocess.run(
        [sys.executable, "-c", program, *arguments, "--project", str(root), "--today", "2026-11-22"],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def pdfs(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "output").glob("*.pdf"))


ASTHMA = ["asthma-brochure-en-draft.pdf", "asthma-brochure-en-print-draft.pdf", "asthma-fact-sheet-en-draft.pdf"]


@pytest.mark.parametrize("bug", BUGS.values(), ids=BUGS.keys())
def test_a_bug_in_one_document_is_told_as_ours_and_all_others_are_delivered(
    tmp_path: Path, bug: tuple[str, str, str]
) -> None:
    run = command(project(tmp_path), bug, "build")
    report = (tmp_path / "output/crash-report.txt").read_text(encoding="utf-8")

    assert run.returncode == 70
    assert "error[crashed]: carepress itself failed at gout (en)" in run.stderr
    assert "Traceback" not in run.stderr
    assert f"The report to send: {tmp_path / 'output/crash-report.txt'}" in run.stderr
    assert pdfs(tmp_path) == ASTHMA
    assert (tmp_path / "output/report.html").is_file()
    assert "ValueError" in report
    assert not [word for word in (SECRET, str(tmp_path), str(ROOT), "gout") if word in report]


def test_a_bug_in_one_format_harms_no_other_format_and_keeps_the_last_good_pdf(tmp_path: Path) -> None:
    never = ("compose.page", "render_html", "False")
    assert command(project(tmp_path), never, "build").returncode == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "output").glob("*.pdf")}
    bug = ("compose.page", "render_html", "values[0].format.panels")
    run = command(tmp_path, bug, "build", "--force", "--jobs", "1")

    assert run.returncode == 70
    assert "carepress itself failed at asthma (en), brochure, while" in run.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "output").glob("*.pdf")} == before

    assert command(tmp_path, never, "build").returncode == 0
    assert not (tmp_path / "output/crash-report.txt").exists()


def test_a_file_of_somebody_else_with_the_name_of_the_report_stays(tmp_path: Path) -> None:
    never = ("compose.page", "render_html", "False")
    assert command(project(tmp_path / "clinic"), never, "build").returncode == 0
    theirs = tmp_path / "clinic/output/crash-report.txt"
    theirs.write_text("How the lift crashed", encoding="utf-8")
    (tmp_path / "tmp").mkdir()
    bug = ("compose.page", "render_html", "True")
    run = command(tmp_path / "clinic", bug, "build", "--force", TMPDIR=str(tmp_path / "tmp"))

    assert run.returncode == 70
    assert f"The report to send: {tmp_path / 'tmp/carepress-crash-'}" in run.stderr
    assert command(tmp_path / "clinic", never, "build").returncode == 0
    assert main(["clean", "--project", str(tmp_path / "clinic")]) == 0
    assert theirs.read_text(encoding="utf-8") == "How the lift crashed"


def test_a_bug_in_the_report_hides_nothing_that_was_built(tmp_path: Path) -> None:
    run = command(project(tmp_path), ("dashboard.write", "write_report", "True"), "build")

    assert run.returncode == 70
    assert pdfs(tmp_path) == [*ASTHMA, "gout-fact-sheet-en-draft.pdf"]
    assert "error[crashed]: carepress itself failed at report.html" in run.stderr


def test_a_bug_before_any_document_is_a_sentence_and_a_file(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    bug = ("build.status", "build_status", "True")
    run = command(project(tmp_path / "clinic"), bug, "build", TMPDIR=str(tmp_path / "tmp"))
    (file,) = (tmp_path / "tmp").iterdir()

    assert run.returncode == 70
    assert run.stderr == (
        "carepress itself failed, while working; the fault is in carepress, not in your text.\n"
        f"Send this file to whoever looks after carepress: {file}\n"
    )
    assert SECRET not in file.read_text(encoding="utf-8")


def test_a_check_writes_its_report_elsewhere_and_json_names_it(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    run = command(project(tmp_path / "clinic"), BUGS["the layout"], "check", "--json", TMPDIR=str(tmp_path / "tmp"))
    told = json.loads(run.stdout)

    assert (run.returncode, told["status"]) == (70, 70)
    assert Path(told["crash_report"]).parent == tmp_path / "tmp"
    assert not (tmp_path / "clinic/output").exists()


@pytest.mark.parametrize(
    ("action", "option", "code"),
    [("time.sleep(600)", ("--timeout", "3"), "gave-up"), ("b'x' * 10**10", ("--memory", "300"), "too-large")],
)
def test_the_limits_hold_while_a_manuscript_is_read(
    tmp_path: Path, action: str, option: tuple[str, str], code: str
) -> None:
    run = command(project(tmp_path), BUGS["reading"], "build", *option, "--jobs", "2", action=action)

    assert run.returncode == 1
    assert f"gout (en)\n=========\n\nerror[{code}]: " in run.stderr
    assert pdfs(tmp_path) == ASTHMA


def test_a_document_that_can_be_read_but_not_built_has_its_row_in_the_report(tmp_path: Path) -> None:
    run = command(project(tmp_path), BUGS["the layout"], "build", "--timeout", "3", action="time.sleep(600)")

    assert run.returncode == 1
    assert "Gout" in (tmp_path / "output/report.html").read_text(encoding="utf-8")
    assert pdfs(tmp_path) == ASTHMA
