"""Rules of recorded files: a file is read once, and recorded with the digest of what was read."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from carepress.diagnostics.model import BuildFailed, Diagnostic
from carepress.project.files import ProjectFolder
from carepress.project.recorded import RecordedFiles
from carepress.project.source import Source

NAME = "content/als/en.md"


@pytest.fixture
def files(tmp_path: Path) -> RecordedFiles:
    (tmp_path / "content/als").mkdir(parents=True)
    (tmp_path / NAME).write_text("first", encoding="utf-8")
    return RecordedFiles(ProjectFolder(tmp_path, tmp_path))


def test_what_was_read_stays_as_it_was_read(tmp_path: Path, files: RecordedFiles) -> None:
    first = files.bytes(NAME)
    (tmp_path / NAME).write_text("second", encoding="utf-8")

    assert (first, files.bytes(NAME), files.source(NAME)) == (b"first", b"first", Source(file=NAME, text="first"))
    assert files.digests == {NAME: sha256(b"first").hexdigest()}


def test_a_file_that_nobody_has_read_has_a_digest_when_it_is_asked_for(files: RecordedFiles) -> None:
    assert files.digests == {}
    assert files.digest(NAME) == sha256(b"first").hexdigest()


def test_a_file_that_has_gone_is_an_authors_fault(tmp_path: Path, files: RecordedFiles) -> None:
    assert files.files
    (tmp_path / NAME).unlink()

    fault = files.source(NAME)
    assert isinstance(fault, Diagnostic)
    assert fault.code == "unreadable-file"
    with pytest.raises(BuildFailed) as failed:
        files.bytes(NAME)
    assert [fault.code for fault in failed.value.diagnostics] == ["unreadable-file"]
