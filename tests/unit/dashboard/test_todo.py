"""Rules of the to-do list: what is urgent comes first."""

from __future__ import annotations

from carepress.dashboard import Dashboard
from carepress.dashboard.model import document_rows
from carepress.dashboard.todo import quoted, split_at_backticks, todo_list
from carepress.diagnostics.model import Severity, Span
from tests.support.dashboards import FULL, LATE, NEAR, OVERDUE, SOUND, dashboard, fault


def sections(project: Dashboard) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    shared = [fault for fault in project.diagnostics if not fault.is_of_a_document]
    return [
        (section.kind.name, [(item.title, [group[0].code for group in item.faults]) for item in section.items])
        for section in todo_list(document_rows(project), shared)
    ]


def test_errors_come_first_then_reviews_then_warnings_then_hints() -> None:
    assert sections(FULL) == [
        ("fix", [("Healthy feet", ["overfull-panel"])]),
        ("review", [("The flu shot", ["overdue"]), ("Your cast", ["review-near"])]),
        ("check", [("Living with asthma", ["long-sentence"])]),
        ("know", [("All documents", ["uncited-work"]), ("Living with asthma", ["hard-word"])]),
    ]


def test_an_overdue_review_comes_before_one_that_is_due_soon() -> None:
    project = dashboard(NEAR, LATE, faults=(fault("review-near", Severity.WARNING, "content/cast/en.md"), OVERDUE))

    assert sections(project) == [("review", [("The flu shot", ["overdue"]), ("Your cast", ["review-near"])])]


def test_faults_of_one_code_are_listed_together_from_the_top_of_the_file() -> None:
    long, hard = (
        [fault(code, Severity.WARNING, line=line) for line in lines]
        for code, lines in (("long-sentence", (9, 4)), ("hard-word", (6,)))
    )
    (section,) = todo_list(document_rows(dashboard(SOUND, faults=(*long, *hard))), ())

    assert [[(fault.code, fault.span.line) for fault in group if fault.span] for group in section.items[0].faults] == [
        [("long-sentence", 4), ("long-sentence", 9)],
        [("hard-word", 6)],
    ]
    assert section.count == 3


def test_what_is_between_backticks_is_something_to_type() -> None:
    assert split_at_backticks("Set `review-by` again.") == (("Set ", False), ("review-by", True), (" again.", False))
    assert split_at_backticks("") == ()


def test_a_long_line_is_shortened_around_the_fault() -> None:
    text = "  " + "before " * 20 + "fault" + " after" * 20
    before, wrong, after = quoted(Span(file="a.md", line=1, column=143, length=5, text=text))

    assert (before[:9], wrong, after[-7:], len(before) < 80 > len(after)) == ("… before ", "fault", "after …", True)
    assert quoted(Span(file="a.md", line=1, column=5, length=3, text="One two three.")) == ("One ", "two", " three.")
