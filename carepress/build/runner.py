"""The pipeline: what is to be done, in what order it is done, and what stands in output/ afterwards.

A failed edition leaves its last good PDF; what was met in making a PDF is told again for as long as it is current.
Finished PDFs are delivered as the work goes on, so that a run that is killed has not worked for nothing.

In:   a Project and a Request.
Out:  an Outcome: the Report, what was printed, what stayed as it was.
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
    KEPT,
    MANIFEST,
    output_state,
    publish,
    publish_pictures,
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
OF_THE_DAY = frozenset({"overdue"})  # told anew by every run
PAUSE = 3.0  # seconds between two deliveries


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a run found and did: new files, those that needed nothing, tasks that failed, files put away."""

    diagnostics: Diagnostics
    status: BuildStatus
    artifacts: tuple[Artifact, ...] = ()
    current: tuple[Artifact, ...] = ()
    failed: tuple[Task, ...] = ()
    archived: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RunHooks:
    """Callbacks and helpers of a run.

    `progress` is called with the number of tasks done, the number of all, and the last one's name; `tell` with a
    sentence while the run waits. `executor` is used in place of a pool of the run's own. `find_validator` is called
    once PDFs are there to be validated; by default there is no validator.
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
    found = _survey(project, request, build_cache)
    if not any(_todo(state, request) for state in found.states):
        return _finished(found, (), request)
    with _alone(request, hooks) as waited:
        if request.output:
            tidy(request.output)
        if waited:  # another build was here
            found = _survey(ProjectFolder(project.root, project.install_root), request, build_cache)
        todo = sorted((state for state in found.states if _todo(state, request)), key=_text)
        results: list[Result] = []
        archived: list[str] = []
        for batch in _batches(_make_all(todo, found, request, hooks)):
            delivered, put_away = _delivered(batch, request, found, hooks)
            results += delivered
            archived += put_away
        return _finished(found, results, request, archived)


def _survey(project: ProjectFolder, request: Request, build_cache: BuildCache) -> BuildStatus:
    return build_status(
        project, request, output_state(request.output, build_cache) if request.output else OutputState(), build_cache
    )


def _todo(state: TaskStatus, request: Request) -> bool:
    return request.selection.wants(state.task) and bool(state.reason or request.force or request.output is None)


def _text(state: TaskStatus) -> tuple[str, str]:
    """Clinics of one text come one after another: they share pages (sharing)."""
    return state.task.manuscript, state.task.format


def _alone(request: Request, hooks: RunHooks) -> AbstractContextManager[bool]:
    """No two builds write to one folder at once."""
    if request.output is None:
        return nullcontext(False)
    from carepress.build.lock import output_lock

    return output_lock(request.output / KEPT, hooks.tell)


def _batches(results: Iterable[Result]) -> Iterator[list[Result]]:
    """Results as they come, in batches of some seconds."""
    batch: list[Result] = []
    since = monotonic()
    for result in results:
        batch.append(result)
        if monotonic() - since > PAUSE:
            yield batch
            batch, since = [], monotonic()
    if batch:
        yield batch


def _delivered(
    batch: Sequence[Result], request: Request, found: BuildStatus, hooks: RunHooks
) -> tuple[list[Result], Sequence[str]]:
    """A batch with its verdicts; what is fit stands in output/. And what was put away for it."""
    results = _verified(batch, found, hooks)
    if request.strict:
        results = [(state, _strict(result, state.task, found.diagnostics)) for state, result in results]
    if request.output is None:
        return results, ()
    made = [(state, result) for state, result in results if not isinstance(result, Failed)]
    artifacts = [one for _, result in made for one in result.artifacts if request.selection.wants_edition(one.edition)]
    pdfs = {name: pdf for _, result in made for name, pdf in result.pdfs.items()}
    delivery = publish(request.output, pdfs, artifacts)
    publish_pictures(request.output, {name: png for _, result in made for name, png in result.pictures.items()})
    return [(state, _refused(result, delivery.refused)) for state, result in results], delivery.archived


def _refused(result: Built | Failed, refused: Mapping[str, Diagnostic]) -> Built | Failed:
    """A result without its PDFs' bytes, which need not be kept; it failed if the disk refused one of them."""
    if isinstance(result, Failed):
        return result
    faults = [refused[name] for name in result.pdfs if name in refused]
    return Failed(diagnostics=result.diagnostics + faults) if faults else replace(result, pdfs={}, pictures={})


