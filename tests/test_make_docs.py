"""The command itself: what comes out of the shipped content, to the letter of the contract."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from carepress.preflight.qr_code import read_codes
from tests.support.verapdf import validate

ROOT = Path(__file__).resolve().parent.parent
TODAY = ("--today", "2026-11-22")
SHIPPED = ["als-brochure-en-draft.pdf", "als-brochure-en-print-draft.pdf", "als-fact-sheet-en-draft.pdf"]
CONTACT = "https://clinic.example/contact/als"
WORKS = ["Minguell", "Lewis", "Mazzini", "Hajivalili", "Coatti", "Allers", "Tanna", "Faravelli", "Oh KW", "Karussis"]
SECTIONS = ["What is ALS?", "What you may notice", "What can help", "Riluzole", "Stem cell research", "contact us"]

Run = Callable[..., subprocess.CompletedProcess[str]]


def make_docs(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "make_docs.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def project(folder: Path, content: Path = ROOT / "content", *, verapdf: bool = False) -> Path:
    """A copy of the content; veraPDF is asked only where a test is about it, for it takes seconds."""
    shutil.copytree(content, folder / "content")
    if not verapdf:
        with (folder / "content/clinic.yaml").open("a", encoding="utf-8") as clinic:
            clinic.write("\nchecks: {verapdf: false}\n")
    return folder


def text_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = "".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(pages.replace("\ufffe", "").split())


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shipped")
    built = make_docs("build", *TODAY, "--output", folder)
    assert built.returncode == 0, built.stderr
    return folder


def test_the_shipped_content_gives_three_drafts_and_a_manifest(output: Path) -> None:
    shown = sorted(path.name for path in output.iterdir() if not path.name.startswith("."))

    assert shown == [*SHIPPED, "manifest.json", "report", "report.html"]


def test_every_pdf_is_pdf_ua_1_and_pdf_a_2a(output: Path) -> None:
    verdicts = validate([output / name for name in SHIPPED])

    assert {(verdict.file, verdict.flavour): verdict.rules for verdict in verdicts} == {
        (name, flavour): () for name in SHIPPED for flavour in ("ua1", "2a")
    }


def test_every_qr_code_opens_the_contact_form(output: Path) -> None:
    assert {name: read_codes((output / name).read_bytes()) for name in SHIPPED} == {name: [CONTACT] for name in SHIPPED}


def test_the_manifest_tells_what_went_out(output: Path) -> None:
    entries = {entry["file"]: entry for entry in json.loads((output / "manifest.json").read_text())["editions"]}
    sheet = entries["als-brochure-en-print-draft.pdf"]
    pdf = (output / sheet["file"]).read_bytes()

    assert sorted(entries) == SHIPPED
    assert {
        key: sheet[key]
        for key in sheet
        if key not in {"made_from", "parts", "sought", "toolchain", "reading", "faults"}
    } == {
        "file": "als-brochure-en-print-draft.pdf",
        "document": "als",
        "title": "ALS",
        "format": "brochure",
        "edition": "print",
        "lang": "en",
        "clinic": "Example Clinic",
        "status": "draft",
        "version": "0.1",
        "pages": 2,
        "bytes": len(pdf),
        "sha256": sha256(pdf).hexdigest(),
        "contact_url": CONTACT,
        "reviewed_by": "",
        "review_by": "2027-11-01",
        "verified_by": "veraPDF",
    }
    assert (sheet["reading"]["sentences"] > 30, sheet["reading"]["smog"] < 9) == (True, True)
    assert [fault["code"] for fault in sheet["faults"]] == ["reading-level", "hard-word", "old-work"]
    manuscript = ROOT / "content/als/en.md"
    assert sheet["made_from"]["content/als/en.md"] == sha256(manuscript.read_bytes()).hexdigest()
    assert {"content/clinic.yaml", "content/references.bib", "styles/formats/brochure.css"} <= set(sheet["made_from"])


def test_the_fact_sheet_holds_the_whole_page_on_two_pages(output: Path) -> None:
    text = text_of(output / "als-fact-sheet-en-draft.pdf")

    assert [part for part in (*SECTIONS, *WORKS) if part not in text] == []
    with pikepdf.open(output / "als-fact-sheet-en-draft.pdf") as document:
        assert len(document.pages) == 2


@pytest.mark.parametrize("name", SHIPPED)
def test_a_draft_says_so_and_the_notice_stands_word_for_word(output: Path, name: str) -> None:
    text = text_of(output / name)

    assert "DRAFT: not yet clinically reviewed" in text
    assert "These treatments are experimental. They are not approved for ALS. Talk to your doctor first." in text
    assert "clinic.example/contact/als" in text
    assert "312-555-0142" in text


@pytest.mark.parametrize("name", SHIPPED)
def test_a_file_knows_its_title_language_author_and_subject(output: Path, name: str) -> None:
    with pikepdf.open(output / name) as document:
        info = {key: str(document.docinfo[key]) for key in ("/Title", "/Author")}
        assert info == {"/Title": "ALS", "/Author": "Patient information team"}
        assert str(document.docinfo["/Subject"]).startswith("A guide for patients and families")
        assert document.Root.Lang == "en"
        assert "/Outlines" in document.Root
        assert "/CreationDate" not in document.docinfo
    assert (output / name).stat().st_size < 500_000


def test_a_citation_is_heard_as_a_reference_and_leads_there_and_back(output: Path) -> None:
    with pikepdf.open(output / "als-fact-sheet-en-draft.pdf") as document:
        links = [link for page in document.pages for link in page.get("/Annots", [])]
        names = {str(link.Contents): str(link.get("/Dest", "")) for link in links}

    assert names["Reference 3"] == "ref-3"
    assert names["Back to where reference 3 is cited"] == "cite-3"
    assert "QR code: opens clinic.example/contact/als" in names


def test_a_second_build_elsewhere_gives_the_same_bytes(output: Path, tmp_path: Path) -> None:
    elsewhere = project(tmp_path / "a folder with blanks", verapdf=True)
    built = make_docs("--project", elsewhere, "--jobs", "1", *TODAY, TZ="Asia/Tokyo", PYTHONHASHSEED="7")

    assert built.returncode == 0, built.stderr
    assert {name: (elsewhere / "output" / name).read_bytes() for name in (*SHIPPED, "manifest.json")} == {
        name: (output / name).read_bytes() for name in (*SHIPPED, "manifest.json")
    }


def test_nothing_is_built_again_until_something_changes(tmp_path: Path) -> None:
    folder = project(tmp_path)
    only = ("--project", folder, "--format", "fact-sheet", *TODAY)
    make_docs(*only)
    before = (folder / "output/als-fact-sheet-en-draft.pdf").stat().st_mtime_ns

    assert "1 already current" in make_docs(*only).stdout
    assert (folder / "output/als-fact-sheet-en-draft.pdf").stat().st_mtime_ns == before
    clinic = folder / "content/clinic.yaml"
    clinic.write_text(clinic.read_text().replace("312-555-0142", "312-555-0199"))
    assert "content/clinic.yaml changed" in make_docs("list", *only).stdout
    assert make_docs(*only).returncode == 0
    assert "312-555-0199" in text_of(folder / "output/als-fact-sheet-en-draft.pdf")


def test_a_bad_edit_leaves_the_last_good_pdf_and_stops_no_other(tmp_path: Path) -> None:
    folder = project(tmp_path, ROOT / "tests/documents/content")
    only = ("--project", folder, "--format", "fact-sheet", *TODAY)
    make_docs("build", "first-visit", *only)
    good = (folder / "output/first-visit-fact-sheet-en.pdf").read_bytes()
    manuscript = folder / "content/first-visit/en.md"
    manuscript.write_text(manuscript.read_text().replace("A nurse", "[@nobody2020] A nurse"))

    built = make_docs("build", "first-visit", "cast-care", *only)

    assert built.returncode == 1
    assert "error[unknown-citation]: `@nobody2020` is not in references.bib" in built.stderr
    assert (folder / "output/first-visit-fact-sheet-en.pdf").read_bytes() == good
    assert (folder / "output/cast-care-fact-sheet-en.pdf").exists()
    assert "Traceback" not in built.stderr


def test_an_approved_document_replaces_its_draft(tmp_path: Path) -> None:
    folder = project(tmp_path, ROOT / "tests/documents/content")
    only = ("build", "first-visit", "--project", folder, "--format", "fact-sheet", *TODAY)
    manuscript = folder / "content/first-visit/en.md"
    approved = manuscript.read_text()
    manuscript.write_text(approved.replace("status: approved", "status: draft"))
    make_docs(*only)
    manuscript.write_text(approved)
    said = make_docs(*only).stdout

    assert "first-visit-fact-sheet-en-draft.pdf was moved to .old/\n" in said
    assert sorted(str(path.relative_to(folder / "output")) for path in (folder / "output").rglob("*.pdf")) == [
        ".old/first-visit-fact-sheet-en-draft.pdf",
        "first-visit-fact-sheet-en.pdf",
    ]


def test_several_clinics_get_a_folder_each(tmp_path: Path) -> None:
    folder = project(tmp_path, ROOT / "tests/documents/content")
    (folder / "content/clinics").mkdir()
    (folder / "content/clinic.yaml").rename(folder / "content/clinics/north.yaml")
    north = (folder / "content/clinics/north.yaml").read_text()
    (folder / "content/clinics/south.yaml").write_text(north.replace("0142", "0177"))

    built = make_docs("build", "first-visit", "--project", folder, "--format", "fact-sheet", *TODAY)

    assert built.returncode == 0, built.stderr
    assert "312-555-0142" in text_of(folder / "output/north/first-visit-fact-sheet-en.pdf")
    assert "312-555-0177" in text_of(folder / "output/south/first-visit-fact-sheet-en.pdf")
    entries = json.loads((folder / "output/manifest.json").read_text())["editions"]
    assert [(entry["file"], entry["clinic"]) for entry in entries] == [
        ("north/first-visit-fact-sheet-en.pdf", "north"),
        ("south/first-visit-fact-sheet-en.pdf", "south"),
    ]


def test_past_its_review_a_document_is_built_only_when_asked_for(tmp_path: Path) -> None:
    folder = project(tmp_path, ROOT / "tests/documents/content")
    only = ("build", "first-visit", "--project", folder, "--format", "fact-sheet", "--today", "2030-01-01")

    refused = make_docs(*only)
    allowed = make_docs(*only, "--allow-overdue")

    assert (refused.returncode, allowed.returncode) == (1, 0)
    assert "error[overdue]" in refused.stderr
    assert "To build it all the same:   python3 make_docs.py build --allow-overdue\n" in refused.stderr
    assert "python3 make_docs.py explain overdue" in (folder / "output/report.html").read_text(encoding="utf-8")
    assert "warning[overdue]" in allowed.stderr


def test_check_writes_nothing(tmp_path: Path) -> None:
    folder = project(tmp_path, ROOT / "tests/documents/content")
    checked = make_docs("check", "first-visit", "--project", folder, "--format", "fact-sheet", *TODAY)

    assert checked.returncode == 0, checked.stderr
    assert not (folder / "output").exists()


def test_json_is_one_report_on_standard_output(tmp_path: Path) -> None:
    folder = project(tmp_path)
    run = make_docs("check", "--project", folder, "--format", "fact-sheet", "--json", *TODAY)
    diagnostics = json.loads(run.stdout)

    assert (diagnostics["status"], [fault["code"] for fault in diagnostics["diagnostics"]]) == (
        0,
        ["incomplete-reference", "reading-level", "old-work", "hard-word"],
    )
    assert diagnostics["diagnostics"][0]["file"] == "content/references.bib"
    assert make_docs("check", "--project", folder, "--format", "fact-sheet", "--strict", *TODAY).returncode == 1


def test_github_gets_annotations_on_standard_output(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "content/als/en.md").write_text("---\ntitle: ALS\nformats: [fact-sheet]\n---\n\nText [@oh2051].\n")
    run = make_docs("check", "--project", folder, "--output-format", "github", *TODAY)

    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.splitlines()[1] == (
        "::error file=content/als/en.md,line=6,col=7,endColumn=14,title=unknown-citation"
        "::`@oh2051` is not in references.bib%0Adid you mean `@oh2015`?"
    )


@pytest.mark.parametrize(
    "arguments",
    [["build", "als2"], ["--format", "leaflet"], ["--edition", "gold"], ["--lang", "xx"], ["--today", "soon"], ["fly"]],
)
def test_a_wrong_command_line_is_exit_status_2(arguments: list[str], tmp_path: Path) -> None:
    run = make_docs(*arguments, "--output", tmp_path)

    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def test_a_new_document_builds_at_once(tmp_path: Path) -> None:
    folder = project(tmp_path)
    made = make_docs("new", "back-pain", "--project", folder)
    built = make_docs("build", "back-pain", "--project", folder, *TODAY)

    assert (made.returncode, built.returncode) == (0, 0), built.stderr
    assert (folder / "output/back-pain-fact-sheet-en-draft.pdf").exists()


def test_clean_removes_only_what_carepress_made(tmp_path: Path) -> None:
    folder = project(tmp_path)
    make_docs("--project", folder, "--format", "fact-sheet", *TODAY)
    (folder / "output/letter.pdf").write_bytes(b"mine")
    make_docs("clean", "--project", folder)

    assert sorted(path.name for path in (folder / "output").iterdir()) == [".carepress", "letter.pdf"]


def test_an_output_that_cannot_be_written_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = project(tmp_path, ROOT / "tests/documents/content")
    make_docs("build", "flu-vaccine", "--format", "fact-sheet", "--project", folder, *TODAY)
    (folder / "output/first-visit-fact-sheet-en.pdf").mkdir()
    run = make_docs("build", "first-visit", "--format", "fact-sheet", "--project", folder, *TODAY)

    assert run.returncode == 1
    assert "error[foreign-file]: first-visit-fact-sheet-en.pdf was not built" in run.stderr
    assert "Traceback" not in run.stderr
