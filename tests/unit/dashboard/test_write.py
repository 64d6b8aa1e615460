"""Rules of writing report.html: it shows what a run did, even where the run could not write its PDFs.

tests/test_report.py follows a project from build to build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from carepress.build.outcome import Outcome
from carepress.build.request import Request, Selection
from carepress.build.runner import run
from carepress.dashboard.write import write_report
from carepress.diagnostics.model import Diagnostic, Diagnostics
from tests.support.here import IN_PROCESS
from tests.support.proofs import MANUSCRIPT, TODAY, put


def outcome_of(root: Path, files: Mapping[str, str] | None = None) -> tuple[Request, Outcome]:
    request = Request(selection=Selection(), today=TODAY, output=root / "output")
    return request, run(put(root, files or {}), request, hooks=IN_PROCESS)


def test_a_document_that_was_not_asked_for_says_why_it_is_stale(tmp_path: Path) -> None:
    request, outcome = outcome_of(tmp_path)
    (state,) = outcome.status.states
    status = replace(outcome.status, states=(replace(state, reason="styles/base.css changed"),))
    write_report(request, replace(outcome, status=status, artifacts=()), tmp_path / "output")
    html = (tmp_path / "output/report.html").read_text(encoding="utf-8")

    assert "Not built by the last run: styles/base.css changed. To update it, type: carepress build" in html


def test_a_clinic_whose_file_cannot_be_read_has_a_report_too(tmp_path: Path) -> None:
    request, outcome = outcome_of(tmp_path, {"content/clinic.yaml": "name: [\n"})
    reported = write_report(request, outcome, tmp_path / "output")

    assert reported == outcome
    assert "This clinic" in (tmp_path / "output/report.html").read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    request, outcome = outcome_of(tmp_path, {MANUSCRIPT: "Text."})
    (tmp_path / "output/report.html").mkdir()
    reported = write_report(request, outcome, tmp_path / "output")

    assert reported.diagnostics == outcome.diagnostics + Diagnostics(
        (
            Diagnostic(
                code="unwritable-output",
                message="report.html cannot be written: is a directory",
                help="Close the PDF if a program has it open, and check that there is room on the disk.\n"
                "The PDFs that were there before are still whole.",
            ),
        )
    )
