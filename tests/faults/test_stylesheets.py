"""A stylesheet of a project can ask for anything: it ends with a PDF or a diagnostic, never with a fault of ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.test_output import CLINIC, build
from tests.support.cases import ROOT
from tests.support.proofs import MANUSCRIPT, put

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

TEXT = "## What is it?\n\nIt swells. **A** lung.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
FAILED = "error[typesetter]: the typesetter fails over styles/components/house.css"
OVER = {
    "an endless margin": "p { margin-left: calc(infinity * 1px) }",
    "a variable of itself": "p { --a: calc(var(--a) + 1px); width: var(--a) }",
    "letters too far apart": "p { word-spacing: 1e9px; letter-spacing: -1e9px }",
    "rules too deep": f".a {{ {'& b { ' * 300}color: red{' }' * 300} }}",
    "selectors too deep": f"{':not(' * 200}*{')' * 200} {{ color: red }}",
}
ODD = (
    "p { width: calc(1px / 0) }", "p { font-size: 1e9px }", "p { font-size: -5px }", "p { line-height: 1e30 }",
    ".section__text { columns: 10000 }", ".section__text { display: grid; grid-template-columns: repeat(9999, 1fr) }",
    "td { display: block } table { display: inline }", "tbody { position: absolute }", "td { height: 1e9px }",
    "p { --a: var(--b); --b: var(--a); color: var(--a) }", "p::before { content: leader('.') counter(x, foo) }",
    "p { float: footnote }", ".section { float: footnote }", "* { bookmark-level: 1 }", "@page { size: 0 0 }",
    "@page { size: 1e9mm 1e9mm }", "@page { margin: 300mm }", "* { break-before: page }", "* { break-after: left }",
    "* { float: left }", "* { position: absolute }", "p { position: relative; left: 1e308px }",
    "p { transform: matrix(0,0,0,0,0,0) }",
    "p { border: 1e9px double red }", "p { border: 0.0001px dotted red }", "ol { list-style: x } @counter-style x {}",
    "p { hyphens: auto; width: 1px }", "p { text-indent: -1e9px }", "p { orphans: 1e9; widows: 1e9 }",
    "p { overflow: hidden; max-lines: 1 }", "@import 'x.css';", "@media print { " * 300 + "}" * 300,
    "* { display: contents }", "html { display: none }", "body { display: inline }", "p { aspect-ratio: 0/0 }",
    "p { min-width: 1e9px; max-width: -1px }", "* { link: url(#x); anchor: x }", "p { color: lab(50 1e9 1e9) }",
    ",".join(f".a{n} > .b:nth-child({n}n+1)" for n in range(2000)) + " { color: red }",
)  # fmt: skip


def told_of(root: Path, css: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    put(root, {"content/clinic.yaml": CLINIC, MANUSCRIPT: TEXT, "styles/components/house.css": css})
    return build(root), capsys.readouterr().err


@pytest.mark.parametrize("css", OVER.values(), ids=OVER.keys())
def test_a_stylesheet_over_which_the_typesetter_fails_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], css: str
) -> None:
    status, told = told_of(tmp_path, css, capsys)

    assert (status, FAILED in told) == (1, True)


@pytest.mark.parametrize("css", ODD, ids=range(len(ODD)))
def test_odd_values_end_with_a_pdf_or_a_diagnostic(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], css: str
) -> None:
    status, told = told_of(tmp_path, css, capsys)

    assert (status, "error[" in told) in [(0, False), (1, True)]
    assert "crashed" not in told


def test_a_stylesheet_that_takes_all_memory_is_stopped(tmp_path: Path) -> None:
    endless = "p { background: repeating-linear-gradient(red 0, blue 1e-9px) }"
    put(tmp_path, {"content/clinic.yaml": CLINIC, MANUSCRIPT: TEXT, "styles/components/house.css": endless})
    command = [sys.executable, str(ROOT / "make_docs.py"), "build", "--project", str(tmp_path), "--memory", "256"]
    run = subprocess.run([*command, "--timeout", "30"], capture_output=True, text=True, check=False)

    assert run.returncode == 1
    assert "error[too-large]: stopped at 256 MB of memory" in run.stderr or "error[gave-up]" in run.stderr
