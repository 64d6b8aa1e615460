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

from carepress.bibliography.fields import PRINTED, Cleaned

ANYWHERE = frozenset(
    """
    author title subtitle titleaddon year date month day doi url urldate note addendum pubstate language origdate
    origyear eventtitle eventtitleaddon eventdate venue translator howpublished pmid pmcid pmc eprint eprinttype
    archiveprefix lastchecked urlaccessdate accessed
    """.split()  # noqa: SIM905 - a list would fill a page
)
PUBLISHED = "publisher institution school organization address location"
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
        "patent": f"{PUBLISHED} holder type number",
        "misc": f"{PUBLISHED} editor type edition version volume number issue series pages pagetotal numpages journal",
    }.items()
}
READERS = PRINTED | {
    *("editora", "editorb", "editorc", "afterword", "annotator", "commentator", "foreword", "introduction")
}
MEANT = {
    "vol": "volume",
    "no": "number",
    "page": "pages",
    "place": "address",
    "city": "address",
    "web": "url",
    "link": "url",
}
KNOWN = READERS | frozenset(
    """
    abstract annotation annote keywords keyword file copyright isbn issn eissn langid options timestamp owner shorttitle
    crossref xdata xref ids key groups rights library lccn urn origtitle eventyear size pagination bookpagination
    editortype authortype nameaddon label ranking rating comment comments date-added date-modified days hash titles
    dates type_
    """.split()  # noqa: SIM905 - a list would fill a page
)
CLOSE = 0.8


def unprinted(kind: str, fields: Mapping[str, str], entry: Cleaned) -> Iterator[str]:
    """The fields for readers that this entry's reference leaves out."""
    if kind in ("xdata", "set", "periodical"):
        return
    for name in fields.keys() & READERS:
        if name not in OF_GENRE[entry.type] and fields[name]:
            yield name
    if entry.type == "report" and "type" in fields and "type" not in entry.fields and fields["type"] not in REPORTS:
        yield "type"
    texts = {" ".join(fields[name].split()) for name in ("publisher", "organization") if fields.get(name)}
    if len(texts) > 1 and entry.type != "article":
        yield "organization"


REPORTS = ("techreport", "resreport")


@lru_cache(maxsize=4096)
def known_name(name: str) -> str | None:
    """The field that a misspelt one must be, if that is sure."""
    if name in KNOWN or "-" in name or "_" in name:
        return None
    close = difflib.get_close_matches(name, sorted(PRINTED), n=1, cutoff=CLOSE)
    return MEANT.get(name) or (close[0] if close else None)
