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

from carepress.build.cache import Ledger
from carepress.build.jobs import Failed, Made, Order
from carepress.build.manifest import Printed, Shelf
from carepress.build.output import KEPT, MANIFEST, deliver, deliver_pictures, retell, shelf, tidy, unwritable
from carepress.build.plan import Present, Sources, Task
from carepress.build.request import Request
from carepress.build.status import State, Survey, survey
from carepress.diagnostics.model import Diagnostic, Report
from carepress.project.files import Project
from carepress.system.imports import libraries

VERAPDF, STRUCTURE = "veraPDF", "structure"
OF_THE_DAY = frozenset({"overdue"})  # told anew by every run
PAUSE = 3.0  # seconds between two deliveries


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a run found and did: new files, those that needed nothing, tasks that failed, files put away."""

    report: Report
    survey: Survey
    printed: tuple[Printed, ...] = ()
    current: tuple[Printed, ...] = ()
    failed: tuple[Task, ...] = ()
    retired: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """Who goes along with a run: told of its progress (tasks done, of how many, the last one) and of waiting.

    `executor` is a pool that is there already; without one, a run has workers of its own.
    """

    progress: Callable[[int, int, str], None] = lambda *_: None
    tell: Callable[[str], None] = lambda _: None
    executor: Executor | None = None


Result = tuple[State, Made | Failed]


def run(project: Project, request: Request, ledger: Ledger | None = None, company: Company | None = None) -> Outcome:
    """Build, or only check, what was asked for."""
    ledger, company = ledger or Ledger(), company or Company()
    found = _survey(project, request, ledger)
    if not any(_todo(state, request) for state in found.states):
        return _finished(found, (), request)
    with _alone(request, company) as waited:
        if request.output:
            tidy(request.output)
        if waited:  # another build was here
            found = _survey(Project(project.root, project.house), request, ledger)
        todo = sorted((state for state in found.states if _todo(state, request)), key=_text)
        results: list[Result] = []
        retired: list[str] = []
        for batch in _batches(_make_all(todo, found, request, company)):
            delivered, put_away = _delivered(batch, request, found)
            results += delivered
            retired += put_away
        return _finished(found, results, request, retired)


def _survey(project: Project, request: Request, ledger: Ledger) -> Survey:
    return survey(project, request, shelf(request.output, ledger) if request.output else Shelf(), ledger)


def _todo(state: State, request: Request) -> bool:
    return request.asked.wants(state.task) and bool(state.why or request.force or request.output is None)


def _text(state: State) -> tuple[str, str]:
    """Clinics of one text come one after another: they share pages (sharing)."""
    return state.task.manuscript, state.task.format


def _alone(request: Request, company: Company) -> AbstractContextManager[bool]:
    """No two builds write to one folder at once."""
    if request.output is None:
        return nullcontext(False)
    from carepress.build.lock import held

    return held(request.output / KEPT, company.tell)


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


def _delivered(batch: Sequence[Result], request: Request, found: Survey) -> tuple[list[Result], Sequence[str]]:
    """A batch with its verdicts; what is fit stands in output/. And what was put away for it."""
    results = _verified(batch, request, found)
    if request.strict:
        results = [(state, _strict(result, state.task, found.report)) for state, result in results]
    if request.output is None:
        return results, ()
    made = [(state, result) for state, result in results if not isinstance(result, Failed)]
    printed = [one for _, result in made for one in result.printed if request.asked.wants_edition(one.edition)]
    pdfs = {name: pdf for _, result in made for name, pdf in result.pdfs.items()}
    delivery = deliver(request.output, pdfs, printed)
    deliver_pictures(request.output, {name: png for _, result in made for name, png in result.pictures.items()})
    return [(state, _refused(result, delivery.refused)) for state, result in results], delivery.retired


def _refused(result: Made | Failed, refused: Mapping[str, Diagnostic]) -> Made | Failed:
    """A result without its PDFs' bytes, which need not be kept; it failed if the disk refused one of them."""
    if isinstance(result, Failed):
        return result
    faults = [refused[name] for name in result.pdfs if name in refused]
    return Failed(report=result.report + faults) if faults else replace(result, pdfs={}, pictures={})


def _finished(found: Survey, results: Sequence[Result], request: Request, retired: Sequence[str] = ()) -> Outcome:
    """What came of it all; what is gone from content/ goes from output/."""
    places = {state.task: at for at, state in enumerate(found.states)}
    results = sorted(results, key=lambda result: places[result[0].task])  # not as they happened to finish
    done = {state.task for state, _ in results}
    rest = [state for state in found.states if request.asked.wants(state.task) and state.task not in done]
    report = found.report
    for told in (*(result.report for _, result in results), *(state.report for state in rest)):
        report += told
    made = [result for _, result in results if not isinstance(result, Failed)]
    printed = (one for result in made for one in result.printed)
    outcome = Outcome(
        report=_in_order(report if report.errors else report + found.idle),
        survey=found,
        printed=tuple(one for one in printed if request.asked.wants_edition(one.edition)),
        current=tuple(one for state in rest for one in state.printed),
        failed=tuple(state.task for state, result in results if isinstance(result, Failed) for _ in state.editions),
        retired=tuple(retired),
    )
    return outcome if request.output is None else _retold(outcome, request.output)


