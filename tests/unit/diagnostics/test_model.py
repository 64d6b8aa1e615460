"""Rules of a fault: it is told in the author's own line, to the letter, and it is a value that travels."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.diagnostics.english import nearest, one_of
from carepress.diagnostics.model import WIDEST, BuildFailed, Diagnostic, Report, Severity, Span

LINE = "Most reactions pass in two days [@who2033]."
PLACE = Span(file="content/als/en.md", line=14, column=34, length=8, text=LINE)
FAULT = Diagnostic(
    code="unknown-citation",
    message="`@who2033` is not in references.bib",
    span=PLACE,
    help="did you mean `@who2023`?",
)
WARNING = replace(FAULT, severity=Severity.WARNING)


def at(column: int, length: int, text: str, *, line: int = 1) -> Diagnostic:
    return Diagnostic(code="c", message="m", span=Span(file="f", line=line, column=column, length=length, text=text))


def test_a_fault_shows_the_authors_line_with_carets_under_what_is_wrong() -> None:
    assert (
        str(FAULT)
        == """\
error[unknown-citation]: `@who2033` is not in references.bib
  --> content/als/en.md:14:34
   |
14 | Most reactions pass in two days [@who2033].
   |                                  ^^^^^^^^
   = help: did you mean `@who2023`?"""
    )


def test_a_warning_says_so_in_its_first_word() -> None:
    assert str(WARNING).splitlines()[0] == "warning[unknown-citation]: `@who2033` is not in references.bib"


def test_a_fault_of_no_place_is_its_sentence_and_its_help() -> None:
    fault = Diagnostic(code="no-documents", message="there is no document", help="Make one:\n  new asthma")

    assert str(fault) == "error[no-documents]: there is no document\n = help: Make one:\n           new asthma"


def test_help_of_several_lines_is_set_under_its_first_line() -> None:
    assert str(replace(FAULT, help="one\ntwo")).splitlines()[-2:] == ["   = help: one", "           two"]


def test_a_blank_line_is_not_shown() -> None:
    assert str(at(1, 1, "  \t")) == "error[c]: m\n --> f:1:1"


def test_tabs_are_widened_in_the_line_and_above_the_carets_alike() -> None:
    assert str(at(3, 4, "\t\tword\tend")).splitlines()[2:] == [
        "  |",
        "1 |         word    end",
        "  |         ^^^^",
    ]


def test_a_tab_that_is_itself_the_fault_is_underlined_in_its_full_width() -> None:
    assert str(at(2, 1, "a\tb")).splitlines()[-1] == "  |  ^^^"


def test_the_margin_is_as_wide_as_the_number_of_the_line() -> None:
    assert str(at(1, 4, "word", line=1234)).splitlines()[1:] == [
        "    --> f:1234:1",
        "     |",
        "1234 | word",
        "     | ^^^^",
    ]


def test_a_fault_at_the_end_of_a_line_still_has_a_caret() -> None:
    assert str(at(5, 1, "word")).splitlines()[-1] == "  |     ^"


def test_a_fault_longer_than_its_line_is_underlined_to_the_lines_end() -> None:
    assert str(at(2, 99, "word")).splitlines()[-1] == "  |  ^^^"


@pytest.mark.parametrize(
    ("before", "after", "front", "end"),
    [(0, 300, "", " ..."), (300, 0, "... ", ""), (300, 300, "... ", " ..."), (WIDEST - 4, 0, "", "")],
)
def test_of_a_long_line_the_part_around_the_fault_is_shown(before: int, after: int, front: str, end: str) -> None:
    shown, carets = str(at(before + 1, 4, "x" * before + "here" + "y" * after)).splitlines()[3:]
    line = shown.removeprefix("1 | ")

    assert (line.startswith(front), line.endswith(end), len(line)) == (True, True, WIDEST + len(front) + len(end))
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "here"


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
    first = Report((FAULT,))
    both = first + (fault for fault in [WARNING])

    assert (both, first) == (Report((FAULT, WARNING)), Report((FAULT,)))
    assert first + Report((WARNING,)) == both
    assert (both.errors, both.warnings) == ((FAULT,), (WARNING,))


def test_a_fault_is_a_value_that_nobody_can_change() -> None:
    with pytest.raises(FrozenInstanceError):
        FAULT.code = "other"  # type: ignore[misc]


def test_a_failed_build_carries_its_report() -> None:
    failure = BuildFailed(Report((FAULT, WARNING)))

    assert (failure.report, str(failure)) == (Report((FAULT, WARNING)), "1 errors")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("lung", "lungs"), ("LUNGS", "lungs"), ("lugns", "lungs"), ("hand", "Hand"), ("zzz", None), ("", None)],
)
def test_the_nearest_word_is_offered_whatever_its_case_and_nothing_where_nothing_is_near(
    typed: str, meant: str | None
) -> None:
    assert nearest(typed, ["lungs", "Hand", "limbs"]) == meant


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert nearest("lungs", []) is None


@pytest.mark.parametrize(
    ("words", "said"), [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c"), ({"a": 1}, "a")]
)
def test_a_choice_is_listed_as_a_sentence_lists_it(words: list[str], said: str) -> None:
    assert one_of(words) == said


@settings(deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")),
    st.integers(1, 40),
    st.integers(1, 40),
)
def test_every_fault_has_a_caret_and_no_blanks_at_a_lines_end(text: str, column: int, length: int) -> None:
    lines = str(at(column, length, text)).splitlines()

    assert len(lines) in {2, 5}
    assert len(lines) == 2 or set(lines[-1]) == set(" |^")
