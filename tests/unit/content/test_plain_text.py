"""Rules of plain text: a title, a glossary and a clinic's name are printed as they stand, so they have no marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carepress.content.plain_text import check_plain_text
from carepress.project.source import Source
from carepress.project.yaml import read_record


def told(yaml: str, *keys: str) -> list[tuple[str, int, int]]:
    source = Source(file="content/clinic.yaml", text=yaml)
    record, faults = read_record(source)
    assert not faults
    spans = [fault.span for fault in check_plain_text(record, keys or ("a",)) if fault.span]
    return [(span.text[span.column - 1 :][: span.length], span.line, span.column) for span in spans]


@pytest.mark.parametrize("mark", [
    "**bold**", "*slanted*", "__bold__", "_slanted_", "`code`", "~~gone~~", "[words](https://a.example)",
    "![A](a.png)", "[@key]", "<b>", "</b>", "<br/>", "<BR />", "<a href=x>", "&nbsp;", "&#160;", "{icon=hand}",
    "**unclosed", "[[link]]", "==new==", ":smile:", "[^1]", "[1]", "\\newpage",
])  # fmt: skip
def test_a_mark_is_told_where_it_stands(mark: str) -> None:
    assert told(f"b: 1\na: 'Two {mark} words'\n") == [(mark, 2, 9)]


@pytest.mark.parametrize("text", [
    "Asthma", "A & B", "5 * 3 * 2", "2 < 3 > 1", "Dr Ana Pérez, M.D.", "snake_case_name", "Room #5", "[sic]", "(a) b",
    "50 % {really}", "A*", "*", "< 5 mg", "1/2 & 3/4;", "C# & D", "https://clinic.example", "a_b and c_d", "2**3",
    "Center for Nerves <South>", "<ana@clinic.example>", "a < b > c", "<5 mg>",
])  # fmt: skip
def test_what_people_write_passes(text: str) -> None:
    assert told(f"a: {text!r}\n") == []


def test_lists_and_mappings_are_looked_through_and_other_keys_are_not() -> None:
    yaml = "a: [One, '*two*']\nb:\n  '**word**': 'its <i>meaning</i>'\nc: '*three*'\n"

    assert [mark for mark, _, _ in told(yaml, "a", "b", "d")] == ["*two*", "**word**", "<i>", "</i>"]


@given(st.text(alphabet="*_`~[](){}<>&#;@!a 1\n", max_size=80))
def test_no_text_stops_the_search(text: str) -> None:
    source = Source(file="content/clinic.yaml", text="a: x\n")
    record, _ = read_record(source)
    record.values["a"] = text  # type: ignore[index]

    assert all(fault.code == "stray-mark" for fault in check_plain_text(record, ["a"]))
