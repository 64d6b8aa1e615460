"""Typesetting: HTML and CSS become pages, and pages a tagged PDF. The one importer of weasyprint.

Steps: the files that pages may use are named; the HTML is laid out; text is shared out and spread over its panels;
the pages are written as one file that is PDF/UA-1 and PDF/A-2a at once.

In:   HTML, stylesheets, the geometry of a Format on a Paper, the project's files by their paths.
Out:  a Layout (pages and what was measured on them), then the bytes of a PDF.
Never: reaches the network or a file that it was not given. What WeasyPrint warns of is our bug or a designer's fault.
"""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit

import weasyprint
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from carepress.brand import Brand
from carepress.formats import Format, Paper

BASE = "https://project.invalid/"  # a made-up place: file names, and so the PDF's bytes, do not depend on the folder
MM = 25.4 / 96  # one CSS pixel in mm
LOG = logging.getLogger("weasyprint")
UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""PDF/UA identification (ISO 14289-1, 5), and the extension schema without which PDF/A forbids it (ISO 19005-2, 6.6.2.3)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What pages are made of: bytes by path below the base URL, stylesheets in their order, fonts by family and weight."""

    files: Mapping[str, bytes]
    stylesheets: Sequence[str]
    fonts: Mapping[tuple[str, int], str]
    brand: Brand


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockFacts:
    """A block of the manuscript on a page, in mm from the page's top."""

    line: int
    top: float
    bottom: float
    tag: str
    classes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PageFacts:
    """What was measured on one page, in mm."""

    name: str
    width: float
    height: float
    margin_top: float
    margin_bottom: float
    room: float
    used: float
    blocks: tuple[BlockFacts, ...]

    @property
    def free(self) -> float:
        """Height that is left."""
        return self.room - self.used


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Laid-out pages, and what WeasyPrint complained of on the way."""

    document: Any
    complaints: tuple[str, ...]
    refused: tuple[str, ...] = ()
    pages: tuple[PageFacts, ...] = field(default=())

    @property
    def boxes(self) -> Iterator[tuple[int, Any]]:
        """Every box of the flow with the number of its page, from 0."""
        for number, page in enumerate(self.document.pages):
            for box in walk(page._page_box):
                yield number, box


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Gives WeasyPrint the project's files by path, and nothing else; notes what it refused."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self.files = files
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        path = unquote(parts.path).lstrip("/")
        if url.startswith("data:"):
            return super().fetch(url)
        if not url.startswith(BASE) or path not in self.files:
            self.refused.append(url.removeprefix(BASE))
            raise ValueError(f"not a file of the project: {url}")
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self.files[path], {"Content-Type": kind})


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def lay_out(html: str, setting: Setting, extra_css: str = "") -> Layout:
    """Lay out HTML. `extra_css` is what this document adds to the stylesheets, such as where panels break."""
    fetcher, complaints = _Fetcher(setting.files), _Complaints()
    LOG.handlers, LOG.propagate = [complaints], False
    fonts = FontConfiguration()
    sheets = [_css(text, fetcher, fonts) for text in (_faces(setting), *setting.stylesheets, extra_css) if text]
    page = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetcher)
    document = page.render(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/a-2a")
    for drawn in document.pages:
        drawn.links[:] = [link for link in drawn.links if _is_link(link[3])]
    return Layout(
        document=document,
        complaints=tuple(complaints.messages),
        refused=tuple(fetcher.refused),
        pages=tuple(_page_facts(drawn._page_box) for drawn in document.pages),
    )


def _css(text: str, fetcher: _Fetcher, fonts: FontConfiguration) -> Any:
    return weasyprint.CSS(string=text, base_url=BASE, url_fetcher=fetcher, font_config=fonts)


def _is_link(box: Any) -> bool:
    """Whether the box is an <a> itself: a child of one would get a second click area (PDF/UA-1, 7.18.5)."""
    return box.element is not None and box.element_tag == "a"


def _faces(setting: Setting) -> str:
    """@font-face rules for the brand's families, and the roles that the stylesheets name."""
    rules = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("/{path}") }}'
        for (family, weight), path in setting.fonts.items()
    ]
    brand = setting.brand
    roles = {"font-text": brand.text_family, "font-heading": brand.heading_family, "font-title": brand.title_family}
    tokens = [f"--{name}: {value};" for name, value in brand.tokens.items()]
    tokens += [f'--{role}: "{family}";' for role, family in roles.items()]
    return "\n".join([*rules, ":root {", *tokens, "}"])


