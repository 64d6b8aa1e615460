"""The files of a project: content/, templates/ and styles/ by name.

A project's templates and styles overlay carepress's own, file by file: a clinic changes one component and still gets
later improvements of the others.

In:   the project's folder and carepress's own, the install root.
Out:  names and bytes of files; Sources of text files.
Never: follows a link out of the two folders, or writes.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from carepress.diagnostics.model import UNSEEN, Diagnostic, Span
from carepress.project.paths import CLINIC, CLINICS, FORMATS
from carepress.project.source import Source, decode, read_text_bytes, without_unseen

SHARED = ("templates", "styles")
FOLDERS = ("content", *SHARED)
Raw = bytes  # the bytes of a file; a method has their name


class ProjectFiles(ABC):
    """The files of one clinic. Names have forward slashes and start with content/, templates/ or styles/."""

    @property
    @abstractmethod
    def files(self) -> Mapping[str, object]:
        """Every file by its name, in a fixed order."""

    @property
    @abstractmethod
    def outside(self) -> tuple[str, ...]:
        """Links in content/ that lead out of the project; they are never followed."""

    @abstractmethod
    def text_bytes(self, name: str) -> Raw | Diagnostic:
        """The bytes of one text file, or the reason why it cannot be read."""

    def source(self, name: str) -> Source | Diagnostic:
        """The Source of one text file."""
        raw = self.text_bytes(name)
        source = raw if isinstance(raw, Diagnostic) else decode(name, raw)
        return source if isinstance(source, Diagnostic) else without_unseen(source)

    def find(self, name: str, words: str) -> Span | None:
        """Where the words stand first in a text file; nowhere if it cannot be read."""
        source = self.source(name)
        return source.find(words) if isinstance(source, Source) else None

    @abstractmethod
    def bytes(self, name: str) -> bytes:
        """The bytes of one file."""

    def below(self, folder: str) -> tuple[str, ...]:
        """The names of all files in a folder and the folders in it."""
        return tuple(name for name in self.files if name.startswith(f"{folder}/"))

    @cached_property
    def manuscripts(self) -> tuple[str, ...]:
        """The names of all manuscripts: content/DOCUMENT/LANG.md."""
        return tuple(
            name
            for name in self.files
            if name.count("/") == 2
            and name.startswith("content/")
            and name.endswith(".md")
            and not name.startswith(CLINICS)
        )

    @cached_property
    def clinics(self) -> Mapping[str, str]:
        """The file of every clinic by the clinic's short name; an empty name where there is only one clinic."""
        several = {
            name[len(CLINICS) : -len(".yaml")]: name
            for name in self.files
            if name.startswith(CLINICS) and name.endswith(".yaml")
        }
        return several or {"": CLINIC}

    @cached_property
    def formats(self) -> Mapping[str, str]:
        """The file of every format by the format's name."""
        return {name[len(FORMATS) : -len(".yaml")]: name for name in self.below(FORMATS[:-1]) if name.endswith(".yaml")}

    @cached_property
    def icons(self) -> frozenset[str]:
        """The names of the icons."""
        return frozenset(name[len("styles/icons/") : -len(".svg")] for name in self.below("styles/icons"))


@dataclass(frozen=True)
class ProjectFolder(ProjectFiles):
    """The files of one clinic in their folders. Hidden files and links that lead outside are left out."""

    root: Path
    install_root: Path

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """Every file by its name, in a fixed order."""
        own = {folder: dict(_below(self.install_root, folder)) for folder in SHARED}
        overlaid = [own.get(folder, {}) | dict(_below(self.root, folder)) for folder in FOLDERS]
        named = (pair for files in overlaid for pair in sorted(files.items()))
        return {name: path for name, path in named if not UNSEEN.search(name)}

    @cached_property
    def unseen(self) -> tuple[str, ...]:
        """Files in content/ whose names are not UTF-8 or have signs that nobody sees, with `\ufffd` for each."""
        names = sorted(name for name, _ in _below(self.root, "content") if UNSEEN.search(name))
        return tuple(UNSEEN.sub("\ufffd", name) for name in names)

    @cached_property
    def outside(self) -> tuple[str, ...]:
        """Links in content/ that lead out of the project."""
        links = sorted(entry.path for entry in _entries(self.root / "content") if entry.is_symlink())
        away = [path for path in map(Path, links) if not _leads_into(path, self.root.resolve())]
        return tuple(UNSEEN.sub("\ufffd", path.relative_to(self.root).as_posix()) for path in away)

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """The names of the folders in content/, empty ones among them."""
        try:
            with os.scandir(self.root / "content") as entries:
                names = sorted(entry.name for entry in entries if entry.is_dir() and entry.name[0] != ".")
                return tuple(name for name in names if not UNSEEN.search(name))
        except OSError:
            return ()

    def text_bytes(self, name: str) -> Raw | Diagnostic:
        """The bytes of one text file, or the reason why it cannot be read."""
        is_own = self.files.get(name) != self.install_root / name
        return read_text_bytes(self.root if is_own else self.install_root, name)

    def bytes(self, name: str) -> bytes:
        """The bytes of one file."""
        return self.files[name].read_bytes()


def _below(root: Path, folder: str) -> Iterator[tuple[str, Path]]:
    home, start = root.resolve(), len(os.path.join(root, ""))
    if not (root / folder).resolve().is_relative_to(home):
        return
    for entry in _entries(root / folder):
        name = entry.path[start:].replace(os.sep, "/")
        if name.startswith(".") or "/." in name or not _is_file(entry):
            continue
        if not entry.is_symlink() or _leads_into(Path(entry.path), home):
            yield name, Path(entry.path)


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file to read, not a pipe; a link that leads to itself is none."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _leads_into(path: Path, home: Path) -> bool:
    """Whether a link leads to a place in the project; one that leads to itself leads nowhere."""
    target = Path(os.path.realpath(path))
    return target.is_relative_to(home) and not target.is_symlink()


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """All that is in a folder and in those below it; links to folders are not gone into."""
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                entries = list(found)
        except OSError:  # not there, or not ours to read
            continue
        yield from entries
        waiting += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
