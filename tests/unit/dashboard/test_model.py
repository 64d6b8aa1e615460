"""Rules of the overview: what is urgent stands first, and what is not fit to give out says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from carepress.content.check_settings import CheckSettings
from carepress.dashboard import Dashboard, Shown
from carepress.dashboard.cards import by_review, card, reading_values
from carepress.dashboard.model import DocumentState, document_rows, headline, in_days
from carepress.dashboard.page import changes
from carepress.dashboard.todo import pieces, quoted, todo_list
from carepress.diagnostics.model import Diagnostics, Severity, Span
from tests.support.overviews import (
    BROKEN,
    CLINIC,
    DRAFT,
    FULL,
    LATE,
    NEAR,
    OVERDUE,
    OVERFULL,
    READING,
    SOUND,
    TODAY,
    artifact,
    fault,
    front,
    overview,
    task,
)


def said(seen: Dashboard) -> tuple[str, ...]:
    return headline(document_rows(seen), seen)


def cards(seen: Dashboard) -> dict[str, dict[str, Any]]:
    return {text.about: card(text, number, seen) for number, text in enumerate(document_rows(seen), start=1)}


# How documents stand


def test_every_document_stands_as_whoever_gives_it_out_must_know() -> None:
    assert {text.title: text.standing(TODAY) for text in document_rows(FULL)} == {
        "Living with asthma": DocumentState.READY,
        "ALS": DocumentState.DRAFT,
        "The flu shot": DocumentState.OVERDUE,
        "Your cast": DocumentState.READY,
        "Healthy feet": DocumentState.FAULTY,
        "Oxygen at home": DocumentState.STALE,
    }


def test_what_is_overdue_and_faulty_needs_work() -> None:
    seen = overview(LATE, faults=(OVERDUE, fault("unknown-citation", file="content/flu/en.md")))

    assert [text.standing(TODAY) for text in document_rows(seen)] == [DocumentState.FAULTY]


def test_a_document_may_be_given_out_on_its_last_day() -> None:
    last = replace(SOUND, front=front(review_by=TODAY))

    assert [text.standing(TODAY) for text in document_rows(overview(last))] == [DocumentState.READY]


def test_a_manuscript_that_cannot_be_read_is_still_shown_with_its_last_good_pdf() -> None:
    seen = overview(faults=(fault("yaml"),), artifacts=(artifact(task()),))
    (text,) = document_rows(seen)

    assert (text.title, text.standing(TODAY), text.review_by) == (
        "Living with asthma",
        DocumentState.FAULTY,
        date(2028, 11, 1),
    )
    assert cards(seen)["asthma (en)"]["says"] == "It could not be built. The last good PDF stays, unchanged."


def test_a_document_that_never_was_built_and_cannot_be_read_is_called_by_its_name() -> None:
    (text,) = document_rows(overview(faults=(fault("yaml", file="content/gout/es.md"),)))

    assert (text.title, text.artifacts) == ("gout (es)", ())


def test_warnings_of_a_current_pdf_count_even_if_this_run_did_not_look_at_it() -> None:
    met = fault("long-sentence", Severity.WARNING)
    (text,) = document_rows(overview(SOUND, artifacts=(artifact(task(), faults=Diagnostics((met,))),)))
    (failed,) = document_rows(
        overview(replace(SOUND, failed=True), artifacts=(artifact(task(), faults=Diagnostics((met,))),))
    )

    assert (text.faults, failed.faults) == ((met,), ())


def test_a_fault_that_is_told_twice_is_shown_once() -> None:
    met = fault("long-sentence", Severity.WARNING)
    (text,) = document_rows(overview(SOUND, faults=(met,), artifacts=(artifact(task(), faults=Diagnostics((met,))),)))

    assert text.faults == (met,)


def test_all_formats_of_a_text_stand_on_one_card() -> None:
    brochure = replace(SOUND, task=task(format_="brochure"))

    assert [len(text.shown) for text in document_rows(overview(SOUND, brochure))] == [2]


# The sentences at the head of the page


def test_the_head_says_what_can_be_given_out_what_cannot_and_what_comes_up() -> None:
    assert said(FULL) == (
        "2 PDFs are ready, 1 more is a draft.",
        "1 document needs work.",
        "1 review is overdue.",
        "1 review is due within 60 days.",
        "1 document is not up to date.",
        "2 documents have warnings to look at.",
    )


@pytest.mark.parametrize(
    ("seen", "sentences"),
    [
        (overview(SOUND), ("1 PDF is ready.", "Nothing needs to be done.")),
        (overview(DRAFT), ("No PDF is ready: the only one is a draft.", "Nothing needs to be done.")),
        (
            overview(DRAFT, replace(DRAFT, task=task("gout"))),
            ("No PDF is ready: all are drafts.", "Nothing needs to be done."),
        ),
        (overview(), ("No PDF is ready.", "Nothing needs to be done.")),
        (overview(BROKEN, faults=(OVERFULL,)), ("No PDF is ready.", "1 document needs work.")),
    ],
)
def test_the_head_counts_like_a_person(seen: Dashboard, sentences: tuple[str, ...]) -> None:
    assert said(seen) == sentences


def test_a_pdf_whose_review_is_overdue_is_not_ready_even_if_it_was_built() -> None:
    allowed = replace(LATE, failed=False)

    assert said(overview(allowed)) == ("No PDF is ready.", "1 review is overdue.")


def test_a_clinic_says_how_early_it_wants_to_be_reminded() -> None:
    early = {"Example Clinic": CheckSettings.model_validate({"review-near-days": 365})}
    next_year = replace(SOUND, front=front(review_by=TODAY + timedelta(days=365)))

    assert said(overview(next_year, clinics=early))[1:] == ("1 review is due within 365 days.",)


@pytest.mark.parametrize(
    ("left", "words"), [(0, "today"), (1, "tomorrow"), (40, "in 40 days"), (-1, "1 day ago"), (-40, "40 days ago")]
)
def test_days_are_told_as_people_tell_them(left: int, words: str) -> None:
    assert in_days(left) == words


# What to do now


def parts(seen: Dashboard) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    shared = [one for one in seen.diagnostics if not one.is_of_a_document]
    return [
        (part.kind.name, [(job.title, [group[0].code for group in job.faults]) for job in part.jobs])
        for part in todo_list(document_rows(seen), shared)
    ]


def test_errors_come_first_then_reviews_then_warnings_then_hints() -> None:
    assert parts(FULL) == [
        ("mend", [("Healthy feet", ["overfull-panel"])]),
        ("review", [("The flu shot", ["overdue"]), ("Your cast", ["review-near"])]),
        ("look", [("Living with asthma", ["long-sentence"])]),
        ("know", [("All documents", ["uncited-work"]), ("Living with asthma", ["hard-word"])]),
    ]


def test_an_overdue_review_stands_before_one_that_is_near() -> None:
    seen = overview(NEAR, LATE, faults=(fault("review-near", Severity.WARNING, "content/cast/en.md"), OVERDUE))

    assert parts(seen) == [("review", [("The flu shot", ["overdue"]), ("Your cast", ["review-near"])])]


def test_faults_of_one_kind_are_told_together_from_the_top_of_the_file() -> None:
    long, hard = (
        [fault(code, Severity.WARNING, line=line) for line in lines]
        for code, lines in (("long-sentence", (9, 4)), ("hard-word", (6,)))
    )
    (part,) = todo_list(document_rows(overview(SOUND, faults=(*long, *hard))), ())

    assert [[(one.code, one.span.line) for one in group if one.span] for group in part.jobs[0].faults] == [
        [("long-sentence", 4), ("long-sentence", 9)],
        [("hard-word", 6)],
    ]
    assert part.count == 3


def test_what_is_to_be_typed_is_told_apart() -> None:
    assert pieces("Set `review-by` anew.") == (("Set ", False), ("review-by", True), (" anew.", False))
    assert pieces("") == ()


def test_the_authors_line_is_cropped_around_the_fault() -> None:
    text = "  " + "before " * 20 + "fault" + " after" * 20
    before, wrong, after = quoted(Span(file="a.md", line=1, column=143, length=5, text=text))

    assert (before[:9], wrong, after[-7:], len(before) < 80 > len(after)) == ("… before ", "fault", "after …", True)
    assert quoted(Span(file="a.md", line=1, column=5, length=3, text="One two three.")) == ("One ", "two", " three.")


# The cards


def test_a_card_says_until_when_the_text_holds_and_who_answers_for_it() -> None:
    mine = cards(FULL)["cast (en)"]

    assert {key: mine[key] for key in ("standing", "version", "reviewed_by", "review_by", "left", "near", "file")} == {
        "standing": "Ready",
        "version": "1.0",
        "reviewed_by": "Dr Ana Pérez",
        "review_by": "19 December 2026",
        "left": "in 27 days",
        "near": True,
        "file": "content/cast/en.md",
    }


def test_a_card_says_what_its_standing_means() -> None:
    assert {about: mine["says"] for about, mine in cards(FULL).items()} == {
        "asthma (en)": "",
        "cast (en)": "",
        "als (en)": "Not yet clinically reviewed. Every copy says so: it is not for patients.",
        "flu (en)": "Its review was due 40 days ago. Do not give it out until it has been reviewed.",
        "feet (en)": "The fact sheet could not be built. There is no PDF of it yet.",
        "oxygen (en)": "Not made anew by the last run: styles/tokens.css changed."
        " To bring it up to date, type: make docs",
    }


def test_pdfs_stand_as_the_front_matter_lists_the_formats_and_those_to_show_before_those_to_print() -> None:
    brochure = task(format_="brochure")
    artifacts = (artifact(brochure, "print"), artifact(brochure), artifact(task()))
    seen = overview(SOUND, replace(SOUND, task=brochure, failed=True), artifacts=artifacts)

    assert [(pdf["name"], pdf["use"], pdf["facts"], pdf["old"]) for pdf in cards(seen)["asthma (en)"]["pdfs"]] == [
        ("Fact sheet", "to email or to show", "2 pages, 68 kB, verified by veraPDF", ""),
        ("Brochure", "to email or to show", "2 pages, 68 kB, verified by veraPDF", "Last good PDF, version 1.0"),
        ("Brochure", "for the office printer", "2 pages, 68 kB, verified by veraPDF", "Last good PDF, version 1.0"),
    ]


def test_a_pdf_that_no_validator_has_seen_says_so() -> None:
    seen = overview(SOUND, artifacts=(artifact(task(), verified_by="structure", pages=1),))

    assert cards(seen)["asthma (en)"]["pdfs"][0]["facts"] == (
        "1 page, 68 kB, checked by carepress; veraPDF did not run"
    )


def test_a_card_leads_to_its_faults() -> None:
    assert cards(FULL)["asthma (en)"]["faults"] == [
        {"to": "look-1", "says": "Look over: 1"},
        {"to": "know-1", "says": "Worth knowing: 1"},
    ]


def test_a_grade_of_a_short_text_is_called_indicative() -> None:
    assert reading_values(READING)["lines"] == ["8.4 (SMOG)", "5.3 (Flesch-Kincaid)"]
    assert reading_values({**READING, "sentences": 14, "indicative": True})["lines"] == [
        "8.4 (SMOG)",
        "5.3 (Flesch-Kincaid)",
        "indicative: only 14 sentences",
    ]


def test_another_language_shows_only_the_formula_that_it_has() -> None:
    section = {"heading": "¿Qué es?", "smog": 4.1, "grade": None, "sentences": 3, "words": 20}
    values = reading_values({**READING, "grade": None, "sections": [section]})

    assert (values["lines"], values["formulas"], values["sections"]) == (
        ["8.4 (SOL)"],
        ["SOL"],
        [{"heading": "¿Qué es?", "figures": ["4.1", 3, 20]}],
    )


def test_the_next_review_stands_first_and_documents_without_a_day_last() -> None:
    endless = Shown(task=task("gout"), front=front("Gout", status="draft", review_by=None))

    assert [text.title for text in by_review(document_rows(overview(endless, SOUND, NEAR, LATE)))] == [
        "The flu shot",
        "Your cast",
        "Living with asthma",
        "Gout",
    ]


# What the clinics have changed


def test_whoever_answers_for_the_handouts_sees_what_is_not_checked_as_usual() -> None:
    selection = {
        "off": {"long-sentence": "Our editors read every text aloud.", "lost-text": "This one cannot be switched off."},
        "levels": {"review-near": "note", "hard-word": "note"},
        "sentence-words": 20,
        "verapdf": False,
    }

    assert [
        (row["name"], row["now"], row["reason"]) for row in changes({"": CheckSettings.model_validate(selection)})
    ] == [
        ("long-sentence", "switched off", "Our editors read every text aloud."),
        ("review-near", "note; usually warning", ""),
        ("sentence-words", "20; usually 25", ""),
        ("verapdf", "false; usually true", ""),
    ]


def test_the_usual_checks_are_no_change() -> None:
    assert list(changes(CLINIC)) == []
