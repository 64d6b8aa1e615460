"""Every limit holds everywhere: hostile texts end with a PDF or a diagnostic, and no pattern takes minutes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from carepress.diagnostics.flood import MOST
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


PARTS = "\n\n".join
BIB = "@article{{work{0}, title={{Work {0}}}}}\n".format
FLOODS: dict[str, tuple[dict[str, str], str]] = {
    "attributes": ({MANUSCRIPT: "## A\n\n" + PARTS(["A {icon=x}"] * 5000)}, "unknown-attribute"),
    "citations": ({MANUSCRIPT: "## A\n\n" + PARTS(f"A [@work{n}]." for n in range(5000))}, "unknown-citation"),
    "formats": (
        {MANUSCRIPT: f"---\ntitle: A\nformats: [{','.join(f'f{n}' for n in range(3000))}]\n---\n\n## A\n\nB.\n"},
        "unknown-format",
    ),
    "keys": ({"content/clinic.yaml": CLINIC + "".join(f"key{n}: 1\n" for n in range(5000))}, "unknown-key"),
    "works": ({"content/references.bib": "".join(map(BIB, range(450)))}, "incomplete-reference"),
    "broken works": ({"content/references.bib": "@article{\n" * 5000}, "bibtex-syntax"),
}
SETTINGS: dict[str, str] = {
    "a table": "".join(f"key{n}: 1\n" for n in range(10_000)),
    "a text": f"summary: {'a' * 1_000_000}\n",
    "brackets": f"summary: {'[' * 60_000}{']' * 60_000}\n",
    "colons": f"summary: {': ' * 60_000}\n",
}
ALIASES = "a0: &a0 [x, x, x]\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}, *a{n}]\n" for n in range(20))


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


@pytest.mark.parametrize(("files", "code"), FLOODS.values(), ids=FLOODS.keys())
def test_a_hundred_faults_of_a_kind_are_shown_and_the_others_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], code: str
) -> None:
    put(tmp_path, {"content/clinic.yaml": CLINIC, **files})
    build(tmp_path)
    told = capsys.readouterr().err

    assert told.count(f"[{code}]: ") in (MOST, 2 * MOST)  # a broken work may stand for a document or for none
    assert f" more of these: `{code}`" in told
    assert len(told) < 100_000


@pytest.mark.parametrize("text", SETTINGS.values(), ids=SETTINGS.keys())
@pytest.mark.parametrize("file", ["content/clinic.yaml", MANUSCRIPT])
def test_settings_that_nobody_would_type_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, text: str
) -> None:
    text = CLINIC + text if file != MANUSCRIPT else f"---\ntitle: A\nformats: [fact-sheet]\n{text}---\n\n## A\n\nB.\n"
    told = told_of(tmp_path, {file: text}, capsys)

    assert f"error[unreadable-file]: the settings in {file} have " in told
    assert f" --> {file}:" in told


@pytest.mark.parametrize("file", ["content/clinic.yaml", "content/_brand.yml", MANUSCRIPT])
def test_aliases_that_multiply_are_refused_before_they_are_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    text = f"---\ntitle: A\nformats: [fact-sheet]\n{ALIASES}---\n\n## A\n\nB.\n" if file == MANUSCRIPT else ALIASES
    told = told_of(tmp_path, {file: text}, capsys)

    assert "error[yaml-syntax]: a value that starts with & must be in quotes" in told
    assert f" --> {file}:" in told


def test_a_thousand_documents_with_an_error_each_are_all_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "---\ntitle: A\nformats: [fact-sheet]\n---\n\n## A\n\n"
    told = told_of(tmp_path, {f"content/d{n}/en.md": f"{head}B [@no{n}].\n" for n in range(1000)}, capsys)

    assert told.count("error[unknown-citation]: ") == 1000
