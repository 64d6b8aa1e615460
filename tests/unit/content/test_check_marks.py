"""Rules of marks: what Markdown would drop or change is told, once, where it stands."""

from __future__ import annotations

import pytest

from carepress.content.check_marks import MarkChecker
from carepress.content.manuscript import read_manuscript
from carepress.project.source import Source


def found(body: str) -> list[tuple[str, str]]:
    """The code of every fault of a body, and the words at which it stands."""
    text = f"---\ntitle: A\n---\n{body}"
    manuscript, _ = read_manuscript(Source(file="content/asthma/en.md", text=text))
    faults = MarkChecker(manuscript).check(manuscript.body)
    return [(fault.code, needle) for fault, _, needle in faults]


@pytest.mark.parametrize(("body", "fault"), [
    ("</div>\nCall 911.", ("raw-html", "</div>")), ("</details>", ("raw-html", "</details>")), ("a </b> c",
    ("raw-html", "</b>")),
    ("<b>x</b>", ("raw-html", "<b>")), ("<details>x</details>", ("raw-html", "<details>x</details>")), ("a<br>b",
    ("raw-html", "<br>")),
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", ("table-row", "| 1 | 2 | 3 |")), ("| a | b |\n|---|---|\n| 1 |",
    ("table-row", "| 1 |")),
    ("| a | b |\n|---|---|\n1", ("table-row", "1")), ("> | a |\n> |---|\n> | 1 | 2 |", ("table-row", "| 1 | 2 |")),
    ('[a](https://b.example "title")', ("stray-mark", "title")), ("``` python\nx\n```", ("stray-mark", "python")),
    ("Text.\n\n    **bold**", ("stray-mark", "**bold")), ("[see [@a]](https://b.example)", ("misplaced-mark", "[see")),
    ("![x [@a]](b.svg)", ("misplaced-mark", "[@a]")), ("![x @a](b.svg)", ("misplaced-mark", "@a")),
    ("[![x](a.svg)](https://b.example)", ("misplaced-mark", "x")), ("[10^3^](https://b.example)", ("misplaced-mark",
    "3")), ('![x](b.svg "See^[that]")', ("misplaced-mark", "^")),
    ('![x](b.svg "An **open")', ("stray-mark", "**open")), ("1. a\n3. b", ("list-number", "3.")), ("> 5 mg",
    ("lost-sign", "> 5")),
    ("A\n:   one\nB\n:   two", ("stray-mark", "B")), ("------ -----\n1 2", ("stray-mark", "------ -----")),
    ("---\nauthor: Jane\ndate: now\n---", ("stray-mark", "author: Jane")),
    ("Text.\n\n    1. one", ("stray-mark", "1.")),
    ("Text.\n\n    - one", ("stray-mark", "-")),
])  # fmt: skip
def test_a_mark_that_would_be_lost_or_changed_is_told_once(body: str, fault: tuple[str, str]) -> None:
    assert found(body) == [fault]


@pytest.mark.parametrize("body", [
    "| a | b |\n|---|---|\n| 1 | |", "| a | b |\n|---|---|\n| 1 \\| 2 | 3 |", "a | b\n---|---\n1 | 2",
    "```\n**a**\n```",
    "Text.\n\n    four blanks", '![x](b.svg "Two **open** tubes [@a]")', "[**a** b](https://b.example)",

    "- a\n\n  b", "2019. A year\n\n2020. Another",
])  # fmt: skip
def test_sound_marks_are_not_told(body: str) -> None:
    assert found(body) == []
