"""Rules of PubMed XML: the work's own numbers only, and nothing is fetched or expanded."""

from __future__ import annotations

import pytest

from carepress.bibliography.importing.model import Refused
from carepress.bibliography.importing.pubmed_xml import read_pubmed_xml
from tests.support.imports import entry, sample, works

ARTICLE = (
    "<PubmedArticleSet>\n<PubmedArticle><MedlineCitation><Article>{}</Article></MedlineCitation></PubmedArticle>"
    "</PubmedArticleSet>"
)
BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE x [\n<!ENTITY a "lol">\n<!ENTITY b "&a;&a;">]>\n'
    "<PubmedArticleSet><PubmedArticle>&b;</PubmedArticle></PubmedArticleSet>"
)


def test_an_article_and_a_chapter() -> None:
    article, chapter = works(read_pubmed_xml, sample("pubmed.xml"))

    assert entry(article) == {
        "kind": "article", "author": r"Owusu, Jr, Kofi B and {Renal \& Salt Group}",
        "title": r"Potassium <5 mmol/l with \textit{SLC12A3} variants \& {K}⁺ loss", "journal": "Kidney Pract",
        "year": "2023", "month": "jun", "volume": "5", "number": "6", "pages": "77--83", "doi": "10.1234/kp.5.77",
        "pmid": "39990006", "pmcid": "PMC990006",
    }  # fmt: skip
    assert entry(chapter) == {
        "kind": "incollection", "author": "Keller, Uwe", "editor": "Meier, Eva", "title": "Pressure Sores",
        "booktitle": "Nursing Facts", "year": "2024", "month": "jan", "publisher": "Example Press", "address": "Bern",
        "pmid": "39990007",
    }  # fmt: skip
    assert (article.line, chapter.line) == (4, 30)


def test_entities_are_neither_expanded_nor_fetched() -> None:
    external = BOMB.replace('"lol"', 'SYSTEM "file:///etc/passwd"')

    assert [list(read_pubmed_xml(text)) for text in (BOMB, external)] == [
        [Refused(line=3, reason="it declares an entity, which PubMed never does, so nothing of it is read")]
    ] * 2


def test_broken_xml_has_its_line() -> None:
    assert list(read_pubmed_xml("<PubmedArticleSet>\n<PubmedArticle>\n</PubmedArticleSet>")) == [
        Refused(line=3, reason="here the XML is broken, so nothing of it is read; save it again")
    ]


@pytest.mark.parametrize(
    ("date", "year", "month"),
    [("<Year>2020</Year><Month>3</Month>", "2020", "mar"),
     ("<MedlineDate>2019 Nov-Dec</MedlineDate>", "2019", "Nov-Dec"),
     ("<Year>2018</Year><Season>Spring</Season>", "2018", "Spring")],
)  # fmt: skip
def test_dates_in_every_form(date: str, year: str, month: str) -> None:
    journal = f"<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal><ArticleTitle>A</ArticleTitle>"
    (work,) = works(read_pubmed_xml, ARTICLE.format(journal))

    assert (work.fields["year"], work.fields["month"]) == (year, month)


def test_an_author_list_that_is_cut_says_so_and_a_work_without_title_is_refused() -> None:
    people = '<AuthorList CompleteYN="N"><Author><LastName>Ito</LastName><Initials>K</Initials></Author></AuthorList>'
    (work,) = works(read_pubmed_xml, ARTICLE.format(f"<ArticleTitle>A</ArticleTitle>{people}"))

    assert work.fields["author"] == "Ito, K. and others"
    assert list(read_pubmed_xml(ARTICLE.format(""))) == [Refused(line=2, reason="it has no title")]


def test_a_retraction_that_only_a_comment_tells_is_told() -> None:
    text = ARTICLE.format("<ArticleTitle>A</ArticleTitle>").replace(
        "</MedlineCitation>", '<CommentsCorrections RefType="RetractionIn"/></MedlineCitation>'
    )
    (work,) = works(read_pubmed_xml, text)

    assert (work.fields["note"], work.warnings) == ("Retracted", ("it was retracted: do not rely on it",))


def test_tags_in_tags_without_end_are_refused() -> None:
    deep = "<b>" * 20_000 + "</b>" * 20_000

    assert list(read_pubmed_xml(ARTICLE.format(f"<ArticleTitle>{deep}</ArticleTitle>"))) == [
        Refused(line=2, reason="it is nested too deeply")
    ]
