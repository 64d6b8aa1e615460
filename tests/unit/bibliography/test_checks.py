"""Checks of references: what is wrong is told at the field's own line; what is right is not."""

from __future__ import annotations

import pytest

from carepress.bibliography.works import read_bibliography
from carepress.project.source import Source

ARTICLE = """\
@article{a,
  author = {Oh, K.},
  title = {Asthma in adults},
  journal = {Thorax},
  year = {2020},
  volume = {1},
}
"""


def faults(*lines: str, kind: str = "article") -> list[tuple[str, int]]:
    """The rules and lines of the faults of a sound article whose fields of these names are replaced."""
    text = ARTICLE.replace("@article", f"@{kind}")
    for line in lines:
        name = line.partition(" ")[0]
        kept = [old for old in text.split("\n") if not old.startswith(f"  {name} ")]
        text = "\n".join([*kept[:-2], f"  {line},", *kept[-2:]])
    found = read_bibliography(Source(file="references.bib", text=text), this_year=2026)[1]
    return [(fault.code, fault.span.line) for fault in found if fault.span]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("author = {World Health Organization}", "odd-name"),
        ("author = {Oh, K., MD}", "odd-name"),
        ("author = {Dr Kim Oh}", "odd-name"),
        ("title = {Severe Asthma in Adults and Older Children}", "title-case"),
        ("year = {20x0}", "odd-year"),
        ("year = {2031}", "odd-year"),
        ("date = {2020-13-45}", "odd-year"),
        ("urldate = {2020-02-31}", "odd-year"),
        ("eventdate = {31.12.2020}", "odd-year"),
        ("month = {13}", "odd-year"),
        ("editor = {Roe, R.}", "unprinted-field"),
        ("titel = {Asthma}", "unprinted-field"),
        ("url = {on our website}", "unprinted-field"),
        ("doi = {none}", "bad-doi"),
        ("note = {See **this**}", "stray-mark"),
        ("crossref = {lost}", "missing-parent"),
        ("author = {Oh K, Lee M, Roe R}", "bibtex-syntax"),
    ],
)
def test_a_fault_is_told_once_at_its_own_line(line: str, code: str) -> None:
    replaced = any(f"  {line.split(maxsplit=1)[0]} = " in old for old in ARTICLE.split("\n"))

    assert faults(line) == [(code, 7 - replaced)]


@pytest.mark.parametrize(
    "line",
    [
        "author = {{World Health Organization}}",
        "author = {Oh, Jr, K. and {WHO} and others}",
        "year = {2019/2020}",
        "year = {c. 2020}",
        "date = {2020-05-01/2020-05-03}",
        "date = {2020-05~}",
        "month = jan",
        "month = {May--Jun}",
        "urldate = {5 March 2024}",
        "pubstate = {inpress}",
        "note = {Publisher: Elsevier}",
        "abstract = {Words}",
        "title = {{Severe Asthma in Adults and Older Children}}",
        "title = {Schweres Asthma bei Erwachsenen und bei Kindern}",
        "pmid = {28700839}",
        "doi = {10/ggd754}",
    ],
)
def test_what_is_right_is_not_told(line: str) -> None:
    assert faults(line) == []


def test_a_number_of_pubmed_is_enough_to_find_an_article() -> None:
    assert faults("volume = {}") != []
    assert faults("volume = {}", "pmid = {28700839}") == []


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("*Read this.* first", True),
        ("see _all of it_", True),
        ("(*new*)", True),
        ("Ann*, Bo*, Cy", False),
        ("HLA-B*27 and HLA-B*57", False),
        ("CYP2C19 *2 and *3 and 5 * 3 * 2", False),
        ("my_file_name and $x_i$ and $y_j$", False),
        (r"\_id\_ at https://x.org/_a_/b", False),
    ],
)
def test_marks_of_italics_are_told_and_other_stars_are_not(note: str, told: bool) -> None:
    assert bool(faults(f"note = {{{note}}}")) is told


@pytest.mark.parametrize("kind", ["xdata", "periodical", "set"])
def test_an_entry_that_others_take_from_needs_nothing(kind: str) -> None:
    found = read_bibliography(Source(file="references.bib", text=f"@{kind}{{x, title = {{T}}, editor = {{R, R}}}}"))[1]

    assert len(found) == 0


def test_an_inherited_fault_is_told_of_the_parent_alone() -> None:
    text = "@book{b, editor = {Dr Ann Roe}, title = {B}, publisher = {P}, year = 2001}\n"
    chapter = "@incollection{c, author = {Oh, K.}, title = {C}, crossref = {b}}\n"
    found = read_bibliography(Source(file="references.bib", text=text + chapter))[1]

    assert [(fault.code, fault.span.line) for fault in found if fault.span] == [("odd-name", 1)]
