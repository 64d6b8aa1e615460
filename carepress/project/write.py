"""Writing authors' files: the one place that does. output/ belongs to the build.

In:   the project's folder, and texts by the names of their files.
Out:  files that are whole, or not there at all.
Never: loses a character of what an author wrote, or follows a link out of the project.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

SCRIPT = "#!"


def write_new(root: Path, files: Mapping[str, str]) -> str | None:
    """Write every file, a script as one that can be run. If any exists already, write none and return its name.

    Line ends stay as they are. Raises OSError if a file cannot be written; then none is.
    """
    existing = next((name for name in files if (root / name).exists() or (root / name).is_symlink()), None)
    if existing is None:
        _write({root / name: text.encode() for name, text in files.items()})
    return existing


def append(root: Path, name: str, text: str, *, read: bytes | None = None) -> None:
    """Add text at the end of an author's file, after an empty line, with the file's own line ends.

    What is there stays byte for byte. `read` is what the caller has read: if the file has changed since, nothing is
    written. Raises OSError if it cannot be written, or is a link that leads out of the project.
    """
    path = Path(os.path.realpath(root / name))
    if not path.is_relative_to(root.resolve()):
        raise OSError(errno.EPERM, f"{name} is a link that leads out of the project")
    before = path.read_bytes()
    if read is not None and read != before:
        raise OSError(errno.EBUSY, f"{name} was changed meanwhile; type the command again")
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
    _write({path: joined(before, text)})


def joined(before: bytes, text: str) -> bytes:
    """A file with text added at its end, after an empty line."""
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    missing = 0 if not before or before.endswith(newline * 2) else 1 if before.endswith(b"\n") else 2
    return before + newline * missing + text.encode().replace(b"\n", newline)


def _write(contents: Mapping[Path, bytes]) -> None:
    """Write each file beside its place, and when all are written, move them there."""
    beside: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path] = path.with_name(f".{path.name}.new")
            beside[path].write_bytes(content)
            if path.exists():
                shutil.copymode(path, beside[path])
            elif content.startswith(SCRIPT.encode()):
                beside[path].chmod(0o755)
        for path, new in beside.items():
            new.replace(path)
    finally:
        for new in beside.values():
            new.unlink(missing_ok=True)
