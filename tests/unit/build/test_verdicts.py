"""Rules of verdicts: what veraPDF or --strict finds fails a document; what was found is kept with the PDF."""

from __future__ import annotations

import pytest

from carepress.build.jobs import Built, Failed
from carepress.build.manifest import Artifact
from carepress.build.plan import Dependencies, Task
from carepress.build.verdicts import STRUCTURE, VERAPDF, strict, validated
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity, Span
from carepress.preflight.verapdf import Validator, Verdict

TASK = Task(document="als", lang="en", format="fact-sheet")
ARTIFACT = Artifact(
    file="als.pdf", document="als", title="ALS", format="fact-sheet", edition="screen", lang="en", clinic="",
    status="draft", version="", pages=1, bytes=4, sha256="", contact_url="",
)  # fmt: skip
WARNING = Diagnostic(code="no-words", message="no words", severity=Severity.WARNING)
OVERDUE = Diagnostic(code="overdue", message="overdue", severity=Severity.WARNING)


def built(*found: Diagnostic) -> Built:
    return Built(
        pdfs={"als.pdf": b"%PDF"}, artifacts=(ARTIFACT,), dependencies=Dependencies(), diagnostics=Diagnostics(found)
    )


def validator(*rules: str) -> Validator:
    return Validator(
        ask=lambda paths: (Verdict(file=path, flavour=name, rules=rules) for path in paths for name in ("ua1", "2a"))
    )


def test_what_was_found_is_kept_with_the_pdf_but_for_what_depends_on_the_day() -> None:
    ((_, result),) = validated([(TASK, built(WARNING, OVERDUE))], None)

    assert isinstance(result, Built)
    assert [fault.code for fault in result.diagnostics] == ["no-words", "overdue"]
    assert [(artifact.verified_by, [fault.code for fault in artifact.faults]) for artifact in result.artifacts] == [
        (STRUCTURE, ["no-words"])
    ]


@pytest.mark.parametrize(("rules", "kind"), [((), Built), (("7.3-1",), Failed)])
def test_a_pdf_that_verapdf_finds_fault_with_has_failed(rules: tuple[str, ...], kind: type) -> None:
    ((task, result),) = validated([(TASK, built())], validator(*rules))

    assert (task, type(result)) == (TASK, kind)
    assert not isinstance(result, Built) or result.artifacts[0].verified_by == VERAPDF


@pytest.mark.parametrize(
    ("shared", "kind"),
    [
        ((), Built),
        ((WARNING,), Failed),
        ((Diagnostic(code="a", message="", severity=Severity.WARNING, document="gout (en)"),), Built),
        ((Diagnostic(code="a", message="", severity=Severity.WARNING, span=Span(file="content/als/en.md", line=1)),),
         Failed),
    ],
)  # fmt: skip
def test_with_strict_a_warning_about_a_shared_file_or_the_document_fails_it(
    shared: tuple[Diagnostic, ...], kind: type
) -> None:
    assert type(strict(built(), TASK, Diagnostics(shared))) is kind
