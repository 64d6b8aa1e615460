"""The status: every task of the project, why it is stale, and what is wrong with what documents share.

Every run works it out anew, but reads only what has changed; so a build with nothing to do is over at once. A
manuscript that has changed is not read here but by a worker, within its limits: until then it is `unread`.

In:   a project, a Request, the build cache.
Out:  a BuildStatus; the build cache, updated.
Never: writes, reads a manuscript, or makes a page. Libraries are imported only if a shared file must be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import ModuleType

from carepress.build.cache import BuildCache, Fact
from carepress.build.manifest import Artifact, OutputState
from carepress.build.plan import IN_PARTS, Fingerprints, Task
from carepress.build.request import Request
from carepress.build.toolchain import toolchain_digest, toolchain_versions
from carepress.content.summary import ClinicSummary, DocumentSummary, FrontMatterSummary, SharedSummary
from carepress.design.edition import Edition
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.diagnostics.policy import SeverityPolicy
from carepress.preflight.collection import check_documents, uncited
from carepress.preflight.unused import check_names
from carepress.project.files import ProjectFolder
from carepress.project.paths import CLINIC, CLINICS, FONTS
from carepress.project.source import Source
from carepress.system.imports import heavy_imports


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskStatus:
    """A task, its artifacts in output/, and in words the reason why it is stale; no reason if it is current."""

    task: Task
    front: FrontMatterSummary
    editions: Sequence[Edition]
    reason: str = ""
    artifacts: tuple[Artifact, ...] = field(default=())

    @property
    def diagnostics(self) -> Diagnostics:
        """What was found when its PDFs were made."""
        return Diagnostics(tuple(fault for artifact in self.artifacts for fault in artifact.faults))


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildStatus:
    """Every task of the project, what is wrong with what they share, and what the clinics ask of the preflight.

    `project_digest` and `shared_digest` are digests of all files and of those that documents share; `fingerprints` are
    those of single files; `code` is one of carepress's own. `artifacts` are what the manifest lists. `formats` are the
    names of all formats. `unread` are manuscripts of which there is no summary yet. `unused_works` are works that no
    document cites; they are reported apart, since a document with an error may only have misspelt their keys.
    `is_consistent` is False if a shared file changed while it was read.
    """

    project: ProjectFolder
    project_digest: str = ""
    shared_digest: str = ""
    states: tuple[TaskStatus, ...] = ()
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    unused_works: Diagnostics = field(default_factory=Diagnostics)
    policies: tuple[SeverityPolicy, ...] = ()
    artifacts: Sequence[Artifact] = ()
    fingerprints: Fingerprints = field(default_factory=Fingerprints)
    code: str = ""
    formats: Sequence[str] = ()
    unread: Sequence[str] = ()
    is_consistent: bool = True

    def has_changed(self, manuscript: str) -> bool:
        """Whether no PDF was made from this manuscript as it is now."""
        digest = self.fingerprints.files.get(manuscript)
        return all(artifact.made_from.get(manuscript) != digest for artifact in self.artifacts)

    @property
    def is_recorded(self) -> bool:
        """Whether the manifest lists exactly what there is: no document is gone, and no entry has to be renewed."""
        return {id(artifact) for artifact in self.artifacts} == {
            id(artifact) for state in self.states for artifact in state.artifacts
        }

    @property
    def switched_off(self) -> dict[str, str]:
        """The checks that do not run, with the reasons that the clinics give."""
        return {code: reason for policy in self.policies for code, reason in policy.off.items()}


def build_status(project: ProjectFolder, request: Request, output: OutputState, build_cache: BuildCache) -> BuildStatus:
    """Every task of the documents that have been read, and why it is stale; what is wrong with what documents share."""
    files = build_cache.digests(project.files)
    versions = toolchain_versions(build_cache)
    code = versions["carepress"]
    clinic_files = (name for name in files if name == CLINIC or name.startswith(CLINICS))
    digest_without_clinics = _digest(code, *_shared_by_all(files), *project.outside, *clinic_files)
    clinics = (f"{file} {files.get(file, '')}" for file in project.clinics.values())
    shared_digest = _digest(digest_without_clinics, *clinics)
    summaries = _Summaries(project, files, (request.today.year, shared_digest), build_cache)
    shared = summaries.shared(digest_without_clinics)
    read = {
        file: build_cache.get(DocumentSummary, file, summary_key(code, files.get(file, ""), shared.known))
        for file in project.manuscripts
    }
    documents = [summary for summary in read.values() if summary]
    fingerprints = Fingerprints(files=files, parts=shared.parts, toolchain=toolchain_digest(versions))
    artifacts = output.by_task
    states, policies = list[TaskStatus](), list[SeverityPolicy]()
    faults, unused_works = list[Diagnostic](), list[Diagnostic]()
    for clinic, file in project.clinics.items():
        own = summaries.clinic(clinic, f"{digest_without_clinics} {files.get(file)}")
        policies.append(own.policy)
        common = own.diagnostics + shared.diagnostics + _collection_faults(documents, own.policy, request)
        faults += [*own.policy.apply(common), *_faults_without_task(documents, shared, request)]
        faults += own.policy.apply(Diagnostics(tuple(_unused_files(project, shared, request))))
        if all(read.values()):
            unused_works += own.policy.apply(_unused_works(documents, shared, request))
        for state in _tasks(clinic, documents, shared, artifacts, request):
            states.append(_relocated(_compared(state, fingerprints, output.digests, request), project))
    build_cache.keep_only({"", *project.manuscripts, *project.clinics})
    if not project.manuscripts:
        faults.append(rule("no-documents").at())
    return BuildStatus(
        project=project,
        project_digest=_digest(code, *(f"{name} {digest}" for name, digest in files.items())),
        shared_digest=shared_digest,
        fingerprints=fingerprints,
        states=tuple(states),
        diagnostics=Diagnostics(tuple(faults)),
        unused_works=Diagnostics(tuple(unused_works)),
        policies=tuple(policies),
        artifacts=output.artifacts,
        code=code,
        formats=tuple(shared.formats),
        unread=tuple(file for file, summary in read.items() if not summary),
        is_consistent=summaries.are_consistent,
    )


def summary_key(code: str, digest: str, known: str) -> str:
    """For what the summary of a manuscript holds: carepress's code, the manuscript's digest, the names that it knew."""
    return f"{code} {digest} {known}"


class _Summaries:
    """Summaries of shared files, from the build cache; what it does not hold is read, and put there.

    `files` are the digests of all files, `inputs` the year and the digest of what documents share.
    """

    def __init__(
        self, project: ProjectFolder, files: Mapping[str, str], inputs: tuple[int, str], build_cache: BuildCache
    ) -> None:
        self.project, self.files, self.inputs, self.build_cache = project, files, inputs, build_cache
        self.are_consistent = True

    def shared(self, key: str) -> SharedSummary:
        return self._cached(
            SharedSummary, "", f"{key} {self.inputs[0]}", lambda: _summarise().read_shared(self.project, *self.inputs)
        )

    def clinic(self, clinic: str, key: str) -> ClinicSummary:
        return self._cached(
            ClinicSummary, clinic, key, lambda: _summarise().read_clinic(self.project, clinic, *self.inputs)
        )

    def _cached(
        self, kind: type[Fact], name: str, key: str, read: Callable[[], tuple[Fact, Mapping[str, str]]]
    ) -> Fact:
        fact = self.build_cache.get(kind, name, key)
        if fact is None:
            fact, digests = read()
            if digests.items() <= self.files.items():
                self.build_cache.put(fact, name, key)
            else:
                self.are_consistent = False
        return fact


def _summarise() -> ModuleType:
    with heavy_imports():
        from carepress.build import summarise

    return summarise


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _shared_by_all(files: Mapping[str, str]) -> Iterator[str]:
    """The names and digests of the files that the documents of all clinics share."""
    for name, digest in files.items():
        is_of_one = name.startswith("content/") and name.count("/") > 1 and not name.startswith(FONTS)
        if not is_of_one and name != CLINIC:
            yield f"{name} {digest}"


def _faults_without_task(
    documents: Sequence[DocumentSummary], shared: SharedSummary, request: Request
) -> Iterator[Diagnostic]:
    """What is wrong with documents that were asked for and give no task."""
    for document in documents:
        if request.selection.wants_manuscript(document.file) and not _formats(document, shared):
            yield from document.diagnostics


def _collection_faults(
    documents: Sequence[DocumentSummary], policy: SeverityPolicy, request: Request
) -> Iterator[Diagnostic]:
    """What is wrong with the documents taken together, as far as they were asked for."""
    for fault in check_documents(documents, policy.review_near_days, request.today):
        if fault.span and request.selection.wants_manuscript(fault.span.file):
            yield fault


def _unused_files(project: ProjectFolder, shared: SharedSummary, request: Request) -> Iterator[Diagnostic]:
    if not request.selection.documents:
        yield from check_names(project.files, project.folders, (*shared.brand_files, *project.outside))
        yield from (rule("unused-file", "unseen").at(file=name) for name in project.unseen)


def _unused_works(documents: Sequence[DocumentSummary], shared: SharedSummary, request: Request) -> Diagnostics:
    if request.selection.documents or not all(document.front for document in documents):
        return Diagnostics()
    cited = {key for document in documents for key in document.cited}
    return Diagnostics(tuple(uncited(shared.works, cited)))


def _formats(document: DocumentSummary, shared: SharedSummary) -> list[str]:
    return [name for name in dict.fromkeys(document.front.formats if document.front else ()) if name in shared.formats]


def _tasks(
    clinic: str,
    documents: Sequence[DocumentSummary],
    shared: SharedSummary,
    artifacts: Mapping[Task, Sequence[Artifact]],
    request: Request,
) -> Iterator[TaskStatus]:
    """The tasks of a clinic with their artifacts, not yet compared with what these should be made from."""
    for document in documents:
        for format_ in _formats(document, shared):
            editions = [edition for edition in shared.formats[format_] if request.selection.wants_edition(edition)]
            task = Task(document=document.name, lang=document.lang, format=format_, clinic=clinic)
            if document.front:
                yield TaskStatus(
                    task=task,
                    front=document.front,
                    editions=[Edition(name) for name in editions],
                    artifacts=tuple(artifacts.get(task, ())),
                )


def _compared(
    state: TaskStatus, fingerprints: Fingerprints, digests: Mapping[str, str], request: Request
) -> TaskStatus:
    """The task with the reason why it is stale."""
    reason = stale(state.editions, state.artifacts, fingerprints, digests) if request.output else "checked"
    if reason:
        return replace(state, reason=reason)
    is_overdue = state.front.review_by and state.front.review_by < request.today
    artifacts = tuple(_renewed(artifact, fingerprints) for artifact in state.artifacts)
    return replace(state, reason="its review is overdue" if is_overdue else "", artifacts=artifacts)


def stale(
    editions: Sequence[Edition], artifacts: Sequence[Artifact], fingerprints: Fingerprints, digests: Mapping[str, str]
) -> str:
    """Why a task must be done again, in words; nothing if all its editions are current.

    `digests` gives the sha256 of every PDF that is in output/ now.
    """
    by_edition = {artifact.edition: artifact for artifact in artifacts}
    for edition in editions:
        artifact = by_edition.get(str(edition))
        if artifact is None:
            return "not made yet"
        if digests.get(artifact.file) != artifact.sha256:
            return "the PDF was changed or removed"
        if reason := fingerprints.reason(artifact.made_from, artifact.parts, artifact.sought, artifact.toolchain):
            return reason
    return ""


def _renewed(artifact: Artifact, fingerprints: Fingerprints) -> Artifact:
    """The artifact as if it had just been made: parts of shared files that it does not use may have changed."""
    files = fingerprints.of(artifact.made_from.keys() & set(IN_PARTS))
    if files.items() <= artifact.made_from.items():
        return artifact
    return replace(artifact, made_from={**artifact.made_from, **files})


def _relocated(state: TaskStatus, project: ProjectFolder) -> TaskStatus:
    """The task with its old faults where they are now: other parts of a shared file may have moved them."""
    if state.reason or not any(fault.span and fault.span.file in IN_PARTS for fault in state.diagnostics):
        return state
    artifacts = (
        replace(artifact, faults=Diagnostics(tuple(_moved(fault, project) for fault in artifact.faults)))
        for artifact in state.artifacts
    )
    return replace(state, artifacts=tuple(artifacts))


def _moved(fault: Diagnostic, project: ProjectFolder) -> Diagnostic:
    span = fault.span
    source = project.source(span.file) if span and span.file in IN_PARTS else None
    if span is None or not isinstance(source, Source):
        return fault
    lines = [number for number, line in enumerate(source.lines, start=1) if line == span.text]
    nearest = min(lines, key=lambda line: abs(line - span.line), default=span.line)
    return replace(fault, span=replace(span, line=nearest))
