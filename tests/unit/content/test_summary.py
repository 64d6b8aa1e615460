"""Summaries: what a build keeps of files says where it comes from, and survives the way through JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from carepress.content.summary import ClinicSummary, DocumentSummary, FrontMatterSummary, SharedSummary
from carepress.diagnostics.model import Diagnostic, Diagnostics, Span
from carepress.diagnostics.policy import SeverityPolicy
from carepress.diagnostics.serialization import from_json, to_json

FILE = "content/back-pain/pt-br.md"
HEAD, TITLE = (Span(file=FILE, line=line, text=text) for line, text in ((1, "---"), (2, "title: Dor")))
FAULTS = Diagnostics((Diagnostic(code="overdue", message="...", span=TITLE),))
DOCUMENT = DocumentSummary(
    file=FILE,
    front=FrontMatterSummary(
        title="Dor", formats=["fact-sheet"], reviewed=date(2026, 11, 1), translation_of={"en": "1.0"}
    ),
    cited=["oh2015"],
    spans={"": HEAD, "title": TITLE},
    diagnostics=FAULTS,
)
SHARED = SharedSummary(
    formats={"fact-sheet": ["screen"]}, parts={"a": "1"}, works={"oh2015": TITLE}, known="2", diagnostics=FAULTS
)
CLINIC = ClinicSummary(policy=SeverityPolicy(off={"claim-word": "We know."}), diagnostics=Diagnostics())


def test_a_document_is_named_by_its_folder_and_its_language_by_its_file() -> None:
    assert (DOCUMENT.name, DOCUMENT.lang) == ("back-pain", "pt-br")


def test_the_place_of_a_key_that_is_not_there_is_the_head_of_the_file() -> None:
    assert (DOCUMENT.span("title"), DOCUMENT.span("review-by")) == (TITLE, HEAD)
    assert DocumentSummary(file=FILE, front=None).span("title") is None


@pytest.mark.parametrize("summary", [DOCUMENT, DocumentSummary(file=FILE, front=None, cited=[]), SHARED, CLINIC])
def test_a_summary_is_the_same_after_it_was_kept_as_json(
    summary: DocumentSummary | SharedSummary | ClinicSummary,
) -> None:
    assert from_json(type(summary), json.loads(json.dumps(to_json(summary)))) == summary
