"""Orders and results: what goes to a worker, and what comes back.

Pure: values that travel between processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from carepress.build.manifest import Artifact
from carepress.build.plan import Dependencies, Task
from carepress.diagnostics.model import Diagnostics
from carepress.project.files import ProjectFiles


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildJob:
    """A task, the project that it is of, and what a worker must not ask for itself.

    `shared_digest` is a digest of what documents share: what was read of these files holds for as long as it is the
    same. `project_digest` is one of all files: for as long as it is the same, they are not listed again. Without them,
    everything is read anew. `pictured` wants small pictures of the pages, too: among many orders, workers draw them
    side by side.
    """

    task: Task
    project: ProjectFiles
    today: date
    shared_digest: str = ""
    project_digest: str = ""
    allow_overdue: bool = False
    pictured: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """A finished task: each file's bytes, its line in the manifest, what it was made from, and what was met.

    `pictures` are PNG files by their names below output/.
    """

    pdfs: Mapping[str, bytes]
    artifacts: tuple[Artifact, ...]
    sources: Dependencies
    diagnostics: Diagnostics
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """A task that gave no PDF, and why."""

    diagnostics: Diagnostics
