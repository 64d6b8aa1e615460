"""Rules of the colour tokens: they are data, they agree with each other, and whatever repeats them says the same."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from carepress.design.brand import own_brand, read_brand
from carepress.design.tokens import Colour, Mix, read_tokens
from carepress.diagnostics.model import Diagnostics
from carepress.project.source import Source
from tests.support.shipped import COLOURS, ROOT

SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "docs/tokens.py"))
PLAIN = """\
colours:
  base: {value: "#123", use: text, role: primary, on: [paper], contrast: 7}
  paper: {value: "#ffffff", light: 14}
  tint: {value: "#445566", mixed: {of: base, with: paper, share: 0.5}}
"""


def read(text: str) -> tuple[Any, Diagnostics]:
    return read_tokens(Source(file="styles/tokens.yaml", text=text))


def test_a_token_has_a_value_and_says_how_a_brand_changes_it() -> None:
    assert read(PLAIN) == (
        {
            "base": Colour(value="#112233", use="text", role="primary", on=("paper",), contrast=7),
            "paper": Colour(value="#FFFFFF", light=14),
            "tint": Colour(value="#445566", mixed=Mix.model_validate({"of": "base", "with": "paper", "share": 0.5})),
        },
        Diagnostics(),
    )


def test_a_project_with_other_tokens_has_another_palette_without_a_line_of_python() -> None:
    colours, _ = read(PLAIN)
    brand, diagnostics = read_brand(Source(file="content/_brand.yml", text='color: {primary: "#AABBCC"}'), colours)

    assert own_brand(colours).tokens == {"base": "#112233", "paper": "#FFFFFF", "tint": "#445566"}
    assert brand.tokens == {"base": "#525A62", "paper": "#FFFFFF", "tint": "#A8ACB0"}
    assert [fault.code for fault in diagnostics] == ["brand-contrast"]


@pytest.mark.parametrize(("change", "fault"), [
    (('value: "#123"', "value: blue"), ("wrong-type", "`value` must be a colour as in \"#0A3D47\"")),
    (('value: "#123", ', ""), ("missing-key", "`base` lacks `value`")),
    (("use:", "usage:"), ("unknown-key", "`usage` is not a key of `base`")),
    (("role: primary", "role: primery"), ("wrong-type", "`role` must be")),
    (("of: base", "of: bass"), ("wrong-type", "`tint` is mixed of `bass`, which must stand above it")),
    (("of: base", "of: tint"), ("wrong-type", "`tint` is mixed of `tint`, which must stand above it")),
    (("with: paper", "with: papyrus"), ("wrong-type", "`tint` names `papyrus`, which is not one of the colours")),
    (("on: [paper]", "on: [papyrus]"), ("wrong-type", "`base` names `papyrus`, which is not one of the colours")),
    (("share: 0.5", "share: 5"), ("wrong-type", "`share` must be 1 or less")),
    (("colours:", "colours: {"), ("yaml-syntax", "")),
])  # fmt: skip
def test_a_slip_is_told_in_a_sentence_and_no_token_counts(change: tuple[str, str], fault: tuple[str, str]) -> None:
    colours, diagnostics = read(PLAIN.replace(*change))
    (told,) = diagnostics

    assert (colours, told.code) == ({}, fault[0])
    assert fault[1] in told.message
    assert told.span


def test_what_repeats_the_tokens_says_the_same() -> None:
    stale = [path.relative_to(ROOT).as_posix() for path, text in SCRIPT["files"]() if path.read_text() != text]

    assert stale == [], "type: make schemas"


def test_the_guide_for_drawings_gives_the_same_colours() -> None:
    rows = ROOT.joinpath("docs/drawings.md").read_text(encoding="utf-8")
    cells = re.findall(r"\| ([a-z, ]+) \| ((?:`#[0-9A-F]{6}`(?:, )?)+) ", rows)
    told = {
        name: value
        for names, values in cells
        for name, value in zip(names.split(", "), values.split(", "), strict=True)
    }

    assert told == {token: f"`{colour.value}`" for token, colour in COLOURS.items()}


def test_a_drawing_names_known_tokens_only_and_no_other_colour() -> None:
    faulty = {}
    for path in sorted(ROOT.joinpath("styles").rglob("*.svg")):
        text = path.read_text(encoding="utf-8")
        names = set(re.findall(r"var\(--([a-z-]+)", text)) - {"font-text", "font-heading"}
        bare = re.findall(r"#[0-9A-Fa-f]{3,6}\b", re.sub(r"var\([^)]*\)", "", text))
        if names - COLOURS.keys() or bare:
            faulty[path.name] = (names - COLOURS.keys(), bare)

    assert faulty == {}


def test_a_stylesheet_names_colours_by_their_token_only() -> None:
    own = set(re.findall(r"--[\w-]+(?=:)", ROOT.joinpath("styles/tokens.css").read_text()))
    named: dict[Path, set[str]] = {}
    for path in ROOT.joinpath("styles").rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if path.name != "tokens.css" and (found := set(re.findall(r"#[0-9A-Fa-f]{3,6}\b", text))):
            named[path] = found

    assert named == {}
    assert {f"--{token}" for token in COLOURS} <= own
