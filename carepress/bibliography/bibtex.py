"""BibTeX: references.bib cut where its entries begin, and read piece by piece.

Staff paste what Zotero or PubMed exports. One broken entry must not take the others along, so the file is cut where
entries begin, and pybtex reads the pieces.

In:   the Source of references.bib.
Out:  References in the order of the file, each with the place of every field and the faults of its form; and the
      faults of what could not be read at all.
Pure: raises nothing for any text, prints nothing, passes on no word of pybtex's.
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

from carepress.bibliography.vancouver import GENRES, cleaned, people
from carepress.diagnostics.model import Diagnostic, Span
from carepress.project.source import Source

ENTRY = re.compile(r"^[ \t]*@(?:(?:string|preamble|comment)\s*[{(]|\w+\s*[{(]\s*[^\s,(){}=\"]+\s*,)", re.M | re.I)
OPENING = re.compile(r"@\s*([A-Za-z]+)(?:\s*([{(])(?:\s*([^\s,{}()=]++)(?!\s*=))?)?")
FIELD = re.compile(r"([\w-]+)\s*=[\s{\"]*")
NEXT_FIELD = re.compile(r"\n\s*[\w-]+\s*=\s*[{\"\d]")
CLOSE = "Every `{` needs its `}`; the last line of a reference is a `}` alone."
COMMA = "Put a comma after the `}` of the line before."
BEGIN = "A reference begins with its kind, a bracket, its key and a comma, as in `@article{smith2020,`."
BRACES = "Text stands in braces, as in `journal = {N Engl J Med},`."


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """An entry as typed and made clear, where its parts stand, and what is wrong with its form."""

    key: str
    typed: Entry
    clear: Entry
    spans: Mapping[str, Span]
    faults: tuple[Diagnostic, ...]

    def span(self, *names: str) -> Span:
        """Where the first of these fields that is given has its value; else where the key stands."""
        return next(span for name in (*names, "@key") if (span := self.spans.get(name)))


class _Reader(LowLevelParser):  # type: ignore[misc]  # pybtex ships no types
    """pybtex's parser, but it notes a fault and goes on, and remembers where each field stands."""

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
        start = found.end() if (found := FIELD.match(self.text, start, end)) else start
        return self.span(start, len(self.text[start:end].rstrip('}" \t\n')))

    def is_prose(self, at: int) -> bool:
        """Whether this `@` is one of an email address, or of a line that begins with `%`."""
        before: str = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return before.lstrip().startswith("%") or before[-1:].isalnum()


def read_bibtex(source: Source) -> Iterator[Reference | Diagnostic]:
    """Every reference of the file, and what is wrong where none can be made out."""
    found = list(_pieces(source))
    yield from found
    yield from _nothing(source, found)


def _pieces(source: Source) -> Iterator[Reference | Diagnostic]:
    macros = CaseInsensitiveDict({**month_names, "sept": "September"})
    cuts = sorted({0, len(source.text), *(found.start() for found in ENTRY.finditer(source.text))})
    for start, end in pairwise(cuts):
        yield from _piece(_Reader(source, start, end, macros))


def _piece(reader: _Reader) -> Iterator[Reference | Diagnostic]:
    read = set()
    for kind, body in reader:
        if kind.lower() not in ("string", "preamble", "comment") and not reader.is_prose(reader.command_start):
            read.add(reader.command_start)
            yield _reference(reader, kind, dict(reversed(body[1])))
    for at in sorted(reader.faults.keys() - read):
        found = OPENING.match(reader.text, at)
        if found and not reader.is_prose(at) and (found[2] or found[1].lower() in GENRES):
            yield _stumble(reader, at, f"`{found[0].strip()}`", reader.span(at, len(found[1]) + 1))


def _reference(reader: _Reader, kind: str, fields: Mapping[str, Sequence[str]]) -> Reference:
    at = reader.command_start
    found = OPENING.match(reader.text, at)
    key = found[3] or "" if found else ""
    typed = {name.lower(): " ".join("".join(parts).split()) for name, parts in fields.items()}
    persons = {role: people(typed[role]) for role in ("author", "editor") if role in typed}
    entry = Entry(kind, typed, {role: named for role, named in persons.items() if named})
    entry.key = key
    spans = {name: reader.value_span(*place) for name, place in reader.places.get(at, {}).items()}
    spans["@kind"] = reader.span(at, len(kind) + 1)
    spans["@key"] = reader.span(found.start(3), len(key)) if found and key else spans["@kind"]
    faults = tuple(_malformed(reader, at, entry, spans))
    return Reference(key=key, typed=entry, clear=cleaned(entry), spans=spans, faults=faults)


def _malformed(reader: _Reader, at: int, entry: Entry, spans: Mapping[str, Span]) -> Iterator[Diagnostic]:
    rest = reader.text[reader.pos :].partition("@")[0].split("\n")
    if not entry.key:
        yield _syntax("this reference has no key", spans["@kind"], BEGIN)
    elif at in reader.faults:
        yield _stumble(reader, at, f"`{entry.key}`", spans["@key"])
    elif any("}" in line and not line.lstrip().startswith("%") for line in rest):
        message = f"`{entry.key}` ends here, but more of it follows"
        yield _syntax(message, reader.span(reader.pos - 1, 1), "Take away this `}`, or one too many before it.")
    for role in ("author", "editor"):
        named = [split_tex_string(name, ",") for name in split_name_list(entry.fields.get(role, ""))]
        if any(parts[3:] or (parts[2:] and " " in parts[1]) for parts in named):
            help_ = f"Type `and` between two people: `{role} = {{Brown, R. H. and Al-Chalabi, A.}},`."
            yield _syntax(f"the people in `{role}` run into one another", spans[role], help_)


def _stumble(reader: _Reader, at: int, name: str, whole: Span) -> Diagnostic:
    """Say what made pybtex stop, in words of ours."""
    error, field_at = reader.faults[at]
    pos = error.error_context_info[2]
    field = FIELD.match(reader.text, max(at, field_at))
    if isinstance(error, PrematureEOF) and field and NEXT_FIELD.search(reader.text, field.end()):
        return _syntax(f"`{field[1]}` is not closed: a `}}` is missing", reader.span(field_at, len(field[1])), CLOSE)
    if isinstance(error, PrematureEOF):
        return _syntax(f"{name} is not closed: a `}}` is missing", whole, CLOSE)
    if isinstance(error, UndefinedMacro):
        word = re.findall(r"[^\s=#]+", reader.text[field_at:pos])[-1]
        return _syntax(f"`{word}` stands without braces", reader.span(pos - len(word), len(word)), BRACES)
    word, equals = re.findall(r"\A([\w-]+|\S{0,30})(\s*=)?", reader.text[pos:].partition("\n")[0])[0]
    help_ = COMMA if equals else BRACES if "=" in reader.text[at:pos] else BEGIN
    return _syntax(f"`{word}` cannot be read here", reader.span(pos, len(word)), help_)


def _syntax(message: str, span: Span, help_: str) -> Diagnostic:
    return Diagnostic(code="bibtex-syntax", message=message, span=span, help=help_)


def _nothing(source: Source, found: Sequence[object]) -> Iterator[Diagnostic]:
    written = re.search(r"^[ \t]*([^\s%].*)", source.text, re.MULTILINE)
    if written and not found and not ENTRY.search(source.text):
        yield _syntax("there is no reference in this file", source.span(written.start(1), len(written[1])), BEGIN)
