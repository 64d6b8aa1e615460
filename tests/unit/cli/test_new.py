"""Rules of a new document: it builds as it is, and nothing that is there is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.build.inputs import load_inputs
from carepress.build.summarise import read_document
from carepress.cli.new import start
from carepress.project.files import ProjectFolder

ROOT = Path(__file__).resolve().parents[3]
TAKEN = "content/asthma/en.md"
NAME = "`{}` cannot be a document's name: small letters, digits and hyphens, at most 30"


def project(root: Path) -> ProjectFolder:
    (root / "content").mkdir(exist_ok=True)
    (root / "content/clinic.yaml").write_text(
        "name: A\nphone: 1-2\ncontact-form: https://a.example\n", encoding="utf-8"
    )
    return ProjectFolder(root, ROOT)


def test_a_document_starts_with_a_manuscript_in_each_language(tmp_path: Path) -> None:
    files = ["content/back-pain/en.md", "content/back-pain/pt-br.md"]

    assert start(project(tmp_path), "back-pain", ["en", "pt-br"]) == (files, "")
    assert all("title: Back pain\n" in (tmp_path / file).read_text(encoding="utf-8") for file in files)


def test_a_new_document_has_no_fault(tmp_path: Path) -> None:
    start(project(tmp_path), "asthma", ["en"])
    found = ProjectFolder(tmp_path, ROOT)
    _, document, diagnostics = read_document(TAKEN, found, load_inputs(found, "", 2026).known)

    assert diagnostics.items == ()
    assert document is not None
    assert (document.front.status, document.front.formats) == ("draft", ["fact-sheet"])


@pytest.mark.parametrize("name", ["Asthma", "back pain", "", "../x", "a/b", "-a", "a" * 31, "épilepsie"])
def test_a_name_that_cannot_become_a_file_name_is_refused(tmp_path: Path, name: str) -> None:
    assert start(project(tmp_path), name, ["en"]) == ([], NAME.format(name))


@pytest.mark.parametrize("lang", ["english", "xx", "EN", "../en", "en_us"])
def test_what_is_no_language_is_refused(tmp_path: Path, lang: str) -> None:
    assert start(project(tmp_path), "asthma", ["en", lang]) == ([], f"`{lang}` is not a language's code, as en or es")
    assert not (tmp_path / "content/asthma").exists()


def test_a_manuscript_that_is_there_is_not_touched(tmp_path: Path) -> None:
    start(project(tmp_path), "asthma", ["en"])
    (tmp_path / TAKEN).write_text("mine", encoding="utf-8")

    assert start(project(tmp_path), "asthma", ["es", "en"]) == ([], f"{TAKEN} is there already")
    assert (tmp_path / TAKEN).read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "content/asthma/es.md").exists()


def test_the_same_language_twice_is_one_manuscript(tmp_path: Path) -> None:
    assert start(project(tmp_path), "asthma", ["en", "en"]) == ([TAKEN], "")


def test_a_document_is_not_named_like_the_folder_of_the_clinics(tmp_path: Path) -> None:
    files, wrong = start(project(tmp_path), "clinics", ["en"])

    assert (files, bool(wrong)) == ([], True)
