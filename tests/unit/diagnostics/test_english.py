"""The small words of messages."""

from __future__ import annotations

import pytest

from carepress.diagnostics.english import all_of, counted, days_ahead, nearest, one_of, shortened, verb


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


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_all_of_several_words_are_joined_as_in_a_sentence(words: list[str], sentence: str) -> None:
    assert all_of(words) == sentence


def test_a_number_comes_with_the_right_form_of_its_word() -> None:
    assert [counted(number, "page") for number in (0, 1, 2)] == ["0 pages", "1 page", "2 pages"]


@pytest.mark.parametrize(("words", "text"), [("ab", "a, b"), ("abc", "a, b and 1 more"), ("abcd", "a, b and 2 more")])
def test_a_long_list_is_cut_and_the_rest_counted(words: str, text: str) -> None:
    assert shortened(words, 2) == text


def test_a_day_is_named_as_people_name_it() -> None:
    assert [days_ahead(days) for days in (0, 1, 2)] == ["today", "tomorrow", "in 2 days"]


@pytest.mark.parametrize(("plural", "singular"), [("need", "needs"), ("have", "has"), ("are", "is")])
def test_a_verb_agrees_with_its_number(plural: str, singular: str) -> None:
    assert [verb(plural, number) for number in (0, 1, 2)] == [plural, singular, plural]
