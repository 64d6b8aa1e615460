"""BibTeX: a broken entry is shown with what to type, and hides no other."""

from __future__ import annotations

import pytest

from carepress.bibliography.bibtex import BibFile, Reference, read_bibtex
from carepress.diagnostics.model import Diagnostic
from carepress.diagnostics.render import render
from carepress.project.source import Source

GOOD = """\
@article{good2015,
  title = {Stem cells},
  year = {2015},
}
"""


def pieces(text: str) -> list[Reference | Diagnostic]:
    return list(read_bibtex(Source(file="references.bib", text=text)))


def keys(text: str) -> list[str]:
    return [piece.key for piece in pieces(text) if isinstance(piece, Reference)]


def messages(text: str) -> str:
    """Every fault of the file as the terminal shows it."""
    faults = [
        fault for piece in pieces(text) for fault in ((piece,) if isinstance(piece, Diagnostic) else piece.faults)
    ]
    return "\n".join(map(render, faults))


def test_a_reference_knows_the_place_of_its_key_its_kind_and_each_field() -> None:
    (reference,) = pieces(GOOD)

    assert isinstance(reference, Reference)
    assert (reference.key, reference.typed.type, reference.faults) == ("good2015", "article", ())
    spans = (reference.spans[name] for name in ("@kind", "@key", "title", "year"))
    assert [(span.line, span.column, span.length) for span in spans] == [(1, 1, 8), (1, 10, 8), (2, 12, 10), (3, 11, 4)]


def test_the_place_of_a_field_that_is_not_there_is_that_of_the_next_choice_and_last_of_the_key() -> None:
    (reference,) = pieces(GOOD)

    assert isinstance(reference, Reference)
    assert reference.span("doi", "year") == reference.spans["year"]
    assert reference.span("doi") == reference.span() == reference.spans["@key"]


@pytest.mark.parametrize(
    "broken", ["@article{open,\n  title = {Foo,\n", "@misc{x,\n  title = Foo bar,\n}\n", "@article\n"]
)
def test_a_broken_entry_hides_none_that_follows(broken: str) -> None:
    assert keys(broken + GOOD)[-1] == "good2015"


@pytest.mark.parametrize(
    "text",
    [
        "Mail me@home.org\n",
        "% @article{out,\n%  title = {Out},\n% }\n",
        "@comment{jabref-meta: 1;}\n",
        '@preamble{"x"}\n',
    ],
)
def test_free_text_and_comments_are_no_references(text: str) -> None:
    assert (keys(text + GOOD), messages(text + GOOD)) == (["good2015"], "")


@pytest.mark.parametrize(
    "line",
    [
        "Smith A. Airway swelling. Thorax. 2019;64:101-9.",
        "[3] Smith A, Lee B. Asthma. 2nd ed. London: Pub; 2019. p. 12-5.",
        "Lee, B. (2021). Inhalers. Thorax. https://doi.org/10.1000/x",
    ],
)
def test_a_reference_in_plain_words_between_entries_is_told(line: str) -> None:
    for text in (f"{line}\n{GOOD}", f"{GOOD}{line}\n", f"{GOOD}\n{line}\n\n{GOOD}"):
        found = [piece for piece in pieces(text) if isinstance(piece, Diagnostic)]

        assert [(fault.code, fault.span and fault.span.text) for fault in found] == [("loose-reference", line)]
    assert messages(f"% {line}\n{GOOD}") == ""


def test_names_defined_once_and_those_of_months_stand_for_their_text() -> None:
    (reference,) = pieces("@string{nejm = {N Engl J Med}}\n@article{x, journal = nejm, month = sept}\n")

    assert isinstance(reference, Reference)
    assert dict(reference.typed.fields) == {"journal": "N Engl J Med", "month": "September"}


def test_a_field_that_is_not_closed_is_shown() -> None:
    assert (
        messages("@article{open2015,\n  title = {Foo,\n  year = {2015},\n}\n" + GOOD)
        == """\
error[bibtex-syntax]: `title` is not closed: a `}` is missing
 --> references.bib:2:3
  |
2 |   title = {Foo,
  |   ^^^^^
  = help: Every `{` needs its `}`; the last line of a reference is a `}` alone."""
    )


def test_an_entry_that_is_not_closed_is_shown_by_its_key() -> None:
    assert (
        messages("@article{open2015,\n  title = {Foo},\n  year = {2015},\n" + GOOD)
        == """\
error[bibtex-syntax]: `open2015` is not closed: a `}` is missing
 --> references.bib:1:10
  |
1 | @article{open2015,
  |          ^^^^^^^^
  = help: Every `{` needs its `}`; the last line of a reference is a `}` alone."""
    )


def test_a_brace_too_many_is_shown_where_the_entry_ends_early() -> None:
    assert (
        messages("@misc{early,\n  title = {Foo}},\n  year = {2015},\n}\n")
        == """\
error[bibtex-syntax]: `early` ends here, but more of it follows
 --> references.bib:2:16
  |
2 |   title = {Foo}},
  |                ^
  = help: Delete this `}`, or one too many before it."""
    )


