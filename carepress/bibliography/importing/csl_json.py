"""CSL-JSON: what Zotero and Mendeley save for word processors, and what Crossref and DataCite give.

In:   the text of a file: one work, a list of works, or an object with `items`.
Out:  a work for each object; the line and column of a syntax error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from carepress.bibliography.importing.dates import Date, numbered, read_date
from carepress.bibliography.importing.kinds_of_work import kind_of_work
from carepress.bibliography.importing.model import Person, Piece, Refused, work
from carepress.bibliography.importing.tagged import pmid_in

BLANK = re.compile(r"[\s,]*")
LIST = re.compile(r"\s*(?:\{\s*\"items\"\s*:\s*)?\[")
ENVELOPE = "message"  # of Crossref's answers
OF_A_BOOK = ("incollection", "inproceedings")


def read_csl_json(text: str) -> Iterator[Piece]:
    """Every work of a CSL-JSON file, up to the first syntax error."""
    start = LIST.match(text)
    at = BLANK.match(text, start.end() if start else 0).end()  # type: ignore[union-attr]  # it may be empty
    line, counted = 1, 0
    while at < len(text) and not text.startswith("]", at):
        line, counted = line + text.count("\n", counted, at), at
        try:
            item, at = json.JSONDecoder().raw_decode(text, at)
        except json.JSONDecodeError as fault:
            yield Refused(line=fault.lineno, reason=f"here the JSON is broken, so the rest is not read: {fault.msg}")
            return
        except (RecursionError, ValueError):
            yield Refused(line=line, reason="it is nested too deeply, so the rest is not read")
            return
        yield _work(item, line) if isinstance(item, dict) else Refused(line=line, reason="it is not a work")
        at = BLANK.match(text, at).end()  # type: ignore[union-attr]
        if start is None:
            return
    if start and at >= len(text):
        yield Refused(line=text.count("\n") + 1, reason="the file ends in the middle; save it again")


def _work(item: Mapping[str, Any], line: int) -> Piece:
    item = inner if isinstance(inner := item.get(ENVELOPE), dict) else item
    kind, told = kind_of_work(_text(item, "type"))
    container = _text(item, "container-title")
    return work(
        kind,
        line,
        {
            "title": ": ".join(filter(None, (_text(item, "title"), _text(item, "subtitle")))),
            "booktitle": container if kind in OF_A_BOOK else "",
            "journal": (
                _text(item, "container-title-short", "journalAbbreviation", "container-title")
                if kind == "article"
                else ""
            ),
            "volume": _text(item, "volume"),
            "number": _text(item, "issue" if kind == "article" else "number", "issue"),
            "pages": _text(item, "page", "article-number", *(("number",) if kind == "article" else ())),
            "edition": _text(item, "edition"),
            "series": _text(item, "collection-title") if kind != "article" else "",
            "publisher": _text(item, "publisher", "archive") or (container if kind in ("misc", "online") else ""),
            "address": _text(item, "publisher-place"),
            "type": _text(item, "genre") if kind in ("techreport", "phdthesis") else "",
            "language": _text(item, "language"),
            "doi": _text(item, "DOI"),
            "pmid": _text(item, "PMID"),
            "pmcid": _text(item, "PMCID"),
            "isbn": _text(item, "ISBN") if kind in ("book", *OF_A_BOOK) else "",
            "url": _text(item, "URL"),
            **(pmid_in([_text(item, "note")]) if not item.get("PMID") else {}),
        },
        authors=_people(item.get("author")),
        editors=_people(item.get("editor") or item.get("container-author")),
        issued=_date(item.get("issued")),
        seen=_date(item.get("accessed")),
        retracted=_text(item, "title").lower().startswith(("retracted:", "retracted article")),
        told=told,
    )


def _text(item: Mapping[str, Any], *names: str) -> str:
    """The first of these values that is there; Crossref gives lists of titles and numbers."""
    for name in names:
        value = item.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    return ""


def _people(value: object) -> list[Person]:
    return [_person(name) for name in value if isinstance(name, dict)] if isinstance(value, list) else []


def _person(name: Mapping[str, Any]) -> Person:
    family, given = _text(name, "family"), _text(name, "given")
    if not family:
        return Person(family=_text(name, "literal", "name") or given)
    particle = _text(name, "non-dropping-particle")
    dropped = _text(name, "dropping-particle")
    return Person(family=" ".join(filter(None, (dropped, particle, family))), given=given, suffix=_text(name, "suffix"))


def _date(value: object) -> Date | None:
    if not isinstance(value, dict):
        return read_date(value) if isinstance(value, str) else None
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, Sequence) and parts and isinstance(parts[0], list) else []
    numbers = [str(part) for part in first if isinstance(part, str | int)][:3]
    if numbers and numbers[0].isdecimal():
        return numbered(*numbers)
    return read_date(_text(value, "literal", "raw"))
