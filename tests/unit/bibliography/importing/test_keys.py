"""Rules of keys: in the style of those that are there, and never one that is taken."""

from __future__ import annotations

import pytest

from carepress.bibliography.importing.keys import STYLES, Named, free_key, style_of

BROWN = Named(name="Brown", year="2017", title="The airways of mice")


@pytest.mark.parametrize("style", STYLES)
def test_the_style_of_the_existing_keys_is_found(style: str) -> None:
    others = [BROWN, Named(name="van der Velde", year="2020", title="Sleep")]

    assert style_of((named.key(style), named) for named in others) == style


def test_a_key_with_a_letter_at_its_end_has_the_same_style_and_ours_comes_first() -> None:
    assert style_of([("Brown2017b", BROWN)]) == "{Name}{year}"
    assert style_of([]) == style_of([("x1", BROWN)]) == "{name}{year}"


@pytest.mark.parametrize(
    ("named", "key"),
    [
        (Named(name="Jadidi-Niaragh", year="2016", title="A"), "jadidiniaragh2016"),
        (Named(name="Olávio", year="", title="A"), "olavio"),
        (Named(name="World Health Organization", year="2021", title="A", is_organisation=True), "who2021"),
        (Named(name="Cochrane Airways", year="2021", title="A", is_organisation=True), "cochrane2021"),
        (Named(name="王", year="2021", title="The airways"), "airways2021"),
        (Named(name="", year="in press", title="睡眠"), "work"),
    ],
)
def test_keys(named: Named, key: str) -> None:
    assert named.key("{name}{year}") == key


def test_a_key_that_is_taken_gets_a_letter() -> None:
    assert free_key("a", set()) == "a"
    assert free_key("Brown2017", {"brown2017", "brown2017a"}) == "Brown2017b"
    assert free_key("a", {"a", *(f"a{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")}) == "aaa"
