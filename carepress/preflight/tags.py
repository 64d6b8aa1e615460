"""Preflight of tags: what a screen reader and an archive look for in the file, whatever is on its pages.

veraPDF, where it is installed, checks all of PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2). This module checks what
a template or a stylesheet can spoil, in one walk through the tags, on every build and every computer.

In:   Finished proofs.
Out:  Diagnostics.
Never: changes the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.proof import Finished

HEADING = re.compile(r"/H([1-6])")
ROWS_IN = {"/Table", "/THead", "/TBody", "/TFoot"}
STANDARDS = {"PDF/UA-1": r"pdfuaid:part\W+1\b", "PDF/A-2a": r"pdfaid:part\W+2\b(?s:.*)pdfaid:conformance\W+A\b"}


class Element(NamedTuple):
    """One tag: its kind, such as '/TH', and the kind of the tag around it."""

    kind: str
    parent: str
    tag: pikepdf.Object


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Everything that the file lacks."""
    file, name = finished.opened, finished.name
    tags = tuple(elements(file.Root.get("/StructTreeRoot")))
    yield from _metadata(finished)
    yield from _structure(file, name)
    yield from _pages(file, name)
    yield from _tags(tags, name)
    yield from _heading_levels(tags, name)


def _metadata(finished: Finished) -> Iterator[Diagnostic]:
    """The title, the language and the standards that the file says it keeps to."""
    file, name, document = finished.opened, finished.name, finished.pages.written.document
    title = str(file.docinfo.get("/Title", ""))
    metadata = file.Root.Metadata.read_bytes().decode(errors="replace") if "/Metadata" in file.Root else ""
    if title != document.front.title:
        yield rule("unfit-file", "title").at(file=name, title=title)
    if not _is_true(file.Root, "/ViewerPreferences", "/DisplayDocTitle"):
        yield rule("unfit-file", "title-bar").at(file=name)
    if str(file.Root.get("/Lang", "")) != document.lang:
        yield rule("unfit-file", "language").at(file=name)
    for standard, mark in STANDARDS.items():
        if not re.search(mark, metadata):
            yield rule("unfit-file", "standard").at(file=name, standard=standard)


def _structure(file: pikepdf.Pdf, name: str) -> Iterator[Diagnostic]:
    """There are tags, and nothing locks the file."""
    if "/StructTreeRoot" not in file.Root or not _is_true(file.Root, "/MarkInfo", "/Marked"):
        yield rule("unfit-file").at(file=name)
    if "/ParentTree" not in file.Root.get("/StructTreeRoot", Dictionary()):
        yield rule("unfit-file", "tag-index").at(file=name)
    if file.is_encrypted:
        yield rule("unfit-file", "locked").at(file=name)


def _is_true(root: pikepdf.Object, key: str, inner_key: str) -> bool:
    return bool(root.get(key, Dictionary()).get(inner_key, False))


def _pages(file: pikepdf.Pdf, name: str) -> Iterator[Diagnostic]:
    """The keyboard and a screen reader can follow every page and its links."""
    for number, page in enumerate(file.pages, start=1):
        links = [note for note in page.get("/Annots", ()) if note.get("/Subtype") == "/Link"]
        if str(page.get("/Tabs", "")) != "/S":
            yield rule("unfit-file", "tab-order").at(file=name, page=number)
        if not all(str(link.get("/Contents", "")).strip() for link in links):
            yield rule("unfit-file", "link-words").at(file=name, page=number)
        if not all("/StructParent" in link for link in links):
            yield rule("unfit-file", "link-tag").at(file=name, page=number)


def _tags(tags: tuple[Element, ...], name: str) -> Iterator[Diagnostic]:
    """One first-level heading; pictures have words; headers and rows belong to their tables."""
    count = sum(element.kind == "/H1" for element in tags)
    if tags and count != 1:
        yield rule("unfit-file", "first-headings").at(file=name, count=count)
    if any(element.kind == "/Figure" and not _words(element.tag) for element in tags):
        yield rule("unfit-file", "picture-words").at(file=name)
    if any(element.kind == "/TH" and not _has_scope(element.tag) for element in tags):
        yield rule("unfit-file", "header-scope").at(file=name)
    if any(element.kind == "/TR" and element.parent not in ROWS_IN for element in tags):
        yield rule("unfit-file", "stray-row").at(file=name)


def _heading_levels(tags: tuple[Element, ...], name: str) -> Iterator[Diagnostic]:
    levels = [int(match[1]) for element in tags if (match := HEADING.fullmatch(element.kind))]
    for before, level in pairwise(levels):
        if level > before + 1:
            yield rule("unfit-file", "heading-level").at(file=name, level=level, before=before)


def elements(root: pikepdf.Object | None) -> Iterator[Element]:
    """Every tag in reading order. `root` is the StructTreeRoot."""
    waiting = [("", root)] if root is not None else []
    while waiting:
        parent, tag = waiting.pop()
        if kind := str(tag.get("/S", "")):
            yield Element(kind, parent, tag)
        content = tag.get("/K", ())
        children = list(content) if isinstance(content, Array) else [content]
        waiting += [(kind, child) for child in reversed(children) if isinstance(child, Dictionary) and "/S" in child]


def _words(tag: pikepdf.Object) -> str:
    return str(tag.get("/Alt", tag.get("/ActualText", ""))).strip()


def _has_scope(tag: pikepdf.Object) -> bool:
    value = tag.get("/A", ())
    attributes = list(value) if isinstance(value, Array) else [value]
    return any("/Scope" in attribute for attribute in attributes if attribute)
