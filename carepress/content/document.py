"""The document: a manuscript as typed front matter, sections and blocks, in which every name is known.

In:   a Manuscript, and the names that it may use: formats, components, icons.
Out:  a Document, and Diagnostics with every fault of the manuscript.
Never: knows what a component looks like, or how a work is cited.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from markdown_it.tree import SyntaxTreeNode

from carepress.content.check_marks import MarkChecker
from carepress.content.front_matter import FrontMatter, read_front
from carepress.content.manuscript import FaultCollector, Manuscript
from carepress.content.markdown import CAPTION
from carepress.design.formats import Format, Takes
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import all_of, counted, nearest, one_of
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.source import Source

ADAPTATIONS = ("only", "not")  # divs that adapt a text to a format; no component has such a name


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
    """A second-level heading (None before the first one) and the blocks below it."""

    heading: SyntaxTreeNode | None
    line: int
    panel: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """A topic in one language, typed and valid. `notes` are its footnotes, in the order of their marks."""

    name: str
    lang: str
    source: Source
    front: FrontMatter
    sections: tuple[Section, ...]
    notes: tuple[SyntaxTreeNode, ...] = ()

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
        """Every key that the text cites, in reading order, with its node."""
        for section in self.sections:
            for node in (section.heading, *(block.node for block in section.blocks)):
                yield from _cited(node, self.notes) if node else ()

    @property
    def further(self) -> list[str]:
        """The keys of the works to list as further reading."""
        return [key.lstrip("@") for key in self.front.further_reading]

    @property
    def cited_keys(self) -> frozenset[str]:
        """The keys of all works that it cites or lists as further reading."""
        return frozenset((*(key for key, _ in self.citations), *self.further))

    def for_format(self, format_: Format) -> Document:
        """The document as one format shows it: `only` and `not` boxes opened or left out, sections in its order.

        A section that becomes empty is left out with its heading.
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

    @property
    def panels(self) -> list[str]:
        """The panels of all formats that take text."""
        return sorted({p.name for f in self.formats.values() for p in f.panels if p.takes is not Takes.NOTHING})


def _cited(node: SyntaxTreeNode, notes: Sequence[SyntaxTreeNode]) -> Iterator[tuple[str, SyntaxTreeNode]]:
    """Every key that a node cites, and the footnotes that it leads to."""
    for leaf in node.walk():
        if leaf.type in {"citation", "in_text"}:
            yield from ((key, leaf) for key, _, _ in leaf.meta["cited"] if key)
        elif leaf.type == "image" and CAPTION in leaf.meta:
            yield from _cited(leaf.meta[CAPTION], notes)
        elif leaf.type == "footnote_ref" and notes:
            yield from _cited(notes[leaf.meta["id"]], ())


def make_document(manuscript: Manuscript, known: KnownNames) -> tuple[Document, Diagnostics]:
    """The document that a manuscript makes, and all that is wrong with it."""
    front, diagnostics = read_front(manuscript, known.formats)
    sections, notes, body_faults = _read_body(manuscript, known)
    document = Document(
        name=manuscript.document,
        lang=manuscript.lang,
        source=manuscript.source,
        front=front,
        sections=sections,
        notes=notes,
    )
    return document, diagnostics + body_faults


def _read_body(
    manuscript: Manuscript, known: KnownNames
) -> tuple[tuple[Section, ...], tuple[SyntaxTreeNode, ...], list[Diagnostic]]:
    reader = _BodyReader(manuscript, known)
    notes: tuple[SyntaxTreeNode, ...] = ()
    sections: list[tuple[Section, list[Block]]] = []
    for node in manuscript.body.children:
        first, _ = manuscript.lines(node)
        if node.type == "footnote_block":
            notes = tuple(node.children)
            reader.check(node)
            continue
        if node.type == "heading" and node.tag == "h2":
            sections.append((Section(heading=node, line=first, panel=reader.panel(node)), []))
            reader.level = 2
            continue
        if not sections:
            sections.append((Section(heading=None, line=first), []))
        sections[-1][1].append(reader.block(node))
    whole = tuple(replace(section, blocks=tuple(blocks)) for section, blocks in sections)
    return whole, notes, reader.faults.faults


def _adapted(blocks: tuple[Block, ...], format_name: str) -> Iterator[Block]:
    for block in blocks:
        if (block.only and block.only != format_name) or (block.without and block.without == format_name):
            continue
        inner = tuple(_adapted(block.blocks, format_name))
        if block.blocks and not inner:  # its whole content is for other formats
            continue
        if block.only or block.without:
            yield from inner
        else:
            yield replace(block, blocks=inner)


