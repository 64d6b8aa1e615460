"""Names with signs that nobody sees: told, harmless, and never on a terminal as they are."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from carepress.cli import main as cli
from tests.faults.test_output import CLINIC, build
from tests.support.proofs import put

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

NAMES = [b"content/a\xffb/en.md", b"content/e\x1b[31mx/en.md", b"content/asthma/p\xfe.png", b"content/\xe2\x80\xae.yml"]
HANDOUT = b"---\ntitle: Gout\nformats: [fact-sheet]\n---\n\n## What is it?\n\nIt hurts.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_a_name_that_cannot_be_shown_harms_no_other_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, {"content/clinic.yaml": CLINIC})
    for name in NAMES:
        path = os.path.join(os.fsencode(tmp_path), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(HANDOUT)
    status = build(tmp_path)
    told = capsys.readouterr()

    assert status == 0
    assert told.err.count("is not used: its name has signs that nobody can see") == len(NAMES)
    assert "content/a\ufffdb/en.md is not used" in told.err
    assert "\x1b" not in told.out + told.err
    assert [path.name for path in (tmp_path / "output").glob("*.pdf")] == ["asthma-fact-sheet-en-draft.pdf"]


@pytest.mark.parametrize(
    "words", [["build", "a\x1b[2Jb"], ["restore", "\x1b]0;x\x07"], ["explain", "\u202eabc"], ["\x1b[31m"]]
)
def test_a_word_of_the_command_line_does_nothing_to_the_terminal(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, {})
    with suppress(SystemExit):
        cli.main([*words, *(["--project", str(tmp_path)] if words[0] in ("build", "restore") else [])])
    told = capsys.readouterr()

    assert told.err
    assert not {"\x1b", "\x07", "\u202e"} & set(told.out + told.err)


SIGNS = {
    "a control": "\x02", "an escape": "\x1b", "a line separator": "\u2028", "an override": "\u202e",
    "an isolate": "\u2067", "an invisible operator": "\u2062", "a note": "\ufffa", "a tag": "\U000e0041",
}  # fmt: skip
PLACES = {
    "content/asthma/en.md": "---\ntitle: Asthma\nformats: [fact-sheet]\n---\n\n## What is it?\n\nIt {}swells.\n",
    "content/clinic.yaml": CLINIC.replace("name: ", "name: A{}", 1),
    "content/references.bib": "@article{{a,\n  title = {{A{} work}},\n}}\n",
}


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS.keys())
@pytest.mark.parametrize("file", PLACES)
def test_a_sign_that_nobody_sees_is_told_where_it_stands(
    file: str, sign: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(
        tmp_path,
        {"content/clinic.yaml": CLINIC, file: PLACES[file].replace("{}", sign).replace("{{", "{").replace("}}", "}")},
    )
    status = build(tmp_path)
    told = capsys.readouterr()

    assert status == 1
    assert f"error[not-utf8]: {file} has a sign that nobody can see" in told.err
    assert f" --> {file}:" in told.err
    assert sign not in told.out + told.err
