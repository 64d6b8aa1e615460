"""Composed text for tests: the result for a manuscript's body and front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from markupsafe import Markup

from carepress.bibliography.works import read_bibliography
from carepress.compose import Composition, compose
from carepress.compose.model import BlockHtml
from carepress.content.document import KnownNames, make_document
from carepress.content.manuscript import read_manuscript
from carepress.design.formats import read_formats
from carepress.design.locale import read_locale
from carepress.diagnostics.model import Diagnostics
from carepress.project.files import ProjectFolder
from carepress.project.source import Source, decode, read

ROOT = Path(__file__).resolve().parents[2]
KEYS = "abcdef"
FILES = {"content/asthma/lungs.svg", "content/asthma/lungs.brochure.svg", "content/asthma/scan.png", "content/logo.svg"}
ALT = re.compile(r'<img [^>]*alt="([^"]*)"[^>]*>')
BREAK = re.compile(r"<br>|</?(?:p|li|t[dhr]|d[td]|h[1-6]|pre|blockquote|caption)\b[^>]*>")
NBSP = "\N{NO-BREAK SPACE}"


def shipped(file: str) -> Source:
    """A file that comes with carepress."""
    source = read(ROOT, file)
    assert isinstance(source, Source)
    return source


FORMATS = read_formats(ProjectFolder(ROOT, ROOT))[0]
LOCALE = read_locale(shipped("templates/locales/en.yaml"), "en")[0]
KNOWN = KnownNames(formats=FORMATS, components={"callout", "icons"}, icons={"hand"})
ENTRY = (
    "@article{{{0}, author={{Oh, K}}, title={{{0}}}, journal={{J}}, year={{2020}}, volume={{5}}, pages={{32}}, "
    "doi={{10.1000/{0}}}}}\n"
)
WORKS = read_bibliography(Source(file="content/references.bib", text="".join(map(ENTRY.format, KEYS))))[0]


def composed(
    body: str, front: str = "", format_: str = "fact-sheet", known: KnownNames = KNOWN
) -> tuple[Composition, Diagnostics]:
    """The body of content/asthma/en.md, composed for a format; it can cite the works `a` to `f`."""
    text = f"---\ntitle: Asthma\nformats: [{format_}]\n{front}---\n{body}"
    manuscript, _ = read_manuscript(decode("content/asthma/en.md", text.encode()))
    document = make_document(manuscript, known)[0].for_format(FORMATS[format_])
    return compose(document, manuscript, WORKS, LOCALE, format_name=format_, files=FILES, figure="figure")


def html(body: str, front: str = "", *, is_sound: bool = True) -> str:
    """The HTML of a body's blocks. Fails if the body has faults, unless `is_sound` is False."""
    composition, diagnostics = composed(body, front)
    assert diagnostics == Diagnostics() or not is_sound
    return "".join(str(block.markup) for section in composition.sections for block in section.blocks)


def shown(markup: str) -> str:
    """The visible text of some HTML."""
    return Markup(markup).striptags().replace(NBSP, " ")


def faults(body: str, front: str = "") -> list[tuple[str, str]]:
    """The code and help of every fault in a body."""
    return [(fault.code, fault.help) for fault in composed(body, front)[1]]


def handout(body: str, *, described: bool = True) -> tuple[str, Diagnostics]:
    """All text that a fact sheet prints of a body, with the descriptions of pictures if asked, and every fault."""
    format_ = "fact-sheet"
    text = f"---\ntitle: Asthma\nformats: [{format_}]\n---\n{body}"
    manuscript, of_form = read_manuscript(decode("content/asthma/en.md", text.encode()))
    document, of_names = make_document(manuscript, KNOWN)
    composition, of_text = compose(
        document.for_format(FORMATS[format_]), manuscript, WORKS, LOCALE, format_name=format_, files=FILES, figure=""
    )
    pieces = [piece for section in composition.sections for piece in (section.heading, *_markup(section.blocks))]
    alt = r" \1 " if described else " "
    printed = "\n".join(shown(ALT.sub(alt, BREAK.sub("\n", str(piece)))) for piece in pieces)
    return printed, of_form + of_names + of_text


def _markup(blocks: Iterable[BlockHtml]) -> Iterator[Markup]:
    for block in blocks:
        yield block.markup
        yield block.picture.caption if block.picture else Markup("")
        yield from _markup(block.blocks)
