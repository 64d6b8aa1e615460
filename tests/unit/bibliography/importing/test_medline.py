"""Rules of MEDLINE: NLM's abbreviation of the journal, all authors, and what staff must know of a work."""

from __future__ import annotations

from carepress.bibliography.importing.medline import read_medline
from tests.support.imports import entry, sample, works

ARTICLE = "PMID- 1\nTI  - Asthma.\nTA  - Thorax\nDP  - 2020\n"


def test_an_article_comes_over_with_all_that_a_reference_needs() -> None:
    first, _ = works(read_medline, sample("pubmed.nbib"))

    assert entry(first) == {
        "kind": "article",
        "author": "Okonkwo, Ngozi A and van der Velde, Jr, Pieter and Núñez-Álvarez, María José and "
        r"{BREATHE \& Co Study Group}",
        "title": r"Inhaled steroids \& long-acting {mRNA} markers in children with asthma: a randomised trial of 5 mcg "
        "or less",
        "journal": "Thorax", "year": "2024", "month": "mar", "volume": "79", "number": "3", "pages": "201--209",
        "doi": "10.1234/abcd-2024-0001_x", "pmid": "39990001",
    }  # fmt: skip


def test_a_letter_in_another_language_that_was_retracted_is_told() -> None:
    _, second = works(read_medline, sample("pubmed.nbib"))

    assert second.fields["title"] == "[Breathing exercises after hospital] [letter]"
    assert (second.fields["pages"], second.fields["language"]) == ("e0123456", "Spanish")
    assert (second.fields["note"], second.warnings) == ("Retracted", ("it was retracted: do not rely on it",))
    assert second.line == 35


def test_the_notice_of_a_retraction_and_a_preprint_are_told() -> None:
    notice, preprint = works(
        read_medline, f"{ARTICLE}PT  - Retraction of Publication\n\n{ARTICLE}PT  - Preprint\n".replace("\r", "")
    )

    assert notice.warnings == ("it is the notice of a retraction, not the article",)
    assert preprint.warnings == ("it is a preprint: nobody has reviewed it yet",)


def test_short_names_stand_in_where_there_are_no_full_ones() -> None:
    (work,) = works(read_medline, f"{ARTICLE}AU  - Brown RH\nAU  - Kelly JJ Jr\nAU  - Al-Chalabi A\nCN  - ALS Group\n")

    assert work.fields["author"] == "Brown, R. H. and Kelly, Jr, J. J. and Al-Chalabi, A. and {ALS Group}"


def test_a_book_and_a_chapter_have_their_publisher() -> None:
    book = (
        "PMID- 2\nBTI - Nursing Facts\nPB  - Example Press\nPL  - Bern\nFED - Meier, Eva\nED  - Meier E\nDP  - 2024\n"
    )
    whole, chapter = works(read_medline, f"{book}\n{book}TI  - Sores\n")

    assert entry(whole) == {
        "kind": "book", "editor": "Meier, Eva", "title": "Nursing Facts", "year": "2024", "publisher": "Example Press",
        "address": "Bern", "pmid": "2",
    }  # fmt: skip
    assert (chapter.kind, chapter.fields["booktitle"], chapter.fields["title"]) == (
        "incollection", "Nursing Facts", "Sores",
    )  # fmt: skip
