"""Inheritance: an entry takes from its parents what it lacks, by BibLaTeX's rules."""

from __future__ import annotations

import pytest

from carepress.bibliography.works import read_bibliography
from carepress.diagnostics.model import Diagnostics
from carepress.project.source import Source

BOOK = (
    "@book{book, editor={Roe, R.}, title={Lungs}, subtitle={a guide}, publisher={Pub}, address={Town}, date={2010}}\n"
)


def read(text: str) -> tuple[dict[str, str], Diagnostics]:
    bibliography, diagnostics = read_bibliography(Source(file="references.bib", text=text))
    return {key: work.text for key, work in bibliography.works.items()}, diagnostics


@pytest.mark.parametrize("kind", ["incollection", "inbook", "inproceedings"])
@pytest.mark.parametrize("parent", ["book", "BOOK"])
def test_a_chapter_takes_its_book_from_the_parent_wherever_that_stands(kind: str, parent: str) -> None:
    chapter = f"@{kind}{{c, author={{Smith, A.}}, title={{Air}}, pages={{1--9}}, crossref={{{parent}}}}}\n"

    for text in (BOOK + chapter, chapter + BOOK):
        works, diagnostics = read(text)
        assert works["c"] == "Smith A. Air. In: Roe R, editor. Lungs: a guide. Town: Pub; 2010. p. 1-9."
        assert diagnostics == Diagnostics()


def test_what_an_entry_has_of_its_own_wins_under_any_name() -> None:
    works, _ = read(
        BOOK
        + "@incollection{c, author={S, A.}, title={Air}, year={2011}, location={City}, booktitle={B}, crossref={book}}"
    )

    assert works["c"] == "S A. Air. In: Roe R, editor. B: a guide. City: Pub; 2011."


def test_a_volume_takes_the_title_of_the_whole_and_its_chapter_takes_both() -> None:
    works, diagnostics = read(
        "@mvbook{whole, author={Roe, R.}, title={Medicine}, publisher={P}, date={2001}}\n"
        "@book{one, crossref={whole}, title={Lungs}, volume={1}}\n"
        "@inbook{c, crossref={one}, title={Air}, pages={1-9}}\n"
    )

    assert works["one"] == "Roe R. Medicine. Vol. 1, Lungs. P; 2001."
    assert works["c"] == "Roe R. Air. In: Roe R. Medicine. Vol. 1, Lungs. P; 2001. p. 1-9."
    assert diagnostics == Diagnostics()


def test_an_article_takes_the_title_of_its_periodical() -> None:
    works, _ = read(
        "@periodical{p, title={Thorax}, year={2010}, volume={4}}\n"
        "@article{a, author={Roe, R.}, title={Air}, pages={3}, crossref={p}}\n"
    )

    assert works["a"] == "Roe R. Air. Thorax. 2010;4:3."


def test_several_containers_of_data_are_taken_as_they_are() -> None:
    works, diagnostics = read(
        "@xdata{pub, publisher={Wiley}}\n@xdata{town, location={Oxford}, xdata={pub}}\n"
        "@book{b, xdata={town}, author={Roe, R.}, title={Lungs}, year={2010}}\n"
    )

    assert (works["b"], diagnostics) == ("Roe R. Lungs. Oxford: Wiley; 2010.", Diagnostics())


def test_what_belongs_to_one_entry_alone_is_not_inherited() -> None:
    works, _ = read(
        "@xdata{x, shortjournal={X}, crossref={y}, keywords={k}}\n@article{y, title={Y}}\n"
        "@article{a, xdata={x}, author={Roe, R.}, title={Air}, journal={Thorax}, year={2010}, volume={1}}\n"
    )

    assert works["a"] == "Roe R. Air. Thorax. 2010;1."


@pytest.mark.parametrize("field", ["crossref", "xdata"])
def test_a_parent_that_is_missing_is_told_where_it_is_named(field: str) -> None:
    _, diagnostics = read(f"@book{{b, author={{R, R}}, title={{T}},\n  {field} = {{lost}},\n}}\n")

    assert [
        (fault.code, fault.span.line, fault.message)
        for fault in diagnostics
        if fault.code == "missing-parent" and fault.span
    ] == [("missing-parent", 2, "`lost` is not in references.bib, so `b` lacks what it takes from there")]


@pytest.mark.parametrize("keys", ["aa", "ab ba", "ab bc ca"])
def test_a_circle_is_told_and_ends(keys: str) -> None:
    text = "".join(
        f"@book{{{pair[0]}, author={{R, R}}, title={{{pair}}}, publisher={{P}}, year=2001, crossref={{{pair[1]}}}}}\n"
        for pair in keys.split()
    )

    assert {fault.message for fault in read(text)[1] if "one another" in fault.message}
    assert {fault.code for fault in read(text)[1] if fault.code != "incomplete-reference"} == {"missing-parent"}


def test_entries_that_name_one_another_in_every_way_end() -> None:
    keys = [f"k{number}" for number in range(14)]
    text = "".join(
        f"@book{{{key}, title={{T}}, xdata={{{','.join(other for other in keys if other != key)}}}}}\n" for key in keys
    )

    assert {fault.code for fault in read(text)[1] if fault.code != "incomplete-reference"} == {"missing-parent"}


def test_a_family_of_hundreds_of_generations_is_a_fault() -> None:
    text = "".join(f"@book{{k{number}, title={{T}}, crossref={{k{number + 1}}}}}\n" for number in range(400))

    assert {fault.code for fault in read(text)[1] if fault.code != "incomplete-reference"} == {"missing-parent"}


def test_a_chapter_may_bear_the_doi_of_its_book() -> None:
    _, diagnostics = read(
        BOOK.replace("title={Lungs}", "title={Lungs}, doi={10.1000/b}")
        + "@incollection{c, author={Smith, A.}, title={Air}, crossref={book}}\n"
        "@incollection{d, author={Smith, A.}, title={Breath}, crossref={book}}\n"
    )

    assert diagnostics == Diagnostics()
