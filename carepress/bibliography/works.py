"""Bibliography: the works that a handout may cite.

A claim is worth as much as its source, so a reader must be able to find every work, and each is listed once.

In:   the Source of references.bib.
Out:  a Bibliography, and Diagnostics of all that is wrong in the file, in the order of its lines.
Pure: raises nothing for any text, and prints nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pybtex.database import Entry

from carepress.bibliography.bibtex import Reference, read_bibtex
from carepress.bibliography.fields import DOI, FIELDS, FORTHCOMING, GENRES, address, bare_doi, surname
from carepress.bibliography.latex import plain, unknown_commands
from carepress.bibliography.vancouver import TextRun, runs_of
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import all_of, nearest
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity, Span
from carepress.project.source import Source

PRINTED = frozenset(" ".join(names for names, _ in FIELDS.values()).split()) | {"author", "editor"}
MARKDOWN = re.compile(r"\*\*[^*\n]+\*\*|\[[^\[\]\n]*\]\(https?:[^()\n]*\)")
FIRST_YEAR = 1500  # before printing there is nothing to cite
DISTINCTIVE = 6  # words: many works may have a shorter title, such as 'Living with asthma'
ARTICLE = re.compile(r"^(?:an?|the|el|l[aeo]s?|l|der|die|das|eine?|un[ae]?|il) (?=.)")
NEEDS: Mapping[str, Sequence[str]] = {  # what a reference needs (ICMJE); of `a|b` one is enough
    "article": ("author", "title", "journal", "year", "volume|pages|doi|url|state"),
    "book": ("author|editor", "title", "publisher", "year"),
    "chapter": ("author", "title", "booktitle", "year"),
    "report": ("title", "institution", "year"),
    "thesis": ("author", "title", "school", "year"),
    "webpage": ("title", "url|doi", "urldate|doi"),
    "preprint": ("author", "title", "year", "url|doi"),
    "misc": ("title",),
}
CLEANED_NAMES = {"institution": "publisher", "school": "publisher", "urldate": "visit"}
IN_WORDS = {
    "author|editor": "author or editor",
    "booktitle": "title of the book",
    "school": "university",
    "url|doi": "web address",
    "urldate|doi": "date on which it was read",
    "volume|pages|doi|url|state": "volume",
}
Fault = tuple[tuple[str, ...], Diagnostic]
"""The keys of the works that a fault taints, and the fault."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """One work: its key and the place of the key, its reference in full and in brief, its DOI, bare, in lower case.

    `year` is None where it is missing or odd. `short_names`: its authors, for a sentence.
    `journal` is an article's, as printed; `journal_span` is its place.
    """

    key: str
    span: Span
    runs: tuple[TextRun, ...]
    brief: tuple[TextRun, ...]
    doi: str | None = None
    year: int | None = None
    short_names: str = ""
    journal: str = ""
    journal_span: Span | None = None

    @property
    def text(self) -> str:
        """The reference as plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bibliography:
    """Every work that could be read, by its key.

    `tainted` are the keys that an error concerns. `complete` is False if a part of the file cannot be read: the file
    may then have keys that are not here.
    """

    works: Mapping[str, Work]
    tainted: frozenset[str] = frozenset()
    complete: bool = True

    def nearest(self, key: str) -> str | None:
        """The key that the author most likely meant, or None if nothing is close."""
        return nearest(key, self.works)


def read_bibliography(source: Source, *, this_year: int | None = None) -> tuple[Bibliography, Diagnostics]:
    """Read references.bib and list its faults. Without `this_year` no year is in the future."""
    pieces = list(read_bibtex(source))
    references = [piece for piece in pieces if isinstance(piece, Reference)]
    first: dict[str, Reference] = {}
    for reference in references:
        first.setdefault(reference.key.lower(), reference)
    faults: list[Fault] = [
        *(((), piece) for piece in pieces if isinstance(piece, Diagnostic)),
        *(((ref.key,), fault) for ref in references for fault in (*ref.faults, *_check(ref, this_year))),
        *_same_key(references, first),
        *_same_doi(first.values()),
        *(((), fault) for fault in _same_work(first.values())),
    ]
    faults.sort(key=lambda fault: (fault[1].span.line, fault[1].span.column) if fault[1].span else (0, 0))
    bibliography = Bibliography(
        works={reference.key: _work(reference) for reference in first.values() if reference.key},
        tainted=frozenset(key for keys, fault in faults for key in keys if key and fault.severity is Severity.ERROR),
        complete=all(fault.code != "bibtex-syntax" for _, fault in faults),
    )
    return bibliography, Diagnostics(tuple(fault for _, fault in faults))


def folded(title: str) -> str:
    """What two spellings of a title share: its words, without case, accents, punctuation or an article in front."""
    bare = unicodedata.normalize("NFKD", title.replace("&", " and ").casefold())
    words = re.findall(r"\w+", "".join(letter for letter in bare if not unicodedata.combining(letter)))
    return ARTICLE.sub("", " ".join(words))


