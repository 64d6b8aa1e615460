"""What is not printed is told if it is meant for readers, and not if nobody prints it."""

from __future__ import annotations

import pytest
from pybtex.database import Entry

from carepress.bibliography.field_names import GENRES
from carepress.bibliography.fields import cleaned
from carepress.bibliography.unprinted import KNOWN, OF_GENRE, READERS, known_name, unprinted

ARTICLE = {"author": "Oh, K.", "title": "T", "journal": "Lancet", "year": "2020", "volume": "1"}


def left_out(kind: str, **fields: str) -> list[str]:
    entry = Entry(kind, fields)
    return list(unprinted(kind, fields, cleaned(entry)))


@pytest.mark.parametrize(
    ("kind", "field", "text"),
    [
        ("article", "editor", "Roe, R."),
        ("article", "booktitle", "A whole book"),
        ("book", "editora", "Roe, R."),
        ("online", "series", "Working papers"),
        ("patent", "publisher", "Springer"),
        ("thesis", "volume", "3"),
    ],
)
def test_a_field_that_has_no_place_is_named(kind: str, field: str, text: str) -> None:
    assert left_out(kind, title="T", **{field: text}) == [field]


@pytest.mark.parametrize(
    "field",
    ["abstract", "keywords", "file", "copyright", "annote", "isbn", "issn", "langid", "publisher", "address", "genre"],
)
def test_what_nobody_prints_in_an_article_is_silent(field: str) -> None:
    assert left_out("article", **ARTICLE, **{field: "Some text"}) == []


def test_a_title_typed_twice_is_printed() -> None:
    assert left_out("book", title="Lungs and air", booktitle="{Lungs} and air") == []


def test_a_second_publisher_is_named() -> None:
    assert left_out("book", title="T", publisher="Pub", organization="Society") == ["organization"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("titel", "title"),
        ("jounral", "journal"),
        ("volum", "volume"),
        ("authors", "author"),
        ("link", "url"),
        ("vol", "volume"),
    ],
)
def test_a_misspelt_field_is_known(typed: str, meant: str) -> None:
    assert known_name(typed) == meant


@pytest.mark.parametrize(
    "typed", ["title", "abstract", "date-added", "bdsk-url-1", "genre", "shown", "state", "di", "mynote"]
)
def test_other_names_are_left_alone(typed: str) -> None:
    assert known_name(typed) is None


def test_every_genre_has_its_fields() -> None:
    assert set(GENRES.values()) | {"preprint"} == set(OF_GENRE)
    assert READERS < KNOWN
    assert frozenset().union(*OF_GENRE.values()) <= READERS
