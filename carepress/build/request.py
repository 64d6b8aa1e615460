"""The request: what was asked for, and the limits of each document.

Pure: values. Light: needs no library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from carepress.build.plan import Task


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Which documents, formats and so on were asked for; an empty tuple means all."""

    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    clinics: tuple[str, ...] = ()

    def wants(self, task: Task) -> bool:
        """Whether this task was asked for."""
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
        """Whether the document and the language of this file were asked for."""
        _, document, name = file.split("/")
        return document in (self.documents or (document,)) and name[:-3] in (self.languages or (name[:-3],))

    def wants_edition(self, edition: str) -> bool:
        """Whether this edition was asked for."""
        return not self.editions or edition in self.editions


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one document may take: seconds of time, and megabytes of memory besides the libraries. 0 is no limit."""

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
