"""Jobs and results: what goes to a worker, and what comes back.

In:   nothing.
Out:  BuildJob; Built or Failed. An Aborted (build/aborted) comes back where there is no result.
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
    """A task, its project, and what a worker must not find out for itself.

    `shared_digest` is a digest of the files that documents share: what was read of them holds for as long as it is the
    same. `project_digest` is one of all files: they are not listed again for as long as it is the same. Without them,
    everything is read anew. `with_thumbnails` asks for small pictures of the pages: among many jobs, workers draw them
    side by side.
    """

    task: Task
    project: ProjectFiles
    today: date
    shared_digest: str = ""
    project_digest: str = ""
    allow_overdue: bool = False
    with_thumbnails: bool = False


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
