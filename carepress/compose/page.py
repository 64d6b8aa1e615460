"""The page: a Composition, a Clinic and a Format become one HTML document.

Components and parts are rendered first, each from a small template of its own; the format's template only puts them in
their places.

In:   a PageContext, and the templates.
Out:  HTML.
Never: decides a colour or a distance, or reads a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from carepress.compose.bands import Band, bands
from carepress.compose.model import BlockHtml, ComposedSection, Composition, ReferenceEntry
from carepress.compose.qr_code import qr_symbol
from carepress.content.clinic import Clinic
from carepress.design.brand import Brand
from carepress.design.formats import Format, Takes
from carepress.design.locale import Locale
from carepress.design.templates import Templates, component_of

LONG_WORD = 8  # letters; a longer word of a title needs a smaller size


@dataclass(frozen=True, kw_only=True, slots=True)
class Artwork:
    """The drawing for one place of a format. `fit` is `made` if it was drawn for that place and fills it."""

    url: str
    fit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PageContext:
    """Everything that the HTML of one document in one format is made of.

    `shapes` are the orientations of the pictures by file. `brief`: references in their short form, because the full
    one did not fit.
    """

    composition: Composition
    clinic: Clinic
    brand: Brand
    locale: Locale
    format: Format
    artwork: Mapping[str, Artwork]
    shapes: Mapping[str, str] = field(default_factory=dict)
    brief: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether every copy must say that it has not been clinically reviewed."""
        return self.composition.document.front.status == "draft"

    @property
    def contact_url(self) -> str:
        """Where the QR code leads."""
        return self.clinic.contact_url(self.composition.document.contact_path)


@dataclass(frozen=True, slots=True)
class _Rendered:
    """A block as the template of its component sees it."""

    html: Markup
    block: BlockHtml
    shape: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.block, name)


def render_html(context: PageContext, templates: Templates) -> str:
    """The HTML of one document in one format."""
    values = _values(context)
    render = _block_renderer(context, templates, values)
    sections, invitation = _without_invitation(context.composition.sections, component_of("invitation", templates))
    values["invitation"] = [render(block, 3) for block in invitation]
    values |= {name: templates.render(f"parts/{name}.html.j2", values) for name in templates.parts}
    if context.format.panels:
        values["flows"] = _flows(context.format, [(section, _section(section, render)) for section in sections])
    else:
        values["bands"] = [_band(band, render) for band in bands(sections, context.format)]
    return str(templates.render(context.format.template, values))


def _without_invitation(
    sections: tuple[ComposedSection, ...], component: str
) -> tuple[list[ComposedSection], list[BlockHtml]]:
    """The text, and apart from it the blocks of the invitation, which go to the contact panel."""
    if not component:
        return list(sections), []
    blocks = [block for section in sections for block in section.blocks]
    text = [
        replace(section, blocks=tuple(block for block in section.blocks if block.component != component))
        for section in sections
    ]
    invitation = [inner for block in blocks if block.component == component for inner in block.blocks]
    return [section for section in text if section.heading or section.blocks], invitation


def _block_renderer(
    context: PageContext, templates: Templates, values: Mapping[str, Any]
) -> Callable[[BlockHtml, int], Markup]:
    """What renders a block; the headings of components get the level that is given."""

    def render(block: BlockHtml, level: int) -> Markup:
        if not block.component:
            return block.markup
        inner = [
            _Rendered(render(child, level), child, context.shapes.get(child.picture.file, "") if child.picture else "")
            for child in block.blocks
        ]
        return templates.render(
            f"components/{block.component}.html.j2",
            {**values, "parts": inner, "line": block.line, "level": level, "titled": block.titled},
        )

    return render


def _section(section: ComposedSection, render: Callable[[BlockHtml, int], Markup]) -> dict[str, Any]:
    level = 3 if section.heading else 2
    return {
        "heading": section.heading,
        "line": section.line,
        "panel": section.panel,
        "parts": [render(block, level) for block in section.blocks],
    }


def _band(band: Band, render: Callable[[BlockHtml, int], Markup]) -> dict[str, Any]:
    level = 3 if any(section.heading for section in band.sections) else 2
    return {
        "kind": band.kind,
        "sections": [_section(section, render) for section in band.sections],
        "side": [render(block, level) for block in band.side],
    }


