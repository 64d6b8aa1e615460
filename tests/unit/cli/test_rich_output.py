"""Rules of colour: it adds to the words and takes nothing away."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from carepress.cli.rich_output import print_pieces
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity, Span
from carepress.diagnostics.render import paragraphs, render

FAULT = Diagnostic(
    code="long-sentence",
    message="too long [really]",
    severity=Severity.WARNING,
    span=Span(file="content/als/en.md", line=3, column=5, length=4, text="One word " * 30),
    help="Split it.",
)


def test_the_words_are_the_same_with_colours(capsys: pytest.CaptureFixture[str]) -> None:
    print_pieces(paragraphs(Diagnostics((FAULT,))))
    said = capsys.readouterr().err

    assert "\x1b[" in said
    assert re.sub(r"\x1b\[[0-9;]*m", "", said) == f"als (en)\n========\n\n{render(FAULT)}\n\n"


def test_no_sign_that_acts_on_the_terminal_comes_through(capsys: pytest.CaptureFixture[str]) -> None:
    span = replace(FAULT.span, text="a\x1b[2Jb") if FAULT.span else None
    odd = replace(FAULT, message="\x1b]0;title\x07", span=span, help="\u202eback", document="\x9b31m")
    print_pieces(paragraphs(Diagnostics((odd,))))
    said = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().err)

    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(said)
    assert said.count("\ufffd") == 5
