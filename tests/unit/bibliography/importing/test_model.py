"""Rules of imported works: their fields in a fixed order, clean, and none without a title."""

from __future__ import annotations

import pytest

from carepress.bibliography.importing.dates import Date
from carepress.bibliography.importing.model import ImportedWork, Person, Refused, doi_in, work


def one(kind: str = "article", **fields: str) -> dict[str, str]:
    piece = work(kind, 1, {"title": "Asthma", **fields})
    assert isinstance(piece, ImportedWork)
    return dict(piece.fields)


def test_a_work_without_a_title_is_refused() -> None:
    assert work("book", 7, {"title": " \u200b "}) == Refused(line=7, reason="it has no title")


@pytest.mark.parametrize(
    ("text", "doi"),
    [("10.1/x", ""), ("https://doi.org/10.1234/a(b)1.", "10.1234/a(b)1"), ("doi:10.1234/x [doi]", "10.1234/x")],
)
def test_a_doi_is_found_in_whatever_is_around_it(text: str, doi: str) -> None:
    assert doi_in(text) == doi


def test_a_doi_that_is_none_stays_so_that_the_check_can_tell() -> None:
    assert one(doi="n/a")["doi"] == "n/a"


def test_an_address_that_only_leads_to_the_doi_is_left_out() -> None:
    assert one(url="https://doi.org/10.1234/x") == {"title": "Asthma", "doi": "10.1234/x"}
    assert one(url="https://a.example/x", doi="10.1234/x")["url"] == "https://a.example/x"


def test_an_address_cannot_end_its_field() -> None:
    assert one("online", url="https://a.example/{x}\\")["url"] == "https://a.example/%7Bx%7D%5C"


def test_signs_that_nobody_can_see_and_names_of_signs_do_not_come_over() -> None:
    assert (
        one(title="As\u00adth\u200bma \u202eand\x07\n  &beta;&#8211;blockers\ud800")["title"] == "Asthma and β–blockers"
    )


def test_english_is_not_told_and_other_languages_have_their_names() -> None:
    assert [one(language=code).get("language") for code in ("eng", "en-GB", "English", "spa", "pt-BR", "Zulu")] == [
        None, None, None, "Spanish", "Portuguese", "Zulu",
    ]  # fmt: skip


def test_who_published_a_report_or_a_thesis_has_its_own_field() -> None:
    assert one("techreport", publisher="NICE")["institution"] == "NICE"
    assert one("phdthesis", publisher="Leeds")["school"] == "Leeds"


def test_a_web_page_has_its_day_and_an_article_its_month() -> None:
    day = Date(year="2020", month="mar", day="4")
    page, article = (work(kind, 1, {"title": "A"}, issued=day) for kind in ("online", "article"))

    assert isinstance(page, ImportedWork)
    assert isinstance(article, ImportedWork)
    assert (page.fields["date"], article.fields["year"], article.fields["month"]) == ("2020-03-04", "2020", "mar")


def test_nobody_is_named_twice_and_nobody_without_a_name() -> None:
    people = [Person(family="Ito", given="K"), Person(family=""), Person(family="Ito", given="K")]
    piece = work("book", 1, {"title": "A"}, authors=people)

    assert isinstance(piece, ImportedWork)
    assert piece.fields["author"] == "Ito, K."


@pytest.mark.parametrize("people", [[], [Person(family="x" * 10_001)]])
def test_a_field_without_end_is_refused(people: list[Person]) -> None:
    title = "A" if people else "<sup>" * 3000

    assert work("book", 1, {"title": title}, authors=people) == Refused(
        line=1, reason="one of its fields has more than 10,000 characters"
    )
