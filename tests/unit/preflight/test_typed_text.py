"""Rules of typed text: every word of the file that a format prints, and none of the marks around it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from carepress.preflight import typed_text
from carepress.preflight.typed_text import typed_lines

FRONT = "---\ntitle: Asthma\nformats: [fact-sheet]\n---\n"
PIECES = {
    "## What is it? {panel=flap}": ["What is it?"],
    "### Two ###": ["Two"],
    "### C# and F#": ["C# and F#"],
    "- A **bold** word {icon=hand}": ["A **bold** word"],
    "> - 1. > deep": ["deep"],
    "2) Sit up.": ["Sit up."],
    "A dose < 5 mg, > 3 µg": ["A dose < 5 mg, > 3 µg"],
    r"A dose \<5 mg\>, \[sic\] and \*": ["A dose <5 mg>, [sic] and *"],
    "Half a </div> dose": ["Half a </div> dose"],
    "Salt &amp; &#8805; 3 &bogus;": ["Salt & ≥ 3 &bogus;"],
    "Riluzole [@a2001, p. 3] helps[@b; @c].": ["Riluzole", "helps", "."],
    '![Airways [open]](a.svg "The *tubes* &amp; more.")': ["The *tubes* & more."],
    "![Airways](a.svg)": [],
    "[Our **site**](https://clinic.example/a_(b))": ["[Our **site**"],
    '[Call us](tel:1 "Our desk")': ["[Call us", "Our desk"],
    "<https://clinic.example/a_b> or <desk@clinic.example>": ["https://clinic.example/a_b or desk@clinic.example"],
    "| one | t\\|wo | three |": ["one", "t|wo", "three"],
    "{a} and {b=c} here": ["{a} and {b=c} here"],
}


@pytest.mark.parametrize(("line", "pieces"), PIECES.items())
def test_a_line_without_its_marks(line: str, pieces: list[str]) -> None:
    assert [list(typed.pieces) for typed in typed_lines(f"{FRONT}{line}\n", "fact-sheet")] == [pieces]


def test_lines_have_the_numbers_of_the_file_and_marks_may_run_over_their_ends() -> None:
    body = '\nOne [two\nthree](https://clinic.example\n"Four") five\n\n---\n\nsix [@a;\n@b] seven\n'
    lines = typed_lines(FRONT + body, "fact-sheet")

    assert [(line.number, line.pieces) for line in lines] == [
        (6, ("One [two",)),
        (7, ("three", "Four")),
        (8, ("five",)),
        (12, ("six",)),
        (13, ("seven",)),
    ]


BOXES = """
## Shown

:::: only fact-sheet
::: callout
For the sheet
:::
::::

::: not fact-sheet
For others
:::

## Emptied

::: only brochure
For the brochure
:::

Emptied as well
---

::: only brochure
For the brochure
:::

## Empty

```
::: only brochure
## Code
```
"""


def test_what_is_for_other_formats_is_left_out_and_so_is_the_heading_of_what_it_empties() -> None:
    assert [piece for line in typed_lines(FRONT + BOXES, "fact-sheet") for piece in line.pieces] == [
        "Shown", "For the sheet", "Empty", "::: only brochure", "## Code",
    ]  # fmt: skip


def test_a_file_without_front_matter_is_all_body() -> None:
    assert [line.pieces for line in typed_lines("One\n\ntwo", "fact-sheet")] == [("One",), ("two",)]


def test_no_parser_is_asked() -> None:
    """What a parser drops must not be able to hide from this reading."""
    tree = ast.parse(Path(typed_text.__file__).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert modules == {"__future__", "collections.abc", "dataclasses", "html"}
    assert {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names} == {"re"}
