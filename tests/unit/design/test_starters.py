"""Rules of the starters: a new format and a new component work as they are, in every language and on every paper."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from carepress.cli.main import main
from carepress.design.starters import component_files, format_files
from tests.support.cases import sound_project, write_sound_project
from tests.support.here import IN_PROCESS
from tests.support.shipped import LENGTH, ROOT

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

BOX = "\n::: question\n**What do you want to ask?** Write it down.\n:::\n"
CLINIC, MANUSCRIPT = "content/clinic.yaml", "content/asthma/en.md"


def test_a_starter_is_a_file_each_of_one_name() -> None:
    assert list(format_files("wall-card")) == [
        "templates/formats/wall-card.yaml", "templates/formats/wall-card.html.j2", "styles/formats/wall-card.css"
    ]  # fmt: skip
    assert list(component_files("question")) == [
        "templates/components/question.html.j2",
        "styles/components/question.css",
    ]
    assert "NAME" not in "".join([*format_files("wall-card").values(), *component_files("question").values()])


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_new_format_and_a_new_component_build_without_a_fault(
    paper: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_sound_project(tmp_path)
    sound = {name: data.decode() for name, data in sound_project().items() if name in {CLINIC, MANUSCRIPT}}
    files = {
        CLINIC: re.sub(r"^paper: .*", f"paper: {paper}", sound[CLINIC], flags=re.MULTILINE),
        MANUSCRIPT: sound[MANUSCRIPT].replace("formats: [fact-sheet]", "formats: [wall-card]") + BOX,
        **format_files("wall-card"),
        **component_files("question"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    status = main(
        ["build", "--project", str(tmp_path), "--output", str(tmp_path / "output"), "--today", "2026-11-22"],
        hooks=IN_PROCESS,
    )

    assert (status, capsys.readouterr().err) == (0, "")
    with pypdfium2.PdfDocument(tmp_path / "output/asthma-wall-card-en-draft.pdf") as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "What do you want to ask?" in text


def test_a_starter_keeps_to_the_rules_of_our_own_stylesheets() -> None:
    css = [
        text for files in (format_files("a"), component_files("b")) for name, text in files.items() if name[-1] == "s"
    ]

    assert [LENGTH.findall(text) for text in css] == [[], []]


def test_a_starter_takes_no_property_that_is_not_there() -> None:
    files = {**format_files("card"), **component_files("box")}
    tokens = set(re.findall(r"--([\w-]+):", (ROOT / "styles/tokens.css").read_text(encoding="utf-8")))
    sizes = set(re.findall(r"([\w-]+):", files["templates/formats/card.yaml"].partition("\nsizes: {")[2]))
    css = "".join(text for file, text in files.items() if file.endswith(".css"))

    assert set(re.findall(r"--([\w-]+)\)", css)) <= tokens | sizes
    assert sizes - {"box"} <= tokens
