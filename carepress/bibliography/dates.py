"""Dates: what BibTeX, BibLaTeX and people type for a day, as NLM prints it.

BibLaTeX writes ISO 8601-2: `2010-05`, `2010/2012`, `2010-05~`, `2010-21` for a spring. BibTeX has a year and a month,
and people type `June 1, 2020` or `c. 2020`.

In:   the text of a field.
Out:  a Date, or None where the text is none.
Never: corrects a date: the 45th of a 13th month is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SEASONS = {"21": "Spring", "22": "Summer", "23": "Autumn", "24": "Winter"}  # ISO 8601-2, 4.7
NAMED = {
    **{month.lower(): month for month in MONTHS},
    **{name: name.capitalize() for name in ("spring", "summer", "autumn", "fall", "winter")},
}
WHOLE_MONTHS = frozenset(
    {*("january", "february", "march", "april", "june", "july", "august"), "sept"}
    | {f"{name}ber" for name in ("septem", "octo", "novem", "decem")}
)
ISO = re.compile(r"([0-9]{4})(?:([-/])([0-9]{1,2})(?:\2([0-9]{1,2}))?)?(?:[T ][0-9][0-9]:\S*)?\s*([~?%]?)")
DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?([A-Za-z]+)\.?[\s,-]+([0-9]{4})")
MONTH_DAY = re.compile(r"(?:([A-Za-z]+)\.?[\s,]+)(?:([0-9]{1,2})(?:st|nd|rd|th)?[\s,]+)?([0-9]{4})")
YEAR_MONTH = re.compile(r"([0-9]{4}),?\s+([A-Za-z]+)\.?(?:\s+([0-9]{1,2}))?")
ABOUT = re.compile(r"(?i)(?:c\.?\s?a?\.?|circa|about|~)\s*([0-9]{4})")
YEARS = re.compile(r"([0-9]{4})\s*(?:/|[-\u2010-\u2015]+)\s*([0-9]{4}|[0-9]{2})")
DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, kw_only=True, slots=True)
class Date:
    """A date as it is printed: its year or years alone, and in full. `first` is its first year, 0 if that is open."""

    year: str
    full: str
    first: int


@dataclass(frozen=True, slots=True)
class _Day:
    year: str
    month: str = ""
    day: str = ""
    doubt: str = ""

    @property
    def parts(self) -> tuple[str, str, str]:
        return self.year, self.month, self.day


def read_date(text: str) -> Date | None:
    """A day, month, season or year, or a range of them."""
    text = text.strip().strip("[]").strip()
    if (day := _day(text)) is not None:
        return _single(day)
    start, slash, end = (part.strip() for part in text.partition("/"))
    first, last = _day(start), _day(end)
    if slash and first and (last or end in ("", "..")):
        return _range(first, last)
    return _range(None, last) if slash and last and start in ("", "..") else None


def read_year(text: str) -> Date | None:
    """What stands in a field `year`: a year or a date, or the years `2020-2021` or `2020-21`."""
    years = YEARS.fullmatch(text.strip())
    if years is None:
        return read_date(text)
    first, last = years.groups()
    return _range(_Day(first), _Day(first[: 4 - len(last)] + last))


def read_month(text: str) -> str:
    """`3`, `March` and `mar.` as `Mar`, with a day that stands beside it; what is no month stays as it is."""
    text = text.strip()
    if re.fullmatch("[0-9]{1,2}", text) and 1 <= int(text) <= len(MONTHS):
        return MONTHS[int(text) - 1]
    named = re.sub(r"[^\W\d_]+\.?", lambda word: NAMED.get(_stem(word[0]), word[0]), text)
    named = re.sub(r"\s*[-/\u2010-\u2015]+\s*", "-", named)
    return re.sub(r"^([0-9]{1,2})\.?\s+([A-Z][a-z]{2})$", r"\2 \1", named)


def is_month(text: str) -> bool:
    """Whether `read_month` made months or seasons of a text, with days or without."""
    names = "|".join(sorted(set(NAMED.values())))
    return (
        re.fullmatch(rf"(?:{names})(?: [0-9]{{1,2}})?(?:-(?:(?:{names})(?: [0-9]{{1,2}})?|[0-9]{{1,2}}))?", text)
        is not None
    )


def _day(text: str) -> _Day | None:
    if iso := ISO.fullmatch(text):
        return _iso(*iso.groups(default=""))
    if about := ABOUT.fullmatch(text):
        return _Day(about[1], doubt="~")
    for pattern, order in ((DAY_MONTH, (3, 2, 1)), (MONTH_DAY, (3, 1, 2)), (YEAR_MONTH, (1, 2, 3))):
        if (match := pattern.fullmatch(text)) and (named := NAMED.get(_stem(match[order[1]]))):
            return _Day(match[order[0]], named, (match[order[2]] or "").lstrip("0"))
    return None


def _iso(year: str, _mark: str, month: str, day: str, doubt: str) -> _Day | None:
    if not month:
        return _Day(year, doubt=doubt)
    if month in SEASONS and not day:
        return _Day(year, SEASONS[month], "", doubt)
    if 1 <= int(month) <= len(MONTHS) and 1 <= int(day or 1) <= DAYS_IN_MONTH[int(month) - 1]:
        return _Day(year, MONTHS[int(month) - 1], day.lstrip("0"), doubt)
    return None


def _stem(word: str) -> str:
    """The letters by which a month or season is known: `March` and `Sept.` -> `mar` and `sep`."""
    bare = word.lower().rstrip(".")
    return bare[:3] if bare in WHOLE_MONTHS else bare


def _single(day: _Day) -> Date:
    return Date(
        year=_doubted(day, day.year), full=_doubted(day, " ".join(filter(None, day.parts))), first=int(day.year)
    )


def _doubted(day: _Day, text: str) -> str:
    """NLM puts in brackets what is not sure: `[ca. 2010]`, `[2010?]`."""
    return {"": text, "?": f"[{text}?]"}.get(day.doubt, f"[ca. {text}]")


def _range(first: _Day | None, last: _Day | None) -> Date:
    """NLM leaves out what is the same: `2002 Apr 3-5`, `2002 Apr 30-May 2`, `2010-2012`, `2010-`."""
    start, end = first.parts if first else ("", "", ""), last.parts if last else ("", "", "")
    years = start[0] if start[0] == end[0] else f"{start[0]}-{end[0]}"
    if first and last and start[0] == end[0]:
        same = 1 if start[1] != end[1] else 2
        tail = " ".join(filter(None, end[same:]))
        full = " ".join(filter(None, start)) + f"-{tail}" * bool(tail and start != end)
    else:
        full = "-".join(" ".join(filter(None, side)) for side in (start, end))
    about = "ca. " * any(day is not None and day.doubt for day in (first, last))
    years, full = (f"[{about}{text}]" if about else text for text in (years, full))
    return Date(year=years, full=full, first=int(start[0] or 0))
