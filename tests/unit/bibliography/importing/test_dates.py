"""Rules of dates: as far as a file knows them, and no further."""

from __future__ import annotations

import pytest

from carepress.bibliography.importing.dates import Date, numbered, read_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019 Mar 4", Date(year="2019", month="mar", day="4")),
        ("2019", Date(year="2019")),
        ("2019/03/04/", Date(year="2019", month="mar", day="04")),
        ("2019///Spring", Date(year="2019")),
        ("2019-03", Date(year="2019", month="mar")),
        ("March 4, 2019", Date(year="2019", month="mar", day="4")),
        ("4 March 2019", Date(year="2019", month="mar", day="4")),
        ("2019 Jan-Feb", Date(year="2019", month="Jan-Feb")),
        ("2018 Dec-2019 Jan", Date(year="2018", month="Dec-Jan")),
        ("2019 winter", Date(year="2019", month="Winter")),
        ("in press", Date(year="in press")),
        ("2019-13-40", Date(year="2019")),
    ],
)
def test_a_date_is_read_in_every_form(text: str, date: Date) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize("text", ["", "no date", "12345", "March"])
def test_what_has_no_year_is_no_date(text: str) -> None:
    assert read_date(text) is None


def test_a_date_is_written_as_far_as_it_is_known() -> None:
    assert [numbered("2019", "3", "4").iso, numbered("2019", "Mar").iso, numbered("2019").iso] == [
        "2019-03-04", "2019-03", "2019",
    ]  # fmt: skip
    assert numbered("2019", "14", "99") == Date(year="2019")
