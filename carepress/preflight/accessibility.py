"""Preflight of words for those who listen: what pictures show, where links lead, what columns hold.

Whether an alt text is good only a person can judge. That it is a file's name, or says nothing, can be seen here.

In:   Written.
Out:  Diagnostics.
Never: judges what a picture means, or opens an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from carepress.compose.inline import SCHEME, words_of
from carepress.content.manuscript import Manuscript
from carepress.diagnostics.model import Diagnostic, Severity, Span
from carepress.preflight.proof import Written

LONGEST_ALT = 250  # letters; carepress: policy
LONGEST_ADDRESS = 40  # letters that somebody can type from paper; carepress: policy
HARD_TO_TYPE = re.compile(r"[?#%&=]")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

KINDS = (
    "picture image photo photograph figure graphic graph chart diagram drawing illustration icon logo screenshot "
    "imagen foto fotografía figura gráfico gráfica diagrama dibujo ilustración icono logo logotipo captura"
)
EMPTY = re.compile(
    rf"(?:(?:an?|the|this|una?|el|la|est[ae]) )?(?:{'|'.join(KINDS.split())})(?: (?:of|de|del|here|aquí))?(?: \d+)?"
)
FILE_NAME = re.compile(
    r".*\.(?:svg|png|jpe?g|gif|webp|heic|tiff?|bmp|pdf)|(?:img|dsc[nf]?|pxl|scan|screenshot)[ _-]?\d[\d _-]*",
    re.IGNORECASE | re.DOTALL,
)
"""What a picture's words look like when nobody wrote any: `picture of`, `image1.png`, `IMG_2031`."""

NOWHERE = frozenset(
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
    """Words for pictures and links, headers of tables."""
    manuscript = written.manuscript
    nodes = list(manuscript.body.walk())
    for node in nodes:
        if node.type == "image":
            yield from _picture(node, manuscript)
        elif node.type == "tr" and node.parent is not None and node.parent.type == "thead":
            yield from _headers(node, manuscript)
    yield from _links([node for node in nodes if node.type == "link"], manuscript)


def _picture(node: SyntaxTreeNode, manuscript: Manuscript) -> Iterator[Diagnostic]:
    alt, caption, target = words_of(node).strip(), str(node.attrs.get("title", "")), str(node.attrs["src"])
    span = _span(node, f"![{alt}]", manuscript)
    stem = unquote(target).rpartition("/")[2].rpartition(".")[0]
    if alt and (alt == stem or FILE_NAME.fullmatch(alt) or EMPTY.fullmatch(_plain(alt)) or not _plain(alt)):
        yield Diagnostic(
            code="useless-alt",
            message=f"`{alt}` does not say what this picture shows",
            span=span,
            help=f"Say it to a person who cannot see it:   ![Open and narrow airways, side by side]({target})",
        )
    elif alt and _plain(alt) == _plain(caption):
        yield Diagnostic(
            code="repeated-alt",
            severity=Severity.WARNING,
            message="this picture's words are the same as the line below it: a person who listens hears them twice",
            span=span,
            help='In [ ] say what can be seen, in " " what it means:'
            f'   ![Two wide tubes, two narrow ones]({target} "In an attack the airways narrow.")',
        )
    if len(alt) > LONGEST_ALT:
        yield Diagnostic(
            code="long-alt",
            severity=Severity.WARNING,
            message=f"this picture's words have {len(alt)} letters; more than {LONGEST_ALT} are hard to follow by ear",
            span=span,
            help="Say in a sentence or two what the picture is there for, and put the rest into the text.",
        )


def _links(links: list[SyntaxTreeNode], manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Links by words that name no place, by a long address, or by words that already lead elsewhere."""
    first: dict[str, tuple[str, int]] = {}
    for node in links:
        words, target = words_of(node).strip(), str(node.attrs["href"])
        plain, span = _plain(words), _span(node, f"[{words}](", manuscript)
        known, line = first.setdefault(plain, (target.rstrip("/"), span.line))
        advice = f"Name what opens:   [How to use an inhaler]({target})"
        if _is_address(words, target):
            if len(bare := SCHEME.sub("", words)) > LONGEST_ADDRESS or HARD_TO_TYPE.search(bare):
                span = _span(node, words, manuscript)
                yield _link_fault("nobody can type this address from paper, or wants to hear it read out", span, advice)
        elif plain in NOWHERE:
            yield _link_fault(f"`{words}` does not say where this link leads", span, advice)
        elif plain and known != target.rstrip("/"):
            advice = "Let the words of each link say which of the two it opens."
            yield _link_fault(f"`{words}` leads to another place than in line {line}", span, advice)


def _link_fault(message: str, span: Span, advice: str) -> Diagnostic:
    return Diagnostic(code="link-text", severity=Severity.WARNING, message=message, span=span, help=advice)


def _is_address(words: str, target: str) -> bool:
    """Whether a link shows a web address; mail addresses and telephone numbers are what people look for."""
    return target.lower().startswith("http") and (
        bool(ADDRESS.fullmatch(words)) or SCHEME.sub("", words) == SCHEME.sub("", target)
    )


def _headers(row: SyntaxTreeNode, manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A table's first row heads its columns (WCAG 1.3.1); only its first cell, above the row's names, may be empty."""
    empty = [at for at, cell in enumerate(row.children, start=1) if not words_of(cell).strip()]
    span = manuscript.source.span_at(manuscript.lines(row)[0])
    if len(empty) == len(row.children):
        yield Diagnostic(
            code="table-header",
            message="this table has no headers: its first row is empty",
            span=span,
            help="Say above each column what stands in it:   | Medicine | When to take it |",
        )
    elif missing := [at for at in empty if at > 1]:
        yield Diagnostic(
            code="empty-header",
            severity=Severity.WARNING,
            message=f"column {missing[0]} of this table has no header",
            span=span,
            help="Say in the first row what the column holds: a person who listens hears it with every cell.",
        )


def _plain(words: str) -> str:
    """The words in small letters without signs, by which texts are compared."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def _span(node: SyntaxTreeNode, needle: str, manuscript: Manuscript) -> Span:
    first, last = manuscript.lines(node)
    return manuscript.source.find(needle, line=first, last=last)
