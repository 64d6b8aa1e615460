"""What is not printed: fields that are meant for readers and have no place in a reference of this kind.

An editor typed in an `@article` would vanish without a word. What nobody prints, such as an abstract, is no loss.

In:   the kind and the fields of an entry.
Out:  the names of the fields that no reader will see, and the name that a misspelt field should have.
Pure: data.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from carepress.bibliography.field_names import PRINTED
from carepress.bibliography.fields import Cleaned
from carepress.bibliography.latex import plain

ANYWHERE = frozenset(
    """
    author title subtitle titleaddon year date month day doi url urldate note addendum pubstate language origdate
    origyear eventtitle eventtitleaddon eventdate venue translator howpublished pmid pmcid pmc eprint eprinttype
    archiveprefix lastchecked urlaccessdate accessed
    """.split()  # noqa: SIM905 - a list would fill a page
)
PUBLISHED = "publisher institution school organization address location city"
BOOK = f"{PUBLISHED} editor edition version volume volumes part number issue series pages chapter"
OF_GENRE: Mapping[
    str, frozenset[str]
] = {  # what else a reference of a genre prints, or needs not print: a journal's town
    genre: ANYWHERE | frozenset(names.split())
    for genre, names in {
        "article": (
            f"{PUBLISHED} shortjournal journal journaltitle journalsubtitle series volume part number issue pages eid "
            "articleno article-number issuetitle issuesubtitle type numpages pagetotal"
        ),
        "book": f"{BOOK} pagetotal numpages maintitle mainsubtitle maintitleaddon eid type",
        "chapter": (
            f"{BOOK} booktitle booksubtitle booktitleaddon maintitle mainsubtitle maintitleaddon bookauthor eid "
            "articleno numpages pagetotal type"
        ),
        "report": f"{PUBLISHED} type edition version number issue series pages pagetotal numpages",
        "thesis": f"{PUBLISHED} type number pages pagetotal numpages",
        "webpage": f"{PUBLISHED} type edition version journal",
        "preprint": f"{PUBLISHED} type journal journaltitle number version pages",
        "patent": "holder type number",
        "misc": (
            f"{PUBLISHED} maintitle mainsubtitle maintitleaddon booktitle booksubtitle booktitleaddon editor type "
            "edition version volume number issue series pages pagetotal numpages journal"
        ),
    }.items()
}
MAKERS = ("publisher", "institution", "school", "organization")
READERS = PRINTED | {
    *("editora", "editorb", "editorc", "afterword", "annotator", "commentator", "foreword", "introduction"),
    *("origpublisher", "origlocation", "origlanguage", "reprinttitle"),
}
MEANT = {
    "titel": "title",
    "vol": "volume",
    "no": "number",
    "page": "pages",
    "place": "address",
    "web": "url",
    "link": "url",
}
KNOWN = READERS | frozenset(
    """
    abstract annotation annote article authortype bookpagination comment comments copyright crossref date-added dates
    date-modified days editortype eissn eventyear file fjournal groups hash ids isbn issn key keyword keywords label
    langid lccn library mrclass mrnumber nameaddon options origtitle pagination ranking rating rights shorttitle size
    timestamp titles urn owner xdata xref zblnumber
    """.split()  # noqa: SIM905 - a list would fill a page
)
CLOSE, SHORTEST = 0.82, 4


def unprinted(kind: str, fields: Mapping[str, str], entry: Cleaned) -> Iterator[str]:
    """The fields for readers that this entry's reference leaves out."""
    if kind in ("xdata", "set", "periodical"):
        return
    said = entry.fields.get("title", "").casefold()
    for name in sorted(fields.keys() & READERS):
        text = plain(fields[name]).casefold()
        is_said = len(text) > len("1234") and text in said  # a book whose title is its booktitle, too
        if name not in OF_GENRE[entry.type] and text and not is_said:
            yield name
    if entry.type == "report" and "type" in fields and "type" not in entry.fields and fields["type"] not in REPORTS:
        yield "type"
    printed = entry.fields.get("publisher", "")
    makers = MAKERS + (("journal",) if entry.type in ("webpage", "misc") else ())
    for name in makers if entry.type not in ("article", "preprint") else ():
        if name in fields and plain(fields[name]).casefold() not in ("", printed.casefold()):
            yield name


REPORTS = ("techreport", "resreport")


@lru_cache(maxsize=4096)
def known_name(name: str) -> str | None:
    """The field that a misspelt one must be, if that is sure."""
    if name in MEANT:
        return MEANT[name]
    if name in KNOWN or len(name) < SHORTEST or "-" in name or "_" in name:
        return None
    close = difflib.get_close_matches(name, sorted(PRINTED), n=1, cutoff=CLOSE)
    return close[0] if close else None
