"""A run: what is stale is built by workers, validated, and published.

A failed edition leaves its last good PDF; what was found while a PDF was made is reported for as long as it is current.
Finished PDFs are published as the work goes on, so that a run that is killed has not worked for nothing. The status is
looked at again at the end: a file that changed under the build is built again.

In:   a project and a Request.
Out:  an Outcome: diagnostics, new PDFs, PDFs that were current, tasks that failed.
Never: prints, writes a file itself, or decides what a fault is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from carepress.build.cache import BuildCache
from carepress.build.jobs import BuildJob, Built, Failed
from carepress.build.lock import OutputLock
from carepress.build.manifest import MANIFEST, OutputState
from carepress.build.outcome import Outcome, make_outcome
from carepress.build.output import output_state, publish, publish_thumbnails, refresh_manifest, unwritable
from carepress.build.request import Request
from carepress.build.rounds import MOST_ROUNDS, Progress
from carepress.build.status import BuildStatus, build_status
from carepress.build.verdicts import Result, strict, validated
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.files import ProjectFolder
from carepress.system.imports import heavy_imports

if TYPE_CHECKING:
    from carepress.preflight.verapdf import Validator

PAUSE = 3.0  # seconds between two publications
MOST_READINGS = 5  # of shared files that change while they are read


@dataclass(frozen=True, kw_only=True, slots=True)
class RunHooks:
    """Callbacks of a run, and what it may use in place of its own.

    `lock` is that of the output folder, where the command goes on to write there after the run.
    `progress` is called with the number of tasks done, the number of all, and the last one's name; `tell` with a
    sentence while the run waits. `executor` takes the place of a pool of the run's own. `find_validator` is called when
    there are PDFs to validate; by default there is no validator.
    """

    progress: Callable[[int, int, str], None] = lambda *_: None
    tell: Callable[[str], None] = lambda _: None
    executor: Executor | None = None
    lock: OutputLock | None = None
    find_validator: Callable[[], Validator | None] = lambda: None


def find_verapdf() -> Validator | None:
    """veraPDF, if this computer has it."""
    from carepress.preflight import verapdf

    return verapdf.find()


def run(
    project: ProjectFolder, request: Request, build_cache: BuildCache | None = None, hooks: RunHooks | None = None
) -> Outcome:
    """Build, or only check, what was asked for."""
    build_cache, hooks = build_cache or BuildCache(), hooks or RunHooks()
    progress = Progress(request=request, build_cache=build_cache)
    with OutputLock(request.output, hooks.tell) as own_lock, _Workers(progress, hooks) as workers:
        lock = hooks.lock or own_lock
        status = _status(project, request, build_cache)
        jobs = progress.jobs(status)
        if jobs and (request.strict or not any(job.formats for job in jobs)):
            status = _read_all(status, progress, workers)
            jobs = progress.jobs(status)
        if jobs and lock.acquire():  # another build may have done all of it
            status = _status(project, request, build_cache)
            jobs = progress.jobs(status)
        archived: list[str] = []
        for _ in range(MOST_ROUNDS):
            if not jobs:
                break
            for batch in _batches(workers.results(jobs, status)):
                archived += _published(batch, progress, status, hooks)
            status = _status(project, request, build_cache)
            jobs = progress.jobs(status)
        outcome = _outcome(status, progress, jobs, archived)
        return outcome if request.output is None else _refreshed(outcome, request.output, lock)


def read_status(
    project: ProjectFolder, request: Request, build_cache: BuildCache, hooks: RunHooks | None = None
) -> tuple[BuildStatus, Diagnostics]:
    """The status with every manuscript read that can be read; and what is wrong with the others."""
    progress = Progress(request=request, build_cache=build_cache)
    with _Workers(progress, hooks or RunHooks()) as workers:
        status = _read_all(_status(project, request, build_cache), progress, workers)
    return status, Diagnostics(tuple(fault for result in progress.results.values() for fault in result.diagnostics))


def _read_all(status: BuildStatus, progress: Progress, workers: _Workers) -> BuildStatus:
    for _ in range(MOST_ROUNDS):
        jobs = progress.jobs(status, only_read=True)
        if not jobs:
            break
        progress.results |= workers.results(jobs, status)
        status = _status(status.project, progress.request, progress.build_cache)
    return status


def _status(project: ProjectFolder, request: Request, build_cache: BuildCache) -> BuildStatus:
    """The status as the files are now."""
    for _ in range(MOST_READINGS):
        state = output_state(request.output, build_cache) if request.output else OutputState()
        status = build_status(replace(project), request, state, build_cache)
        if status.is_consistent:
            break
        _forget_inputs()
    return status


def _forget_inputs() -> None:
    from carepress.build.inputs import forget_inputs

    forget_inputs()


class _Workers:
    """The workers of a run. They start with the first job, and stay until the end of the block."""

    def __init__(self, progress: Progress, hooks: RunHooks) -> None:
        self._progress, self._hooks = progress, hooks
        self._stack, self._executor = ExitStack(), hooks.executor

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *exception: Any) -> None:
        self._stack.__exit__(*exception)

    def results(self, jobs: Sequence[BuildJob], status: BuildStatus) -> Iterator[Result]:
        """The result of every task of these jobs, as they finish."""
        with heavy_imports():
            from carepress.build import pipeline, workers

        if self._executor is None:
            pipeline.warm(replace(jobs[0], project=status.project))
            self._executor = self._stack.enter_context(open_pool(self._progress.request, len(jobs)))
        done, total = 0, sum(max(len(job.formats), 1) for job in jobs)
        for number, result in workers.as_completed(self._executor, pipeline.build_job, jobs):
            for task, finished in self._progress.take(jobs[number], result, status):
                done += 1
                self._hooks.progress(done, total, str(task))
                yield task, finished


def open_pool(request: Request, jobs: int, executor: Executor | None = None) -> AbstractContextManager[Executor]:
    """Workers for so many jobs: the `executor` if there is one, those of a scheduler, or new ones of this computer."""
    if executor:
        return nullcontext(executor)
    if request.scheduler:
        from carepress.build import remote

        return remote.connected(request.scheduler, request.limits)
    from carepress.build import workers

    return workers.open_workers(min(request.jobs, jobs), request.limits)


def _batches(results: Iterable[Result]) -> Iterator[list[Result]]:
    """Results as they come, in batches of some seconds."""
    batch: list[Result] = []
    started = monotonic()
    for result in results:
        batch.append(result)
        if monotonic() - started > PAUSE:
            yield batch
            batch, started = [], monotonic()
    if batch:
        yield batch


def _published(batch: Sequence[Result], progress: Progress, status: BuildStatus, hooks: RunHooks) -> Sequence[str]:
    """Validate a batch, and put what is fit in its place in output/. Returns the files that were archived for it."""
    request, uses_verapdf = progress.request, all(policy.verapdf for policy in status.policies)
    results = validated(batch, hooks.find_validator() if uses_verapdf else None)
    if request.strict:
        results = [(task, strict(result, task, status.diagnostics)) for task, result in results]
    progress.results |= results
    if request.output is None:
        return ()
    built = [result for _, result in results if isinstance(result, Built)]
    artifacts = [artifact for result in built for artifact in result.artifacts]
    publication = publish(
        request.output,
        {file: pdf for result in built for file, pdf in result.pdfs.items()},
        [artifact for artifact in artifacts if request.selection.wants_edition(artifact.edition)],
    )
    publish_thumbnails(request.output, {name: png for result in built for name, png in result.thumbnails.items()})
    progress.results |= {task: _emptied(result, publication.refused) for task, result in results}
    return publication.archived


def _emptied(result: Built | Failed, refused: Mapping[str, Diagnostic]) -> Built | Failed:
    """A result without the bytes of its files, to save memory; it failed if the disk refused one of its PDFs."""
    if isinstance(result, Failed):
        return result
    faults = [refused[file] for file in result.pdfs if file in refused]
    return Failed(diagnostics=result.diagnostics + faults) if faults else replace(result, pdfs={}, thumbnails={})


def _outcome(status: BuildStatus, progress: Progress, left: Sequence[BuildJob], archived: Sequence[str]) -> Outcome:
    """What the run found and did; the jobs that are `left` were never done with what they read."""
    outcome = make_outcome(status, progress.results, progress.request)
    unsettled = dict.fromkeys(job.task().about for job in left)
    return replace(
        outcome,
        diagnostics=outcome.diagnostics + [rule("changed-while-built").at(document=about) for about in unsettled],
        archived=tuple(archived),
        crashes=tuple(progress.crashes),
    )


def _refreshed(outcome: Outcome, output: Path, lock: OutputLock) -> Outcome:
    """The outcome after the manifest was brought up to date: PDFs whose document is gone are archived.

    While there are errors, nothing is: what cannot be read is not gone.
    """
    if not outcome.artifacts and outcome.status.is_recorded and (output / MANIFEST).is_file():
        return outcome
    lock.acquire()
    states, new = outcome.status.states, {artifact.file for artifact in outcome.artifacts}
    current = [
        artifact for state in states if not state.reason for artifact in state.artifacts if artifact.file not in new
    ]
    has_errors = bool(outcome.diagnostics.errors)
    try:
        archived = refresh_manifest(
            output, () if has_errors else current, None if has_errors else {state.task for state in states}
        )
    except OSError as error:
        return replace(outcome, diagnostics=outcome.diagnostics + Diagnostics((unwritable(error),)))
    return replace(outcome, archived=(*outcome.archived, *archived))
