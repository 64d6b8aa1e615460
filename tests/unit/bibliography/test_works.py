"""references.bib: what may be cited, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.bibliography.bibtex import BibFile
from carepress.bibliography.works import MOST_KEPT, Bibliography, folded, read_bibliography
from carepress.diagnostics.model import Diagnostics, Span
from carepress.diagnostics.render import render
from carepress.project.source import Source, decode, read

PROJECT = Path(__file__).resolve().parents[3]
SHIPPED = read(PROJECT, "content/references.bib")

GOOD = """\
@article{good2015,
  author = {Oh, K. W.},
  title = {Stem cells},
  journal = {Lancet},
  year = {2015},
  doi = {10.1000/Good},
}
"""
OTHER = (
    GOOD.replace("good2015", "other2016").replace("10.1000/Good", "10.1000/other").replace("Stem cells", "Nerve cells")
)


def bib(text: str, this_year: int | None = 2026) -> tuple[Bibliography, Diagnostics]:
    return read_bibliography(Source(file="references.bib", text=text), this_year=this_year)


def messages(text: str, this_year: int | None = 2026) -> str:
    return "\n".join(render(fault) for fault in bib(text, this_year)[1])


def test_a_work_knows_its_key_its_place_its_text_and_its_doi() -> None:
    work = bib(GOOD)[0].works["good2015"]

    assert work.span == Span(file="references.bib", line=1, column=10, length=8, text="@article{good2015,")
    assert work.text == "Oh KW. Stem cells. Lancet. 2015. doi:10.1000/Good"
    assert work.doi == "10.1000/good"


def test_sound_references_make_a_complete_bibliography_without_faults() -> None:
    bibliography, diagnostics = bib(GOOD + OTHER)

    assert (list(bibliography.works), bibliography.tainted, bibliography.complete) == (
        ["good2015", "other2016"],
        frozenset(),
        True,
    )
    assert diagnostics == Diagnostics()


def test_the_nearest_key_is_suggested() -> None:
    assert bib(GOOD + OTHER)[0].nearest("god2015") == "good2015"
    assert bib(GOOD + OTHER)[0].nearest("zzz") is None


def test_the_shipped_references_have_one_known_gap_and_no_error() -> None:
    assert isinstance(SHIPPED, Source)
    bibliography, diagnostics = read_bibliography(SHIPPED, this_year=2026)

    assert [render(fault) for fault in diagnostics] == [
        """\
warning[incomplete-reference]: `minguell` lacks journal, year and volume
  --> content/references.bib:46:10
   |
