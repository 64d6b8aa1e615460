"""The names of fields and kinds: what .bib files call them, and what we do.

BibTeX, BibLaTeX and the programs that write them have many names for one thing.

In:   nothing.
Out:  the genre of each kind of entry; for each of our fields its names and the part that we take.
Pure: data.
"""

from __future__ import annotations

from collections.abc import Mapping

OF_GENRE = {
    "article": "article periodical suppperiodical review",
    "book": (
        "book mvbook booklet manual collection mvcollection proceedings mvproceedings reference mvreference commentary"
    ),
    "chapter": "incollection inbook inproceedings conference inreference bookinbook suppbook suppcollection",
    "report": "techreport report standard",
    "thesis": "phdthesis mastersthesis thesis",
    "webpage": "online electronic www webpage",
    "patent": "patent",
    "misc": (
        "misc unpublished dataset software video movie audio music image artwork performance letter legislation legal "
        "jurisdiction bibnote set xdata custom"
    ),
}
GENRES: Mapping[str, str] = {kind: genre for genre, kinds in OF_GENRE.items() for kind in kinds.split()}
SERVER = r"(?i)\b(\w+rxiv|arxiv|ssrn|research square|preprints\.org)\b"
FORTHCOMING = r"(?i)^\W*(in[ -]?press|forthcoming|to appear|accepted)\b"
SEEN = r"(?:last\s+)?\b(?:accessed|visited|retrieved|cited|viewed)(?:\s+on)?\W+([^()\[\]]+?)[\]\s.)]*$"
ACCESSED = rf"(?i)^\W*(?:online\W+)?{SEEN}"
ALL, UNENDED = "(.+)", r"(.+?)(?:(?<!\.)\.)?(?:\s*\[Internet\]\.?)?$"
ROLES = ("author", "editor", "bookauthor", "translator", "holder")
FIELDS: Mapping[str, tuple[str, str]] = {  # our name for a field: its names in .bib files, and the part that we take
    "title": ("title", UNENDED),
    "subtitle": ("subtitle", UNENDED),
    "titleaddon": ("titleaddon", UNENDED),
    "journal": ("shortjournal journal journaltitle", UNENDED),
    "journalsubtitle": ("journalsubtitle", UNENDED),
    "booktitle": ("booktitle", UNENDED),
    "booksubtitle": ("booksubtitle", UNENDED),
    "booktitleaddon": ("booktitleaddon", UNENDED),
    "maintitle": ("maintitle", UNENDED),
    "mainsubtitle": ("mainsubtitle", UNENDED),
    "maintitleaddon": ("maintitleaddon", UNENDED),
    "issuetitle": ("issuetitle", UNENDED),
    "issuesubtitle": ("issuesubtitle", UNENDED),
    "publisher": ("publisher institution school organization", ALL),
    "university": ("school institution publisher organization", ALL),
    "howpublished": ("howpublished", ALL),
    "server": ("journal journaltitle publisher howpublished archiveprefix eprinttype institution", SERVER),
    "address": ("address location city", ALL),
    "year": ("year date", ALL),
    "date": ("date", ALL),
    "month": ("month", ALL),
    "day": ("day", r"^0?([0-9]{1,2})$"),
    "state": ("pubstate note year date", FORTHCOMING),
    "pubstate": ("pubstate", ALL),
    "volume": ("volume", ALL),
    "volumes": ("volumes", ALL),
    "part": ("part", ALL),
    "number": ("number", ALL),
    "issue": ("issue", ALL),
    "series": ("series", UNENDED),
    "chapter": ("chapter", ALL),
    "pages": ("pages eid articleno article-number", ALL),
    "pagetotal": ("pagetotal numpages", r"^(.+?)\s*(?:p\.?|pp\.?|pages)?$"),
    "edition": ("edition", ALL),
    "version": ("version", ALL),
    "type": ("type", r"^(?!(?:tech|res)report$)(.+)"),
    "visit": ("urldate lastchecked urlaccessdate accessed note howpublished", ALL),
    "eventtitle": ("eventtitle", UNENDED),
    "eventtitleaddon": ("eventtitleaddon", UNENDED),
    "eventdate": ("eventdate", ALL),
    "venue": ("venue", UNENDED),
    "location": ("location", ALL),
    "origdate": ("origdate origyear", ALL),
    "language": ("language", ALL),
    "note": ("note", ALL),
    "addendum": ("addendum", ALL),
    "eprint": ("eprint number journal", r"(?<![0-9.])([0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?)$"),
    "pmid": ("pmid note", r"(?i)^(?:.*\bPMID:?\s*)?([0-9]{4,9})\b"),
    "pmcid": ("pmcid pmc note", r"(?i)\b(?:PMC)([0-9]{4,9})\b"),
}
PRINTED = frozenset(" ".join(names for names, _ in FIELDS.values()).split()) | {*ROLES, "doi", "url"}
"""The fields of .bib files of which something is printed."""