def _flows(format_: Format, sections: list[tuple[ComposedSection, dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The sections of each flow: those that name one of its panels. All others go to the flow that takes the rest."""
    flows: dict[str, list[dict[str, Any]]] = {name: [] for name in format_.flows}
    by_panel = {panel.name: panel for panel in format_.panels}
    rest = next(panel.flow for panel in format_.panels if panel.takes is Takes.REST)
    for section, values in sections:
        panel = by_panel.get(section.panel)
        flows[panel.flow if panel else rest].append(values)
    return flows


def _values(context: PageContext) -> dict[str, Any]:
    document, clinic, locale = context.composition.document, context.clinic, context.locale
    front = document.front
    shown_url = context.contact_url.removeprefix("https://")
    sentences = {
        **locale.sentences,
        "qr": locale.say("qr", url=shown_url),
        "open": locale.say("open", url=shown_url),
        "call": locale.say("call", phone=clinic.phone),
    }
    further, reference_lines = _reference_lines(context)
    return {
        "lang": document.lang,
        "panels": bool(context.format.panels),
        "direction": locale.say("direction"),
        "words": sentences,
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
        "imprint": imprint_lines(context),
        "title_size": _title_size(context),
        "contact_url": context.contact_url,
        "contact_words": shown_url,
        "qr": qr_symbol(context.contact_url, sentences["qr"]),
        "phone_url": "tel:" + re.sub(r"[^0-9+]", "", clinic.phone),
        "art": context.artwork,
        "logo": f"/content/{context.brand.logo}" if context.brand.logo else "/styles/drawings/logo.svg",
        "references": _printed_references(context) if front.references == "printed" else [],
        "further": further,
        "reference_line": reference_lines,
        "glossary": list(front.glossary.items()),
        "notice": clinic.investigational_notice if front.investigational else "",
    }


def _printed_references(context: PageContext) -> list[dict[str, Any]]:
    return [
        {
            "number": entry.number,
            "markup": entry.brief if context.brief else entry.markup,
            "back": context.locale.say("back_to_text", number=entry.number),
        }
        for entry in context.composition.references
    ]


def _reference_lines(context: PageContext) -> tuple[list[ReferenceEntry], list[str]]:
    """The further reading to print here, and a sentence that says where each list is that is not printed here."""
    front, locale, elsewhere = context.composition.document.front, context.locale, context.format.further_reading_in
    further = list(context.composition.further)
    if front.references != "printed" and (context.composition.references or further):
        place = (context.clinic.website or context.contact_url).removeprefix("https://")
        if front.references == "online":
            return [], [locale.say("references_online", where=place)]
        return [], [locale.say("references_on_request", phone=context.clinic.phone)]
    if further and elsewhere in front.formats:
        return [], [locale.say("further_reading_elsewhere")]
    return further, []


def imprint_lines(context: PageContext) -> list[str]:
    """The sentences of the imprint: audience, author, version, reviewer, and date of the next review."""
    front, locale = context.composition.document.front, context.locale
    reviewed = (
        locale.say("reviewed", name=front.reviewed_by, date=locale.date(front.reviewed))
        if front.reviewed_by and front.reviewed
        else locale.say("not_reviewed")
    )
    lines = [
        locale.say("for_audience", audience=front.audience) if front.audience else "",
        locale.say("written_by", name=front.written_by) if front.written_by else "",
        locale.say("version", version=front.version) if front.version else "",
        reviewed,
        locale.say("review_by", date=locale.date(front.review_by)) if front.review_by else "",
    ]
    return [line for line in lines if line]


def _title_size(context: PageContext) -> str:
    """The type size of the title by its length, as the format's row gives it. A long word counts twice."""
    title = context.composition.document.front.title
    length = max(len(title), *(2 * len(word) for word in re.split(r"[\s-]+", title) if len(word) > LONG_WORD), 0)
    sizes = sorted(context.format.title_sizes.items())
    return next((size for letters, size in sizes if length <= letters), sizes[-1][1] if sizes else "24pt")
