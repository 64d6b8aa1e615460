"""Rules of another .bib file: its entries come over as typed, with abbreviations written out."""

from __future__ import annotations

from carepress.bibliography.importing.bib import read_bib
from carepress.bibliography.importing.model import ImportedWork, Refused
from tests.support.imports import entry, sample


def test_an_entry_keeps_its_key_its_type_and_the_order_of_its_fields() -> None:
    work, fault = read_bib(sample("library.bib"))

    assert isinstance(work, ImportedWork)
    assert (work.key, list(entry(work).items())) == (
        "vandenBerg2020",
        [
            ("kind", "Article"), ("author", "van den Berg, Anna and {Gut Study Group}"),
            ("title", "{Helicobacter} and more"), ("journal", "Gut Liver Rep"), ("year", "2021"),
            ("month", "February~3"), ("volume", "8"), ("pages", "1--4"), ("doi", "10.1234/glr.8.1"),
        ],
    )  # fmt: skip
    assert isinstance(fault, Refused)
    assert fault.line == 14
