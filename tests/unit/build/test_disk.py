"""Rules of the disk: whole files, no link followed, and an error names the file that was to be written."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from carepress.build import disk
from carepress.build.disk import digest_of, exists, move, path_of, put, remove, stage, unstage_all, write


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "north/a.pdf", b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as refused:
        write(tmp_path, "north/a.pdf", b"new")

    assert refused.value.filename == str(tmp_path / "north/a.pdf")
    assert (tmp_path / "north/a.pdf").read_bytes() == b"old"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.pdf"]


def test_a_file_with_the_same_bytes_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.pdf", b"same")
    monkeypatch.setattr(Path, "replace", lambda *_: pytest.fail("written"))
    write(tmp_path, "a.pdf", b"same")


@pytest.mark.parametrize("link", ["north", "north/a.pdf"])
def test_no_link_is_followed(tmp_path: Path, link: str) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/a.pdf").write_bytes(b"theirs")
    output = tmp_path / "output"
    (output / link).parent.mkdir(parents=True)
    (output / link).symlink_to(tmp_path / "theirs" / ("" if link == "north" else "a.pdf"))

    for act in (lambda: write(output, "north/a.pdf", b"ours"), lambda: remove(output, "north/a.pdf")):
        with pytest.raises(OSError, match="there is a link in its place"):
            act()
    assert (tmp_path / "theirs/a.pdf").read_bytes() == b"theirs"
    assert (digest_of(output, "north/a.pdf"), exists(output, link)) == ("", True)


def test_what_was_staged_by_a_killed_run_is_removed(tmp_path: Path) -> None:
    stage(tmp_path, "a.pdf", b"a")
    unstage_all(tmp_path)

    assert not (tmp_path / disk.TEMPORARY).exists()
    with pytest.raises(OSError, match="No such file"):
        put(tmp_path, "a.pdf")


def test_a_file_can_be_moved_to_another_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.pdf", b"a")

    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(Path, "replace", refuse)
    move(tmp_path, "a.pdf", ".old/a.pdf")

    assert (path_of(tmp_path, ".old/a.pdf").read_bytes(), exists(tmp_path, "a.pdf")) == (b"a", False)


def test_a_folder_that_is_left_empty_goes_too(tmp_path: Path) -> None:
    write(tmp_path, "north/a.pdf", b"a")
    remove(tmp_path, "north/a.pdf")

    assert not (tmp_path / "north").exists()
    assert tmp_path.exists()
