"""Rules of the pipeline: it stops where something is wrong, and what it builds says what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from carepress.build.jobs import BuildJob, Built, Failed
from carepress.build.pipeline import build_document, build_job
from carepress.build.plan import Task
from carepress.diagnostics.model import Diagnostic, Severity
from tests.support.proofs import BROCHURE, MANUSCRIPT, TODAY, put, styled

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

SHEET = Task(document="asthma", lang="en", format="fact-sheet")
HEAD = "---\ntitle: Asthma\nformats: [fact-sheet]\n{}---\n\n## What is it?\n\n{}\n"
IMPRINT = "status: approved\nversion: '1.0'\nwritten-by: A\nreviewed-by: B\nreviewed: 2025-11-01\nreview-by: {}\n"
CLINIC = "name: A\nphone: 312-555-0142\ncontact-form: https://clinic.example/contact\n"


def job(root: Path, files: Mapping[str, str | bytes] | None = None, task: Task = SHEET) -> BuildJob:
    project = put(root, files or {})
    return BuildJob(document=task.document, lang=task.lang, formats=(task.format,), project=project, today=TODAY)


def result_of(job: BuildJob) -> Built | Failed:
    (result,) = build_job(job).results.values()
    return result


def faults(job: BuildJob) -> list[tuple[str, str]]:
    return [(fault.code, fault.message) for fault in result_of(job).diagnostics]


@pytest.fixture(scope="module")
def brochure(tmp_path_factory: pytest.TempPathFactory) -> Built:
    task = replace(SHEET, format="brochure")
    built = result_of(replace(job(tmp_path_factory.mktemp("clinic"), BROCHURE, task), with_thumbnails=True))
    assert isinstance(built, Built)
    return built


def test_every_edition_is_described_as_it_is(brochure: Built) -> None:
    files = ["asthma-brochure-en-draft.pdf", "asthma-brochure-en-print-draft.pdf"]

    assert [(artifact.file, artifact.edition, artifact.pages) for artifact in brochure.artifacts] == [
        (files[0], "screen", 6),
        (files[1], "print", 2),
    ]
    assert [(artifact.sha256, artifact.bytes) for artifact in brochure.artifacts] == [
        (sha256(brochure.pdfs[file]).hexdigest(), len(brochure.pdfs[file])) for file in files
    ]
    assert {artifact.contact_url for artifact in brochure.artifacts} == {"https://clinic.example/contact/asthma"}


def test_thumbnails_are_drawn_where_they_are_asked_for(brochure: Built, tmp_path: Path) -> None:
    assert len(brochure.thumbnails) == 8
    assert {png[:4] for png in brochure.thumbnails.values()} == {b"\x89PNG"}

    built = result_of(job(tmp_path))
    assert isinstance(built, Built)
    assert built.thumbnails == {}


def test_a_manuscript_that_cannot_be_read_fails_with_the_reason(tmp_path: Path) -> None:
    result = build_job(job(tmp_path, {MANUSCRIPT: b"\xff\xfe"}))

    assert ([fault.code for fault in result.summary.diagnostics], result.results) == (["not-utf8"], {})


def test_a_damaged_picture_is_reported_where_it_is_named(tmp_path: Path) -> None:
    text = HEAD.format("", "![Open airways](airways.png)")

    assert faults(job(tmp_path, {MANUSCRIPT: text, "content/asthma/airways.png": "no picture"})) == [
        ("picture-kind", "`airways.png` is damaged, or not a picture")
    ]


def test_an_investigational_document_needs_the_clinics_notice(tmp_path: Path) -> None:
    files = {MANUSCRIPT: HEAD.format("investigational: true\n", "Text."), "content/clinic.yaml": CLINIC}

    assert ("missing-notice", "`investigational: true` needs the clinic's notice, and there is none") in faults(
        job(tmp_path, files)
    )


@pytest.mark.parametrize("allow_overdue", [False, True])
def test_an_overdue_document_is_built_only_if_that_is_allowed(allow_overdue: bool, tmp_path: Path) -> None:
    text = HEAD.format(IMPRINT.format("2026-11-21"), "Text.")
    result = result_of(replace(job(tmp_path, {MANUSCRIPT: text}), allow_overdue=allow_overdue))
    severities = [fault.severity for fault in result.diagnostics if fault.code == "overdue"]

    assert (isinstance(result, Built), severities) == (
        allow_overdue,
        [Severity.WARNING if allow_overdue else Severity.ERROR],
    )


def test_a_stylesheet_that_the_typesetter_does_not_understand_is_an_error(tmp_path: Path) -> None:
    result = result_of(job(tmp_path, styled("..section__text { color: red }")))

    assert list(result.diagnostics) == [
        Diagnostic(
            code="typesetter",
            message="the typesetter reports: Invalid or unsupported selector, '..section__text '",
            help="Correct the template, the stylesheet or the drawing; the text is not at fault.",
        )
    ]


def test_the_same_job_gives_the_same_bytes(tmp_path: Path) -> None:
    first, again = (result_of(job(tmp_path / name)) for name in ("here", "elsewhere"))

    assert isinstance(first, Built)
    assert first == again


def test_another_day_gives_the_same_bytes(tmp_path: Path) -> None:
    project = put(tmp_path, {})
    first, later = (build_document(SHEET, project, today=day, allow_overdue=False) for day in (TODAY, date(2027, 1, 2)))

    assert first.pdfs == later.pdfs


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_translation_of_a_text_that_is_not_there_is_never_made(tmp_path: Path, lang: str) -> None:
    text = HEAD.format(f"translation-of: {{{lang}: '1.0'}}\n", "It is common.")

    result = result_of(job(tmp_path, {MANUSCRIPT: text}))

    assert isinstance(result, Failed)
    assert [fault.code for fault in result.diagnostics.errors] == ["unknown-source"]
