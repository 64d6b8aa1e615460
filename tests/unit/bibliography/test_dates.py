"""Dates: as BibLaTeX, BibTeX and people type them, and as NLM prints them."""

from __future__ import annotations

import pytest

from carepress.bibliography.dates import is_month, read_date, read_month, read_year


@pytest.mark.parametrize(
    ("typed", "year", "full"),
    [
        ("2010", "2010", "2010"),
        ("2010-05", "2010", "2010 May"),
        ("2015-06-01", "2015", "2015 Jun 1"),
        ("2015-06-01T12:00:00Z", "2015", "2015 Jun 1"),
        ("2010/2012", "2010-2012", "2010-2012"),
        ("2010/", "2010-", "2010-"),
        ("2010/..", "2010-", "2010-"),
        ("/2012", "-2012", "-2012"),
        ("2010-05/2012-06", "2010-2012", "2010 May-2012 Jun"),
        ("2002-04-03/2002-04-05", "2002", "2002 Apr 3-5"),
        ("2002-04-30/2002-05-02", "2002", "2002 Apr 30-May 2"),
        ("2010-05~", "[ca. 2010]", "[ca. 2010 May]"),
        ("2010?", "[2010?]", "[2010?]"),
        ("2010-21", "2010", "2010 Spring"),
        ("c. 2020", "[ca. 2020]", "[ca. 2020]"),
        ("ca. 2020", "[ca. 2020]", "[ca. 2020]"),
        ("circa 2020", "[ca. 2020]", "[ca. 2020]"),
        ("[2020]", "2020", "2020"),
        ("June 1, 2020", "2020", "2020 Jun 1"),
        ("1 June 2020", "2020", "2020 Jun 1"),
        ("1-Jan-2020", "2020", "2020 Jan 1"),
        ("Spring 2020", "2020", "2020 Spring"),
        ("2020 Sept 5", "2020", "2020 Sep 5"),
    ],
)
def test_a_date_is_read(typed: str, year: str, full: str) -> None:
    date = read_date(typed)

    assert date is not None
    assert (date.year, date.full) == (year, full)


@pytest.mark.parametrize("typed", ["2020-13-45", "2020-02-30", "2020-00", "soon", "", "..", "/", "199X", "01/02/2020"])
def test_what_is_on_no_calendar_is_no_date(typed: str) -> None:
    assert read_date(typed) is None


@pytest.mark.parametrize("typed", ["2020/2021", "2020--2021", "2020-21"])
def test_a_year_may_be_two(typed: str) -> None:
    date = read_year(typed)

    assert date is not None
    assert (date.year, date.first) == ("2020-2021", 2020)


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("March", "Mar"),
        ("mar.", "Mar"),
        ("3", "Mar"),
        ("03", "Mar"),
        ("Sept", "Sep"),
        ("Jan.--Feb.", "Jan-Feb"),
        ("January 7", "Jan 7"),
        ("7 jan", "Jan 7"),
        ("summer", "Summer"),
    ],
)
def test_a_month_is_its_three_letters(typed: str, month: str) -> None:
    assert read_month(typed) == month
    assert is_month(month)


@pytest.mark.parametrize("typed", ["Mai", "13", "0", "soon"])
def test_what_is_no_month_stays(typed: str) -> None:
    assert read_month(typed) == typed
    assert not is_month(typed)