def test_a_missing_comma_is_shown_at_the_field_after_it() -> None:
    assert (
        messages("@misc{x,\n  title = {Foo}\n  year = {2015},\n}\n")
        == """\
error[bibtex-syntax]: `year` cannot be read here
 --> references.bib:3:3
  |
3 |   year = {2015},
  |   ^^^^
  = help: Put a comma after the `}` of the line before."""
    )


def test_text_without_braces_is_shown() -> None:
    assert (
        messages("@misc{x,\n  title = Stem cells,\n}\n")
        == """\
error[bibtex-syntax]: `Stem cells` has no braces around it
 --> references.bib:2:11
  |
2 |   title = Stem cells,
  |           ^^^^^^^^^^
  = help: Put text in braces, as in `journal = {N Engl J Med},`."""
    )


@pytest.mark.parametrize("name", ["JAMA", "IEEE-J", "jair"])
def test_a_word_without_braces_is_printed_as_typed_and_told(name: str) -> None:
    found = pieces(f"@article{{x,\n  journal = {name},\n  month = March,\n}}\n")[0]
    assert isinstance(found, Reference)
    assert (found.typed.fields["journal"], found.typed.fields["month"]) == (name, "March")
    assert messages(f"@misc{{x,\n  title = {name},\n}}\n").startswith(f"warning[no-braces]: `{name}` has no braces")


@pytest.mark.parametrize("start", ["@article{", "@article{,"])
def test_an_entry_without_a_key_is_shown(start: str) -> None:
    assert (
        messages(f"{start}\n  title = {{Foo}},\n}}\n")
        == f"""\
error[bibtex-syntax]: this reference has no key
 --> references.bib:1:1
  |
1 | {start}
  | ^^^^^^^^
  = help: A reference begins with its kind, a bracket, its key and a comma, as in `@article{{smith2020,`."""
    )


def test_an_entry_without_its_first_bracket_is_shown() -> None:
    assert (
        messages("@article smith2020,\n  title = {Foo},\n}\n" + GOOD)
        == """\
error[bibtex-syntax]: `smith2020` cannot be read here
 --> references.bib:1:10
  |
1 | @article smith2020,
  |          ^^^^^^^^^
  = help: A reference begins with its kind, a bracket, its key and a comma, as in `@article{smith2020,`."""
    )


def test_a_file_in_another_form_is_no_bibliography() -> None:
    assert (
        messages("Smith A. Airways. Thorax. 2019.\n")
        == """\
error[bibtex-syntax]: there is no reference in this file
 --> references.bib:1:1
  |
1 | Smith A. Airways. Thorax. 2019.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = help: A reference begins with its kind, a bracket, its key and a comma, as in `@article{smith2020,`."""
    )


def test_people_listed_with_commas_are_not_taken_for_one_person() -> None:
    assert (
        messages("@misc{x,\n  title = {T},\n  author = {Brown RH, Al-Chalabi A, Kiernan MC},\n}\n")
        == """\
error[bibtex-syntax]: the people in `author` run into one another
 --> references.bib:3:13
  |
3 |   author = {Brown RH, Al-Chalabi A, Kiernan MC},
  |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = help: Type `and` between two people: `author = {Brown, R. H. and Al-Chalabi, A.},`.
          Put an organisation in braces of its own: `{World Health Organization}`."""
    )


@pytest.mark.parametrize(
    "key",
    [
        "Ávila2019",
        "smith+lee",
        "DBLP:conf/cata/2010",
        "O'Neil1999",
        "10.1016/S0140-6736(17)33311-1",
        "a.b-c_d",
        "author*2020",
        "a|b&c",
        "王2020",
    ],
)
def test_every_key_that_bibtex_takes_is_kept_as_typed(key: str) -> None:
    text = GOOD.replace("good2015", key)

    assert keys(GOOD + text + GOOD) == ["good2015", key, "good2015"]
    assert messages(text) == ""
    assert BibFile(Source(file="references.bib", text=text)).reference(key.lower()).key == key


def test_a_field_that_is_there_twice_with_other_words_is_told() -> None:
    text = GOOD.replace("  year", "  title = {Nerve cells},\n  keywords = {a},\n  keywords = {b},\n  year")

    assert (
        messages(text)
        == """\
warning[repeated-field]: `title` stands twice in `good2015`, with different texts
 --> references.bib:3:3
  |
3 |   title = {Nerve cells},
  |   ^^^^^
  = help: Delete one of them: only the first is printed."""
    )
    assert messages(text.replace("Nerve", "Stem")) == ""


def test_a_kind_may_have_an_underscore() -> None:
    assert messages("@book_section{,\n  title = {T},\n}\n").startswith(
        "error[bibtex-syntax]: this reference has no key"
    )
    assert keys("@book_section{mills2010,\n  title = {T},\n}\n") == ["mills2010"]
