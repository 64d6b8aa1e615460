"""carepress touches only what it made: in output/, and in any folder that is named as output."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from carepress.cli.main import main
from tests.support.cases import ROOT, sound_project
from tests.support.here import IN_PROCESS
from tests.support.proofs import MANUSCRIPT, put

PDF = "asthma-fact-sheet-en-draft.pdf"
GOUT = "---\ntitle: Gout\nformats: [fact-sheet]\n---\n\n## What is it?\n\nIt hurts.\n"
CLINIC = sound_project()["content/clinic.yaml"].decode() + "\nchecks: {verapdf: false}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "home/clinic"
    put(root, {"content/clinic.yaml": CLINIC})
    return root


def carepress(root: Path, *arguments: object) -> int:
    return main([*map(str, arguments), "--project", str(root)], hooks=IN_PROCESS)


def build(root: Path, *arguments: object) -> int:
    return carepress(root, "build", "--today", "2026-11-22", *arguments)


def contents(folder: Path) -> Mapping[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def shown(root: Path) -> list[str]:
    """PDFs and what else stands in output/, besides carepress's own notes and pictures."""
    names = contents(root / "output")
    return sorted(name for name in names if not name.startswith((".carepress/", "report/")))


def wrong(root: Path) -> list[str]:
    """The entries of the manifest that are not true."""
    manifest = json.loads((root / "output/manifest.json").read_text(encoding="utf-8"))
    found = contents(root / "output")
    return [e["file"] for e in manifest["editions"] if sha256(found.get(e["file"], b"")).hexdigest() != e["sha256"]]


THEIRS = {
    "report/thesis.docx": b"thesis",
    "report/als-1.0123abcd.png": b"a holiday",
    "report.html": b"mine",
    "manifest.json": b"{}",
    ".carepress/notes.txt": b"mine",
    ".ssh/.id.new": b"key",
    ".x.new": b"mine",
    "letter.pdf": b"mine",
}


