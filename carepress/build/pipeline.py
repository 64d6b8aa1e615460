"""The stages: one document in one language and format for one clinic, from its manuscript to finished PDFs.

This is the flow of the house in order. Every stage adds to the Report; where there are errors, the flow stops before
the next stage that could not go on.

In:   a Task, the Project, the day.
Out:  Made: the bytes of every edition and what the manifest says of it. BuildFailed carries the Report.
Never: writes a file, prints, or asks for today's date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import sha256

from carepress.build.dependencies import artwork, collect
from carepress.build.inputs import ClinicInputs, _words, load_inputs
from carepress.build.jobs import BuildJob, Built, Failed
from carepress.build.manifest import Artifact, picture_files
from carepress.build.plan import Task, file_name
from carepress.build.summarise import read_document
from carepress.compose import Composition, compose
from carepress.compose.page import PageContext, render_html
from carepress.content.clinic import Clinic
from carepress.content.document import Document
from carepress.content.front_matter import overdue
from carepress.content.manuscript import Manuscript
from carepress.design.edition import Edition
from carepress.design.images import orientation
from carepress.diagnostics.model import BuildFailed, Diagnostic, Diagnostics, Severity
from carepress.pdf.imposition import impose, imposed
from carepress.pdf.raster import thumbnails
from carepress.preflight.proof import Finished, Pages, Written
from carepress.preflight.readability.formulas import Reading, reading
from carepress.preflight.registry import OF_FINISHED, OF_PAGES, OF_WRITTEN, check
from carepress.project.files import ProjectFiles
from carepress.system.imports import paused_garbage_collection
from carepress.typeset import Layout, Material, fit, write


def warm(job: BuildJob) -> None:
    """Read what all documents share and list the files, so that workers that are forked now have both already."""
    load_inputs(_listed(job), job.task.clinic, job.today.year, job.shared_digest)


def build_job(order: BuildJob) -> Built | Failed:
    """Take one task through all stages; what is an author's fault comes back as a value."""
    try:
        with paused_garbage_collection():
            made = build_document(
                order.task,
                _listed(order),
                today=order.today,
                allow_overdue=order.allow_overdue,
                shared_digest=order.shared_digest,
            )
            return replace(made, pictures=_pictures(made)) if order.pictured else made
    except BuildFailed as failure:
        return Failed(diagnostics=failure.diagnostics)


def _pictures(made: Built) -> dict[str, bytes]:
    """The finished pages as small pictures."""
    drawn = (zip(picture_files(one), thumbnails(made.pdfs[one.file]), strict=False) for one in made.artifacts)
    return {name: picture for pages in drawn for name, picture in pages}


def _listed(job: BuildJob) -> ProjectFiles:
    """The job's project; that of the first job with the same digest, which has listed its files already."""
    return _first(job.project, job.project_digest) if job.project_digest else job.project


@lru_cache(maxsize=1)
def _first(project: ProjectFiles, _: str) -> ProjectFiles:
    return project


def build_document(
    task: Task, project: ProjectFiles, *, today: date, allow_overdue: bool, shared_digest: str = ""
) -> Built:
    """Take one task through all stages. Raises BuildFailed."""
    inputs = load_inputs(project, task.clinic, today.year, shared_digest)
    manuscript, document, diagnostics = read_document(task.manuscript, project, inputs.known)
    if manuscript is None or document is None:
        raise BuildFailed(diagnostics)
    locale, locale_faults = _words(task.lang, project, manuscript)
    format_ = inputs.formats[task.format]
    composition, prose_report = compose(
        document.for_format(format_),
        manuscript,
        inputs.bibliography,
        locale,
        format_name=task.format,
        files=project.files.keys(),
    )
    diagnostics += locale_faults + prose_report + _date_faults(document, manuscript, today, allow_overdue)
    diagnostics += _notice_faults(document, manuscript, inputs.clinic)
    shapes, shape_faults = _shapes(composition, project)
    written = Written(
        manuscript=manuscript, document=document, bibliography=inputs.bibliography, checks=inputs.checks, today=today
    )
    diagnostics = _settled(diagnostics + shape_faults + check(written, OF_WRITTEN), inputs)
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
    return _print(context, inputs, written, task=task, project=project, diagnostics=diagnostics)


def _settled(diagnostics: Diagnostics, inputs: ClinicInputs) -> Diagnostics:
    """The Report, as serious as the clinic wants it. Raises BuildFailed if there is an error in it."""
    settled = inputs.checks.apply(diagnostics)
    if settled.errors:
        raise BuildFailed(settled)
    return settled


