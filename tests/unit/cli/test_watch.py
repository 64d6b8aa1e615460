"""Rules of watching: the first round comes at once, and every burst of saved files is one more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change

from carepress.cli.watch import BURST, LOOK, QUIET, rounds
from carepress.project.files import ProjectFolder


def project(tmp_path: Path) -> ProjectFolder:
    for folder in ("clinic/content", "house/templates", "house/styles", "clinic/styles", "clinic/output"):
        (tmp_path / folder).mkdir(parents=True)
    return ProjectFolder(tmp_path / "clinic", tmp_path / "house")


def test_the_first_round_comes_at_once(tmp_path: Path) -> None:
    assert next(rounds(project(tmp_path))) == frozenset()


def test_every_burst_of_saved_files_is_one_round(tmp_path: Path) -> None:
    calls: list[object] = []

    def watch(*folders: Path, **options: object) -> Iterator[set[tuple[Change, str]]]:
        calls.extend([folders, options])
        yield {(Change.modified, "/a/en.md"), (Change.added, "/a/es.md")}
        yield {(Change.deleted, "/a/es.md")}

    assert list(rounds(project(tmp_path), watch)) == [
        frozenset(), frozenset({Path("/a/en.md"), Path("/a/es.md")}), frozenset({Path("/a/es.md")}),
    ]  # fmt: skip
    folders = ("clinic/content", "clinic/styles", "house/styles", "house/templates")
    options = {
        "debounce": BURST, "step": QUIET, "rust_timeout": LOOK, "yield_on_timeout": True, "raise_interrupt": True
    }  # fmt: skip
    assert calls == [tuple(tmp_path / folder for folder in folders), options]


def test_a_saved_file_starts_a_round(tmp_path: Path) -> None:
    found = project(tmp_path)
    waiting = rounds(found)
    next(waiting)
    saved = found.root / "content/en.md"

    def watch_and_save() -> frozenset[Path]:
        import threading

        timer = threading.Timer(0.3, saved.write_text, ("text",))
        timer.start()
        try:
            return next(waiting)
        finally:
            timer.join()

    assert saved in watch_and_save()


def test_a_folder_made_later_is_watched_too(tmp_path: Path) -> None:
    clinic, calls = project(tmp_path), list[tuple[Path, ...]]()

    def watch(*folders: Path, **_: object) -> Iterator[set[tuple[Change, str]]]:
        calls.append(folders)
        if len(calls) == 1:
            (clinic.root / "templates").mkdir()
            yield set()

    assert list(rounds(clinic, watch)) == [frozenset(), frozenset({clinic.root / "templates"})]
    assert [clinic.root / "templates" in folders for folders in calls] == [False, True]
