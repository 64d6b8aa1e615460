"""Rules of writing authors' files: whole or not at all, and never over one that exists."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from carepress.project.write import append, write_new


def listed(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir())


def test_new_files_are_written_with_their_folders_and_line_ends(tmp_path: Path) -> None:
    assert write_new(tmp_path / "clinic", {"content/als/en.md": "é\n", "start.bat": "a\r\n"}) is None
    assert {name: (tmp_path / "clinic" / name).read_bytes() for name in listed(tmp_path / "clinic")} == {
        "content/als/en.md": "é\n".encode(),
        "start.bat": b"a\r\n",
    }


def test_a_script_can_be_run_and_other_text_cannot(tmp_path: Path) -> None:
    write_new(tmp_path, {"a.command": "#!/bin/sh\n", "b.txt": "text\n"})

    assert [os.access(tmp_path / name, os.X_OK) for name in ("a.command", "b.txt")] == [True, False]


@pytest.mark.parametrize("make", [Path.touch, Path.mkdir, lambda path: path.symlink_to("nowhere")])
def test_if_one_exists_none_is_written(make: object, tmp_path: Path) -> None:
    make(tmp_path / "b.txt")  # type: ignore[operator]

    assert write_new(tmp_path, {"a.txt": "a", "b.txt": "b"}) == "b.txt"
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("a file where a folder should be", encoding="utf-8")

    with pytest.raises(OSError, match="content"):
        write_new(tmp_path, {"a.txt": "a", "content/b.txt": "b"})
    assert listed(tmp_path) == ["content"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"new\n"),
        (b"\xe9ld ", b"\xe9ld \n\nnew\n"),
        (b"\xe9ld\r\n", b"\xe9ld\r\n\r\nnew\r\n"),
        (b"old\n\n\n", b"old\n\n\nnew\n"),
    ],
)
def test_text_is_added_after_an_empty_line_and_nothing_is_lost(before: bytes, after: bytes, tmp_path: Path) -> None:
    (tmp_path / "references.bib").write_bytes(before)
    append(tmp_path, "references.bib", "new\n")

    assert (tmp_path / "references.bib").read_bytes() == after


def test_permissions_stay_and_no_other_file_is_left(tmp_path: Path) -> None:
    (tmp_path / "references.bib").write_text("old\n", encoding="utf-8")
    (tmp_path / "references.bib").chmod(0o640)
    append(tmp_path, "references.bib", "new\n")

    assert ((tmp_path / "references.bib").stat().st_mode & 0o777, listed(tmp_path)) == (0o640, ["references.bib"])


def test_a_file_that_was_changed_meanwhile_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "references.bib").write_text("newer\n", encoding="utf-8")

    with pytest.raises(OSError, match="changed meanwhile"):
        append(tmp_path, "references.bib", "new\n", read=b"old\n")
    assert (tmp_path / "references.bib").read_text(encoding="utf-8") == "newer\n"


def test_a_link_in_the_project_is_followed_and_one_that_leads_out_of_it_is_not(tmp_path: Path) -> None:
    root = tmp_path / "clinic"
    root.mkdir()
    for name, target in (("in.bib", root / "works.bib"), ("out.bib", tmp_path / "works.bib")):
        target.write_text("old\n", encoding="utf-8")
        (root / name).symlink_to(target)
    append(root, "in.bib", "new\n")

    assert ((root / "in.bib").is_symlink(), (root / "works.bib").read_text()) == (True, "old\n\nnew\n")
    with pytest.raises(OSError, match="leads out of the project"):
        append(root, "out.bib", "new\n")
    assert (tmp_path / "works.bib").read_text(encoding="utf-8") == "old\n"
