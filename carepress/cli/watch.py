"""Watching: a build now, and another after every burst of changes. The one importer of watchfiles.

In:   the project.
Out:  the changed files of each burst.
Never: reads the files, or looks at output/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from watchfiles import Change
from watchfiles import watch as watch_files

from carepress.project.files import SHARED, ProjectFolder

QUIET = 50  # ms without a change end a burst: an editor writes several times to save once
BURST = 1000  # ms after which a burst counts as a change, though it goes on
LOOK = 1000  # ms without a change after which it looks whether there is a new folder to watch

Watch = Callable[..., Iterable[set[tuple[Change, str]]]]


def rounds(project: ProjectFolder, watch: Watch = watch_files) -> Iterator[frozenset[Path]]:
    """Yield at once, and then the changed files after every change, until Ctrl-C."""
    yield frozenset()
    options = {"debounce": BURST, "step": QUIET, "rust_timeout": LOOK, "yield_on_timeout": True}
    folders = _folders(project)
    while folders:
        for changes in watch(*folders, **options, raise_interrupt=True):
            if changes:
                yield frozenset(Path(path) for _, path in changes)
            if (existing := _folders(project)) != folders:
                yield frozenset(set(existing) ^ set(folders))
                folders = existing
                break
        else:
            return


def _folders(project: ProjectFolder) -> list[Path]:
    """The folders to watch that exist now; a project may get templates/ and styles/ of its own at any time."""
    shared = {root / name for root in (project.root, project.install_root) for name in SHARED}
    return [folder for folder in sorted({project.root / "content", *shared}) if folder.is_dir()]
