"""What a document makes of references.bib: old works, journals' names, works that nobody uses."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from carepress.bibliography.works import Bibliography, folded, read_bibliography
from carepress.diagnostics.model import Span
from carepress.diagnostics.render import render
from carepress.preflight import references
from carepress.preflight.proof import Written
from carepress.preflight.references import check_written
from carepress.project.source import Source
from tests.support.proofs import OLD, in_brief, written

BIB = "content/references.bib"
LISTED = "---\ntitle: Asthma\nformats: [fact-sheet]\nfurther-reading: [gina2024, '@old2000']\n---\n\n"


def works(*entries: str) -> dict[str, str]:
    return {BIB: "".join(entries)}


def article(journal: str, more: str = "") -> dict[str, str]:
    return works(OLD.replace("2000}", "2020}").replace("  journal = {Thorax}", f"  journal = {{{journal}}}{more}"))


def bibliography(text: str) -> Bibliography:
    return read_bibliography(Source(file=BIB, text=text), this_year=2026)[0]


def spot(checked: Written) -> list[tuple[int, str]]:
    """The line and the very words that each fault underlines."""
    spans = [fault.span for fault in check_written(checked)]
    return [(span.line, span.text[span.column - 1 :][: span.length]) for span in spans if isinstance(span, Span)]


def test_an_old_work_is_told_at_its_first_citation(tmp_path: Path) -> None:
    text = "Steroids help [@gina2024; @old2000, p. 3].\n\nThey help [@old2000].\n"
    [fault] = check_written(written(tmp_path, text, works(OLD)))

    assert render(fault) == (
        """\
warning[old-work]: `@old2000` is from 2000, 26 years ago
 --> content/asthma/en.md:6:27
  |
6 | Steroids help [@gina2024; @old2000, p. 3].
  |                           ^^^^^^^^
  = help: Look for a newer work, or keep it if it is still the best evidence."""
    )


def test_an_old_work_that_is_only_listed_is_told_in_the_list(tmp_path: Path) -> None:
    checked = written(tmp_path, LISTED + "Text.\n", works(OLD))

    assert in_brief(check_written(checked)) == [("old-work", 4, "`old2000` is from 2000, 26 years ago")]
    assert spot(checked) == [(4, "'@old2000'")]


@pytest.mark.parametrize(
    "text",
    [
        "## Steroids [@old2000]\n\nText.\n",
        "::: callout\n- One\n  - Two [@old2000]\n:::\n",
        "| A | B |\n|---|---|\n| C | D [@old2000] |\n",
        "**Steroids [@old2000\n; @gina2024] help.**\n",
    ],
)
def test_a_citation_counts_wherever_it_stands(tmp_path: Path, text: str) -> None:
    checked = written(tmp_path, text, works(OLD))

    assert [shown for _, shown in spot(checked)] == ["@old2000"]


def test_a_key_is_not_found_inside_another(tmp_path: Path) -> None:
    text = "Steroids help [@old2000-b; @old2000:2; @old2000]. See [@old2000].\n"
    faults = list(check_written(written(tmp_path, text, works(OLD))))

    assert [(fault.span.column, fault.span.length) for fault in faults if fault.span] == [(40, 8)]


@pytest.mark.parametrize(("years", "codes"), [(25, ["old-work"]), (26, [])])
def test_a_work_may_be_as_old_as_the_clinic_says(tmp_path: Path, years: int, codes: list[str]) -> None:
    checked = written(tmp_path, "Steroids [@old2000].\n", works(OLD), old_work_years=years)

    assert [fault.code for fault in check_written(checked)] == codes


@pytest.mark.parametrize(
    "entry",
    [
        OLD.replace("  year = {2000},\n", ""),
        OLD.replace("{2000}", "{1066}"),
        OLD.replace("{2000}", "{soon}"),
        OLD.replace("old2000", "other2000"),
        OLD.replace("  volume", "  doi = {none}, volume"),  # broken: told already
        OLD + OLD,
        OLD.rstrip("}\n"),
        "",
    ],
)
def test_a_work_without_a_sound_year_has_no_age(tmp_path: Path, entry: str) -> None:
    assert list(check_written(written(tmp_path, "Steroids [@old2000].\n", works(entry)))) == []


def test_a_sound_document_is_told_nothing(tmp_path: Path) -> None:
    text = "Asthma makes the tubes in the lungs swell [@smith2019; @lee2021, p. 3].\n"

    assert list(check_written(written(tmp_path, text))) == []


def test_a_known_journal_gets_its_short_name(tmp_path: Path) -> None:
    [fault] = check_written(written(tmp_path, "S [@old2000].\n", article("The New England Journal of Medicine")))

    assert render(fault) == (
        """\
