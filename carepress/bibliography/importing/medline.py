"""MEDLINE: what PubMed saves with 'Send to: Citation manager' (.nbib) and with 'Format: PubMed' (.txt).

In:   the text of a file.
Out:  a work for each record, its journal abbreviated as NLM does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from carepress.bibliography.importing.dates import Date, read_date
from carepress.bibliography.importing.model import Person, Piece, doi_in, work
from carepress.bibliography.importing.tagged import Record, person, records

LINE = re.compile(r"([A-Z]{2,4}) *- ?(.*)")
INITIALS = re.compile(r"(.+?) ([A-Z]{1,3})(?: (Jr|Sr|2nd|3rd|\dth))?")


def read_medline(text: str) -> Iterator[Piece]:
    """Every work of a MEDLINE file."""
    for record in records(text, LINE, "PMID"):
        yield _work(record) if isinstance(record, Record) else record


def _work(record: Record) -> Piece:
    types = set(record.all("PT"))
    is_book, is_chapter = bool(record.all("BTI", "PB")) and not record.first("TA"), bool(record.all("BTI", "CTI"))
    title = record.first("TI", "BTI")
    kind = "article" if not is_book else "incollection" if is_chapter and record.first("TI") else "book"
    return work(
        kind,
        record.line,
        {
            "title": with_type(title, types),
            "booktitle": record.first("BTI", "CTI") if kind == "incollection" else "",
            "journal": record.first("TA", "JT"),
            "volume": record.first("VI", "VTI"),
            "number": record.first("IP"),
            "pages": record.first("PG") or _locator(record),
            "publisher": record.first("PB"),
            "address": record.first("PL"),
            "edition": record.first("EN"),
            "language": record.first("LA"),
            "doi": next((doi for text in record.all("LID", "AID") if "[doi]" in text and (doi := doi_in(text))), ""),
            "pmid": record.first("PMID"),
            "pmcid": record.first("PMC"),
        },
        authors=_people(record, "FAU", "AU", "CN"),
        editors=_people(record, "FED", "ED"),
        issued=_issued(record),
        retracted=is_retracted(types) or bool(record.all("RIN")),
        told=told_of(types),
    )


def with_type(title: str, types: Iterable[str]) -> str:
    """A title as NLM prints it: without its full stop, and with `[letter]` where it is one."""
    title = title[:-1] if title.endswith(".") and not title.endswith("..") else title
    return f"{title} [letter]" if title and "Letter" in types else title


def is_retracted(types: Iterable[str]) -> bool:
    """Whether a work's types of publication say so."""
    return "Retracted Publication" in types


def told_of(types: Iterable[str]) -> list[str]:
    """What staff should know of a work of these types before they cite it."""
    about = {
        "Retraction of Publication": "it is the notice of a retraction, not the article",
        "Retraction Notice": "it is the notice of a retraction, not the article",
        "Published Erratum": "it is a correction, not the article",
        "Expression of Concern": "it is a warning about another article",
        "Preprint": "it is a preprint: nobody has reviewed it yet",
    }
    return [text for name, text in about.items() if name in types]


def _people(record: Record, full: str, short: str, groups: str = "") -> list[Person]:
    """Persons by their full names if those are given, in the order of the file, then organisations."""
    names = [person(name) for name in record.all(full)]
    if len(names) < len(record.all(short)):
        names = [_short(name) for name in record.all(short)]
    return [*names, *(Person(family=name) for name in record.all(*filter(None, [groups])))]


def _short(name: str) -> Person:
    match = INITIALS.fullmatch(name)
    return Person(family=match[1], given=match[2], suffix=match[3] or "") if match else Person(family=name)


def _locator(record: Record) -> str:
    """The number of an article without pages, such as `e0123456`."""
    return next((text.removesuffix("[pii]").strip() for text in record.all("LID") if text.endswith("[pii]")), "")


def _issued(record: Record) -> Date | None:
    return next((date for text in record.all("DP", "DEP", "CDAT") if (date := read_date(text))), None)
