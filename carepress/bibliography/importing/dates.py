"""Dates as PubMed, RIS, EndNote and CSL write them.

In:   `2019 Mar 4`, `2019/03/04/`, `March 4, 2019`, `2019-03-04`, `2019 Jan-Feb`, `Winter 2019`.
Out:  a Date: the year, the month as a .bib file has it, and the day.
Pure: what is no date has no year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMES = re.compile(rf"\b({'|'.join(MONTHS)})[a-z]*\.?", re.IGNORECASE)
SEASON = re.compile(r"\b(spring|summer|autumn|fall|winter)\b", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Date:
    """A date. `month` is a BibTeX macro such as `mar`, or text such as `Jan-Feb`; what is not known is empty."""

    year: str = ""
    month: str = ""
    day: str = ""

    @property
    def iso(self) -> str:
        """`2019-03-04`, as far as it is known."""
        month = f"{MONTHS.index(self.month) + 1:02}" if self.month in MONTHS else ""
        day = f"{int(self.day):02}" if self.day and month else ""
        return "-".join(filter(None, (self.year, month, day)))


def numbered(year: str, month: str = "", day: str = "") -> Date:
    """A date of three numbers, as in CSL-JSON and XML; a month may also be a name, such as `Mar`."""
    if month.isdecimal():
        month = MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else ""
    elif NAMES.fullmatch(month):
        month = month[:3].lower()
    day = day if day.isdecimal() and 1 <= int(day) <= 31 else ""
    return Date(year=year, month=month, day=day if month in MONTHS else "")


def read_date(text: str) -> Date | None:
    """The date in a text; None without a year. `in press` and the like stand in its place as they are."""
    year = YEAR.search(text)
    if year is None:
        return Date(year=text.strip()) if re.search(r"(?i)press|forthcoming", text) else None
    if iso := re.match(r"\s*\d{4}[-/](\d{0,2})(?:[-/](\d{0,2}))?", text[year.start() :]):
        return numbered(year[0], iso[1], iso[2] or "")
    rest = text[: year.start()] + " " + text[year.end() :]
    months = NAMES.findall(rest)
    if len(months) > 1:
        return Date(year=year[0], month="-".join(name.capitalize() for name in months[:2]))
    if not months:
        season = SEASON.search(rest)
        return Date(year=year[0], month=season[1].capitalize() if season else "")
    day = re.search(r"\b(\d{1,2})\b", rest)
    return numbered(year[0], months[0], day[1] if day else "")
