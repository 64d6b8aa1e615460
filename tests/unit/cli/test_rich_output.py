"""Rules of colour: it adds to the words and takes nothing away."""

from __future__ import annotations

import re

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
