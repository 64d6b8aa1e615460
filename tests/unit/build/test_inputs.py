"""Rules of shared inputs: read once for each digest, and what is wrong with them blocks only what depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.build.inputs import ClinicInputs, load_inputs, load_locale, load_shared_inputs
from carepress.content.manuscript import read_manuscript
from carepress.diagnostics.model import BuildFailed, Diagnostic, Severity, Span
from carepress.project.files import ProjectFolder
from carepress.project.source import Source
from tests.support.proofs import put

YEAR = 2026
MANUSCRIPT = read_manuscript(Source(file="content/asthma/sw.md", text="---\ntitle: Pumu\n---\n"))[0]


def test_inputs_are_read_once_for_each_digest(tmp_path: Path) -> None:
    project = put(tmp_path, {})
    first = load_inputs(project, "", YEAR, "a digest")

    assert load_inputs(put(tmp_path, {}), "", YEAR, "a digest") is first
    assert load_inputs(project, "", YEAR, "another") is not first
    assert load_inputs(project, "", YEAR + 1, "a digest") is not first


def test_clinics_have_the_shared_inputs_in_common(tmp_path: Path) -> None:
    clinic = "name: {0}\nphone: 1-2\ncontact-form: https://clinic.example/contact\n"
    project = put(tmp_path, {f"content/clinics/{name}.yaml": clinic.format(name) for name in ("north", "south")})
    (tmp_path / "content/clinic.yaml").unlink()
    north, south = (load_inputs(project, name, YEAR, "of two clinics") for name in ("north", "south"))

    assert (north.clinic and north.clinic.name, south.clinic and south.clinic.name) == ("north", "south")
    assert north.bibliography is south.bibliography is load_shared_inputs(project, YEAR, "of two clinics").bibliography


def test_without_a_digest_inputs_are_read_anew(tmp_path: Path) -> None:
    project = put(tmp_path, {})
    before = load_inputs(project, "", YEAR)
    (tmp_path / "content/references.bib").write_text("", encoding="utf-8")
    after = load_inputs(project, "", YEAR)

    assert (bool(before.bibliography.works), bool(after.bibliography.works)) == (True, False)


def test_a_faulty_work_does_not_block_the_documents_that_do_not_cite_it(tmp_path: Path) -> None:
    inputs = load_inputs(put(tmp_path, {"content/references.bib": "@article{a, title = {A}"}), "", YEAR)

    assert [fault.code for fault in inputs.diagnostics.errors] == ["bibtex-syntax"]
    assert inputs.blocking == ()


def test_a_faulty_brand_blocks_everything(tmp_path: Path) -> None:
    inputs = load_inputs(put(tmp_path, {"content/_brand.yml": "logo: logo.svg\n"}), "", YEAR)

    assert inputs.blocking == (
        Diagnostic(
            code="missing-picture",
            message="there is no logo `logo.svg` in content/",
            span=Span(file="content/_brand.yml", line=1, column=7, length=8, text="logo: logo.svg"),
            help="Put the file into content/ or correct its name.",
        ),
    )


def _linked_out(tmp_path: Path, name: str) -> ClinicInputs:
    """What is read of a project in which `name` is a link to a file outside."""
    project = put(tmp_path / "clinic", {})
    (tmp_path / "secret").write_text("<svg/>", encoding="utf-8")
    link = tmp_path / "clinic" / name
    link.unlink(missing_ok=True)
    link.symlink_to(tmp_path / "secret")
    return load_inputs(ProjectFolder(project.root, project.install_root), "", YEAR)


def test_a_link_out_of_the_project_is_reported_and_not_followed_and_blocks_nothing(tmp_path: Path) -> None:
    inputs = _linked_out(tmp_path, "content/asthma/scan.svg")
    told = [(fault.severity, fault.message) for fault in inputs.diagnostics if fault.code == "outside-project"]

    assert told == [(Severity.WARNING, "content/asthma/scan.svg leads out of the project folder, so it is not used")]
    assert inputs.blocking == ()


@pytest.mark.parametrize("name", ["content/clinic.yaml", "content/_brand.yml", "content/references.bib"])
def test_a_shared_file_that_leads_out_of_the_project_blocks_every_document(name: str, tmp_path: Path) -> None:
    blocking = {fault.message for fault in _linked_out(tmp_path, name).blocking if fault.code == "outside-project"}

    assert blocking == {f"{name} leads out of the project folder"}


def test_a_language_without_words_gets_english_ones_and_a_warning(tmp_path: Path) -> None:
    locale, diagnostics = load_locale("sw", put(tmp_path, {}), MANUSCRIPT)

    assert locale.lang == "sw"
    assert [(fault.code, fault.severity, fault.help) for fault in diagnostics] == [
        ("no-words", Severity.WARNING, "Type   carepress new --locale sw   and translate the file that it writes.")
    ]


@pytest.mark.parametrize("lang", ["es", "es-mx", "xx"])
def test_a_language_with_words_and_one_that_does_not_exist_get_no_such_warning(lang: str, tmp_path: Path) -> None:
    _, diagnostics = load_locale(lang, put(tmp_path, {}), MANUSCRIPT)

    assert list(diagnostics) == []


def test_without_any_words_nothing_can_be_built(tmp_path: Path) -> None:
    project = put(tmp_path, {"templates/locales/en.yaml": "months: []\n"})

    with pytest.raises(BuildFailed):
        load_locale("en", project, MANUSCRIPT)


@pytest.mark.parametrize(("file", "text", "blocks"), [
    ("content/references.bib", "@misc{a, title = {Living **well**}}", False),
    ("content/clinic.yaml", "name: An **old** one\nphone: 1-2\ncontact-form: https://clinic.example/c\n", True),
    ("content/clinic.yaml", "name: A\nphone: 1-2\nhours: '**8** to 5'\ncontact-form: https://clinic.example/c\n", True),
])  # fmt: skip
def test_a_stray_mark_blocks_everything_unless_it_stands_in_a_work(
    tmp_path: Path, file: str, text: str, blocks: bool
) -> None:
    inputs = load_inputs(put(tmp_path, {file: text}), "", YEAR)

    assert [fault.code for fault in inputs.diagnostics.errors] == ["stray-mark"]
    assert bool(inputs.blocking) is blocks
