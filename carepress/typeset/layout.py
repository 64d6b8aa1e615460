"""Layout: HTML and CSS become pages.

In:   HTML and the Material that pages are made of.
Out:  a Layout: the pages, what was measured on them, the warnings of WeasyPrint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes

from carepress.design.brand import Brand
from carepress.design.css import brand_css
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import BuildFailed, Diagnostics
from carepress.typeset.caches import cached_line_breaks, styles
from carepress.typeset.fetch import BASE, Fetcher
from carepress.typeset.log import captured_warnings
from carepress.typeset.measure import PageFacts, is_link, page_facts, walk

VARIANT = "pdf/a-2a"
LINE = re.compile("[0-9]{1,7}")
DEEPEST = 100  # elements within elements: WeasyPrint calls itself for each, and Python lets it do so some 140 times


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """What pages are made of: files by path, stylesheets by name and in order, paths of fonts by family and weight."""

    files: Mapping[str, bytes]
    stylesheets: Mapping[str, str]
    fonts: Mapping[tuple[str, int], str]
    brand: Brand


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Laid-out pages, what was measured on them, and the warnings on the way."""

    document: Any
    pages: tuple[PageFacts, ...]
    fetcher: Fetcher
    warnings: tuple[str, ...] = ()

    @property
    def refused(self) -> tuple[str, ...]:
        """Files that pages asked for and did not get. Drawings ask only when the PDF is written."""
        return tuple(dict.fromkeys(self.fetcher.refused))

    @cached_property
    def boxes(self) -> Sequence[tuple[int, Any]]:
        """Every box with the number of its page, from 0."""
        return [(number, box) for number, page in enumerate(self.document.pages) for box in walk(page._page_box)]

    @cached_property
    def text_boxes(self) -> Sequence[tuple[int, Any]]:
        """Every box of text with the number of its page, from 0."""
        return [(number, box) for number, box in self.boxes if isinstance(box, boxes.TextBox)]

    @cached_property
    def parents(self) -> Mapping[Any, Any]:
        """The parent of every element of the HTML's body."""
        body = self.document._html.etree_element.find("body")
        return {child: element for element in body.iter() for child in element}

    @cached_property
    def text(self) -> str:
        """The text of the HTML's body, as it must appear on the pages."""
        body = self.document._html.etree_element.find("body")
        return "".join(text for element in body.iter() if _is_shown(element) for text in _own_text(element))


def _is_shown(element: Any) -> bool:
    return isinstance(element.tag, str) and not element.tag.startswith("{http://www.w3.org/2000/svg}")


def _own_text(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _is_too_deep(body: Any) -> bool:
    """Whether elements stand in each other more than DEEPEST deep."""
    generation = [body]
    for _ in range(DEEPEST):
        generation = [child for element in generation for child in element]
    return bool(generation)


def _drop_odd_lines(body: Any) -> None:
    """Take away what a template gives as a line of the manuscript and is no number."""
    for element in body.iter():
        if not LINE.fullmatch(element.attrib.get("data-line", "0")):
            del element.attrib["data-line"]


def lay_out(html: str, material: Material, extra_css: str = "", *, body_class: str = "") -> Layout:
    """Lay out HTML. `extra_css` is for this document only; `body_class` is added to the classes of its body.

    Raises BuildFailed for elements that are more than DEEPEST deep. A text cannot do that, only a template can.
    """
    fetcher = Fetcher(material.files)
    fonts = {path: material.files[path] for path in material.fonts.values() if path in material.files}
    source = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetcher)
    body = source.etree_element.find("body")
    if _is_too_deep(body):
        raise BuildFailed(Diagnostics((rule("template", "too-deep").at(most=DEEPEST),)))
    _drop_odd_lines(body)
    body.set("class", f"{body_class} {body.get('class', '')}".strip())
    with captured_warnings() as warnings, cached_line_breaks():
        font_set, stylesheets = styles(
            brand_css(material.brand, material.fonts), (*material.stylesheets.values(), extra_css), fonts, fetcher
        )
        document = source.render(stylesheets=stylesheets, font_config=font_set, pdf_variant=VARIANT)
    for page in document.pages:
        page.links[:] = [link for link in page.links if is_link(link[3])]
    pages = tuple(page_facts(page._page_box) for page in document.pages)
    return Layout(document=document, pages=pages, fetcher=fetcher, warnings=tuple(warnings))
