"""Rules of plain language: a text that a patient can read, in sentences of a length that can be followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.diagnostics.model import Diagnostic, Severity
from carepress.preflight.proof import Written
from carepress.preflight.readability.language import check_written
from tests.support.proofs import in_brief, marked, written

HEAD = "---\ntitle: {}\nformats: [fact-sheet]\n{}---\n\n"
PLAIN = "We rest at home. "
HARD = "The physical therapist recommends medication, exercise and occupational therapy. "
LONG_ONES = "physical, therapist, recommends, medication, exercise, occupational, therapy"
FIRST = 6  # the line on which the text of a manuscript starts


def found(proof: Written, code: str) -> list[Diagnostic]:
    return [fault for fault in check_written(proof) if fault.code == code]


# Reading level


def test_a_plain_text_passes_without_a_word(tmp_path: Path) -> None:
    assert list(check_written(written(tmp_path, PLAIN * 40))) == []


def test_a_text_above_the_wanted_grade_is_a_warning_with_both_grades_and_the_hardest_lines(tmp_path: Path) -> None:
    text = "## At home\n\n" + PLAIN * 40 + "\n\n## What helps\n\n" + HARD * 10

    (fault,) = found(written(tmp_path, text), "reading-level")

    assert fault == Diagnostic(
        code="reading-level",
        severity=Severity.WARNING,
        message="this text asks for 9.9 years of school by SMOG (Flesch-Kincaid: 6.2); aim for 8 or fewer",
        span=fault.span,
        help="Shorten these sentences, or put short words for their long ones:\n"
        + f"  line 12: 9 words, long ones: {LONG_ONES}\n"
        + "Hardest sections: What helps (18.2)",
    )
    assert marked([fault]) == ["Asthma"]


@pytest.mark.parametrize(
    ("plain", "hard", "limits", "severity"),
    [
        (40, 10, {"reading_grade": 12}, None),
        (40, 10, {"highest_grade": 9}, Severity.ERROR),
        (1, 28, {}, Severity.NOTE),
        (0, 30, {}, Severity.ERROR),
        (29, 0, {}, None),
        (0, 9, {}, None),
    ],
)
def test_only_a_text_of_thirty_sentences_can_fail_and_one_below_ten_has_no_grade(
    tmp_path: Path, plain: int, hard: int, limits: dict[str, float], severity: Severity | None
) -> None:
    faults = found(written(tmp_path, PLAIN * plain + HARD * hard, **limits), "reading-level")

    assert [fault.severity for fault in faults] == ([] if severity is None else [severity])


def test_a_short_text_is_told_that_its_grade_is_a_hint_only(tmp_path: Path) -> None:
    (fault,) = found(written(tmp_path, HARD * 10), "reading-level")

    assert fault.message == (
        "this text asks for 18.2 years of school by SMOG (Flesch-Kincaid: 22.0); aim for 8 or fewer "
        "(10 sentences are too few to be sure)"
    )


def test_a_language_without_a_formula_says_so_and_still_counts_words(tmp_path: Path) -> None:
    text = HEAD.format("Asthma", "") + "Rufen Sie uns bitte an, und sagen Sie uns, wie es Ihnen heute geht."

    assert in_brief(check_written(written(tmp_path, text, lang="de", sentence_words=12))) == [
        (
            "no-formula",
            1,
            "how hard this text is to read was not measured: there is no formula for this language (`de`)",
        ),
        ("long-sentence", FIRST, "this sentence has 14 words; most readers can follow 12"),
    ]


def test_a_page_without_text_is_not_measured(tmp_path: Path) -> None:
    assert list(check_written(written(tmp_path, HEAD.format("Asthma", ""), lang="de"))) == []


# Long sentences


def test_a_long_sentence_is_told_at_its_own_place_with_a_place_to_part_it(tmp_path: Path) -> None:
    text = "Rest at home. You may walk from the bed to the door, but you must not lift a bag. Call us.\n"

    (fault,) = found(written(tmp_path, text, sentence_words=15), "long-sentence")

    assert fault.message == "this sentence has 16 words; most readers can follow 15"
    assert marked([fault]) == ["You may walk from the bed to the door, but you must not lift a bag"]
    assert fault.help == "Put a full stop after `to the door`, and begin a new sentence at `but you must`."


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (
            "Drink much water on the day before; eat nothing after eight at night.",
            "Put a full stop after `the day before`, and begin a new sentence at `eat nothing after`.",
        ),
        (
            "Bring bread, milk, eggs, butter, cheese, ham, salt, rice, beans and tea.",
            "Make it two sentences, one thought each, or a list.",
        ),
    ],
)
def test_a_sentence_is_parted_where_each_part_can_stand(tmp_path: Path, text: str, advice: str) -> None:
    (fault,) = found(written(tmp_path, text, sentence_words=8), "long-sentence")

    assert fault.help == advice


def test_a_sentence_may_have_as_many_words_as_the_clinic_says(tmp_path: Path) -> None:
    assert found(written(tmp_path, "One two three four five six.", sentence_words=6), "long-sentence") == []


def test_every_item_of_a_list_is_a_sentence_of_its_own(tmp_path: Path) -> None:
    assert found(written(tmp_path, "- one two three\n- four five six\n", sentence_words=5), "long-sentence") == []


# Any input


@pytest.mark.parametrize(
    "text", ["", "...\n", "**\n", "|\n", "> \n", "- \n", "!!! ??? …\n", "a" * 5000, "’’ '' “”\n", "ж " * 400]
)
def test_odd_texts_are_no_trouble(tmp_path: Path, text: str) -> None:
    assert {fault.code for fault in check_written(written(tmp_path, text))} <= {"long-sentence"}
