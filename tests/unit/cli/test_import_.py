"""Rules of `import`: it adds what is new, says what it did, and changes nothing that is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from carepress.bibliography.works import read_bibliography
from carepress.cli.main import main
from carepress.project.paths import REFERENCES
from carepress.project.source import Source, read
from carepress.system.installation import INSTALL_ROOT
from tests.support.imports import SAMPLES

SHIPPED = (INSTALL_ROOT / REFERENCES).read_bytes()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / REFERENCES).write_bytes(SHIPPED)
    return tmp_path


def run(project: Path, *files: object) -> int:
    return main(["import", "--project", str(project), *map(str, files)])


def test_each_kind_adds_its_works_and_what_stood_there_stays(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [SAMPLES / name for name in ("pubmed.nbib", "zotero.ris", "endnote.enw", "zotero.json", "pubmed.xml")]
    status = run(project, *files)
    source = read(project, REFERENCES)
    assert isinstance(source, Source)
    works = read_bibliography(source)[0].works

    assert (status, (project / REFERENCES).read_bytes().startswith(SHIPPED + b"\n@article{okonkwo2024,\n")) == (0, True)
    assert "Walking after a stroke: what helps. J Rehabil Stud. 2022;8(2 Suppl 1)" in works["lindqvist2022"].text
    printed = capsys.readouterr()
    assert printed.out.splitlines()[:2] == [
        "okonkwo2024 added: Inhaled steroids & long-acting mRNA markers in children with asthma: a randomised trial of "
        "5 mcg or less. Cite it as [@okonkwo2024].",
        "gil2021 added: [Breathing exercises after hospital] [letter]. Cite it as [@gil2021].",
    ]
    assert printed.out.splitlines()[-1] == "11 added."
    assert "gil2021: it was retracted: do not rely on it." in printed.err


def test_the_second_time_nothing_is_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(project, SAMPLES / "endnote.enw")
    (project / REFERENCES).chmod(0o444)
    before = (project / REFERENCES).read_bytes(), (project / REFERENCES).stat().st_mtime_ns
    capsys.readouterr()

    assert run(project, SAMPLES / "endnote.enw") == 0
    assert before == ((project / REFERENCES).read_bytes(), (project / REFERENCES).stat().st_mtime_ns)
    assert capsys.readouterr().out == (
        "haddad2022 is there already: Sleep and pain in older people.\n"
        "petrov2018 is there already: Living well with one kidney.\n"
        "2 already there.\n"
    )


def test_what_is_refused_is_told_with_its_line_and_the_rest_comes_over(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = SAMPLES / "library.bib"

    assert run(project, file) == 1
    assert b"@Article{vandenBerg2020,\n" in (project / REFERENCES).read_bytes()
    assert f"not taken: {file}, line 14: `broken2020` is not closed: a `}}` is missing." in capsys.readouterr().err


def test_what_a_new_reference_lacks_is_told_at_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project / "a.ris"
    file.write_text("TY  - JOUR\nTI  - Sleep\nAU  - Ito, Keiko\nER  - \n", encoding="utf-8")

    assert run(project, file) == 0
    told = capsys.readouterr().err
    assert ("warning[incomplete-reference]" in told, "`ito`" in told, "minguell" in told) == (True, True, False)


def test_a_project_without_references_gets_the_file(project: Path) -> None:
    (project / REFERENCES).unlink()

    assert run(project, SAMPLES / "endnote.enw") == 0
    assert (project / REFERENCES).read_text(encoding="utf-8").startswith("@article{haddad2022,\n")


def test_an_odd_key_is_shown_as_it_has_to_be_cited(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project / "a.bib"
    file.write_text("@book{odd;key, title = {A}, author = {B, C.}, publisher = {P}, year = 2020}", encoding="utf-8")

    assert run(project, file) == 0
    assert "odd;key added: A. Cite it as [@{odd;key}]." in capsys.readouterr().out


def test_while_references_bib_is_broken_nothing_is_added(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = SHIPPED + b"@book{open, title = {A\n"
    (project / REFERENCES).write_bytes(broken)

    assert run(project, SAMPLES / "endnote.enw") == 1
    assert (project / REFERENCES).read_bytes() == broken
    printed = capsys.readouterr()
    assert "error[bibtex-syntax]" in printed.err
    assert "Nothing was added: mend content/references.bib first" in printed.err
    assert printed.out == ""


def test_one_file_that_cannot_be_read_keeps_all_from_being_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in (("a.pdf", b"%PDF-1.7"), ("empty.ris", b""), ("a.docx", b"PK\x03\x04"), ("a.txt", b"Asthma")):
        (project / name).write_bytes(content)
        assert run(project, SAMPLES / "endnote.enw", project / name) == 2
    assert run(project, project) == run(project, project / "missing.ris") == 2
    told = capsys.readouterr().err.splitlines()

    assert [line.partition(f"{project}")[2] for line in told] == [
        *(f"/{name} cannot be imported: {why}" for name, why in (
            ("a.pdf", f"it is a PDF, not a file of references. {READ}"), ("empty.ris", "it is empty"),
            ("a.docx", f"it is a Word document or a zip file, not a file of references. {READ}"),
            ("a.txt", f"it is no file of references. {READ}"),
        )),
        " is a folder; name the file in it",
        "/missing.ris cannot be read: no such file or directory",
    ]  # fmt: skip
    assert (project / REFERENCES).read_bytes() == SHIPPED


READ = (
    "Save the works as MEDLINE (.nbib), RIS (.ris), EndNote (.enw), CSL-JSON (.json), PubMed XML (.xml) "
    "or BibTeX (.bib)"
)


def test_a_link_out_of_the_project_is_not_followed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "works.bib"
    shutil.move(project / REFERENCES, outside)
    (project / REFERENCES).symlink_to(outside)

    assert run(project, SAMPLES / "endnote.enw") == 2
    assert outside.read_bytes() == SHIPPED


def test_without_a_project_it_is_the_command_that_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, SAMPLES / "endnote.enw") == 2
    assert "there is no folder content/ in" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["31234567", "PMID: 31234567", "10.1234/x", "https://doi.org/10.1234/x"])
def test_a_number_in_place_of_a_file_is_answered_with_what_to_do(
    number: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, number) == 2
    assert "and carepress fetches nothing; in PubMed, click Send to" in capsys.readouterr().err
