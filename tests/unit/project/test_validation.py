"""Rules of a model's complaints: each is a sentence at the author's line that says what to type."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import BeforeValidator, Field

from carepress.diagnostics.model import Diagnostics
from carepress.diagnostics.render import render
from carepress.project.source import Source
from carepress.project.validation import check_record
from carepress.project.yaml import RecordModel, read_record


def _even(number: object) -> object:
    if isinstance(number, int) and number % 2:
        raise ValueError("an even number")
    return number


class Leaflet(RecordModel):
    title: Annotated[str, Field(pattern=r"\S")] = Field(examples=["Living with asthma"])
    formats: Annotated[list[str], Field(min_length=1)] = Field(default=["x"], examples=["[fact-sheet, brochure]"])
    status: Literal["draft", "approved"] = Field(default="draft", examples=["draft"])
    review_by: date | None = Field(default=None, examples=["2028-11-01"])
    urgent: bool = Field(default=False, examples=["true"])
    pages: Annotated[int, BeforeValidator(_even)] = 2
    glossary: dict[str, str] = Field(default={})


def check(text: str) -> tuple[Leaflet | None, Diagnostics]:
    record, diagnostics = read_record(Source(file="f.yaml", text=text))
    assert diagnostics == Diagnostics()
    return check_record(record, Leaflet, what="the leaflet")


def told(line: str) -> list[tuple[str, str, int, str]]:
    """Every fault of one line below a title: code, sentence, column, what to type."""
    value, diagnostics = check(f"title: A\n{line}\n")
    assert value is None
    assert {fault.span.line for fault in diagnostics.errors if fault.span} == {2}
    return [(fault.code, fault.message, fault.span.column, fault.help) for fault in diagnostics.errors if fault.span]


def test_a_sound_record_becomes_the_models_value() -> None:
    text = "title: A\nreview-by: 2028-11-01\nglossary: {inhaler: a small device}\n"

    assert check(text) == (
        Leaflet.model_validate(
            {"title": "A", "review-by": date(2028, 11, 1), "glossary": {"inhaler": "a small device"}}
        ),
        Diagnostics(),
    )


def test_a_key_that_is_lacking_is_told_with_the_line_to_add() -> None:
    value, diagnostics = check("status: draft\n")

    assert value is None
    assert [render(fault) for fault in diagnostics.errors] == [
        "error[missing-key]: the leaflet lacks `title`\n"
        " --> f.yaml:1:1\n  |\n1 | status: draft\n  | ^^^^^^^^^^^^^\n"
        "  = help: Add a line:   title: Living with asthma"
    ]


def test_a_key_that_is_misspelt_is_told_with_the_one_that_is_meant() -> None:
    assert told("formatz: [x]") == [
        ("unknown-key", "`formatz` is not a key of the leaflet", 1, "did you mean `formats`?")
    ]


def test_a_key_like_no_other_is_told_with_all_keys() -> None:
    keys = "title, formats, status, review-by, urgent, pages"

    assert told("xyzzy: 1") == [
        ("unknown-key", "`xyzzy` is not a key of the leaflet", 1, f"The keys are {keys} and glossary.")
    ]


@pytest.mark.parametrize(
    ("line", "message", "column", "advice"),
    [
        ("formats: brochure", "`formats` must be a list in square brackets", 10,
         "Type, for example:   formats: [fact-sheet, brochure]"),
        ("formats: []", "`formats` must be a list with at least one entry", 10,
         "Type, for example:   formats: [fact-sheet, brochure]"),
        ("formats: [a, 7]", "`formats` must be text", 14, 'Put it in quotes:   "7"'),
        ("formats: [a, [b]]", "`formats` must be text", 14, "Type, for example:   formats: [fact-sheet, brochure]"),
        ("status: done", "`status` must be `draft` or `approved`", 9, "Type, for example:   status: draft"),
        ("review-by: soon", "`review-by` must be a date, as in 2028-11-01", 12,
         "Type, for example:   review-by: 2028-11-01"),
        ("review-by: 2028-02-30", "`review-by` must be a date, as in 2028-11-01", 12,
         "Type, for example:   review-by: 2028-11-01"),
        ("review-by: 2028-11-01 10:00:00", "`review-by` must be a date, as in 2028-11-01", 12,
         "Type, for example:   review-by: 2028-11-01"),
        ("urgent: maybe", "`urgent` must be true or false", 9, "Type, for example:   urgent: true"),
        ("urgent: yes", "`urgent` must be true or false", 9, "Type, for example:   urgent: true"),
        ("pages: many", "`pages` must be a whole number", 8, "Type, for example:   pages: ..."),
        ("pages: 3", "`pages` must be an even number", 8, "Type, for example:   pages: ..."),
        ("glossary: inhaler", "`glossary` must be a list of `word: explanation` lines", 11,
         "Type, for example:   glossary: ..."),
        ("glossary: {inhaler: 7}", "`glossary` must be text", 21, 'Put it in quotes:   "7"'),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_told_with_one_that_fits(line: str, message: str, column: int, advice: str) -> None:
    assert told(line) == [("wrong-type", message, column, advice)]


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("1.0", 'Put it in quotes:   title: "1.0"'),
        ("7", 'Put it in quotes:   title: "7"'),
        ("2028-11-01", 'Put it in quotes:   title: "2028-11-01"'),
        ("true", 'Put it in quotes:   title: "true"'),
    ],
)
def test_a_number_where_text_belongs_goes_in_quotes(typed: str, advice: str) -> None:
    assert [(fault.message, fault.help) for fault in check(f"title: {typed}")[1].errors] == [
        ("`title` must be text", advice)
    ]


@pytest.mark.parametrize("typed", ['""', '"  "'])
def test_a_text_that_is_needed_cannot_be_empty(typed: str) -> None:
    assert [fault.message for fault in check(f"title: {typed}")[1].errors] == ["`title` must be filled in"]


@pytest.mark.parametrize("typed", ["", "~", "null", '""', '"  "'])
def test_a_key_that_says_nothing_is_told_to_be_filled_in_or_deleted(typed: str) -> None:
    assert told(f"status: {typed}") == [
        (
            "wrong-type",
            "`status` is empty",
            9 if typed else 1,
            "Type, for example:   status: draft   or delete the line.",
        )
    ]


@pytest.mark.parametrize("typed", ["2020", "1.10", "0123", "0x1F", "1_000", "true", "False", "2028-11-01", ".5", "1e3"])
def test_what_looks_like_a_number_a_date_or_true_is_never_printed_as_another(typed: str) -> None:
    assert [(fault.message, fault.help) for fault in check(f"title: {typed}")[1].errors] == [
        ("`title` must be text", f'Put it in quotes:   title: "{typed}"')
    ]


@pytest.mark.parametrize("typed", ["yes", "No", "on", "off", "1.2.3", "12:30", "2026-1-5", "+1 312", "0800 123"])
def test_other_words_and_numbers_are_text_as_typed(typed: str) -> None:
    value, diagnostics = check(f"title: {typed}\nformats: [x]")

    assert (value and value.title, diagnostics) == (typed, Diagnostics())


@pytest.mark.parametrize(("key", "typed"), [("review-by", "2028-11-01"), ("urgent", "true"), ("pages", "4")])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_quotes_that_make_text_of_a_value_are_to_be_taken_away(key: str, typed: str, quote: str) -> None:
    ((_, _, column, advice),) = told(f"{key}: {quote}{typed}{quote}")

    assert (column, advice) == (len(key) + 3, f"Take the quotation marks away:   {key}: {typed}")


def test_every_fault_is_told_in_one_run() -> None:
    diagnostics = check("title: A\nstatus: done\nurgent: maybe\nformatz: x\n")[1]

    assert sorted(fault.code for fault in diagnostics.errors) == ["unknown-key", "wrong-type", "wrong-type"]


class Side(RecordModel):
    name: str = Field(examples=["outer"])
    width: int = Field(default=1, examples=["9"])


class Sheet(RecordModel, strict=False):
    sides: tuple[Side, ...] = ()
    papers: dict[str, Side] = Field(default={})
    back: Side | None = None


@pytest.mark.parametrize(("text", "fault"), [
    ("sides: [{width: 2}]", ("missing-key", "`sides` lacks `name`", 9, "Add a line:   name: outer")),
    ("papers: {a4: {width: 2}}", ("missing-key", "`a4` lacks `name`", 14, "Add a line:   name: outer")),
    ("back: {width: 2}", ("missing-key", "`back` lacks `name`", 7, "Add a line:   name: outer")),
    ("papers: {a4: {nme: x, name: y}}", ("unknown-key", "`nme` is not a key of `a4`", 15, "did you mean `name`?")),
    ("sides: [{name: x}, {name: y, width: z}]",
     ("wrong-type", "`width` must be a whole number", 37, "Type, for example:   width: 9")),
])  # fmt: skip
def test_a_fault_inside_a_list_or_a_mapping_is_told_there(text: str, fault: tuple[str, str, int, str]) -> None:
    record, _ = read_record(Source(file="f.yaml", text=text))
    _, (diagnostic,) = check_record(record, Sheet, what="the sheet")

    assert diagnostic.span
    assert (diagnostic.code, diagnostic.message, diagnostic.span.column, diagnostic.help) == fault
