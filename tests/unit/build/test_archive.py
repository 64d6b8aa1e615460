"""Rules of the archive: nothing is overwritten, and the newest of a name comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.build.archive import archive, archive_names, archived, archived_files, bring_back
from carepress.build.disk import write


def put_away(output: Path, name: str, *versions: bytes) -> None:
    for version in versions:
        write(output, name, version)
        assert archive(output, archive_names(output, [name])) == (name,)


def test_a_name_that_is_there_gets_a_number(tmp_path: Path) -> None:
    put_away(tmp_path, "a.pdf", b"1", b"2", b"3")

    assert [(name, (tmp_path / name).read_bytes()) for name in archived_files(tmp_path)] == [
        (".old/a.2.pdf", b"2"),
        (".old/a.3.pdf", b"3"),
        (".old/a.pdf", b"1"),
    ]
    assert archived(tmp_path) == {"a.pdf": ".old/a.3.pdf"}


def test_the_newest_comes_back_and_then_the_one_before(tmp_path: Path) -> None:
    put_away(tmp_path, "north/a.pdf", b"1", b"2")
    bring_back(tmp_path, "north/a.pdf")
    newest = (tmp_path / "north/a.pdf").read_bytes()
    (tmp_path / "north/a.pdf").unlink()
    bring_back(tmp_path, "north/a.pdf")

    assert (newest, (tmp_path / "north/a.pdf").read_bytes()) == (b"2", b"1")
    assert not (tmp_path / ".old").exists()


def test_nothing_comes_back_over_a_file(tmp_path: Path) -> None:
    put_away(tmp_path, "a.pdf", b"1")
    write(tmp_path, "a.pdf", b"mine")

    with pytest.raises(OSError, match="a file is in its place"):
        bring_back(tmp_path, "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == b"mine"


def test_what_does_not_exist_is_not_archived(tmp_path: Path) -> None:
    assert (archive_names(tmp_path, ["a.pdf"]), archived(tmp_path)) == ({}, {})
