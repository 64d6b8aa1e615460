"""The plan: which editions there are, what each depends on, and which are stale.

A piece of work is one document in one language and one format for one clinic: it is typeset once and gives all its
editions.

In:   what was asked for; what an edition was made from, and what the same files come to now.
Out:  Tasks, file names, and in words why a PDF is not current.
Pure: reads nothing but what it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from carepress.design.edition import Edition
from carepress.project.paths import FORMATS, REFERENCES

IN_PARTS = (REFERENCES, FORMATS)
"""Files of which a document uses parts alone: another part of them may change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One document in one language and one format for one clinic."""

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
        """What a fault of its pages is about, as `Diagnostic.about` says it of the manuscript."""
        return f"{self.document} ({self.lang})"

    def __str__(self) -> str:
        clinic = f" for {self.clinic}" if self.clinic else ""
        return f"{self.about}, {self.format}{clinic}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dependencies:
    """What a task's pages depend on, by name: whole files, parts of shared ones, files that were not there."""

    files: Sequence[str] = ()
    parts: Sequence[str] = ()
    sought: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Fingerprints:
    """What everything comes to now: the sha256 of files, digests of parts, and the recipe."""

    files: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    toolchain: str = ""

    def reason(
        self, made_from: Mapping[str, str], parts: Mapping[str, str], sought: Iterable[str], toolchain: str
    ) -> str:
        """Why what was made of these is not current any more, in words; nothing if it is."""
        if toolchain != self.toolchain:
            return "carepress or a library is another version"
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
        """The sha256 of these files; one that has just gone makes its document stale, as it should."""
        return {name: self.files.get(name, "") for name in sorted(names)}


def file_name(task: Task, edition: Edition, *, draft: bool) -> str:
    """The PDF's name below output/: DOCUMENT-FORMAT-LANG[-EDITION][-draft].pdf."""
    parts = [task.document, task.format, task.lang]
    parts += [str(edition)] if edition is not Edition.SCREEN else []
    parts += ["draft"] if draft else []
    return (f"{task.clinic}/" if task.clinic else "") + "-".join(parts) + ".pdf"
