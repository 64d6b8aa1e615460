"""The composed document: its text as HTML, in pieces that templates can place.

Pure: values only.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from carepress.content.document import Document

NOTHING = Markup("")


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture as the text shows it: its file inside the project, alt text, caption, and width if there is one."""

    file: str
    alt: str
    caption: Markup = NOTHING
    width: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListItem:
    """An item of a list, with the attributes that the author gave it. `task`: whether a box before it is ticked."""

    content: Markup
    icon: str = ""
    state: str = ""
    task: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockHtml:
    """A block as HTML. A list also has its items, a figure its picture, a component its blocks.

    `start` is the first number of a list that is `ordered`. `titled`: the component has a heading of its own.
    """

    line: int
    markup: Markup = NOTHING
    items: tuple[ListItem, ...] = ()
    start: int = 1
    ordered: bool = False
    picture: Picture | None = None
    component: str = ""
    blocks: tuple[BlockHtml, ...] = ()
    titled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ComposedSection:
    """A heading (empty before the first) and the blocks below it."""

    heading: Markup
    line: int
    panel: str
    blocks: tuple[BlockHtml, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceEntry:
    """A work in a list: its number (0 in further reading), its text with links, and a short form for small panels."""

    number: int
    key: str
    markup: Markup
    brief: Markup


@dataclass(frozen=True, kw_only=True, slots=True)
class Composition:
    """A document's text as HTML. `pictures` are the files that it shows, each once."""

    document: Document
    sections: tuple[ComposedSection, ...]
    references: tuple[ReferenceEntry, ...] = ()
    further: tuple[ReferenceEntry, ...] = ()
    pictures: tuple[str, ...] = ()