def geometry_css(format_: Format, paper: Paper) -> str:
    """The page sizes, made from the format's row so that CSS cannot disagree with it.

    A format with panels gets a named page for every flow and a size for every panel; `--NAME-left` is the panel's
    distance from the left edge of its side, by which a drawing runs on from panel to panel.
    """
    if not format_.panels:
        return f"@page {{ size: {paper.width} {paper.height} }}\n:root {{ --sheet-width: {paper.width} }}"
    rules, roots = [], [f"--sheet-width: {paper.width};", f"--sheet-height: {paper.height};"]
    for flow in format_.flows:
        for at, panel in enumerate(format_.flow(flow), start=1):
            rules.append(f"@page :nth({at} of {flow}) {{ size: {paper.widths[panel.name]} {paper.height} }}")
            roots.append(f"--{panel.name}-left: {format_.left(panel.name, paper)};")
            roots.append(f"--{panel.name}-width: {paper.widths[panel.name]};")
        rules.append(f".{flow} {{ page: {flow} }}")
        last = format_.flow(flow)[-1]
        rules.insert(0, f"@page {flow} {{ size: {paper.widths[last.name]} {paper.height} }}")
    return "\n".join([*rules, ":root {", *roots, "}"])


def text_boxes(layout: Layout) -> Iterator[tuple[int, Any]]:
    """Every box of text with the number of its page, from 0."""
    return ((number, box) for number, box in layout.boxes if isinstance(box, boxes.TextBox))


def shown_text(layout: Layout) -> str:
    """The text of the HTML's body, as it must appear on the pages."""
    body = layout.document._html.etree_element.find("body")
    return "".join(text for element in body.iter() if _is_shown(element) for text in _own_text(element))


def _is_shown(element: Any) -> bool:
    return isinstance(element.tag, str) and not element.tag.startswith("{http://www.w3.org/2000/svg}")


