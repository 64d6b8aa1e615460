"""A run: what is stale is built by workers, validated, and published.

A failed edition leaves its last good PDF; what was found while a PDF was made is reported for as long as it is current.
Finished PDFs are published as the work goes on, so that a run that is killed has not worked for nothing.

In:   a project and a Request.
Out:  an Outcome: diagnostics, new PDFs, PDFs that were current, tasks that failed.
Never: prints, writes a file itself, or decides what a fault is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from carepress.build.cache import BuildCache
from carepress.build.jobs import BuildJob, Built, Failed
from carepress.build.manifest import Artifact, OutputState
from carepress.build.output import (
    INTERNAL,
    MANIFEST,
    output_state,
    publish,
    publish_thumbnails,
    refresh_manifest,
    tidy,
    unwritable,
)
from carepress.build.plan import Dependencies, Fingerprints, Task
from carepress.build.request import Request
from carepress.build.status import BuildStatus, TaskStatus, build_status
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.files import ProjectFolder
from carepress.system.imports import heavy_imports

if TYPE_CHECKING:
    from carepress.preflight.verapdf import Validator

VERAPDF, STRUCTURE = "veraPDF", "structure"
TRANSIENT = frozenset({"overdue"})  # codes that depend on the day: every run reports them anew
PAUSE = 3.0  # seconds between two publications


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a run found and did: new PDFs, those that were current, tasks that failed, files that were archived."""

    diagnostics: Diagnostics
    status: BuildStatus
    artifacts: tuple[Artifact, ...] = ()
    current: tuple[Artifact, ...] = ()
    failed: tuple[Task, ...] = ()
    archived: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RunHooks:
    """Callbacks of a run, and what it may use in place of its own.

    `progress` is called with the number of tasks done, the number of all, and the last one's name; `tell` with a
    sentence while the run waits. `executor` takes the place of a pool of the run's own. `find_validator` is called when
    there are PDFs to validate; by default there is no validator.
    """

    progress: Callable[[int, int, str], None] = lambda *_: None
    tell: Callable[[str], None] = lambda _: None
    executor: Executor | None = None
    find_validator: Callable[[], Validator | None] = lambda: None


def find_verapdf() -> Validator | None:
    """veraPDF, if this computer has it."""
    from carepress.preflight import verapdf

    return verapdf.find()


Result = tuple[TaskStatus, Built | Failed]


def run(
    project: ProjectFolder, request: Request, build_cache: BuildCache | None = None, hooks: RunHooks | None = None
) -> Outcome:
    """Build, or only check, what was asked for."""
    build_cache, hooks = build_cache or BuildCache(), hooks or RunHooks()
    status = _status(project, request, build_cache)
    if not any(_is_todo(state, request) for state in status.states):
        return _outcome(status, (), request)
    with _output_lock(request, hooks) as has_waited:
        if request.output:
            tidy(request.output)
        if has_waited:  # another build may have done all of it
            status = _status(replace(project), request, build_cache)
        todo = [state for state in status.states if _is_todo(state, request)]
        results: list[Result] = []
        archived: list[str] = []
        for batch in _batches(_build_all(todo, status, request, hooks)):
            published, put_away = _published(batch, request, status, hooks)
            results += published
            archived += put_away
        return _outcome(status, results, request, archived)


def _status(project: ProjectFolder, request: Request, build_cache: BuildCache) -> BuildStatus:
    state = output_state(request.output, build_cache) if request.output else OutputState()
    return build_status(project, request, state, build_cache)


def _is_todo(state: TaskStatus, request: Request) -> bool:
    return request.selection.wants(state.task) and bool(state.reason or request.force or request.output is None)


def _output_lock(request: Request, hooks: RunHooks) -> AbstractContextManager[bool]:
    """No two builds write to one folder at once."""
    if request.output is None:
        return nullcontext(False)
    from carepress.build.lock import output_lock

    return output_lock(request.output / INTERNAL, hooks.tell)


