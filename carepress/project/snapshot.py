"""A snapshot: the files of a project without its folder, for a computer that does not have the folder.

In:   a project to pack.
Out:  a ProjectSnapshot, equal to another one that holds the same bytes by the same names.
Never: reads a file that the project does not list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from carepress.diagnostics.model import Diagnostic
from carepress.project.files import SHARED, ProjectFiles, ProjectFolder
from carepress.project.source import Source, source_from_bytes

Contents = Mapping[str, bytes]  # by the files' names


@dataclass(frozen=True, kw_only=True)
class ProjectSnapshot(ProjectFiles):
    """Files of a project without its folder. Two parcels are equal if they hold the same bytes by the same names."""

    held: Contents = field(compare=False, repr=False)
    away: tuple[str, ...]
    digest: str
    of_all: ProjectSnapshot | None = field(default=None, compare=False, repr=False)

    @property
    def files(self) -> Contents:
        """Every file by its name, in a fixed order."""
        return self.held

    @property
    def outside(self) -> tuple[str, ...]:
        """Links in content/ that led out of the project."""
        return self.away

    @property
    def shared(self) -> ProjectSnapshot:
        """The parcel that all documents share."""
        return self.of_all or self

    def source(self, name: str) -> Source | Diagnostic:
        """The Source of one text file."""
        return source_from_bytes(name, self.held.get(name))

    def bytes(self, name: str) -> bytes:
        """The bytes of one file."""
        return self.held[name]

    def holding(self, own: Contents) -> ProjectSnapshot:
        """The same, and a document's own files."""
        return replace(_packed({**self.held, **own}, self.away), of_all=self.shared)


def snapshot_shared(project: ProjectFolder) -> ProjectSnapshot:
    """What all documents of a project share: everything but the folders of the documents."""
    own = tuple(f"content/{name.split('/')[1]}/" for name in project.manuscripts)
    names = [name for name in project.files if not name.startswith(own)]
    return _packed({name: project.bytes(name) for name in names}, project.outside)


def document_files(project: ProjectFiles, document: str) -> Contents:
    """The files of one document's folder."""
    return {name: project.bytes(name) for name in project.below(f"content/{document}")}


def _packed(files: Contents, outside: tuple[str, ...]) -> ProjectSnapshot:
    """A Parcel of these files, in the order that a Project has them in."""
    tops = ("content", *SHARED)
    names = sorted(files, key=lambda name: (tops.index(name.partition("/")[0]), name))
    whole = sha256("\n".join([*names, *outside]).encode())
    for name in names:
        whole.update(sha256(files[name]).digest())
    return ProjectSnapshot(held={name: files[name] for name in names}, away=outside, digest=whole.hexdigest())
