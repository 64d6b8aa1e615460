"""Templating: a Composition, a Clinic and a Format become HTML. The one importer of jinja2.

Templates are the designer's: components and parts are rendered first, each from its own small file, and the
format's template only says what goes where. `{% for %}` and `{% if %}` are all they need.

In:   what is to be printed, and the templates' text.
Out:  HTML, or a Diagnostic with the template's file and line.
Never: decides a size or a colour, reads a file, or marks text as safe.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from carepress.compose.bands import Band, bands
from carepress.compose.model import ComposedSection, Composition, Entry, Part
from carepress.compose.qr_code import qr_symbol
from carepress.content.clinic import Clinic
from carepress.design.brand import Brand
from carepress.design.formats import Format, Takes
from carepress.design.locale import Words
from carepress.diagnostics.model import BuildFailed, Diagnostic, Report
from carepress.project.source import Source

MAY_BE_EMPTY = "{# may be empty #}"  # how a component's template says that it needs no text
SLIPS = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError)  # what Python finds wrong with a template
LONG_WORD = 8  # letters; longer words decide the size of a title
INVITATION = "contact"  # the component whose text goes to the contact panel


@dataclass(frozen=True, kw_only=True, slots=True)
class Art:
    """The drawing for one place of a format. `made` for that place it fills it; else it is fitted in."""

    url: str
    fit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """Everything that one page of HTML is made of."""

    composition: Composition
    clinic: Clinic
    brand: Brand
    words: Words
    format: Format
    art: Mapping[str, Art]
    shapes: Mapping[str, str] = field(default_factory=dict)
    brief: bool = False  # references in their short form, where the full one does not fit

    @property
    def is_draft(self) -> bool:
        """Whether every copy must say that it is not yet clinically reviewed."""
        return self.composition.document.front.status == "draft"

    @property
    def contact_url(self) -> str:
        """Where the QR code leads."""
        return self.clinic.contact_url(self.composition.document.contact_path)


@dataclass(frozen=True, slots=True)
class _Rendered:
    """A Part as a component's template sees it."""

    html: Markup
    part: Part
    shape: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.part, name)


class Templates:
    """The project's templates, compiled once. `texts` maps a file below templates/ to its text."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._environment = Environment(
            loader=DictLoader(dict(texts)),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, file: str, values: Mapping[str, Any]) -> Markup:
        """Fill one template; what is wrong with it is the designer's fault, told with file and line."""
        try:
            return Markup(self._environment.get_template(file).render(values))
        except TemplateSyntaxError as fault:
            raise BuildFailed(
                Report((self._fault(fault.filename or fault.name or file, fault.lineno, fault),))
            ) from None
        except (TemplateError, *SLIPS) as fault:
            raise BuildFailed(Report((self._fault(file, _line_of(fault), fault),))) from None

    def _fault(self, file: str, line: int, fault: Exception) -> Diagnostic:
        source = Source(file=f"templates/{file}", text=self.texts.get(file, ""))
        return Diagnostic(
            code="template",
            message=f"this template cannot be filled: {fault}",
            span=source.span_at(line),
            help="docs/templates.md lists what a template can use.",
        )

    def needed(self, files: Sequence[str]) -> frozenset[str]:
        """These templates, the parts that every page gets, and all that they include."""
        waiting, found = [*files, *(f"parts/{name}.html.j2" for name in _parts(self))], set[str]()
        while waiting:
            file = waiting.pop()
            if file not in found and file in self.texts:
                found.add(file)
                waiting += self._included(file)
        return frozenset(found)

    def _included(self, file: str) -> Collection[str]:
        """What a template includes, imports or extends; where that is computed, it may be any."""
        try:
            named = set(find_referenced_templates(self._environment.parse(self.texts[file])))
        except TemplateSyntaxError:
            return ()
        return self.texts if None in named else {name for name in named if name}

    @property
    def components(self) -> frozenset[str]:
        """The names of components: one file each below templates/components/."""
        found = (re.fullmatch(r"components/([a-z0-9-]+)\.html\.j2", file) for file in self.texts)
        return frozenset(match[1] for match in found if match)