def _finished(found: BuildStatus, results: Sequence[Result], request: Request, archived: Sequence[str] = ()) -> Outcome:
    """What came of it all; what is gone from content/ goes from output/."""
    places = {state.task: at for at, state in enumerate(found.states)}
    results = sorted(results, key=lambda result: places[result[0].task])  # not as they happened to finish
    done = {state.task for state, _ in results}
    rest = [state for state in found.states if request.selection.wants(state.task) and state.task not in done]
    diagnostics = found.diagnostics
    for told in (*(result.diagnostics for _, result in results), *(state.diagnostics for state in rest)):
        diagnostics += told
    made = [result for _, result in results if not isinstance(result, Failed)]
    artifacts = (one for result in made for one in result.artifacts)
    outcome = Outcome(
        diagnostics=_in_order(diagnostics if diagnostics.errors else diagnostics + found.idle),
        status=found,
        artifacts=tuple(one for one in artifacts if request.selection.wants_edition(one.edition)),
        current=tuple(one for state in rest for one in state.artifacts),
        failed=tuple(state.task for state, result in results if isinstance(result, Failed) for _ in state.editions),
        archived=tuple(archived),
    )
    return outcome if request.output is None else _retold(outcome, request.output)


def _retold(outcome: Outcome, output: Path) -> Outcome:
    """What is current is said to be so, and what is gone is put away; not while something cannot be read."""
    if not outcome.artifacts and outcome.status.is_told and (output / MANIFEST).is_file():
        return outcome
    states, new = outcome.status.states, {one.file for one in outcome.artifacts}
    current = [one for state in states if not state.reason for one in state.artifacts if one.file not in new]
    sound = not outcome.diagnostics.errors
    try:
        archived = refresh_manifest(
            output, current if sound else (), {state.task for state in states} if sound else None
        )
    except OSError as fault:
        return replace(outcome, diagnostics=outcome.diagnostics + Diagnostics((unwritable(fault),)))
    return replace(outcome, archived=(*outcome.archived, *archived))


def dashboard_fingerprint(outcome: Outcome, request: Request) -> str:
    """Changes when there is something new to tell on report.html."""
    shelf_ = sorted((*outcome.current, *outcome.artifacts), key=lambda one: one.file)
    made = {one.task for one in shelf_}
    states = ((state.task, state.front, "" if state.task in made else state.reason) for state in outcome.status.states)
    pdfs = ((one.file, one.sha256, one.faults) for one in shelf_)
    told = (request.today, outcome.status.project_digest, outcome.failed, outcome.diagnostics, *states, *pdfs)
    return sha256("\n".join(map(repr, told)).encode()).hexdigest()[:16]


def _in_order(diagnostics: Diagnostics) -> Diagnostics:
    """Each fault once; what all documents share first, then file by file, from top to bottom."""
    faults = list(dict.fromkeys(diagnostics))
    files = list(dict.fromkeys(fault.span.file for fault in faults if fault.span))
    places = {file: at for at, file in enumerate(files)}
    last = (len(files), 0, 0)
    spans = [(places[f.span.file], f.span.line, f.span.column) if f.span else last for f in faults]
    return Diagnostics(tuple(fault for _, fault in sorted(zip(spans, faults, strict=True), key=lambda pair: pair[0])))


def _strict(result: Built | Failed, task: Task, shared: Diagnostics) -> Built | Failed:
    """With --strict a warning holds a document back: one of its own, or one of a file that all documents share."""
    mine = [fault for fault in shared.warnings if fault.about == task.about or not fault.is_of_a_document]
    return Failed(diagnostics=result.diagnostics) if mine or result.diagnostics.warnings else result


