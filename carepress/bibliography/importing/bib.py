"""BibTeX: entries of another .bib file, as they were typed, with their abbreviations (@string) written out.

In:   the text of a file.
Out:  a work for each entry that can be read; the others are refused, with their line.
"""

from __future__ import annotations

from collections.abc import Iterator

from carepress.bibliography.bibtex import Reference, read_bibtex
from carepress.bibliography.importing.model import ImportedWork, Piece, Refused
from carepress.diagnostics.model import Severity
from carepress.project.source import Source


def read_bib(text: str) -> Iterator[Piece]:
    """Every entry of a .bib file."""
    for piece in read_bibtex(Source(file="", text=text)):
        if isinstance(piece, Reference):
            yield _work(piece)
        else:
            yield Refused(line=piece.span.line if piece.span else 1, reason=piece.message)


def _work(reference: Reference) -> Piece:
    line = reference.span().line
    if fault := next((fault for fault in reference.faults if fault.severity is Severity.ERROR), None):
        return Refused(line=line, reason=fault.message)
    typed = reference.typed
    fields = dict(reversed(list(typed.fields.items())))  # the reader gives the last field first
    return ImportedWork(kind=typed.original_type, line=line, fields=fields, key=reference.key)