def may_be_empty(templates: Templates) -> frozenset[str]:
    """The components that need no text, such as lines to write on."""
    return frozenset(
        name for name in templates.components if MAY_BE_EMPTY in templates.texts[f"components/{name}.html.j2"]
    )


def render_html(job: Job, templates: Templates) -> str:
    """The whole HTML of one document in one format."""
    values = _values(job)
    render = _part_renderer(job, templates, values)
    sections, invitation = _without_invitation(job.composition.sections)
    values["invitation"] = [render(part, 3) for part in invitation]
    values |= {name: templates.render(f"parts/{name}.html.j2", values) for name in _parts(templates)}
    if job.format.panels:
        values["flows"] = _flows(job.format, [(section, _section(section, render)) for section in sections])
    else:
        values["bands"] = [_band(band, render) for band in bands(sections, job.format)]
    return str(templates.render(job.format.template, values))


def render_report(values: Mapping[str, Any], stylesheet: str, templates: Templates) -> str:
    """The practice manager's page: its stylesheet goes in whole, and cannot end the element that it stands in."""
    whole = Markup(stylesheet.replace("</", "<\\/"))
    return str(templates.render("report.html.j2", {"report": values, "stylesheet": whole}))


def _without_invitation(sections: tuple[ComposedSection, ...]) -> tuple[list[ComposedSection], list[Part]]:
    """The text, and apart from it what `::: contact` says: it stands in the contact panel."""
    invitation = [
        inner for section in sections for part in section.parts if part.component == INVITATION for inner in part.parts
    ]
    text = [
        replace(section, parts=tuple(part for part in section.parts if part.component != INVITATION))
        for section in sections
    ]
    return [section for section in text if section.heading or section.parts], invitation


def _parts(templates: Templates) -> list[str]:
    return [match[1] for file in templates.texts if (match := re.fullmatch(r"parts/([a-z_]+)\.html\.j2", file))]


def _part_renderer(job: Job, templates: Templates, values: Mapping[str, Any]) -> Callable[[Part, int], Markup]:
    def render(part: Part, level: int) -> Markup:
        if not part.component:
            return part.markup
        inner = [
            _Rendered(render(child, level), child, job.shapes.get(child.picture.file, "") if child.picture else "")
            for child in part.parts
        ]
        return templates.render(
            f"components/{part.component}.html.j2",
            {**values, "parts": inner, "line": part.line, "level": level, "titled": part.titled},
        )

    return render


def _section(section: ComposedSection, render: Callable[[Part, int], Markup]) -> dict[str, Any]:
    level = 3 if section.heading else 2
    return {
        "heading": section.heading,
        "line": section.line,
        "panel": section.panel,
        "parts": [render(part, level) for part in section.parts],
    }


def _band(band: Band, render: Callable[[Part, int], Markup]) -> dict[str, Any]:
    level = 3 if any(section.heading for section in band.sections) else 2
    return {
        "kind": band.kind,
        "sections": [_section(section, render) for section in band.sections],
        "side": [render(part, level) for part in band.side],
    }


