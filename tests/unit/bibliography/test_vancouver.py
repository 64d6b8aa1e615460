"""The Vancouver style: what a reference looks like, rule by rule."""

from __future__ import annotations

import pytest
from pybtex.database import Entry

from carepress.bibliography.fields import Cleaned, cleaned
from carepress.bibliography.vancouver import TextRun, runs_of

ARTICLE = {
    "author": "Brown, R. H. and Al-Chalabi, A.",
    "title": "Amyotrophic lateral sclerosis",
    "journal": "N Engl J Med",
    "year": "2017",
    "volume": "377",
    "number": "2",
    "pages": "162--172",
}


def entry(kind: str, **fields: str) -> Cleaned:
    made = Entry(kind, fields)
    made.key = "key2017"
    return cleaned(made)


def text(kind: str, **fields: str) -> str:
    return "".join(run.text for run in runs_of(entry(kind, **fields)))


def without(*names: str, **more: str) -> str:
    return text("article", **{name: value for name, value in ARTICLE.items() if name not in names} | more)


def authors(names: str) -> str:
    return text("misc", author=names)


def test_an_article_gives_authors_title_journal_year_volume_issue_pages_and_doi() -> None:
    assert runs_of(entry("article", **ARTICLE, doi="10.1056/NEJMra1603471")) == (
        TextRun(text="Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis. N Engl J Med. 2017;377(2):162-72. "),
        TextRun(
            text="doi:10.1056/NEJMra1603471",
            href="https://doi.org/10.1056/NEJMra1603471",
            label="Full text of Brown 2017 at doi.org",
        ),
    )


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("N. Engl. J. Med.", "N Engl J Med"),
        ("Proc. Natl. Acad. Sci. U.S.A.", "Proc Natl Acad Sci U S A"),
        ("Medicina (B. Aires)", "Medicina (B Aires)"),
        ("Drugs.com", "Drugs.com"),
    ],
)
def test_the_short_name_of_a_journal_has_no_full_stops(typed: str, printed: str) -> None:
    assert without(journal=typed) == (
        f"Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis. {printed}. 2017;377(2):162-72."
    )


def test_an_article_in_press_is_forthcoming_until_it_has_a_volume() -> None:
    lead = "Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis. N Engl J Med."

    assert without("volume", "number", "pages", pubstate="inpress") == f"{lead} Forthcoming 2017."
    assert without("volume", "number", "pages", year="in press") == f"{lead} Forthcoming."
    assert without(note="In press") == f"{lead} 2017;377(2):162-72."


def test_a_book_gives_edition_place_publisher_and_year() -> None:
    assert (
        text(
            "book",
            author="Murray, Patrick R. and Rosenthal, Ken S.",
            title="Medical microbiology",
            edition="4",
            address="St. Louis",
            publisher="Mosby",
            year="2002",
        )
        == "Murray PR, Rosenthal KS. Medical microbiology. 4th ed. St. Louis: Mosby; 2002."
    )


def test_an_edited_book_is_led_by_its_editors() -> None:
    assert (
        text("book", editor="Gilstrap, L. C. and Cunningham, F. G.", title="Operative obstetrics", year="2002")
        == "Gilstrap LC, Cunningham FG, editors. Operative obstetrics. 2002."
    )


def test_the_editor_of_an_author_s_book_comes_after_the_edition() -> None:
    assert (
        text("book", author="Breedlove, G. K.", editor="Wieczorek, R. R.", title="Adolescence", edition="Second")
        == "Breedlove GK. Adolescence. 2nd ed. Wieczorek RR, editor."
    )


@pytest.mark.parametrize("kind", ["incollection", "inbook", "inproceedings"])
def test_a_chapter_stands_in_a_book_with_editors_and_pages(kind: str) -> None:
    assert text(
        kind,
        author="Meltzer, P. S.",
        title="Chromosome alterations",
        editor="Vogelstein, B. and Kinzler, K. W.",
        booktitle="The genetic basis of human cancer",
        publisher="McGraw-Hill",
        year="2002",
        pages="93--113",
    ) == (
        "Meltzer PS. Chromosome alterations. In: Vogelstein B, Kinzler KW, editors. "
        "The genetic basis of human cancer. McGraw-Hill; 2002. p. 93-113."
    )


@pytest.mark.parametrize("kind", ["techreport", "report"])
def test_a_report_gives_its_institution_and_number(kind: str) -> None:
    assert (
        text(kind, author="Yen, G. G.", title="Health monitoring", institution="AFRL", year="2002", number="A123")
        == "Yen GG. Health monitoring. AFRL; 2002. Report No.: A123."
    )