@pytest.mark.parametrize("verb", ["build", "clean", "restore", "list"])
def test_a_folder_that_carepress_did_not_make_is_refused_and_stays_as_it_is(
    project: Path, tmp_path: Path, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "theirs"
    for name, data in THEIRS.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(data)

    assert carepress(project, verb, "--output", home) == 2
    assert contents(home) == THEIRS
    assert (
        f"{home} is not empty, and carepress did not make it. Name a new or an empty folder" in capsys.readouterr().err
    )


@pytest.mark.parametrize("name", [".", "..", "content", "content/asthma", "templates", "styles/new"])
@pytest.mark.parametrize("verb", ["build", "clean"])
def test_the_project_its_parts_and_the_folders_above_it_are_no_output(project: Path, name: str, verb: str) -> None:
    before = contents(project.parent)

    assert carepress(project, verb, "--output", project / name) == 2
    assert contents(project.parent) == before


@pytest.mark.parametrize("name", ["carepress", "tests/new", ".git"])
def test_carepress_itself_is_no_output(project: Path, name: str) -> None:
    assert carepress(project, "clean", "--output", ROOT / name) == 2


def test_a_file_is_no_output(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")

    assert build(project, "--output", tmp_path / "file") == 2
    assert "is a file" in capsys.readouterr().err


def test_an_empty_folder_is_marked_and_used(project: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/.DS_Store").write_bytes(b"")

    assert (build(project, "--output", tmp_path / "out"), build(project, "--output", tmp_path / "out")) == (0, 0)
    assert (tmp_path / "out/.carepress/README.txt").read_text(encoding="utf-8").startswith("carepress made this folder")


def test_the_gitignore_of_the_repository_is_a_mark(project: Path) -> None:
    (project / "output").mkdir()
    (project / "output/.gitignore").write_bytes((ROOT / "output/.gitignore").read_bytes())
    (project / "output/letter.pdf").write_bytes(b"mine")

    assert build(project) == 0
    assert shown(project) == [".gitignore", PDF, "letter.pdf", "manifest.json", "report.html"]


def test_a_file_in_the_place_of_a_pdf_stays_and_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, {"content/clinic.yaml": CLINIC, "content/gout/en.md": GOUT})
    assert build(project, "gout") == 0
    (project / "output" / PDF).write_bytes(b"mine")

    assert build(project) == 1
    assert (project / "output" / PDF).read_bytes() == b"mine"
    assert f"error[foreign-file]: {PDF} was not built" in capsys.readouterr().err


def test_a_pdf_that_somebody_changed_is_archived_before_it_is_built_again(project: Path) -> None:
    build(project)
    good = (project / "output" / PDF).read_bytes()
    for note in (b"first note", b"second note"):
        (project / "output" / PDF).write_bytes(note)
        assert build(project) == 0

    old = project / "output/.old"
    assert (project / "output" / PDF).read_bytes() == good
    assert (old / PDF).read_bytes() == b"first note"
    assert (old / PDF.replace(".pdf", ".2.pdf")).read_bytes() == b"second note"


@pytest.mark.parametrize("name", [".old", ".carepress", "report", "north", PDF])
def test_a_link_below_output_is_never_followed(project: Path, tmp_path: Path, name: str) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "precious.txt").write_bytes(b"precious")
    if name == "north":
        (project / "content/clinics").mkdir()
        (project / "content/clinic.yaml").rename(project / "content/clinics/north.yaml")
    (project / "output").mkdir()
    (project / "output/.gitignore").write_bytes((ROOT / "output/.gitignore").read_bytes())
    (project / "output" / name).symlink_to(theirs / "precious.txt" if name == PDF else theirs)
    first = build(project)
    (project / MANUSCRIPT).unlink()
    put_second(project)
    build(project)
    carepress(project, "clean", "--archive")

    assert contents(theirs) == {"precious.txt": b"precious"}
    assert (project / "output" / name).is_symlink()
    assert first in (0, 1)


def put_second(project: Path) -> None:
    (project / "content/gout").mkdir(exist_ok=True)
    (project / "content/gout/en.md").write_text(GOUT, encoding="utf-8")


def test_output_itself_may_be_a_link_to_another_disk(project: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (project / "output").symlink_to(tmp_path / "disk")

    assert build(project) == 0
    assert (tmp_path / "disk" / PDF).is_file()


def test_clean_leaves_the_lock_the_mark_and_what_others_made(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(project)
    (project / "output/letter.pdf").write_bytes(b"mine")
    (project / "output/report/mine.png").write_bytes(b"mine")
    capsys.readouterr()

    assert carepress(project, "clean") == 0
    assert capsys.readouterr().out == f"{PDF}\n1 PDF removed.\n"
    assert sorted(contents(project / "output")) == [
        ".carepress/README.txt", ".carepress/files.json", ".carepress/holder", ".carepress/lock", "letter.pdf",
        "report/mine.png",
    ]  # fmt: skip


def test_clean_leaves_a_pdf_that_somebody_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(project)
    (project / "output" / PDF).write_bytes(b"a note")

    assert carepress(project, "clean") == 0
    assert (project / "output" / PDF).read_bytes() == b"a note"
    assert f"{PDF} stays: it is not as carepress made it" in capsys.readouterr().out


def test_clean_knows_its_pdfs_though_the_manifest_is_damaged(project: Path) -> None:
    build(project)
    (project / "output/manifest.json").write_bytes(b"\xff{")

    assert carepress(project, "clean") == 0
    assert not (project / "output" / PDF).exists()


def test_clean_makes_no_folder(project: Path) -> None:
    assert carepress(project, "clean") == 0
    assert not (project / "output").exists()


def test_an_archived_pdf_comes_back_and_stays(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, {"content/clinic.yaml": CLINIC, "content/gout/en.md": GOUT})
    build(project)
    gout = (project / "output/gout-fact-sheet-en-draft.pdf").read_bytes()
    (project / "content/gout/en.md").unlink()
    build(project)
    capsys.readouterr()

    assert carepress(project, "restore") == 0
    assert capsys.readouterr().out == "gout-fact-sheet-en-draft.pdf\n"
    assert carepress(project, "restore", "gout-fact-sheet-en-draft") == 0
    for run in (build(project), build(project, "--force"), carepress(project, "clean"), build(project)):
        assert run == 0
    assert (project / "output/gout-fact-sheet-en-draft.pdf").read_bytes() == gout
    assert not (project / "output/.old").exists()
    assert "gout" not in (project / "output/manifest.json").read_text(encoding="utf-8")


def test_a_restored_pdf_makes_way_for_a_new_one_and_is_kept(project: Path) -> None:
    put(project, {"content/clinic.yaml": CLINIC, "content/gout/en.md": GOUT})
    build(project)
    (project / "content/gout/en.md").unlink()
    build(project)
    carepress(project, "restore", "gout-fact-sheet-en-draft.pdf")
    put(project, {"content/gout/en.md": GOUT.replace("hurts", "aches")})

    assert build(project) == 0
    assert (project / "output/.old/gout-fact-sheet-en-draft.pdf").is_file()
    assert wrong(project) == []


def test_a_name_that_is_not_in_the_archive_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(project)

    assert carepress(project, "restore", PDF) == 2
    assert f"there is no PDF `{PDF}`" in capsys.readouterr().err


def test_what_a_current_pdf_replaced_is_not_restored_over_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(project)
    (project / "output" / PDF).write_bytes(b"a note")
    build(project)

    assert carepress(project, "restore", PDF) == 2
    assert f"{PDF} is current, so it stays; the old one is .old/{PDF}" in capsys.readouterr().err


def test_a_renamed_clinic_is_put_away_with_its_folder(project: Path) -> None:
    (project / "content/clinics").mkdir()
    (project / "content/clinic.yaml").rename(project / "content/clinics/north.yaml")
    build(project)
    (project / "content/clinics/north.yaml").rename(project / "content/clinics/south.yaml")

    assert build(project) == 0
    assert shown(project) == [f".old/north/{PDF}", "manifest.json", "report.html", f"south/{PDF}"]
    assert not (project / "output/north").exists()


def test_a_language_that_a_document_no_longer_has_is_put_away(project: Path) -> None:
    put(project, {"content/clinic.yaml": CLINIC, "content/gout/en.md": GOUT, "content/gout/es.md": GOUT})
    build(project)
    (project / "content/gout/es.md").unlink()
    build(project)

    assert f".old/{PDF.replace('asthma', 'gout').replace('-en-', '-es-')}" in shown(project)


KILL = """
import os, signal, sys, time
from pathlib import Path
from carepress.cli.main import main
from carepress.build import disk
step, count = int(sys.argv[1]), 0
def counted(function):
    def call(*values, **named):
        global count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*values, **named)
    return call
Path.replace, Path.unlink, disk.os.fsync = map(counted, (Path.replace, Path.unlink, disk.os.fsync))
sys.exit(main(["build", "--project", sys.argv[2], "--today", "2026-11-22", "--jobs", "1"]))
"""


@pytest.mark.parametrize("step", range(1, 18))
def test_a_build_that_is_killed_at_any_step_is_finished_by_the_next(project: Path, step: int) -> None:
    put(project, {"content/clinic.yaml": CLINIC, "content/gout/en.md": GOUT})
    build(project)
    approved = GOUT.replace(
        "---\n\n##",
        "status: approved\nversion: '1'\nwritten-by: A\nreviewed-by: B\nreviewed: 2026-11-01\n"
        "review-by: 2027-11-01\n---\n\n##",
    )
    put(project, {"content/gout/en.md": approved})
    killed = subprocess.run([sys.executable, "-c", KILL, str(step), str(project)], cwd=ROOT, check=False)

    assert killed.returncode in (-signal.SIGKILL, 0)
    assert wrong(project) == []
    assert build(project) == 0
    assert wrong(project) == []
    assert [name for name in shown(project) if "gout" in name] == [
        ".old/gout-fact-sheet-en-draft.pdf", "gout-fact-sheet-en.pdf",
    ]  # fmt: skip
    assert list((project / "output/.carepress").glob("tmp/*")) == []


@pytest.mark.parametrize("seed", range(int(os.environ.get("CAREPRESS_KILLS", "3"))))
def test_a_build_that_is_killed_at_any_moment_leaves_whole_files(project: Path, seed: int) -> None:
    command = [sys.executable, str(ROOT / "make_docs.py"), "build", "--force", "--project", str(project)]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.Random(seed).uniform(0.05, 1.6))
    run.kill()
    run.wait()

    assert not (project / "output/manifest.json").exists() or wrong(project) == []
    assert build(project) == 0
    assert (shown(project), wrong(project)) == ([PDF, "manifest.json", "report.html"], [])


COMMANDS = (
    ["build"], ["build", "--force"], ["check"], ["list"], ["clean"], ["build", "asthma"], ["restore"],
    ["build", "--strict"], ["build", "--json"], ["build", "--force", "--jobs", "1"],
)  # fmt: skip


@pytest.mark.parametrize("_", range(int(os.environ.get("CAREPRESS_CROWDS", "1"))))
def test_ten_commands_at_once_end_well(project: Path, _: int) -> None:
    make_docs = [sys.executable, str(ROOT / "make_docs.py")]
    options = ["--project", str(project)]
    runs = [
        subprocess.Popen([*make_docs, *command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for command in COMMANDS
    ]
    ends = [(run.communicate()[1], run.returncode) for run in runs]

    assert [(text, status) for text, status in ends if status or "Traceback" in text] == []
    assert build(project) == 0
    assert wrong(project) == []


def test_clean_removes_from_the_archive_only_what_carepress_put_there(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(project, {"content/clinic.yaml": CLINIC, "content/gout/en.md": GOUT})
    assert build(project) == 0
    (project / "output/gout-fact-sheet-en-draft.pdf").write_bytes(b"%PDF with my notes")
    (project / "content/gout/en.md").unlink()
    assert build(project) == 0
    theirs = (
        "thesis.pdf",
        "My own.pdf",
        "asthma-fact-sheet-es-draft.pdf",
        "my-en.pdf",
        "gout-fact-sheet-en-draft.2.pdf",
    )
    for name in theirs:
        (project / "output/.old" / name).write_bytes(b"%PDF")

    assert carepress(project, "clean", "--archive") == 0
    assert sorted(path.name for path in (project / "output/.old").iterdir()) == sorted(theirs)
    assert ".old/my-en.pdf stays: it is not as carepress made it" in capsys.readouterr().out


def test_what_somebody_wrote_over_an_archived_pdf_stays(project: Path) -> None:
    put(project, {"content/clinic.yaml": CLINIC, "content/gout/en.md": GOUT})
    assert build(project) == 0
    (project / "content/gout/en.md").unlink()
    assert build(project) == 0
    old = project / "output/.old/gout-fact-sheet-en-draft.pdf"
    old.write_bytes(b"%PDF with my notes")

    assert carepress(project, "clean", "--archive") == 0
    assert old.read_bytes() == b"%PDF with my notes"
