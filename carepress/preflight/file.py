"""Preflight of the file: what a screen reader, an archive and a mailbox need of it.

veraPDF checks the standards whole, in the tests. This is the structural part that every build checks itself.

In:   a finished PDF.
Out:  Diagnostics.
Never: changes the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf

from carepress.diagnostics import Diagnostic

LARGEST = 500_000  # bytes: ten of them fit into one mail


def check_file(pdf: bytes, name: str, *, title: str, lang: str) -> Iterator[Diagnostic]:
    """Title, language, tags, embedded fonts and size."""
    with pikepdf.open(BytesIO(pdf)) as document:
        said_title = str(document.docinfo.get("/Title", ""))
        root = document.Root
        checks = (
            (said_title == title, f"the file's title is `{said_title}`"),
            (str(root.get("/Lang", "")) == lang, "the file does not say its language"),
            (
                "/StructTreeRoot" in root and _is_marked(root),
                "the file has no tags",
            ),
            ("/OutputIntents" in root, "the file does not say how its colours are meant"),
            (not list(_loose_fonts(document)), f"fonts are not in the file: {', '.join(_loose_fonts(document))}"),
            (len(list(_unnamed_links(document))) == 0, "a link does not say where it leads"),
        )
    for passed, said in checks:
        if not passed:
            yield Diagnostic(
                code="unfit-file",
                message=f"{name}: {said}",
                help="This is a fault of carepress or of the template, not of the text.",
            )
    if len(pdf) > LARGEST:
        yield Diagnostic(
            code="large-file",
            message=f"{name} has {len(pdf) // 1000} kB; {LARGEST // 1000} kB are the most",
            help="Use smaller pictures: 300 dots an inch at the size they are printed.",
        )


def count_pages(pdf: bytes) -> int:
    """The number of pages, or of printed sides."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def _is_marked(root: pikepdf.Object) -> bool:
    return "/MarkInfo" in root and bool(root.MarkInfo.get("/Marked", False))


def _loose_fonts(document: pikepdf.Pdf) -> Iterator[str]:
    for thing in document.objects:
        is_font = isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        if is_font and not any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield str(thing.get("/FontName", "?"))


def _unnamed_links(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in document.pages:
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == "/Link" and not str(annotation.get("/Contents", "")).strip():
                yield annotation
