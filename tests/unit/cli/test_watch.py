"""Rules of watching: the first round comes at once, and every burst of saved files is one more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchfiles import Change

from carepress.cli import watch as watching
from carepress.cli.watch import OPTIONS, rounds
from carepress.project.files import ProjectFolder

Changes = Iterator[set[tuple[Change, str]]]


def project(tmp_path: Path) -> ProjectFolder:
    for folder in ("clinic/content", "house/templates", "house/styles", "clinic/styles", "clinic/output"):
        (tmp_path / folder).mkdir(parents=True)
    return ProjectFolder(tmp_path / "clinic", tmp_path / "house")


def after(*steps: Callable[[], object]) -> Callable[..., Changes]:
    """A watch that does one thing after another, and never tells what: as a shared drive does."""

    def watch(*_: Path, **_options: object) -> Changes:
        for step in steps:
            step()
            yield set()

    return watch


def names(found: Iterator[frozenset[Path]]) -> list[set[str]]:
    return [{path.name for path in changed} for changed in found]


def test_the_first_round_comes_at_once(tmp_path: Path) -> None:
    assert next(rounds(project(tmp_path))) == frozenset()


def test_every_burst_of_saved_files_is_one_round(tmp_path: Path) -> None:
    found = project(tmp_path)
    en, es = (found.root / "content" / name for name in ("en.md", "es.md"))

    def save() -> None:
        en.write_text("one", encoding="utf-8")
        es.write_text("two", encoding="utf-8")

    watch = after(save, lambda: None, es.unlink, lambda: en.write_text("three", encoding="utf-8"))

    assert names(rounds(found, watch)) == [set(), {"en.md", "es.md"}, {"es.md"}, {"en.md"}]


def test_all_folders_are_watched(tmp_path: Path) -> None:
    calls: list[object] = []

    def watch(*folders: Path, **options: object) -> Changes:
        calls.extend([folders, options])
        yield set()

    assert list(rounds(project(tmp_path), watch)) == [frozenset()]
    folders = ("clinic/content", "clinic/styles", "house/styles", "house/templates")
    assert calls == [tuple(tmp_path / folder for folder in folders), OPTIONS]


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


def test_a_file_that_was_saved_during_a_build_is_not_forgotten(tmp_path: Path) -> None:
    found = project(tmp_path)
    waiting = rounds(found)
    for name in ("first.md", "second.md"):
        next(waiting)  # a build begins
        (found.root / "content" / name).write_text("text", encoding="utf-8")

    assert {path.name for path in next(waiting)} == {"second.md"}


def test_what_editors_put_beside_a_file_starts_no_round(tmp_path: Path) -> None:
    found = project(tmp_path)
    steps = [(found.root / "content" / name).touch for name in (".en.md.swp", "en.md~", ".hidden")]

    assert names(rounds(found, after(*steps))) == [set()]


def test_a_folder_made_later_is_watched_too(tmp_path: Path) -> None:
    clinic, calls = project(tmp_path), list[tuple[Path, ...]]()

    def watch(*folders: Path, **_: object) -> Changes:
        calls.append(folders)
        if len(calls) == 1:
            (clinic.root / "templates").mkdir()
            (clinic.root / "templates/a.j2").touch()
            yield set()

    assert names(rounds(clinic, watch)) == [set(), {"a.j2"}]
    assert [clinic.root / "templates" in folders for folders in calls] == [False, True]


@pytest.mark.parametrize("fault", [OSError(24, "inotify watch limit reached"), RuntimeError("watchfiles cannot go on")])
def test_where_the_system_tells_nothing_it_looks_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    clinic, calls = project(tmp_path), list[int]()
    monkeypatch.setattr(watching.time, "sleep", calls.append)

    def watch(*_folders: Path, **_: object) -> Changes:
        if len(calls) == 2:
            return
        (clinic.root / f"content/{len(calls)}.md").touch()
        raise fault
        yield

    assert names(rounds(clinic, watch)) == [set(), {"0.md"}, {"1.md"}]
