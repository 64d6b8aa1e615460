"""Bibliography: the works that a handout may cite.

Staff export references.bib from Zotero or PubMed and paste into it. One broken entry must not take the others along,
so the file is cut where entries begin, and pybtex reads the pieces.

In:   the Source of references.bib.
Out:  a Bibliography, and a Report of all that is wrong in the file, in the order of its lines.
Pure: raises nothing for any text, prints nothing, passes on no word of pybtex's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Entry
from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from carepress.diagnostics import Diagnostic, Report, Severity, Span, nearest
from carepress.source import Source
from carepress.vancouver import DOI, GENRES, Run, address, bare_doi, cleaned, people, plain, runs_of

FIRST_YEAR = 1500  # before printing there is nothing to cite
ENTRY = re.compile(r"^[ \t]*@(?:(?:string|preamble|comment)\s*[{(]|\w+\s*[{(]\s*[^\s,(){}=\"]+\s*,)", re.M | re.I)
OPENING = re.compile(r"@\s*([A-Za-z]+)(?:\s*([{(])(?:\s*([^\s,{}()=]++)(?!\s*=))?)?")
FIELD = re.compile(r"([\w-]+)\s*=[\s{\"]*")
NEXT_FIELD = re.compile(r"\n\s*[\w-]+\s*=\s*[{\"\d]")
NEEDS: Mapping[str, Sequence[str]] = {  # what a reference cannot do without; of `a|b` one will do
    "article": ("author", "title", "journal", "year"),
    "book": ("author|editor", "title", "publisher", "year"),
    "chapter": ("author", "title", "booktitle", "year"),
    "report": ("title", "institution", "year"),
    "thesis": ("author", "title", "school", "year"),
    "webpage": ("title", "url|doi", "urldate|doi"),
    "preprint": ("author", "title", "year", "url|doi"),
    "misc": ("title",),
}
Fault = tuple[tuple[str, ...], Diagnostic]  # the keys that it taints, and the fault
OURS = {"institution": "publisher", "school": "publisher", "urldate": "visit"}
IN_WORDS = {
    "booktitle": "title of the book",
    "school": "university",
    "url|doi": "web address",
    "urldate|doi": "date on which it was read",
}
CLOSE = "Every `{` needs its `}`; the last line of a reference is a `}` alone."
COMMA = "Put a comma after the `}` of the line before."
NO_DOI = "A DOI begins with 10. and has a slash: `doi = {10.1186/scrt421},`. If there is none, delete this field."
BEGIN = "A reference begins with its kind, a bracket, its key and a comma, as in `@article{smith2020,`."
BRACES = "Text stands in braces, as in `journal = {N Engl J Med},`."


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """One work: its key and where that stands, its reference whole and in brief, its DOI, bare and in lower case."""

    key: str
    span: Span
    runs: tuple[Run, ...]
    brief: tuple[Run, ...]
    doi: str | None = None

    @property
    def text(self) -> str:
        """The reference as plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bibliography:
    """Every work that could be read, by its key.

    `tainted` are the keys involved in an error. `complete` is False if a part of the file could not be read: a key
    that is not here may yet stand in the file.
    """

    works: Mapping[str, Work]
    tainted: frozenset[str] = frozenset()
    complete: bool = True

    def nearest(self, key: str) -> str | None:
        """The key that the author most likely meant."""
        return nearest(key, self.works)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reference:
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


def read_bibliography(source: Source, *, this_year: int | None = None) -> tuple[Bibliography, Report]:
    """Read references.bib; every fault is in the Report. Without `this_year`, no year is too late."""
    found = list(_pieces(source))
    references = [piece for piece in found if isinstance(piece, _Reference)]
    first: dict[str, _Reference] = {}
    for one in references:
        first.setdefault(one.key.lower(), one)
    faults = [
        *(((), piece) for piece in found if isinstance(piece, Diagnostic)),
        *(((one.key,), fault) for one in references for fault in (*one.faults, *_checked(one, this_year))),
        *_same_key(references, first),
        *_same_doi(first.values()),
        *(((), fault) for fault in _nothing(source, found)),
    ]
    faults.sort(key=lambda fault: (fault[1].span.line, fault[1].span.column) if fault[1].span else (0, 0))
    bibliography = Bibliography(
        works={one.key: _work(one) for one in first.values() if one.key},
        tainted=frozenset(key for keys, fault in faults for key in keys if key and fault.severity is Severity.ERROR),
        complete=all(fault.code != "bibtex-syntax" for _, fault in faults),
    )
    return bibliography, Report(tuple(fault for _, fault in faults))


def _pieces(source: Source) -> Iterator[_Reference | Diagnostic]:
    macros = CaseInsensitiveDict({**month_names, "sept": "September"})
    cuts = sorted({0, len(source.text), *(found.start() for found in ENTRY.finditer(source.text))})
    for start, end in pairwise(cuts):
        yield from _piece(_Reader(source, start, end, macros))