def _check(reference: Reference, this_year: int | None) -> Iterator[Diagnostic]:
    kind, doi = reference.typed.type, reference.typed.fields.get("doi", "")
    if kind not in GENRES:
        yield rule("unknown-entry-type").at(
            reference.spans["@kind"], kind=reference.typed.original_type, guess=nearest(kind, GENRES)
        )
    if address(doi) and not DOI.fullmatch(bare_doi(doi)):
        inside = DOI.search(address(doi))
        yield rule("bad-doi").at(reference.span("doi"), doi=plain(doi), inside=inside and inside[0])
    yield from _check_year(reference, this_year)
    yield from _check_text(reference)
    needed = NEEDS[reference.cleaned.type]
    missing = [need for need in needed if not any(_has(reference, name) for name in need.split("|"))]
    if missing and not reference.faults:
        yield rule("incomplete-reference").at(
            reference.span(),
            key=reference.key,
            missing=all_of(IN_WORDS.get(need, need) for need in missing),
            fields=all_of(f"`{need.split('|')[0]} = {{...}},`" for need in missing),
        )


def _check_text(reference: Reference) -> Iterator[Diagnostic]:
    """What would be left out of the fields that are printed, or printed as typed."""
    for name in PRINTED & reference.typed.fields.keys():
        text = reference.typed.fields[name]
        for command in unknown_commands(text):
            yield rule("unknown-command").at(reference.span(name), command=command)
        for mark in MARKDOWN.findall(text):
            yield rule("stray-mark", "plain").at(reference.span(name), mark=mark)


def _check_year(reference: Reference, this_year: int | None) -> Iterator[Diagnostic]:
    typed, year, span = reference.cleaned.fields.get("year", ""), _year(reference), reference.span("year", "date")
    if typed and year is None:
        if re.search(FORTHCOMING, typed):
            yield rule("odd-year", "in-press").at(span, year=typed)
        else:
            yield rule("odd-year").at(span, year=typed, first=FIRST_YEAR, last=this_year)
    elif year and this_year and year > this_year and not _has(reference, "state"):
        yield rule("odd-year", "future").at(span, year=year)


def _year(reference: Reference) -> int | None:
    """The year, if it is a likely one."""
    typed = reference.cleaned.fields.get("year", "")
    return int(typed) if re.fullmatch("[0-9]{4}", typed) and int(typed) >= FIRST_YEAR else None


def _has(reference: Reference, name: str) -> bool:
    cleaned = reference.cleaned
    value = cleaned.persons.get(name) or cleaned.fields.get(CLEANED_NAMES.get(name, name))
    return bool(value or (name == "doi" and reference.typed.fields.get(name)))  # a faulty DOI has its own message


def _same_key(references: Sequence[Reference], first: Mapping[str, Reference]) -> Iterator[Fault]:
    for reference in references:
        other = first[reference.key.lower()]
        if reference.key and reference is not other:
            fault = rule("duplicate-key").at(reference.span(), key=reference.key, line=other.span().line)
            yield (reference.key, other.key), fault


def _same_doi(references: Iterable[Reference]) -> Iterator[Fault]:
    seen: dict[str, Reference] = {}
    for reference in references:
        other = seen.setdefault(_doi(reference), reference)
        if other is not reference and _doi(reference):
            fault = rule("duplicate-doi").at(
                reference.span("doi", "url"), key=reference.key, other=other.key, line=other.span().line
            )
            yield (reference.key, other.key), fault


def _same_work(references: Iterable[Reference]) -> Iterator[Diagnostic]:
    """Works of one title that nothing tells apart, except those of one DOI: they have their own message."""
    seen: dict[str, list[Reference]] = {}
    for reference in references:
        title = folded(reference.cleaned.fields.get("title", ""))
        alike = seen.setdefault(title, []) if title and reference.key and not reference.faults else []
        other = next((other for other in alike if _may_be_one(reference, other, title)), None)
        alike.append(reference)
        if other:
            yield rule("same-work").at(
                reference.span("title"), key=reference.key, other=other.key, line=other.span().line
            )


def _may_be_one(reference: Reference, other: Reference, title: str) -> bool:
    """Whether two works of one title may be the same. Of people and year one may differ if the title is distinctive."""
    pairs = zip(_marks(reference), _marks(other), strict=True)
    apart = sum(1 for mine, theirs in pairs if mine and theirs and mine != theirs)
    same_doi = _doi(reference) and _doi(reference) == _doi(other)
    return apart <= (len(title.split()) >= DISTINCTIVE) and not same_doi


def _marks(reference: Reference) -> tuple[str, int | None]:
    """Who made a work, and when."""
    persons, fields = reference.cleaned.persons, reference.cleaned.fields
    people = [*persons.get("author", []), *persons.get("editor", [])]
    return folded(surname(people[0]) if people else fields.get("publisher", "")), _year(reference)


def _doi(reference: Reference) -> str:
    return str(reference.cleaned.fields.get("doi", "")).lower()


def _work(reference: Reference) -> Work:
    cleaned = reference.cleaned
    journal = cleaned.fields.get("journal", "") if cleaned.type == "article" else ""
    names = (name for name in FIELDS["journal"][0].split() if reference.typed.fields.get(name))
    return Work(
        key=reference.key,
        span=reference.span(),
        runs=runs_of(cleaned),
        brief=runs_of(cleaned, brief=True),
        doi=_doi(reference) or None,
        year=_year(reference),
        short_names=_short_names(cleaned),
        journal=journal,
        journal_span=reference.span(*names) if journal else None,
    )


def _short_names(cleaned: Entry) -> str:
    """The first author for a sentence: `Brown`, or `Brown et al.` of several; of an organisation its name."""
    people = cleaned.persons.get("author") or cleaned.persons.get("editor") or []
    return surname(people[0]) + " et al." * (len(people) > 1) if people else ""
