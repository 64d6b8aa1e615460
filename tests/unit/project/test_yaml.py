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
        ("a: 'b''c", "a quotation mark or a bracket is not closed", 1, 4, CLOSE_QUOTE),
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


PASTED = "Delete what is above the ^ and type a space, with the space bar. Such signs come from Word and web pages."
TAB = "Delete what is above the ^ and type spaces, with the space bar."
COMMENT = "If it is a comment, type two spaces before its # and one after it."


@pytest.mark.parametrize(
    ("text", "message", "line", "column", "advice"),
    [
        ("title: Home\n subtitle: A", "`subtitle` has 1 blank too many before it", 2, 1,
         "Delete what is above the ^. If the line is more text of `title`, put that whole text in quotes."),
        ("title: Home\n# Why\n\n   subtitle: A", "`subtitle` has 3 blanks too many before it", 4, 1,
         "Delete what is above the ^. If the line is more text of `title`, put that whole text in quotes."),
        ('title: "Home"\n subtitle: A', "`subtitle` has 1 blank too many before it", 2, 1,
         "Delete what is above the ^. If the line is more text of `title`, put that whole text in quotes."),
        ("a:\n  b: c\n    d: e", "`d` has 2 blanks too many before it", 3, 3,
         "Delete what is above the ^. If the line is more text of `b`, put that whole text in quotes."),
        (" title: A\nb: c", "`title` has 1 blank too many before it", 1, 1,
         "Delete what is above the ^: every key starts at the very left of its line."),
        ("a: 'Don't worry'", "the apostrophe in `Don't` ends the text, which is in single quotes", 1, 8,
         'Type:   a: "Don\'t worry"'),
        ("a: ['Don't', b]", "the apostrophe in `Don't` ends the text, which is in single quotes", 1, 9,
         'Type:   "Don\'t"'),
        ('a: "b" c', 'there is more text after the closing "', 1, 8, "Put all of it in quotes:   a: '\"b\" c'"),
        ("a: ['b' c]", "there is more text after the closing '", 1, 9, "Put all of it in quotes:   \"'b' c\""),
        ('a: "b", c', 'there is more text after the closing "', 1, 7, "Put all of it in quotes:   a: '\"b\", c'"),
        ("spinal tap: 'Don't'", "the apostrophe in `Don't` ends the text, which is in single quotes", 1, 17,
         'Type:   spinal tap: "Don\'t"'),
        ("a: \u201c2028-11-01\u201d", "the curly quotation marks would be printed", 1, 4,
         "Type straight ones:   a: 2028-11-01   "
         'To print the curly ones, add straight ones:   "\u201c2028-11-01\u201d"'),
        ("a: [Draft] b", "there is more text after the closing ]", 1, 12, 'Put all of it in quotes:   a: "[Draft] b"'),
        ("a: b: c", "f.yaml: there is a second colon in this line", 1, 5, 'Put the whole value in quotes:   a: "b: c"'),
        ("a: b:", "f.yaml: there is a second colon in this line", 1, 5, 'Put the whole value in quotes:   a: "b:"'),
        ("a: {b: c: d}", "f.yaml: there is a second colon in this line", 1, 9,
         'Put the whole value in quotes:   b: "c: d"'),
        ("a: \u201cb: c\u201d", "f.yaml: there is a second colon in this line", 1, 6,
         'Put the whole value in quotes:   a: "b: c"'),
        ("a: \u201cb\u201d", "the curly quotation marks would be printed", 1, 4,
         'Type straight ones:   a: "b"   To print the curly ones, add straight ones:   "\u201cb\u201d"'),
        ("a: [\u2018b\u2019]", "the curly quotation marks would be printed", 1, 5,
         'Type straight ones:   "b"   To print the curly ones, add straight ones:   "\u2018b\u2019"'),
        ('a: "b\nc: d\ne: "f"', "f.yaml: a quotation mark is not closed", 1, 4, CLOSE_QUOTE),
        ("a:\tb", "there is a tab in this line", 1, 3, TAB),
        ("a: b\t", "there is a tab in this line", 1, 5, TAB),
        ("a:\n\tb: c", "there is a tab in this line", 2, 1, TAB),
        ("a:\xa0b", "this looks like a space, but is another sign (U+00A0)", 1, 3, PASTED),
        ("a: \u202fb", "this looks like a space, but is another sign (U+202F)", 1, 4, PASTED),
        ("a: b\xa0", "this looks like a space, but is another sign (U+00A0)", 1, 5, PASTED),
        ("a: [b,\xa0c]", "this looks like a space, but is another sign (U+00A0)", 1, 7, PASTED),
        ("a: b\n\xa0c: d", "this looks like a space, but is another sign (U+00A0)", 2, 1, PASTED),
        ("a: b\nc\uff1ad", "`\uff1a` looks like a colon, but is another sign", 2, 2,
         "Type a colon and a space:   c: ..."),
        ("a:b", "f.yaml: this line has no space after its colon", 1, 2, LINE_HELP),
        ("a :b", "f.yaml: this line has no space after its colon", 1, 3, LINE_HELP),
        ("a: b\nc:d\ne: f", "f.yaml: this line has no space after its colon", 2, 2, LINE_HELP),
        ("a: {b:c}", "f.yaml: this line has no space after its colon", 1, 6, LINE_HELP),
        ("a: |\nb", "the text below `a` does not start with two spaces", 2, 1,
         "Type two spaces at the start of each of its lines."),
        ("a:\n- b\n - c", "this item of the list does not line up with the one above it", 3, 2,
         "Start every item of a list with the same spaces, a dash and a space."),
        (r'a: "C:\new"', "`\\n` in double quotes stands for another sign", 1, 7, r"Use single quotes:   'C:\new'"),
        (r'a: "\data"', "`\\d` in double quotes stands for another sign", 1, 5, r"Use single quotes:   '\data'"),
        ("a: see #5", "`#5` would be a comment, and not be printed", 1, 8, f'Type:   a: "see #5"   {COMMENT}'),
        ("a:\n- see #5", "`#5` would be a comment, and not be printed", 2, 7, f'Type:   "see #5"   {COMMENT}'),
        ("a: see\n  ward #5", "`#5` would be a comment, and not be printed", 2, 8,
         f'Type:   a: "see ward #5"   {COMMENT}'),
        ("a: see #5\n  now", "`#5` would be a comment, and not be printed", 1, 8,
         f'Type:   a: "see #5 now"   {COMMENT}'),
        ("a: {b: see #5, c: d}", "`#5, c: d}` would be a comment, and not be printed", 1, 12,
         f'Type:   b: "see #5"   {COMMENT}'),
        ("a: [b,\n  #5,\n  c]", "`#5,` would be a comment, and not be printed", 2, 3,
         f'Type:   "#5"   {COMMENT}'),
        ("a: [see #5, d]", "`#5, d]` would be a comment, and not be printed", 1, 9,
         f'Type:   "see #5"   {COMMENT}'),
    ],
)  # fmt: skip
def test_every_slip_is_told_in_its_own_line_with_what_to_type(
    text: str, message: str, line: int, column: int, advice: str
) -> None:
    assert told(text) == [(message, line, column, advice)]


