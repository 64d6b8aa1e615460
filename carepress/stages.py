"""The stages: one document in one language and format for one clinic, from its manuscript to finished PDFs.

This is the flow of the house in order. Every stage adds to the Report; where there are errors, the flow stops before
the next stage that could not go on.

In:   a Task, the Project, the day.
Out:  Made: the bytes of every edition and what the manifest says of it. BuildFailed carries the Report.
Never: writes a file, prints, or asks for today's date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from carepress import fitting, sharing
from carepress.clinic import Clinic
from carepress.common import Common, opened, read_common
from carepress.diagnostics import BuildFailed, Diagnostic, Report, Severity
from carepress.document import Document, Known, make_document
from carepress.drawings import shape, themed
from carepress.formats import Edition, Format, Paper
from carepress.front_matter import LANGUAGES, overdue
from carepress.imposition import impose, imposed
from carepress.manuscript import Manuscript, read_manuscript
from carepress.photographs import bare
from carepress.plan import Printed, Task, file_name, inputs, recipe
from carepress.preflight import OF_FINISHED, OF_PAGES, OF_WRITTEN, check
from carepress.preflight.proof import Finished, Pages, Written
from carepress.preflight.reading import reading
from carepress.project import Project
from carepress.prose import Composition, compose
from carepress.prose.pictures import SUFFIXES
from carepress.source import Source
from carepress.templating import Art, Job, render_html
from carepress.typesetting import Layout, Material, write
from carepress.words import Words, read_words

ENGLISH = "en"

Fit = Callable[[str, Material, Format, Paper, Source], tuple[Layout, Report]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A finished task: each file's bytes and its line in the manifest, and the warnings met on the way."""

    pdfs: Mapping[str, bytes]
    printed: tuple[Printed, ...]
    report: Report


def read_document(
    manuscript_file: str, project: Project, known: Known
) -> tuple[Manuscript | None, Document | None, Report]:
    """Read one manuscript as far as it can be read."""
    source, report = opened(project, manuscript_file)
    if source is None:
        return None, None, report
    manuscript, manuscript_report = read_manuscript(source)
    document, document_report = make_document(manuscript, known)
    return manuscript, document, report + manuscript_report + document_report


def make(task: Task, project: Project, *, today: date, allow_overdue: bool, code: str) -> Made:
    """Take one task through all stages. Raises BuildFailed."""
    common = read_common(project, task.clinic, today.year)
    manuscript, document, report = read_document(task.manuscript, project, common.known)
    if manuscript is None or document is None:
        raise BuildFailed(report)
    words, words_report = _words(task.lang, project, manuscript)
    format_ = common.formats[task.format]
    composition, prose_report = compose(
        document.for_format(format_),
        manuscript,
        common.bibliography,
        words,
        format_name=task.format,
        files=project.files.keys(),
    )
    report += words_report + prose_report + _date_faults(document, manuscript, today, allow_overdue)
    report += _notice_faults(document, manuscript, common.clinic)
    shapes, shape_faults = _shapes(composition, project)
    written = Written(
        manuscript=manuscript,
        document=document,
        bibliography=common.bibliography,
        checks=common.checks,
        today=today,
    )
    report = _settled(report + shape_faults + check(written, OF_WRITTEN), common)
    if common.clinic is None or common.blocking:
        raise BuildFailed(report)
    job = Job(
        composition=composition,
        clinic=common.clinic,
        brand=common.brand,
        words=words,
        format=format_,
        art=_art(document, project),
        shapes=shapes,
    )
    return _print(job, common, written, task=task, project=project, report=report, code=code)


def _settled(report: Report, common: Common) -> Report:
    """The Report, as serious as the clinic wants it. Raises BuildFailed if there is an error in it."""
    settled = common.checks.settle(report)
    if settled.errors:
        raise BuildFailed(settled)
    return settled


def _words(lang: str, project: Project, manuscript: Manuscript) -> tuple[Words, Report]:
    """The words of the language, of its base language, or English with a warning."""
    base = lang.partition("-")[0]
    for name in (lang, base):
        file = f"templates/words/{name}.yaml"
        if file in project.files:
            return _read_words(file, lang, project, Report())
    if base not in LANGUAGES:  # a fault that is told already
        return _read_words(f"templates/words/{ENGLISH}.yaml", lang, project, Report())
    warning = Diagnostic(
        code="no-words",
        severity=Severity.WARNING,
        span=manuscript.source.span_at(1),
        message=f"carepress has no words in this language: `{lang}`; headings like 'Key facts' stay English",
        help=f"Copy templates/words/en.yaml to templates/words/{base}.yaml and translate it.",
    )
    return _read_words(f"templates/words/{ENGLISH}.yaml", lang, project, Report((warning,)))


def _read_words(file: str, lang: str, project: Project, report: Report) -> tuple[Words, Report]:
    source, opening = opened(project, file)
    words, words_report = read_words(source, lang) if source else (None, Report())
    if words is None:
        raise BuildFailed(report + opening + words_report)
    return words, report + words_report


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


