"""Rendering: the author's own line with carets below the fault; most serious first, document by document."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity, Span
from carepress.diagnostics.render import WIDEST, Style, counts, grouped, paragraphs, pieces, render, render_github

LINE = "Most reactions pass in two days [@who2033]."
FAULT = Diagnostic(
    code="unknown-citation",
    message="`@who2033` is not in references.bib",
    span=Span(file="content/als/en.md", line=14, column=34, length=8, text=LINE),
    help="did you mean `@who2023`?",
)
WARNING = replace(FAULT, severity=Severity.WARNING)


def at(column: int, length: int, text: str, *, line: int = 1) -> Diagnostic:
    return Diagnostic(code="c", message="m", span=Span(file="f", line=line, column=column, length=length, text=text))


def fault(file: str, severity: Severity = Severity.ERROR, line: int = 3, message: str = "too long") -> Diagnostic:
    span = Span(file=file, line=line, column=5, length=4, text="One word.")
    return Diagnostic(code="long-sentence", message=message, span=span, help="Split it.", severity=severity)


ALS, BIB = "content/als/en.md", "content/references.bib"
REPORT = Diagnostics(
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
    told = paragraphs(Diagnostics((fault(BIB, Severity.WARNING),)))

    assert ["".join(piece.text for piece in paragraph) for paragraph in told] == [
        "content/references.bib\n======================\n",
        "warning[long-sentence]: too long\n --> content/references.bib:3:5\n  |\n3 | One word.\n  |     ^^^^\n"
        "  = help: Split it.\n",
    ]


def test_only_what_there_is_is_counted() -> None:
    assert (counts(REPORT), counts(Diagnostics())) == (["2 errors", "2 warnings", "1 note"], [])


def test_github_shows_a_fault_beside_the_line() -> None:
    assert list(render_github(Diagnostics((fault(ALS, Severity.NOTE, message="100 %: a, b\nand c"),)), "clinic/")) == [
        "::notice file=clinic/content/als/en.md,line=3,col=5,endColumn=9,title=long-sentence"
        "::100 %25: a, b%0Aand c%0ASplit it."
    ]


def test_github_is_told_what_has_no_line_and_odd_names_do_not_break_the_command() -> None:
    nowhere = Diagnostic(code="unfit-file", message="no tags", document="als (en)")

    assert list(render_github(Diagnostics((nowhere, fault("content/a,b/x:y.md"))))) == [
        "::error title=unfit-file::no tags",
        "::error file=content/a%2Cb/x%3Ay.md,line=3,col=5,endColumn=9,title=long-sentence::too long%0ASplit it.",
    ]


def test_a_fault_shows_the_authors_line_with_carets_under_what_is_wrong() -> None:
    assert (
        render(FAULT)
        == """\
error[unknown-citation]: `@who2033` is not in references.bib
  --> content/als/en.md:14:34
   |
14 | Most reactions pass in two days [@who2033].
   |                                  ^^^^^^^^
   = help: did you mean `@who2023`?"""
    )


def test_a_warning_says_so_in_its_first_word() -> None:
    assert render(WARNING).splitlines()[0] == "warning[unknown-citation]: `@who2033` is not in references.bib"


def test_a_fault_of_no_place_is_its_sentence_and_its_help() -> None:
    fault = Diagnostic(code="no-documents", message="there is no document", help="Make one:\n  new asthma")

    assert render(fault) == "error[no-documents]: there is no document\n = help: Make one:\n           new asthma"


def test_help_of_several_lines_is_set_under_its_first_line() -> None:
    assert render(replace(FAULT, help="one\ntwo")).splitlines()[-2:] == ["   = help: one", "           two"]


def test_a_blank_line_is_not_shown() -> None:
    assert render(at(1, 1, "  \t")) == "error[c]: m\n --> f:1:1"


def test_tabs_are_widened_in_the_line_and_above_the_carets_alike() -> None:
    assert render(at(3, 4, "\t\tword\tend")).splitlines()[2:] == ["  |", "1 |         word    end", "  |         ^^^^"]


def test_a_tab_that_is_itself_the_fault_is_underlined_in_its_full_width() -> None:
    assert render(at(2, 1, "a\tb")).splitlines()[-1] == "  |  ^^^"


def test_the_margin_is_as_wide_as_the_number_of_the_line() -> None:
    assert render(at(1, 4, "word", line=1234)).splitlines()[1:] == [
        "    --> f:1234:1",
        "     |",
        "1234 | word",
        "     | ^^^^",
    ]


def test_a_fault_at_the_end_of_a_line_still_has_a_caret() -> None:
    assert render(at(5, 1, "word")).splitlines()[-1] == "  |     ^"


def test_a_fault_longer_than_its_line_is_underlined_to_the_lines_end() -> None:
    assert render(at(2, 99, "word")).splitlines()[-1] == "  |  ^^^"


@pytest.mark.parametrize(
    ("before", "after", "front", "end"),
    [(0, 300, "", " ..."), (300, 0, "... ", ""), (300, 300, "... ", " ..."), (WIDEST - 4, 0, "", "")],
)
def test_of_a_long_line_the_part_around_the_fault_is_shown(before: int, after: int, front: str, end: str) -> None:
    shown, carets = render(at(before + 1, 4, "x" * before + "here" + "y" * after)).splitlines()[3:]
    line = shown.removeprefix("1 | ")

    assert (line.startswith(front), line.endswith(end), len(line)) == (True, True, WIDEST + len(front) + len(end))
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "here"


@settings(deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")),
    st.integers(1, 40),
    st.integers(1, 40),
)
def test_every_fault_has_a_caret_and_no_blanks_at_a_lines_end(text: str, column: int, length: int) -> None:
    lines = render(at(column, length, text)).splitlines()

    assert len(lines) in {2, 5}
    assert len(lines) == 2 or set(lines[-1]) == set(" |^")


def test_colour_and_plain_text_come_from_the_same_pieces() -> None:
    styled = [(piece.text.strip(), piece.style) for piece in pieces(FAULT) if piece.style is not Style.PLAIN]

    assert styled == [
        ("error[unknown-citation]:", Style.ERROR),
        ("-->", Style.GUTTER),
        ("|\n14 |", Style.GUTTER),
        ("|", Style.GUTTER),
        ("^" * 8, Style.CARET),
        ("= help:", Style.HELP),
    ]
