"""The document: a manuscript that holds together. Typed front matter, sections, blocks; every name in it is known.

In:   a Manuscript, and what there is to name: Formats, components, icons, today's date.
Out:  a Document, or Diagnostics; every fault of the manuscript in one run.
Never: knows what a component looks like, or how a work is cited.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Literal

from markdown_it.tree import SyntaxTreeNode
from pydantic import Field, ValidationError

from carepress.diagnostics import Diagnostic, Report, nearest, one_of
from carepress.formats import Format, Takes
from carepress.manuscript import Manuscript
from carepress.records import RecordModel, check_record
from carepress.source import Source

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CONTACT_PATH = re.compile(r"[A-Za-z0-9]+([/_-][A-Za-z0-9]+)*")
LONGEST_NAME = 30  # so that DOCUMENT-FORMAT-LANG-EDITION-draft.pdf stays within 64 characters
LANGUAGES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo"
    " es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg"
    " ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn"
    " no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta"
    " te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
"""ISO 639-1 codes. A region or script may follow: pt-br, zh-hans."""

Text = Annotated[str, Field(min_length=1)]


class FrontMatter(RecordModel):
    """The keys at the head of a manuscript."""

    title: Text = Field(description="The title: one to four words", examples=["Living with asthma"])
    subtitle: str = Field(
        default="", description="Printed below the title", examples=["A guide for patients and families"]
    )
    summary: str = Field(
        default="",
        description="One sentence: whom it is for and what it tells",
        examples=["What asthma is, what sets it off, and what helps."],
    )
    formats: Annotated[list[Text], Field(min_length=1)] = Field(
        description="What to make of it: rows of templates/formats.yaml", examples=["[fact-sheet, brochure]"]
    )
    status: Literal["draft", "approved"] = Field(
        default="draft",
        description="A draft says so on every copy; approved needs a reviewer and dates",
        examples=["draft"],
    )
    version: str = Field(default="", description="In quotes", examples=['"1.0"'])
    written_by: str = Field(default="", description="Who wrote it", examples=["Patient information team"])
    reviewed_by: str = Field(
        default="", description="The clinician who reviewed it", examples=["Dr Ana Pérez, neurologist"]
    )
    reviewed: date | None = Field(default=None, description="When it was reviewed", examples=["2026-11-01"])
    review_by: date | None = Field(
        default=None, description="After this day it is not built any more", examples=["2028-11-01"]
    )
    investigational: bool = Field(
        default=False, description="true prints the notice of clinic.yaml, word for word", examples=["true"]
    )
    references: Literal["printed", "online", "on-request"] = Field(
        default="printed", description="Where the list of references is", examples=["printed"]
    )
    further_reading: list[Text] = Field(
        default=[], description="Works to list that the text does not cite", examples=["[gina2024]"]
    )
    contact_path: str = Field(
        default="", description="Added to the contact form's address; default: the document's name", examples=["asthma"]
    )
    audience: str = Field(default="", description="For whom it is", examples=["Adults with asthma"])
    keywords: list[Text] = Field(default=[], description="For searching the PDF", examples=["[asthma, inhaler]"])
    glossary: dict[str, Text] = Field(
        default={},
        description="Hard words and what they mean",
        examples=["{inhaler: a small device that carries medicine to the lungs}"],
    )
    cover_image: str = Field(default="", description="A picture in the document's folder", examples=["cover.svg"])


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block of a section: a Markdown node, or a component with blocks in it. Lines are the file's, from 1."""

    node: SyntaxTreeNode
    line: int
    last: int
    component: str = ""
    blocks: tuple[Block, ...] = ()
    only: str = ""
    without: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A second-level heading (None before the first one) and what stands below it."""

    heading: SyntaxTreeNode | None
    line: int
    panel: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """A topic in one language, typed and valid."""

    name: str
    lang: str
    source: Source
    front: FrontMatter
    sections: tuple[Section, ...]

    @property
    def folder(self) -> str:
        """Where its pictures are, inside the project."""
        return str(PurePosixPath(self.source.file).parent)

    @property
    def contact_path(self) -> str:
        """What is added to the contact form's URL."""
        return self.front.contact_path or self.name

    def for_format(self, format_: Format) -> Document:
        """The document as one format shows it: `only` and `not` boxes opened or left out, in the format's reading order.

        A section that such a box leaves empty goes with its heading.
        """
        named = {panel.name for panel in format_.panels if panel.takes is Takes.NAMED}
        sections = [replace(section, blocks=tuple(_adapted(section.blocks, format_.name))) for section in self.sections]
        kept = [new for new, old in zip(sections, self.sections, strict=True) if new.blocks or not old.blocks]
        return replace(self, sections=tuple(sorted(kept, key=lambda section: section.panel not in named)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What a manuscript may name."""

    formats: Mapping[str, Format]
    components: Collection[str]
    icons: Collection[str]


def make_document(manuscript: Manuscript, known: Known) -> tuple[Document, Report]:
    """Check a manuscript against what is known.

    Where the front matter has errors, its sound part stands in, so that the faults of the text are told in the same run.
    """
    front, report = check_record(manuscript.front, FrontMatter, what="the front matter")
    sections, body_report = _read_body(manuscript, known)
    report = report + _check_names(manuscript) + body_report
    if front is None:
        front = _sound_part(manuscript, known)
    document = Document(
        name=manuscript.document, lang=manuscript.lang, source=manuscript.source, front=front, sections=sections
    )
    return document, report + _check_front(document, manuscript, known)


def _sound_part(manuscript: Manuscript, known: Known) -> FrontMatter:
    """The keys of the front matter that are right by themselves, the needed ones filled in."""
    sound: dict[str, object] = {"title": "?", "formats": list(known.formats)}
    for key, value in manuscript.front.values.items():
        try:
            FrontMatter.model_validate({**sound, key: value})
        except ValidationError:
            continue
        sound[key] = value
    return FrontMatter.model_validate(sound)


def _check_names(manuscript: Manuscript) -> Iterator[Diagnostic]:
    file, name = manuscript.source.file, manuscript.document
    base = manuscript.lang.split("-")[0]
    if base not in LANGUAGES or not NAME.fullmatch(manuscript.lang):
        yield Diagnostic(
            code="unknown-language",
            message=f"{file} is not named after a language",
            help="Name it by the language's two-letter code: en.md for English, es.md for Spanish.",
        )
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        yield Diagnostic(
            code="bad-name",
            message=f"the folder name `{name}` cannot become a file name",
            help=f"Use small letters, digits and hyphens, at most {LONGEST_NAME}: living-with-asthma",
        )


def _check_front(document: Document, manuscript: Manuscript, known: Known) -> Iterator[Diagnostic]:
    front, record = document.front, manuscript.front
    for at, name in enumerate(front.formats):
        if name not in known.formats:
            guess = nearest(name, known.formats)
            yield Diagnostic(
                code="unknown-format",
                message=f"there is no format `{name}`",
                span=record.span("formats", at),
                help=f"did you mean `{guess}`?" if guess else f"The formats are {one_of(known.formats)}.",
            )
    if front.contact_path and not CONTACT_PATH.fullmatch(front.contact_path):
        yield Diagnostic(
            code="contact-form",
            message="`contact-path` may have letters, digits, hyphens and slashes only",
            span=record.span("contact-path"),
            help=f"Type, for example:   contact-path: {document.name}",
        )
    if front.status == "approved":
        needed = {
            "version": front.version,
            "written-by": front.written_by,
            "reviewed-by": front.reviewed_by,
            "reviewed": front.reviewed,
            "review-by": front.review_by,
        }
        missing = [key for key, value in needed.items() if not value]
        if missing:
            yield Diagnostic(
                code="incomplete-imprint",
                message=f"an approved document needs {', '.join(missing)} as well",
                span=record.span("status"),
                help="Add the lines, or type   status: draft",
            )
    if front.reviewed and front.review_by and front.review_by < front.reviewed:
        yield Diagnostic(
            code="incomplete-imprint",
            message="`review-by` is before the day of the review",
            span=record.span("review-by"),
            help="Set it to the day of the next review.",
        )


def overdue(document: Document, manuscript: Manuscript, today: date) -> Diagnostic | None:
    """The fault of a document whose review day has passed: patients may be told what no longer holds."""
    day = document.front.review_by
    if day is None or day >= today:
        return None
    return Diagnostic(
        code="overdue",
        message=f"the review of this document was due on {day.isoformat()}",
        span=manuscript.front.span("review-by"),
        help="Have it reviewed and set `reviewed`, `reviewed-by` and a new `review-by`."
        "\nTo build it all the same:   python make_docs.py build --allow-overdue",
    )


def _read_body(manuscript: Manuscript, known: Known) -> tuple[tuple[Section, ...], Report]:
    reader = _BodyReader(manuscript, known)
    sections: list[Section] = []
    for node in manuscript.body.children:
        first, _ = manuscript.lines(node)
        if node.type == "heading" and node.tag == "h2":
            sections.append(Section(heading=node, line=first, panel=reader.panel(node)))
            reader.level = 2
            continue
        if not sections:
            sections.append(Section(heading=None, line=first))
        block = reader.block(node)
        if block is not None:
            sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, block))
    return tuple(sections), Report(tuple(reader.faults))


def _adapted(blocks: tuple[Block, ...], format_name: str) -> Iterator[Block]:
    for block in blocks:
        if (block.only and block.only != format_name) or (block.without and block.without == format_name):
            continue
        inner = tuple(_adapted(block.blocks, format_name))
        if block.only or block.without:
            yield from inner
        else:
            yield replace(block, blocks=inner)


class _BodyReader:
    """Walks the body once, making Blocks and noting faults."""

    def __init__(self, manuscript: Manuscript, known: Known) -> None:
        self.manuscript, self.known = manuscript, known
        self.faults: list[Diagnostic] = []
        self.level = 1

    def panel(self, heading: SyntaxTreeNode) -> str:
        attributes = dict(heading.meta.get("attributes", {}))
        panel = str(attributes.pop("panel", ""))
        self._no_other(attributes, heading, "panel=flap")
        open_panels = {p.name for f in self.known.formats.values() for p in f.panels if p.takes is not Takes.NOTHING}
        if panel and panel not in open_panels:
            guess = nearest(panel, open_panels)
            advice = f"did you mean `{guess}`?" if guess else f"Text can go to {one_of(sorted(open_panels))}."
            self._fault("unknown-panel", f"there is no panel `{panel}` for text", heading, f"panel={panel}", advice)
        return panel

    def block(self, node: SyntaxTreeNode) -> Block | None:
        first, last = self.manuscript.lines(node)
        if node.type == "container_div":
            return self._div(node, first, last)
        if node.type == "heading":
            self._heading(node)
        self._check_nodes(node)
        return Block(node=node, line=first, last=last)

    def _div(self, node: SyntaxTreeNode, first: int, last: int) -> Block:
        name, _, rest = " ".join(node.info.split()).partition(" ")
        only = without = component = ""
        if name in {"only", "not"}:
            if rest not in self.known.formats:
                guess = nearest(rest, self.known.formats)
                self._fault(
                    "unknown-format",
                    f"there is no format `{rest}`",
                    node,
                    node.info.strip(),
                    f"did you mean `::: {name} {guess}`?"
                    if guess
                    else f"The formats are {one_of(self.known.formats)}.",
                )
            only, without = (rest, "") if name == "only" else ("", rest)
        elif node.info.strip() in self.known.components:
            component = name
        else:
            guess = nearest(name.strip("{}."), self.known.components)
            self._fault(
                "unknown-component",
                f"there is no component `{node.info.strip()}`",
                node,
                node.info.strip(),
                f"did you mean `::: {guess}`?"
                if guess
                else f"The components are {one_of(sorted(self.known.components))}.",
            )
        blocks = tuple(block for child in node.children if (block := self.block(child)))
        if component and not blocks:
            self._fault(
                "empty-component",
                f"`::: {component}` has nothing in it",
                node,
                node.info.strip(),
                "Write something between its two lines of colons, or delete them.",
            )
        return Block(node=node, line=first, last=last, component=component, blocks=blocks, only=only, without=without)

    def _heading(self, node: SyntaxTreeNode) -> None:
        level = int(node.tag[1])
        marks = "#" * level
        if level == 1:
            self._fault(
                "heading-level",
                "the one heading of the first level is the title",
                node,
                marks,
                "Type ## for a heading in the text.",
            )
        elif level == 2:
            self._fault("heading-level", "a ## heading cannot stand inside a box", node, marks, "Type ### here.")
        elif level > self.level + 1:
            self._fault(
                "heading-level",
                f"a heading of level {level} follows one of level {self.level}",
                node,
                marks,
                f"Type {'#' * (self.level + 1)} here: readers who listen jump from level to level.",
            )
        if level > 1:
            self.level = max(level, 2)
        self._no_other(node.meta.get("attributes", {}), node, "panel=flap, at a ## heading")

    def _check_nodes(self, node: SyntaxTreeNode) -> None:
        for inner in node.walk():
            if inner.type in {"html_block", "html_inline"}:
                shown = inner.content.strip().splitlines()[0]
                self._fault(
                    "raw-html",
                    f"HTML like `{shown[:40]}` is not printed",
                    inner,
                    shown,
                    "Use Markdown: **bold**, a list, or a component such as   ::: callout",
                )
            if inner.type == "list_item":
                self._item(inner)

    def _item(self, node: SyntaxTreeNode) -> None:
        attributes = dict(node.meta.get("attributes", {}))
        icon = attributes.pop("icon", "")
        if icon and icon not in self.known.icons:
            guess = nearest(icon, self.known.icons)
            self._fault(
                "unknown-icon",
                f"there is no icon `{icon}`",
                node,
                f"icon={icon}",
                f"did you mean `{guess}`?" if guess else f"The icons are {', '.join(sorted(self.known.icons))}.",
            )
        state = attributes.pop("state", "")
        if state not in {"", "done", "open"}:
            self._fault(
                "unknown-attribute",
                f"a step is never `{state}`",
                node,
                f"state={state}",
                "Type state=done, state=open or nothing.",
            )
        self._no_other(attributes, node, "icon=hand")

    def _no_other(self, attributes: Mapping[str, str], node: SyntaxTreeNode, possible: str) -> None:
        for name in attributes:
            self._fault(
                "unknown-attribute",
                f"`{name}` means nothing here",
                node,
                f"{name}=",
                f"What can stand here is   {{{possible}}}",
            )

    def _fault(self, code: str, message: str, node: SyntaxTreeNode, needle: str, advice: str) -> None:
        first, last = self.manuscript.lines(node)
        span = self.manuscript.source.find(needle, line=first, last=last)
        self.faults.append(Diagnostic(code=code, message=message, span=span, help=advice))