def _own_text(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def walk(box: Any) -> Iterator[Any]:
    """The box and all below it, absolutely placed ones too, which WeasyPrint's own walk leaves out."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    yield box
    for child in getattr(box, "children", ()):
        yield from walk(child)


def _page_facts(page: Any) -> PageFacts:
    top = page.content_box_y()
    flow = [child for child in page.children if not isinstance(child, boxes.MarginBox)]
    blocks = tuple(
        _block_facts(box)
        for root in flow
        for box in walk(root)
        if box.element is not None
        and box.element.get("data-line")
        and box.element_tag == box.element.tag
        and isinstance(box, boxes.BlockLevelBox)
    )
    bottom = max((_bottom(root) for root in flow), default=top)
    return PageFacts(
        name=page.page_type.name,
        width=page.margin_width() * MM,
        height=page.margin_height() * MM,
        margin_top=page.margin_top * MM,
        margin_bottom=page.margin_bottom * MM,
        room=page.height * MM,
        used=max(0.0, bottom - top) * MM,
        blocks=blocks,
    )


def _block_facts(box: Any) -> BlockFacts:
    top = box.border_box_y()
    return BlockFacts(
        line=int(box.element.get("data-line")),
        top=top * MM,
        bottom=(top + box.border_height()) * MM,
        tag=box.element_tag,
        classes=tuple((box.element.get("class") or "").split()),
    )


def _bottom(box: Any) -> float:
    """The lowest edge of the text, pictures and blocks in a box; what only holds them may reach to the page's end."""
    if isinstance(box, boxes.LineBox) or (
        isinstance(box, boxes.ReplacedBox) and not isinstance(box, AbsolutePlaceholder)
    ):
        return float(box.position_y + box.height)
    is_block = box.element is not None and box.element.get("data-line") is not None
    own = float(box.border_box_y() + box.border_height()) if is_block else 0.0
    children = [child for child in getattr(box, "children", ()) if not isinstance(child, AbsolutePlaceholder)]
    return max([own, *(_bottom(child) for child in children)])


def move_down(layout: Layout, moves: Mapping[int, Sequence[tuple[Callable[[Any], bool], float]]]) -> Layout:
    """Move laid-out boxes of a page down: for each page, (which boxes, by how many mm). Nothing is laid out again."""
    pages = list(layout.document.pages)
    for number, shifts in moves.items():
        page_box = pages[number]._page_box
        for wanted, distance in shifts:
            for box in list(_outermost(page_box, wanted)):
                box.translate(0, distance / MM)
                _move_backgrounds(box, distance / MM)
        pages[number] = Page(page_box)
        pages[number].links[:] = [link for link in pages[number].links if _is_link(link[3])]
    layout.document.pages[:] = pages
    return Layout(
        document=layout.document,
        complaints=layout.complaints,
        refused=layout.refused,
        pages=tuple(_page_facts(page._page_box) for page in pages),
    )


def uncover(layout: Layout, number: int, top: float) -> None:
    """Take away folios that a block now standing at `top` (mm) would cover on a page."""
    page_box = layout.document.pages[number]._page_box
    page_box.children = [
        child
        for child in page_box.children
        if not (isinstance(child, boxes.MarginBox) and child.position_y + child.margin_height() > top / MM)
    ]


def _outermost(box: Any, wanted: Callable[[Any], bool]) -> Iterator[Any]:
    """The boxes that are wanted and stand in no other wanted one: a box takes all that is in it along."""
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    if box.element is not None and wanted(box):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _outermost(child, wanted)


def _move_backgrounds(box: Any, distance: float) -> None:
    """Backgrounds were placed when the page was finished; a box that moves later does not take them along by itself."""
    for moved in walk(box):
        if moved.background is None:
            continue
        layers = [
            layer._replace(
                painting_area=_lower(layer.painting_area, distance),
                positioning_area=_lower(layer.positioning_area, distance),
                clipped_boxes=[_lower(clip, distance) for clip in layer.clipped_boxes],
            )
            for layer in moved.background.layers
        ]
        moved.background = moved.background._replace(layers=layers)


def _lower(area: Any, distance: float) -> Any:
    return area if isinstance(area, str) or not area else (area[0], area[1] + distance, *area[2:])


def write(layout: Layout, *, seed: str) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of a layout, and what WeasyPrint complained of. `seed` fixes the file's identifier."""
    complaints = _Complaints()
    LOG.handlers = [complaints]
    pdf = layout.document.write_pdf(
        pdf_variant="pdf/a-2a", pdf_identifier=sha256(seed.encode()).hexdigest()[:32].encode(), finisher=_finish
    )
    return pdf, tuple(complaints.messages)


def _finish(document: Any, pdf: Any) -> None:
    """Say PDF/UA-1, name every link for people who hear it, and every table header's direction."""
    for page in document.pages:
        for _, target, _, box in page.links:
            name = box.element.get("aria-label") or "".join(box.element.itertext()).strip() or target
            box.link_annotation["Contents"] = weasyprint.pdf.pydyf.String(name)
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("S") == "/TH":
            thing.setdefault("A", weasyprint.pdf.pydyf.Dictionary({"O": "/Table"}))["Scope"] = "/Column"
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [part.replace(b"</rdf:RDF>", UA.encode() + b"</rdf:RDF>") for part in metadata.stream]