def _piece(reader: _Reader) -> Iterator[_Reference | Diagnostic]:
    read = set()
    for kind, body in reader:
        if kind.lower() not in ("string", "preamble", "comment") and not reader.is_prose(reader.command_start):
            read.add(reader.command_start)
            yield _reference(reader, kind, dict(reversed(body[1])))
    for at in sorted(reader.faults.keys() - read):
        found = OPENING.match(reader.text, at)
        if found and not reader.is_prose(at) and (found[2] or found[1].lower() in GENRES):
            yield _stumble(reader, at, f"`{found[0].strip()}`", reader.span(at, len(found[1]) + 1))


def _reference(reader: _Reader, kind: str, fields: Mapping[str, Sequence[str]]) -> _Reference:
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
    return _Reference(key=key, typed=entry, clear=cleaned(entry), spans=spans, faults=faults)


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


def _checked(one: _Reference, this_year: int | None) -> Iterator[Diagnostic]:
    kind, doi, year = one.typed.type, one.typed.fields.get("doi", ""), one.clear.fields.get("year", "")
    if kind not in GENRES:
        meant = nearest(kind, GENRES)
        help_ = f"did you mean `@{meant}`?" if meant else "Type `@article`, `@book`, `@report`, `@online` or `@misc`."
        message = f"`@{one.typed.original_type}` is not a kind of reference"
        yield _warning("unknown-entry-type", message, one.spans["@kind"], help_)
    if address(doi) and not DOI.fullmatch(bare_doi(doi)):
        inside = DOI.search(address(doi))
        help_ = f"Type `doi = {{{inside[0]}}},`." if inside else NO_DOI
        yield Diagnostic(code="bad-doi", message=f"`{plain(doi)}` is not a DOI", span=one.span("doi"), help=help_)
    latest = 9999 if this_year is None else this_year + 1
    if year and not (re.fullmatch("[0-9]{4}", year) and FIRST_YEAR <= int(year) <= latest):
        until = "on" if this_year is None else f"to {latest}"
        help_ = f"Type four digits, from {FIRST_YEAR} {until}, as in `year = {{2015}},`."
        yield _warning("odd-year", f"`{year}` is not a likely year", one.span("year", "date"), help_)
    missing = [need for need in NEEDS[one.clear.type] if not any(_has(one.clear, name) for name in need.split("|"))]
    if missing and not one.faults:
        message = f"`{one.key}` lacks {_and([IN_WORDS.get(need, need.replace('|', ' or ')) for need in missing])}"
        typed = _and([f"`{need.split('|')[0]} = {{...}},`" for need in missing])
        help_ = f"Add {typed} before its last `}}`."
        yield _warning("incomplete-reference", message, one.span(), help_)


def _has(clear: Entry, name: str) -> bool:
    return bool(clear.persons.get(name) or clear.fields.get(OURS.get(name, name)))


def _and(words: Sequence[str]) -> str:
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last


def _warning(code: str, message: str, span: Span, help_: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, span=span, help=help_, severity=Severity.WARNING)


def _same_key(references: Sequence[_Reference], first: Mapping[str, _Reference]) -> Iterator[Fault]:
    for one in references:
        other = first[one.key.lower()]
        if one.key and one is not other:
            help_ = (
                f"The first is on line {other.span().line}. Delete this one if it is the same work, or change its key."
            )
            fault = Diagnostic(code="duplicate-key", message=f"`{one.key}` is here twice", span=one.span(), help=help_)
            yield (one.key, other.key), fault


def _same_doi(references: Iterable[_Reference]) -> Iterator[Fault]:
    seen: dict[str, _Reference] = {}
    for one in references:
        other = seen.setdefault(one.clear.fields.get("doi", "").lower(), one)
        if other is not one and "doi" in one.clear.fields:
            help_ = f"Keep `{other.key}` (line {other.span().line}) and cite it as [@{other.key}]; delete `{one.key}`."
            message = f"`{one.key}` and `{other.key}` are the same work: they have the same DOI"
            fault = Diagnostic(code="duplicate-doi", message=message, span=one.span("doi", "url"), help=help_)
            yield (one.key, other.key), fault


def _nothing(source: Source, found: Sequence[object]) -> Iterator[Diagnostic]:
    written = re.search(r"^[ \t]*([^\s%].*)", source.text, re.MULTILINE)
    if written and not found and not ENTRY.search(source.text):
        yield _syntax("there is no reference in this file", source.span(written.start(1), len(written[1])), BEGIN)


def _work(one: _Reference) -> Work:
    doi = one.clear.fields.get("doi")
    brief = runs_of(one.clear, brief=True)
    return Work(key=one.key, span=one.span(), runs=runs_of(one.clear), brief=brief, doi=doi.lower() if doi else None)
