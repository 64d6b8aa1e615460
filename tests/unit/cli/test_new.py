"""Rules of new files: they build as they are, and no file that exists is touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from carepress.build.request import Request, Selection
from carepress.build.runner import run
from carepress.cli.arguments import UsageError
from carepress.cli.new import ENTRY, init, new_design, new_document
from carepress.project.files import ProjectFolder
from carepress.project.paths import REFERENCES
from carepress.system.installation import INSTALL_ROOT
from tests.support.here import IN_PROCESS
from tests.support.proofs import TODAY

KINDS = ["condition", "medicine", "procedure", "trial"]
CLINIC = "name: A\nphone: 1-2\ncontact-form: https://a.example\ninvestigational-notice: It is experimental.\n"
TAKEN = "content/asthma/en.md"
MANUSCRIPTS = "content/*/en.md"


def project(root: Path) -> ProjectFolder:
    (root / "content").mkdir(exist_ok=True)
    (root / "content/clinic.yaml").write_text(CLINIC, encoding="utf-8")
    return ProjectFolder(root, INSTALL_ROOT)


def listed(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def built(root: Path) -> tuple[list[str], list[str]]:
    """The messages and the PDFs of a build."""
    request = Request(selection=Selection(), today=TODAY, output=root / "output")
    outcome = run(ProjectFolder(root, INSTALL_ROOT), request, hooks=IN_PROCESS)
    return [str(fault.message) for fault in outcome.diagnostics], [artifact.file for artifact in outcome.artifacts]


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_clinic_builds_at_once_without_a_message(kind: str, tmp_path: Path) -> None:
    init(ProjectFolder(tmp_path, INSTALL_ROOT), kind)
    (manuscript,) = tmp_path.glob(MANUSCRIPTS)
    text = manuscript.read_text(encoding="utf-8")
    manuscript.write_text(text.replace("formats: [fact-sheet]", "formats: [fact-sheet, brochure]"), encoding="utf-8")
    name = manuscript.parent.name

    assert ("\nstatus: draft" in text, "\nreviewed-by:" in text) == (True, False)
    assert built(tmp_path) == (
        [],
        [f"{name}-fact-sheet-en-draft.pdf", f"{name}-brochure-en-draft.pdf", f"{name}-brochure-en-print-draft.pdf"],
    )


def test_a_clinics_folder_holds_no_python_and_starts_by_double_click(tmp_path: Path) -> None:
    init(ProjectFolder(tmp_path, INSTALL_ROOT), "condition")

    assert listed(tmp_path) == [
        ".gitignore",
        "Build handouts.bat",
        "Build handouts.command",
        "Build handouts.desktop",
        "README.md",
        "content/_brand.yml",
        "content/clinic.yaml",
        "content/high-blood-pressure/en.md",
        "content/references.bib",
    ]
    assert os.access(tmp_path / "Build handouts.command", os.X_OK)
    assert (tmp_path / "Build handouts.bat").read_bytes().count(b"\r\n") == 7


def test_a_folder_that_holds_one_of_the_files_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match=r"README\.md exists already; nothing was written"):
        init(ProjectFolder(tmp_path, INSTALL_ROOT), "condition")
    assert (listed(tmp_path), (tmp_path / "README.md").read_text(encoding="utf-8")) == (["README.md"], "mine")


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_document_of_any_kind_builds_at_once(kind: str, tmp_path: Path) -> None:
    new_document(project(tmp_path), "back-pain", kind, ["en"])
    messages, files = built(tmp_path)

    assert (messages, files) == ([], ["back-pain-fact-sheet-en-draft.pdf"])
    assert "title: Back pain\n" in (tmp_path / "content/back-pain/en.md").read_text(encoding="utf-8")


def test_works_that_the_example_cites_join_those_of_the_clinic(tmp_path: Path) -> None:
    init(ProjectFolder(tmp_path, INSTALL_ROOT), "condition")
    works = tmp_path / "content/references.bib"
    before = works.read_text(encoding="utf-8")
    folder = ProjectFolder(tmp_path, INSTALL_ROOT)

    new_document(folder, "my-test", "procedure", ["en"])
    after = works.read_text(encoding="utf-8")
    new_document(ProjectFolder(tmp_path, INSTALL_ROOT), "other-test", "procedure", ["en"])

    assert after.startswith(before)
    assert len(after) > len(before)
    assert works.read_text(encoding="utf-8") == after
    assert built(tmp_path)[0] == []


def test_a_document_starts_with_a_manuscript_in_each_language(tmp_path: Path) -> None:
    files = ["content/back-pain/en.md", "content/back-pain/pt-br.md", "content/references.bib"]

    assert new_document(project(tmp_path), "back-pain", "condition", ["en", "pt-br"]) == files


@pytest.mark.parametrize("name", ["Asthma", "back pain", "", "../x", "a/b", "-a", "a" * 31, "épilepsie", "clinics"])
def test_a_name_that_cannot_become_a_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        new_document(project(tmp_path), name, "condition", ["en"])
    assert listed(tmp_path) == ["content/clinic.yaml"]


def test_a_refused_name_is_answered_with_the_rule(tmp_path: Path) -> None:
    rule = "`Asthma` cannot be the name of a document; use lower-case letters, digits and hyphens, at most 30"

    with pytest.raises(UsageError) as mistake:
        new_document(project(tmp_path), "Asthma", "condition", ["en"])
    assert str(mistake.value) == rule


@pytest.mark.parametrize("lang", ["english", "xx", "EN", "../en", "en_us"])
def test_what_is_no_language_is_refused(tmp_path: Path, lang: str) -> None:
    with pytest.raises(UsageError) as mistake:
        new_document(project(tmp_path), "asthma", "condition", ["en", lang])
    assert str(mistake.value) == f"`{lang}` is not the code of a language, such as en or es"
    assert listed(tmp_path) == ["content/clinic.yaml"]


def test_an_unknown_kind_is_answered_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as mistake:
        new_document(project(tmp_path), "asthma", "zzz", ["en"])
    assert str(mistake.value) == "there is no kind `zzz`; choose condition, medicine, procedure or trial"


def test_a_manuscript_that_exists_is_not_touched(tmp_path: Path) -> None:
    new_document(project(tmp_path), "asthma", "condition", ["en"])
    (tmp_path / TAKEN).write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match=f"{TAKEN} exists already; nothing was written"):
        new_document(ProjectFolder(tmp_path, INSTALL_ROOT), "asthma", "condition", ["es", "en"])
    assert (tmp_path / TAKEN).read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "content/asthma/es.md").exists()


def test_a_clinic_may_bring_examples_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "templates/starters/class"
    folder.mkdir(parents=True)
    (folder / "en.md").write_text("---\ntitle: A class\nformats: [fact-sheet]\n---\n", encoding="utf-8")
    (folder / "references.bib").touch()

    new_document(project(tmp_path), "birth-class", "class", ["en"])
    assert "title: Birth class" in (tmp_path / "content/birth-class/en.md").read_text(encoding="utf-8")


def test_a_new_format_and_a_new_component_build_at_once(tmp_path: Path) -> None:
    folder = project(tmp_path)
    written = [*new_design(folder, "format", "hand-card"), *new_design(folder, "component", "question")]
    (tmp_path / "content/asthma").mkdir()
    front, box = "---\ntitle: Asthma\nformats: [hand-card]\n---\n", "::: question\nWhat do you want to ask?\n:::\n"
    (tmp_path / TAKEN).write_text(f"{front}\n## What is it?\n\nText.\n\n{box}", encoding="utf-8")
    messages, files = built(tmp_path)

    assert sorted(written) == [name for name in listed(tmp_path) if not name.startswith(("content/", "output/"))]
    assert (messages, files) == ([], ["asthma-hand-card-en-draft.pdf"])


@pytest.mark.parametrize("what", ["format", "component"])
def test_the_name_of_a_format_or_a_component_follows_the_same_rule(what: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"`../x` cannot be the name of a {what}"):
        new_design(project(tmp_path), what, "../x")


def test_a_format_a_component_and_a_locale_of_carepresss_own_are_copied_to_be_changed(tmp_path: Path) -> None:
    folder = project(tmp_path)
    written = [
        *new_design(folder, "format", "brochure"),
        *new_design(folder, "component", "warning"),
        *new_design(folder, "locale", "es"),
    ]

    assert "templates/formats/brochure.yaml" in written
    assert [name for name in written if (tmp_path / name).read_bytes() != (INSTALL_ROOT / name).read_bytes()] == []


def test_a_new_locale_starts_from_english(tmp_path: Path) -> None:
    (name,) = new_design(project(tmp_path), "locale", "sw")

    assert name == "templates/locales/sw.yaml"
    assert (tmp_path / name).read_bytes() == (INSTALL_ROOT / "templates/locales/en.yaml").read_bytes()


def test_a_work_whose_key_the_clinic_uses_for_another_one_gets_a_key_of_its_own(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (tmp_path / REFERENCES).write_text("@misc{nhs, title = {Waiting times}, year = {2024}}\n", encoding="utf-8")
    new_document(ProjectFolder(tmp_path, INSTALL_ROOT), "metformin", "medicine", ["en"])
    works = (tmp_path / REFERENCES).read_text(encoding="utf-8")
    text = (tmp_path / "content/metformin/en.md").read_text(encoding="utf-8")

    assert ("@online{nhs-metformin," in works, works.startswith("@misc{nhs, title = {Waiting times}")) == (True, True)
    assert ("@nhs]" in text, "@nhs-metformin]" in text) == (False, True)
    assert folder.root == tmp_path


def test_no_two_starters_use_one_key_for_different_works() -> None:
    works: dict[str, set[str]] = {}
    for file in (INSTALL_ROOT / "templates/starters").glob("*/references.bib"):
        for work in ENTRY.finditer(file.read_text(encoding="utf-8")):
            works.setdefault(work[1], set()).add(" ".join(work[0].split()))

    assert {key: texts for key, texts in works.items() if len(texts) > 1} == {}
