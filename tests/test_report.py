"""report.html, end to end: it follows the project through good days and bad ones."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from carepress.build.outcome import Outcome
from carepress.build.output import clean
from carepress.build.request import Request, Selection
from carepress.build.runner import run
from carepress.dashboard.write import write_report
from carepress.project.files import ProjectFolder
from tests.support.here import IN_PROCESS
from tests.support.proofs import MANUSCRIPT, ROOT, TODAY, put

PDF = "asthma-fact-sheet-en-draft.pdf"


def build(root: Path, *, today: date = TODAY, check: bool = False) -> Outcome:
    """A build and its report, as the command does it."""
    output = None if check else root / "output"
    project, request = (ProjectFolder(root, ROOT), Request(selection=Selection(), today=today, output=output))
    outcome = run(project, request, hooks=IN_PROCESS)
    return write_report(request, outcome, output) if output else outcome


def page(root: Path) -> str:
    return (root / "output/report.html").read_text(encoding="utf-8")


def contents(root: Path) -> dict[str, bytes]:
    output = root / "output"
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("report")
    put(root, {})
    build(root)
    return root


def test_every_picture_of_the_report_exists_in_the_size_that_the_report_gives(built: Path) -> None:
    shown = re.findall(r'<img src="([^"]+)" width="(\d+)" height="(\d+)"', page(built))

    assert shown
    assert {name for name, _, _ in shown} == {name for name in contents(built) if name.endswith(".png")}
    for name, width, height in shown:
        with Image.open(built / "output" / name) as picture:
            assert picture.size == (int(width), int(height))


def test_every_pdf_of_the_report_exists(built: Path) -> None:
    assert set(re.findall(r'href="([^"#]+)"', page(built))) == {PDF} <= set(contents(built))


def test_the_report_shows_no_path_of_this_computer(built: Path) -> None:
    assert str(built) not in page(built)
    assert str(ROOT) not in page(built)


def test_the_same_project_in_another_folder_gives_the_same_report(built: Path, tmp_path: Path) -> None:
    put(tmp_path, {})
    build(tmp_path)

    assert contents(tmp_path) == contents(built)


def test_a_second_run_writes_nothing(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (built / "output").rglob("*")}
    build(built)

    assert {path: path.stat().st_mtime_ns for path in (built / "output").rglob("*")} == before


def test_a_check_writes_no_report(tmp_path: Path) -> None:
    put(tmp_path, {})
    build(tmp_path, check=True)

    assert not (tmp_path / "output").exists()


def test_a_bad_day_and_the_day_after(tmp_path: Path) -> None:
    put(tmp_path, {})
    build(tmp_path)
    manuscript = tmp_path / MANUSCRIPT
    sound = manuscript.read_text(encoding="utf-8")
    good = contents(tmp_path)

    manuscript.write_text(f"{sound}\nIt passes [@nobody2033].\n", encoding="utf-8")
    build(tmp_path)
    bad = page(tmp_path)
    kept = {name: data for name, data in contents(tmp_path).items() if name.endswith((".pdf", ".png"))}
    manuscript.write_text(sound, encoding="utf-8")
    build(tmp_path)

    assert "<code>@nobody2033</code>" in bad
    assert "The fact sheet could not be built. The last good PDF stays, unchanged." in bad
    assert kept.items() <= good.items()
    assert contents(tmp_path) == good


def test_a_document_that_is_gone_leaves_no_pictures_behind(tmp_path: Path) -> None:
    second = MANUSCRIPT.replace("asthma", "gout")
    put(tmp_path, {second: "---\ntitle: Gout\nformats: [fact-sheet]\n---\n\n## What is gout?\n\nA sore toe.\n"})
    build(tmp_path)
    pictures = {name for name in contents(tmp_path) if "gout" in name and name.endswith(".png")}
    (tmp_path / second).unlink()
    build(tmp_path)

    assert pictures
    assert pictures & set(contents(tmp_path)) == set()
    assert "Gout" not in page(tmp_path)


def test_clean_removes_the_report_and_its_pictures(tmp_path: Path) -> None:
    put(tmp_path, {})
    build(tmp_path)
    clean(tmp_path / "output")

    assert [name for name in contents(tmp_path) if not name.startswith(".carepress/")] == []
