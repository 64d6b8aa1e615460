"""Watching: a round of work now, and another after every burst of changes. The one importer of watchfiles.

In:   the Project.
Out:  a round for each burst of saved files.
Never: reads the files, or looks at output/.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchfiles import watch

from carepress.project.files import SHARED, ProjectFolder

QUIET = 50  # ms without a change end a burst of them: an editor that saves writes several times
BURST = 1000  # ms after which a burst is a change, though it goes on


def rounds(project: ProjectFolder) -> Iterator[frozenset[Path]]:
    """Yield at once, and then the changed files after every change, until Ctrl-C."""
    yield frozenset()
    folders = {
        project.root / "content",
        *(home / name for home in (project.root, project.install_root) for name in SHARED),
    }
    there = [folder for folder in sorted(folders) if folder.is_dir()]
    for changes in watch(*there, debounce=BURST, step=QUIET, raise_interrupt=True):
        yield frozenset(Path(path) for _, path in changes)
