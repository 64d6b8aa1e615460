"""Rules of citations: works are numbered in the order of first citation, and links lead both ways."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.bibliography.works import read_bibliography
from carepress.diagnostics.model import Diagnostics
from carepress.project.source import Source
from tests.support import composed as support
from tests.support.composed import KEYS, composed, faults, html, shown

SEMICOLON = ("citation-form", "Put a semicolon between two works:   [@smith2019; @lee2021, p. 3]")


@pytest.mark.parametrize(("body", "printed"), [
    ("One [@b]. Two [@a]. Three [@b].", "One [1]. Two [2]. Three [1]."), ("One [@a; @b].", "One [1,2]."),
    ("One [@a; @b; @c].", "One [1-3]."), ("One [@a; @b; @c]. Two [@c; @a].", "One [1-3]. Two [1,3]."),
    ("One [@a]. Two [@b; @c; @d; @a].", "One [1]. Two [1-4]."), ("One [@a; @a].", "One [1]."),
    ("One [@a; @b; @c; @d]. Two [@a; @b; @d].", "One [1-4]. Two [1,2,4]."), ("One [@a, p. 3].", "One [1, p. 3]."),
    ("One [@a, p. 3; @b].", "One [1, p. 3; 2]."), ("One [@a] [@b].", "One [1] [2]."),
    ("**One [@a]** two.", "One [1] two."),
])  # fmt: skip
def test_works_are_numbered_in_the_order_of_first_citation(body: str, printed: str) -> None:
    assert shown(html(body)) == printed


def test_numbers_run_on_through_headings_lists_tables_and_boxes() -> None:
    body = "## A [@a]\n\n- B [@b]\n\n| C [@c] |\n|---|\n| D [@d] |\n\n::: callout\nE [@e]\n:::\n"

    assert [entry.key for entry in composed(body)[0].references] == list("abcde")


def test_only_works_that_the_format_cites_are_numbered_and_in_its_reading_order() -> None:
    body = "## A\n\nOne [@a].\n\n::: only brochure\nTwo [@b].\n:::\n\n## C {panel=flap}\n\nThree [@c].\n"

    assert [entry.key for entry in composed(body)[0].references] == ["a", "c"]
    assert [entry.key for entry in composed(body, format_="brochure")[0].references] == ["c", "a", "b"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(KEYS), min_size=1, max_size=5), min_size=1, max_size=6))
def test_every_number_leads_to_an_entry_and_every_entry_has_one_place_to_lead_back_to(cited: list[list[str]]) -> None:
    body = "\n\n".join(f"Text [{'; '.join(f'@{key}' for key in keys)}]." for keys in cited)
    printed, numbers = html(body), [entry.number for entry in composed(body)[0].references]

    assert numbers == list(range(1, len({key for keys in cited for key in keys}) + 1))
    assert sorted(map(int, re.findall(r'id="cite-(\d+)"', printed))) == numbers
    assert {int(number) for number in re.findall(r'href="#ref-(\d+)"', printed)} <= set(numbers)


def test_a_number_is_a_link_with_a_name_and_the_first_is_the_place_to_come_back_to() -> None:
    link = '<a{} href="#ref-1" aria-label="Reference 1">1</a>'

    assert re.findall(r"<a.*?</a>", html("One [@a]. Two [@a].")) == [link.format(' id="cite-1"'), link.format("")]


@pytest.mark.parametrize("where", ["online", "on-request"])
def test_numbers_of_a_list_that_is_not_printed_lead_nowhere(where: str) -> None:
    printed = html("One [@a; @b; @c, p. 3].", f"references: {where}\n")

    assert (shown(printed), "<a" in printed, "id=" in printed) == ("One [1; 2; 3, p. 3].", False, False)


def test_further_reading_leaves_out_what_the_text_cites_and_is_given_in_brief() -> None:
    composition, diagnostics = composed("One [@b].", "further-reading: [a, b, '@c']\n")

    assert [(entry.number, entry.key, entry.markup == entry.brief) for entry in composition.further] == [
        (0, "a", True),
        (0, "c", True),
    ]
    assert diagnostics == Diagnostics()


@pytest.mark.parametrize(("body", "front", "fault"), [
    ("One [@aa].", "", ("unknown-citation", "did you mean `@a`?")), ("One [@a b].", "", SEMICOLON),
    ("One.", "further-reading: [aa]\n", ("unknown-citation", "did you mean `a`?")), ("One [@a, @b].", "", SEMICOLON),
    ("One [@zz].", "", ("unknown-citation", "Add the work to content/references.bib, or correct the key.")),
])  # fmt: skip
def test_an_unknown_work_is_a_fault_and_gets_no_number(body: str, front: str, fault: tuple[str, str]) -> None:
    assert (faults(body, front), composed(body, front)[0].references) == ([fault], ())


def test_a_doi_and_the_issue_of_a_journal_stay_on_one_line() -> None:
    (entry,) = composed("One [@a].")[0].references

    assert re.findall(r'class="unbroken"[^>]*>([^<]*)<', entry.markup) == ["2020;5:32.", "doi:10.1000/a"]


def test_a_key_that_is_cited_twice_wrongly_is_shown_at_both_places() -> None:
    columns = [fault.span.column for fault in composed("One [@zz]. Two [@zz].")[1] if fault.span]

    assert columns == [6, 17]


def test_raised_and_lowered_signs_are_letters_of_the_own_font(monkeypatch: pytest.MonkeyPatch) -> None:
    work = "@misc{a, title = {CO₂ < 10⁻³ & m²}, url = {https://x.example/a}, urldate = {2020-01-02}, year = 2020}"
    monkeypatch.setattr(support, "WORKS", read_bibliography(Source(file="references.bib", text=work))[0])
    (entry,) = composed("One [@a].")[0].references

    assert "CO<sub>2</sub> &lt; 10<sup>\N{MINUS SIGN}3</sup> &amp; m<sup>2</sup>" in entry.markup
