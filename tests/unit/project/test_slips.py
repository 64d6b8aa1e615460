"""Rules of slips: the line that is to blame is named, and what to type can be typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.project.slips import LONGEST, find_slip, in_quotes
from carepress.project.source import Source
from carepress.project.yaml import read_record


@given(st.text(alphabet="ab '\"\\\\:#", max_size=LONGEST))
def test_a_text_in_quotes_is_read_as_it_was(text: str) -> None:
    record, diagnostics = read_record(Source(file="f.yaml", text=f"a: {in_quotes(text)}"))

    assert (record.values, list(diagnostics)) == ({"a": text}, [])


def test_a_long_text_is_only_hinted_at() -> None:
    assert in_quotes("word " * 50) == '"word word word word word word ..."'


@pytest.mark.parametrize(
    ("text", "at", "case", "line"),
    [
        ("title Asthma\nb: c", 1, "no-colon", 0),
        ("title:Asthma\nb: c", 1, "no-space", 0),
        ("a: b\n\n# why\n c: d", 3, "leading-blank", 3),
        ("a: see #5\n  and more", 1, "cut", 0),
        ("a: b\nc: *d", 1, "special", 1),
    ],
)
def test_the_line_to_blame_may_be_the_one_above(text: str, at: int, case: str, line: int) -> None:
    slip = find_slip(text.split("\n"), at)

    assert slip
    assert (slip.case, slip.line) == (case, line)


@pytest.mark.parametrize("text", ["a: b\nc: d", "a: [b, c]\nd: e", "a: |\n  b: c\n  d", "hours: 8:00\n- 9:00 to 5"])
def test_sound_lines_have_no_slip(text: str) -> None:
    assert find_slip(text.split("\n"), 1) is None


@settings(deadline=None)
@given(st.text(alphabet="ab:-[]{}\"'#&*!|>%@`?, \n\t\xa0\uff1a\u201c\u201d", max_size=40), st.integers(0, 9))
def test_every_slip_stands_in_the_text(text: str, at: int) -> None:
    lines = text.split("\n")
    slip = find_slip(lines, at)

    assert slip is None or 0 <= slip.column < max(len(lines[slip.line]), 1)
