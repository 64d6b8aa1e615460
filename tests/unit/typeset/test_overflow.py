"""Rules of overflow: what does not fit is a fault that says by how much, from which line, and what to do."""

from __future__ import annotations

import pytest

from carepress.diagnostics.model import Diagnostic, Severity
from tests.support.typesetting import SOURCE, block, card, fitted, folded, section, sheet


def test_an_overfull_flow_says_its_last_panel_how_many_lines_and_from_which_line_of_the_manuscript() -> None:
    _, diagnostics = card(section(10, 60) + section(20, 60) + section(30, 60) + section(40, 20))

    assert diagnostics.items == (
        Diagnostic(
            code="overfull-panel",
            message="Panel inside-3 is full: about 6 lines too many (30 mm), from asthma/en.md:40",
            span=SOURCE.span_at(40),
            help="Cut about 15 words, here or further up."
            "\nOr keep the section `line 10` (line 10, about 14 lines) for another format,"
            "\nsuch as the fact sheet: type   :::: not card   below its heading, and   ::::   at its end.",
        ),
    )


def test_one_line_too_many_is_one_line() -> None:
    _, diagnostics = card("".join(section(line, 70) for line in (10, 20, 30)) + block(40, 5))

    assert [fault.message for fault in diagnostics] == [
        "Panel inside-3 is full: about 1 line too many (5 mm), from asthma/en.md:40"
    ]


def test_an_overfull_cover_has_other_advice() -> None:
    cover = '<p style="height: 80mm">A</p><p>Ask us here, and then go.</p>'
    _, diagnostics = card(section(10, 60, 60, 60), cover=cover)

    assert [(fault.message, fault.span, fault.help) for fault in diagnostics.errors] == [
        (
            "Panel cover is full: about 1 line too many (5 mm), from `Ask us here, and then`",
            None,
            "Shorten the title, the subtitle or the summary; on the back, cite fewer works here,"
            "\nor type   references: online",
        )
    ]


def test_what_is_too_much_for_a_panel_that_was_named_can_move_inside() -> None:
    _, diagnostics = card(section(10, 60, 60, 60), flap=section(2, 60) + section(5, 30))

    assert [(fault.message, fault.help) for fault in diagnostics.errors] == [
        (
            "Panel flap is full: about 8 lines too many (40 mm), from asthma/en.md:5",
            "Cut about 20 words here, or give a part a heading of its own without {panel=flap}: it moves inside.",
        )
    ]


def test_no_section_is_sent_away_that_is_most_of_the_text_or_not_enough() -> None:
    _, most = card(section(10, *[30] * 8) + section(40, 10))
    _, little = card("".join(section(line, 20, 20) for line in range(10, 60, 10)) + section(60, *[25] * 3))

    assert [diagnostics.errors[0].help for diagnostics in (most, little)] == [
        "Cut about 35 words, here or further up.",
        "Cut about 45 words, here or further up.",
    ]


@pytest.mark.parametrize(("flap", "text", "message", "help_"), [
    ("", section(10, 60, 60, 60), "Panel flap is empty",
    "Say which part of the text stands there:   ## What is it? {panel=flap}"),
    (block(2, 60), block(10, 60) + block(20, 60), "Panel inside-3 is empty",
    "Write some more, or take this format out of `formats`."
    "\nLines for the reader to write on fill a panel well:   ::: notes"),
])  # fmt: skip
def test_an_empty_panel_is_a_fault(flap: str, text: str, message: str, help_: str) -> None:
    _, diagnostics = card(text, flap=flap)

    assert [(fault.code, fault.message, fault.help) for fault in diagnostics] == [("empty-panel", message, help_)]


def test_text_that_runs_into_the_drawing_of_its_cover_is_a_warning() -> None:
    plain = folded()
    half = plain.panels[0].model_copy(update={"text_share": 0.5})
    crowded = plain.model_copy(update={"panels": (half, *plain.panels[1:])})
    text = "".join(section(line, 65) for line in (10, 20, 30))
    _, diagnostics = card(text, cover='<p style="padding-top: 46mm">A</p>', flap=block(2, 65), format_=crowded)

    assert diagnostics.items == (
        Diagnostic(
            code="crowded-cover",
            severity=Severity.WARNING,
            message="Panel cover is crowded: its text runs 11 mm (about 3 lines) into the drawing",
            help="Shorten the title, the subtitle or the summary.",
        ),
    )


def test_too_many_pages_say_how_many_and_from_which_line() -> None:
    _, diagnostics = fitted("".join(block(line, 70) for line in (5, 15, 25)), sheet(most_pages=2))

    assert diagnostics.items == (
        Diagnostic(
            code="too-many-pages",
            message="The sheet has 3 pages; the limit is 2, from asthma/en.md:25",
            span=SOURCE.span_at(25),
            help="Shorten the text, or make two documents of it.",
        ),
    )


def test_pages_that_only_the_list_of_works_fills_have_no_line() -> None:
    _, diagnostics = fitted(block(5, 70) + '<p style="height: 70mm">1. Oh K.</p>', sheet(most_pages=1))

    assert [(fault.message, fault.span) for fault in diagnostics] == [("The sheet has 2 pages; the limit is 1", None)]
