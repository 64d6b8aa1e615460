"""Rules of telling: most serious first, document by document, in a form that its reader can use."""

from __future__ import annotations

import pytest

from carepress.cli.console import columns, has_colours
from carepress.cli.summary import reading_line
from carepress.diagnostics.model import Diagnostic, Report, Severity, Span
from carepress.diagnostics.render import counts, github, grouped, text


def fault(file: str, severity: Severity = Severity.ERROR, line: int = 3, message: str = "too long") -> Diagnostic:
    span = Span(file=file, line=line, column=5, length=4, text="One word.")
    return Diagnostic(code="long-sentence", message=message, span=span, help="Split it.", severity=severity)


ALS, BIB = "content/als/en.md", "content/references.bib"
REPORT = Report(
    (
        fault(BIB, Severity.WARNING),
        fault(ALS, Severity.NOTE, line=2),
        fault(ALS, Severity.WARNING, line=4),
        fault("content/asthma/es.md"),
        Diagnostic(code="unfit-file", message="no tags", document="als (en)"),
    )
)


def test_what_has_errors_comes_first_and_errors_come_first_in_it() -> None:
    assert [(about, [one.severity.value for one in faults]) for about, faults in grouped(REPORT)] == [
        ("als (en)", ["error", "warning", "note"]),
        ("asthma (es)", ["error"]),
        ("content/references.bib", ["warning"]),
    ]


def test_a_group_has_a_heading_and_faults_have_their_lines() -> None:
    assert list(text(Report((fault(BIB, Severity.WARNING),)))) == [
        "content/references.bib\n======================\n",
        "warning[long-sentence]: too long\n --> content/references.bib:3:5\n  |\n3 | One word.\n  |     ^^^^\n"
        "  = help: Split it.\n",
    ]


def test_only_what_there_is_is_counted() -> None:
    assert (counts(REPORT), counts(Report())) == (["2 errors", "2 warnings", "1 note"], [])


def test_github_shows_a_fault_beside_the_line() -> None:
    assert list(github(Report((fault(ALS, Severity.NOTE, message="100 %: a, b\nand c"),)), "clinic/")) == [
        "::notice file=clinic/content/als/en.md,line=3,col=5,endColumn=9,title=long-sentence"
        "::100 %25: a, b%0Aand c%0ASplit it."
    ]


def test_github_is_told_what_has_no_line_and_odd_names_do_not_break_the_command() -> None:
    nowhere = Diagnostic(code="unfit-file", message="no tags", document="als (en)")

    assert list(github(Report((nowhere, fault("content/a,b/x:y.md"))))) == [
        "::error title=unfit-file::no tags",
        "::error file=content/a%2Cb/x%3Ay.md,line=3,col=5,endColumn=9,title=long-sentence::too long%0ASplit it.",
    ]


def test_a_few_sentences_give_a_reading_grade_that_only_indicates() -> None:
    reading = {"smog": 8.9, "grade": 6.2, "sentences": 12, "indicative": True}

    assert reading_line(reading) == "reading grade 8.9 (SMOG), 6.2 (Flesch-Kincaid), 12 sentences: indicative"
    assert reading_line({**reading, "grade": None, "indicative": False}) == "reading grade 8.9 (SOL), 12 sentences"


@pytest.mark.parametrize(
    ("environment", "is_terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_colours_are_for_terminals_and_nobody_who_forbids_them(
    environment: dict[str, str], is_terminal: bool, coloured: bool
) -> None:
    assert has_colours(environment, is_terminal=is_terminal) is coloured


def test_columns_become_lines_on_a_narrow_terminal() -> None:
    rows = [("als-fact-sheet-en.pdf", "2 pages", "68 kB"), ("als-brochure-en.pdf", "6 pages", "98 kB")]

    assert list(columns(rows, 80)) == [
        "als-fact-sheet-en.pdf  2 pages  68 kB",
        "als-brochure-en.pdf    6 pages  98 kB",
    ]
    assert list(columns(rows[:1], 30)) == ["als-fact-sheet-en.pdf\n    2 pages  68 kB"]
    assert list(columns([], 80)) == []
