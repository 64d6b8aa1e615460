"""Inline text: words, emphasis, links, pictures in a line, citations.

In:   the inline content of a block.
Out:  its Markup; faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from string import ascii_lowercase

from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup, escape

from carepress.compose.citations import Citations
from carepress.compose.links import check_link
from carepress.compose.model import NOTHING, Picture
from carepress.compose.picture_files import Pictures
from carepress.content.manuscript import FaultCollector
from carepress.content.markdown import CAPTION
from carepress.design.locale import Locale
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic

NBSP = "\N{NO-BREAK SPACE}"
LAST_WORDS = re.compile(r"(?<=\S) (?=[^ \N{NO-BREAK SPACE}]{1,9}$)")
WORD_BEFORE = re.compile(r"\S+\s*$")
STOP_AFTER = re.compile(r"[.,;:!?)]+")
SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)", re.IGNORECASE)
IMG = Markup('<img src="/{}" alt="{}"{}>')
OPENING = Markup('<strong class="opening">{}</strong>')  # bold words at the start of a block, such as a figure
NOTE = Markup('<sup class="note">[<a{} href="#note-{}">{}</a>]</sup>')
LINK = Markup('<a href="{}" aria-label="{}">{}</a>')


@dataclass(frozen=True, slots=True)
class InlineContext:
    """What the inline content of a document is composed with."""

    citations: Citations
    pictures: Pictures
    locale: Locale
    faults: FaultCollector
    figure: str
    notes: list[int] = field(default_factory=list)  # footnotes whose marks have been printed, but not yet their text


def inline(node: SyntaxTreeNode, context: InlineContext) -> Markup:
    """The inline content of a block. Its last two short words keep together, and so do a citation and its word."""
    leaves = [child for content in node.children if content.type == "inline" for child in content.children]
    texts = [leaf.content if leaf.type == "text" else "" for leaf in leaves] + [""]
    pieces: list[Markup] = []
    for at, leaf in enumerate(leaves):
        if leaf.type == "strong" and not any(pieces):
            pieces.append(OPENING.format(_inner(leaf, context)))
        elif leaf.type == "citation":
            pieces.append(_with_its_word(at, leaf, texts, pieces, context))
        elif leaf.type == "text":
            pieces.append(escape(keep_last_words(texts[at]) if at == len(leaves) - 1 else texts[at]))
        else:
            pieces.append(_leaf(leaf, context))
    return Markup("").join(pieces)


def _with_its_word(
    at: int, citation: SyntaxTreeNode, texts: list[str], pieces: list[Markup], context: InlineContext
) -> Markup:
    """A citation with the word before it and the stop after it: a line never begins with `[3]` or a full stop."""
    mark = context.citations.mark(citation)
    word = WORD_BEFORE.search(texts[at - 1]) if at and mark else None
    if word:
        pieces[-1] = escape(texts[at - 1][: word.start()])
    stop = STOP_AFTER.match(texts[at + 1])
    texts[at + 1] = texts[at + 1][stop.end() :] if stop else texts[at + 1]
    unbroken = Markup("{}{}{}").format(word[0].replace(" ", NBSP) if word else "", mark, stop[0] if stop else "")
    return Markup('<span class="unbroken">{}</span>').format(unbroken)


def keep_last_words(text: str) -> str:
    """The text with its last short word kept on the line of the word before."""
    return LAST_WORDS.sub(NBSP, text) if text.count(" ") > 1 else text


def words_of(node: SyntaxTreeNode) -> str:
    """The plain text of a node."""
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    if node.type in {"text", "code_inline"}:
        return node.content
    return "".join(words_of(child) for child in node.children)


def picture(image: SyntaxTreeNode, context: InlineContext) -> Picture:
    """The picture that an image names, with its alt text and caption."""
    target, alt = str(image.attrs["src"]), words_of(image).strip()
    caption = inline(image.meta[CAPTION], replace(context, notes=[])) if CAPTION in image.meta else NOTHING
    if not alt:
        context.faults.add(rule("missing-alt").at(target=target), image, f"![]({target}")
    file = context.pictures.find(target)
    if isinstance(file, Diagnostic):
        context.faults.add(file, image, target)
        file = target
    return Picture(file=file, alt=alt, caption=caption, width=_width(image))


def _width(image: SyntaxTreeNode) -> str:
    return str(image.meta.get("attributes", {}).get("width", ""))


def img(shown: Picture) -> Markup:
    """The picture as HTML, as wide as the author wants it."""
    width = Markup(' style="width: {}"').format(shown.width) if shown.width else NOTHING
    return IMG.format(shown.file, shown.alt, width)


def _leaf(leaf: SyntaxTreeNode, context: InlineContext) -> Markup:
    if leaf.type == "text":
        return escape(leaf.content)
    return LEAVES[leaf.type](leaf, context) if leaf.type in LEAVES else NOTHING


def _inner(leaf: SyntaxTreeNode, context: InlineContext) -> Markup:
    return Markup("").join(_leaf(child, context) for child in leaf.children)


def _wrapped(tag: str) -> Callable[[SyntaxTreeNode, InlineContext], Markup]:
    def wrap(leaf: SyntaxTreeNode, context: InlineContext) -> Markup:
        return Markup("<{}>{}</{}>").format(tag, _inner(leaf, context), tag)

    return wrap


def _link(leaf: SyntaxTreeNode, context: InlineContext) -> Markup:
    """A link to the web, to mail or to a telephone. Its text is bare: markup inside would give it two click areas."""
    target, text = str(leaf.attrs["href"]), words_of(leaf).strip()
    for fault in check_link(target, text):
        context.faults.add(fault, leaf, target if text else f"]({target}")
    bare = SCHEME.sub("", target)
    if SCHEME.sub("", text) == bare:  # an address by itself: shown without its scheme, read aloud as what it opens
        return LINK.format(target, context.locale.say("open", url=bare), bare)
    return LINK.format(target, text, text)


def _image(leaf: SyntaxTreeNode, context: InlineContext) -> Markup:
    """A picture in a line of text: it has no caption."""
    if caption := str(leaf.attrs.get("title", "")):
        context.faults.add(rule("misplaced-box", "caption").at(), leaf, caption)
    shown = picture(leaf, context)
    return img(shown)


def _footnote(leaf: SyntaxTreeNode, context: InlineContext) -> Markup:
    """The mark of a footnote: a letter, as numbers are works."""
    number = int(leaf.meta["id"])
    if number not in context.notes:
        context.notes.append(number)
    label = note_label(number)
    anchor = NOTHING if leaf.meta.get("subId") else Markup(' id="note-mark-{}"').format(label)
    return NOTE.format(anchor, label, label)


def note_label(number: int) -> str:
    """`a` to `z`, then `aa`."""
    return ascii_lowercase[number % 26] * (number // 26 + 1)


LEAVES: dict[str, Callable[[SyntaxTreeNode, InlineContext], Markup]] = {
    "strong": _wrapped("strong"),
    "em": _wrapped("em"),
    "code_inline": lambda leaf, _: Markup("<code>{}</code>").format(leaf.content),
    "softbreak": lambda _leaf, _: Markup(" "),
    "hardbreak": lambda _leaf, _: Markup("<br>"),
    "link": _link,
    "image": _image,
    "citation": lambda leaf, context: context.citations.mark(leaf),
    "in_text": lambda leaf, context: context.citations.named(leaf),
    "sub": _wrapped("sub"),
    "sup": _wrapped("sup"),
    "footnote_ref": _footnote,
}