46 | @article{minguell,
   |          ^^^^^^^^
   = help: Add `journal = {...},`, `year = {...},` and `volume = {...},` before its last `}`."""
    ]
    assert list(bibliography.works) == [
        *("brown2017", "kiernan2011", "miller2012", "minguell", "lewis2014", "mazzini2016", "hajivalili2016"),
        *("coatti2015", "allers2014", "tanna2014", "faravelli2014", "oh2015", "karussis2010"),
    ]


def test_the_shipped_references_print_as_vancouver() -> None:
    assert isinstance(SHIPPED, Source)
    works = read_bibliography(SHIPPED)[0].works

    assert works["oh2015"].text == (
        "Oh KW, Moon C, Kim HY, Oh SI, Park J, Lee JH, et al. Phase I trial of repeated intrathecal autologous bone "
        "marrow-derived mesenchymal stromal cells in amyotrophic lateral sclerosis. Stem Cells Transl Med. "
        "2015;4(6):590-7. doi:10.5966/sctm.2014-0212"
    )
    assert works["miller2012"].text == (
        "Miller RG, Mitchell JD, Moore DH. Riluzole for amyotrophic lateral sclerosis (ALS)/motor neuron disease "
        "(MND). Cochrane Database Syst Rev. 2012;(3):CD001447. doi:10.1002/14651858.CD001447.pub3"
    )
    assert works["coatti2015"].text == (
        "Coatti GC, Beccari MS, Olávio TR, Mitne-Neto M, Okamoto OK, Zatz M. Stem cells for amyotrophic lateral "
        "sclerosis modeling and therapy: myth or fact? Cytometry A. 2015;87(3):197-211. doi:10.1002/cyto.a.22630"
    )


def test_a_field_that_is_not_closed_is_shown_and_the_next_entry_is_read() -> None:
    text = "@article{open2015,\n  title = {Foo,\n  year = {2015},\n}\n"
    bibliography, _ = bib(text + GOOD)

    assert (
        messages(text + GOOD)
        == """\
error[bibtex-syntax]: `title` is not closed: a `}` is missing
 --> references.bib:2:3
  |
2 |   title = {Foo,
  |   ^^^^^
  = help: Every `{` needs its `}`; the last line of a reference is a `}` alone."""
    )
    assert (list(bibliography.works), bibliography.tainted, bibliography.complete) == (
        ["open2015", "good2015"],
        frozenset({"open2015"}),
        False,
    )


def test_a_key_stands_once_whatever_its_case() -> None:
    text = GOOD + GOOD.replace("good2015", "Good2015")

    assert (
        messages(text)
        == """\
error[duplicate-key]: `Good2015` is here twice
 --> references.bib:8:10
  |
8 | @article{Good2015,
  |          ^^^^^^^^
  = help: The first is on line 1. Delete this one if it is the same work, or change its key."""
    )
    assert bib(text)[0].tainted == {"good2015", "Good2015"}


def test_the_same_doi_under_two_keys_is_the_same_work_twice() -> None:
    text = GOOD + OTHER.replace("10.1000/other", "https://doi.org/10.1000/GOOD")

    assert (
        messages(text)
        == """\
error[duplicate-doi]: `other2016` and `good2015` are the same work: they have the same DOI
  --> references.bib:13:10
   |
13 |   doi = {https://doi.org/10.1000/GOOD},
   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = help: Keep `good2015` (line 1) and cite it as [@good2015]; delete `other2016`."""
    )
    assert bib(text)[0].tainted == {"good2015", "other2016"}


def test_a_doi_begins_with_ten_and_has_a_slash() -> None:
    assert (
        messages(GOOD.replace("10.1000/Good", "NEJMra1603471"))
        == """\
error[bad-doi]: `NEJMra1603471` is not a DOI
 --> references.bib:6:10
  |
6 |   doi = {NEJMra1603471},
  |          ^^^^^^^^^^^^^
  = help: A DOI starts with 10. and has a slash: `doi = {10.1186/scrt421},`. If there is none, delete this field."""
    )


def test_a_doi_inside_an_address_is_offered() -> None:
    assert messages(GOOD.replace("10.1000/Good", "https://www.nejm.org/doi/10.1056/NEJMra1603471")).endswith(
        "= help: Type `doi = {10.1056/NEJMra1603471},`."
    )


@pytest.mark.parametrize(
    ("typed", "lacks"),
    [
        ("@article{x, year = 2015}", "author, title, journal and volume"),
        ("@article{x, author = {A, B}, title = {T}, journal = {J}, year = 2015}", "volume"),
        ("@book{x, title = {T}}", "author or editor, publisher and year"),
        ("@incollection{x, author = {A, B}, title = {T}}", "title of the book and year"),
        ("@techreport{x, title = {T}, year = 2015}", "institution"),
        ("@phdthesis{x, author = {A, B}, title = {T}, year = 2015}", "university"),
        ("@online{x, title = {T}}", "web address and date on which it was read"),
        ("@misc{x, title = {T}, url = {https://who.int}}", "date on which it was read"),
        ("@misc{x, title = {T}, author = {A, B}, publisher = {medRxiv}}", "year and web address"),
        ("@misc{x, title = {}}", "title"),
    ],
)
def test_a_reference_names_all_that_it_lacks(typed: str, lacks: str) -> None:
    assert [fault.message for fault in bib(typed)[1].warnings] == [f"`x` lacks {lacks}"]


def test_an_editor_or_an_organisation_will_do_for_an_author() -> None:
    assert messages("@book{x, editor = {A, B}, title = {T}, publisher = {P}, year = 2015}") == ""
    assert messages("@article{x, author = {{WHO}}, title = {T}, journal = {J}, year = 2015, volume = 3}") == ""


def test_a_year_has_four_digits() -> None:
    assert (
        messages(GOOD.replace("2015},", "2o15},"))
        == """\
warning[odd-year]: `2o15` is not a likely year
 --> references.bib:5:11
  |
5 |   year = {2o15},
  |           ^^^^
  = help: Type four digits, from 1500 to 2026, as in `year = {2015},`."""
    )


@pytest.mark.parametrize(
    ("year", "this_year", "odd"),
    [("1499", 2026, True), ("1500", 2026, False), ("2026", 2026, False), ("2027", 2026, True), ("2027", None, False)],
)
def test_a_year_lies_between_the_first_printers_and_today(year: str, this_year: int | None, odd: bool) -> None:
    diagnostics = bib(GOOD.replace("{2015}", f"{{{year}}}"), this_year)[1]

    assert [fault.code for fault in diagnostics] == ["odd-year"] * odd


def test_a_year_in_the_future_is_a_warning() -> None:
    assert (
        messages(GOOD.replace("{2015}", "{2027}"))
        == """\
warning[odd-year]: `2027` is in the future
 --> references.bib:5:11
  |
5 |   year = {2027},
  |           ^^^^
  = help: Correct the year. If the work is accepted but not out yet, add `pubstate = {inpress},`."""
    )


@pytest.mark.parametrize("mark", ["pubstate = {inpress}", "pubstate = {forthcoming}", "note = {In press}"])
def test_a_work_in_press_may_have_the_year_to_come_and_says_so(mark: str) -> None:
    bibliography, diagnostics = bib(GOOD.replace("year = {2015}", f"year = {{2027}}, {mark}"))

    assert diagnostics == Diagnostics()
    assert bibliography.works["good2015"].text == "Oh KW. Stem cells. Lancet. Forthcoming 2027. doi:10.1000/Good"


def test_in_press_is_not_a_year() -> None:
    assert messages(GOOD.replace("{2015}", "{in press}")).endswith(
        "= help: Type the year in which it is to appear, as in `year = {2027},`, and add `pubstate = {inpress},`."
    )


def test_the_same_title_by_the_same_people_in_the_same_year_is_the_same_work() -> None:
    twin = GOOD.replace("good2015", "oh").replace("Stem cells", "The {STEM} Cells.").replace("10.1000/Good", "10.1/x")

    assert (
        messages(GOOD + twin.replace("  doi = {10.1/x},\n", "  pages = {1--9},\n"))
        == """\
warning[same-work]: `oh` and `good2015` look like the same work: they have the same title
  --> references.bib:10:12
   |
10 |   title = {The {STEM} Cells.},
   |            ^^^^^^^^^^^^^^^^^
   = help: Keep one of them, ideally the newest, and delete the other; `good2015` is on line 1.
           If they are two works, leave both."""
    )


SHORT, LONG = "Living with asthma", "Inhaled steroids for adults with asthma"


@pytest.mark.parametrize(
    ("title", "author", "year", "same"),
    [
        (SHORT, "Oh, K.", "2015", True),
        (SHORT, "", "", True),  # a twin without its people and its year
        (SHORT, "Oh, K.", "2021", False),  # an expert writes of one subject twice
        (SHORT, "Lee, M.", "2015", False),  # and so do two experts
        (LONG, "Öh, Kim", "2015", True),
        (LONG, "Oh, K.", "2021", True),  # a preprint and its article, or two versions of a review
        (LONG, "Lee, M.", "2015", True),  # the people in another order
        (LONG, "Lee, M.", "2021", False),
    ],
)
def test_people_and_year_tell_works_of_one_title_apart(title: str, author: str, year: str, same: bool) -> None:
    first = f"@misc{{a, title = {{{title}}}, author = {{Oh, K.}}, year = 2015}}\n"
    second = f"@misc{{b, title = {{{title}}}, author = {{{author}}}, year = {{{year}}}}}\n"

    assert [fault.code for fault in bib(first + second)[1]] == ["same-work"] * same


def test_works_of_one_doi_get_one_message() -> None:
    assert [fault.code for fault in bib(GOOD + GOOD.replace("good2015", "oh"))[1]] == ["duplicate-doi"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Lancet", "LANCET"),
        ("Stem Cell Research & Therapy", "stem cell research and therapy"),
        ("Alzheimer's disease: a review", "Alzheimer\N{RIGHT SINGLE QUOTATION MARK}s Disease \N{EM DASH} A Review."),
        ("La rehabilitación", "Rehabilitacio\u0301n"),
        ("A", "a"),
    ],
)
def test_two_spellings_of_a_title_fold_into_one(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


def test_a_work_knows_its_year_its_journal_and_where_that_stands() -> None:
    work = bib(GOOD.replace("  journal = {Lancet}", "  journal = {The Lancet},\n  shortjournal = {Lancet}"))[0].works[
        "good2015"
    ]

    assert (work.year, work.journal) == (2015, "Lancet")
    assert work.journal_span == Span(
        file="references.bib", line=5, column=19, length=6, text="  shortjournal = {Lancet},"
    )


def test_only_an_article_has_a_journal_and_an_odd_year_counts_as_none() -> None:
    works = bib(
        "@online{page, title = {T}, journal = {Health News}, url = {who.int}, urldate = {2026-01-01}, year = {soon}}"
    )[0].works

    assert (works["page"].year, works["page"].journal, works["page"].journal_span) == (None, "", None)


def test_an_unknown_kind_of_reference_is_printed_as_any_other() -> None:
    assert (
        messages(GOOD.replace("@article", "@artcle"))
        == """\
warning[unknown-entry-type]: `@artcle` is not a kind of reference
 --> references.bib:1:1
  |
1 | @artcle{good2015,
  | ^^^^^^^
  = help: did you mean `@article`?"""
    )
    assert bib(GOOD.replace("@article", "@artcle"))[0].works["good2015"].text == (
        "Oh KW. Stem cells. Lancet; 2015. doi:10.1000/Good"
    )


def test_an_export_of_zotero_has_no_faults() -> None:
    source = decode(
        "references.bib",
        b'@string{nejm = {N Engl J Med}}\r\n@preamble{"x"}\r\n@comment{jabref-meta: 1;}\r\n'
        b"Free text, mail me@home.org\r\n% @article{commented,\r\n%  title = {Out},\r\n% }\r\n"
        b"@article{brown_als_2017,\r\n\ttitle = {{ALS} \\& more \\textendash{} a review},\r\n\tvolume = 377,\r\n"
        b'\tjournal = nejm,\r\n\tauthor = "Brown, Robert H." # { and Al-Chalabi, A.},\r\n'
        b"\tdate = {2017-07-13},\r\n\tmonth = jul,\r\n\tpages = {162--172},\r\n"
        b"\tdoi = {DOI: 10.1056/NEJMra1603471},\r\n\turl = {https://www.nejm.org/x},\r\n\turldate = {2024-01-01},\r\n"
        b"\tabstract = {5% of {many} @ twitter},\r\n\tkeywords = {als},\r\n\tfile = {a:b.pdf}\r\n}\r\n",
    )
    assert isinstance(source, Source)
    bibliography, diagnostics = read_bibliography(source, this_year=2026)

    assert diagnostics == Diagnostics()
    assert [work.text for work in bibliography.works.values()] == [
        "Brown RH, Al-Chalabi A. ALS & more \N{EN DASH} a review. N Engl J Med. 2017 Jul 13;377:162-72. "
        "doi:10.1056/NEJMra1603471"
    ]


def test_nothing_but_comments_is_an_empty_bibliography() -> None:
    assert bib("% nothing yet\n\n") == (Bibliography(works={}), Diagnostics())


def test_every_fault_is_found_in_one_reading_in_the_order_of_lines() -> None:
    text = "@artcle{a,\n title = {T},\n}\n@book{b,\n title = {T}\n year = 2015}\n" + GOOD + GOOD

    assert [(fault.code, fault.span.line) for fault in bib(text)[1] if fault.span] == [
        ("unknown-entry-type", 1),
        ("bibtex-syntax", 6),
        ("duplicate-key", 14),
    ]


FRAGMENTS = st.sampled_from(
    [
        *'{}"@=,#%\\()\n $~^_&',
        "@article{",
        "@string{",
        " and ",
        "doi",
        "10.1000/",
        "\\'",
        "{\\i}",
        "--",
        "20",
        "author = {",
        "title = {",
        "url = {http://[",
        "year = 2015",
        "é",
        "\u2028",
        "\x0c",
    ]
)


@st.composite
def damaged_entries(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from([GOOD, GOOD + OTHER, GOOD.replace("article", "online"), "@misc{a, title={x}}"]))
    for fragment in draw(st.lists(FRAGMENTS, max_size=8)):
        at, cut = draw(st.integers(0, len(text))), draw(st.integers(0, 4))
        text = text[:at] + fragment + text[at + cut :]
    return text


def spans_point_into_the_file(text: str) -> bool:
    bibliography, diagnostics = bib(text)
    lines = text.split("\n")
    spans = [fault.span for fault in diagnostics] + [work.span for work in bibliography.works.values()]
    return all(span is not None and lines[span.line - 1] == span.text for span in spans)


@settings(max_examples=100, deadline=None)
@given(damaged_entries())
def test_no_damage_to_an_entry_stops_the_reading(text: str) -> None:
    assert spans_point_into_the_file(text)


@settings(max_examples=100, deadline=None)
@given(st.text() | st.lists(FRAGMENTS, max_size=40).map("".join))
def test_no_text_stops_the_reading(text: str) -> None:
    assert spans_point_into_the_file(text)


LIBRARY = "".join(
    f"@article{{work{number},\n  author = {{Oh, K.}},\n  title = {{Title {number}}},\n  year = {{soon}},\n"
    f"  journal = {{Lancet}},\n  doi = {{10.1000/{number}}},\n}}\n"
    for number in range(MOST_KEPT + 1)
)


def test_of_a_library_only_what_is_cited_is_checked() -> None:
    bibliography, diagnostics = bib(LIBRARY)

    assert (bibliography.is_library, len(bibliography.works), diagnostics) == (True, MOST_KEPT + 1, Diagnostics())
    assert [(fault.code, fault.span.line) for fault in bibliography.check(["work3", "nobody"]) if fault.span] == [
        ("odd-year", 25)
    ]
    assert bibliography.works["work3"].text == "Oh K. Title 3. Lancet. soon. doi:10.1000/3"


def test_a_short_file_is_checked_when_it_is_read() -> None:
    bibliography, diagnostics = bib(GOOD.replace("{2015}", "{soon}"))

    assert ([fault.code for fault in diagnostics], bibliography.is_library) == (["odd-year"], False)
    assert bibliography.check(["good2015"]) == Diagnostics()


def test_no_work_of_a_library_is_read_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[int, int]] = []
    really = BibFile.read
    monkeypatch.setattr(BibFile, "read", lambda self, *place: read.append(place) or really(self, *place))
    bibliography, _ = bib(LIBRARY)
    fingerprints = [bibliography.fingerprint(key) for key in bibliography.works]

    assert (read, len(set(fingerprints))) == ([], MOST_KEPT + 1)
    assert bibliography.works["work7"].year is None
    assert len(read) == 1


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (("work2,", "WORK1,"), "duplicate-key"),
        (("{10.1000/1}", "{none}"), "bad-doi"),
        (("{Lancet}", "{Lancet"), "bibtex-syntax"),
    ],
)
def test_a_faulty_work_of_a_library_is_tainted_and_told(damage: tuple[str, str], code: str) -> None:
    start = LIBRARY.index("@article{work1,")
    bibliography, diagnostics = bib(LIBRARY[:start] + LIBRARY[start:].replace(*damage, 1))

    assert "work1" in bibliography.tainted
    assert "work9" not in bibliography.tainted
    assert code in {fault.code for fault in (*diagnostics, *bibliography.check(["work1"]))}


def test_a_work_of_a_library_without_its_parent_is_told_and_printed() -> None:
    start = LIBRARY.index("@article{work1,")
    text = LIBRARY[:start] + LIBRARY[start:].replace("author = {Oh, K.},", "crossref = {lost},", 1)
    bibliography, _ = bib(text)

    assert "work1" not in bibliography.tainted
    assert {fault.code for fault in bibliography.check(["work1"])} >= {"missing-parent", "incomplete-reference"}


def test_two_cited_works_of_a_library_with_one_doi_are_told() -> None:
    bibliography, diagnostics = bib(LIBRARY.replace("{10.1000/2}", "{10.1000/1}"))

    assert diagnostics == Diagnostics()
    assert "duplicate-doi" in [fault.code for fault in bibliography.check(["work1", "work2"])]


def test_a_parent_of_a_cited_work_of_a_library_is_read_too() -> None:
    family = "@xdata{pub, publisher = {Wiley}}\n@book{b, author = {Oh, K.}, title = {T}, xdata = {pub}}\n"
    bibliography, changed = (bib(LIBRARY + text)[0] for text in (family, family.replace("Wiley", "Sage")))

    assert bibliography.works["b"].text == "Oh K. T. Wiley."
    assert bibliography.fingerprint("b") != changed.fingerprint("b")
    assert bibliography.fingerprint("work1") == changed.fingerprint("work1")


def test_a_name_of_the_file_is_a_part_of_every_work() -> None:
    texts = [f'@string{{j = "{name}"}}\n' + LIBRARY.replace("{Lancet}", "j", 1) for name in ("Thorax", "Chest")]
    thorax, chest = (bib(text)[0] for text in texts)

    assert thorax.works["work0"].text == "Oh K. Title 0. Thorax. soon. doi:10.1000/0"
    assert thorax.fingerprint("work0") != chest.fingerprint("work0")


@pytest.mark.parametrize(
    "fields",
    [
        "genre = {Thesis}, link = {x}, shown = {y}, state = {z}, before = {a}, label = {b}, issued = {c}",
        "authors = {X}, name = {N}, medium = {M}, cited = {C}, notes = {E}, access = {A}, year_ = {Y}",
    ],
)
def test_an_author_s_field_never_takes_a_name_of_ours(fields: str) -> None:
    sound = "author = {Smith, Ann}, title = {Living}, school = {University of X}, year = 2020"
    text = f"@phdthesis{{t, {sound}, {fields}}}"
    bibliography, diagnostics = bib(text)

    assert bibliography.works["t"].text == "Smith A. Living [dissertation]. University of X; 2020."
    assert {fault.code for fault in diagnostics} == {"unprinted-field"}


def test_a_short_doi_is_a_doi() -> None:
    for typed in ("10/ggd754", "https://doi.org/10/ggd754", "https://doi.org/ggd754"):
        bibliography, diagnostics = bib(GOOD.replace("10.1000/Good", typed))

        assert diagnostics == Diagnostics()
        assert bibliography.works["good2015"].runs[-1].href == "https://doi.org/10/ggd754"
