"""Rules of ownership: a folder bears a mark, and a file is on record."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from carepress.build.disk import write
from carepress.build.ownership import RECORD, Record, is_marked, mark, read_record, refusal, write_record
from carepress.project.files import ProjectFolder

RECORDED = Record(files={"a.pdf": sha256(b"a").hexdigest(), "report/a-1.0123abcd.png": ""})


@pytest.fixture
def project(tmp_path: Path) -> ProjectFolder:
    (tmp_path / "clinic/content").mkdir(parents=True)
    return ProjectFolder(tmp_path / "clinic", tmp_path / "carepress")


def test_an_empty_folder_is_marked_and_a_full_one_is_not(tmp_path: Path) -> None:
    for name in ("empty", "full"):
        (tmp_path / name).mkdir()
    (tmp_path / "full/letter.pdf").write_bytes(b"mine")
    mark(tmp_path / "empty")
    mark(tmp_path / "full")

    assert (is_marked(tmp_path / "empty"), is_marked(tmp_path / "full")) == (True, False)


def test_a_folder_that_two_commands_make_at_once_is_free(project: ProjectFolder, tmp_path: Path) -> None:
    (tmp_path / "new/.carepress").mkdir(parents=True)

    assert refusal(tmp_path / "new", project) == ""


def test_carepress_and_the_folders_above_it_are_refused(project: ProjectFolder, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "carepress", tmp_path / "carepress/tests"):
        assert "cannot be the output folder" in refusal(folder, project)


def test_a_record_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_record(tmp_path, RECORDED)

    assert read_record(tmp_path) == RECORDED


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"files": 3}', '{"files": {"../a.pdf": ""}}', '{"leaving": ["/etc/a.pdf"]}', "[" * 10**5]
)
def test_a_record_that_is_damaged_or_names_another_folder_counts_as_none(tmp_path: Path, text: str) -> None:
    write(tmp_path, RECORD, text.encode())

    assert read_record(tmp_path) == Record()


def test_carepress_owns_a_file_for_as_long_as_nobody_changes_it(tmp_path: Path) -> None:
    write(tmp_path, "a.pdf", b"a")
    before = RECORDED.owns(tmp_path, "a.pdf")
    write(tmp_path, "a.pdf", b"changed")

    assert (before, RECORDED.owns(tmp_path, "a.pdf"), RECORDED.owns(tmp_path, "b.pdf")) == (True, False, False)


def test_a_file_that_is_written_again_is_no_longer_restored_and_nothing_is_pending() -> None:
    restored = replace(RECORDED, restored=("a.pdf",), leaving=("b.pdf",))

    assert restored.with_files({"a.pdf": "new"}) == Record(files={**RECORDED.files, "a.pdf": "new"})
    assert restored.with_files({}, ["a.pdf"]) == Record(files={"report/a-1.0123abcd.png": ""})
