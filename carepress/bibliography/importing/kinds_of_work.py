"""Kinds of work: the names that RIS, EndNote and CSL have for them, by BibTeX's entry type.

In:   a name such as `JOUR`, `Journal Article` or `article-journal`.
Out:  an entry type that references.bib knows.
"""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "article": (
        "JOUR JFULL EJOUR INPR MGZN NEWS ABST;Journal Article;Electronic Article;Newspaper Article;Magazine Article;"
        "article-journal;journal-article;article-magazine;article-newspaper;review;review-book;journalArticle"
    ),
    "book": (
        "BOOK EBOOK EDBOOK WHOLE;Book;Edited Book;Electronic Book;book;monograph;reference-book;edited-book;"
        "collection;periodical"
    ),
    "incollection": (
        "CHAP ECHAP DICT ENCYC;Book Section;Electronic Book Section;Encyclopedia;Dictionary;chapter;"
        "book-chapter;entry;entry-dictionary;entry-encyclopedia"
    ),
    "inproceedings": "CONF CPAPER;Conference Paper;Conference Proceedings;paper-conference;proceedings-article",
    "phdthesis": "THES;Thesis;thesis;dissertation",
    "techreport": "RPRT GOVDOC STAND;Report;Government Document;Standard;report;standard",
    "online": "ELEC WEB BLOG ICOMM;Web Page;Blog;Online Multimedia;webpage;post;post-weblog",
    "dataset": "DATA AGGR;Dataset;dataset",
    "software": "COMP;Computer Program;software",
    "video": "VIDEO MPCT ADVS;Audiovisual Material;Film or Broadcast;motion_picture;broadcast",
    "patent": "PAT;Patent;patent",
    "misc": (
        "GEN UNPB UNPD MANSCPT PAMP PCOMM SLIDE;Generic;Unpublished Work;Manuscript;Personal Communication;Pamphlet;"
        "article;preprint;posted-content;document;manuscript;pamphlet;personal_communication;speech;legislation;bill;legal_case"
    ),
}
KINDS: Mapping[str, str] = {
    name: kind
    for kind, names in NAMES.items()
    for part in names.split(";")
    for name in (part.split() if part.isupper() else [part])
}


def kind_of_work(name: str) -> tuple[str, list[str]]:
    """The entry type, and what to tell of a name that nobody knows."""
    if kind := KINDS.get(name):
        return kind, []
    return "misc", [f"its kind `{name}` is not known here, so it is entered as @misc"] if name else []
