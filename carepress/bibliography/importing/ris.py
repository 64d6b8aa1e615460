"""RIS: what Zotero, Mendeley, publishers and most libraries' catalogues save.

In:   the text of a file.
Out:  a work for each record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from carepress.bibliography.importing.dates import Date, read_date
from carepress.bibliography.importing.kinds_of_work import kind_of_work
from carepress.bibliography.importing.model import Piece, work
from carepress.bibliography.importing.tagged import Record, page_range, person, pmid_in, records

LINE = re.compile(r"([A-Z][A-Z0-9]) {0,2}- ?(.*)")
OF_A_BOOK = ("incollection", "inproceedings")


def read_ris(text: str) -> Iterator[Piece]:
    """Every work of a RIS file."""
    for record in records(text, LINE, "TY", "ER"):
        yield _work(record) if isinstance(record, Record) else record


def _work(record: Record) -> Piece:
    kind, told = kind_of_work(record.first("TY"))
    notes = record.all("N1", "AN", "DB", "DP", "UR", "M1")
    title, is_edited = record.first("TI", "T1", "CT", "BT"), record.first("TY") == "EDBOOK"
    authors = [person(name) for name in record.all("AU", "A1")]
    return work(
        kind,
        record.line,
        {
            "title": title[:-1] if kind == "article" and title.endswith(".") else title,
            "booktitle": record.first("BT", "T2") if kind in OF_A_BOOK else "",
            "journal": record.first("JA", "J2", "JO", "T2", "JF") if kind == "article" else "",
            "volume": record.first("VL"),
            "number": record.first("IS", "CP"),
            "pages": page_range(record.first("SP"), record.first("EP")) or record.first("C7", "AR"),
            "edition": record.first("ET"),
            "series": record.first("T3") or (record.first("T2") if kind == "book" else ""),
            "publisher": record.first("PB"),
            "address": record.first("CY", "PP"),
            "type": record.first("M3") if kind in ("techreport", "phdthesis") else "",
            "language": record.first("LA"),
            "doi": record.first("DO"),
            "pmcid": next(iter(re.findall(r"PMC\d+", record.first("C2", "PM"))), ""),
            "isbn": record.first("SN") if kind in ("book", *OF_A_BOOK) else "",
            "url": record.first("UR", "LK"),
            "note": "In press" if record.first("TY") == "INPR" else "",
            **pmid_in(_with_number(record, notes)),
        },
        authors=[] if is_edited else authors,
        editors=[*(authors if is_edited else []), *(person(name) for name in record.all("ED", "A2"))],
        issued=_issued(record),
        seen=read_date(record.first("Y2")),
        retracted=title.lower().startswith(("retracted:", "retracted article")),
        told=told,
    )


def _with_number(record: Record, notes: list[str]) -> list[str]:
    """The notes; where PubMed is the database, the record's number is a PMID."""
    is_pubmed = re.search("(?i)pubmed|medline", " ".join(record.all("DB", "DP", "UR")))
    return [*notes, *(f"PMID: {number}" for number in record.all("AN", "C1") if is_pubmed and number.isdecimal())]


def _issued(record: Record) -> Date | None:
    """The date, which may say more than the year; RIS has them in different fields."""
    dates = [date for text in record.all("DA", "PY", "Y1") if (date := read_date(text))]
    year = read_date(record.first("PY", "Y1"))
    same = [date for date in dates if year is None or date.year == year.year]
    return max(same, key=lambda date: len(date.month + date.day), default=year)
