"""The plan: tasks, what each depends on, and why a PDF is stale.

A task is one document in one language and one format for one clinic. It is typeset once and gives all its editions.

In:   what an edition was made from, and the fingerprints of the same files now.
Out:  file names; in words, why a PDF is not current.
Pure: reads nothing but what it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from carepress.design.edition import Edition
from carepress.project.paths import REFERENCES

IN_PARTS = (REFERENCES,)
"""Files of which a document uses only parts: the others may change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One document in one language and one format for one clinic; before it has been read, of no format."""

    document: str
    lang: str
    format: str
    clinic: str = ""

    @property
    def manuscript(self) -> str:
        """The manuscript's file."""
        return f"content/{self.document}/{self.lang}.md"

    @property
    def about(self) -> str:
        """The document and language: what `Diagnostic.about` says of faults in its manuscript."""
        return f"{self.document} ({self.lang})"

    def __str__(self) -> str:
        clinic = f" for {self.clinic}" if self.clinic else ""
        return f"{self.about}{', ' if self.format else ''}{self.format}{clinic}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dependencies:
    """What a task's pages depend on, by name: the digests of files and of parts; files looked for in vain.

    The digests are those of the very bytes that the pages were made from.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    sought: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Fingerprints:
    """The state of everything now: the sha256 of files, digests of parts of files, the toolchain digest."""

    files: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    toolchain: str = ""

    def reason(
        self, made_from: Mapping[str, str], parts: Mapping[str, str], sought: Iterable[str], toolchain: str
    ) -> str:
        """Why what was made from these is stale, in words; nothing if it is current."""
        if toolchain != self.toolchain:
            return "carepress or a library has changed"
        whole = ((name, digest) for name, digest in made_from.items() if name not in IN_PARTS)
        changed = chain(
            (name for name, digest in whole if self.files.get(name) != digest),
            (name for name, digest in parts.items() if self.parts.get(name) != digest),
        )
        if (name := next(changed, None)) is not None:
            return f"{name} changed"
        new = next((name for name in sought if name in self.files), None)
        return f"{new} is new" if new else ""

    def of(self, names: Iterable[str]) -> dict[str, str]:
        """The sha256 of these files; an empty one, which makes a PDF stale, for a file that has just gone."""
        return {name: self.files.get(name, "") for name in sorted(names)}


def file_name(task: Task, edition: Edition, *, draft: bool) -> str:
    """The PDF's name below output/: DOCUMENT-FORMAT-LANG[-EDITION][-draft].pdf."""
    parts = [task.document, task.format, task.lang]
    parts += [str(edition)] if edition is not Edition.SCREEN else []
    parts += ["draft"] if draft else []
    return (f"{task.clinic}/" if task.clinic else "") + "-".join(parts) + ".pdf"
