"""Rules of reading back: what is in the finished PDF is what was typed, word by word and sign by sign."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carepress.preflight.read_back import (
    MOST_TOLD,
    Difference,
    _one_for_a_script,
    check_finished,
    check_pages,
    differences,
)
from carepress.preflight.typed_text import TypedLine, typed_lines
from tests.support.proofs import BROCHURE, MANUSCRIPT, in_brief, proofs

TYPED = """\
## How to take it

Take one tablet < 5 mg in the morning, and never two at once.

- In the evening: *half* a tablet.
- With water [@a2001].
"""
PRINTED = """\
Living with asthma
How to take it
Take one tablet < 5 mg in the morning,
and never two at\xa0once.
In the evening: half a tablet.
With water\xa0[1].
"""
FOUND = {
    "nothing": ((), []),
    "a word is lost": (("never two", "two"), [(3, "never")]),
    "a sign is lost": (("< 5", "5"), [(3, "<")]),
    "a sign is changed": (("< 5", "> 5"), [(3, "<")]),
    "a number is changed": (("5 mg", "50 mg"), [(3, "5")]),
    "a word is longer": (("half", "behalf"), [(5, "*half*")]),
    "a word is added": (("and never", "and not never"), [(3, "and never")]),
    "words change places": (("in the morning", "the morning in"), [(3, "mg in"), (3, "in the"), (3, "morning,")]),
    "a line goes on in another column": (("morning,\n", "morning,\nPage 1 of 2. "), []),
    "a hyphen breaks a word": (("evening", "eve\ufffening"), []),
    "a line is doubled": (
        ("With water", "In the evening: half a tablet. With water"),
        [(5, "In the evening: *half* a tablet.")],
    ),
}


@pytest.mark.parametrize("change", FOUND)
def test_differences(change: str) -> None:
    edit, found = FOUND[change]
    printed = PRINTED.replace(*edit) if edit else PRINTED
    lines = typed_lines(TYPED, "fact-sheet")

    assert [(one.line.number, one.words) for one in differences(lines, printed, ["Living with asthma"])] == found


TABLE = "| The name of your medicine | How often you take it |\n|---|---|\n" + "| Salbutamol | twice a day |\n" * 80


@pytest.mark.parametrize(
    ("text", "format_name"),
    [(TYPED.replace(" [@a2001]", ""), "fact-sheet"), (TABLE, "fact-sheet"), (BROCHURE[MANUSCRIPT], "brochure")],
)
def test_text_that_runs_over_columns_panels_and_pages_is_whole_in_every_edition(
    text: str, format_name: str, tmp_path: Path
) -> None:
    _, _, finished = proofs(tmp_path, {MANUSCRIPT: text}, format_name)

    assert [in_brief(check_finished(edition)) for edition in finished] == [[] for _ in finished]
    assert finished


def test_what_a_template_hides_is_told_line_by_line_and_the_rest_is_counted(tmp_path: Path) -> None:
    lines = "\n\n".join(f"A line with the number {number}." for number in range(MOST_TOLD + 3))
    _, _, finished = proofs(tmp_path, {MANUSCRIPT: f"## Title\n\n{lines}\n"})
    manuscript = finished[0].pages.written.manuscript
    longer = replace(
        manuscript, source=replace(manuscript.source, text=manuscript.source.text.replace("A line", "Not a line"))
    )
    changed = replace(
        finished[0], pages=replace(finished[0].pages, written=replace(finished[0].pages.written, manuscript=longer))
    )
    found = in_brief(check_finished(changed))

    assert found[0] == ("altered-text", 8, "`Not` is not in the finished PDF")
    assert found[MOST_TOLD:] == [
        ("altered-text", 12 + 2 * MOST_TOLD, "the finished PDF lacks or doubles words in more lines than these")
    ]


@pytest.mark.parametrize(
    ("words", "is_refused"), [("Say \u05e9\u05dc\u05d5\u05dd", True), ("\u0647\u0630\u0627", True), ("Ελληνικά", False)]
)
def test_text_from_right_to_left_is_refused_on_pages_from_left_to_right(
    words: str, is_refused: bool, tmp_path: Path
) -> None:
    _, pages, _ = proofs(tmp_path, {MANUSCRIPT: f"## Title\n\n{words}\n"})

    assert pages is not None
    assert [fault.message for fault in check_pages(pages)] == [
        f"`{words.rsplit(maxsplit=1)[-1]}` is written from right to left"
    ] * is_refused


def test_a_script_whose_letters_change_places_is_refused_with_that_reason() -> None:
    lines = typed_lines("हिन्दी", "fact-sheet")

    assert [one.words for one in differences(lines, "िहन्दी", [])] == ["हिन्दी"] * 2


def test_words_that_a_script_garbles_are_told_once() -> None:
    line = TypedLine(number=1, typed="", pieces=())
    arabic = [Difference(line, word) for word in ("\u0645\u0631\u0636", "\u0637\u0628\u064a\u0628")]
    lost = Difference(line, "lost")

    assert _one_for_a_script([arabic[0], lost, arabic[1]]) == [arabic[0], lost]
    assert _one_for_a_script([arabic[0], replace(arabic[0])]) == [arabic[0]]