def _art(document: Document, project: Project) -> dict[str, Art]:
    """The drawing for every place: the document's own, made for the place or fitted, or the house's."""
    places = [name.removeprefix("styles/art/").removesuffix(".svg") for name in project.below("styles/art")]
    stem, _, suffix = document.front.cover_image.rpartition(".")
    found = {}
    for place in places:
        made = f"{document.folder}/{stem}.{place}.{suffix}"
        plain = f"{document.folder}/{document.front.cover_image}"
        if made in project.files:
            found[place] = Art(url=f"/{made}", fit="made")
        elif document.front.cover_image and place != "band" and plain in project.files:
            found[place] = Art(url=f"/{plain}", fit="fitted")
        else:
            found[place] = Art(url=f"/styles/art/{place}.svg", fit="made")
    return found


def _shapes(composition: Composition, project: Project) -> tuple[dict[str, str], list[Diagnostic]]:
    """The shape of every picture; a file that is none is told."""
    shapes, faults = {}, []
    for name in composition.pictures:
        try:
            shapes[name] = shape(project.bytes(name), name)
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


def _fitted(job: Job, common: Common, material: Material, fit: Fit) -> tuple[str, Layout, Report]:
    """The HTML and its Layout. Where panels are too full, references are tried in their short form first."""
    paper, source = job.format.papers[job.clinic.paper], job.composition.document.source
    html = render_html(job, common.templates)
    layout, report = fit(html, material, job.format, paper, source)
    if report.errors and job.format.panels and job.composition.references and not job.brief:
        briefly = _fitted(replace(job, brief=True), common, material, fit)
        if not briefly[2].errors:
            return briefly
    return html, layout, report


def _print(
    job: Job, common: Common, written: Written, *, task: Task, project: Project, report: Report, code: str
) -> Made:
    """HTML, layout, file, sheets; then every check. Raises BuildFailed."""
    material, paper = _material(job, common, project), job.format.papers[job.clinic.paper]
    html, layout, fit_report = _fitted(job, common, material, sharing.fit if task.clinic else fitting.fit)
    pages = Pages(written=written, job=job, layout=layout, paper=paper, fonts=common.fonts)
    report += fit_report + check(pages, OF_PAGES) + _typesetter_faults(layout, layout.complaints)
    report = _settled(report, common)
    screen, complaints = write(layout, seed=f"{task}\n{html}")
    pdfs = {Edition.SCREEN: screen}
    if Edition.PRINT in job.format.editions:
        pdfs[Edition.PRINT] = imposed(screen, impose(job.format, paper))
    finished = [
        Finished(pages=pages, edition=edition, name=file_name(task, edition, draft=job.is_draft), pdf=pdf)
        for edition, pdf in pdfs.items()
    ]
    report += _typesetter_faults(layout, complaints)
    report = _settled(report + (fault for one in finished for fault in check(one, OF_FINISHED)), common)
    return Made(
        pdfs={one.name: one.pdf for one in finished},
        printed=tuple(_printed(one, task, project, code) for one in finished),
        report=report,
    )


def _material(job: Job, common: Common, project: Project) -> Material:
    files = {
        name: themed(project.bytes(name), job.brand) if name.endswith(".svg") else bare(project.bytes(name))
        for name in project.files
        if name.endswith(SUFFIXES) and _may_show(job, name)
    }
    fonts = {}
    for (family, weight), data in common.fonts.items():
        path = f"fonts/{family.replace(' ', '-')}-{weight}.ttf"
        files[path] = data
        fonts[family, weight] = path
    sheets = [
        "styles/tokens.css",
        "styles/base.css",
        *project.below("styles/components"),
        f"styles/{job.format.stylesheet}",
    ]
    texts = [source.text for name in sheets if isinstance(source := project.source(name), Source)]
    return Material(files=files, stylesheets=texts, fonts=fonts, brand=job.brand)


def _may_show(job: Job, name: str) -> bool:
    """Whether the document may show a picture: the house's, its own folder's, and the logo."""
    own = name.startswith(f"{job.composition.document.folder}/") or name == f"content/{job.brand.logo}"
    return own or not name.startswith("content/")


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


def _printed(finished: Finished, task: Task, project: Project, code: str) -> Printed:
    job, document = finished.pages.job, finished.pages.written.document
    front, level = document.front, reading(document)
    return Printed(
        file=finished.name,
        document=task.document,
        title=front.title,
        format=task.format,
        edition=str(finished.edition),
        lang=task.lang,
        clinic=task.clinic or job.clinic.name,
        status=front.status,
        version=front.version,
        pages=len(finished.opened.pages),
        bytes=len(finished.pdf),
        sha256=sha256(finished.pdf).hexdigest(),
        contact_url=job.contact_url,
        recipe=recipe(task, code),
        made_from=inputs(task, project),
        reviewed_by=front.reviewed_by,
        review_by=front.review_by.isoformat() if front.review_by else "",
        reading=level.as_json() if level else {},
    )
