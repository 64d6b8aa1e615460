"""A diagnostic is a value that travels."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from carepress.diagnostics.model import BuildFailed, Diagnostic, Diagnostics, Severity, Span

LINE = "Most reactions pass in two days [@who2033]."
PLACE = Span(file="content/als/en.md", line=14, column=34, length=8, text=LINE)
FAULT = Diagnostic(
    code="unknown-citation", message="`@who2033` is not in references.bib", span=PLACE, help="did you mean `@who2023`?"
)
WARNING = replace(FAULT, severity=Severity.WARNING)


def test_a_fault_for_programs_has_the_same_facts() -> None:
    assert FAULT.as_json() == {
        "code": "unknown-citation",
        "severity": "error",
        "message": "`@who2033` is not in references.bib",
        "help": "did you mean `@who2023`?",
        "document": "",
        "file": "content/als/en.md",
        "line": 14,
        "column": 34,
        "length": 8,
        "text": LINE,
    }


def test_a_fault_of_no_place_has_null_places_for_programs() -> None:
    places = Diagnostic(code="c", message="m").as_json()

    assert {key for key, value in places.items() if value is None} == {"file", "line", "column", "length", "text"}


def test_a_report_keeps_faults_in_the_order_found_and_adding_leaves_the_old_one_as_it_was() -> None:
    first = Diagnostics((FAULT,))
    both = first + (fault for fault in [WARNING])

    assert (both, first) == (Diagnostics((FAULT, WARNING)), Diagnostics((FAULT,)))
    assert first + Diagnostics((WARNING,)) == both
    assert (both.errors, both.warnings) == ((FAULT,), (WARNING,))


def test_a_fault_is_a_value_that_nobody_can_change() -> None:
    with pytest.raises(FrozenInstanceError):
        FAULT.code = "other"  # type: ignore[misc]


def test_a_failed_build_carries_its_report() -> None:
    failure = BuildFailed(Diagnostics((FAULT, WARNING)))

    assert (failure.diagnostics, str(failure)) == (Diagnostics((FAULT, WARNING)), "1 errors")
