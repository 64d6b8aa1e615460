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

from carepress.build.cache import BuildCache, Kept
from carepress.build.manifest import Artifact, OutputState
from carepress.build.plan import IN_PARTS, Fingerprints, Task
from carepress.build.request import Request
from carepress.build.toolchain import toolchain_digest, toolchain_versions
from carepress.content.summary import ClinicSummary, DocumentSummary, FrontMatterSummary, SharedSummary
from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.diagnostics.policy import SeverityPolicy
from carepress.preflight.collection import check_documents, uncited
from carepress.project.files import ProjectFolder
from carepress.project.paths import CLINIC, FONTS
from carepress.project.source import Source
from carepress.system.imports import heavy_imports


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskStatus:
    """A task and why it is stale, in words; nothing if it is current."""

    task: Task
    front: FrontMatterSummary
    editions: Sequence[Edition]
    reason: str = ""
    artifacts: tuple[Artifact, ...] = field(default=())

    @property
    def diagnostics(self) -> Diagnostics:
        """What was met when its PDFs were made."""
        return Diagnostics(tuple(fault for one in self.artifacts for fault in one.faults))


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildStatus:
    """Every task of the project, what is wrong with what they share, and what the clinics ask of the preflight.

    `idle` are the works that no document uses; a document with an error may only have misspelt their keys.
    `project_digest` and `shared_digest` are digests of all files and of those that documents share; `fingerprints` are
    those of single files; `shelf` is what the manifest tells of.
    """

    project: ProjectFolder
    project_digest: str = ""
    shared_digest: str = ""
    states: tuple[TaskStatus, ...] = ()
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    idle: Diagnostics = field(default_factory=Diagnostics)
    policies: tuple[SeverityPolicy, ...] = ()
    shelf: Sequence[Artifact] = ()
    fingerprints: Fingerprints = field(default_factory=Fingerprints)

    @property
    def is_told(self) -> bool:
        """Whether the manifest says of everything what is so: nothing is gone, and no entry is to be renewed."""
        there = {id(one) for one in self.shelf}
        return there == {id(one) for state in self.states for one in state.artifacts}

    @property
    def switched_off(self) -> dict[str, str]:
        """The checks that do not run, with the reasons that the clinics give."""
        return {code: reason for policy in self.policies for code, reason in policy.off.items()}


def build_status(project: ProjectFolder, request: Request, shelf: OutputState, build_cache: BuildCache) -> BuildStatus:
    """Every task of the project and whether it is stale; and what is wrong with what all documents share."""
    files = build_cache.digests(project.files)
    versions = toolchain_versions(build_cache)
    code = versions["carepress"]
    common = _digest(code, *_of_all(files), *project.outside)
    shared_digest = _digest(common, *_of_clinics(project, files))
    reader = _Reader(project, request.today.year, shared_digest, build_cache)
    shared = reader.shared(common)
    abstracts = [reader.abstract(file, f"{code} {files.get(file)} {shared.known}") for file in project.manuscripts]
    fingerprints = Fingerprints(files=files, parts=shared.parts, toolchain=toolchain_digest(versions))
    states: list[TaskStatus] = []
    faults, idle = list[Diagnostic](), list[Diagnostic]()
    policies: list[SeverityPolicy] = []
    artifacts = shelf.by_task
    for clinic, file in project.clinics.items():
        own = reader.own(clinic, f"{common} {files.get(file)}")
        told = own.diagnostics + shared.diagnostics + _asked_of_all(abstracts, own.policy, request)
        faults += [*own.policy.apply(told), *_unread(abstracts, shared, request)]
        idle += own.policy.apply(_idle(abstracts, shared, request))
        policies.append(own.policy)
        for state in _states(clinic, abstracts, shared, request):
            judged = _judged(state, artifacts.get(state.task, ()), fingerprints, shelf.there, request)
            states.append(_placed(judged, project))
    build_cache.keep_only({"", *project.manuscripts, *project.clinics})
    return BuildStatus(
        project=project,
        project_digest=_digest(code, *files.values()),
        shared_digest=shared_digest,
        fingerprints=fingerprints,
        states=tuple(states),
        diagnostics=Diagnostics((*faults, *_no_documents(project))),
        idle=Diagnostics(tuple(idle)),
        policies=tuple(policies),
        shelf=shelf.artifacts,
    )


class _Reader:
    """Reads what the ledger does not know, and lets it know."""

    def __init__(self, project: ProjectFolder, year: int, shared_digest: str, build_cache: BuildCache) -> None:
        self.project, self.build_cache = project, build_cache
        self.year, self.inputs = year, (year, shared_digest)

    def shared(self, key: str) -> SharedSummary:
        return self._known(
            SharedSummary, "", f"{key} {self.year}", lambda: _summarise().summarise_shared(self.project, *self.inputs)
        )

    def own(self, clinic: str, key: str) -> ClinicSummary:
        return self._known(
            ClinicSummary, clinic, key, lambda: _summarise().summarise_clinic(self.project, clinic, *self.inputs)
        )

    def abstract(self, file: str, key: str) -> DocumentSummary:
        return self._known(
            DocumentSummary, file, key, lambda: _summarise().summarise_document(file, self.project, *self.inputs)
        )

    def _known(self, kind: type[Kept], name: str, key: str, read: Callable[[], Kept]) -> Kept:
        fact = self.build_cache.get(kind, name, key)
        if fact is None:
            fact = read()
            self.build_cache.put(fact, name, key)
        return fact


