"""The pipeline: one document in one language and format for one clinic, from its manuscript to finished PDFs.

Every stage adds to the Diagnostics. Where there are errors, the pipeline stops before the next stage that needs what
is wrong.

In:   a BuildJob: a document, its project, the day.
Out:  a JobResult: for every task, Built with the bytes of every edition and its entry in the manifest, or Failed.
Never: writes a file, prints, or asks for today's date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

from carepress.build.dependencies import artwork, collect
from carepress.build.fitting import fitted
from carepress.build.inputs import ClinicInputs, load_inputs, load_locale
from carepress.build.jobs import BuildJob, Built, Failed, JobResult
from carepress.build.manifest import Artifact, thumbnail_files
from carepress.build.pictures import other_faults, picture_shapes, undrawable
from carepress.build.plan import Dependencies, Task, file_name
from carepress.build.summarise import Reading, read_document, summarise_document
from carepress.compose import compose
from carepress.compose.page import PageContext, render_html
from carepress.content.clinic import Clinic
from carepress.content.document import Document
from carepress.content.front_matter import overdue, reviewed_too_soon
from carepress.content.manuscript import Manuscript
from carepress.design.edition import Edition
from carepress.design.templates import component_of
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.flood import without_floods
from carepress.diagnostics.model import BuildFailed, Diagnostic, Diagnostics, Severity
from carepress.pdf.imposition import impose, imposed
from carepress.pdf.raster import thumbnails
from carepress.preflight.collection import unknown_sources
from carepress.preflight.proof import Finished, Pages, Written
from carepress.preflight.readability.formulas import Reading as ReadingLevel
from carepress.preflight.readability.formulas import reading as reading_level
from carepress.preflight.registry import OF_FINISHED, OF_PAGES, OF_WRITTEN, check
from carepress.project.files import ProjectFiles
from carepress.project.recorded import RecordedFiles
from carepress.project.source import Source
from carepress.system.imports import collect_garbage, paused_garbage_collection
from carepress.typeset import Layout, undrawn_file, write

Checker = Callable[[Any, Sequence[Callable[[Any], Iterator[Diagnostic]]]], tuple[Diagnostic, ...]]


def warm(job: BuildJob) -> None:
    """Read what all documents share and list the files, so that workers that are forked now have both already."""
    load_inputs(_listed(job), job.clinic, job.today.year, job.shared_digest)


def build_job(job: BuildJob) -> JobResult:
    """Read one document, and take each of its tasks through all stages. Every file is read once."""
    listed = _listed(job)
    inputs = load_inputs(listed, job.clinic, job.today.year, job.shared_digest)
    project = RecordedFiles(listed)
    with paused_garbage_collection():
        reading = read_document(job.manuscript, project, inputs.known)
        summary = summarise_document(reading)
    formats = summary.front.formats if summary.front else ()
    tasks = [job.task(name) for name in dict.fromkeys(formats) if name in job.formats]
    return JobResult(
        summary=summary,
        known=inputs.known_digest,
        results={task: _result(task, reading, inputs, project, job) for task in tasks},
        digests={**inputs.digests, **project.digests},
    )


def _result(
    task: Task, reading: Reading, inputs: ClinicInputs, project: RecordedFiles, job: BuildJob
) -> Built | Failed:
    """The result of one task; an author's fault comes back as a value."""
    try:
        with paused_garbage_collection():
            built = build_task(task, reading, inputs, project, today=job.today, allow_overdue=job.allow_overdue)
            artifacts = tuple(replace(artifact, toolchain=job.toolchain) for artifact in built.artifacts)
            pictures = _thumbnails(built) if job.with_thumbnails else {}
            return replace(built, artifacts=artifacts, thumbnails=pictures)
    except BuildFailed as failure:
        return Failed(diagnostics=failure.diagnostics)
    finally:
        if task.format != job.formats[-1]:
            collect_garbage()  # after the last one the worker does it, when nobody waits


