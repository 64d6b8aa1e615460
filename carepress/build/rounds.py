"""Rounds: which jobs are left, and what has come back.

Nearly every run has one round. A further one comes where a file changed while it was built, where a manuscript had to
be read before anybody knew what it needs, and where a job of several formats was aborted: then each format is a job of
its own, so that one harms no other.

In:   the status, the request; the results of jobs.
Out:  jobs; the results of tasks.
Never: starts a worker, or writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from carepress.build.cache import BuildCache
from carepress.build.jobs import Aborted, BuildJob, Built, Failed, JobResult
from carepress.build.plan import Task
from carepress.build.request import Request
from carepress.build.status import BuildStatus, TaskStatus, summary_key
from carepress.build.verdicts import Result
from carepress.diagnostics.model import Diagnostics

MOST_ROUNDS = 8  # a file that is changed again and again is left for the next run


@dataclass(frozen=True, kw_only=True, slots=True)
class _Work:
    """A document for one clinic, and its formats that are left; without any it is only read."""

    file: str
    clinic: str
    formats: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Progress:
    """Mutable: what has come back in a run.

    `made_from` has the digests of what each task's worker read. `unreadable` are manuscripts that no worker could read,
    with their digests. `apart` are those whose formats are built one by one. `crashes` are reports to send.
    """

    request: Request
    build_cache: BuildCache
    results: dict[Task, Built | Failed] = field(default_factory=dict)
    made_from: dict[Task, Mapping[str, str]] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)
    crashes: list[str] = field(default_factory=list)

    def jobs(self, status: BuildStatus, *, only_read: bool = False) -> list[BuildJob]:
        """The jobs that are left: one for each document, or one for each format where workers would be idle."""
        left = [*self._to_read(status, only_read=only_read), *(() if only_read else self._to_build(status))]
        is_enough = len(left) >= self.request.jobs
        divided = [part for work in left for part in self._divided(work, status, is_enough=is_enough)]
        with_thumbnails = self.request.output is not None and sum(len(work.formats) for work in divided) > 1
        return [self._job(work, status, with_thumbnails=with_thumbnails) for work in divided]

    def is_todo(self, state: TaskStatus, status: BuildStatus) -> bool:
        """Whether a task is wanted, stale, and not done in this run from the files as they are now."""
        if not self.request.selection.wants(state.task):
            return False
        digests, files = self.made_from.get(state.task), status.fingerprints.files
        is_done = digests is not None and digests.items() <= files.items()
        return not is_done and bool(state.reason or self.request.force or self.request.output is None)

    def _to_read(self, status: BuildStatus, *, only_read: bool) -> Iterator[_Work]:
        """Manuscripts without a summary. Where they have changed since their PDFs were made, they are built too."""
        selection, clinics = self.request.selection, list(status.project.clinics)
        formats = tuple(name for name in status.formats if name in (selection.formats or status.formats))
        for file in status.unread:
            if self.unreadable.get(file) == status.fingerprints.files.get(file, ""):
                continue
            wanted = [name for name in clinics if name in (selection.clinics or clinics)]
            if only_read or file in self.apart or not (wanted and self._is_to_build(file, status)):
                yield _Work(file=file, clinic=clinics[0])
            else:
                yield from (_Work(file=file, clinic=clinic, formats=formats) for clinic in wanted)

    def _is_to_build(self, file: str, status: BuildStatus) -> bool:
        is_stale = self.request.output is None or self.request.force or status.has_changed(file)
        return self.request.selection.wants_manuscript(file) and is_stale

    def _to_build(self, status: BuildStatus) -> Iterator[_Work]:
        formats: dict[tuple[str, str], list[str]] = {}
        for state in status.states:
            if self.is_todo(state, status):
                formats.setdefault((state.task.manuscript, state.task.clinic), []).append(state.task.format)
        for (file, clinic), names in formats.items():
            yield _Work(file=file, clinic=clinic, formats=tuple(names))

    def _divided(self, work: _Work, status: BuildStatus, *, is_enough: bool) -> Iterator[_Work]:
        formats = work.formats
        if work.file in status.unread and formats:
            formats = _named(work, status) or formats[:1]
        together = not formats or (is_enough and work.file not in self.apart)
        for group in [formats] if together else [(name,) for name in formats]:
            yield replace(work, formats=group)

    def _job(self, work: _Work, status: BuildStatus, *, with_thumbnails: bool) -> BuildJob:
        path = PurePosixPath(work.file)
        return BuildJob(
            document=path.parent.name,
            lang=path.stem,
            clinic=work.clinic,
            formats=work.formats,
            project=replace(status.project),  # without the list of its files, which would travel with every job
            today=self.request.today,
            toolchain=status.fingerprints.toolchain,
            shared_digest=status.shared_digest,
            project_digest=status.project_digest,
            allow_overdue=self.request.allow_overdue,
            with_thumbnails=with_thumbnails,
        )

    def take(self, job: BuildJob, result: JobResult | Aborted, status: BuildStatus) -> list[Result]:
        """Note what a job gave; the results of its tasks."""
        if isinstance(result, Aborted):
            return self._take_aborted(job, result, status)
        file = job.manuscript
        digest = result.digests.get(file, status.fingerprints.files.get(file, ""))
        self.build_cache.put(result.summary, file, summary_key(status.code, digest, result.known))
        self.results.pop(job.task(), None)  # that it could not be read holds no longer
        for task in result.results:
            self.made_from[task] = result.digests
        return list(result.results.items())

    def _take_aborted(self, job: BuildJob, aborted: Aborted, status: BuildStatus) -> list[Result]:
        """A job that was aborted is divided; one that cannot be divided has failed."""
        from carepress.build.aborted import explain

        digest = status.fingerprints.files.get(job.manuscript, "")
        self.apart.add(job.manuscript)
        if len(job.formats) > 1:
            return []
        task = job.tasks[0] if job.formats else job.task()
        self.crashes += [f"{task.format or 'no format yet'}, {task.lang}\n{aborted.report}"] if aborted.report else []
        self.made_from[task] = {job.manuscript: digest}
        if not job.formats:
            self.unreadable[job.manuscript] = digest
        return [(task, Failed(diagnostics=Diagnostics((explain(aborted, task, status.project),))))]


def _named(work: _Work, status: BuildStatus) -> tuple[str, ...]:
    """The formats whose names are in the text of a manuscript that nobody has read yet."""
    raw = status.project.text_bytes(work.file)
    return tuple(name for name in work.formats if isinstance(raw, bytes) and name.encode() in raw)
