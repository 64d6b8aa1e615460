"""A snapshot: the files of a project without its folder, for a computer that does not have the folder.

In:   a project to pack.
Out:  a ProjectSnapshot, which lists its files in the order in which the project lists them.
Never: reads a file that the project does not list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carepress.diagnostics.model import Diagnostic
from carepress.project.files import FOLDERS, ProjectFiles, ProjectFolder, Raw
from carepress.project.source import text_bytes_in_memory

Contents = Mapping[str, bytes]  # by the files' names


@dataclass(frozen=True, kw_only=True, eq=False)
class ProjectSnapshot(ProjectFiles):
    """The files of a project without its folder; what stood outside the project is known by name only."""

    contents: Contents
    links_outside: tuple[str, ...] = ()

    @property
    def files(self) -> Contents:
        """Every file by its name, in a fixed order."""
        return self.contents

    @property
    def outside(self) -> tuple[str, ...]:
        """Links in content/ that led out of the project."""
        return self.links_outside

    def text_bytes(self, name: str) -> Raw | Diagnostic:
        """The bytes of one text file, or the reason why it cannot be read."""
        return text_bytes_in_memory(name, self.contents.get(name))

    def bytes(self, name: str) -> bytes:
        """The bytes of one file."""
        return self.contents[name]

    def with_files(self, files: Contents) -> ProjectSnapshot:
        """The same project with further files, such as those of one document."""
        contents = {**self.contents, **files}
        names = sorted(contents, key=lambda name: (FOLDERS.index(name.partition("/")[0]), name))
        return ProjectSnapshot(contents={name: contents[name] for name in names}, links_outside=self.outside)


def snapshot_shared(project: ProjectFolder) -> ProjectSnapshot:
    """What all documents of a project share: everything but the folders of the documents."""
    own = tuple(f"content/{name.split('/')[1]}/" for name in project.manuscripts)
    contents = {name: project.bytes(name) for name in project.files if not name.startswith(own)}
    return ProjectSnapshot(contents=contents, links_outside=project.outside)


def document_files(project: ProjectFiles, document: str) -> Contents:
    """The files of one document's folder."""
    return {name: project.bytes(name) for name in project.below(f"content/{document}")}
