"""The lock: one command at a time writes to an output folder. The one importer of filelock.

The operating system lets go of the lock when its holder ends, however it ends. A command that writes nothing takes
none.

In:   the output folder.
Out:  a lock, held from the first time that something is to be written; a sentence that says who holds it, while the
      command waits.
Never: waits in silence, or stops a build because the folder cannot hold a lock: writing will fail with a reason.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carepress.build.disk import INTERNAL, path_of
from carepress.build.output import recover
from carepress.build.ownership import mark

if TYPE_CHECKING:
    from filelock import FileLock

GRACE = 1.0  # seconds to wait before saying so
LOCK, HOLDER = f"{INTERNAL}/lock", f"{INTERNAL}/holder"


class OutputLock:
    """The lock of one output folder, for one command. With no folder there is nothing to lock."""

    def __init__(self, output: Path | None, tell: Callable[[str], None]) -> None:
        self._output, self._tell = output, tell
        self._lock: FileLock | None = None

    def __enter__(self) -> OutputLock:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @property
    def is_held(self) -> bool:
        """Whether this command has begun to write."""
        return self._lock is not None

    def acquire(self) -> bool:
        """Hold the lock until the end of the block. Returns whether another command had it before.

        Makes the folder if there is none, and finishes what a killed command left there.
        """
        if self._output is None or self._lock is not None:
            return False
        try:
            path_of(self._output, INTERNAL).mkdir(parents=True, exist_ok=True)
            waited = self._wait(path_of(self._output, LOCK), path_of(self._output, HOLDER))
            mark(self._output)
            recover(self._output)
        except OSError:  # the folder cannot be written to: there is nobody to keep out, and writing will say why
            return False
        return waited

    def _wait(self, path: Path, note: Path) -> bool:
        from filelock import FileLock, Timeout  # noqa: PLC0415 - a build with nothing to do needs no library

        lock, waited = FileLock(path), False
        try:
            lock.acquire(blocking=False)
        except Timeout:
            waited = True
            self._wait_for_holder(lock, note, Timeout)
        self._lock = lock
        with suppress(OSError):
            note.write_text(str(os.getpid()), encoding="utf-8")
        return waited

    def _wait_for_holder(self, lock: FileLock, note: Path, timeout: type[Exception]) -> Any:
        try:
            lock.acquire(timeout=GRACE)
        except timeout:
            self._tell(
                f"Another command{_holder(note)} is writing to the same folder. Waiting for it; Ctrl-C ends this one."
            )
            lock.acquire()


def _holder(note: Path) -> str:
    try:
        return f" (process {int(note.read_text(encoding='utf-8'))})"
    except (OSError, ValueError):
        return ""