class _BodyReader:
    """Walks the body once, makes Blocks and collects faults. `level` is that of the last heading."""

    def __init__(self, manuscript: Manuscript, known: KnownNames) -> None:
        self.manuscript, self.known, self.faults = manuscript, known, FaultCollector(manuscript)
        self.marks = MarkChecker(manuscript)
        self.level = 1

    def panel(self, heading: SyntaxTreeNode) -> str:
        attributes = dict(heading.meta.get("attributes", {}))
        panel = str(attributes.pop("panel", ""))
        for name in attributes:
            self.faults.add(rule("unknown-attribute", "section").at(name=name), heading, f"{name}=")
        self.check(heading)
        if not "".join(inner.content for inner in heading.walk() if inner.type in {"text", "code_inline"}).strip():
            self.faults.add(rule("heading-level", "no-words").at(), heading, "##")
        panels = self.known.panels
        if panel and panel not in panels:
            fault = rule("unknown-panel").at(name=panel, guess=nearest(panel, panels), known=one_of(panels))
            self.faults.add(fault, heading, f"panel={panel}")
        return panel

    def block(self, node: SyntaxTreeNode) -> Block:
        first, last = self.manuscript.lines(node)
        if node.type == "container_div":
            return self._div(node, first, last)
        if node.type == "heading":
            self._check_heading(node)
        self.check(node)
        return Block(node=node, line=first, last=last)

    def _div(self, node: SyntaxTreeNode, first: int, last: int) -> Block:
        info, known = node.info.strip(), self.known.components
        name, _, rest = " ".join(info.split()).partition(" ")
        only = without = component = ""
        if name in ADAPTATIONS:
            self._check_format(node, name, rest)
            only, without = (rest, "") if name == "only" else ("", rest)
        elif info in known:
            component = name
        else:
            guess = nearest(name.strip("{}."), known)
            self.faults.add(
                rule("unknown-component").at(name=info, guess=guess, known=all_of(sorted(known))), node, info
            )
        blocks = tuple(self.block(child) for child in node.children)
        if component and not blocks and component not in self.known.may_be_empty:
            self.faults.add(rule("empty-component").at(name=component), node, info)
        return Block(node=node, line=first, last=last, component=component, blocks=blocks, only=only, without=without)

    def _check_format(self, node: SyntaxTreeNode, word: str, name: str) -> None:
        known = self.known.formats
        if not name:
            self.faults.add(rule("unknown-format", "no-name").at(box=word, known=all_of(known)), node, word)
        elif name not in known:
            box, guess = f"{node.markup} {word}", nearest(name, known)
            fault = rule("unknown-format", "box").at(name=name, box=box, guess=guess, known=all_of(known))
            self.faults.add(fault, node, node.info.strip())

    def _check_heading(self, node: SyntaxTreeNode) -> None:
        level, deepest = int(node.tag[1]), self.level + 1
        marks = "#" * level
        if level == 1:
            self.faults.add(rule("heading-level", "title").at(), node, marks)
        elif level == 2:
            self.faults.add(rule("heading-level", "in-box").at(), node, marks)
        elif level > deepest:
            levels, right = counted(level - deepest, "level"), "#" * deepest
            self.faults.add(rule("heading-level", "too-deep").at(marks=marks, levels=levels, right=right), node, marks)
        if level > 1:
            self.level = level
        for name in node.meta.get("attributes", {}):
            self.faults.add(rule("unknown-attribute", "heading").at(name=name), node, f"{name}=")

    def check(self, node: SyntaxTreeNode) -> None:
        """Add the faults of a node and of all that is in it."""
        for fault, inner, needle in self.marks.check(node):
            self.faults.add(fault, inner, needle)
        for inner in node.walk():
            if inner.type == "list_item":
                self._check_item(inner)
            if inner.type == "image":
                self._check_picture(inner)
            if inner.type == "table" and len(inner.children) == 1:
                self.faults.add(rule("empty-component", "table").at(), inner, "|")
            if inner.type == "heading" and inner is not node:
                self.faults.add(rule("heading-level", "in-list").at(), inner, "#")
            if inner.type == "container_div":
                self.faults.add(rule("misplaced-box", "in-list").at(), inner, inner.info.strip())

    def _check_picture(self, node: SyntaxTreeNode) -> None:
        for name, value in node.meta.get("attributes", {}).items():
            if name != "width":
                self.faults.add(rule("unknown-attribute", "picture").at(name=name), node, f"{name}=")
            elif not re.fullmatch(r"(?:[1-9][0-9]?|100)%", value):
                self.faults.add(rule("unknown-attribute", "width").at(value=value), node, f"{name}=")

    def _check_item(self, node: SyntaxTreeNode) -> None:
        attributes, icons = dict(node.meta.get("attributes", {})), self.known.icons
        icon, state = attributes.pop("icon", ""), attributes.pop("state", "")
        if icon and icon not in icons:
            fault = rule("unknown-icon").at(name=icon, guess=nearest(icon, icons), known=all_of(sorted(icons)))
            self.faults.add(fault, node, f"icon={icon}")
        if state not in {"", "done", "open"}:
            self.faults.add(rule("unknown-attribute", "state").at(state=state), node, f"state={state}")
        for name in attributes:
            self.faults.add(rule("unknown-attribute", "item").at(name=name), node, f"{name}=")
