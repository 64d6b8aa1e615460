"""The document: a manuscript that holds together. Typed front matter, sections, blocks; every name in it is known.

In:   a Manuscript, and what there is to name: Formats, components, icons, today's date.
Out:  a Document, or Diagnostics; every fault of the manuscript in one run.
Never: knows what a component looks like, or how a work is cited.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from markdown_it.tree import SyntaxTreeNode

from carepress.content.front_matter import FrontMatter, read_front
from carepress.content.manuscript import FaultCollector, Manuscript
from carepress.design.formats import Format, Takes
from carepress.diagnostics.english import nearest, one_of
from carepress.diagnostics.model import Diagnostics
from carepress.project.source import Source


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

    @property
    def citations(self) -> Iterator[tuple[str, SyntaxTreeNode]]:
        """Every key that the text cites, in its order, and where."""
        for section in self.sections:
            for node in (section.heading, *(block.node for block in section.blocks)):
                for leaf in node.walk() if node else ():
                    if leaf.type == "citation":
                        yield from ((key, leaf) for key, _ in leaf.meta["cited"] if key)

    @property
    def further(self) -> list[str]:
        """The keys that are listed as further reading."""
        return [key.lstrip("@") for key in self.front.further_reading]

    @property
    def cited_keys(self) -> frozenset[str]:
        """The keys of all works that it cites or lists as further reading."""
        return frozenset((*(key for key, _ in self.citations), *self.further))

    def for_format(self, format_: Format) -> Document:
        """The document as one format shows it: `only` and `not` boxes opened or left out, in its reading order.

        A section that such a box leaves empty goes with its heading.
        """
        named = {panel.name for panel in format_.panels if panel.takes is Takes.NAMED}
        sections = [replace(section, blocks=tuple(_adapted(section.blocks, format_.name))) for section in self.sections]
        kept = [new for new, old in zip(sections, self.sections, strict=True) if new.blocks or not old.blocks]
        return replace(self, sections=tuple(sorted(kept, key=lambda section: section.panel not in named)))


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownNames:
    """What a manuscript may name."""

    formats: Mapping[str, Format]
    components: Collection[str]
    icons: Collection[str]
    may_be_empty: Collection[str] = ()


def make_document(manuscript: Manuscript, known: KnownNames) -> tuple[Document, Diagnostics]:
    """Check a manuscript against what is known."""
    front, diagnostics = read_front(manuscript, known.formats)
    sections, body_report = _read_body(manuscript, known)
    document = Document(
        name=manuscript.document, lang=manuscript.lang, source=manuscript.source, front=front, sections=sections
    )
    return document, diagnostics + body_report


def _read_body(manuscript: Manuscript, known: KnownNames) -> tuple[tuple[Section, ...], Diagnostics]:
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
    return tuple(sections), Diagnostics(tuple(reader.margin.faults))


def _adapted(blocks: tuple[Block, ...], format_name: str) -> Iterator[Block]:
    for block in blocks:
        if (block.only and block.only != format_name) or (block.without and block.without == format_name):
            continue
        inner = tuple(_adapted(block.blocks, format_name))
        if block.blocks and not inner:  # all that was in it is for other formats
            continue
        if block.only or block.without:
            yield from inner
        else:
            yield replace(block, blocks=inner)


class _BodyReader:
    """Walks the body once, making Blocks and noting faults."""

    def __init__(self, manuscript: Manuscript, known: KnownNames) -> None:
        self.manuscript, self.known, self.margin = manuscript, known, FaultCollector(manuscript)
        self.level = 1

    def panel(self, heading: SyntaxTreeNode) -> str:
        attributes = dict(heading.meta.get("attributes", {}))
        panel = str(attributes.pop("panel", ""))
        self._no_other(attributes, heading, "panel=flap")
        self._check_nodes(heading)
        if not "".join(inner.content for inner in heading.walk() if inner.type in {"text", "code_inline"}).strip():
            self.margin.note(
                "heading-level",
                "this heading has no words",
                heading,
                "##",
                "Type its words after the ##, or delete the line.",
            )
        open_panels = {p.name for f in self.known.formats.values() for p in f.panels if p.takes is not Takes.NOTHING}
        if panel and panel not in open_panels:
            guess = nearest(panel, open_panels)
            advice = f"did you mean `{guess}`?" if guess else f"Text can go to {one_of(sorted(open_panels))}."
            self.margin.note(
                "unknown-panel", f"there is no panel `{panel}` for text", heading, f"panel={panel}", advice
            )
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
                self._unknown_format(node, name, rest)
            only, without = (rest, "") if name == "only" else ("", rest)
        elif node.info.strip() in self.known.components:
            component = name
        else:
            guess = nearest(name.strip("{}."), self.known.components)
            self.margin.note(
                "unknown-component",
                f"there is no component `{node.info.strip()}`",
                node,
                node.info.strip(),
                f"did you mean `::: {guess}`?"
                if guess
                else f"The components are {one_of(sorted(self.known.components))}.",
            )
        blocks = tuple(block for child in node.children if (block := self.block(child)))
        if component and not blocks and component not in self.known.may_be_empty:
            self.margin.note(
                "empty-component",
                f"`::: {component}` has nothing in it",
                node,
                node.info.strip(),
                "Write something between its two lines of colons, or delete them.",
            )
        return Block(node=node, line=first, last=last, component=component, blocks=blocks, only=only, without=without)

    def _unknown_format(self, node: SyntaxTreeNode, name: str, given: str) -> None:
        guess = nearest(given, self.known.formats)
        advice = f"The formats are: {', '.join(self.known.formats)}."
        if guess:
            advice = f"did you mean `{node.markup} {name} {guess}`?"
        message = f"there is no format `{given}`" if given else f"`{name}` needs the name of a format"
        self.margin.note("unknown-format", message, node, node.info.strip(), advice)

    def _heading(self, node: SyntaxTreeNode) -> None:
        level = int(node.tag[1])
        marks = "#" * level
        if level == 1:
            self.margin.note(
                "heading-level",
                "the one heading of the first level is the title",
                node,
                marks,
                "Type ## for a heading in the text.",
            )
        elif level == 2:
            self.margin.note("heading-level", "a ## heading cannot stand inside a box", node, marks, "Type ### here.")
        elif level > self.level + 1:
            self.margin.note(
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
            if inner.type in {"html_block", "html_inline"} and not inner.content.startswith("</"):
                shown = inner.content.strip().splitlines()[0]
                self.margin.note(
                    "raw-html",
                    f"HTML like `{shown[:40]}` is not printed",
                    inner,
                    shown,
                    "Delete it: whatever stands in the text is printed."
                    if shown.startswith("<!--")
                    else "Use Markdown: **bold**, a list, or a component such as   ::: callout",
                )
            if inner.type == "list_item":
                self._item(inner)
            if inner.type == "table" and len(inner.children) == 1:
                advice = "Write its rows below the line of hyphens, or delete the table."
                self.margin.note("empty-component", "this table has no row below its head", inner, "|", advice)
            if inner.type == "heading" and inner is not node:
                advice = "Put it before the list or quotation."
                self.margin.note("heading-level", "a heading cannot stand in a list or a quotation", inner, "#", advice)
            if inner.type == "container_div":
                info = inner.info.strip()
                advice = "Put the box before or after it."
                self.margin.note("misplaced-box", "a box cannot stand in a list or a quotation", inner, info, advice)

    def _item(self, node: SyntaxTreeNode) -> None:
        attributes = dict(node.meta.get("attributes", {}))
        icon = attributes.pop("icon", "")
        if icon and icon not in self.known.icons:
            guess = nearest(icon, self.known.icons)
            self.margin.note(
                "unknown-icon",
                f"there is no icon `{icon}`",
                node,
                f"icon={icon}",
                f"did you mean `{guess}`?" if guess else f"The icons are {', '.join(sorted(self.known.icons))}.",
            )
        state = attributes.pop("state", "")
        if state not in {"", "done", "open"}:
            self.margin.note(
                "unknown-attribute",
                f"a step is never `{state}`",
                node,
                f"state={state}",
                "Type state=done, state=open or nothing.",
            )
        self._no_other(attributes, node, "icon=hand")

    def _no_other(self, attributes: Mapping[str, str], node: SyntaxTreeNode, possible: str) -> None:
        for name in attributes:
            self.margin.note(
                "unknown-attribute",
                f"`{name}` means nothing here",
                node,
                f"{name}=",
                f"What can stand here is   {{{possible}}}",
            )
