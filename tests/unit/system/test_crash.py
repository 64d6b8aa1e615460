"""Rules of crash reports: they say where the code failed, and nothing of what it worked on."""

from __future__ import annotations

import pytest

from carepress.content.manuscript import read_manuscript
from carepress.system.crash import crash_report, describe
from tests.support.cases import ROOT

SECRET = "Jane Roe, born 1950"


def crash_of(error: Exception | None = None) -> tuple[str, str]:
    try:
        if error:
            raise error
        read_manuscript(SECRET)  # type: ignore[arg-type] # a bug of ours
    except Exception as caught:
        return describe(caught)
    return "", ""


def test_the_stage_is_that_of_the_package_that_failed() -> None:
    stage, report = crash_of()

    assert stage == "reading the text"
    assert "  carepress/content/manuscript.py:" in report
    assert report.splitlines()[-1] == "AttributeError: 'str' object has no attribute 'file'"


@pytest.mark.parametrize("error", [ValueError(SECRET), KeyError(SECRET), OSError(2, "No such file", SECRET)])
def test_a_message_that_may_hold_a_value_is_left_out(error: Exception) -> None:
    stage, report = crash_of(error)

    assert SECRET not in report
    assert (stage, report.splitlines()[-1]) == ("working", type(error).__name__)


def test_the_causes_are_named_too() -> None:
    try:
        try:
            {}[SECRET]
        except KeyError as cause:
            raise ValueError(SECRET) from cause
    except ValueError as error:
        _, report = describe(error)

    assert report.splitlines()[-2:] == ["ValueError", "after KeyError"]


def test_a_recursion_is_cut_in_the_middle() -> None:
    def again(depth: int) -> int:
        return again(depth + 1) if depth < 200 else 1 // 0

    try:
        again(0)
    except ZeroDivisionError as error:
        _, report = describe(error)

    assert len(report.splitlines()) == 42
    assert "  ... 162 more ..." in report


def test_a_report_names_the_versions_and_no_folder_of_this_computer() -> None:
    _, report = crash_of()
    text = crash_report([report], "1.0", {"weasyprint": "70"})

    assert text.startswith("carepress 1.0 on ")
    assert text.endswith("Versions:\n  weasyprint 70\n")
    assert str(ROOT) not in text
