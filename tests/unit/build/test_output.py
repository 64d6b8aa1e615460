"""Rules of output/: whole files only, and a manifest that lists exactly what is there."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from carepress.build import disk
from carepress.build import output as outputs
from carepress.build.cache import BuildCache
from carepress.build.manifest import Artifact, OutputState, manifest_text, read_manifest
from carepress.build.output import (
    clean,
    open_cache,
    output_state,
    publish,
    publish_report,
    publish_thumbnails,
    read_artifacts,
    recover,
    refresh_manifest,
    save_cache,
    unwritable,
)
from carepress.build.plan import Task

OLD = {"als-fact-sheet-en.pdf": b"%PDF old", "asthma-fact-sheet-en.pdf": b"%PDF asthma"}
NEW = {"als-fact-sheet-en.pdf": b"%PDF new", "copd-fact-sheet-en.pdf": b"%PDF copd"}


class Killed(BaseException):
    """kill -9: nothing of ours runs any more."""


def entry(name: str, pdf: bytes) -> Artifact:
    document, _, rest = name.partition("-fact-sheet-")
    return Artifact(
        file=name, document=document, title=document, format="fact-sheet", edition="screen", lang=rest[:2], clinic="",
        status="approved", version="1", pages=1, bytes=len(pdf), sha256=sha256(pdf).hexdigest(), contact_url="",
    )  # fmt: skip


def entries(pdfs: Mapping[str, bytes]) -> list[Artifact]:
    return [entry(name, pdf) for name, pdf in pdfs.items()]


def contents(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in output.glob("*.pdf")}


def listed(output: Path) -> list[str]:
    return [artifact.file for artifact in read_artifacts(output)]


def wrong(output: Path) -> list[str]:
    """The entries of the manifest that are not true."""
    pdfs = contents(output)
    artifacts = read_artifacts(output)
    return [item.file for item in artifacts if sha256(pdfs.get(item.file, b"")).hexdigest() != item.sha256]


def staged(output: Path) -> list[str]:
    return [path.name for path in output.glob(".carepress/tmp/*")]


def shown(output: Path) -> list[str]:
    """What stands in output/ besides carepress's own notes."""
    names = (path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    return sorted(name for name in names if not name.startswith(".carepress/"))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    publish(tmp_path, OLD, entries(OLD))
    return tmp_path


def test_new_pdfs_join_the_old_ones_and_the_manifest_lists_both(output: Path) -> None:
    publish(output, NEW, entries(NEW))

    assert contents(output) == OLD | NEW
    assert (wrong(output), listed(output)) == ([], sorted(OLD | NEW))


def kill_at(number: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Be killed at the nth time that the disk is asked for something; returns what it was asked for."""
    steps: list[str] = []

    def count(step: str) -> None:
        steps.append(step)
        if len(steps) == number:
            raise Killed

    fsync, rename = os.fsync, Path.replace
    monkeypatch.setattr(disk.os, "fsync", lambda file: (count("write"), fsync(file)))
    monkeypatch.setattr(Path, "replace", lambda path, other: (count("rename"), rename(path, other)))
    return steps


@pytest.mark.parametrize("number", range(1, 13))
def test_a_run_that_is_killed_leaves_whole_pdfs_and_a_true_manifest(
    number: int, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        kill_at(number, patched)
        with pytest.raises(Killed):
            publish(output, NEW, entries(NEW))

    whole = {name: {OLD.get(name), NEW.get(name)} for name in OLD | NEW}
    assert wrong(output) == []
    assert all(pdf in whole[name] for name, pdf in contents(output).items())

    recover(output)
    publish(output, NEW, entries(NEW))

    assert (contents(output), wrong(output)) == (OLD | NEW, [])
    assert staged(output) == []


def test_the_test_above_leaves_out_no_step(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = kill_at(0, monkeypatch)
    publish(output, NEW, entries(NEW))

    assert len(steps) == 12  # two PDFs, and the manifest and the record twice, each written and renamed


def test_a_pdf_that_another_program_has_open_stops_no_other(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.replace

    def refuse(path: Path, other: Path) -> Path:
        if other.name.startswith("als"):
            raise PermissionError(13, "The process cannot access the file", str(other))
        return rename(path, other)

    monkeypatch.setattr(Path, "replace", refuse)
    publication = publish(output, NEW, entries(NEW))

    assert {name: fault.message for name, fault in publication.refused.items()} == {
        "als-fact-sheet-en.pdf": "als-fact-sheet-en.pdf cannot be written: the process cannot access the file"
    }
    assert contents(output) == NEW | OLD
    assert (wrong(output), listed(output)) == ([], sorted(OLD | NEW))
    assert staged(output) == []


def test_a_full_disk_loses_nothing(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    publication = publish(output, NEW, entries(NEW))

    assert sorted(publication.refused) == sorted(NEW)
    assert (contents(output), wrong(output), staged(output)) == (OLD, [], [])


def test_what_a_full_disk_left_unlisted_is_still_on_record_after_other_files_were_written(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, calls = outputs._write_manifest, list[int]()

    def full_the_second_time(*values: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        write(*values)

    with monkeypatch.context() as patched:
        patched.setattr(outputs, "_write_manifest", full_the_second_time)
        assert sorted(publish(output, NEW, entries(NEW)).refused) == sorted(NEW)
    publish_thumbnails(output, {"report/als-1.0123abcd.png": b"png"})
    publish_report(output, "<html>", {}, set())
    recover(output)

    assert (contents(output), wrong(output), listed(output)) == (OLD | NEW, [], sorted(OLD | NEW))


def test_the_same_edition_under_an_older_name_is_archived(output: Path) -> None:
    draft = {"als-fact-sheet-en-draft.pdf": b"%PDF draft"}
    publication = publish(output, draft, entries(draft))

    assert publication.archived == ("als-fact-sheet-en.pdf",)
    assert (output / ".old/als-fact-sheet-en.pdf").read_bytes() == b"%PDF old"
    assert listed(output) == ["als-fact-sheet-en-draft.pdf", "asthma-fact-sheet-en.pdf"]


def test_a_pdf_whose_document_is_gone_is_archived(output: Path) -> None:
    alive = {Task(document="als", lang="en", format="fact-sheet")}

    assert refresh_manifest(output, [], None) == ()
    assert refresh_manifest(output, [], alive) == ("asthma-fact-sheet-en.pdf",)
    assert (output / ".old/asthma-fact-sheet-en.pdf").read_bytes() == b"%PDF asthma"
    assert listed(output) == ["als-fact-sheet-en.pdf"]


def test_a_manifest_that_has_not_changed_is_not_written_again(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: pytest.fail("written"))

    assert refresh_manifest(output, entries(OLD), None) == ()
    assert read_manifest((output / "manifest.json").read_text(encoding="utf-8")) == tuple(entries(OLD))


def test_a_report_keeps_the_thumbnails_that_it_shows_and_no_others(tmp_path: Path) -> None:
    old, kept, new = "report/als-1.0123abcd.png", "report/north/als-1.0123abcd.png", "report/als-1.89abcdef.png"
    publish_thumbnails(tmp_path, {old: b"old", kept: b"kept"})
    publish_report(tmp_path, "<html>", {new: b"new"}, {new, kept})

    assert {name: (tmp_path / name).read_bytes() for name in shown(tmp_path)} == {
        "report.html": b"<html>",
        new: b"new",
        kept: b"kept",
    }


def test_a_picture_that_carepress_did_not_make_stays_and_no_link_is_followed(tmp_path: Path) -> None:
    theirs = [tmp_path / "photos/als-1.0123abcd.png", tmp_path / "photos/sub/a.png", tmp_path / "output/report/b.png"]
    for path in theirs:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"theirs")
    (tmp_path / "output/report/north").symlink_to(tmp_path / "photos")
    publish_report(tmp_path / "output", "<html>", {}, set())
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked/report").symlink_to(tmp_path / "photos")
    publish_report(tmp_path / "linked", "<html>", {}, set())

    assert [path.read_bytes() for path in theirs] == [b"theirs"] * 3


def test_the_build_cache_is_there_for_the_next_run(tmp_path: Path) -> None:
    save_cache(tmp_path, BuildCache(dashboard="a digest"))

    assert open_cache(tmp_path).dashboard == "a digest"
    assert open_cache(tmp_path / "elsewhere").dashboard == ""


def test_where_the_build_cache_cannot_be_saved_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / ".carepress").write_text("", encoding="utf-8")
    save_cache(tmp_path, BuildCache(dashboard="a digest"))

    assert open_cache(tmp_path).dashboard == ""


def test_the_state_of_output_is_what_the_manifest_lists_with_the_digests_of_what_is_there(output: Path) -> None:
    (output / "asthma-fact-sheet-en.pdf").unlink()
    name = "als-fact-sheet-en.pdf"

    assert output_state(output, BuildCache()) == OutputState(
        artifacts=tuple(entries(OLD)), digests={name: sha256(OLD[name]).hexdigest()}
    )


def test_clean_removes_what_carepress_made_and_nothing_else(output: Path) -> None:
    save_cache(output, BuildCache())
    publish_report(output, "<html>", {"report/als-1.0123abcd.png": b""}, set())
    (output / "mine.pdf").write_bytes(b"")

    assert clean(output).removed == tuple(sorted(OLD))
    assert shown(output) == ["mine.pdf"]
    assert clean(output).removed == ()


@pytest.mark.parametrize("name", ["../precious.pdf", "/{}/precious.pdf"])
def test_nothing_outside_output_is_removed_whatever_the_manifest_says(name: str, tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "precious.pdf").write_bytes(b"")
    text = manifest_text([replace(entries(OLD)[0], file=name.format(str(tmp_path)[1:]))])
    (tmp_path / "output/manifest.json").write_text(text, encoding="utf-8")

    assert clean(tmp_path / "output").removed == ()
    assert (tmp_path / "precious.pdf").exists()


def test_a_link_in_the_place_of_a_file_is_told_as_that() -> None:
    link, full = (
        unwritable(OSError(number, os.strerror(number), "/o/a.pdf")) for number in (errno.ELOOP, errno.ENOSPC)
    )

    assert link.message == "a.pdf cannot be written: there is a link in its place"
    assert link.help.startswith("Remove the link")
    assert (full.message, link.code) == ("a.pdf cannot be written: no space left on device", full.code)