def _build_all(todo: Sequence[TaskStatus], status: BuildStatus, request: Request, hooks: RunHooks) -> Iterator[Result]:
    """Every task's result, as they finish."""
    with heavy_imports():
        from carepress.build import aborted, pipeline, workers

    job = partial(
        BuildJob,
        project=replace(status.project),  # without the list of its files, which would travel with every job
        today=request.today,
        shared_digest=status.shared_digest,
        project_digest=status.project_digest,
        allow_overdue=request.allow_overdue,
        with_thumbnails=request.output is not None and len(todo) > 1,
    )
    jobs = [job(task=state.task) for state in todo]
    pipeline.warm(replace(jobs[0], project=status.project))
    with open_pool(request, len(todo), hooks.executor) as executor:
        for done, (number, result) in enumerate(workers.as_completed(executor, pipeline.build_job, jobs), start=1):
            task = todo[number].task
            hooks.progress(done, len(todo), str(task))
            if isinstance(result, aborted.Aborted):
                fault = aborted.explain(result, task, status.project)
                yield todo[number], Failed(diagnostics=Diagnostics((fault,)))
            else:
                yield todo[number], _recorded(result, status.fingerprints)


def open_pool(request: Request, tasks: int, executor: Executor | None = None) -> AbstractContextManager[Executor]:
    """Workers for so many tasks: the `executor` if there is one, those of a scheduler, or new ones of this computer."""
    if executor:
        return nullcontext(executor)
    if request.scheduler:
        from carepress.build import remote

        return remote.connected(request.scheduler, request.limits)
    from carepress.build import workers

    return workers.open_workers(min(request.jobs, tasks), request.limits)


def _recorded(result: Built | Failed, fingerprints: Fingerprints) -> Built | Failed:
    """A result whose artifacts say what they were made from."""
    if isinstance(result, Failed):
        return result
    return replace(
        result, artifacts=tuple(_entry(artifact, result.dependencies, fingerprints) for artifact in result.artifacts)
    )


def _entry(artifact: Artifact, dependencies: Dependencies, fingerprints: Fingerprints) -> Artifact:
    return replace(
        artifact,
        toolchain=fingerprints.toolchain,
        made_from=fingerprints.of(dependencies.files),
        parts={name: fingerprints.parts.get(name, "") for name in sorted(dependencies.parts)},
        sought=sorted(dependencies.sought),
    )


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


def _published(
    batch: Sequence[Result], request: Request, status: BuildStatus, hooks: RunHooks
) -> tuple[list[Result], Sequence[str]]:
    """A batch after validation, with what is fit in its place in output/; and the files that were archived for it."""
    results = _validated(batch, status, hooks)
    if request.strict:
        results = [(state, _strict(result, state.task, status.diagnostics)) for state, result in results]
    if request.output is None:
        return results, ()
    built = [result for _, result in results if isinstance(result, Built)]
    artifacts = [artifact for result in built for artifact in result.artifacts]
    publication = publish(
        request.output,
        {file: pdf for result in built for file, pdf in result.pdfs.items()},
        [artifact for artifact in artifacts if request.selection.wants_edition(artifact.edition)],
    )
    publish_thumbnails(request.output, {name: png for result in built for name, png in result.thumbnails.items()})
    return [(state, _emptied(result, publication.refused)) for state, result in results], publication.archived


def _validated(results: Sequence[Result], status: BuildStatus, hooks: RunHooks) -> list[Result]:
    """The results with veraPDF's verdicts on all PDFs; without veraPDF, the structural checks have decided already."""
    validator = hooks.find_validator() if all(policy.verapdf for policy in status.policies) else None
    pdfs = {file: pdf for _, result in results if isinstance(result, Built) for file, pdf in result.pdfs.items()}
    verdicts = validator.validate(pdfs) if validator and pdfs else {}
    verified_by = VERAPDF if validator else STRUCTURE
    return [(state, _judged(result, state.task, verdicts, verified_by)) for state, result in results]


