"""Rules of the model: every document has a state, and a document that is not fit to give out says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from carepress.content.check_settings import CheckSettings
from carepress.dashboard import Dashboard
from carepress.dashboard.model import DocumentState, document_rows, headline, in_days
from carepress.diagnostics.model import Diagnostics, Severity
from tests.support.dashboards import (
    BROKEN,
    DRAFT,
    FULL,
    LATE,
    OVERDUE,
    OVERFULL,
    SOUND,
    TODAY,
    artifact,
    dashboard,
    fault,
    front,
    task,
)


def sentences(project: Dashboard) -> tuple[str, ...]:
    return headline(document_rows(project), project)


def test_every_document_has_the_state_that_matters_for_giving_it_out() -> None:
    assert {row.title: row.state(TODAY) for row in document_rows(FULL)} == {
        "Living with asthma": DocumentState.READY,
        "ALS": DocumentState.DRAFT,
        "The flu shot": DocumentState.OVERDUE,
        "Your cast": DocumentState.READY,
        "Healthy feet": DocumentState.FAULTY,
        "Oxygen at home": DocumentState.STALE,
    }


def test_a_document_that_is_overdue_and_has_other_errors_needs_work() -> None:
    project = dashboard(LATE, faults=(OVERDUE, fault("unknown-citation", file="content/flu/en.md")))

    assert [row.state(TODAY) for row in document_rows(project)] == [DocumentState.FAULTY]


def test_a_document_may_be_given_out_on_its_last_day() -> None:
    last = replace(SOUND, front=front(review_by=TODAY))

    assert [row.state(TODAY) for row in document_rows(dashboard(last))] == [DocumentState.READY]


def test_a_manuscript_that_cannot_be_read_is_still_shown_with_its_last_good_pdf() -> None:
    project = dashboard(faults=(fault("yaml"),), artifacts=(artifact(task()),))
    (row,) = document_rows(project)

    assert (row.title, row.state(TODAY), row.review_by) == (
        "Living with asthma",
        DocumentState.FAULTY,
        date(2028, 11, 1),
    )


def test_a_document_that_cannot_be_read_and_has_no_pdf_is_called_by_its_name() -> None:
    (row,) = document_rows(dashboard(faults=(fault("yaml", file="content/gout/es.md"),)))

    assert (row.title, row.artifacts) == ("gout (es)", ())


def test_warnings_of_a_current_pdf_count_though_this_run_did_not_build_it() -> None:
    found = fault("long-sentence", Severity.WARNING)
    (row,) = document_rows(dashboard(SOUND, artifacts=(artifact(task(), faults=Diagnostics((found,))),)))
    (failed,) = document_rows(
        dashboard(replace(SOUND, failed=True), artifacts=(artifact(task(), faults=Diagnostics((found,))),))
    )

    assert (row.faults, failed.faults) == ((found,), ())


def test_a_fault_that_is_reported_twice_is_shown_once() -> None:
    found = fault("long-sentence", Severity.WARNING)
    (row,) = document_rows(
        dashboard(SOUND, faults=(found,), artifacts=(artifact(task(), faults=Diagnostics((found,))),))
    )

    assert row.faults == (found,)


def test_all_formats_of_a_document_are_in_one_row() -> None:
    brochure = replace(SOUND, task=task(format_="brochure"))

    assert [len(row.tasks) for row in document_rows(dashboard(SOUND, brochure))] == [2]


def test_the_headline_says_what_can_be_given_out_what_cannot_and_what_is_due() -> None:
    assert sentences(FULL) == (
        "2 PDFs are ready, 1 more is a draft.",
        "1 document needs work.",
        "1 review is overdue.",
        "1 review is due within 60 days.",
        "1 document is out of date.",
        "2 documents have warnings to check.",
    )


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        (dashboard(SOUND), ("1 PDF is ready.", "Nothing needs to be done.")),
        (dashboard(DRAFT), ("No PDF is ready: the only one is a draft.", "Nothing needs to be done.")),
        (
            dashboard(DRAFT, replace(DRAFT, task=task("gout"))),
            ("No PDF is ready: all are drafts.", "Nothing needs to be done."),
        ),
        (dashboard(), ("No PDF is ready.", "Nothing needs to be done.")),
        (dashboard(BROKEN, faults=(OVERFULL,)), ("No PDF is ready.", "1 document needs work.")),
    ],
)
def test_the_headline_counts_like_a_person(project: Dashboard, expected: tuple[str, ...]) -> None:
    assert sentences(project) == expected


def test_a_pdf_whose_review_is_overdue_is_not_ready_even_if_it_was_built() -> None:
    allowed = replace(LATE, failed=False)

    assert sentences(dashboard(allowed)) == ("No PDF is ready.", "1 review is overdue.")


def test_a_clinic_sets_how_early_it_is_reminded() -> None:
    early = {"Example Clinic": CheckSettings.model_validate({"review-near-days": 365})}
    next_year = replace(SOUND, front=front(review_by=TODAY + timedelta(days=365)))

    assert sentences(dashboard(next_year, clinics=early))[1:] == ("1 review is due within 365 days.",)


@pytest.mark.parametrize(
    ("left", "words"), [(0, "today"), (1, "tomorrow"), (40, "in 40 days"), (-1, "1 day ago"), (-40, "40 days ago")]
)
def test_days_are_given_as_people_say_them(left: int, words: str) -> None:
    assert in_days(left) == words