def _thumbnails(built: Built) -> dict[str, bytes]:
    """Small pictures of the finished pages, by their names below output/."""
    return {
        name: png
        for artifact in built.artifacts
        for name, png in zip(thumbnail_files(artifact), thumbnails(built.pdfs[artifact.file]), strict=False)
    }


def _listed(job: BuildJob) -> ProjectFiles:
    """The job's project; that of the first job with the same digest, which has listed its files already."""
    return _first(job.project, job.project_digest) if job.project_digest else job.project


@lru_cache(maxsize=1)
def _first(project: ProjectFiles, _: str) -> ProjectFiles:
    return project


def build_document(
    task: Task,
    project: ProjectFiles,
    *,
    today: date,
    allow_overdue: bool,
    shared_digest: str = "",
    check: Checker = check,
) -> Built:
    """Read one document and take one of its tasks through all stages. Raises BuildFailed, with the Diagnostics."""
    inputs = load_inputs(project, task.clinic, today.year, shared_digest)
    recorded = RecordedFiles(project)
    reading = read_document(task.manuscript, recorded, inputs.known)
    return build_task(task, reading, inputs, recorded, today=today, allow_overdue=allow_overdue, check=check)


def build_task(
    task: Task,
    reading: Reading,
    inputs: ClinicInputs,
    project: RecordedFiles,
    *,
    today: date,
    allow_overdue: bool,
    check: Checker = check,
) -> Built:
    """Take one task of a document through all stages. Raises BuildFailed, which carries the Diagnostics.

    `check` is called with a proof and its checks at each of three moments: written, laid out, finished.
    """
    if reading.text is None:
        raise BuildFailed(reading.diagnostics)
    (manuscript, document), diagnostics = reading.text, reading.diagnostics
    locale, locale_faults = load_locale(task.lang, project, manuscript)
    format_, works, files = inputs.formats[task.format], inputs.bibliography, project.files.keys()
    composition, compose_faults = compose(
        document.for_format(format_),
        manuscript,
        works,
        locale,
        format_name=task.format,
        files=files,
        figure=component_of("figure", inputs.templates),
    )
    shapes, shape_faults = picture_shapes(composition, project)
    diagnostics += locale_faults + compose_faults + _date_faults(document, manuscript, today, allow_overdue)
    diagnostics += _notice_faults(document, manuscript, inputs.clinic) + shape_faults
    diagnostics += _source_faults(task, document, manuscript, project)
    written = Written(manuscript=manuscript, document=document, bibliography=works, checks=inputs.checks, today=today)
    diagnostics = _settled(diagnostics + check(written, OF_WRITTEN), inputs)
    if inputs.clinic is None or inputs.blocking:
        raise BuildFailed(diagnostics)
    context = PageContext(
        composition=composition,
        clinic=inputs.clinic,
        brand=inputs.brand,
        locale=locale,
        format=format_,
        artwork=artwork(document, project),
        shapes=shapes,
    )
    return _typeset(context, inputs, written, task=task, project=project, diagnostics=diagnostics, check=check)


def _settled(diagnostics: Diagnostics, inputs: ClinicInputs) -> Diagnostics:
    """The Diagnostics with the severities that the clinic wants. Raises BuildFailed if there is an error."""
    settled = inputs.checks.apply(without_floods(diagnostics))
    if settled.errors:
        raise BuildFailed(settled)
    return settled


def _date_faults(document: Document, manuscript: Manuscript, today: date, allow_overdue: bool) -> list[Diagnostic]:
    fault = overdue(document.front, manuscript, today)
    if fault and allow_overdue:
        fault = replace(fault, help="", severity=Severity.WARNING)
    return [found for found in (reviewed_too_soon(document.front, manuscript, today), fault) if found]


def _notice_faults(document: Document, manuscript: Manuscript, clinic: Clinic | None) -> list[Diagnostic]:
    if clinic is None or not document.front.investigational or clinic.investigational_notice:
        return []
    return [rule("missing-notice").at(manuscript.front.span("investigational"))]