@pytest.mark.parametrize(
    ("kind", "medium"),
    [("phdthesis", "[dissertation]"), ("thesis", "[dissertation]"), ("mastersthesis", "[master's thesis]")],
)
def test_a_thesis_says_which_degree_it_was_for(kind: str, medium: str) -> None:
    assert (
        text(kind, author="Borkowski, M. M.", title="Infant sleep", school="Central Michigan University", year="2002")
        == f"Borkowski MM. Infant sleep {medium}. Central Michigan University; 2002."
    )


@pytest.mark.parametrize("kind", ["online", "misc"])
def test_a_web_page_says_when_it_was_read_and_where_it_is(kind: str) -> None:
    page = entry(
        kind,
        title="{ALS} fact sheet",
        publisher="World Health Organization",
        date="2023-06-01",
        url="https://www.who.int/als",
        urldate="2024-03-05",
    )

    assert runs_of(page) == (
        TextRun(
            text="ALS fact sheet [Internet]. World Health Organization; 2023 Jun 1 [cited 2024 Mar 5]. Available from: "
        ),
        TextRun(text="www.who.int/als", href="https://www.who.int/als", label="Web page of World Health Organization"),
    )


def test_a_web_page_without_a_date_still_reads_well() -> None:
    assert (
        text("online", title="ALS", organization="WHO", url="who.int", urldate="2024-03-05")
        == "ALS [Internet]. WHO [cited 2024 Mar 5]. Available from: who.int"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"archiveprefix": "bioRxiv", "eprint": "088278"},
        {"howpublished": "bioRxiv"},
        {"journal": "bioRxiv"},
        {"publisher": "bioRxiv"},
    ],
)
@pytest.mark.parametrize("kind", ["misc", "unpublished", "article"])
def test_a_preprint_says_that_it_is_one(kind: str, fields: dict[str, str]) -> None:
    assert (
        text(kind, author="Kording, K. P.", title="Ten simple rules", year="2016", doi="10.1101/088278", **fields)
        == "Kording KP. Ten simple rules. bioRxiv [Preprint]. 2016. doi:10.1101/088278"
    )


def test_an_arxiv_preprint_gives_its_number_and_place() -> None:
    assert (
        text(
            "misc", author="Kording, K. P.", title="Ten rules", year="2020", eprint="2001.01234", archiveprefix="arXiv"
        )
        == "Kording KP. Ten rules. arXiv [Preprint]. 2020. arXiv:2001.01234. Available from: arxiv.org/abs/2001.01234"
    )


def test_a_printed_article_with_a_preprint_number_is_an_article() -> None:
    assert without(eprint="2001.01234", archiveprefix="arXiv").startswith("Brown RH, Al-Chalabi A. Amyotrophic lateral")
    assert "[Preprint]" not in without(eprint="2001.01234", archiveprefix="arXiv")


def test_a_dataset_is_named_as_such() -> None:
    assert (
        text("dataset", author="Lee, A.", title="Counts", publisher="Zenodo", year="2020")
        == "Lee A. Counts [dataset]. Zenodo; 2020."
    )


def test_one_author_stands_alone() -> None:
    assert authors("Brown, R. H.") == "Brown RH."


def test_six_authors_are_all_named() -> None:
    assert authors("A, A and B, B and C, C and D, D and E, E and F, F") == "A A, B B, C C, D D, E E, F F."


def test_of_seven_authors_six_are_named() -> None:
    assert (
        authors("A, A and B, B and C, C and D, D and E, E and F, F and G, G") == "A A, B B, C C, D D, E E, F F, et al."
    )


def test_bibtex_and_others_is_et_al() -> None:
    assert authors("A, A and others") == "A A, et al."


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("{World Health Organization}", "World Health Organization."),
        ("{Centers for Disease Control and Prevention}", "Centers for Disease Control and Prevention."),
        ("Smith, Jr, John", "Smith J Jr."),
        ("Smith, III, John", "Smith J 3rd."),
        ("van der Berg, Anna", "van der Berg A."),
        ("Anna van der Berg", "van der Berg A."),
        ("de la Cruz, Mar{\\'i}a Jos{\\'e}", "de la Cruz MJ."),
        ("Jean-Paul Sartre", "Sartre JP."),
        ("Sartre, J.-P.", "Sartre JP."),
        ("Coatti, G.C.", "Coatti GC."),
        ("Brown, RH", "Brown RH."),
        ("Brown RH", "Brown RH."),
        ("BROWN, ROBERT", "BROWN R."),
        ("O'Neil, {\\'E}mile", "O'Neil É."),
        ("Ol{\\'a}vio, T. R.", "Olávio TR."),
        ('M{\\"u}ller, {\\O}ystein', "Müller Ø."),
    ],
)
def test_a_name_is_surname_and_initials(typed: str, printed: str) -> None:
    assert authors(typed) == printed


