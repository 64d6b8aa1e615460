"""Gathering: pages that were laid out apart become one document, as a bookbinder gathers sheets.

A flow is an element of the body whose class names its pages. Flows that are left out of a layout stay in the HTML as
empty, unseen elements, so that a stylesheet finds every element where it would be.

In:   HTML and the names of its flows; Layouts of some of them.
Out:  HTML of some flows; one Layout.
Pure: the pages themselves are not changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import replace
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element, tostring

import weasyprint

from carepress.typesetting.fetching import BASE
from carepress.typesetting.layout import Layout
from carepress.typesetting.repeating import Memory, remembering

UNSEEN = "display: none"
OF_ONE_FILE = {"title", "meta"}  # of the head: they say something of the file, and nothing of its pages


def parsed(html: str) -> Element:
    """HTML as a tree."""
    tree: Element = weasyprint.HTML(string=html, base_url=BASE).etree_element
    return tree


def flow_of(element: Element, flows: Collection[str]) -> str:
    """The flow that an element of the body is; nothing if it is none, or not clearly one."""
    found = [name for name in (element.get("class") or "").split() if name in flows]
    return found[0] if len(found) == 1 else ""


def only(tree: Element, flows: Collection[str], every: Collection[str], body_class: str = "") -> Element:
    """The tree with the content of these flows, out of all flows; `body_class` is put before the body's own."""
    body = tree.find("body")
    assert body is not None
    kept = [child if flow_of(child, every) in flows else _unseen(child) for child in body]
    classes = f"{body_class} {body.get('class', '')}".strip()
    return _with_body(tree, kept, classes)


def spelled(tree: Element) -> bytes:
    """The tree in letters, without what says nothing of its pages: trees that are spelled alike look alike."""
    head = tree.find("head")
    lean = Element("head")
    lean.extend(child for child in (head if head is not None else ()) if child.tag not in OF_ONE_FILE)
    whole = Element(tree.tag, tree.attrib)
    whole.extend(lean if child is head else child for child in tree)
    return tostring(whole)


def gathered(shared: Layout, own: Layout, flows: Collection[str], every: Collection[str]) -> Layout | None:
    """The pages of `own` in place of those that `shared` has of these flows; None if they are not as many."""
    pages, mine = [], iter(zip(own.document.pages, own.pages, strict=True))
    for theirs in zip(shared.document.pages, shared.pages, strict=True):
        page = next(mine, None) if theirs[1].name in flows else theirs
        if page is None or page[1].name != theirs[1].name:
            return None
        pages.append(page)
    if next(mine, None) is not None:
        return None
    document = own.document.copy([page for page, _ in pages])
    document._html = copy(own.document._html)
    document._html.etree_element = _gathered_tree(shared, own, flows, every)
    return replace(own, document=document, pages=tuple(facts for _, facts in pages))


def remember_pages(layout: Layout, flows: Collection[str]) -> None:
    """Let the pages of these flows be drawn once, into however many files they come."""
    for page, facts in zip(layout.document.pages, layout.pages, strict=True):
        if facts.name in flows:
            page.paint = remembering(page.paint, {}, layout.fetcher.refused)


def remember_drawings(layout: Layout, memories: dict[str, Memory]) -> None:
    """Let the drawings behind the text be drawn once. `memories` keeps them by their address."""
    images = {id(layer.image): layer.image for _, box in layout.boxes for layer in _layers(box)}
    for image in images.values():
        url = getattr(image, "_base_url", "")
        if hasattr(image, "_svg") and url.startswith(BASE) and url != BASE and "draw" not in vars(image):
            image.draw = remembering(image.draw, memories.setdefault(url, {}), layout.fetcher.refused)


def _layers(box: Any) -> list[Any]:
    return [layer for layer in box.background.layers if layer.image is not None] if box.background else []


def _gathered_tree(shared: Layout, own: Layout, flows: Collection[str], every: Collection[str]) -> Element:
    """The elements that the boxes of all pages stand for, in their order."""
    theirs: Mapping[str, list[Element]] = {
        name: list(children)
        for name, children in groupby(shared.document._html.etree_element.find("body"), lambda one: flow_of(one, every))
    }
    children: list[Element] = []
    for name, mine in groupby(own.document._html.etree_element.find("body"), lambda one: flow_of(one, every)):
        children += list(mine) if name in flows else theirs[name]
    tree = own.document._html.etree_element
    return _with_body(tree, children, tree.find("body").get("class", ""))


def _with_body(tree: Element, children: Collection[Element], classes: str) -> Element:
    old = tree.find("body")
    assert old is not None
    body = Element(old.tag, {**old.attrib, "class": classes})
    body.text, body.tail = old.text, old.tail
    body.extend(children)
    whole = Element(tree.tag, tree.attrib)
    whole.text = tree.text
    whole.extend(body if child is old else child for child in tree)
    return whole


def _unseen(element: Element) -> Element:
    style = f"{element.get('style', '')}; {UNSEEN}".lstrip("; ")
    made = Element(element.tag, {**element.attrib, "style": style})
    made.tail = element.tail
    return made
