"""Every limit holds everywhere: hostile texts end with a PDF or a diagnostic, and no pattern takes minutes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.test_output import CLINIC, build
from tests.support.proofs import MANUSCRIPT, put

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

BLANKS = " " * 120_000
SHAPES: dict[str, tuple[Callable[[], str], str]] = {
    "blanks after a box": (lambda: f"::: key-facts{BLANKS}x\n- A.\n:::\n", "unknown-component"),
    "blanks in a heading": (lambda: f"## a{BLANKS}b\n\nText.\n", ""),
    "blanks in a list": (lambda: f"## A\n\n- a{BLANKS}b\n", ""),
    "lazy quotes": (lambda: "## A\n\n" + "".join("> " * (n % 50) + "a\n" for n in range(400)), "deep-nesting"),
    "brackets": (lambda: "## A\n\n" + "[" * 20_000 + "\n", ""),
    "zero-width signs": (lambda: "## A\n\nText" + "\u200b" * 5000 + ".\n", ""),
}


def told_of(root: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says on standard error about a project that it refuses."""
    put(root, {"content/clinic.yaml": CLINIC, **files})
    assert build(root) == 1
    return capsys.readouterr().err


def test_a_paragraph_that_nobody_would_read_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = told_of(tmp_path, {MANUSCRIPT: "## A\n\n" + '"' * 10_001 + "\n"}, capsys)

    assert told.startswith(
        "asthma (en)\n===========\n\n"
        "error[long-paragraph]: this paragraph has 10,001 characters; the limit is 10,000\n"
        " --> content/asthma/en.md:8:1\n"
    )
    assert told.endswith("help: Divide it with empty lines, or delete it if it was pasted by mistake.\n\n")


@pytest.mark.parametrize(("shape", "code"), SHAPES.values(), ids=SHAPES.keys())
def test_a_hostile_text_ends_with_a_pdf_or_a_diagnostic(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], shape: Callable[[], str], code: str
) -> None:
    put(tmp_path, {"content/clinic.yaml": CLINIC, MANUSCRIPT: shape()})
    status = build(tmp_path)
    told = capsys.readouterr().err

    assert status in (0, 1)
    assert "Traceback" not in told
    assert "crashed" not in told
    assert f"error[{code}]" in told or not code