def test_a_title_is_never_recased_and_loses_its_braces() -> None:
    assert text("misc", title="Stem {Cells} for {{ALS}}: a {RCT} in iPSCs") == "Stem Cells for ALS: a RCT in iPSCs."


@pytest.mark.parametrize("end", ["?", "!", "."])
def test_a_title_that_ends_a_sentence_gets_no_second_full_stop(end: str) -> None:
    assert text("misc", title=f"Myth or fact{end}", year="2015") == f"Myth or fact{end} 2015."


@pytest.mark.parametrize(
    ("missing", "left"),
    [
        (("journal",), "Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis. 2017;377(2):162-72."),
        (("author",), "Amyotrophic lateral sclerosis. N Engl J Med. 2017;377(2):162-72."),
        (("title",), "Brown RH, Al-Chalabi A. N Engl J Med. 2017;377(2):162-72."),
        (("year",), "Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis. N Engl J Med. 377(2):162-72."),
        (("volume",), "Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis. N Engl J Med. 2017;(2):162-72."),
        (("number",), "Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis. N Engl J Med. 2017;377:162-72."),
        (("pages",), "Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis. N Engl J Med. 2017;377(2)."),
        (("volume", "number"), "Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis. N Engl J Med. 2017:162-72."),
        (("journal", "year", "volume", "number", "pages"), "Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis."),
    ],
)
def test_what_is_missing_leaves_no_trace(missing: tuple[str, ...], left: str) -> None:
    assert without(*missing) == left


def test_an_entry_that_says_nothing_is_shown_by_its_key() -> None:
    assert runs_of(entry("article")) == (TextRun(text="key2017."),)


def test_a_doi_wins_over_a_web_address_and_its_link_is_percent_encoded() -> None:
    *_, last = runs_of(entry("article", **ARTICLE, doi="10.1002/(SICI)1<1::AID>3.0#A", url="https://example.org"))

    assert last == TextRun(
        text="doi:10.1002/(SICI)1<1::AID>3.0#A",
        href="https://doi.org/10.1002/(SICI)1%3C1::AID%3E3.0%23A",
        label="Full text of Brown 2017 at doi.org",
    )


def test_an_article_without_a_doi_is_linked_by_its_address() -> None:
    *_, last = runs_of(entry("article", **ARTICLE, url="https://example.org/a?b=1"))

    assert last == TextRun(
        text="example.org/a?b=1", href="https://example.org/a?b=1", label="Full text of Brown 2017 at example.org"
    )


def test_an_address_that_is_none_is_not_linked() -> None:
    assert runs_of(entry("misc", title="T", url="javascript:alert(1)")) == (TextRun(text="T."),)


def test_biblatex_names_of_fields_are_understood() -> None:
    assert (
        without("journal", "year", journaltitle="N Engl J Med", date="2017-07-13")
        == "Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis. N Engl J Med. 2017;377(2):162-72."
    )


