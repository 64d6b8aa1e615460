"""Blocks: paragraphs, lists, tables, components, and the whole document.

In:   a Document as one format shows it, the Bibliography, the Locale of its language, the project's files.
Out:  a Composition, and Diagnostics for every fault.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from carepress.bibliography.works import Bibliography
from carepress.compose.citations import Citations
from carepress.compose.inline import InlineContext, img, inline, note_label, picture
from carepress.compose.model import NOTHING, BlockHtml, ComposedSection, Composition, ListItem
from carepress.compose.picture_files import Pictures
from carepress.content.document import Block, Document, Section
from carepress.content.manuscript import FaultCollector, Manuscript
from carepress.design.locale import Locale
from carepress.diagnostics.model import Diagnostic, Diagnostics

PRINTED = "printed"
FOOTNOTE = Markup('<li id="note-{}"><a class="footnote-mark" href="#note-mark-{}">{}</a>{}</li>')
TASKS = {
    None: Markup("<li>{}</li>"),
    False: Markup('<li class="task">{}</li>'),
    True: Markup('<li class="task task--done">{}</li>'),
}
"""An item of a list, with a box to tick, or with a tick."""
COLUMNS = {"text-align:right": Markup(' class="end"'), "text-align:center": Markup(' class="center"')}
LISTS = {"bullet_list": "ul", "ordered_list": "ol"}


def compose(
    document: Document,
    manuscript: Manuscript,
    bibliography: Bibliography,
    locale: Locale,
    *,
    format_name: str,
    files: Collection[str],
    figure: str,
) -> tuple[Composition, Diagnostics]:
    """Compose a document. `document` is already as the format shows it; `files` are the project's files.

    `figure` is the component that a picture on its own becomes; empty if there is none.
    """
    front, faults = document.front, FaultCollector(manuscript)
    citations = Citations(bibliography, locale, faults, linked=front.references == PRINTED)
    pictures = Pictures(document.folder, format_name, files)
    context = InlineContext(citations, pictures, locale, faults, figure)
    sections = tuple(_section(section, document.notes, context) for section in document.sections)
    further = tuple(citations.further(front.further_reading))
    shown = tuple(dict.fromkeys(pictures.used))
    if front.cover_image and isinstance(fault := pictures.find(front.cover_image), Diagnostic):
        faults.add_at_key(fault, "cover-image")
    composition = Composition(
        document=document, sections=sections, references=citations.references(), further=further, pictures=shown
    )
    return composition, Diagnostics(tuple(faults.faults))


def _section(section: Section, notes: Sequence[SyntaxTreeNode], context: InlineContext) -> ComposedSection:
    """A section with its footnotes at its end."""
    heading = NOTHING if section.heading is None else inline(section.heading, context)
    blocks = tuple(_block(block, context) for block in section.blocks)
    if context.notes:
        line = context.faults.manuscript.lines(notes[context.notes[0]])[0]
        blocks = (*blocks, BlockHtml(line=line, markup=_footnotes(notes, context, _line_mark(line))))
    return ComposedSection(heading=heading, line=section.line, panel=section.panel, blocks=blocks)


def _footnotes(notes: Sequence[SyntaxTreeNode], context: InlineContext, mark: Markup) -> Markup:
    """The footnotes whose marks stand above. A note may lead to another one."""
    printed = []
    while context.notes:
        number = context.notes.pop(0)
        children = [child for child in notes[number].children if child.type != "footnote_anchor"]
        label, text = note_label(number), Markup("").join(_html(child, context) for child in children)
        printed.append(FOOTNOTE.format(label, label, label, text))
    return Markup('<ul class="footnotes"{}>{}</ul>').format(mark, Markup("").join(printed))


def _block(block: Block, context: InlineContext, *, inside: str = "") -> BlockHtml:
    """A block as HTML. A picture on its own is a figure; `inside` a component, only if it has a caption."""
    node, line = block.node, block.line
    if block.component:
        inner = tuple(_block(child, context, inside=block.component) for child in block.blocks)
        titled = any(child.node.type == "heading" for child in block.blocks)
        return BlockHtml(line=line, component=block.component, blocks=inner, titled=titled)
    if image := _lone_image(node):
        shown = picture(image, context)
        bare = BlockHtml(line=line, picture=shown, markup=img(shown))
        is_bare = context.figure in {"", inside} or (inside and not shown.caption)
        return bare if is_bare else BlockHtml(line=line, component=context.figure, blocks=(bare,))
    if node.type in LISTS:
        items = tuple(_list_item(item, context) for item in node.children)
        markup = _list(node, items, _line_mark(line))
        return BlockHtml(
            line=line,
            items=items,
            start=int(node.attrs.get("start", 1)),
            ordered=node.type == "ordered_list",
            markup=markup,
        )
    return BlockHtml(line=line, markup=_html(node, context, line))


def _lone_image(node: SyntaxTreeNode) -> SyntaxTreeNode | None:
    if node.type != "paragraph" or not node.children:
        return None
    inner = [child for child in node.children[0].children if child.type != "text" or child.content.strip()]
    return inner[0] if len(inner) == 1 and inner[0].type == "image" else None


def _line_mark(line: int) -> Markup:
    """The manuscript's line, for messages about overfull panels. Only the outermost block carries it."""
    return Markup(' data-line="{}"').format(line) if line else NOTHING


