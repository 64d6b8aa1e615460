"""What prose gives: a document's text in pieces that templates can place.

Pure: values only.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from carepress.content.document import Document

NOTHING = Markup("")


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture as the text shows it: the file inside the project, its alt text and its caption."""

    file: str
    alt: str
    caption: Markup = NOTHING


@dataclass(frozen=True, kw_only=True, slots=True)
class ListItem:
    """One entry of a list, with the attributes that the author gave it."""

    content: Markup
    icon: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockHtml:
    """A block ready for the page: Markup, and what it is of: a list's items, a picture, or a component of Parts."""

    line: int
    markup: Markup = NOTHING
    items: tuple[ListItem, ...] = ()
    picture: Picture | None = None
    component: str = ""
    parts: tuple[BlockHtml, ...] = ()
    titled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ComposedSection:
    """A heading (empty before the first) and its Parts."""

    heading: Markup
    line: int
    panel: str
    parts: tuple[BlockHtml, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceEntry:
    """A work in a list: its number (0 in further reading), its text with links, and a short form for narrow panels."""

    number: int
    key: str
    markup: Markup
    brief: Markup


@dataclass(frozen=True, kw_only=True, slots=True)
class Composition:
    """A document's text, ready for the page."""

    document: Document
    sections: tuple[ComposedSection, ...]
    references: tuple[ReferenceEntry, ...] = ()
    further: tuple[ReferenceEntry, ...] = ()
    pictures: tuple[str, ...] = ()