def _verified(results: Sequence[Result], found: BuildStatus, hooks: RunHooks) -> list[Result]:
    """What veraPDF says of the finished files, all at once; without it the structural checks have decided already."""
    validator = hooks.find_validator() if all(policy.verapdf for policy in found.policies) else None
    pdfs = {name: pdf for _, result in results if isinstance(result, Built) for name, pdf in result.pdfs.items()}
    verdicts = validator.validate(pdfs) if validator and pdfs else {}
    judge = VERAPDF if validator else STRUCTURE
    return [(state, _judged(result, state.task, verdicts, judge)) for state, result in results]


def _judged(
    result: Built | Failed, task: Task, verdicts: Mapping[str, Sequence[Diagnostic]], judge: str
) -> Built | Failed:
    """A result with its verdict; what was met on the way is written into the manifest, to be told again."""
    faults = list(result.diagnostics)
    if isinstance(result, Built):
        faults += [fault for name in result.pdfs for fault in verdicts.get(name, ())]
    diagnostics = Diagnostics(tuple(fault if fault.span else replace(fault, document=task.about) for fault in faults))
    if isinstance(result, Failed) or diagnostics.errors:
        return Failed(diagnostics=diagnostics)
    if any(fault.code == "no-verdict" for fault in faults):
        judge = STRUCTURE
    kept = Diagnostics(tuple(fault for fault in diagnostics if fault.code not in OF_THE_DAY))
    artifacts = tuple(replace(one, faults=kept, verified_by=judge) for one in result.artifacts)
    return replace(result, diagnostics=diagnostics, artifacts=artifacts)


def _make_all(todo: Sequence[TaskStatus], found: BuildStatus, request: Request, hooks: RunHooks) -> Iterator[Result]:
    """Every task's result, as they finish."""
    with heavy_imports():
        from carepress.build import pipeline, workers

    order = partial(
        BuildJob,
        project=replace(found.project),  # without the list of its files, which would travel with every job
        today=request.today,
        shared_digest=found.shared_digest,
        project_digest=found.project_digest,
        allow_overdue=request.allow_overdue,
        pictured=request.output is not None and len(todo) > 1,
    )
    orders = [order(task=state.task) for state in todo]
    pipeline.warm(replace(orders[0], project=found.project))
    with open_pool(request, len(todo), hooks.executor) as executor:
        for number, (at, result) in enumerate(workers.as_completed(executor, pipeline.build_job, orders), start=1):
            hooks.progress(number, len(todo), str(todo[at].task))
            made = (
                workers.explain(result, todo[at].task, found.project) if isinstance(result, workers.Aborted) else result
            )
            yield (
                todo[at],
                _signed(Failed(diagnostics=made) if isinstance(made, Diagnostics) else made, found.fingerprints),
            )


def open_pool(request: Request, tasks: int, executor: Executor | None = None) -> AbstractContextManager[Executor]:
    """Workers for so many tasks: the `executor` if there is one, those of a scheduler, or new ones of this computer."""
    if executor:
        return nullcontext(executor)
    if request.scheduler:
        from carepress.build import remote

        return remote.connected(request.scheduler, request.limits)
    from carepress.build import workers

    return workers.open_workers(min(request.jobs, tasks), request.limits)


def _signed(result: Built | Failed, fingerprints: Fingerprints) -> Built | Failed:
    """A result whose entries in the manifest say what it was made from."""
    if isinstance(result, Failed):
        return result
    return replace(result, artifacts=tuple(_entry(one, result.sources, fingerprints) for one in result.artifacts))


def _entry(one: Artifact, sources: Dependencies, fingerprints: Fingerprints) -> Artifact:
    return replace(
        one,
        toolchain=fingerprints.toolchain,
        made_from=fingerprints.of(sources.files),
        parts={name: fingerprints.parts.get(name, "") for name in sorted(sources.parts)},
        sought=sorted(sources.sought),
    )
