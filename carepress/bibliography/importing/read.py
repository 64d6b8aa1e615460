"""Reading a file of references: its bytes become text, and the text works, whatever its kind.

In:   the bytes of a file.
Out:  its kind, its works and what was refused, and what to tell about its letters; or why nothing of it is read.
Pure: raises nothing for any bytes, and fetches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from carepress.bibliography.file_kinds import (
    BIBTEX,
    CSL_JSON,
    ENDINGS,
    ENDNOTE,
    MEDLINE,
    PUBMED_XML,
    RIS,
    kind_of,
    other_kind,
)
from carepress.bibliography.importing.bib import read_bib
from carepress.bibliography.importing.csl_json import read_csl_json
from carepress.bibliography.importing.endnote import read_endnote
from carepress.bibliography.importing.medline import read_medline
from carepress.bibliography.importing.model import Piece
from carepress.bibliography.importing.pubmed_xml import read_pubmed_xml
from carepress.bibliography.importing.ris import read_ris
from carepress.diagnostics.english import one_of

READERS: Mapping[str, Callable[[str], Iterable[Piece]]] = {
    BIBTEX: read_bib, MEDLINE: read_medline, RIS: read_ris, ENDNOTE: read_endnote,
    CSL_JSON: read_csl_json, PUBMED_XML: read_pubmed_xml,
}  # fmt: skip
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # byte order marks
OLD_LETTERS = "it is not in UTF-8, so it was read as Windows-1252: check the letters with accents"
MOST_BYTES = 64_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedFile:
    """What a file holds."""

    kind: str
    pieces: tuple[Piece, ...]
    told: tuple[str, ...] = ()


def read_file(raw: bytes) -> ImportedFile | str:
    """The works of a file, or in words why it has none to read."""
    if len(raw) > MOST_BYTES:
        return f"it is larger than {MOST_BYTES // 1_000_000} MB; save fewer works in one file"
    if not raw.strip():
        return "it is empty"
    if other := other_kind(raw):
        return f"it is {other}, not a file of references. {_what_is_read()}"
    text, told = _decoded(raw)
    kind = kind_of(text)
    if kind is None or "\x00" in text:
        return f"it is no file of references. {_what_is_read()}"
    pieces = tuple(READERS[kind](text))
    return ImportedFile(kind=kind, pieces=pieces, told=told) if pieces else f"it is {kind}, but there is no work in it"


def _decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    encoding = next((name for mark, name in MARKS.items() if raw.startswith(mark)), "utf-8")
    told: tuple[str, ...] = ()
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text, told = raw.decode("cp1252", "replace"), (OLD_LETTERS,)
    return text.replace("\r\n", "\n").replace("\r", "\n"), told


def _what_is_read() -> str:
    kinds = one_of([f"{kind} ({ending})" for kind, ending in ENDINGS.items()])
    return f"Save the works as {kinds}"