def _summarise() -> ModuleType:
    with heavy_imports():
        from carepress.build import summarise

    return summarise


def _no_documents(project: ProjectFolder) -> Iterator[Diagnostic]:
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


def _of_clinics(project: ProjectFolder, files: Mapping[str, str]) -> Iterator[str]:
    return (files.get(file, "") for file in project.clinics.values())


def _unread(abstracts: Sequence[DocumentSummary], shared: SharedSummary, request: Request) -> Iterator[Diagnostic]:
    """What is wrong with documents that were asked for and give no task."""
    for abstract in abstracts:
        if request.selection.wants_manuscript(abstract.file) and not _formats(abstract, shared):
            yield from abstract.diagnostics


def _asked_of_all(
    abstracts: Sequence[DocumentSummary], policy: SeverityPolicy, request: Request
) -> Iterator[Diagnostic]:
    """What is asked of all documents together, told of those that were asked for."""
    for fault in check_documents(abstracts, policy.review_near_days, request.today):
        if fault.span and request.selection.wants_manuscript(fault.span.file):
            yield fault


def _idle(abstracts: Sequence[DocumentSummary], shared: SharedSummary, request: Request) -> Diagnostics:
    if request.selection.documents or not all(one.front for one in abstracts):
        return Diagnostics()
    cited = {key for one in abstracts for key in one.cited}
    return Diagnostics(tuple(uncited(shared.works, cited)))


def _formats(abstract: DocumentSummary, shared: SharedSummary) -> list[str]:
    return [name for name in dict.fromkeys(abstract.front.formats if abstract.front else ()) if name in shared.formats]


def _states(
    clinic: str, abstracts: Sequence[DocumentSummary], shared: SharedSummary, request: Request
) -> Iterator[TaskStatus]:
    for abstract in abstracts:
        for name in _formats(abstract, shared):
            editions = [
                Edition(edition) for edition in shared.formats[name] if request.selection.wants_edition(edition)
            ]
            task = Task(document=abstract.name, lang=abstract.lang, format=name, clinic=clinic)
            if abstract.front:
                yield TaskStatus(task=task, front=abstract.front, editions=editions)


def _judged(
    state: TaskStatus, mine: Sequence[Artifact], fingerprints: Fingerprints, there: Mapping[str, str], request: Request
) -> TaskStatus:
    """The state with why it is stale, or with what stands of it in output/."""
    reason = stale(state.editions, mine, fingerprints, there) if request.output else "checked"
    due = state.front.review_by and state.front.review_by < request.today
    current = tuple(mine) if reason else tuple(_renewed(one, fingerprints) for one in mine)
    return replace(state, reason=reason or ("its review is due" if due else ""), artifacts=current)


def stale(
    editions: Sequence[Edition], artifacts: Sequence[Artifact], fingerprints: Fingerprints, there: Mapping[str, str]
) -> str:
    """Why a task must be done again, in words; nothing if all its editions are current.

    `there` gives the sha256 of every PDF that is in output/ now.
    """
    mine = {one.edition: one for one in artifacts}
    for edition in editions:
        one = mine.get(str(edition))
        if one is None:
            return "not made yet"
        if there.get(one.file) != one.sha256:
            return "the PDF is not the one that was made"
        if reason := fingerprints.reason(one.made_from, one.parts, one.sought, one.toolchain):
            return reason
    return ""


def _renewed(one: Artifact, fingerprints: Fingerprints) -> Artifact:
    """The entry as if the PDF had just been made: parts of shared files that it does not use may have changed."""
    files = fingerprints.of(one.made_from.keys() & set(IN_PARTS))
    return one if files.items() <= one.made_from.items() else replace(one, made_from={**one.made_from, **files})


def _placed(state: TaskStatus, project: ProjectFolder) -> TaskStatus:
    """The state with its old faults where they stand now: other parts of a shared file may have moved them."""
    faults = (fault for artifact in state.artifacts for fault in artifact.faults)
    if state.reason or not any(fault.span and fault.span.file in IN_PARTS for fault in faults):
        return state
    artifacts = tuple(
        replace(one, faults=Diagnostics(tuple(_moved(f, project) for f in one.faults))) for one in state.artifacts
    )
    return replace(state, artifacts=artifacts)


def _moved(fault: Diagnostic, project: ProjectFolder) -> Diagnostic:
    span = fault.span
    source = project.source(span.file) if span and span.file in IN_PARTS else None
    if span is None or not isinstance(source, Source):
        return fault
    lines = [number for number, line in enumerate(source.lines, start=1) if line == span.text]
    return replace(
        fault, span=replace(span, line=min(lines, key=lambda line: abs(line - span.line), default=span.line))
    )
