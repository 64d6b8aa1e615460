"""Preflight of tags: what a screen reader and an archive look for in the file, whatever stands on its pages.

veraPDF, where it is installed, checks PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) whole. These are the parts of
both that a template or a stylesheet can spoil, in one walk through the tags, for every build on every computer.

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

from carepress.diagnostics.model import Diagnostic
from carepress.preflight.proof import Finished

NOT_THE_TEXT = "This is a fault of carepress or of the template, not of the text."
HIDDEN = "Does the heading between them stand in a box for another format (::: only)? Else the template is at fault."
HEADING = re.compile(r"/H([1-6])")
ROWS_IN = {"/Table", "/THead", "/TBody", "/TFoot"}
MARKS = {"PDF/UA-1": r"pdfuaid:part\W+1\b", "PDF/A-2a": r"pdfaid:part\W+2\b(?s:.*)pdfaid:conformance\W+A\b"}


class Element(NamedTuple):
    """One tag: its kind, as '/TH', and the kind of the tag around it."""

    kind: str
    around: str
    tag: pikepdf.Object


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Everything that the file lacks, each with its own sentence."""
    file, document = finished.opened, finished.pages.written.document
    found = tuple(elements(file.Root.get("/StructTreeRoot")))
    for said in (*_of_file(file, document.front.title, document.lang), *_of_pages(file), *_of_tags(found)):
        yield Diagnostic(code="unfit-file", message=f"{finished.name}: {said}", help=NOT_THE_TEXT)
    for said in _of_levels(found):
        yield Diagnostic(code="unfit-file", message=f"{finished.name}: {said}", help=HIDDEN)


def _of_file(file: pikepdf.Pdf, title: str, lang: str) -> Iterator[str]:
    root = file.Root
    said_title = str(file.docinfo.get("/Title", ""))
    metadata = root.Metadata.read_bytes().decode(errors="replace") if "/Metadata" in root else ""
    checks = {
        f"the file's title is `{said_title}`": said_title == title,
        "a reader's program shows the file's name in place of its title": _true(root, "/ViewerPreferences",
                                                                               "/DisplayDocTitle"),
        "the file does not say its language": str(root.get("/Lang", "")) == lang,
        "the file has no tags": "/StructTreeRoot" in root and _true(root, "/MarkInfo", "/Marked"),
        "the way from the pages to the tags is missing": "/ParentTree" in root.get("/StructTreeRoot", Dictionary()),
        "the file is locked": not file.is_encrypted,
        "there is a program (JavaScript) in the file": not _has_script(root),
        **{f"the file does not say that it is {name}": re.search(mark, metadata) for name, mark in MARKS.items()},
    }  # fmt: skip
    yield from (said for said, passed in checks.items() if not passed)


def _true(root: pikepdf.Object, *path: str) -> bool:
    first, second = path
    return bool(root.get(first, Dictionary()).get(second, False))


def _has_script(root: pikepdf.Object) -> bool:
    action = root.get("/OpenAction")
    opens = isinstance(action, Dictionary) and str(action.get("/S")) == "/JavaScript"
    return opens or "/AA" in root or "/JavaScript" in root.get("/Names", Dictionary())


def _of_pages(file: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(file.pages, start=1):
        links = [note for note in page.get("/Annots", ()) if note.get("/Subtype") == "/Link"]
        if str(page.get("/Tabs", "")) != "/S":
            yield f"the keyboard does not go through page {number} in reading order"
        if not all(str(link.get("/Contents", "")).strip() for link in links):
            yield f"a link on page {number} does not say where it leads"
        if not all("/StructParent" in link for link in links):
            yield f"a link on page {number} is not among the tags"


def _of_tags(found: tuple[Element, ...]) -> Iterator[str]:
    firsts = sum(e.kind == "/H1" for e in found)
    checks = {
        f"there are {firsts} headings of the first level; there must be one": found and firsts != 1,
        "a picture has no words": any(e.kind == "/Figure" and not _words(e.tag) for e in found),
        "a table's header does not say what it heads": any(e.kind == "/TH" and not _scope(e.tag) for e in found),
        "a row stands outside any table": any(e.kind == "/TR" and e.around not in ROWS_IN for e in found),
    }
    yield from (said for said, failed in checks.items() if failed)


def _of_levels(found: tuple[Element, ...]) -> Iterator[str]:
    levels = [int(match[1]) for element in found if (match := HEADING.fullmatch(element.kind))]
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"


def elements(root: pikepdf.Object | None) -> Iterator[Element]:
    """Every tag in reading order. `root` is the StructTreeRoot."""
    waiting = [("", root)] if root is not None else []
    while waiting:
        around, tag = waiting.pop()
        kind = str(tag.get("/S", ""))
        if kind:
            yield Element(kind, around, tag)
        inside = tag.get("/K", ())
        kids = list(inside) if isinstance(inside, Array) else [inside]
        waiting += [(kind, kid) for kid in reversed(kids) if isinstance(kid, Dictionary) and "/S" in kid]


def _words(tag: pikepdf.Object) -> str:
    return str(tag.get("/Alt", tag.get("/ActualText", ""))).strip()


def _scope(tag: pikepdf.Object) -> bool:
    given = tag.get("/A", ())
    return any("/Scope" in one for one in (list(given) if isinstance(given, Array) else [given]) if one)
