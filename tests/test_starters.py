"""Rules of the starters: a new format and a new component work as they are, in every language and on every paper."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from carepress.cli.main import main
from tests.support.cases import sound_project, write_sound_project
from tests.support.here import IN_PROCESS
from tests.support.shipped import LENGTH, ROOT

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

BOX = "\n::: question\n**What do you want to ask?** Write it down.\n:::\n"
CLINIC, MANUSCRIPT = "content/clinic.yaml", "content/asthma/en.md"


def starter(what: str, name: str, folder: Path) -> dict[str, str]:
    """The files of a new format or component, by their names, as the command writes them into a folder."""
    (folder / "content").mkdir(parents=True, exist_ok=True)
    assert main(["new", f"--{what}", name, "--project", str(folder)]) == 0
    files = (path for path in folder.rglob("*") if path.is_file() and name in path.name)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_a_starter_is_a_file_each_of_one_name(tmp_path: Path) -> None:
    files = {**starter("format", "wall-card", tmp_path), **starter("component", "question", tmp_path)}

    assert sorted(files) == [
        "styles/components/question.css",
        "styles/formats/wall-card.css",
        "templates/components/question.html.j2",
        "templates/formats/wall-card.html.j2",
        "templates/formats/wall-card.yaml",
    ]
    assert "NAME" not in "".join(files.values())


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_new_format_and_a_new_component_build_without_a_fault(
    paper: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_sound_project(tmp_path)
    sound = {name: data.decode() for name, data in sound_project().items() if name in {CLINIC, MANUSCRIPT}}
    files = {
        CLINIC: re.sub(r"^paper: .*", f"paper: {paper}", sound[CLINIC], flags=re.MULTILINE),
        MANUSCRIPT: sound[MANUSCRIPT].replace("formats: [fact-sheet]", "formats: [wall-card]") + BOX,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    starter("format", "wall-card", tmp_path)
    starter("component", "question", tmp_path)
    capsys.readouterr()

    status = main(
        ["build", "--project", str(tmp_path), "--output", str(tmp_path / "output"), "--today", "2026-11-22"],
        hooks=IN_PROCESS,
    )

    assert (status, capsys.readouterr().err) == (0, "")
    with pypdfium2.PdfDocument(tmp_path / "output/asthma-wall-card-en-draft.pdf") as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "What do you want to ask?" in text


def test_a_starter_keeps_to_the_rules_of_our_own_stylesheets(tmp_path: Path) -> None:
    files = {**starter("format", "card", tmp_path), **starter("component", "hint", tmp_path)}
    css = [text for name, text in files.items() if name.endswith(".css")]

    assert [LENGTH.findall(text) for text in css] == [[], []]


def test_a_starter_takes_no_property_that_is_not_there(tmp_path: Path) -> None:
    files = {**starter("format", "card", tmp_path), **starter("component", "hint", tmp_path)}
    tokens = set(re.findall(r"--([\w-]+):", (ROOT / "styles/tokens.css").read_text(encoding="utf-8")))
    sizes = set(re.findall(r"([\w-]+):", files["templates/formats/card.yaml"].partition("\nsizes: {")[2]))
    css = "".join(text for file, text in files.items() if file.endswith(".css"))

    assert set(re.findall(r"--([\w-]+)\)", css)) <= tokens | sizes
    assert sizes - {"box"} <= tokens


@pytest.mark.parametrize("kind", ["condition", "procedure", "medicine", "trial"])
def test_a_new_document_of_one_long_word_builds_without_a_fault(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "clinic"), "--kind", kind]) == 0
    assert main(["new", "gastroscopy", "--kind", kind, "--project", str(tmp_path / "clinic")]) == 0
    capsys.readouterr()

    status = main(["build", "--project", str(tmp_path / "clinic")], hooks=IN_PROCESS)

    assert (status, capsys.readouterr().err) == (0, "")