def _judged(
    result: Built | Failed, task: Task, verdicts: Mapping[str, Sequence[Diagnostic]], verified_by: str
) -> Built | Failed:
    """A result with its verdicts; what was found is kept in the artifacts, to be reported again."""
    faults = list(result.diagnostics)
    if isinstance(result, Built):
        faults += [fault for file in result.pdfs for fault in verdicts.get(file, ())]
    diagnostics = Diagnostics(tuple(fault if fault.span else replace(fault, document=task.about) for fault in faults))
    if isinstance(result, Failed) or diagnostics.errors:
        return Failed(diagnostics=diagnostics)
    if any(fault.code == "no-verdict" for fault in faults):
        verified_by = STRUCTURE
    kept = Diagnostics(tuple(fault for fault in diagnostics if fault.code not in TRANSIENT))
    artifacts = tuple(replace(artifact, faults=kept, verified_by=verified_by) for artifact in result.artifacts)
    return replace(result, diagnostics=diagnostics, artifacts=artifacts)


def _strict(result: Built | Failed, task: Task, shared: Diagnostics) -> Built | Failed:
    """With --strict a warning fails a document: one of its own, or one of a file that documents share."""
    concern = [fault for fault in shared.warnings if fault.about == task.about or not fault.is_of_a_document]
    return Failed(diagnostics=result.diagnostics) if concern or result.diagnostics.warnings else result


def _emptied(result: Built | Failed, refused: Mapping[str, Diagnostic]) -> Built | Failed:
    """A result without the bytes of its files, to save memory; it failed if the disk refused one of its PDFs."""
    if isinstance(result, Failed):
        return result
    faults = [refused[file] for file in result.pdfs if file in refused]
    return Failed(diagnostics=result.diagnostics + faults) if faults else replace(result, pdfs={}, thumbnails={})


def _outcome(status: BuildStatus, results: Sequence[Result], request: Request, archived: Sequence[str] = ()) -> Outcome:
    """What a run found and did; with an output folder, the manifest is brought up to date."""
    order = {state.task: number for number, state in enumerate(status.states)}
    results = sorted(results, key=lambda result: order[result[0].task])  # not as they happened to finish
    done = {state.task for state, _ in results}
    rest = [state for state in status.states if request.selection.wants(state.task) and state.task not in done]
    diagnostics = status.diagnostics
    for found in (*(result.diagnostics for _, result in results), *(state.diagnostics for state in rest)):
        diagnostics += found
    artifacts = (artifact for _, result in results if isinstance(result, Built) for artifact in result.artifacts)
    outcome = Outcome(
        diagnostics=_sorted(diagnostics if diagnostics.errors else diagnostics + status.unused_works),
        status=status,
        artifacts=tuple(artifact for artifact in artifacts if request.selection.wants_edition(artifact.edition)),
        current=tuple(artifact for state in rest for artifact in state.artifacts),
        failed=tuple(state.task for state, result in results if isinstance(result, Failed) for _ in state.editions),
        archived=tuple(archived),
    )
    return outcome if request.output is None else _refreshed(outcome, request.output)


def _refreshed(outcome: Outcome, output: Path) -> Outcome:
    """The outcome after the manifest was brought up to date: PDFs whose document is gone are archived.

    While there are errors, nothing is: what cannot be read is not gone.
    """
    if not outcome.artifacts and outcome.status.is_recorded and (output / MANIFEST).is_file():
        return outcome
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


def dashboard_fingerprint(outcome: Outcome, request: Request) -> str:
    """Changes when report.html has to."""
    artifacts = sorted((*outcome.current, *outcome.artifacts), key=lambda artifact: artifact.file)
    made = {artifact.task for artifact in artifacts}
    states = ((state.task, state.front, "" if state.task in made else state.reason) for state in outcome.status.states)
    pdfs = ((artifact.file, artifact.sha256, artifact.faults) for artifact in artifacts)
    reported = (request.today, outcome.status.project_digest, outcome.failed, outcome.diagnostics, *states, *pdfs)
    return sha256("\n".join(map(repr, reported)).encode()).hexdigest()[:16]


def _sorted(diagnostics: Diagnostics) -> Diagnostics:
    """Each fault once; what documents share first, then file by file, from top to bottom."""
    faults = list(dict.fromkeys(diagnostics))
    files = {file: number for number, file in enumerate(dict.fromkeys(f.span.file for f in faults if f.span))}
    last = (len(files), 0, 0)
    return Diagnostics(
        tuple(sorted(faults, key=lambda f: (files[f.span.file], f.span.line, f.span.column) if f.span else last))
    )
