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

Watch = Callable[..., Iterable[set[tuple[Change, str]]]]


def rounds(project: ProjectFolder, watch: Watch = watch_files) -> Iterator[frozenset[Path]]:
    """Yield at once, and then the changed files after every change, until Ctrl-C."""
    yield frozenset()
    shared = {root / name for root in (project.root, project.install_root) for name in SHARED}
    folders = [folder for folder in sorted({project.root / "content", *shared}) if folder.is_dir()]
    for changes in watch(*folders, debounce=BURST, step=QUIET, raise_interrupt=True):
        yield frozenset(Path(path) for _, path in changes)