def _retold(outcome: Outcome, output: Path) -> Outcome:
    """What is current is said to be so, and what is gone is put away; not while something cannot be read."""
    if not outcome.printed and outcome.survey.is_told and (output / MANIFEST).is_file():
        return outcome
    states, new = outcome.survey.states, {one.file for one in outcome.printed}
    current = [one for state in states if not state.why for one in state.printed if one.file not in new]
    sound = not outcome.report.errors
    try:
        retired = retell(output, current if sound else (), {state.task for state in states} if sound else None)
    except OSError as fault:
        return replace(outcome, report=outcome.report + Report((unwritable(fault),)))
    return replace(outcome, retired=(*outcome.retired, *retired))


def news(outcome: Outcome, request: Request) -> str:
    """Changes when there is something new to tell on report.html."""
    shelf_ = sorted((*outcome.current, *outcome.printed), key=lambda one: one.file)
    made = {one.task for one in shelf_}
    states = ((state.task, state.front, "" if state.task in made else state.why) for state in outcome.survey.states)
    pdfs = ((one.file, one.sha256, one.faults) for one in shelf_)
    told = (request.today, outcome.survey.project.stamp, outcome.failed, outcome.report, *states, *pdfs)
    return sha256("\n".join(map(repr, told)).encode()).hexdigest()[:16]


def _in_order(report: Report) -> Report:
    """Each fault once; what all documents share first, then file by file, from top to bottom."""
    faults = list(dict.fromkeys(report.diagnostics))
    files = list(dict.fromkeys(fault.span.file for fault in faults if fault.span))
    places = {file: at for at, file in enumerate(files)}
    last = (len(files), 0, 0)
    spans = [(places[f.span.file], f.span.line, f.span.column) if f.span else last for f in faults]
    return Report(tuple(fault for _, fault in sorted(zip(spans, faults, strict=True), key=lambda pair: pair[0])))


def _strict(result: Made | Failed, task: Task, shared: Report) -> Made | Failed:
    """With --strict a warning holds a document back: one of its own, or one of a file that all documents share."""
    mine = [fault for fault in shared.warnings if fault.about == task.about or not fault.is_of_a_document]
    return Failed(report=result.report) if mine or result.report.warnings else result


def _verified(results: Sequence[Result], request: Request, found: Survey) -> list[Result]:
    """What veraPDF says of the finished files, all at once; without it the structural checks have decided already."""
    from carepress.preflight import verapdf

    asked = request.verify and all(policy.verapdf for policy in found.policies)
    validator = verapdf.find() if asked else None
    pdfs = {name: pdf for _, result in results if isinstance(result, Made) for name, pdf in result.pdfs.items()}
    verdicts = validator.validate(pdfs) if validator and pdfs else {}
    judge = VERAPDF if validator else STRUCTURE
    return [(state, _judged(result, state.task, verdicts, judge)) for state, result in results]


def _judged(
    result: Made | Failed, task: Task, verdicts: Mapping[str, Sequence[Diagnostic]], judge: str
) -> Made | Failed:
    """A result with its verdict; what was met on the way is written into the manifest, to be told again."""
    faults = list(result.report.diagnostics)
    if isinstance(result, Made):
        faults += [fault for name in result.pdfs for fault in verdicts.get(name, ())]
    report = Report(tuple(fault if fault.span else replace(fault, document=task.about) for fault in faults))
    if isinstance(result, Failed) or report.errors:
        return Failed(report=report)
    if any(fault.code == "no-verdict" for fault in faults):
        judge = STRUCTURE
    kept = [fault.as_json() for fault in report.diagnostics if fault.code not in OF_THE_DAY]
    printed = tuple(replace(one, faults=kept, verified_by=judge) for one in result.printed)
    return replace(result, report=report, printed=printed)


def _make_all(todo: Sequence[State], found: Survey, request: Request, company: Company) -> Iterator[Result]:
    """Every task's result, as they finish."""
    with libraries():
        from carepress.build import pipeline, workers

    pipeline.warm(found.project, todo[0].task.clinic, request.today)
    order = partial(
        Order,
        project=found.project,
        today=request.today,
        allow_overdue=request.allow_overdue,
        pictured=request.output is not None and len(todo) > 1,
    )
    orders = [order(task=state.task) for state in todo]
    hired = nullcontext(company.executor) if company.executor else staff(request, len(todo))
    with hired as executor:
        for number, (at, result) in enumerate(workers.each(executor, pipeline.attempt, orders), start=1):
            company.progress(number, len(todo), str(todo[at].task))
            made = (
                workers.faults_of(result, todo[at].task, found.project) if isinstance(result, workers.Gave) else result
            )
            yield todo[at], _signed(Failed(report=made) if isinstance(made, Report) else made, found.present)


def staff(request: Request, most: int) -> AbstractContextManager[Executor]:
    """Workers: those of a scheduler, or new ones of this computer, `most` of them that can have something to do."""
    if request.scheduler:
        from carepress.build import remote

        return remote.connected(request.scheduler, request.limits)
    from carepress.build import workers

    return workers.workers(min(request.jobs, most), request.limits)


def _signed(result: Made | Failed, present: Present) -> Made | Failed:
    """A result whose entries in the manifest say what it was made from."""
    if isinstance(result, Failed):
        return result
    return replace(result, printed=tuple(_entry(one, result.sources, present) for one in result.printed))


def _entry(one: Printed, sources: Sources, present: Present) -> Printed:
    return replace(
        one,
        recipe=present.recipe,
        made_from=present.of(sources.files),
        parts={name: present.parts.get(name, "") for name in sorted(sources.parts)},
        sought=sorted(sources.sought),
    )
