"""PubMed XML: what PubMed gives to programs, and saves as XML.

In:   the text of a file.
Out:  a work for each article and book; the line of a syntax error.
Never: fetches a DTD, or expands an entity: a file that declares one is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import repeat
from xml.etree.ElementTree import Element, ParseError, fromstring

from carepress.bibliography.importing.dates import Date, numbered, read_date
from carepress.bibliography.importing.medline import is_retracted, told_of, with_type
from carepress.bibliography.importing.model import Person, Piece, Refused, work

WORKS = ("PubmedArticle", "PubmedBookArticle")
START = re.compile(rf"<(?:{'|'.join(WORKS)})[\s>]")
HTML_TAGS = frozenset(("i", "b", "u", "sup", "sub"))


def read_pubmed_xml(text: str) -> Iterator[Piece]:
    """Every work of a PubMed XML file."""
    if entity := re.search(r"<!ENTITY", text):
        line = text.count("\n", 0, entity.start()) + 1
        yield Refused(line=line, reason="it declares an entity, which PubMed never does, so nothing of it is read")
        return
    try:
        root = fromstring(text)
    except (ParseError, ValueError, RecursionError) as fault:
        line = fault.position[0] if isinstance(fault, ParseError) else 1
        yield Refused(line=line, reason="here the XML is broken, so nothing of it is read; save it again")
        return
    elements = [element for element in root.iter() if element.tag in WORKS]
    for element, line in zip(elements, _lines(text), strict=False):
        try:
            yield _book(element, line) if element.tag == "PubmedBookArticle" else _article(element, line)
        except RecursionError:
            yield Refused(line=line, reason="it is nested too deeply")


def _lines(text: str) -> Iterator[int]:
    """The lines on which works begin."""
    line, at = 1, 0
    for start in START.finditer(text):
        line, at = line + text.count("\n", at, start.start()), start.start()
        yield line
    yield from repeat(line)


def _article(element: Element, line: int) -> Piece:
    types = {_text(type_) for type_ in element.iter("PublicationType")}
    types |= (
        {"Retracted Publication"}
        if element.find(".//CommentsCorrections[@RefType='RetractionIn']") is not None
        else set()
    )
    article = element.find(".//Article")
    article = element if article is None else article
    return work(
        "article",
        line,
        {
            "title": with_type(_text(article.find("ArticleTitle")) or _text(article.find("VernacularTitle")), types),
            "journal": _first(element, ".//MedlineTA", ".//Journal/ISOAbbreviation", ".//Journal/Title"),
            "volume": _first(article, "Journal/JournalIssue/Volume"),
            "number": _first(article, "Journal/JournalIssue/Issue"),
            "pages": _first(article, "Pagination/MedlinePgn", "ELocationID[@EIdType='pii']"),
            "language": _first(article, "Language"),
            **_numbers(element, article),
        },
        authors=_people(article.find("AuthorList")),
        issued=_date(article.find("Journal/JournalIssue/PubDate")) or _date(article.find("ArticleDate")),
        retracted=is_retracted(types),
        told=told_of(types),
    )


def _book(element: Element, line: int) -> Piece:
    book = element.find(".//Book")
    book = element if book is None else book
    title, of_book = _text(element.find(".//ArticleTitle")), _text(book.find("BookTitle"))
    editors = [people for people in book.findall("AuthorList") if people.get("Type") == "editors"]
    authors = [people for people in element.iter("AuthorList") if people.get("Type") != "editors"]
    return work(
        "incollection" if title and title != of_book else "book",
        line,
        {
            "title": with_type(title or of_book, ()),
            "booktitle": of_book if title and title != of_book else "",
            "publisher": _first(book, "Publisher/PublisherName"),
            "address": _first(book, "Publisher/PublisherLocation"),
            "edition": _first(book, "Edition"),
            "volume": _first(book, "Volume"),
            "pages": _first(element, ".//Pagination/MedlinePgn"),
            "language": _first(element, ".//Language"),
            "isbn": _first(book, "Isbn"),
            **_numbers(element, element),
        },
        authors=[person for people in authors for person in _people(people)],
        editors=[person for people in editors for person in _people(people)],
        issued=_date(book.find("PubDate")),
    )


def _numbers(element: Element, article: Element) -> dict[str, str]:
    """The work's own numbers: those in its list of references belong to others."""
    own = list(element.findall("./PubmedData/ArticleIdList/ArticleId"))
    own += element.findall(".//BookDocument/ArticleIdList/ArticleId")
    by_type = {node.get("IdType", ""): _text(node) for node in own}
    return {
        "doi": _first(article, "ELocationID[@EIdType='doi']") or by_type.get("doi", ""),
        "pmid": _first(element, "./MedlineCitation/PMID", "./BookDocument/PMID") or by_type.get("pubmed", ""),
        "pmcid": by_type.get("pmc", ""),
    }


def _people(people: Element | None) -> list[Person]:
    persons = [] if people is None else [_person(author) for author in people.findall("Author")]
    is_cut = people is not None and people.get("CompleteYN") == "N"
    return [*persons, *([Person(family="et al")] if is_cut else [])]


def _person(author: Element) -> Person:
    if group := _first(author, "CollectiveName"):
        return Person(family=group)
    given = _first(author, "ForeName", "Initials")
    return Person(family=_first(author, "LastName"), given=given, suffix=_first(author, "Suffix"))


def _first(element: Element, *paths: str) -> str:
    return next((text for path in paths if (text := _text(element.find(path)))), "")


def _text(element: Element | None) -> str:
    """An element's text with PubMed's few HTML tags, and that of formulas without theirs."""
    return "" if element is None else " ".join(_inner(element).split())


def _inner(element: Element) -> str:
    return (element.text or "") + "".join(_marked(child) + (child.tail or "") for child in element)


def _marked(child: Element) -> str:
    return f"<{child.tag}>{_inner(child)}</{child.tag}>" if child.tag in HTML_TAGS else _inner(child)


def _date(element: Element | None) -> Date | None:
    if element is None:
        return None
    if year := _first(element, "Year"):
        return numbered(year, _first(element, "Month") or _first(element, "Season"), _first(element, "Day"))
    return read_date(_first(element, "MedlineDate"))
