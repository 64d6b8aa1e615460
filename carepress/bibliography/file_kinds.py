"""File kinds: which program or site wrote a file of references, told by its content.

PubMed saves MEDLINE as .txt, and browsers rename what they save, so a file's ending says little.

In:   the text of a file, or its first bytes.
Out:  the name of its kind; None for any other text.
Light: the standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

BIBTEX, MEDLINE, RIS, ENDNOTE = "BibTeX", "MEDLINE", "RIS", "EndNote"
CSL_JSON, PUBMED_XML = "CSL-JSON", "PubMed XML"
ENDINGS: Mapping[str, str] = {
    MEDLINE: ".nbib", RIS: ".ris", ENDNOTE: ".enw", CSL_JSON: ".json", PUBMED_XML: ".xml", BIBTEX: ".bib",
}  # fmt: skip
"""Every kind that is read, and how its files usually end."""

STARTS: Mapping[str, re.Pattern[str]] = {  # the line with which a work begins
    BIBTEX: re.compile(r"^[ \t]*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE),
    MEDLINE: re.compile(r"^(?:PMID|STAT|FAU )- *\S", re.MULTILINE),
    RIS: re.compile(r"^TY {0,2}- *[A-Za-z]", re.MULTILINE),
    ENDNOTE: re.compile(r"^%0 +[A-Z]|^%[AT] .+\n(?:.+\n)*%[ADT] ", re.MULTILINE),
    CSL_JSON: re.compile(r"\A\s*(?:\[\s*)?\{\s*\"[\w-]+\"\s*:"),
    PUBMED_XML: re.compile(r"<Pubmed(?:Book)?Article(?:Set)?\b"),
}
OTHERS: Mapping[bytes, str] = {  # how files begin that people give by mistake
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word document or a zip file",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"{\\rtf": "a Word document (RTF)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"<!doctype html": "a web page",
    b"<html": "a web page",
}


def kind_of(text: str) -> str | None:
    """The kind of the work that stands first in the text."""
    starts = {kind: match.start() for kind, start in STARTS.items() if (match := start.search(text))}
    return min(starts, key=starts.__getitem__, default=None)


def other_kind(raw: bytes) -> str | None:
    """What a file is that holds no text, in words: `a PDF`."""
    first = raw[:99].lstrip().lower()
    return next((name for start, name in OTHERS.items() if first.startswith(start.lower())), None)
