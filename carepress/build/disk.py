"""The disk below output/: files are written whole, and no link is followed.

A file is written in .carepress/tmp/ and renamed to its place, so a killed run leaves no half file, and what it was
writing is in one folder that is carepress's own.

In:   names below the output folder, with forward slashes.
Out:  files; an OSError that names the file.
Never: follows a link below the output folder, or leaves a file half written.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

INTERNAL = ".carepress"  # of use to carepress only
TEMPORARY = f"{INTERNAL}/tmp"


def path_of(output: Path, name: str) -> Path:
    """The path of a name below the output folder. Raises OSError if it leads through a link."""
    path = output
    for part in name.split("/"):
        path /= part
        if path.is_symlink():
            raise OSError(errno.ELOOP, "there is a link in its place", str(output / name))
    return path


def digest_of(output: Path, name: str) -> str:
    """The sha256 of a file; empty if there is none, or a link or a folder in its place."""
    with suppress(OSError):
        path = path_of(output, name)
        return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return ""


def text_of(output: Path, name: str) -> str:
    """The text of a file, bytes that are not UTF-8 replaced; nothing if it cannot be read."""
    try:
        return path_of(output, name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def exists(output: Path, name: str) -> bool:
    """Whether anything has this name, a link too."""
    return os.path.lexists(output / name)


def write(output: Path, name: str, data: bytes) -> None:
    """Write a file, unless it has exactly these bytes already. Raises OSError."""
    path = path_of(output, name)
    if not path.is_file() or path.read_bytes() != data:
        try:
            stage(output, name, data)
            put(output, name)
        except OSError:
            unstage(output, name)
            raise


def stage(output: Path, name: str, data: bytes) -> None:
    """Write a file where `put` will take it from. Raises OSError."""
    with _named(output, name):
        path = _staged(output, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def put(output: Path, name: str) -> None:
    """Rename a staged file to its place: there is always either the old file or the new one, whole. Raises OSError."""
    with _named(output, name):
        place = path_of(output, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        _staged(output, name).replace(place)


def unstage(output: Path, name: str) -> None:
    """Remove a staged file that was not put in its place."""
    with suppress(OSError):
        _staged(output, name).unlink(missing_ok=True)


def unstage_all(output: Path) -> None:
    """Remove what a killed run was writing."""
    with suppress(OSError):
        shutil.rmtree(path_of(output, TEMPORARY), ignore_errors=True)


def move(output: Path, name: str, new: str) -> None:
    """Give a file another name below output/, also where that is on another disk. Raises OSError."""
    with _named(output, name):
        source, place = path_of(output, name), path_of(output, new)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            source.replace(place)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copy2(source, place)
            source.unlink()


def remove(output: Path, name: str) -> None:
    """Remove a file, and the folder that it leaves empty. Raises OSError."""
    with _named(output, name):
        path = path_of(output, name)
        path.unlink(missing_ok=True)
    remove_if_empty(path.parent, output)


def remove_if_empty(folder: Path, output: Path) -> None:
    """Remove a folder below output/ that has nothing in it."""
    if folder != output:
        with suppress(OSError):
            folder.rmdir()


def _staged(output: Path, name: str) -> Path:
    return path_of(output, TEMPORARY) / name.replace("/", "+")


@contextmanager
def _named(output: Path, name: str) -> Iterator[None]:
    """An OSError inside names the file that was to be written, not the one that was in its way."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or "the disk refuses", str(output / name)) from None