def _html(node: SyntaxTreeNode, context: InlineContext, line: int = 0) -> Markup:
    return BLOCKS.get(node.type, _wrapped("div"))(node, context, _line_mark(line))


def _text(node: SyntaxTreeNode, context: InlineContext, mark: Markup) -> Markup:
    tag = node.tag if node.type == "heading" else "p"
    return Markup("<{}{}>{}</{}>").format(tag, mark, inline(node, context), tag)


def _wrapped(tag: str) -> Callable[[SyntaxTreeNode, InlineContext, Markup], Markup]:
    def wrap(node: SyntaxTreeNode, context: InlineContext, mark: Markup) -> Markup:
        inner = Markup("").join(_html(child, context) for child in node.children)
        return Markup("<{}{}>{}</{}>").format(tag, mark, inner, tag)

    return wrap


def _list(node: SyntaxTreeNode, items: tuple[ListItem, ...], mark: Markup) -> Markup:
    tag = LISTS[node.type]
    declared = []
    if "start" in node.attrs:
        declared.append(f"counter-reset: list-item {int(node.attrs['start']) - 1}")
    if style := node.meta.get("style"):
        declared.append(f"list-style-type: {style}")
    styled = Markup(' style="{}"').format("; ".join(declared)) if declared else NOTHING
    entries = Markup("").join(TASKS[item.task].format(item.content) for item in items)
    return Markup("<{}{}{}>{}</{}>").format(tag, styled, mark, entries, tag)


def _plain_list(node: SyntaxTreeNode, context: InlineContext, mark: Markup) -> Markup:
    return _list(node, tuple(_list_item(item, context) for item in node.children), mark)


def _list_item(node: SyntaxTreeNode, context: InlineContext) -> ListItem:
    attributes = node.meta.get("attributes", {})
    blocks = [inline(child, context) if _is_tight(child) else _html(child, context) for child in node.children]
    return ListItem(
        content=Markup("").join(blocks),
        icon=attributes.get("icon", ""),
        state=attributes.get("state", ""),
        task=node.meta.get("task"),
    )


def _is_tight(node: SyntaxTreeNode) -> bool:
    return bool(node.type == "paragraph" and node.hidden)


def _table(node: SyntaxTreeNode, context: InlineContext, mark: Markup) -> Markup:
    """A table. Its first row holds column headers, marked with their scope (WCAG 1.3.1)."""
    groups = []
    for group in node.children:
        if group.type == "caption":
            groups.append(Markup("<caption>{}</caption>").format(inline(group, context)))
            continue
        rows = [
            Markup("<tr>{}</tr>").format(Markup("").join(_cell(cell, context) for cell in row.children))
            for row in group.children
        ]
        groups.append(Markup("<{}>{}</{}>").format(group.type, Markup("").join(rows), group.type))
    return Markup("<table{}>{}</table>").format(mark, Markup("").join(groups))


def _cell(cell: SyntaxTreeNode, context: InlineContext) -> Markup:
    scope = Markup(' scope="col"') if cell.type == "th" else NOTHING
    column = COLUMNS.get(str(cell.attrs.get("style", "")), NOTHING)
    return Markup("<{}{}{}>{}</{}>").format(cell.type, scope, column, inline(cell, context), cell.type)


def _definitions(node: SyntaxTreeNode, context: InlineContext, mark: Markup) -> Markup:
    """Words and what they mean."""
    entries = [
        Markup("<dt>{}</dt>").format(inline(child, context))
        if child.type == "dt"
        else Markup("<dd>{}</dd>").format(_list_item(child, context).content)
        for child in node.children
    ]
    return Markup("<dl{}>{}</dl>").format(mark, Markup("").join(entries))


BLOCKS: dict[str, Callable[[SyntaxTreeNode, InlineContext, Markup], Markup]] = {
    "paragraph": _text,
    "heading": _text,
    "bullet_list": _plain_list,
    "ordered_list": _plain_list,
    "blockquote": _wrapped("blockquote"),
    "table": _table,
    "dl": _definitions,
    "fence": lambda node, _, mark: Markup("<pre{}>{}</pre>").format(mark, node.content.rstrip("\n")),
    "code_block": lambda node, _, mark: Markup("<pre{}>{}</pre>").format(mark, node.content.rstrip("\n")),
    "hr": lambda _node, _, mark: Markup("<hr{}>").format(mark),
    "html_block": lambda _node, _setting, _mark: NOTHING,  # content has already made it a fault
}
