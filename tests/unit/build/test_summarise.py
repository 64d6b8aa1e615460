"""Rules of summaries: what the status must know of files, and nothing that may change without harm."""

from __future__ import annotations

from pathlib import Path

from carepress.build.summarise import read_clinic, read_shared
from carepress.content.summary import DocumentSummary
from carepress.diagnostics.model import Span
from carepress.diagnostics.policy import SeverityPolicy
from tests.support.proofs import MANUSCRIPT, put, summary_of

YEAR = 2026


def test_a_document_is_summarised_by_its_front_matter_and_the_works_that_it_cites(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Asthma\nformats: [fact-sheet]\nreview-by: 2028-11-01\n---\n\nIt swells [@smith2019; @lee2021].\n"
    )
    summary = summary_of(MANUSCRIPT, put(tmp_path, {MANUSCRIPT: text}))

    assert summary.front is not None
    assert (summary.front.title, summary.front.formats) == ("Asthma", ["fact-sheet"])
    assert summary.cited == ["lee2021", "smith2019"]
    assert summary.spans == {
        "": Span(file=MANUSCRIPT, line=1, column=1, length=3, text="---"),
        "review-by": Span(file=MANUSCRIPT, line=4, column=12, length=10, text="review-by: 2028-11-01"),
    }


def test_a_manuscript_that_cannot_be_read_has_no_front_matter_and_says_why(tmp_path: Path) -> None:
    project = put(tmp_path, {})
    (tmp_path / MANUSCRIPT).write_bytes(b"\xff\xfe")
    summary = summary_of(MANUSCRIPT, project)

    assert summary == DocumentSummary(file=MANUSCRIPT, front=None, diagnostics=summary.diagnostics)
    assert [fault.code for fault in summary.diagnostics] == ["not-utf8"]


def test_a_work_has_a_digest_of_its_own_that_does_not_depend_on_its_line(tmp_path: Path) -> None:
    bib = put(tmp_path, {}).bytes("content/references.bib").decode()
    before, _ = read_shared(put(tmp_path, {}), YEAR)
    moved, _ = read_shared(put(tmp_path, {"content/references.bib": f"% a line above\n{bib}"}), YEAR)
    reworded = bib.replace("title", "title = {Another}, oldtitle", 1)
    changed, _ = read_shared(put(tmp_path, {"content/references.bib": reworded}), YEAR)

    assert moved.parts == before.parts
    assert len({*before.parts.items()} - {*changed.parts.items()}) == 1


def test_the_works_of_a_summary_are_the_sound_ones(tmp_path: Path) -> None:
    works = ("good, title = {Good}, author = {Oh, K.}, year = {2020}", "twice, title = {A}", "twice, title = {B}")
    bib = "".join(f"@misc{{{work}}}\n" for work in works)
    summary, _ = read_shared(put(tmp_path, {"content/references.bib": bib}), YEAR)

    assert list(summary.works) == ["good"]


def test_a_clinic_is_summarised_by_what_it_asks_of_the_preflight(tmp_path: Path) -> None:
    clinic = (
        "name: A\nphone: 1-2\ncontact-form: https://clinic.example/contact\n"
        "checks: {verapdf: false, off: {old-work: Our librarian reads them all.}}\n"
    )
    summary, _ = read_clinic(put(tmp_path, {"content/clinic.yaml": clinic}), "", YEAR)

    assert (summary.policy.verapdf, dict(summary.policy.off)) == (False, {"old-work": "Our librarian reads them all."})
    assert list(summary.diagnostics) == []


def test_a_clinic_whose_file_cannot_be_read_asks_for_the_usual_checks(tmp_path: Path) -> None:
    summary, _ = read_clinic(put(tmp_path, {"content/clinic.yaml": "name: [\n"}), "", YEAR)

    assert summary.policy == SeverityPolicy()
    assert summary.diagnostics.errors
