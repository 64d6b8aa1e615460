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

from pybtex.database import Entry
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from carepress.bibliography.field_names import GENRES, PRINTED
from carepress.bibliography.fields import Cleaned, cleaned
from carepress.bibliography.other_formats import pasted, without
from carepress.bibliography.people import Flaw
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Span
from carepress.project.source import Source

ENTRY = re.compile(
    r"^[ \t]*@(?:(?P<other>string|preamble|comment)\s*[{(]"
    r"|\w+\s*(?:\{\s*(?P<key>[^\s,{}=\"]+)|\(\s*(?P<held>[^\s,(){}=\"]+))\s*,)",
    re.MULTILINE | re.IGNORECASE,
)
OPENING = re.compile(r"@\s*([A-Za-z]\w*)(?:\s*([{(])(?:\s*([^\s,{}=]++)(?!\s*=))?)?")
FIELD = re.compile(r"([\w-]+)\s*=[\s{\"]*")
PARENTS = re.compile(r"\b(crossref|xdata)\s*=\s*[{\"]\s*([^{}\"]*)", re.IGNORECASE)
LOOSE = re.compile(
    r"^[ \t]*([^\s%@{}=][^\n@{}=]{0,400}\b(?:1[89]|20)[0-9]{2}\b[^\n@{}=]{0,400}"
    r"(?:;[ ]?[0-9]+|doi|https?:|pp?\. ?[0-9])[^\n{}=]*)$",
    re.MULTILINE | re.IGNORECASE,
)
MONTHS = {name: name for name in month_names.values()}
NEXT_FIELD = re.compile(r"\n\s*[\w-]+\s*=\s*[{\"\d]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """An entry as typed and as `fields.cleaned` gives it, the place of each field, and its syntax faults.

    `spans` has the places by field name, besides `@key` and `@kind`.
    """

    key: str
    typed: Entry
    cleaned: Cleaned
    text: str
    spans: Mapping[str, Span]
    faults: tuple[Diagnostic, ...]

    def span(self, *names: str) -> Span:
        """The place of the first of these fields that is there; otherwise of the key."""
        return next(span for name in (*names, "@key") if (span := self.spans.get(name)))


class _Reader(LowLevelParser):  # type: ignore[misc]  # pybtex ships no types
    """pybtex's parser, which here notes a fault and goes on, and remembers the place of each field."""

    def __init__(self, source: Source, text: str, start: int, end: int, macros: Mapping[str, str]) -> None:
        super().__init__(text[start:end], macros=macros)
        self.source, self.offset = source, start
        self.faults: dict[int, tuple[PybtexSyntaxError, int]] = {}
        self.places: dict[int, dict[str, tuple[int, int]]] = {}
        self.repeats: list[tuple[str, tuple[int, int]]] = []
        self.unbraced: dict[int, list[tuple[str, str, int]]] = {}
        self.field_at = 0

    def handle_error(self, error: PybtexSyntaxError) -> None:
        self.faults.setdefault(self.command_start, (error, self.field_at))

    def parse_field(self) -> None:
        self.eat_whitespace()
        self.field_at = self.pos
        super().parse_field()
        place = self.places.setdefault(self.command_start, {})
        name = (self.current_field_name or "").lower()
        if name in place:
            self.repeats.append((name, (self.field_at, self.pos)))
        place.setdefault(name, (self.field_at, self.pos))

    def substitute_macro(self, name: str) -> str:
        """What `@string` defines; a word that it does not is printed as typed."""
        if name not in self.macros and self.want_current_entry():
            field = (self.current_field_name or "").lower()
            self.unbraced.setdefault(self.command_start, []).append((field, name, self.pos - len(name)))
        return str(self.macros.get(name, name))

    def span(self, at: int, length: int) -> Span:
        return self.source.span(self.offset + at, length)

    def value_span(self, start: int, end: int) -> Span:
        start = name.end() if (name := FIELD.match(self.text, start, end)) else start
        return self.span(start, len(self.text[start:end].rstrip('}" \t\n')))

    def is_prose(self, at: int) -> bool:
        """Whether this `@` belongs to an email address or to a line that begins with `%`."""
        before: str = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return before.lstrip().startswith("%") or before[-1:].isalnum()


class BibFile:
    """references.bib, cut where its entries begin. Nothing is read but the names that `@string` defines.

    `places` has where each entry begins and ends, by its key in lower case: a key that is there twice has two.
    `foreign` are the stretches in another format than BibTeX.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        entries = list(ENTRY.finditer(source.text))
        starts = [entry.start() for entry in entries]
        self.foreign = tuple(pasted(source.text, starts))
        self.text = without(source.text, self.foreign)
        self.cuts = list(pairwise(sorted({0, len(self.text), *starts})))
        self.places: dict[str, list[tuple[int, int]]] = {}
        self.keys: dict[str, str] = {}
        self._macros = CaseInsensitiveDict({**MONTHS, **month_names, "sept": "September"})
        self.strings = ""
        for entry, end in zip(entries, [*starts, len(self.text)][1:], strict=True):
            if key := entry["key"] or entry["held"]:
                self.places.setdefault(key.lower(), []).append((entry.start(), end))
                self.keys.setdefault(key.lower(), key)
            elif (entry["other"] or "").lower() == "string":
                self.strings += self.text[entry.start() : end]
                list(self._reader(entry.start(), end))

    def read(self, start: int, end: int) -> Iterator[Reference | Diagnostic]:
        """The references and faults of a stretch."""
        return _piece(self._reader(start, end))

    def reference(self, key: str) -> Reference:
        """The first entry of a key in lower case, read by itself."""
        start, end = self.places[key][0]
        pieces = list(self.read(start, end))
        found = (piece for piece in pieces if isinstance(piece, Reference) and piece.key.lower() == key)
        faults = tuple(piece for piece in pieces if isinstance(piece, Diagnostic))
        return next(found, None) or _without_content(self.keys[key], self.source.span(start, len(key)), faults)

    @property
    def twice(self) -> frozenset[str]:
        """The keys, in lower case, that are there more than once."""
        return frozenset(key for key, places in self.places.items() if len(places) > 1)

    def repeated_keys(self) -> Iterator[Diagnostic]:
        """A fault for each further entry of a key."""
        for key in sorted(self.twice):
            first, *others = (self._key_span(start, len(key)) for start, _ in self.places[key])
            for span in others:
                typed = span.text[span.column - 1 :][: span.length]
                yield rule("duplicate-key").at(span, key=typed, line=first.line)

    def _key_span(self, start: int, length: int) -> Span:
        opening = OPENING.match(self.text, self.text.index("@", start))
        return self.source.span(opening.start(3) if opening else start, length)

    def family_text(self, key: str) -> str:
        """All that a work is made of: what is typed under its key, its parents', and the names of `@string`."""
        texts, waiting = dict[str, str](), [key.lower()]
        while waiting:
            name = waiting.pop()
            places = self.places.get(name, ()) if name not in texts else ()
            texts[name] = texts.get(name, "") + "".join(self.text[a:b].rpartition("}")[0] for a, b in places)
            waiting += [
                found.strip().lower()
                for _, keys in PARENTS.findall(texts[name] if places else "")
                for found in keys.split(",")
            ]
        return self.strings * bool(texts[key.lower()]) + "\n".join(texts.values())

    def _reader(self, start: int, end: int) -> _Reader:
        return _Reader(self.source, self.text, start, end, self._macros)

    def pasted_faults(self) -> Iterator[Diagnostic]:
        """One fault for each stretch in another format, with the command that reads it."""
        for stretch in self.foreign:
            line = self.source.text[stretch.start : stretch.end].lstrip().partition("\n")[0]
            at = self.source.text.index(line, stretch.start)
            span = self.source.span(at, len(line))
            yield rule("bibtex-syntax", "other-format").at(span, name=stretch.name, ending=stretch.ending)


def read_bibtex(source: Source) -> Iterator[Reference | Diagnostic]:
    """Every reference of the file, and the faults of what is none."""
    return read_file(BibFile(source))


def read_file(file: BibFile) -> Iterator[Reference | Diagnostic]:
    """The same for a file that is cut already."""
    source = file.source
    pieces = [piece for start, end in file.cuts for piece in file.read(start, end)]
    is_bibtex = file.foreign or file.places or any(not _is_loose(piece) for piece in pieces)
    text = re.search(r"^[ \t]*([^\s%].*)", source.text, re.MULTILINE)
    if is_bibtex or not text or ENTRY.search(source.text):
        yield from pieces
        yield from file.pasted_faults()
    else:
        yield rule("bibtex-syntax", "no-reference").at(source.span(text.start(1), len(text[1])))


def _is_loose(piece: Reference | Diagnostic) -> bool:
    return isinstance(piece, Diagnostic) and piece.code == "loose-reference"


def _piece(reader: _Reader) -> Iterator[Reference | Diagnostic]:
    read, done = set(), 0
    for kind, body in reader:
        yield from _loose(reader, done, reader.command_start)
        done = reader.pos
        if kind.lower() not in ("string", "preamble", "comment") and not reader.is_prose(reader.command_start):
            read.add(reader.command_start)
            yield _reference(reader, kind, dict(reversed(body[1])))
    yield from _loose(reader, done, len(reader.text))
    for at in sorted(reader.faults.keys() - read):
        opening = OPENING.match(reader.text, at)
        if opening and not reader.is_prose(at) and (opening[2] or opening[1].lower() in GENRES):
            yield _unreadable(reader, at, opening[0].strip(), reader.span(at, len(opening[1]) + 1))


def _loose(reader: _Reader, start: int, end: int) -> Iterator[Diagnostic]:
    """References in plain words between entries: BibTeX takes them for remarks."""
    for line in LOOSE.finditer(reader.text, start, end):
        yield rule("loose-reference").at(reader.span(line.start(1), len(line[1])))


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
    readable = cleaned(entry)
    faults = (*_malformed(reader, at, entry, spans), *_run_together(readable, spans))
    text = reader.text[at : reader.pos]
    return Reference(key=key, typed=entry, cleaned=readable, text=text, spans=spans, faults=faults)


def _without_content(key: str, span: Span, faults: tuple[Diagnostic, ...]) -> Reference:
    entry = Entry("misc", {})
    entry.key = key
    spans = {"@key": span, "@kind": span}
    return Reference(key=key, typed=entry, cleaned=cleaned(entry), text="", spans=spans, faults=faults)


def _malformed(reader: _Reader, at: int, entry: Entry, spans: Mapping[str, Span]) -> Iterator[Diagnostic]:
    rest = reader.text[reader.pos :].partition("@")[0].split("\n")
    if not entry.key:
        yield rule("bibtex-syntax", "no-key").at(spans["@kind"])
    elif at in reader.faults:
        yield _unreadable(reader, at, entry.key, spans["@key"])
    elif any("}" in line and not line.lstrip().startswith("%") for line in rest):
        yield rule("bibtex-syntax", "ends-early").at(reader.span(reader.pos - 1, 1), key=entry.key)
    for name, word, start in reader.unbraced.get(at, ()):
        if name in PRINTED and at not in reader.faults:
            yield rule("no-braces").at(reader.span(start, len(word)), word=word, name=name)
    for name, place in reader.repeats:
        if name in PRINTED and _value(reader.text[slice(*place)]) != entry.fields.get(name):
            yield rule("repeated-field").at(reader.span(place[0], len(name)), key=entry.key, name=name)


def _value(field: str) -> str:
    """The text of a field as typed, without its braces."""
    return " ".join(field.partition("=")[2].strip(' \n\t{}",').split())


def _run_together(entry: Cleaned, spans: Mapping[str, Span]) -> Iterator[Diagnostic]:
    for role, names in entry.persons.items():
        if any(name.flaw is Flaw.RUN_TOGETHER for name in names):
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
    if (unbraced := reader.unbraced.get(at)) and field and unbraced[-1][2] >= field.end():
        start = unbraced[-1][2]
        words = re.findall(r"[^\n,{}]+", reader.text[start:])[0].rstrip()
        return rule("bibtex-syntax", "no-braces").at(reader.span(start, len(words)), word=words)
    word, equals = re.findall(r"\A([\w-]+|\S{0,30})(\s*=)?", reader.text[pos:].partition("\n")[0])[0]
    span = reader.span(pos, len(word))
    if equals:
        return rule("bibtex-syntax", "no-comma").at(span, word=word)
    if "=" in reader.text[at:pos]:
        return rule("bibtex-syntax", "value").at(span, word=word)
    return rule("bibtex-syntax").at(span, word=word)
