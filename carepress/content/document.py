"""The document: a manuscript as typed front matter, sections and blocks, in which every name is known.

In:   a Manuscript, and the names that it may use: formats, components, icons.
Out:  a Document, and Diagnostics with every fault of the manuscript.
Never: knows what a component looks like, or how a work is cited.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from markdown_it.tree import SyntaxTreeNode

from carepress.content.front_matter import FrontMatter, read_front
from carepress.content.manuscript import FaultCollector, Manuscript
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
        """Every key that the text cites, in reading order, with its node."""
        for section in self.sections:
            for node in (section.heading, *(block.node for block in section.blocks)):
                for leaf in node.walk() if node else ():
                    if leaf.type == "citation":
                        yield from ((key, leaf) for key, _ in leaf.meta["cited"] if key)

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


def make_document(manuscript: Manuscript, known: KnownNames) -> tuple[Document, Diagnostics]:
    """The document that a manuscript makes, and all that is wrong with it."""
    front, diagnostics = read_front(manuscript, known.formats)
    sections, body_faults = _read_body(manuscript, known)
    document = Document(
        name=manuscript.document, lang=manuscript.lang, source=manuscript.source, front=front, sections=sections
    )
    return document, diagnostics + body_faults


def _read_body(manuscript: Manuscript, known: KnownNames) -> tuple[tuple[Section, ...], list[Diagnostic]]:
    reader = _BodyReader(manuscript, known)
    sections: list[tuple[Section, list[Block]]] = []
    for node in manuscript.body.children:
        first, _ = manuscript.lines(node)
        if node.type == "heading" and node.tag == "h2":
            sections.append((Section(heading=node, line=first, panel=reader.panel(node)), []))
            reader.level = 2
            continue
        if not sections:
            sections.append((Section(heading=None, line=first), []))
        sections[-1][1].append(reader.block(node))
    return tuple(replace(section, blocks=tuple(blocks)) for section, blocks in sections), reader.faults.faults


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
        self.level = 1

    def panel(self, heading: SyntaxTreeNode) -> str:
        attributes = dict(heading.meta.get("attributes", {}))
        panel = str(attributes.pop("panel", ""))
        for name in attributes:
            self.faults.add(rule("unknown-attribute", "section").at(name=name), heading, f"{name}=")
        self._check_nodes(heading)
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
        self._check_nodes(node)
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

    def _check_nodes(self, node: SyntaxTreeNode) -> None:
        for inner in node.walk():
            if inner.type in {"html_block", "html_inline"} and not inner.content.startswith("</"):
                self._check_html(inner)
            if inner.type == "list_item":
                self._check_item(inner)
            if inner.type == "ordered_list":
                self._check_numbers(inner)
            self._check_signs(inner)
            if inner.type == "table" and len(inner.children) == 1:
                self.faults.add(rule("empty-component", "table").at(), inner, "|")
            if inner.type == "heading" and inner is not node:
                self.faults.add(rule("heading-level", "in-list").at(), inner, "#")
            if inner.type == "container_div":
                self.faults.add(rule("misplaced-box", "in-list").at(), inner, inner.info.strip())

    def _check_html(self, node: SyntaxTreeNode) -> None:
        html = node.content.strip().splitlines()[0]
        is_comment = html.startswith("<!--")
        fault = rule("raw-html", "comment").at(html=html) if is_comment else rule("raw-html").at(html=html)
        self.faults.add(fault, node, html)

    def _check_signs(self, node: SyntaxTreeNode) -> None:
        """Signs beside numbers that Markdown takes for marks: `2*3*4`, `> 5 mg`, `+ 5 mg`."""
        inner = node.children
        for before, mark, after in zip([None, *inner], inner, [*inner[1:], None], strict=False):
            words = _plain(mark) if mark.type in {"em", "strong"} else ""
            if words and re.search(r"\d\0\d", f"{_plain(before)}\0{words}\0{_plain(after)}"):
                typed = f"{_plain(before)[-1:]}{mark.markup}{words}"
                self.faults.add(rule("lost-sign").at(typed=typed), mark, typed)
        if node.type == "blockquote" or (node.type == "list_item" and node.markup == "+"):
            sign = "+" if node.type == "list_item" else ">"
            if number := re.match(r"=?\s*\d\S*", _plain(node)):
                typed = f"{sign} {number[0]}"
                self.faults.add(rule("lost-sign", "start").at(typed=typed, sign=sign), node, typed)

    def _check_numbers(self, node: SyntaxTreeNode) -> None:
        """Markdown counts on from the first number, whatever the next ones are."""
        numbers = [int(item.info) for item in node.children]
        for counted_on, (item, number) in enumerate(zip(node.children, numbers, strict=True), start=numbers[0]):
            if number != counted_on and len(set(numbers)) > 1:
                typed = f"{item.info}{item.markup}"
                self.faults.add(rule("list-number").at(typed=typed, printed=f"{counted_on}."), item, typed)
                return

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


def _plain(node: SyntaxTreeNode | None) -> str:
    """The words of a node, without marks."""
    return "".join(leaf.content for leaf in node.walk() if leaf.type in {"text", "code_inline"}) if node else ""
