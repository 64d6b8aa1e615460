"""The console: colours where they are wanted, columns where they fit."""

from __future__ import annotations

import json
import re
import shutil
import sys

import pytest

from carepress.cli.arguments import VERBS
from carepress.cli.console import as_started, columns, has_colours, out_json
from carepress.system.installation import INSTALL_ROOT


@pytest.mark.parametrize(
    ("environment", "is_terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_colours_are_for_terminals_and_nobody_who_forbids_them(
    environment: dict[str, str], is_terminal: bool, coloured: bool
) -> None:
    assert has_colours(environment, is_terminal=is_terminal) is coloured


def test_columns_become_lines_on_a_narrow_terminal() -> None:
    rows = [("als-fact-sheet-en.pdf", "2 pages", "68 kB"), ("als-brochure-en.pdf", "6 pages", "98 kB")]

    assert list(columns(rows, 80)) == ["als-fact-sheet-en.pdf  2 pages  68 kB", "als-brochure-en.pdf    6 pages  98 kB"]
    assert list(columns(rows[:1], 30)) == ["als-fact-sheet-en.pdf\n    2 pages  68 kB"]
    assert list(columns([], 80)) == []


def test_commands_to_type_have_the_name_that_this_one_was_started_by(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "carepress checks it: `carepress explain overdue` or carepress build --force"
    monkeypatch.setattr(sys, "argv", ["/usr/bin/carepress"])
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/carepress")
    installed = as_started(text)
    monkeypatch.setattr(sys, "argv", ["make_docs.py"])

    assert (installed, as_started(text)) == (
        text,
        "carepress checks it: `python3 make_docs.py explain overdue` or python3 make_docs.py build --force",
    )


def test_texts_name_commands_so_that_the_console_finds_them() -> None:
    files = [
        *(INSTALL_ROOT / "carepress/diagnostics/rules").glob("*.toml"),
        *(INSTALL_ROOT / "templates").rglob("*.j2"),
    ]
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    typed = [word for text in texts.values() for word in re.findall(r"(?:   |`|<code>)carepress (\S+?)\b", text)]

    assert [name for name, text in texts.items() if re.search(r"make_docs|make docs(?!` only)", text)] == []
    assert (set(typed) - set(VERBS), len(typed) > 5) == (set(), True)


@pytest.mark.parametrize("sign", ["\x1b", "\u202e", "\u2067", "\U000e0067", "\ud800", "\x9b"])
def test_json_escapes_a_sign_that_acts_on_the_terminal_and_keeps_it(
    sign: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out_json({"text": f"a{sign}bé"})
    said = capsys.readouterr().out

    assert sign not in said
    assert json.loads(said) == {"text": f"a{sign}bé"}
