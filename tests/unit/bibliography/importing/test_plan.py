"""Rules of the plan: what is new gets a free key, and what could not be read again is not taken."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from carepress.bibliography.bibtex import Reference, read_bibtex
from carepress.bibliography.file_kinds import kind_of
from carepress.bibliography.importing.bib import read_bib
from carepress.bibliography.importing.model import Person, Refused, work
from carepress.bibliography.importing.plan import Added, AlreadyThere, Plan
from carepress.bibliography.importing.read import READERS
from carepress.bibliography.latex import plain
from carepress.project.source import Source
from tests.support.imports import SAMPLES, sample

BROWN = "@article{brown2017,\n  author = {Brown, R.},\n  title = {Airways},\n  year = {2017},\n}\n"


def plan(text: str = BROWN) -> Plan:
    return Plan.of(Source(file="content/references.bib", text=text))


def test_a_new_work_gets_a_key_in_the_style_of_the_file() -> None:
    new = work("article", 3, {"title": "Sleep"}, authors=[Person(family="Brown", given="S")])
    year = work("article", 3, {"title": "Pain", "year": "2017"}, authors=[Person(family="Brown", given="S")])
    results = list(plan().add([new, year]))

    assert [result.key for result in results if isinstance(result, Added)] == ["brown", "brown2017a"]


def test_a_key_of_its_own_is_kept_if_it_is_free() -> None:
    results = plan().add(read_bib("@misc{Own-1, title = {A}}\n@misc{BROWN2017, title = {B}}"))

    assert [result.key for result in results if isinstance(result, Added)] == ["Own-1", "BROWN2017a"]


def test_a_work_in_two_files_is_taken_once() -> None:
    bib = plan()
    results = [result for text in (BROWN, BROWN.replace("2017", "2018"), BROWN) for result in bib.add(read_bib(text))]

    assert [type(result) for result in results] == [AlreadyThere, Added, AlreadyThere]


def test_a_sign_that_nobody_can_see_keeps_a_work_out() -> None:
    (result,) = plan().add(read_bib("@misc{a, title = {A\u202e}}"))

    assert result == Refused(line=1, reason="it has a sign that nobody can see (U+202E); delete it there")


def test_every_sample_is_new_once_and_there_the_second_time() -> None:
    bib = plan()
    pieces = [
        piece
        for path in sorted(SAMPLES.iterdir())
        for piece in READERS[kind_of(sample(path.name)) or ""](sample(path.name))
        if not isinstance(piece, Refused)
    ]

    assert {type(result) for result in bib.add(pieces)} == {Added}
    assert {type(result) for result in bib.add(pieces)} == {AlreadyThere}


@given(st.dictionaries(st.sampled_from(["title", "journal", "pages", "url", "doi", "note", "volume"]), st.text()),
       st.lists(st.text(max_size=20), max_size=3))  # fmt: skip
def test_whatever_is_imported_can_be_read_again(fields: dict[str, str], names: list[str]) -> None:
    piece = work("article", 1, fields, authors=[Person(family=name, given=name[::-1]) for name in names])
    (result,) = plan().add([piece])

    assert isinstance(result, Added) or (isinstance(result, Refused) and result.reason == "it has no title")
    if isinstance(result, Added):
        (reference,) = read_bibtex(Source(file="", text=result.text))
        assert isinstance(reference, Reference)
        assert (reference.key, reference.faults) == (result.key, ())


def test_a_work_that_would_take_fields_from_another_work_is_told() -> None:
    (result,) = plan().add(read_bib("@incollection{a, title = {A}, crossref = {Brown2017}}"))

    assert isinstance(result, Added)
    assert result.warnings == (
        "its crossref `brown2017` was in references.bib before: check that it is the right work",
    )


ALPHABET = "aZ09 .,:;-–&%#_$~()[]{}\\^*+=/@!?'`\"<>|éßµα≤³"
SIGNS = st.text(alphabet=ALPHABET, min_size=1, max_size=40).filter(lambda text: "&#" not in text)  # HTML for a sign


@given(SIGNS, SIGNS, SIGNS)
def test_what_a_file_says_is_what_references_bib_says(title: str, journal: str, group: str) -> None:
    item = {"type": "article-journal", "title": title, "container-title": journal, "author": [{"literal": group}]}
    (result,) = plan().add(READERS["CSL-JSON"](json.dumps([item])))
    if isinstance(result, Refused):
        assert not title.strip()
        return
    assert isinstance(result, Added)
    (reference,) = read_bibtex(Source(file="", text=result.text))
    assert isinstance(reference, Reference)
    read = {name: plain(reference.typed.fields.get(name, "")) for name in ("title", "journal", "author")}
    typed = {"title": title, "journal": journal, "author": group}
    assert read == {name: " ".join(text.split()) for name, text in typed.items()}
    assert result.warnings == ()
