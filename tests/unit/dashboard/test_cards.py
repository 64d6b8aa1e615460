"""Rules of cards: each shows what a person must know before a document is given out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from carepress.dashboard import Dashboard, TaskRow
from carepress.dashboard.cards import by_review, card, reading_values
from carepress.dashboard.model import document_rows
from tests.support.dashboards import FULL, LATE, NEAR, READING, SOUND, artifact, dashboard, fault, front, task


def cards(project: Dashboard) -> dict[str, dict[str, Any]]:
    return {row.about: card(row, number, project) for number, row in enumerate(document_rows(project), start=1)}


def test_a_card_shows_the_expiry_date_and_who_is_responsible() -> None:
    values = cards(FULL)["cast (en)"]

    assert {key: values[key] for key in ("state", "version", "reviewed_by", "review_by", "left", "near", "file")} == {
        "state": "Ready",
        "version": "1.0",
        "reviewed_by": "Dr Ana Pérez",
        "review_by": "19 December 2026",
        "left": "in 27 days",
        "near": True,
        "file": "content/cast/en.md",
    }


def test_a_card_explains_its_state() -> None:
    assert {about: values["explanation"] for about, values in cards(FULL).items()} == {
        "asthma (en)": "",
        "cast (en)": "",
        "als (en)": "Not yet clinically reviewed, as every copy says. Do not give it to patients.",
        "flu (en)": "Its review was due 40 days ago. Do not give it out until it has been reviewed.",
        "feet (en)": "The fact sheet could not be built. There is no PDF of it yet.",
        "oxygen (en)": "Not built by the last run: styles/tokens.css changed. To update it, type: carepress build",
    }


def test_pdfs_are_in_the_order_of_the_front_matter_and_screen_comes_before_print() -> None:
    brochure = task(format_="brochure")
    artifacts = (artifact(brochure, "print"), artifact(brochure), artifact(task()))
    project = dashboard(SOUND, replace(SOUND, task=brochure, failed=True), artifacts=artifacts)

    assert [(pdf["name"], pdf["use"], pdf["facts"], pdf["old"]) for pdf in cards(project)["asthma (en)"]["pdfs"]] == [
        ("Fact sheet", "to email or to show", "2 pages, 68 kB, verified by veraPDF", ""),
        ("Brochure", "to email or to show", "2 pages, 68 kB, verified by veraPDF", "Last good PDF, version 1.0"),
        ("Brochure", "for the office printer", "2 pages, 68 kB, verified by veraPDF", "Last good PDF, version 1.0"),
    ]


def test_a_pdf_that_verapdf_has_not_checked_says_so() -> None:
    project = dashboard(SOUND, artifacts=(artifact(task(), verified_by="structure", pages=1),))

    assert cards(project)["asthma (en)"]["pdfs"][0]["facts"] == (
        "1 page, 68 kB, checked by carepress; veraPDF did not run"
    )


def test_a_card_links_to_its_faults() -> None:
    assert cards(FULL)["asthma (en)"]["faults"] == [
        {"target": "check-1", "text": "Check these: 1"},
        {"target": "know-1", "text": "Worth knowing: 1"},
    ]


def test_the_grade_of_a_short_text_is_called_approximate() -> None:
    assert reading_values(READING)["lines"] == ["8.4 (SMOG)", "5.3 (Flesch-Kincaid)"]
    assert reading_values({**READING, "sentences": 14, "indicative": True})["lines"] == [
        "8.4 (SMOG)",
        "5.3 (Flesch-Kincaid)",
        "approximate: only 14 sentences",
    ]


def test_a_language_with_one_formula_shows_only_that_one() -> None:
    section = {"heading": "¿Qué es?", "smog": 4.1, "grade": None, "sentences": 3, "words": 20}
    values = reading_values({**READING, "grade": None, "sections": [section]})

    assert (values["lines"], values["formulas"], values["sections"]) == (
        ["8.4 (SOL)"],
        ["SOL"],
        [{"heading": "¿Qué es?", "figures": ["4.1", 3, 20]}],
    )


def test_the_earliest_review_comes_first_and_documents_without_a_date_last() -> None:
    endless = TaskRow(task=task("gout"), front=front("Gout", status="draft", review_by=None))

    assert [row.title for row in by_review(document_rows(dashboard(endless, SOUND, NEAR, LATE)))] == [
        "The flu shot",
        "Your cast",
        "Living with asthma",
        "Gout",
    ]


def test_a_document_that_cannot_be_read_keeps_its_last_good_pdf() -> None:
    project = dashboard(faults=(fault("yaml"),), artifacts=(artifact(task()),))

    assert cards(project)["asthma (en)"]["explanation"] == (
        "It could not be built. The last good PDF stays, unchanged."
    )
