"""Inline text: words, stress, links, pictures in a line, citations.

In:   the inline content of a block.
Out:  its Markup; faults in the margin.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup, escape

from carepress.compose.citations import Citations
from carepress.compose.model import NOTHING, Picture
from carepress.compose.picture_files import Pictures
from carepress.content.clinic import url_fault
from carepress.content.manuscript import FaultCollector
from carepress.design.locale import Locale

NBSP = "\N{NO-BREAK SPACE}"
LAST_WORDS = re.compile(r"(?<=\S) (?=[^ \N{NO-BREAK SPACE}]{1,9}$)")
WORD_BEFORE = re.compile(r"\S+\s*$")
STOP_AFTER = re.compile(r"[.,;:!?)]+")
SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)", re.IGNORECASE)
BARE_CITATION = re.compile(r"(?<![\w.])@([A-Za-z0-9_][\w:-]*)")
NO_LINK = "`{}` is not a link or a picture"
AS_IT_STANDS = "`{}` is printed as it stands"
STRAY = (
    ("stray-mark", re.compile(r"!?\[[^\]\n]*\]\([^)\n]*\)?"), NO_LINK,
     "A name with blanks goes in < >:   ![...](<two airways.svg>)"),
    ("stray-mark", re.compile(r"!?\[[^\]\n]*\]\[[^\]\n]*\]"), NO_LINK,
     "Type   [words](https://...) or ![words](picture.svg)"),
    ("stray-mark", re.compile(r"^\s*::(?!:).*"), "`{}` opens no box",
     "A box is opened with three colons:   ::: callout"),
    ("stray-mark", re.compile(r"~~[^~]+~~"), AS_IT_STANDS, "Delete the text, or the signs around it."),
    ("stray-mark", re.compile(r"^\[[ xX]\]"), AS_IT_STANDS, "Delete the brackets; a list has its bullets."),
    ("stray-mark", re.compile(r"\[\^[^\]\n]+\]:?"), AS_IT_STANDS,
     "There are no footnotes: write the note in the text, or cite a work as   [@key]"),
    ("stray-mark", re.compile(r"^\[[^\]^@\n]+\]:\s+<?(?:https?:|mailto:|tel:|www\.)\S+"), AS_IT_STANDS,
     "Type the address behind its words:   [words](https://...)"),
    ("unknown-attribute", re.compile(r"\{[^{}\n]*\}"), AS_IT_STANDS,
     "At the end of a ## heading or a list item you can type, without blanks:   {panel=flap} {icon=hand}"),
)  # fmt: skip
"""Signs that are left in the text: the code, what they look like, what is wrong, what to type."""

IMG = Markup('<img src="/{}" alt="{}">')
LINK = Markup('<a href="{}" aria-label="{}">{}</a>')


@dataclass(frozen=True, slots=True)
class InlineContext:
    """What setting a line of text needs to know."""

    citations: Citations
    pictures: Pictures
    locale: Locale
    margin: FaultCollector


def inline(node: SyntaxTreeNode, setting: InlineContext) -> Markup:
    """The inline content of a block. Its last two short words keep together, and so do a citation and its word."""
    leaves = [child for content in node.children if content.type == "inline" for child in content.children]
    texts = [leaf.content if leaf.type == "text" else "" for leaf in leaves] + [""]
    made: list[Markup] = []
    for at, leaf in enumerate(leaves):
        if leaf.type == "citation":
            made.append(_with_its_word(at, leaf, texts, made, setting))
        elif leaf.type == "text":
            check_words(leaf.content, leaf, setting)
            made.append(escape(keep_last_words(texts[at]) if at == len(leaves) - 1 else texts[at]))
        else:
            made.append(_leaf(leaf, setting))
    return Markup("").join(made)


def check_words(text: str, node: SyntaxTreeNode, setting: InlineContext) -> None:
    """Note what Markdown left as typed: a patient would read the signs."""
    for code, pattern, message, advice in STRAY:
        for match in pattern.finditer(text):
            setting.margin.note(code, message.format(match[0]), node, match[0], advice)
    for match in BARE_CITATION.finditer(text):
        if setting.citations.knows(match[1]):
            message = f"`{match[0]}` is printed as it stands"
            setting.margin.note("citation-form", message, node, match[0], f"Type   [@{match[1]}]")


def _with_its_word(
    at: int, leaf: SyntaxTreeNode, texts: list[str], made: list[Markup], setting: InlineContext
) -> Markup:
    """A citation with the word before it and the stop after it: a line never begins with `[3]` or a full stop."""
    mark = setting.citations.mark(leaf)
    word = WORD_BEFORE.search(texts[at - 1]) if at and mark else None
    if word:
        made[-1] = escape(texts[at - 1][: word.start()])
    stop = STOP_AFTER.match(texts[at + 1])
    texts[at + 1] = texts[at + 1][stop.end() :] if stop else texts[at + 1]
    held = Markup("{}{}{}").format(word[0].replace(" ", NBSP) if word else "", mark, stop[0] if stop else "")
    return Markup('<span class="unbroken">{}</span>').format(held)


def keep_last_words(text: str) -> str:
    """The text with its last short word kept on the line of the word before."""
    return LAST_WORDS.sub(NBSP, text) if text.count(" ") > 1 else text


def words_of(node: SyntaxTreeNode) -> str:
    """The bare letters of a node."""
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    if node.type in {"text", "code_inline"}:
        return node.content
    return "".join(words_of(child) for child in node.children)


def picture(leaf: SyntaxTreeNode, setting: InlineContext) -> Picture:
    """The picture that an image names, with its words."""
    target, alt, caption = str(leaf.attrs["src"]), words_of(leaf).strip(), str(leaf.attrs.get("title", ""))
    if not alt:
        advice = f"Say what it shows:   ![Open and narrow airways, side by side]({target})"
        message = "this picture has no words for people who cannot see it"
        setting.margin.note("missing-alt", message, leaf, f"![]({target}", advice)
    file = setting.pictures.find(
        target, lambda code, said, advice: setting.margin.note(code, said, leaf, target, advice)
    )
    return Picture(file=file, alt=alt, caption=escape(keep_last_words(caption)))


def _leaf(leaf: SyntaxTreeNode, setting: InlineContext) -> Markup:
    if leaf.type == "text":
        check_words(leaf.content, leaf, setting)
        return escape(leaf.content)
    return LEAVES[leaf.type](leaf, setting) if leaf.type in LEAVES else NOTHING


def _wrapped(tag: str) -> Callable[[SyntaxTreeNode, InlineContext], Markup]:
    def wrap(leaf: SyntaxTreeNode, setting: InlineContext) -> Markup:
        inner = [_leaf(child, setting) for child in leaf.children]
        return Markup("<{}>{}</{}>").format(tag, Markup("").join(inner), tag)

    return wrap


def _link(leaf: SyntaxTreeNode, setting: InlineContext) -> Markup:
    """A link to the web, to mail or to a telephone. Its text is bare: markup inside would give it two click areas."""
    target, text = str(leaf.attrs["href"]), words_of(leaf).strip()
    scheme, _, rest = target.partition(":")
    scheme = scheme.lower()
    if (
        scheme not in {"https", "http", "mailto", "tel"}
        or not rest
        or (scheme.startswith("http") and url_fault(target, insecure=True))
    ):
        advice = "A link starts with https://, mailto: or tel:   [the clinic](https://clinic.example)"
        setting.margin.note("bad-link", f"`{target}` is not an address that a reader can open", leaf, target, advice)
    if not text:
        setting.margin.note("bad-link", "this link has no words", leaf, f"]({target}", "Type   [words](https://...)")
    bare = SCHEME.sub("", target)
    if SCHEME.sub("", text) == bare:  # an address by itself: shown without its scheme, heard as what it opens
        return LINK.format(target, setting.locale.say("open", url=bare), bare)
    return LINK.format(target, text, text)


def _image(leaf: SyntaxTreeNode, setting: InlineContext) -> Markup:
    """A picture in a line of text: it has no caption."""
    if title := str(leaf.attrs.get("title", "")):
        advice = "Put the picture on a line of its own, or delete its caption."
        setting.margin.note("misplaced-box", "this picture stands where it can have no caption", leaf, title, advice)
    return IMG.format((shown := picture(leaf, setting)).file, shown.alt)


LEAVES: dict[str, Callable[[SyntaxTreeNode, InlineContext], Markup]] = {
    "strong": _wrapped("strong"),
    "em": _wrapped("em"),
    "code_inline": lambda leaf, _: Markup("<code>{}</code>").format(leaf.content),
    "softbreak": lambda _leaf, _: Markup(" "),
    "hardbreak": lambda _leaf, _: Markup("<br>"),
    "link": _link,
    "image": _image,
    "citation": lambda leaf, setting: setting.citations.mark(leaf),
}
