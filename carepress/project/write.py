"""Writing authors' files: the one place that does. output/ belongs to the build.

In:   the project's folder, and texts by the names of their files.
Out:  files that are whole, or not there at all.
Never: loses a character of what an author wrote.
"""

from __future__ import annotations

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


def append(root: Path, name: str, text: str) -> None:
    """Add text at the end of an author's file, after an empty line. Raises OSError if it cannot be written."""
    before = (root / name).read_bytes().rstrip()
    _write({root / name: before + b"\n\n" * bool(before) + text.encode()})


def _write(contents: Mapping[Path, bytes]) -> None:
    """Write each file beside its place, and when all are written, move them there."""
    beside: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path] = path.with_name(f".{path.name}.new")
            beside[path].write_bytes(content)
            if content.startswith(SCRIPT.encode()):
                beside[path].chmod(0o755)
        for path, new in beside.items():
            new.replace(path)
    finally:
        for new in beside.values():
            new.unlink(missing_ok=True)