@pytest.mark.parametrize(
    ("kind", "fields", "printed"),
    [
        ("book", {"subtitle": "a guide", "titleaddon": "For carers"}, "Roe R. Lungs: a guide. For carers. 2010."),
        ("book", {"title": "Is it asthma?", "subtitle": "A guide"}, "Roe R. Is it asthma? A guide. 2010."),
        ("book", {"maintitle": "Medicine", "volume": "2"}, "Roe R. Medicine. Vol. 2, Lungs. 2010."),
        ("book", {"volume": "2", "part": "3"}, "Roe R. Lungs. Vol. 2, Pt. 3. 2010."),
        ("book", {"volumes": "3", "pagetotal": "454"}, "Roe R. Lungs. 2010. 3 vol."),
        ("book", {"pagetotal": "xii+454"}, "Roe R. Lungs. 2010. xii+454 p."),
        ("book", {"series": "Guides", "number": "17"}, "Roe R. Lungs. 2010. (Guides; no. 17)."),
        ("book", {"translator": "Poe, P. and Doe, D."}, "Roe R. Lungs. Poe P, Doe D, translators. 2010."),
        ("book", {"origdate": "1923", "language": "german"}, "Roe R. Lungs. 2010. German. First published 1923."),
        (
            "book",
            {"note": "{Retracted} in 2021", "addendum": "With a film"},
            "Roe R. Lungs. 2010. With a film. Retracted in 2021.",
        ),
        ("book", {"pubstate": "submitted"}, "Roe R. Lungs. 2010. Submitted."),
        (
            "book",
            {"url": "https://x.org/a", "urldate": "2024-01-01"},
            "Roe R. Lungs [Internet]. 2010 [cited 2024 Jan 1]. Available from: x.org/a",
        ),
        (
            "book",
            {"eventtitle": "Lung days", "eventdate": "2010-05-01", "venue": "Rome"},
            "Roe R. Lungs; Lung days; 2010 May 1; Rome. 2010.",
        ),
        ("dataset", {"version": "v1.2"}, "Roe R. Lungs [dataset]. Version 1.2. 2010."),
        ("movie", {}, "Roe R. Lungs [video]. 2010."),
        ("video", {"type": "DVD"}, "Roe R. Lungs [DVD]. 2010."),
        ("video", {"booktitle": "Friends"}, "Roe R. Lungs [video]. In: Friends. 2010."),
        ("thesis", {"type": "Habilitation"}, "Roe R. Lungs [Habilitation]. 2010."),
        ("unpublished", {"eventtitle": "Lung days"}, "Roe R. Lungs. 2010. Presented at: Lung days."),
        ("patent", {"holder": "{Acme}", "number": "12"}, "Roe R, inventor; Acme, assignee. Lungs. Patent 12. 2010."),
        ("patent", {"type": "patentus", "number": "12"}, "Roe R, inventor. Lungs. United States patent 12. 2010."),
        ("misc", {"pmid": "28700839"}, "Roe R. Lungs. 2010. PubMed PMID: 28700839"),
        ("misc", {"eprinttype": "pubmed", "eprint": "28700839"}, "Roe R. Lungs. 2010. PubMed PMID: 28700839"),
        ("misc", {"pmcid": "PMC123456"}, "Roe R. Lungs. 2010. PubMed Central PMCID: PMC123456"),
        (
            "misc",
            {"eprinttype": "jstor", "eprint": "123"},
            "Roe R. Lungs [Internet]. 2010. Available from: www.jstor.org/stable/123",
        ),
        (
            "misc",
            {"howpublished": "Available at \\url{https://x.org/a_b}, accessed 2024-01-02"},
            "Roe R. Lungs [Internet]. 2010 [cited 2024 Jan 2]. Available from: x.org/a_b",
        ),
        (
            "incollection",
            {"title": "Lungs", "booktitle": "Dictionary", "author": "", "pages": "675"},
            "Dictionary. 2010. Lungs; p. 675.",
        ),
    ],
)
def test_what_is_meant_for_readers_is_printed(kind: str, fields: dict[str, str], printed: str) -> None:
    assert text(kind, **({"author": "Roe, R.", "title": "Lungs", "year": "2010"} | fields)) == printed


def test_in_brief_the_title_of_the_dictionary_is_the_link_of_its_article() -> None:
    part = entry("inbook", title="Filamin", booktitle="Dictionary", doi="10.1000/x", pages="675")

    assert [(run.text, run.href) for run in runs_of(part, brief=True)] == [
        ("Dictionary.", "https://doi.org/10.1000/x"),
        (" Filamin; p. 675.", None),
    ]


@pytest.mark.parametrize(
    ("more", "printed"),
    [
        ({"number": "3 Suppl 1"}, "2010;4(3 Suppl 1):12."),
        ({"number": "Suppl 1", "issue": "3"}, "2010;4(3 Suppl 1):12."),
        ({"month": "jan", "day": "07"}, "2010 Jan 7;4:12."),
        ({"month": "jan", "number": "2"}, "2010;4(2):12."),
        ({"date": "2010-05-03", "year": ""}, "2010 May 3;4:12."),
        ({"date": "2010/2012", "year": "", "number": "2"}, "2010-2012;4(2):12."),
    ],
)
def test_a_month_is_printed_where_no_issue_has_a_number(more: dict[str, str], printed: str) -> None:
    fields = {"title": "Lungs", "journal": "Thorax", "year": "2010", "volume": "4", "pages": "12"} | more

    assert text("article", **{name: value for name, value in fields.items() if value}) == f"Lungs. Thorax. {printed}"


@pytest.mark.parametrize(("kind", "journal"), [("online", ""), ("article", "Thorax [Internet]")])
def test_internet_is_said_once(kind: str, journal: str) -> None:
    fields = {"title": "Lungs [Internet]", "journal": journal, "url": "x.org", "urldate": "2024", "year": "2010"}

    assert text(kind, **fields).count("[Internet]") == 1
