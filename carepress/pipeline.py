"""The pipeline: which tasks there are, in what order the stages run, and what stands in output/ afterwards.

This is the only writer of output/. A PDF is written beside its place and renamed, so a killed run leaves no half
file; a failed edition leaves its last good PDF; the manifest is written last.

In:   a Project and a Request.
Out:  an Outcome: the Report, what was printed, what stayed as it was.
Never: prints, or decides what a fault is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

from carepress.common import Common, read_common
from carepress.diagnostics import BuildFailed, Diagnostic, Report
from carepress.document import Document
from carepress.formats import Edition
from carepress.plan import Asked, Printed, Task, code_digest, manifest_text, read_manifest, stale
from carepress.project import Project
from carepress.stages import Made, make, read_document

MANIFEST = "manifest.json"
RETIRED = ".old"


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a run is to do. `output` is None where nothing is to be written."""

    asked: Asked
    today: date
    output: Path | None
    force: bool = False
    strict: bool = False
    allow_overdue: bool = False
    jobs: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a run found and did: new files, those that needed nothing, tasks that failed, files put away."""

    report: Report
    printed: tuple[Printed, ...] = ()
    current: tuple[Printed, ...] = ()
    failed: tuple[Task, ...] = ()
    retired: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """A task and why it is stale, in words; nothing if it is current."""

    task: Task
    document: Document
    editions: tuple[Edition, ...]
    why: str = ""
    printed: tuple[Printed, ...] = field(default=())


def run(project: Project, request: Request, progress: Callable[[str], None] = lambda _: None) -> Outcome:
    """Build, or only check, what was asked for."""
    states, report = survey(project, request)
    wanted = [state for state in states if request.asked.wants(state.task)]
    todo = [state for state in wanted if state.why or request.force or request.output is None]
    current = tuple(one for state in wanted if state not in todo for one in state.printed)
    made, failed = [], []
    for state, result in _make_all(todo, project, request, progress):
        report += result.report
        if isinstance(result, Made) and not (request.strict and result.report.warnings):
            made.append(result)
        else:
            failed += [state.task] * len(state.editions)
    report = _in_order(report)
    printed = tuple(one for result in made for one in result.printed if request.asked.wants_edition(one.edition))
    if request.output is None:
        return Outcome(report=report, printed=printed, current=current, failed=tuple(failed))
    kept = {one.file for one in printed}
    pdfs = {name: pdf for result in made for name, pdf in result.pdfs.items() if name in kept}
    alive = None if report.errors else {state.task for state in states}
    try:
        retired = _write(request.output, pdfs, printed, alive)
    except OSError as fault:
        report += (_unwritable(fault),)
        return Outcome(report=report, current=current, failed=tuple(state.task for state in todo))
    return Outcome(report=report, printed=printed, current=current, failed=tuple(failed), retired=retired)


def _in_order(report: Report) -> Report:
    """Each fault once; what all documents share first, then file by file, from top to bottom."""
    faults = list(dict.fromkeys(report.diagnostics))
    files = list(dict.fromkeys(fault.span.file for fault in faults if fault.span))
    places = {file: at for at, file in enumerate(files)}
    last = (len(files), 0, 0)
    spans = [(places[f.span.file], f.span.line, f.span.column) if f.span else last for f in faults]
    return Report(tuple(fault for _, fault in sorted(zip(spans, faults, strict=True), key=lambda pair: pair[0])))


def survey(project: Project, request: Request) -> tuple[list[State], Report]:
    """Every task of the project and whether it is stale; and what is wrong with what all documents share."""
    read_common.cache_clear()  # a later round of the same process must see what has changed
    report, states = Report(), []
    output = request.output
    printed = read_manifest(_text(output / MANIFEST)) if output else ()
    there = {one.file: digest for one in printed if output and (digest := _digest(output / one.file))}
    code = code_digest(Path(__file__).parent)
    for clinic in project.clinics:
        common = read_common(project, clinic, request.today.year)
        report += common.report
        for file in project.manuscripts:
            _, document, document_report = read_document(file, project, common.known)
            if document is None or not (tasks := _tasks(document, clinic, common)):
                report += document_report if request.asked.wants_manuscript(file) else ()
                continue
            for task in tasks:
                possible = common.formats[task.format].editions
                editions = tuple(edition for edition in possible if request.asked.wants_edition(edition))
                why = stale(task, editions, project, printed=printed, there=there, code=code) if output else "checked"
                mine = tuple(one for one in printed if one.task == task)
                if document.front.review_by and document.front.review_by < request.today:
                    why = why or "its review is due"
                states.append(State(task=task, document=document, editions=editions, why=why, printed=mine))
    if not project.manuscripts:
        report += [
            Diagnostic(
                code="no-documents",
                message="there is no document in content/",
                help="Make one:   python make_docs.py new asthma",
            )
        ]
    return states, report


def _tasks(document: Document, clinic: str, common: Common) -> list[Task]:
    return [
        Task(document=document.name, lang=document.lang, format=name, clinic=clinic)
        for name in dict.fromkeys(document.front.formats)
        if name in common.formats
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """A task that gave no PDF, and why."""

    report: Report


def _make_all(
    todo: Sequence[State], project: Project, request: Request, progress: Callable[[str], None]
) -> Iterator[tuple[State, Made | Failed]]:
    jobs = min(request.jobs, len(todo))
    code = code_digest(Path(__file__).parent)
    arguments = [(state.task, project, request.today, request.allow_overdue, code) for state in todo]
    if jobs <= 1:
        results: Iterable[Made | Failed] = map(_make_one, arguments)
        yield from _told(todo, results, progress)
        return
    with _workers(jobs) as workers:
        yield from _told(todo, workers.map(_make_one, arguments), progress)


def _told(
    todo: Sequence[State], results: Iterable[Made | Failed], progress: Callable[[str], None]
) -> Iterator[tuple[State, Made | Failed]]:
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


def _write(
    output: Path, pdfs: Mapping[str, bytes], printed: Sequence[Printed], alive: Collection[Task] | None
) -> tuple[str, ...]:
    """Put new PDFs in their places, put away those whose document is gone or renamed, and write the manifest last.

    `alive` are the tasks that there are; None, after errors, keeps all: what could not be read is not gone.
    """
    before = read_manifest(_text(output / MANIFEST))
    for name, pdf in pdfs.items():
        _replace(output / name, pdf)
    new = {(one.task, one.edition): one for one in printed}
    kept = [new.get((one.task, one.edition), one) for one in before if alive is None or one.task in alive]
    manifest = {one.file: one for one in (*kept, *printed)}
    gone = [one.file for one in before if one.file not in manifest and (output / one.file).exists()]
    for name in gone:
        _retire(output, name)
    text = manifest_text(list(manifest.values()))
    if text != _text(output / MANIFEST):
        _replace(output / MANIFEST, text.encode())
    return tuple(gone)


def _unwritable(fault: OSError) -> Diagnostic:
    name = Path(fault.filename or "output").name.removeprefix(".").removesuffix(".new")
    return Diagnostic(
        code="unwritable-output",
        message=f"{name} cannot be written: {(fault.strerror or 'the disk refuses').lower()}",
        help="Close the PDF if a program has it open, and check that there is room on the disk."
        "\nThe PDFs that were there before are still whole.",
    )


def _replace(path: Path, data: bytes) -> None:
    """Write beside the place and rename, so that there is always either the old file or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _retire(output: Path, name: str) -> None:
    place = output / RETIRED / name
    place.parent.mkdir(parents=True, exist_ok=True)
    (output / name).replace(place)


def clean(output: Path) -> tuple[str, ...]:
    """Remove every PDF that the manifest names, and the manifest; nothing else."""
    gone = []
    for one in read_manifest(_text(output / MANIFEST)):
        if (output / one.file).exists():
            (output / one.file).unlink()
            gone.append(one.file)
    (output / MANIFEST).unlink(missing_ok=True)
    return tuple(gone)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
