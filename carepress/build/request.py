"""The request: what the command asked for, within which limits.

Pure: values. Light: needs no library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from carepress.build.plan import Task


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What the command asked for; an empty tuple is 'all'."""

    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    clinics: tuple[str, ...] = ()

    def wants(self, task: Task) -> bool:
        """Whether the command meant this task."""
        return all(
            not selection or value in selection
            for selection, value in (
                (self.documents, task.document),
                (self.formats, task.format),
                (self.languages, task.lang),
                (self.clinics, task.clinic),
            )
        )

    def wants_manuscript(self, file: str) -> bool:
        """Whether the command meant the document and the language of this file."""
        _, document, name = file.split("/")
        return document in (self.documents or (document,)) and name[:-3] in (self.languages or (name[:-3],))

    def wants_edition(self, edition: str) -> bool:
        """Whether the command meant this edition."""
        return not self.editions or edition in self.editions


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one document may take: seconds by the clock, and megabytes besides the libraries. 0 is no limit."""

    seconds: float = 60
    megabytes: int = 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a run is to do.

    `output` is None where nothing is to be written. `limits` are those of one document. `scheduler` is the address of
    a Dask scheduler, for workers on other computers.
    """

    selection: Selection
    today: date
    output: Path | None
    force: bool = False
    strict: bool = False
    allow_overdue: bool = False
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    scheduler: str = ""
