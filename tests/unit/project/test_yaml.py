"""Rules of a record: every key has its place, nothing is guessed, and every fault of YAML is a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.diagnostics.model import Diagnostics, Span
from carepress.diagnostics.render import render
from carepress.project.source import Source
from carepress.project.yaml import DEEPEST, Record, read_record

LINE_HELP = "Each line is a key, a colon, a space and a value, as in   title: Living with asthma"
CLOSE_QUOTE = 'Close it with the same straight mark:   title: "Asthma"'
LIST = "Close the list:   formats: [fact-sheet, brochure]"
MAP = "Close it:   glossary: {inhaler: a small device}"
DELETE = "Delete the character above the ^."
LINED = "Start every key at the very left of its line, and every item of a list with the same spaces and a dash."
NESTED = "a: 1\nb: [x, yy]\nc:\n  d: e\n  f:\n    - g\n    - h: i\n"


def read(text: str) -> tuple[Record, Diagnostics]:
    return read_record(Source(file="f.yaml", text=text))


def told(text: str) -> list[tuple[str, int, int, str]]:
    """Every fault: what is said, its line and column, what to do."""
    faults = read(text)[1]
    assert {fault.code for fault in faults} <= {"yaml-syntax"}
    return [(fault.message, fault.span.line, fault.span.column, fault.help) for fault in faults if fault.span]


def test_a_record_has_plain_values() -> None:
    record, diagnostics = read(NESTED)

    assert record.values == {"a": 1, "b": ["x", "yy"], "c": {"d": "e", "f": ["g", {"h": "i"}]}}
    assert diagnostics == Diagnostics()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a",), (1, 4, 1)),
        (("a", "key"), (1, 1, 1)),
        (("b",), (2, 4, 7)),
        (("b", 1), (2, 8, 2)),
        (("c",), (3, 1, 1)),  # what takes several lines is shown at its key
        (("c", "d"), (4, 6, 1)),
        (("c", "d", "key"), (4, 3, 1)),
        (("c", "f", 0), (6, 7, 1)),
        (("c", "f", 1, "h"), (7, 10, 1)),
        (("b", 7), (2, 4, 7)),  # the nearest parent
        (("z",), (1, 1, 4)),  # nothing there: the first line
    ],
)
def test_every_value_and_every_key_has_its_place(path: tuple[str | int, ...], place: tuple[int, int, int]) -> None:
    span = read(NESTED)[0].span(*path)

    assert (span.line, span.column, span.length) == place


def test_a_record_inside_a_file_counts_the_files_lines() -> None:
    source = Source(file="en.md", text="---\ntitle: A\nb: x: y\n---\n")
    _, diagnostics = read_record(source, text="title: A\nb: x: y\n", first_line=2)

    assert [fault.span for fault in diagnostics.errors] == [
        Span(file="en.md", line=3, column=5, length=1, text="b: x: y")
    ]


def test_a_long_text_over_several_lines_is_shown_at_its_key() -> None:
    span = read("a: 1\nnotice: |\n  one\n  two\n")[0].span("notice")

    assert (span.line, span.column, span.length) == (2, 1, 6)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("312-555-0142", "312-555-0142"),
        ("yes", "yes"),  # YAML 1.2: only true and false are
        ("true", True),
        ("7", 7),
        ("1.0", 1.0),
        ('"1.0"', "1.0"),
        ("", None),
        ("~", None),
        ("2028-11-01", date(2028, 11, 1)),
        ("2028-13-01", "2028-13-01"),
        ("2028-11-01 10:00:00", "2028-11-01 10:00:00"),
        ("12:30", "12:30"),
        ("https://clinic.example", "https://clinic.example"),
        ("Pérez \N{GRINNING FACE}", "Pérez \N{GRINNING FACE}"),
    ],
)
def test_a_value_is_of_the_kind_that_was_typed(typed: str, value: object) -> None:
    assert read(f"a: {typed}")[0].values == {"a": value}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_an_empty_record(text: str) -> None:
    record, diagnostics = read(text)

    assert (record.values, diagnostics) == ({}, Diagnostics())


def test_a_key_is_text_whatever_it_looks_like() -> None:
    assert read("1: a\ntrue: b\n")[0].values == {"1": "a", "true": "b"}


@pytest.mark.parametrize(
    ("text", "message", "line", "column", "advice"),
    [
        ("a: b\nc\nd: e", "this line has no colon after its key", 2, 1, LINE_HELP),
        ("a: b\n%c", "this line has no colon after its key", 2, 1, LINE_HELP),
        ('a: "b', "a quotation mark or a bracket is not closed", 1, 4, CLOSE_QUOTE),
        ("a: 'b", "a quotation mark or a bracket is not closed", 1, 4, CLOSE_QUOTE),
        ("a: [b", "a [ is not closed", 1, 4, LIST),
        ("a: [b,\nc: d", "a [ is not closed", 1, 4, LIST),
        ("a: [b,", "a [ is not closed", 1, 4, LIST),
        ("a: [", "a [ is not closed", 1, 4, LIST),
        ("a: {b: c", "a { is not closed", 1, 4, MAP),
        ("a: b\n- c", "this line does not line up with the others", 2, 1, LINED),
        ("a:\n  b: c\n d: e", "this line does not line up with the others", 3, 2, LINED),
        ("a: 1\n---\nb: 2", "there is a line of --- too many", 2, 1, "Only the first line and the last are ---."),
        ("- a\n- b", "this must be a list of `key: value` lines", 1, 1, LINE_HELP),
        ("title Asthma", "this line has no colon after its key", 1, 1, LINE_HELP),
        ("a: \x07", "this line has an invisible character that is not allowed (U+0007)", 1, 4, DELETE),
    ],
)  # fmt: skip
def test_every_fault_of_yaml_is_told_in_a_sentence(
    text: str, message: str, line: int, column: int, advice: str
) -> None:
    assert told(text) == [(f"f.yaml: {message}", line, column, advice)]


def test_signs_inside_a_value_mean_nothing() -> None:
    assert read("a: R&D, 5* and wow!\nb: 'it''s'")[0].values == {"a": "R&D, 5* and wow!", "b": "it's"}


def test_a_key_that_stands_twice_is_told_and_the_first_counts() -> None:
    record, diagnostics = read("a: 1\nb: 2\na: 3\n")

    assert record.values == {"a": 1, "b": 2}
    assert [render(fault) for fault in diagnostics] == [
        "error[repeated-key]: `a` is given twice\n"
        " --> f.yaml:3:1\n  |\n3 | a: 3\n  | ^\n"
        "  = help: Keep one of the two and delete the other."
    ]


def test_a_record_nests_only_so_deep() -> None:
    brackets = DEEPEST - 1

    assert told(f"a: {'[' * brackets}{']' * brackets}") == []
    assert told(f"a: {'[' * 30}{']' * 30}") == [("f.yaml: this nests too deeply", 1, 24, LINE_HELP)]


@pytest.mark.parametrize("text", ["a: " + "[" * 1000, "a: " + "[" * 1000 + "]" * 1000, "a: " + "{b: " * 1000])
def test_a_thousand_brackets_are_a_fault_and_no_crash(text: str) -> None:
    faults = read(text)[1].errors

    assert [fault.code for fault in faults] == ["yaml-syntax"]


@settings(deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="ab:-[]{}\"'#&*!|>%@`?, \n\t", max_size=30))
def test_no_text_stops_the_reading_and_every_fault_is_in_the_file(text: str) -> None:
    record, diagnostics = read(text)
    spans = [*record.spans.values(), *(fault.span for fault in diagnostics)]

    assert all(span and record.source.lines[span.line - 1] == span.text for span in spans)