def _date_faults(document: Document, manuscript: Manuscript, today: date, allow_overdue: bool) -> list[Diagnostic]:
    fault = overdue(document.front, manuscript, today)
    if fault is None:
        return []
    return [
        Diagnostic(code=fault.code, message=fault.message, span=fault.span, severity=Severity.WARNING)
        if allow_overdue
        else fault
    ]


def _notice_faults(document: Document, manuscript: Manuscript, clinic: Clinic | None) -> list[Diagnostic]:
    if clinic is None or not document.front.investigational or clinic.investigational_notice:
        return []
    return [
        Diagnostic(
            code="missing-notice",
            message="`investigational: true` needs the clinic's notice, and there is none",
            span=manuscript.front.span("investigational"),
            help="Add it to clinic.yaml:   investigational-notice: These treatments are experimental. ...",
        )
    ]


def _shapes(composition: Composition, project: ProjectFiles) -> tuple[dict[str, str], list[Diagnostic]]:
    """The shape of every picture; a file that is none is told."""
    shapes, faults = {}, []
    for name in composition.pictures:
        try:
            shapes[name] = orientation(project.bytes(name), name)
        except ValueError:
            source = composition.document.source
            faults.append(
                Diagnostic(
                    code="picture-kind",
                    message=f"`{name.rpartition('/')[2]}` is damaged, or not a picture",
                    span=source.find(name.rpartition("/")[2]),
                    help="Save it again as .svg, .png or .jpg.",
                )
            )
    return shapes, faults


def _fitted(
    html: str, context: PageContext, inputs: ClinicInputs, material: Material
) -> tuple[str, Layout, Diagnostics]:
    """The HTML as it fits, and its Layout. Where panels are too full, references are tried in their short form."""
    paper, source = context.format.papers[context.clinic.paper], context.composition.document.source
    layout, diagnostics = fit(html, material, context.format, paper, source)
    if diagnostics.errors and context.format.panels and context.composition.references and not context.brief:
        brief = replace(context, brief=True)
        briefly = _fitted(render_html(brief, inputs.templates), brief, inputs, material)
        if not briefly[2].errors:
            return briefly
    return html, layout, diagnostics


def _print(
    context: PageContext,
    inputs: ClinicInputs,
    written: Written,
    *,
    task: Task,
    project: ProjectFiles,
    diagnostics: Diagnostics,
) -> Built:
    """HTML, layout, file, sheets; then every check. Raises BuildFailed."""
    paper, html = context.format.papers[context.clinic.paper], render_html(context, inputs.templates)
    material, sources = collect(task, context, html, inputs, project)
    html, layout, fit_report = _fitted(html, context, inputs, material)
    pages = Pages(written=written, context=context, layout=layout, paper=paper, fonts=inputs.fonts)
    diagnostics += fit_report + check(pages, OF_PAGES) + _typesetter_faults(layout, layout.warnings)
    diagnostics = _settled(diagnostics, inputs)
    screen, complaints = write(layout, seed=f"{task}\n{html}")
    pdfs = {Edition.SCREEN: screen}
    if Edition.PRINT in context.format.editions:
        pdfs[Edition.PRINT] = imposed(screen, impose(context.format, paper))
    finished = [
        Finished(pages=pages, edition=edition, name=file_name(task, edition, draft=context.is_draft), pdf=pdf)
        for edition, pdf in pdfs.items()
    ]
    diagnostics += _typesetter_faults(layout, complaints)
    diagnostics = _settled(diagnostics + (fault for one in finished for fault in check(one, OF_FINISHED)), inputs)
    level = reading(written.document)
    return Built(
        pdfs={one.name: one.pdf for one in finished},
        artifacts=tuple(_printed(one, task, level) for one in finished),
        sources=sources,
        diagnostics=diagnostics,
    )


def _typesetter_faults(layout: Layout, complaints: Sequence[str]) -> list[Diagnostic]:
    refused = [
        Diagnostic(
            code="outside-project",
            message=f"`{url}` is not a file of this project",
            help="Drawings, stylesheets and templates may use only files of the project.",
        )
        for url in layout.refused
    ]
    return refused + [_complaint(said) for said in complaints if not refused]


def _complaint(said: str) -> Diagnostic:
    return Diagnostic(
        code="typesetter",
        message=f"the typesetter complains: {said}",
        help="This is a fault of a template, a stylesheet or a drawing.",
    )


def _printed(finished: Finished, task: Task, level: Reading | None) -> Artifact:
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
        reviewed_by=front.reviewed_by,
        review_by=front.review_by.isoformat() if front.review_by else "",
        reading=level.as_json() if level else {},
    )