def _source_faults(
    task: Task, document: Document, manuscript: Manuscript, project: ProjectFiles
) -> Iterator[Diagnostic]:
    """Languages that this text says it is translated from, and the document does not have."""
    folder = task.manuscript.rpartition("/")[0]
    langs = {name.rpartition("/")[2][: -len(".md")] for name in project.manuscripts if name.startswith(f"{folder}/")}
    others = sorted(langs - {task.lang})
    return unknown_sources(document.front.translation_of, others, manuscript.front.span("translation-of"))


def _typeset(
    context: PageContext,
    inputs: ClinicInputs,
    written: Written,
    *,
    task: Task,
    project: RecordedFiles,
    diagnostics: Diagnostics,
    check: Checker,
) -> Built:
    """HTML, layout, PDF, sheets, and the checks of each. Raises BuildFailed."""
    paper, source = context.format.papers[context.clinic.paper], context.composition.document.source
    html = render_html(context, inputs.templates)
    material, dependencies = collect(task, context, html, inputs, project)
    diagnostics = _settled(diagnostics + other_faults(material.files, context.composition, project), inputs)
    html, layout, fit_faults = fitted(html, context, inputs.templates, material)
    pages = Pages(written=written, context=context, layout=layout, paper=paper, fonts=inputs.fonts)
    diagnostics += fit_faults + check(pages, OF_PAGES) + _typesetter_faults(layout, source, layout.warnings)
    diagnostics = _settled(diagnostics, inputs)
    screen, warnings = write(layout, seed=f"{task}\n{html}")
    diagnostics = _settled(diagnostics + _typesetter_faults(layout, source, warnings), inputs)
    pdfs = {Edition.SCREEN: screen}
    if Edition.PRINT in context.format.editions:
        pdfs[Edition.PRINT] = imposed(screen, impose(context.format, paper))
    finished = [
        Finished(pages=pages, edition=edition, name=file_name(task, edition, draft=context.is_draft), pdf=pdf)
        for edition, pdf in pdfs.items()
    ]
    diagnostics += [fault for proof in finished for fault in check(proof, OF_FINISHED)]
    diagnostics = _settled(diagnostics, inputs)
    level = reading_level(written.document)
    return Built(
        pdfs={proof.name: proof.pdf for proof in finished},
        artifacts=tuple(_artifact(proof, task, dependencies, level) for proof in finished),
        dependencies=dependencies,
        diagnostics=diagnostics,
    )


def _typesetter_faults(layout: Layout, source: Source, warnings: Sequence[str]) -> list[Diagnostic]:
    refused = [rule("outside-project", "typesetter").at(url=url) for url in layout.refused]
    return refused or [_typesetter_fault(warning, source) for warning in dict.fromkeys(warnings)]


def _typesetter_fault(warning: str, source: Source) -> Diagnostic:
    file = undrawn_file(warning)
    return undrawable(file, source) if file else rule("typesetter").at(warning=warning)


def _artifact(finished: Finished, task: Task, dependencies: Dependencies, level: ReadingLevel | None) -> Artifact:
    context, document = finished.pages.context, finished.pages.written.document
    front = document.front
    return Artifact(
        file=finished.name,
        document=task.document,
        title=front.title,
        format=task.format,
        edition=str(finished.edition),
        lang=task.lang,
        clinic=task.clinic or context.clinic.name,
        status=front.status,
        version=front.version,
        pages=len(finished.opened.pages),
        bytes=len(finished.pdf),
        sha256=sha256(finished.pdf).hexdigest(),
        contact_url=context.contact_url,
        made_from=dependencies.files,
        parts=dependencies.parts,
        sought=dependencies.sought,
        reviewed_by=front.reviewed_by,
        review_by=front.review_by.isoformat() if front.review_by else "",
        reading=level.as_json() if level else {},
    )