@pytest.mark.parametrize("sign", "&*!@%`>|?-,]}")
def test_a_sign_with_a_meaning_at_the_start_of_a_value_is_named(sign: str) -> None:
    expected = (f"a value that starts with {sign} must be in quotes", 1, 4, f'Type:   a: "{sign} b"')

    assert told(f"a: {sign} b") == [expected]
    assert told(f"a: {sign} b\nc: d") == [expected]


@pytest.mark.parametrize("sign", ["&", "*", "!"])
def test_an_item_of_a_list_with_a_meaning_is_named(sign: str) -> None:
    assert [message for message, *_ in told(f"a: [b, {sign}c]")] == [
        f"a value that starts with {sign} must be in quotes"
    ]


@pytest.mark.parametrize("sign", "\u200b\u2060\ufeff\u2028\u2029\x85\u202e")
@pytest.mark.parametrize("place", ["x{}a: b", "a: {}b", "a: b{}", "a: b{}c", "{}a: b", "'a': 'b{}'"])
def test_a_sign_that_nobody_can_see_is_told_where_it_stands(sign: str, place: str) -> None:
    message = f"f.yaml: this line has an invisible character that is not allowed (U+{ord(sign):04X})"

    assert told(place.format(sign)) == [(message, 1, place.index("{") + 1, DELETE)]


@pytest.mark.parametrize("text", ["\u1781\u200b\u1798", "\U0001f469\u200d\u2695", "5\xa0mg", "Asthme\xa0?"])
def test_signs_that_a_language_needs_stay(text: str) -> None:
    assert (read(f"a: {text}")[0].values, told(f"a: {text}")) == ({"a": text}, [])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("key : value", {"key": "value"}),
        ("a: |\n  see #5\n  b: c", {"a": "see #5\nb: c"}),
        ("a: >\n  see #5\n  - b\nc: d", {"a": "see #5 - b\n", "c": "d"}),
        ("a: \u201cAsthma\u201d and you", {"a": "\u201cAsthma\u201d and you"}),
        ("a: \u201cA\u201d or \u201cB\u201d", {"a": "\u201cA\u201d or \u201cB\u201d"}),
        ("a: b\n  and c", {"a": "b and c"}),
        (r'a: "50\u20ac \"b\" \\n"', {"a": r'50€ "b" \n'}),
        ("a: https://x.example:8000/b", {"a": "https://x.example:8000/b"}),
        ("a: [8:00, 12:30]", {"a": ["8:00", "12:30"]}),
    ],
)
def test_what_is_plain_stays_as_typed(text: str, values: dict[str, object]) -> None:
    assert (read(text)[0].values, told(text)) == (values, [])


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
