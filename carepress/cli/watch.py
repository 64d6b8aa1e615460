"""Watching: a build now, and another after every burst of changes. The one importer of watchfiles.

The system tells of a change at once, but not on a shared drive, and not while a folder is away. So the files are looked
at every second as well.

In:   the project.
Out:  the changed files of each burst.
Never: reads the files, or looks at output/.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from watchfiles import Change
from watchfiles import watch as watch_files

from carepress.project.files import SHARED, ProjectFolder

QUIET = 50  # ms without a change end a burst: an editor writes several times to save once
BURST = 1000  # ms after which a burst counts as a change, though it goes on
LOOK = 1000  # ms without a change after which it looks by itself
OPTIONS = {
    "debounce": BURST, "step": QUIET, "rust_timeout": LOOK, "yield_on_timeout": True, "raise_interrupt": True,
    "ignore_permission_denied": True,
}  # fmt: skip

Watch = Callable[..., Iterable[set[tuple[Change, str]]]]
State = Mapping[str, tuple[int, ...]]  # when each file was changed, and its size


def rounds(project: ProjectFolder, watch: Watch = watch_files) -> Iterator[frozenset[Path]]:
    """Yield at once, and then the changed files after every change, until Ctrl-C. A change during a build counts."""
    state = _state(project)
    yield frozenset()
    for _ in _moments(project, watch):
        before, state = state, _state(project)
        if changed := {name for name in before.keys() | state.keys() if before.get(name) != state.get(name)}:
            yield frozenset(map(Path, changed))


def _moments(project: ProjectFolder, watch: Watch) -> Iterator[None]:
    """The moments to look at the files: after every burst of changes, and every second."""
    while True:
        folders = _folders(project)
        try:
            for _ in watch(*folders, **OPTIONS):
                yield
                if _folders(project) != folders:
                    break
            else:
                return
        except (OSError, RuntimeError):  # a folder has just gone, the system watches no more, a name is not UTF-8
            time.sleep(LOOK / 1000)
            yield


def _folders(project: ProjectFolder) -> list[Path]:
    """The folders to watch that exist now; a project may get templates/ and styles/ of its own at any time."""
    shared = {root / name for root in (project.root, project.install_root) for name in SHARED}
    return [folder for folder in sorted({project.root / "content", *shared}) if folder.is_dir()]


def _state(project: ProjectFolder) -> State:
    """What is there, but for hidden files and what editors put beside a file for a moment."""
    state: dict[str, tuple[int, ...]] = {}
    for folder in _folders(project):
        for root, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if name[0] != "."]
            state |= {os.path.join(root, name): () for name in folders}
            for name in names:
                if name[0] != "." and name[-1] != "~":
                    state[os.path.join(root, name)] = _stat(os.path.join(root, name))
    return state


def _stat(path: str) -> tuple[int, ...]:
    try:
        found = os.stat(path)
    except OSError:  # a link that leads nowhere, or a file that has just gone
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
