"""The survey: every task of the project, whether its PDFs are current, and what is wrong with what documents share.

Made anew by every run, but only what has changed is read; so a build with nothing to do is over at once.

In:   a Project, a Request, the Ledger.
Out:  a Survey; the Ledger has learnt what was read.
Never: writes, or makes a page. Libraries are imported only if something must be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import ModuleType

from carepress.build.cache import Kept, Ledger
from carepress.build.manifest import Printed, Shelf
from carepress.build.plan import IN_PARTS, Present, Task
from carepress.build.request import Request
from carepress.build.toolchain import made_with, recipe
from carepress.content.summary import Abstract, Front, Own, Shared
from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostic, Report
from carepress.diagnostics.policy import Policy
from carepress.preflight.collection import check_documents, uncited
from carepress.project.files import Project
from carepress.project.source import Source
from carepress.system.imports import libraries

FONTS, CLINIC = "content/fonts/", "content/clinic.yaml"


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """A task and why it is stale, in words; nothing if it is current."""

    task: Task
    front: Front
    editions: Sequence[Edition]
    why: str = ""
    printed: tuple[Printed, ...] = field(default=())

    @property
    def report(self) -> Report:
        """What was met when its PDFs were made."""
        return Report(tuple(fault for one in self.printed for fault in one.report.diagnostics))


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """Every task of the project, what is wrong with what they share, and what the clinics ask of the preflight.

    `idle` are the works that no document uses; a document with an error may only have misspelt their keys. `project`
    bears the stamp of what it is now; `present` is what its files come to; `shelf` is what the manifest tells of.
    """

    project: Project
    states: tuple[State, ...] = ()
    report: Report = field(default_factory=Report)
    idle: Report = field(default_factory=Report)
    policies: tuple[Policy, ...] = ()
    shelf: Sequence[Printed] = ()
    present: Present = field(default_factory=Present)

    @property
    def is_told(self) -> bool:
        """Whether the manifest says of everything what is so: nothing is gone, and no entry is to be renewed."""
        there = {id(one) for one in self.shelf}
        return there == {id(one) for state in self.states for one in state.printed}

    @property
    def switched_off(self) -> dict[str, str]:
        """The checks that do not run, with the reasons that the clinics give."""
        return {code: reason for policy in self.policies for code, reason in policy.off.items()}


def survey(project: Project, request: Request, shelf: Shelf, ledger: Ledger) -> Survey:
    """Every task of the project and whether it is stale; and what is wrong with what all documents share."""
    files = ledger.digests(project.files)
    versions = made_with(ledger)
    code = versions["carepress"]
    stock = _digest(code, *_of_all(files), *project.outside)
    project = project.stamped(_digest(stock, *_of_clinics(project, files)), _digest(code, *files.values()))
    reader = _Reader(project, request.today.year, ledger)
    shared = reader.shared(stock)
    abstracts = [reader.abstract(file, f"{code} {files.get(file)} {shared.known}") for file in project.manuscripts]
    present = Present(files=files, parts=shared.parts, recipe=recipe(versions))
    states: list[State] = []
    faults, idle = list[Diagnostic](), list[Diagnostic]()
    policies: list[Policy] = []
    printed = shelf.by_task
    for clinic, file in project.clinics.items():
        own = reader.own(clinic, f"{stock} {files.get(file)}")
        told = own.report + shared.report + _asked_of_all(abstracts, own.policy, request)
        faults += [*own.policy.settle(told).diagnostics, *_unread(abstracts, shared, request)]
        idle += own.policy.settle(_idle(abstracts, shared, request)).diagnostics
        policies.append(own.policy)
        for state in _states(clinic, abstracts, shared, request):
            judged = _judged(state, printed.get(state.task, ()), present, shelf.there, request)
            states.append(_placed(judged, project))
    ledger.keep_only({"", *project.manuscripts, *project.clinics})
    return Survey(
        project=project,
        present=present,
        states=tuple(states),
        report=Report((*faults, *_no_documents(project))),
        idle=Report(tuple(idle)),
        policies=tuple(policies),
        shelf=shelf.printed,
    )


class _Reader:
    """Reads what the ledger does not know, and lets it know."""

    def __init__(self, project: Project, year: int, ledger: Ledger) -> None:
        self.project, self.year, self.ledger = project, year, ledger

    def shared(self, key: str) -> Shared:
        return self._known(Shared, "", f"{key} {self.year}", lambda: _abstracting().shared(self.project, self.year))

    def own(self, clinic: str, key: str) -> Own:
        return self._known(Own, clinic, key, lambda: _abstracting().own(self.project, clinic, self.year))

    def abstract(self, file: str, key: str) -> Abstract:
        return self._known(Abstract, file, key, lambda: _abstracting().abstract(file, self.project, self.year))

    def _known(self, kind: type[Kept], name: str, key: str, read: Callable[[], Kept]) -> Kept:
        fact = self.ledger.recall(kind, name, key)
        if fact is None:
            fact = read()
            self.ledger.learn(fact, name, key)
        return fact


def _abstracting() -> ModuleType:
    with libraries():
        from carepress.build import summarise

    return summarise


def _no_documents(project: Project) -> Iterator[Diagnostic]:
    if not project.manuscripts:
        yield Diagnostic(
            code="no-documents",
            message="there is no document in content/",
            help="Make one:   python make_docs.py new asthma",
        )


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _of_all(files: Mapping[str, str]) -> Iterator[str]:
    """Changes when anything changes that all documents share."""
    for name, digest in files.items():
        alone = name.startswith("content/") and name.count("/") > 1 and not name.startswith(FONTS)
        if not alone and name != CLINIC:
            yield f"{name} {digest}"


def _of_clinics(project: Project, files: Mapping[str, str]) -> Iterator[str]:
    return (files.get(file, "") for file in project.clinics.values())


def _unread(abstracts: Sequence[Abstract], shared: Shared, request: Request) -> Iterator[Diagnostic]:
    """What is wrong with documents that were asked for and give no task."""
    for abstract in abstracts:
        if request.asked.wants_manuscript(abstract.file) and not _formats(abstract, shared):
            yield from abstract.report.diagnostics


def _asked_of_all(abstracts: Sequence[Abstract], policy: Policy, request: Request) -> Iterator[Diagnostic]:
    """What is asked of all documents together, told of those that were asked for."""
    for fault in check_documents(abstracts, policy.review_near_days, request.today):
        if fault.span and request.asked.wants_manuscript(fault.span.file):
            yield fault


def _idle(abstracts: Sequence[Abstract], shared: Shared, request: Request) -> Report:
    if request.asked.documents or not all(one.front for one in abstracts):
        return Report()
    cited = {key for one in abstracts for key in one.cited}
    return Report(tuple(uncited(shared.works, cited)))


def _formats(abstract: Abstract, shared: Shared) -> list[str]:
    return [name for name in dict.fromkeys(abstract.front.formats if abstract.front else ()) if name in shared.formats]


def _states(clinic: str, abstracts: Sequence[Abstract], shared: Shared, request: Request) -> Iterator[State]:
    for abstract in abstracts:
        for name in _formats(abstract, shared):
            editions = [Edition(edition) for edition in shared.formats[name] if request.asked.wants_edition(edition)]
            task = Task(document=abstract.name, lang=abstract.lang, format=name, clinic=clinic)
            if abstract.front:
                yield State(task=task, front=abstract.front, editions=editions)


def _judged(
    state: State, mine: Sequence[Printed], present: Present, there: Mapping[str, str], request: Request
) -> State:
    """The state with why it is stale, or with what stands of it in output/."""
    why = stale(state.editions, mine, present, there) if request.output else "checked"
    due = state.front.review_by and state.front.review_by < request.today
    current = tuple(mine) if why else tuple(_renewed(one, present) for one in mine)
    return replace(state, why=why or ("its review is due" if due else ""), printed=current)


def stale(editions: Sequence[Edition], printed: Sequence[Printed], present: Present, there: Mapping[str, str]) -> str:
    """Why a task must be done again, in words; nothing if all its editions are current.

    `there` gives the sha256 of every PDF that is in output/ now.
    """
    mine = {one.edition: one for one in printed}
    for edition in editions:
        one = mine.get(str(edition))
        if one is None:
            return "not made yet"
        if there.get(one.file) != one.sha256:
            return "the PDF is not the one that was made"
        if why := present.why(one.made_from, one.parts, one.sought, one.recipe):
            return why
    return ""


def _renewed(one: Printed, present: Present) -> Printed:
    """The entry as if the PDF had just been made: parts of shared files that it does not use may have changed."""
    files = present.of(one.made_from.keys() & set(IN_PARTS))
    return one if files.items() <= one.made_from.items() else replace(one, made_from={**one.made_from, **files})


def _placed(state: State, project: Project) -> State:
    """The state with its old faults where they stand now: other parts of a shared file may have moved them."""
    if state.why or not any(fault["file"] in IN_PARTS for one in state.printed for fault in one.faults):
        return state
    printed = tuple(replace(one, faults=[_moved(fault, project) for fault in one.faults]) for one in state.printed)
    return replace(state, printed=printed)


def _moved(fault: Mapping[str, object], project: Project) -> Mapping[str, object]:
    source = project.source(str(fault["file"])) if fault["file"] in IN_PARTS else None
    if not isinstance(source, Source):
        return fault
    lines = [number for number, line in enumerate(source.lines, start=1) if line == fault["text"]]
    was = fault["line"] if isinstance(fault["line"], int) else 1
    return {**fault, "line": min(lines, key=lambda line: abs(line - was), default=was)}
