"""The pipeline: which tasks there are, in what order the stages run, and what stands in output/ afterwards.

A failed edition leaves its last good PDF; what was met in making a PDF is told again for as long as it is current.

In:   a Project and a Request.
Out:  an Outcome: the Report, what was printed, what stayed as it was.
Never: prints, writes a file itself, or decides what a fault is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

from carepress.checks import Checks
from carepress.common import Common, read_common
from carepress.diagnostics import BuildFailed, Diagnostic, Report
from carepress.document import Document
from carepress.formats import Edition
from carepress.manuscript import Manuscript
from carepress.output import deliver, digests, shelved, unwritable
from carepress.plan import Asked, Printed, Task, code_digest, stale
from carepress.preflight import verapdf
from carepress.preflight.governance import check_documents
from carepress.preflight.references import cited_keys, uncited
from carepress.project import Project
from carepress.stages import Made, make, read_document

VERAPDF, STRUCTURE = "veraPDF", "structure"
OF_THE_DAY = frozenset({"overdue"})  # told anew by every run


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a run is to do. `output` is None where nothing is to be written; `verify` asks veraPDF where it is there."""

    asked: Asked
    today: date
    output: Path | None
    force: bool = False
    strict: bool = False
    allow_overdue: bool = False
    verify: bool = True
    jobs: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """A task and why it is stale, in words; nothing if it is current."""

    task: Task
    document: Document
    editions: tuple[Edition, ...]
    why: str = ""
    printed: tuple[Printed, ...] = field(default=())

    @property
    def report(self) -> Report:
        """What was met when its PDFs were made."""
        return Report(tuple(fault for one in self.printed for fault in one.report.diagnostics))


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """Every task of the project, what is wrong with what they share, and what the clinics ask of the preflight.

    `idle` are the works that no document uses; a document with an error may only have misspelt their keys.
    """

    states: tuple[State, ...] = ()
    report: Report = field(default_factory=Report)
    idle: Report = field(default_factory=Report)
    checks: tuple[Checks, ...] = ()

    @property
    def switched_off(self) -> dict[str, str]:
        """The checks that do not run, with the reasons that the clinics give."""
        return {code: reason for checks in self.checks for code, reason in checks.off.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a run found and did: new files, those that needed nothing, tasks that failed, files put away."""

    report: Report
    survey: Survey = field(default_factory=Survey)
    printed: tuple[Printed, ...] = ()
    current: tuple[Printed, ...] = ()
    failed: tuple[Task, ...] = ()
    retired: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """A task that gave no PDF, and why."""

    report: Report


Result = tuple[State, Made | Failed]


def run(project: Project, request: Request, progress: Callable[[str], None] = lambda _: None) -> Outcome:
    """Build, or only check, what was asked for."""
    found = survey(project, request)
    wanted = [state for state in found.states if request.asked.wants(state.task)]
    todo = [state for state in wanted if state.why or request.force or request.output is None]
    rest = [state for state in wanted if state not in todo]
    results = _verified(list(_make_all(todo, project, request, progress)), request, found)
    results = [
        (state, _strict(result, state.task, found.report) if request.strict else result) for state, result in results
    ]
    report = found.report
    for told in (*(result.report for _, result in results), *(state.report for state in rest)):
        report += told
    outcome = Outcome(
        report=_in_order(report if report.errors else report + found.idle),
        survey=found,
        printed=tuple(
            one
            for _, result in results
            if isinstance(result, Made)
            for one in result.printed
            if request.asked.wants_edition(one.edition)
        ),
        current=tuple(one for state in rest for one in state.printed),
        failed=tuple(state.task for state, result in results if isinstance(result, Failed) for _ in state.editions),
    )
    return outcome if request.output is None else _written(outcome, results, request.output)


def _written(outcome: Outcome, results: Sequence[Result], output: Path) -> Outcome:
    """What was printed put in its place; or the disk's refusal."""
    kept = {one.file for one in outcome.printed}
    made = [result for _, result in results if isinstance(result, Made)]
    pdfs = {name: pdf for result in made for name, pdf in result.pdfs.items() if name in kept}
    alive = None if outcome.report.errors else {state.task for state in outcome.survey.states}
    try:
        return replace(outcome, retired=deliver(output, pdfs, outcome.printed, alive))
    except OSError as fault:
        failed = tuple(state.task for state, _ in results)
        return replace(outcome, report=outcome.report + Report((unwritable(fault),)), printed=(), failed=failed)


def _in_order(report: Report) -> Report:
    """Each fault once; what all documents share first, then file by file, from top to bottom."""
    faults = list(dict.fromkeys(report.diagnostics))
    files = list(dict.fromkeys(fault.span.file for fault in faults if fault.span))
    places = {file: at for at, file in enumerate(files)}
    last = (len(files), 0, 0)
    spans = [(places[f.span.file], f.span.line, f.span.column) if f.span else last for f in faults]
    return Report(tuple(fault for _, fault in sorted(zip(spans, faults, strict=True), key=lambda pair: pair[0])))


def survey(project: Project, request: Request) -> Survey:
    """Every task of the project and whether it is stale; and what is wrong with what all documents share."""
    read_common.cache_clear()  # a later round of the same process must see what has changed
    report, idle, checks = Report(), Report(), []
    states: list[State] = []
    for clinic in project.clinics:
        common = read_common(project, clinic, request.today.year)
        read, unread = _read_all(project, common, request.asked)
        report += common.report + unread
        report += common.checks.settle(Report(tuple(_of_all(read, common, request))))
        if len(read) == len(project.manuscripts) and not request.asked.documents:
            cited = {key for _, document in read for key in cited_keys(document)}
            idle += common.checks.settle(Report(tuple(uncited(common.bibliography, cited))))
        states += _states(clinic, [document for _, document in read], project, common, request)
        checks.append(common.checks)
    if not project.manuscripts:
        report += [
            Diagnostic(
                code="no-documents",
                message="there is no document in content/",
                help="Make one:   python make_docs.py new asthma",
            )
        ]
    return Survey(states=tuple(states), report=report, idle=idle, checks=tuple(checks))


def _read_all(project: Project, common: Common, asked: Asked) -> tuple[list[tuple[Manuscript, Document]], Report]:
    """Every document; and what is wrong with those that were asked for and give no task."""
    read, report = [], Report()
    for file in project.manuscripts:
        manuscript, document, document_report = read_document(file, project, common.known)
        if manuscript is not None and document is not None:
            read.append((manuscript, document))
        if asked.wants_manuscript(file) and (document is None or not _tasks(document, "", common)):
            report += document_report
    return read, report


def _of_all(read: Sequence[tuple[Manuscript, Document]], common: Common, request: Request) -> Iterator[Diagnostic]:
    """What is asked of all documents together, on every run, told of those that were asked for."""
    for fault in check_documents(read, common.checks, request.today):
        if fault.span and request.asked.wants_manuscript(fault.span.file):
            yield fault


def _states(
    clinic: str, documents: Iterable[Document], project: Project, common: Common, request: Request
) -> Iterator[State]:
    printed = shelved(request.output) if request.output else ()
    there = digests(request.output, printed) if request.output else {}
    code = code_digest(Path(__file__).parent)
    for document in documents:
        due = document.front.review_by and document.front.review_by < request.today
        for task in _tasks(document, clinic, common):
            possible = common.formats[task.format].editions
            editions = tuple(edition for edition in possible if request.asked.wants_edition(edition))
            why = "checked"
            if request.output:
                why = stale(task, editions, project, printed=printed, there=there, code=code)
            yield State(
                task=task,
                document=document,
                editions=editions,
                why=why or ("its review is due" if due else ""),
                printed=tuple(one for one in printed if one.task == task),
            )


def _tasks(document: Document, clinic: str, common: Common) -> list[Task]:
    return [
        Task(document=document.name, lang=document.lang, format=name, clinic=clinic)
        for name in dict.fromkeys(document.front.formats)
        if name in common.formats
    ]


def _strict(result: Made | Failed, task: Task, shared: Report) -> Made | Failed:
    """With --strict a warning holds a document back: one of its own, or one of a file that all documents share."""
    mine = [fault for fault in shared.warnings if fault.about == task.about or not fault.is_of_a_document]
    return Failed(report=result.report) if mine or result.report.warnings else result


def _verified(results: Sequence[Result], request: Request, found: Survey) -> list[Result]:
    """What veraPDF says of the finished files, all at once; without it the structural checks have decided already."""
    asked = request.verify and all(checks.verapdf for checks in found.checks)
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


def _make_all(
    todo: Sequence[State], project: Project, request: Request, progress: Callable[[str], None]
) -> Iterator[Result]:
    jobs = min(request.jobs, len(todo))
    code = code_digest(Path(__file__).parent)
    arguments = [(state.task, project, request.today, request.allow_overdue, code) for state in todo]
    if jobs <= 1:
        yield from _told(todo, map(_make_one, arguments), progress)
        return
    with _workers(jobs) as workers:
        yield from _told(todo, workers.map(_make_one, arguments), progress)


def _told(todo: Sequence[State], results: Iterable[Made | Failed], progress: Callable[[str], None]) -> Iterator[Result]:
    for state, result in zip(todo, results, strict=True):
        progress(str(state.task))
        yield state, result


def _workers(jobs: int) -> Executor:
    """Processes, never threads: WeasyPrint's fonts do not bear threads. Forked where that can be, to start at once."""
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    return ProcessPoolExecutor(max_workers=jobs, mp_context=get_context(method))


def _make_one(arguments: tuple[Task, Project, date, bool, str]) -> Made | Failed:
    task, project, today, allow_overdue, code = arguments
    try:
        return make(task, project, today=today, allow_overdue=allow_overdue, code=code)
    except BuildFailed as failure:
        return Failed(report=failure.report)
