"""BibTeX: references.bib, read one entry at a time.

Staff paste what Zotero or PubMed exports. A broken entry must not hide the others, so the file is cut where entries
begin, and pybtex reads each piece by itself.

In:   the Source of references.bib.
Out:  References in the order of the file, each with the place of every field and its syntax faults; and the faults of
      what cannot be read at all.
Pure: raises nothing for any text, prints nothing, and shows no message of pybtex's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Entry
from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from carepress.bibliography.fields import GENRES, Cleaned, cleaned
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Span
from carepress.project.source import Source

ENTRY = re.compile(r"^[ \t]*@(?:(?:string|preamble|comment)\s*[{(]|\w+\s*[{(]\s*[^\s,(){}=\"]+\s*,)", re.M | re.I)
OPENING = re.compile(r"@\s*([A-Za-z]+)(?:\s*([{(])(?:\s*([^\s,{}()=]++)(?!\s*=))?)?")
FIELD = re.compile(r"([\w-]+)\s*=[\s{\"]*")
NEXT_FIELD = re.compile(r"\n\s*[\w-]+\s*=\s*[{\"\d]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """An entry as typed and as `fields.cleaned` gives it, the place of each field, and its syntax faults.

    `spans` has the places by field name, besides `@key` and `@kind`.
    """

    key: str
    typed: Entry
    cleaned: Cleaned
    spans: Mapping[str, Span]
    faults: tuple[Diagnostic, ...]

    def span(self, *names: str) -> Span:
        """The place of the first of these fields that is there; otherwise of the key."""
        return next(span for name in (*names, "@key") if (span := self.spans.get(name)))


class _Reader(LowLevelParser):  # type: ignore[misc]  # pybtex ships no types
    """pybtex's parser, which here notes a fault and goes on, and remembers the place of each field."""

    def __init__(self, source: Source, start: int, end: int, macros: Mapping[str, str]) -> None:
        super().__init__(source.text[start:end], macros=macros)
        self.source, self.offset = source, start
        self.faults: dict[int, tuple[PybtexSyntaxError, int]] = {}
        self.places: dict[int, dict[str, tuple[int, int]]] = {}
        self.field_at = 0

    def handle_error(self, error: PybtexSyntaxError) -> None:
        self.faults.setdefault(self.command_start, (error, self.field_at))

    def parse_field(self) -> None:
        self.eat_whitespace()
        self.field_at = self.pos
        super().parse_field()
        place = self.places.setdefault(self.command_start, {})
        place.setdefault((self.current_field_name or "").lower(), (self.field_at, self.pos))

    def span(self, at: int, length: int) -> Span:
        return self.source.span(self.offset + at, length)

    def value_span(self, start: int, end: int) -> Span:
        start = name.end() if (name := FIELD.match(self.text, start, end)) else start
        return self.span(start, len(self.text[start:end].rstrip('}" \t\n')))

    def is_prose(self, at: int) -> bool:
        """Whether this `@` belongs to an email address or to a line that begins with `%`."""
        before: str = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return before.lstrip().startswith("%") or before[-1:].isalnum()


def read_bibtex(source: Source) -> Iterator[Reference | Diagnostic]:
    """Every reference of the file, and the faults of what is none."""
    pieces = list(_pieces(source))
    yield from pieces
    text = re.search(r"^[ \t]*([^\s%].*)", source.text, re.MULTILINE)
    if text and not pieces and not ENTRY.search(source.text):
        yield rule("bibtex-syntax", "no-reference").at(source.span(text.start(1), len(text[1])))


def _pieces(source: Source) -> Iterator[Reference | Diagnostic]:
    macros = CaseInsensitiveDict({**month_names, "sept": "September"})
    cuts = sorted({0, len(source.text), *(entry.start() for entry in ENTRY.finditer(source.text))})
    for start, end in pairwise(cuts):
        yield from _piece(_Reader(source, start, end, macros))


def _piece(reader: _Reader) -> Iterator[Reference | Diagnostic]:
    read = set()
    for kind, body in reader:
        if kind.lower() not in ("string", "preamble", "comment") and not reader.is_prose(reader.command_start):
            read.add(reader.command_start)
            yield _reference(reader, kind, dict(reversed(body[1])))
    for at in sorted(reader.faults.keys() - read):
        opening = OPENING.match(reader.text, at)
        if opening and not reader.is_prose(at) and (opening[2] or opening[1].lower() in GENRES):
            yield _unreadable(reader, at, opening[0].strip(), reader.span(at, len(opening[1]) + 1))


def _reference(reader: _Reader, kind: str, fields: Mapping[str, Sequence[str]]) -> Reference:
    at = reader.command_start
    opening = OPENING.match(reader.text, at)
    key = opening[3] or "" if opening else ""
    typed = {name.lower(): " ".join("".join(parts).split()) for name, parts in fields.items()}
    entry = Entry(kind, typed)
    entry.key = key
    spans = {name: reader.value_span(*place) for name, place in reader.places.get(at, {}).items()}
    spans["@kind"] = reader.span(at, len(kind) + 1)
    spans["@key"] = reader.span(opening.start(3), len(key)) if opening and key else spans["@kind"]
    faults = tuple(_malformed(reader, at, entry, spans))
    return Reference(key=key, typed=entry, cleaned=cleaned(entry), spans=spans, faults=faults)


def _malformed(reader: _Reader, at: int, entry: Entry, spans: Mapping[str, Span]) -> Iterator[Diagnostic]:
    rest = reader.text[reader.pos :].partition("@")[0].split("\n")
    if not entry.key:
        yield rule("bibtex-syntax", "no-key").at(spans["@kind"])
    elif at in reader.faults:
        yield _unreadable(reader, at, entry.key, spans["@key"])
    elif any("}" in line and not line.lstrip().startswith("%") for line in rest):
        yield rule("bibtex-syntax", "ends-early").at(reader.span(reader.pos - 1, 1), key=entry.key)
    for role in ("author", "editor"):
        named = [split_tex_string(name, ",") for name in split_name_list(entry.fields.get(role, ""))]
        if any(parts[3:] or (parts[2:] and " " in parts[1]) for parts in named):
            yield rule("bibtex-syntax", "people").at(spans[role], role=role)


def _unreadable(reader: _Reader, at: int, name: str, whole: Span) -> Diagnostic:
    """What made pybtex stop in the entry at `at`. `name` and `whole` show the entry where no field is to blame."""
    error, field_at = reader.faults[at]
    pos = error.error_context_info[2]
    field = FIELD.match(reader.text, max(at, field_at))
    if isinstance(error, PrematureEOF):
        if field and NEXT_FIELD.search(reader.text, field.end()):
            name, whole = field[1], reader.span(field_at, len(field[1]))
        return rule("bibtex-syntax", "unclosed").at(whole, name=name)
    if isinstance(error, UndefinedMacro):
        word = re.findall(r"[^\s=#]+", reader.text[field_at:pos])[-1]
        return rule("bibtex-syntax", "no-braces").at(reader.span(pos - len(word), len(word)), word=word)
    word, equals = re.findall(r"\A([\w-]+|\S{0,30})(\s*=)?", reader.text[pos:].partition("\n")[0])[0]
    span = reader.span(pos, len(word))
    if equals:
        return rule("bibtex-syntax", "no-comma").at(span, word=word)
    if "=" in reader.text[at:pos]:
        return rule("bibtex-syntax", "value").at(span, word=word)
    return rule("bibtex-syntax").at(span, word=word)
