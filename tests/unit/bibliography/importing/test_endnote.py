"""Rules of EndNote's tagged form: with or without the kind of the work."""

from __future__ import annotations

from carepress.bibliography.importing.endnote import read_endnote
from tests.support.imports import entry, sample, works


def test_an_article_and_a_book() -> None:
    article, book = works(read_endnote, sample("endnote.enw"))

    assert entry(article) == {
        "kind": "article", "author": "Haddad, Layla and {World Health Organization}",
        "title": "Sleep and pain in older people", "journal": "Age Ageing", "year": "2022", "month": "apr",
        "volume": "51", "number": "4", "pages": "e107", "doi": "10.1234/ageing.51", "pmid": "39990004",
    }  # fmt: skip
    assert entry(book) == {
        "kind": "book", "author": "Petrov, Ivan", "editor": "Rossi, Maria", "title": "Living well with one kidney",
        "year": "2018", "edition": "2nd", "publisher": "Example Press", "address": "Leeds",
        "isbn": "978-0-00-000000-3",
    }  # fmt: skip


def test_without_kinds_an_empty_line_ends_a_work() -> None:
    article, book = works(read_endnote, "%A Brown, R. H.\n%T A\n%J Thorax\n%D 2017\n\n%T Breath\n%I Press\n%D 2018\n")

    assert [(work.kind, work.fields["title"]) for work in (article, book)] == [("article", "A"), ("book", "Breath")]


def test_an_edited_book_has_editors() -> None:
    (book,) = works(read_endnote, "%0 Edited Book\n%A Rossi, Maria\n%T Living well\n")

    assert entry(book) == {"kind": "book", "editor": "Rossi, Maria", "title": "Living well"}
