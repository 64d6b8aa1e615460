"""The fields of a .bib entry: LaTeX becomes plain text, and many names become one."""

from __future__ import annotations

import pytest
from pybtex.database import Entry

from carepress.bibliography.fields import cleaned


def entry(kind: str, **fields: str) -> Entry:
    return Entry(kind, fields)


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
