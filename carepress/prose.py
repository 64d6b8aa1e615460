"""Prose: the document's text made ready for the page: HTML with numbered citations.

In:   a Document as one format shows it, the Bibliography, the Words of its language.
Out:  a Composition: sections of Parts, numbered references, the pictures it needs; or Diagnostics.
Never: knows a panel's size, a colour or a template. Only this module and `qr` make Markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup, escape

from carepress.bibliography import Bibliography, Work
from carepress.clinic import url_fault
from carepress.diagnostics import Diagnostic, Report
from carepress.document import Block, Document, Section
from carepress.manuscript import Manuscript
from carepress.records import Record
from carepress.words import Words

NBSP = "\N{NO-BREAK SPACE}"
LAST_WORDS = re.compile(r"(?<=\S) (?=[^ \N{NO-BREAK SPACE}]{1,9}$)")
BEFORE_CITATION = re.compile(r"\s+$")
PICTURE_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg")


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture as the text shows it: the file inside the project, its alt text and its caption."""

    file: str
    alt: str
    caption: Markup = Markup("")


@dataclass(frozen=True, kw_only=True, slots=True)
class ListItem:
    """One entry of a list, with the attributes that the author gave it."""

    content: Markup
    icon: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A block ready for the page: Markup; a list's items; a picture; or a component with Parts in it."""

    line: int
    markup: Markup = Markup("")
    items: tuple[ListItem, ...] = ()
    picture: Picture | None = None
    component: str = ""
    parts: tuple[Part, ...] = ()
    titled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ComposedSection:
    """A heading (absent before the first) and its Parts."""

    heading: Markup
    line: int
    panel: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A work in a list: its number (0 in further reading), its text with links."""

    number: int
    key: str
    markup: Markup


@dataclass(frozen=True, kw_only=True, slots=True)
class Composition:
    """A document's text, ready for the page."""

    document: Document
    sections: tuple[ComposedSection, ...]
    references: tuple[Entry, ...] = ()
    further: tuple[Entry, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(slots=True)
class _Setting:
    """The state of one pass over a document: numbers given so far, pictures and faults met."""

    document: Document
    manuscript: Manuscript
    bibliography: Bibliography
    words: Words
    files: Collection[str]
    format_name: str
    numbers: dict[str, int] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    seen: dict[tuple[int, str], int] = field(default_factory=dict)

    def fault(self, code: str, message: str, node: SyntaxTreeNode, needle: str, advice: str) -> None:
        """Note a fault at the next occurrence of `needle` in the node's lines."""
        first, last = self.manuscript.lines(node)
        nth = self.seen.get((first, needle), 0)
        self.seen[first, needle] = nth + 1
        span = self.manuscript.source.find(needle, line=first, last=last, occurrence=nth)
        self.faults.append(Diagnostic(code=code, message=message, span=span, help=advice))


def compose(
    document: Document,
    manuscript: Manuscript,
    bibliography: Bibliography,
    words: Words,
    *,
    format_name: str,
    files: Collection[str],
) -> tuple[Composition, Report]:
    """Set a document's text. `document` is already as the format shows it; `files` are the project's files."""
    setting = _Setting(document, manuscript, bibliography, words, files, format_name)
    sections = tuple(_section(section, setting) for section in document.sections)
    references = tuple(
        _entry(bibliography.works[key], number, setting)
        for key, number in setting.numbers.items()
        if key in bibliography.works
    )
    further = tuple(_entry(bibliography.works[key], 0, setting) for key in _further(setting, manuscript.front))
    _cover_image(setting, manuscript.front)
    composition = Composition(
        document=document,
        sections=sections,
        references=references,
        further=further,
        pictures=tuple(dict.fromkeys(setting.pictures)),
    )
    return composition, Report(tuple(setting.faults))


def _section(section: Section, setting: _Setting) -> ComposedSection:
    heading = Markup("") if section.heading is None else _inline(section.heading, setting)
    return ComposedSection(
        heading=heading,
        line=section.line,
        panel=section.panel,
        parts=tuple(_part(block, setting) for block in section.blocks),
    )


def _part(block: Block, setting: _Setting, *, inside: bool = False) -> Part:
    """A block as a Part; a picture that stands alone is a figure of its own, but not `inside` another component."""
    if block.component:
        inner = tuple(_part(child, setting, inside=True) for child in block.blocks)
        titled = any(child.node.type == "heading" for child in block.blocks)
        return Part(line=block.line, component=block.component, parts=inner, titled=titled)
    node = block.node
    image = _lone_image(node)
    if image is not None:
        picture = _picture(image, setting)
        part = Part(line=block.line, picture=picture, markup=_img(picture))
        return part if inside else Part(line=block.line, component="figure", parts=(part,))
    if node.type == "bullet_list" or node.type == "ordered_list":
        items = tuple(_list_item(item, setting) for item in node.children)
        return Part(line=block.line, items=items, markup=_list(node, items, block.line))
    return Part(line=block.line, markup=_block(node, setting, block.line))


def _lone_image(node: SyntaxTreeNode) -> SyntaxTreeNode | None:
    if node.type != "paragraph" or not node.children:
        return None
    inner = [child for child in node.children[0].children if child.type != "text" or child.content.strip()]
    return inner[0] if len(inner) == 1 and inner[0].type == "image" else None


def _block(node: SyntaxTreeNode, setting: _Setting, line: int = 0) -> Markup:
    """A block as HTML. Only the outermost carries its line, by which an overfull panel is told."""
    where = Markup(' data-line="{}"').format(line) if line else Markup("")
    if node.type in {"paragraph", "heading"}:
        tag = "p" if node.type == "paragraph" else node.tag
        return Markup("<{}{}>{}</{}>").format(tag, where, _inline(node, setting), tag)
    if node.type in {"bullet_list", "ordered_list"}:
        return _list(node, tuple(_list_item(item, setting) for item in node.children), line)
    if node.type in {"fence", "code_block"}:
        return Markup("<pre{}>{}</pre>").format(where, node.content.rstrip("\n"))
    if node.type == "hr":
        return Markup("<hr{}>").format(where)
    if node.type == "table":
        return Markup("<table{}>{}</table>").format(where, _rows(node, setting))
    if node.type == "blockquote":
        return Markup("<blockquote{}>{}</blockquote>").format(where, _blocks(node, setting))
    return Markup("<div{}>{}</div>").format(where, _blocks(node, setting))


def _blocks(node: SyntaxTreeNode, setting: _Setting) -> Markup:
    return Markup("").join(_block(child, setting) for child in node.children if child.type != "html_block")


def _list(node: SyntaxTreeNode, items: tuple[ListItem, ...], line: int) -> Markup:
    tag = "ul" if node.type == "bullet_list" else "ol"
    start = Markup(' start="{}"').format(node.attrs["start"]) if "start" in node.attrs else Markup("")
    where = Markup(' data-line="{}"').format(line) if line else Markup("")
    entries = Markup("").join(Markup("<li>{}</li>").format(item.content) for item in items)
    return Markup("<{}{}{}>{}</{}>").format(tag, start, where, entries, tag)


def _list_item(node: SyntaxTreeNode, setting: _Setting) -> ListItem:
    attributes = node.meta.get("attributes", {})
    blocks = [
        _inline(child, setting) if child.type == "paragraph" and child.hidden else _block(child, setting)
        for child in node.children
    ]
    return ListItem(content=Markup("").join(blocks), icon=attributes.get("icon", ""), state=attributes.get("state", ""))


def _rows(table: SyntaxTreeNode, setting: _Setting) -> Markup:
    """The rows of a table; the first row are column headers (WCAG 1.3.1 wants their scope)."""
    groups = []
    for group in table.children:
        rows = Markup("").join(
            Markup("<tr>{}</tr>").format(Markup("").join(_cell(cell, setting) for cell in row.children))
            for row in group.children
        )
        groups.append(Markup("<{}>{}</{}>").format(group.type, rows, group.type))
    return Markup("").join(groups)


def _cell(cell: SyntaxTreeNode, setting: _Setting) -> Markup:
    scope = Markup(' scope="col"') if cell.type == "th" else Markup("")
    return Markup("<{}{}>{}</{}>").format(cell.type, scope, _inline(cell, setting), cell.type)


def _inline(node: SyntaxTreeNode, setting: _Setting) -> Markup:
    """The inline content of a block, its last two short words kept together (no one-word last line)."""
    leaves = [child for inline in node.children if inline.type == "inline" for child in inline.children]
    return Markup("").join(
        _leaf(
            leaf,
            setting,
            last=at == len(leaves) - 1,
            before_citation=at + 1 < len(leaves) and leaves[at + 1].type == "citation",
        )
        for at, leaf in enumerate(leaves)
    )


def _leaf(leaf: SyntaxTreeNode, setting: _Setting, *, last: bool = False, before_citation: bool = False) -> Markup:
    if leaf.type == "text":
        text = BEFORE_CITATION.sub(NBSP, leaf.content) if before_citation else leaf.content
        return escape(LAST_WORDS.sub(NBSP, text) if last and text.count(" ") > 1 else text)
    return LEAVES[leaf.type](leaf, setting) if leaf.type in LEAVES else Markup("")


def _wrapped(tag: str) -> Callable[[SyntaxTreeNode, _Setting], Markup]:
    def wrap(leaf: SyntaxTreeNode, setting: _Setting) -> Markup:
        inner = Markup("").join(_leaf(child, setting) for child in leaf.children)
        return Markup("<{}>{}</{}>").format(tag, inner, tag)

    return wrap


def _text_of(node: SyntaxTreeNode) -> str:
    """The bare letters of a node."""
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    return node.content if node.type in {"text", "code_inline"} else "".join(_text_of(child) for child in node.children)


def _link(leaf: SyntaxTreeNode, setting: _Setting) -> Markup:
    """A link to the web, to mail or to a telephone. Its text is bare: markup inside would give it two click areas."""
    target, text = str(leaf.attrs["href"]), _text_of(leaf).strip()
    scheme = target.split(":", 1)[0].lower() if ":" in target else ""
    if scheme not in {"https", "http", "mailto", "tel"} or (scheme == "https" and url_fault(target)):
        setting.fault(
            "bad-link",
            f"`{target}` is not an address that a reader can open",
            leaf,
            target,
            "A link starts with https://, mailto: or tel:   [the clinic](https://clinic.example)",
        )
    if not text:
        setting.fault("bad-link", "this link has no text", leaf, f"]({target}", "Type   [words](https://...)")
    name = setting.words.say("open", url=re.sub(r"^(https?://|mailto:|tel:)", "", target)) if text == target else text
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(target, name, text)


def _image(leaf: SyntaxTreeNode, setting: _Setting) -> Markup:
    return _img(_picture(leaf, setting))


def _img(picture: Picture) -> Markup:
    return Markup('<img src="/{}" alt="{}">').format(picture.file, picture.alt)


def _picture(leaf: SyntaxTreeNode, setting: _Setting) -> Picture:
    """Resolve a picture; a file NAME.FORMAT.svg beside NAME.svg is that format's own cut of it."""
    target, alt = str(leaf.attrs["src"]), _text_of(leaf).strip()
    caption = str(leaf.attrs.get("title", ""))
    if not alt:
        setting.fault(
            "missing-alt",
            "this picture has no words for people who cannot see it",
            leaf,
            f"![]({target}",
            f"Say what it shows:   ![Open and narrow airways, side by side]({target})",
        )
    file = _resolve(target, setting, lambda code, message, advice: setting.fault(code, message, leaf, target, advice))
    return Picture(file=file, alt=alt, caption=escape(LAST_WORDS.sub(NBSP, caption)))


def _resolve(target: str, setting: _Setting, fault: Callable[[str, str, str], None]) -> str:
    folder = setting.document.folder
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|\\", target) or ".." in target.split("/"):
        fault(
            "outside-project",
            f"the picture `{target}` is not in the document's folder",
            f"Copy it to {folder}/ and type only its name.",
        )
        return target
    file = f"{folder}/{target}"
    if not target.lower().endswith(PICTURE_SUFFIXES):
        fault(
            "picture-kind",
            f"`{target}` is not a picture that can be printed",
            f"Pictures end in {', '.join(PICTURE_SUFFIXES)}.",
        )
    elif file not in setting.files:
        known = [name.rsplit("/", 1)[-1] for name in setting.files if name.rsplit("/", 1)[0] == folder]
        close = [name for name in known if name.lower() == target.lower()] or _close(target, known)
        fault(
            "missing-picture",
            f"there is no picture `{target}` in {folder}/",
            f"did you mean `{close[0]}`?" if close else f"Put the file into {folder}/ or correct its name.",
        )
    else:
        stem, dot, suffix = file.rpartition(".")
        own = f"{stem}.{setting.format_name}{dot}{suffix}"
        file = own if own in setting.files else file
        setting.pictures.append(file)
    return file


def _close(target: str, known: list[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(target, [name for name in known if name.lower().endswith(PICTURE_SUFFIXES)], n=1)


def _cover_image(setting: _Setting, front: Record) -> None:
    image = setting.document.front.cover_image
    if image:
        _resolve(
            image,
            setting,
            lambda code, message, advice: setting.faults.append(
                Diagnostic(code=code, message=message, span=front.span("cover-image"), help=advice)
            ),
        )


def _citation(leaf: SyntaxTreeNode, setting: _Setting) -> Markup:
    """`[1-3]` for runs, `[2, p. 3]` with a place; numbers in the order of first citation."""
    cited: list[tuple[str, str]] = []
    for key, locator in leaf.meta["cited"]:
        if not key or "@" in locator:
            setting.fault(
                "citation-form",
                f"`{leaf.content}` cannot be read as a citation",
                leaf,
                leaf.content,
                "Put a semicolon between two works:   [@smith2019; @lee2021, p. 3]",
            )
        elif _is_known(key, leaf, setting):
            setting.numbers.setdefault(key, len(setting.numbers) + 1)
            cited.append((key, locator))
    if not cited:
        return Markup("")
    if any(locator for _, locator in cited):
        marks = [
            Markup("{}{}").format(_mark(key, setting), f", {locator}" if locator else "") for key, locator in cited
        ]
        return Markup('<span class="cite">[{}]</span>').format(Markup("; ").join(marks))
    return Markup('<span class="cite">[{}]</span>').format(_runs([key for key, _ in cited], setting))


def _is_known(key: str, leaf: SyntaxTreeNode, setting: _Setting) -> bool:
    if key in setting.bibliography.works and key not in setting.bibliography.tainted:
        return True
    setting.fault(*_unusable(key, setting), leaf, f"@{key}", _unusable_help(key, setting))
    return False


def _unusable(key: str, setting: _Setting) -> tuple[str, str]:
    if key in setting.bibliography.tainted:
        return "broken-reference", f"`@{key}` has a fault in references.bib"
    return "unknown-citation", f"`@{key}` is not in references.bib"


def _unusable_help(key: str, setting: _Setting) -> str:
    if key in setting.bibliography.tainted:
        return "Mend the entry first; the fault is told above."
    guess = setting.bibliography.nearest(key)
    if guess:
        return f"did you mean `@{guess}`?"
    return "Add the work to content/references.bib, or correct the key."


def _runs(keys: list[str], setting: _Setting) -> Markup:
    numbers = sorted({setting.numbers[key] for key in keys})
    by_number = {number: key for key, number in setting.numbers.items()}
    groups: list[list[int]] = []
    for number in numbers:
        if groups and groups[-1][-1] == number - 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    marks = []
    for group in groups:
        first, last = _mark(by_number[group[0]], setting), _mark(by_number[group[-1]], setting)
        joint = {1: "{}", 2: "{},{}"}.get(len(group), "{}-{}")
        marks.append(Markup(joint).format(first, last))
    return Markup(",").join(marks)


def _mark(key: str, setting: _Setting) -> Markup:
    """The number of a work, a link to its entry where the entries are printed; the first one is the way back."""
    number = setting.numbers[key]
    if setting.document.front.references != "printed":
        return escape(number)
    first = setting.seen.setdefault((-1, key), 0) == 0
    setting.seen[-1, key] = 1
    anchor = Markup(' id="cite-{}"').format(number) if first else Markup("")
    return Markup('<a{} href="#ref-{}" aria-label="{}">{}</a>').format(
        anchor, number, setting.words.say("reference", number=number), number
    )


def _further(setting: _Setting, front: Record) -> Iterator[str]:
    for at, key in enumerate(setting.document.front.further_reading):
        bare = key.lstrip("@")
        if bare in setting.numbers:
            continue
        if bare in setting.bibliography.works and bare not in setting.bibliography.tainted:
            yield bare
            continue
        code, message = _unusable(bare, setting)
        setting.faults.append(
            Diagnostic(
                code=code,
                message=message,
                span=front.span("further-reading", at),
                help=_unusable_help(bare, setting).replace("`@", "`"),
            )
        )


def _entry(work: Work, number: int, setting: _Setting) -> Entry:
    runs = [
        _unbroken(run.text)
        if run.href is None
        else Markup('<a href="{}" aria-label="{}">{}</a>').format(run.href, run.label or run.text, run.text)
        for run in (work.runs if number else work.brief)
    ]
    return Entry(number=number, key=work.key, markup=Markup("").join(runs))


def _unbroken(text: str) -> Markup:
    """A reference's text, in which `2014;5(2):32` stays on one line."""
    pieces = re.split(r"(\b\d{4};\S+)", text.replace(NBSP, " "))
    return Markup("").join(
        Markup('<span class="unbroken">{}</span>').format(piece) if at % 2 else escape(piece)
        for at, piece in enumerate(pieces)
    )


LEAVES: dict[str, Callable[[SyntaxTreeNode, _Setting], Markup]] = {
    "strong": _wrapped("strong"),
    "em": _wrapped("em"),
    "code_inline": lambda leaf, _: Markup("<code>{}</code>").format(leaf.content),
    "softbreak": lambda _leaf, _: Markup(" "),
    "hardbreak": lambda _leaf, _: Markup("<br>"),
    "link": _link,
    "image": _image,
    "citation": _citation,
}
