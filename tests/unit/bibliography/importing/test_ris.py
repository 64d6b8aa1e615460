"""Rules of RIS: each kind of work, and the journal's abbreviation before its name."""

from __future__ import annotations

import pytest

from carepress.bibliography.importing.ris import read_ris
from tests.support.imports import entry, sample, works


def one(text: str) -> dict[str, str]:
    (work,) = works(read_ris, text)
    return entry(work)


def test_an_article_a_chapter_and_a_web_page() -> None:
    article, chapter, page = works(read_ris, sample("zotero.ris"))

    assert entry(article) == {
        "kind": "article", "author": "Lindqvist, Åsa and Smith, Jr., J. R. and {Stroke Recovery Network}",
        "title": "Walking after a stroke: what helps", "journal": "J Rehabil Stud", "year": "2022", "month": "may",
        "volume": "8", "number": "2 Suppl 1", "pages": "S12--S19", "doi": "10.1234/jrs.2022.14", "pmid": "39990003",
    }  # fmt: skip
    assert (chapter.kind, chapter.fields["editor"], chapter.fields["booktitle"], chapter.line) == (
        "incollection", "Ito, Keiko and Marsh, Ann", "Handbook of Neurology Nursing", 22,
    )  # fmt: skip
    assert entry(page) == {
        "kind": "online", "author": "{National Institute for Health and Care Excellence}", "title": "About asthma",
        "year": "2023", "url": "https://www.example.org/asthma_about?x=1&y=2#top", "urldate": "2024-02-09",
    }  # fmt: skip


@pytest.mark.parametrize("space", ["  - ", " - ", "  -"])
def test_blanks_around_the_dash_do_not_matter(space: str) -> None:
    assert one(f"TY{space}JOUR\nTI{space}Asthma\nJO{space}Thorax\nER{space}\n")["journal"] == "Thorax"


def test_a_work_ends_where_the_next_begins_and_long_lines_go_on() -> None:
    first, second = works(read_ris, "TY  - BOOK\nTI  - Living\nwith asthma\n\nTY  - BOOK\nTI  - B\n")

    assert (first.fields["title"], second.line) == ("Living with asthma", 5)


def test_a_kind_that_nobody_knows_is_told() -> None:
    (work,) = works(read_ris, "TY  - ZZZZ\nTI  - A\nER  - \n")

    assert (work.kind, work.warnings) == ("misc", ("its kind `ZZZZ` is not known here, so it is entered as @misc",))


def test_a_number_of_another_database_is_no_pmid() -> None:
    assert "pmid" not in one("TY  - JOUR\nTI  - A\nAN  - 12345678\nDB  - Embase\nER  - \n")
    assert one("TY  - JOUR\nTI  - A\nN1  - PMID: 12345678\nER  - \n")["pmid"] == "12345678"


def test_the_kinds_of_an_article_in_press_a_report_and_a_thesis() -> None:
    assert one("TY  - INPR\nTI  - A\nER  - \n")["note"] == "In press"
    assert one("TY  - RPRT\nTI  - A\nPB  - NICE\nER  - \n")["institution"] == "NICE"
    assert one("TY  - THES\nTI  - A\nPB  - Leeds\nER  - \n")["school"] == "Leeds"


def test_an_edited_book_has_editors() -> None:
    assert one("TY  - EDBOOK\nAU  - Rossi, Maria\nTI  - Living well\nER  - \n") == {
        "kind": "book", "editor": "Rossi, Maria", "title": "Living well",
    }  # fmt: skip
