"""Jobs and results: what goes to a worker, and what comes back.

In:   nothing.
Out:  BuildJob; JobResult, with a Built or Failed for each task, or Aborted.
Pure: values that travel between processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from carepress.build.manifest import Artifact
from carepress.build.plan import Dependencies, Task
from carepress.build.request import Limits
from carepress.content.summary import DocumentSummary
from carepress.diagnostics.model import Diagnostics
from carepress.project.files import ProjectFiles


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildJob:
    """One document in one language for one clinic, its project, and what a worker must not find out for itself.

    The worker builds the `formats`, as far as the front matter names them; without any it only reads. `shared_digest`
    is a digest of the files that documents share: what was read of them holds for as long as it is the same.
    `project_digest` is one of all files: they are not listed again for as long as it is the same. Without them,
    everything is read anew. `with_thumbnails` asks for small pictures of the pages: among many jobs, workers draw them
    side by side.
    """

    document: str
    lang: str
    clinic: str = ""
    formats: tuple[str, ...] = ()
    project: ProjectFiles
    today: date
    toolchain: str = ""
    shared_digest: str = ""
    project_digest: str = ""
    allow_overdue: bool = False
    with_thumbnails: bool = False

    @property
    def tasks(self) -> tuple[Task, ...]:
        """A task for each format."""
        return tuple(self.task(name) for name in self.formats)

    def task(self, name: str = "") -> Task:
        """The task for one format; without a name, one that stands for reading the document."""
        return Task(document=self.document, lang=self.lang, format=name, clinic=self.clinic)

    @property
    def manuscript(self) -> str:
        """The manuscript's file."""
        return self.task().manuscript


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """A finished task: the bytes of each PDF, its entries in the manifest, its dependencies, its diagnostics.

    `thumbnails` are PNG files by their names below output/.
    """

    pdfs: Mapping[str, bytes]
    artifacts: tuple[Artifact, ...]
    dependencies: Dependencies
    diagnostics: Diagnostics
    thumbnails: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """A task that gave no PDF, and why."""

    diagnostics: Diagnostics


@dataclass(frozen=True, kw_only=True, slots=True)
class JobResult:
    """The document in brief, as the worker read it, and the result of every task.

    `known` is the digest of the names that the worker knew; `digests` are the sha256 of every file that it read.
    """

    summary: DocumentSummary
    known: str
    digests: Mapping[str, str]
    results: Mapping[Task, Built | Failed] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Aborted:
    """A job that gave no result, and why.

    `detail` is its exit status or signal, the stage in which a bug of ours was met, or what a computer has instead.
    `report` is what to send if carepress itself is at fault.
    """

    reason: Literal["time", "memory", "bug", "crash", "killed", "lost", "other-versions", "no-processes"]
    limits: Limits
    detail: str = ""
    report: str = ""

    @property
    def is_crash(self) -> bool:
        """Whether its worker ended; a job that shares its computer with others may not have been the cause."""
        return self.reason in {"crash", "killed", "lost"}