warning[journal-name]: `The New England Journal of Medicine` is not abbreviated
 --> content/references.bib:4:14
  |
4 |   journal = {The New England Journal of Medicine},
  |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = help: Type its short form:   N Engl J Med"""
    )


def test_a_journal_that_nobody_knows_is_for_a_person_to_look_up(tmp_path: Path) -> None:
    [fault] = check_written(written(tmp_path, "S [@old2000].\n", article("Springfield Journal of Lungs")))

    assert render(fault) == (
        """\
warning[journal-name]: `Springfield Journal of Lungs` looks like a title in full; journals are abbreviated
 --> content/references.bib:4:14
  |
4 |   journal = {Springfield Journal of Lungs},
  |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = help: Look it up in the NLM Catalog (ncbi.nlm.nih.gov/nlmcatalog) and type its `NLM Title Abbreviation`.
          If it is right as it is, add to clinic.yaml:   checks: {journals: ["Springfield Journal of Lungs"]}"""
    )


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("journal of neurology, neurosurgery \\& psychiatry", "J Neurol Neurosurg Psychiatry"),
        ("Alzheimer\N{RIGHT SINGLE QUOTATION MARK}s and Dementia", "Alzheimers Dement"),
        ("Nature Reviews. Neurology", "Nat Rev Neurol"),
        ("The Lancet", "Lancet"),
        ("Muscle {\\&} Nerve", "Muscle Nerve"),
    ],
)
def test_a_title_is_known_however_it_is_typed(tmp_path: Path, name: str, short: str) -> None:
    [fault] = check_written(written(tmp_path, "S [@old2000].\n", article(name)))

    assert (fault.code, fault.help) == ("journal-name", f"Type its short form:   {short}")


@pytest.mark.parametrize(
    "name",
    [
        *("Lancet", "LANCET", "Nature", "Brain", "Neurology", "Gastroenterology", "Medicine", "Science", "Cell"),
        *("N Engl J Med", "N. Engl. J. Med.", "Mult Scler", "J Test Med", "Proc. Natl. Acad. Sci. U.S.A."),
        *("BMJ Open", "PLOS ONE", "Stem Cell Reports", "In Vivo", "Indian J Med Res", "J Pain Symptom Manage"),
        *("Medicine (Baltimore)", "Microbiology (Reading)", "United European Gastroenterol J", "Vnitr Lek"),
        "Hematology Am Soc Hematol Educ Program",
    ],
)
def test_a_right_name_is_told_nothing(tmp_path: Path, name: str) -> None:
    assert list(check_written(written(tmp_path, "S [@old2000].\n", article(name)))) == []


def test_the_short_name_wins_over_the_long_one(tmp_path: Path) -> None:
    more = ",\n  shortjournal = {N Engl J Med}"
    checked = written(tmp_path, "S [@old2000].\n", article("The New England Journal of Medicine", more))

    assert list(check_written(checked)) == []


@pytest.mark.parametrize("name", ["Springfield Journal of Lungs", "New England Journal of Medicine"])
def test_a_clinic_says_which_names_are_right(tmp_path: Path, name: str) -> None:
    checked = written(tmp_path, "S [@old2000].\n", article(name), journals=[f"the {name}"])

    assert list(check_written(checked)) == []


@pytest.mark.parametrize(
    "entry",
    [
        "@online{old2000, title = {T}, journal = {The Journal of Health}, url = {who.int}, urldate = {2026-01-01}}",
        "@misc{old2000, title = {T}, author = {A, B}, journal = {The Journal of Health}}",
        OLD.replace("2000}", "2020}").replace("old2000", "never2020").replace("Thorax", "Journal of Lungs"),
    ],
)
def test_only_an_article_that_is_used_needs_a_short_name(tmp_path: Path, entry: str) -> None:
    assert list(check_written(written(tmp_path, "S [@old2000].\n", works(entry)))) == []


def test_the_table_of_journals_is_sound() -> None:
    file = Path(references.__file__).with_name("journals.toml")
    short: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))["short"]

    assert len({folded(title) for title in short}) == len(short) >= 250  # none twice
    assert [name for name in short.values() if "." in name or "&" in name or name.startswith("The ")] == []
    by_title = {folded(title): name for title, name in short.items()}
    assert [name for name in short.values() if by_title.get(folded(name), name) != name] == []  # no short for another


def test_what_a_document_uses_is_what_it_cites_or_lists(tmp_path: Path) -> None:
    checked = written(tmp_path, LISTED + "## A [@a]\n\nText [@b; @c, p. 3; d] and [@b].\n")

    assert checked.document.cited_keys == {"a", "b", "c", "gina2024", "old2000"}
