"""EndNote: the tagged form that EndNote, Google Scholar and publishers save (.enw).

In:   the text of a file.
Out:  a work for each record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from carepress.bibliography.importing.dates import Date, read_date
from carepress.bibliography.importing.kinds_of_work import kind_of_work
from carepress.bibliography.importing.model import Piece, work
from carepress.bibliography.importing.tagged import Record, person, pmid_in, records

LINE = re.compile(r"%([0-9A-Z@!?\[\]&(){}<>+^~=$#*,.:;\\/-])(?: (.*))?$")
OF_A_BOOK = ("incollection", "inproceedings")


def read_endnote(text: str) -> Iterator[Piece]:
    """Every work of an EndNote file. Without `%0`, a work ends at an empty line."""
    for record in records(text, LINE, "0" if re.search(r"^%0 ", text, re.MULTILINE) else ""):
        yield _work(record) if isinstance(record, Record) else record


def _work(record: Record) -> Piece:
    kind, told = kind_of_work(record.first("0") or _guessed(record))
    title, is_edited = record.first("T"), record.first("0") == "Edited Book"
    return work(
        kind,
        record.line,
        {
            "title": title[:-1] if kind == "article" and title.endswith(".") else title,
            "booktitle": record.first("B") if kind in OF_A_BOOK else "",
            "journal": record.first("J", "B") if kind == "article" else "",
            "volume": record.first("V"),
            "number": record.first("N"),
            "pages": record.first("P"),
            "edition": record.first("7"),
            "series": record.first("S"),
            "publisher": record.first("I"),
            "address": record.first("C"),
            "type": record.first("9") if kind in ("techreport", "phdthesis") else "",
            "language": record.first("G"),
            "doi": record.first("R"),
            "isbn": record.first("@") if kind in ("book", *OF_A_BOOK) else "",
            "url": record.first("U"),
            **pmid_in([*record.all("Z", "M"), *_numbers(record)]),
        },
        authors=[] if is_edited else [person(name) for name in record.all("A")],
        editors=[person(name) for name in record.all("A" if is_edited else "E")],
        issued=_issued(record),
        seen=read_date(record.first("[")),
        retracted=title.lower().startswith(("retracted:", "retracted article")),
        told=told,
    )


def _guessed(record: Record) -> str:
    return "Journal Article" if record.first("J") else "Book" if record.first("I") else "Generic"


def _numbers(record: Record) -> list[str]:
    is_pubmed = re.search("(?i)pubmed|medline", " ".join(record.all("W", "~", "U")))
    return [f"PMID: {number}" for number in record.all("M") if is_pubmed and number.isdecimal()]


def _issued(record: Record) -> Date | None:
    year, day = read_date(record.first("D")), record.first("8")
    return read_date(f"{day} {year.year}" if year and year.year not in day else day) or year if day else year