def _flows(format_: Format, sections: list[tuple[ComposedSection, dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Each flow's sections: those that name one of its panels, and in the flow that takes the rest all others."""
    flows: dict[str, list[dict[str, Any]]] = {name: [] for name in format_.flows}
    by_panel = {panel.name: panel for panel in format_.panels}
    rest = next(panel.flow for panel in format_.panels if panel.takes is Takes.REST)
    for section, values in sections:
        panel = by_panel.get(section.panel)
        flows[panel.flow if panel else rest].append(values)
    return flows


def _values(job: Job) -> dict[str, Any]:
    document, clinic, words = job.composition.document, job.clinic, job.words
    front = document.front
    shown_url = job.contact_url.removeprefix("https://")
    say = {
        **words.sentences,
        "qr": words.say("qr", url=shown_url),
        "open": words.say("open", url=shown_url),
        "call": words.say("call", phone=clinic.phone),
    }
    further, lines = _reference_lines(job)
    return {
        "lang": document.lang,
        "panels": bool(job.format.panels),
        "direction": words.say("direction"),
        "words": say,
        "clinic": clinic,
        "title": front.title,
        "subtitle": front.subtitle,
        "summary": front.summary,
        "audience": front.audience,
        "author": front.written_by or clinic.name,
        "subject": front.summary or front.subtitle or front.title,
        "keywords": ", ".join(front.keywords),
        "created": front.reviewed.isoformat() if front.reviewed else "",
        "draft": front.status == "draft",
        "imprint": imprint_lines(job),
        "title_size": _title_size(job),
        "contact_url": job.contact_url,
        "contact_words": shown_url,
        "qr": qr_symbol(job.contact_url, say["qr"]),
        "phone_url": "tel:" + re.sub(r"[^0-9+]", "", clinic.phone),
        "art": job.art,
        "logo": f"/content/{job.brand.logo}" if job.brand.logo else "/styles/drawings/logo.svg",
        "references": [_numbered(entry, job) for entry in job.composition.references]
        if front.references == "printed"
        else [],
        "further": further,
        "reference_line": lines,
        "glossary": list(front.glossary.items()),
        "notice": clinic.investigational_notice if front.investigational else "",
    }


def _numbered(entry: Entry, job: Job) -> dict[str, Any]:
    return {
        "number": entry.number,
        "markup": entry.brief if job.brief else entry.markup,
        "back": job.words.say("back_to_text", number=entry.number),
    }


def _reference_lines(job: Job) -> tuple[list[Entry], list[str]]:
    """The further reading to print here, and the sentences that say where lists are that are not."""
    front, words, elsewhere = job.composition.document.front, job.words, job.format.further_reading_in
    further, lines = list(job.composition.further), []
    if front.references != "printed" and (job.composition.references or further):
        place = (job.clinic.website or job.contact_url).removeprefix("https://")
        lines = [
            words.say("references_online", where=place)
            if front.references == "online"
            else words.say("references_on_request", phone=job.clinic.phone)
        ]
        return [], lines
    if further and elsewhere in front.formats:
        return [], [words.say("further_reading_elsewhere")]
    return further, lines


def imprint_lines(job: Job) -> list[str]:
    """Who wrote the text, who reviewed it, which version it is, and until when: a sentence each."""
    front, words = job.composition.document.front, job.words
    reviewed = (
        words.say("reviewed", name=front.reviewed_by, date=words.date(front.reviewed))
        if front.reviewed_by and front.reviewed
        else words.say("not_reviewed")
    )
    lines = [
        words.say("for_audience", audience=front.audience) if front.audience else "",
        words.say("written_by", name=front.written_by) if front.written_by else "",
        words.say("version", version=front.version) if front.version else "",
        reviewed,
        words.say("review_by", date=words.date(front.review_by)) if front.review_by else "",
    ]
    return [line for line in lines if line]


def _title_size(job: Job) -> str:
    """The type size of the title by its length, as the format's row gives it; a long word needs a line of its own."""
    title = job.composition.document.front.title
    length = max(len(title), *(2 * len(word) for word in re.split(r"[\s-]+", title) if len(word) > LONG_WORD), 0)
    sizes = sorted(job.format.title_sizes.items())
    return next((size for letters, size in sizes if length <= letters), sizes[-1][1] if sizes else "24pt")


def _line_of(fault: Exception) -> int:
    """The template's line in the traceback, which jinja2 rewrites to point at it."""
    line, frame = 1, fault.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line
