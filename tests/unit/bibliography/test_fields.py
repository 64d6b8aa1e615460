"""The fields of a .bib entry: LaTeX becomes plain text, and many names become one."""

from __future__ import annotations

import pytest
from pybtex.database import Entry

from carepress.bibliography.fields import address, bare_doi, cleaned, people, short_pages, surname


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("187--199", "187-99"),
        ("187-99", "187-99"),
        ("187\N{EN DASH}199", "187-99"),
        ("187 - 199", "187-99"),
        ("1187-1194", "1187-94"),
        ("3257--3268", "3257-68"),
        ("590-597", "590-7"),
        ("99-101", "99-101"),
        ("S12-S19", "S12-9"),
        ("e12-e19", "e12-9"),
        ("5-5", "5"),
        ("32", "32"),
        ("e12", "e12"),
        ("CD001447", "CD001447"),
        ("xii--xv", "xii-xv"),
        ("12A-14A", "12A-14A"),
        ("1--10,15--19", "1-10, 15-9"),
    ],
)
def test_pages_drop_the_digits_that_repeat(given: str, printed: str) -> None:
    assert short_pages(given) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "10.1000/a_b",
        "doi:10.1000/a_b",
        "DOI: 10.1000/a_b",
        "https://doi.org/10.1000/a\\_b",
        "http://dx.doi.org/10.1000/a_b.",
    ],
)
def test_a_doi_is_the_same_however_it_is_dressed(typed: str) -> None:
    assert bare_doi(typed) == "10.1000/a_b"


def test_the_link_of_a_doi_keeps_its_dashes() -> None:
    assert address(r"https://x.example/{a}--b\_c\textasciitilde{}d") == "https://x.example/a--b_c~d"


def entry(kind: str, **fields: str) -> Entry:
    return Entry(kind, fields, {role: people(fields[role]) for role in ("author", "editor") if role in fields})


@pytest.mark.parametrize(
    ("kind", "fields", "genre"),
    [
        ("article", {"journal": "Lancet"}, "article"),
        ("proceedings", {}, "book"),
        ("inbook", {"booktitle": "B"}, "chapter"),
        ("inbook", {}, "book"),
        ("techreport", {}, "report"),
        ("mastersthesis", {}, "thesis"),
        ("misc", {"url": "https://who.int"}, "webpage"),
        ("misc", {"url": "https://who.int", "doi": "10.1000/x"}, "misc"),
        ("misc", {"howpublished": "medRxiv"}, "preprint"),
        ("artcle", {}, "misc"),
    ],
)
def test_an_entry_has_the_genre_of_its_kind_and_fields(kind: str, fields: dict[str, str], genre: str) -> None:
    assert cleaned(entry(kind, **fields)).type == genre


def test_fields_have_one_name_whatever_the_file_calls_them() -> None:
    zotero = {"journaltitle": "N. Engl. J. Med.", "date": "2017-07-13", "issue": "2", "doi": "doi:10.1000/x"}
    pubmed = {"journal": "N Engl J Med", "year": "2017", "number": "2", "url": "https://doi.org/10.1000/x"}

    for fields in (zotero, pubmed):
        clean = cleaned(entry("article", **fields)).fields
        assert [clean[name] for name in ("journal", "year", "number", "doi")] == [
            "N Engl J Med",
            "2017",
            "2",
            "10.1000/x",
        ]


def test_a_cleaned_entry_stays_as_it_is() -> None:
    once = cleaned(entry("article", title="Stem {Cells}", author="A, A and others", pages="187--199"))

    assert cleaned(once) is once


def test_a_name_typed_as_pubmed_shows_it_is_surname_and_initials() -> None:
    assert [
        (surname(person), person.first_names) for person in people("Brown RH and {WHO} and van der Berg, Anna")
    ] == [("Brown", ["RH"]), ("WHO", []), ("van der Berg", ["Anna"])]
