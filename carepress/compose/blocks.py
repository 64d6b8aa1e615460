"""Blocks: paragraphs, lists, tables, components, and the whole document.

In:   a Document as one format shows it, the Bibliography, the Words, the project's files.
Out:  a Composition, and a Report of all faults met on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from carepress.bibliography.works import Bibliography
from carepress.compose.citations import Citations
from carepress.compose.inline import IMG, InlineContext, inline, picture
from carepress.compose.model import NOTHING, BlockHtml, ComposedSection, Composition, ListItem
from carepress.compose.picture_files import Pictures
from carepress.content.document import Block, Document, Section
from carepress.content.manuscript import FaultCollector, Manuscript
from carepress.design.locale import Locale
from carepress.diagnostics.model import Diagnostics

PRINTED = "printed"
LISTS = {"bullet_list": "ul", "ordered_list": "ol"}


def compose(
    document: Document,
    manuscript: Manuscript,
    bibliography: Bibliography,
    locale: Locale,
    *,
    format_name: str,
    files: Collection[str],
) -> tuple[Composition, Diagnostics]:
    """Set a document's text. `document` is already as the format shows it; `files` are the project's files."""
    front, margin = document.front, FaultCollector(manuscript)
    citations = Citations(bibliography, locale, margin, linked=front.references == PRINTED)
    pictures = Pictures(document.folder, format_name, files)
    setting = InlineContext(citations, pictures, locale, margin)
    sections = tuple(_section(section, setting) for section in document.sections)
    further = tuple(citations.further(front.further_reading))
    shown = tuple(dict.fromkeys(pictures.used))
    if front.cover_image:
        pictures.find(
            front.cover_image, lambda code, said, advice: margin.note_key(code, said, ("cover-image",), advice)
        )
    composition = Composition(
        document=document, sections=sections, references=citations.references(), further=further, pictures=shown
    )
    return composition, Diagnostics(tuple(margin.faults))


def _section(section: Section, setting: InlineContext) -> ComposedSection:
    heading = NOTHING if section.heading is None else inline(section.heading, setting)
    parts = tuple(_part(block, setting) for block in section.blocks)
    return ComposedSection(heading=heading, line=section.line, panel=section.panel, parts=parts)


def _part(block: Block, setting: InlineContext, *, inside: str = "") -> BlockHtml:
    """A block as a Part. A picture that stands alone is a figure; `inside` a component, only if it has a caption."""
    node, line = block.node, block.line
    if block.component:
        inner = tuple(_part(child, setting, inside=block.component) for child in block.blocks)
        titled = any(child.node.type == "heading" for child in block.blocks)
        return BlockHtml(line=line, component=block.component, parts=inner, titled=titled)
    if image := _lone_image(node):
        shown = picture(image, setting)
        part = BlockHtml(line=line, picture=shown, markup=IMG.format(shown.file, shown.alt))
        is_bare = inside == "figure" or (inside and not shown.caption)
        return part if is_bare else BlockHtml(line=line, component="figure", parts=(part,))
    if node.type in LISTS:
        items = tuple(_list_item(item, setting) for item in node.children)
        return BlockHtml(line=line, items=items, markup=_list(node, items, _where(line)))
    return BlockHtml(line=line, markup=_block(node, setting, line))


def _lone_image(node: SyntaxTreeNode) -> SyntaxTreeNode | None:
    if node.type != "paragraph" or not node.children:
        return None
    inner = [child for child in node.children[0].children if child.type != "text" or child.content.strip()]
    return inner[0] if len(inner) == 1 and inner[0].type == "image" else None


def _where(line: int) -> Markup:
    """The manuscript's line, by which an overfull panel is told. Only the outermost block carries it."""
    return Markup(' data-line="{}"').format(line) if line else NOTHING


def _block(node: SyntaxTreeNode, setting: InlineContext, line: int = 0) -> Markup:
    return BLOCKS.get(node.type, _wrapped("div"))(node, setting, _where(line))


def _text(node: SyntaxTreeNode, setting: InlineContext, where: Markup) -> Markup:
    tag = node.tag if node.type == "heading" else "p"
    return Markup("<{}{}>{}</{}>").format(tag, where, inline(node, setting), tag)


def _wrapped(tag: str) -> Callable[[SyntaxTreeNode, InlineContext, Markup], Markup]:
    def wrap(node: SyntaxTreeNode, setting: InlineContext, where: Markup) -> Markup:
        inner = Markup("").join(_block(child, setting) for child in node.children)
        return Markup("<{}{}>{}</{}>").format(tag, where, inner, tag)

    return wrap


def _list(node: SyntaxTreeNode, items: tuple[ListItem, ...], where: Markup) -> Markup:
    tag = LISTS[node.type]
    start = (
        Markup(' style="counter-reset: list-item {}"').format(int(node.attrs["start"]) - 1)
        if "start" in node.attrs
        else NOTHING
    )
    entries = Markup("").join(Markup("<li>{}</li>").format(item.content) for item in items)
    return Markup("<{}{}{}>{}</{}>").format(tag, start, where, entries, tag)


def _plain_list(node: SyntaxTreeNode, setting: InlineContext, where: Markup) -> Markup:
    return _list(node, tuple(_list_item(item, setting) for item in node.children), where)


def _list_item(node: SyntaxTreeNode, setting: InlineContext) -> ListItem:
    attributes = node.meta.get("attributes", {})
    blocks = [inline(child, setting) if _is_tight(child) else _block(child, setting) for child in node.children]
    return ListItem(content=Markup("").join(blocks), icon=attributes.get("icon", ""), state=attributes.get("state", ""))


def _is_tight(node: SyntaxTreeNode) -> bool:
    return bool(node.type == "paragraph" and node.hidden)


def _table(node: SyntaxTreeNode, setting: InlineContext, where: Markup) -> Markup:
    """A table whose first row are column headers; their scope is said (WCAG 1.3.1)."""
    groups = []
    for group in node.children:
        rows = [
            Markup("<tr>{}</tr>").format(Markup("").join(_cell(cell, setting) for cell in row.children))
            for row in group.children
        ]
        groups.append(Markup("<{}>{}</{}>").format(group.type, Markup("").join(rows), group.type))
    return Markup("<table{}>{}</table>").format(where, Markup("").join(groups))


def _cell(cell: SyntaxTreeNode, setting: InlineContext) -> Markup:
    scope = Markup(' scope="col"') if cell.type == "th" else NOTHING
    return Markup("<{}{}>{}</{}>").format(cell.type, scope, inline(cell, setting), cell.type)


BLOCKS: dict[str, Callable[[SyntaxTreeNode, InlineContext, Markup], Markup]] = {
    "paragraph": _text,
    "heading": _text,
    "bullet_list": _plain_list,
    "ordered_list": _plain_list,
    "blockquote": _wrapped("blockquote"),
    "table": _table,
    "fence": lambda node, _, where: Markup("<pre{}>{}</pre>").format(where, node.content.rstrip("\n")),
    "code_block": lambda node, _, where: Markup("<pre{}>{}</pre>").format(where, node.content.rstrip("\n")),
    "hr": lambda _node, _, where: Markup("<hr{}>").format(where),
    "html_block": lambda _node, _setting, _where: NOTHING,  # a fault already, told by the document
}
