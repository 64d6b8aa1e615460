"""Preflight of accessibility: do the words for pictures, links and columns help a person who listens?

Only a person can judge whether an alt text is good. Here it is found if it is a file's name, or says nothing.

In:   Written.
Out:  Diagnostics.
Never: judges what a picture means, or opens an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from carepress.compose.inline import SCHEME, words_of
from carepress.content.manuscript import Manuscript, Node
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Span
from carepress.preflight.proof import Written

ALT_LETTERS = 250  # letters; carepress: policy
ADDRESS_LETTERS = 40  # letters that somebody can type from paper; carepress: policy
HARD_TO_TYPE = re.compile(r"[?#%&=]")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
ZERO_WIDTH = re.compile("[\u200b\ufeff]")  # not the joiners and marks that Arabic, Hindi and emoji need

NOUNS = (
    "picture image photo photograph figure graphic graph chart diagram drawing illustration icon logo screenshot "
    "imagen foto fotografía figura gráfico gráfica diagrama dibujo ilustración icono logo logotipo captura"
)
SAYS_NOTHING = re.compile(
    rf"(?:(?:an?|the|this|una?|el|la|est[ae]) )?(?:{'|'.join(NOUNS.split())})(?: (?:of|de|del|here|aquí))?(?: \d+)?"
)
FILE_NAME = re.compile(
    r".*\.(?:svg|png|jpe?g|gif|webp|heic|tiff?|bmp|pdf)|(?:img|dsc[nf]?|pxl|scan|screenshot)[ _-]?\d[\d _-]*",
    re.IGNORECASE | re.DOTALL,
)
"""What a picture's words look like when nobody wrote any: `picture of`, `image1.png`, `IMG_2031`."""

NAMES_NO_PLACE = frozenset(
    re.split(
        r",\s+",
        """here, click, click here, click this, click this link, link, the link, this link, this, this page, this site,
        this website, more, more info, more information, read more, learn more, find out more, see more, see here,
        details, website, web page, page, visit, visit site, download, open,
        aquí, clic, clic aquí, haz clic aquí, haga clic aquí, pulse aquí, pinche aquí, enlace, el enlace, este enlace,
        esta página, este sitio, más, más información, leer más, lea más, ver más, vea más, saber más, detalles, página,
        sitio web, descargar, abrir""",
    )
)
"""Link texts that name no place, in English and Spanish."""


def check_written(written: Written) -> Iterator[Diagnostic]:
    """Words for pictures and links, headers of tables, signs without width."""
    manuscript = written.manuscript
    yield from _zero_width(manuscript)
    nodes = list(manuscript.body.walk())
    for node in nodes:
        if node.type == "image":
            yield from _picture(node, manuscript)
        elif node.type == "tr" and node.parent is not None and node.parent.type == "thead":
            yield from _headers(node, manuscript)
    yield from _links([node for node in nodes if node.type == "link"], manuscript)


def _zero_width(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Signs without width, which come with text from websites: a search for the word around one finds nothing."""
    found = [match.start() for match in ZERO_WIDTH.finditer(manuscript.source.text)]
    if found:
        yield rule("zero-width").at(manuscript.source.span(found[0]), count=len(found))


def _picture(node: Node, manuscript: Manuscript) -> Iterator[Diagnostic]:
    alt, caption, target = words_of(node).strip(), str(node.attrs.get("title", "")), str(node.attrs["src"])
    span, stem = _span(node, f"![{alt}]", manuscript), unquote(target).rpartition("/")[2].rpartition(".")[0]
    if alt and (alt == stem or FILE_NAME.fullmatch(alt) or SAYS_NOTHING.fullmatch(_plain(alt)) or not _plain(alt)):
        yield rule("useless-alt").at(span, alt=alt, target=target)
    elif alt and _plain(alt) == _plain(caption):
        yield rule("repeated-alt").at(span, target=target)
    if len(alt) > ALT_LETTERS:
        yield rule("long-alt").at(span, letters=len(alt), limit=ALT_LETTERS)


def _links(links: list[Node], manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Links by words that name no place, by a long address, or by words that already lead elsewhere."""
    first: dict[str, tuple[str, int]] = {}
    for node in links:
        words, target = words_of(node).strip(), str(node.attrs["href"])
        plain, span = _plain(words), _span(node, f"[{words}](", manuscript)
        first_target, line = first.setdefault(plain, (target.rstrip("/"), span.line))
        if _is_address(words, target):
            if len(bare := SCHEME.sub("", words)) > ADDRESS_LETTERS or HARD_TO_TYPE.search(bare):
                yield rule("link-text", "address").at(_span(node, words, manuscript), target=target)
        elif plain in NAMES_NO_PLACE:
            yield rule("link-text").at(span, words=words, target=target)
        elif plain and first_target != target.rstrip("/"):
            yield rule("link-text", "two-places").at(span, words=words, line=line)


def _is_address(words: str, target: str) -> bool:
    """Whether a link shows a web address; mail addresses and telephone numbers are what people look for."""
    return target.lower().startswith("http") and (
        bool(ADDRESS.fullmatch(words)) or SCHEME.sub("", words) == SCHEME.sub("", target)
    )


def _headers(row: Node, manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A table's first row heads its columns (WCAG 1.3.1); only its first cell, above the row's names, may be empty."""
    empty = [column for column, cell in enumerate(row.children, start=1) if not words_of(cell).strip()]
    span = manuscript.source.span_at(manuscript.lines(row)[0])
    if len(empty) == len(row.children):
        yield rule("table-header").at(span)
    elif column := next((column for column in empty if column > 1), None):
        yield rule("empty-header").at(span, column=column)


def _plain(words: str) -> str:
    """The words in lower case without punctuation, to compare texts by."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def _span(node: Node, needle: str, manuscript: Manuscript) -> Span:
    first, last = manuscript.lines(node)
    return manuscript.source.find(needle, line=first, last=last)
