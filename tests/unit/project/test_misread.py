"""Rules of what YAML misreads: a # ends no sentence unless it is a comment beyond doubt."""

from __future__ import annotations

import pytest

from carepress.project.misread import Scalar, misread


def cut(value: str, rest: str, *, style: str = "", is_text: bool = True) -> list[str]:
    scalar = Scalar(text=f"a: {value}{rest}\n", start=3, end=3 + len(value), style=style, is_text=is_text)
    return [slip.values["cut"] for slip in misread(scalar) if slip.case == "cut"]


@pytest.mark.parametrize(
    ("value", "rest"),
    [
        ("Call 911 or press", "#1 on your phone."),
        ("Room", "#5"),
        ("Ask at the desk", "# 4 and wait"),
        ("draft", "#1"),
        ("ward", "# 3"),
        ("312-555-0142", "# press 2"),
        ("Oxygen is your", "#one help"),
        ("Call 911 or press", "#"),
    ],
)
def test_a_sentence_that_goes_on_after_a_number_sign_is_cut(value: str, rest: str) -> None:
    assert cut(value, f" {rest}  ") == [rest]


@pytest.mark.parametrize("rest", ["  #5", "\t#5", "      #five"])
def test_more_blanks_make_no_comment_of_what_touches_its_sign(rest: str) -> None:
    assert cut("Room", rest) == [rest.strip()]


@pytest.mark.parametrize(
    ("value", "rest"),
    [
        ("Monday to Friday", "  # ask Ana"),
        ("312-555-0142", "    # the front desk"),
        ("draft", " # until it is reviewed"),
        ("https://clinic.example", " # our site"),
        ("fact-sheet", " # and later a brochure"),
        ("Asthma", "  #"),
        ("Asthma", "  ########"),
        ("Asthma", ""),
        ("a", ",  # one of the list"),
    ],
)
def test_what_is_a_comment_beyond_doubt_may_stay(value: str, rest: str) -> None:
    assert cut(value, rest) == []


def test_what_is_no_sentence_may_have_any_comment() -> None:
    assert cut('"#15292E"', " #text", style='"') == []
    assert cut("7", " #x", is_text=False) == []


def test_a_slip_has_its_place_in_the_text() -> None:
    scalar = Scalar(text="a: b\nc: see\n  room #5\n", start=8, end=18, style="", is_text=True)
    (slip,) = misread(scalar)

    assert (slip.case, slip.line, slip.column, slip.length) == ("cut", 2, 7, 2)
