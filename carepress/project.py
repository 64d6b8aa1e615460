"""A project: one folder with content/, templates/ and styles/, and its files by their names.

Templates and styles that a project does not bring are the house's own, which stand beside make_docs.py.

In:   the project's folder and the house's.
Out:  names and bytes of files; Sources of text files.
Never: follows a link out of the two folders, or writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from carepress.diagnostics import Diagnostic
from carepress.source import Source, read

SHARED = ("templates", "styles")


@dataclass(frozen=True)
class Project:
    """The files of one clinic. Names have forward slashes and start with content/, templates/ or styles/."""

    root: Path
    house: Path

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """Every file by its name, in a fixed order. Hidden files and links that lead outside are left out."""
        folders = [(self.root, "content")]
        folders += [(self.root if (self.root / name).is_dir() else self.house, name) for name in SHARED]
        return {name: path for root, folder in folders for name, path in sorted(_below(root, folder))}

    @cached_property
    def outside(self) -> tuple[str, ...]:
        """Links in content/ that lead out of the project; they are never followed."""
        home, found = self.root.resolve(), sorted((self.root / "content").rglob("*"))
        away = [path for path in found if path.is_symlink() and not path.resolve().is_relative_to(home)]
        return tuple(path.relative_to(self.root).as_posix() for path in away)

    def source(self, name: str) -> Source | Diagnostic:
        """The Source of one text file."""
        path = self.files.get(name)
        root = self.root if path is None or path.is_relative_to(self.root) else self.house
        return read(root, name)

    def bytes(self, name: str) -> bytes:
        """The bytes of one file."""
        return self.files[name].read_bytes()

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
            and not name.startswith("content/clinics/")
        )

    @cached_property
    def clinics(self) -> Mapping[str, str]:
        """The file of every clinic by the clinic's short name; an empty name where there is only one clinic."""
        several = {
            name[len("content/clinics/") : -len(".yaml")]: name
            for name in self.files
            if name.startswith("content/clinics/") and name.endswith(".yaml")
        }
        return several or {"": "content/clinic.yaml"}

    @cached_property
    def icons(self) -> frozenset[str]:
        """The names of the icons."""
        return frozenset(name[len("styles/icons/") : -len(".svg")] for name in self.below("styles/icons"))

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The sha256 of every file."""
        return {name: sha256(path.read_bytes()).hexdigest() for name, path in self.files.items()}


def _below(root: Path, folder: str) -> Iterator[tuple[str, Path]]:
    home = root.resolve()
    for path in (root / folder).rglob("*"):
        name = path.relative_to(root).as_posix()
        if any(part.startswith(".") for part in path.relative_to(root).parts):
            continue
        if path.is_file() and path.resolve().is_relative_to(home):
            yield name, path
