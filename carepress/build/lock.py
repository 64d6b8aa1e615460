"""The lock: one build at a time writes into an output folder. The one importer of filelock.

The operating system lets go of the lock when its holder ends, however it ends.

In:   the output folder.
Out:  a context in which no other carepress writes there; a sentence that says who does, while the build waits.
Never: waits in silence, or stops a build because the folder cannot hold a lock: writing will fail with a reason.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

GRACE = 1.0  # seconds to wait before saying so


@contextmanager
def output_lock(folder: Path, tell: Callable[[str], None]) -> Iterator[bool]:
    """Hold the lock of this folder; wait for another build that holds it, and `tell` who. Yields whether it waited."""
    lock, note = FileLock(folder / "lock"), folder / "holder"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        waited = _acquire(lock, note, tell)
    except OSError:  # the folder cannot be written to: there is nobody to keep out, and writing will say why
        yield False
        return
    try:
        with suppress(OSError):
            note.write_text(str(os.getpid()), encoding="utf-8")
        yield waited
    finally:
        lock.release()


def _acquire(lock: FileLock, note: Path, tell: Callable[[str], None]) -> bool:
    try:
        lock.acquire(blocking=False)
        return False
    except Timeout:
        pass
    try:
        lock.acquire(timeout=GRACE)
    except Timeout:
        tell(f"Another build{_holder(note)} is writing to the same folder. Waiting for it; Ctrl-C ends this one.")
        lock.acquire()
    return True


def _holder(note: Path) -> str:
    try:
        return f" (process {int(note.read_text(encoding='utf-8'))})"
    except (OSError, ValueError):
        return ""
