"""Rules of tagged files: where a work begins, and how names are written in them."""

from __future__ import annotations

import re

import pytest

from carepress.bibliography.importing.model import Person
from carepress.bibliography.importing.tagged import Record, page_range, person, pmid_in, records


def test_a_record_knows_its_line_and_its_values() -> None:
    first, second = records("x\nAA a\n b\nBB c\nAA d\n", re.compile(r"(AA|BB) (.*)"), "AA")

    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.line, first.all("AA", "BB"), first.first("CC", "BB")) == (2, ["a b", "c"], "c")
    assert second.line == 5


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Brown, Robert H", Person(family="Brown", given="Robert H")),
        ("Kelly, John, Jr.", Person(family="Kelly", given="John", suffix="Jr.")),
        ("Kelly, John J 3rd", Person(family="Kelly", given="John J", suffix="3rd")),
        ("van der Berg AM", Person(family="van der Berg", given="AM")),
        ("World Health Organization,", Person(family="World Health Organization")),
        ("Department of Health, Social Care, Safety, and Ageing", Person(
            family="Department of Health, Social Care, Safety, and Ageing")),
    ],
)  # fmt: skip
def test_names(name: str, expected: Person) -> None:
    assert person(name) == expected


def test_pages_and_pubmed_numbers() -> None:
    assert [page_range("162", "172"), page_range("162-72", "172"), page_range("e1", ""), page_range("5", "5")] == [
        "162-172", "162-72", "e1", "5",
    ]  # fmt: skip
    assert (pmid_in(["PMID: 31234567"]), pmid_in(["31234567"])) == ({"pmid": "31234567"}, {})


def test_without_a_tag_that_starts_a_work_an_empty_line_ends_it() -> None:
    found = records("AA a\nb\n\n\nAA c\n", re.compile(r"(AA) (.*)"), "")

    assert [(record.line, record.values) for record in found if isinstance(record, Record)] == [
        (1, {"AA": ["a b"]}), (5, {"AA": ["c"]}),
    ]  # fmt: skip
