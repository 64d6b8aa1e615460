"""Bibliography: the works that a handout may cite.

A claim is worth what its source is worth, so every work must be one that a reader can find, and stand there once.

In:   the Source of references.bib.
Out:  a Bibliography, and a Report of all that is wrong in the file, in the order of its lines.
Pure: raises nothing for any text, and prints nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from carepress.bibliography.bibtex import Reference, read_bibtex
from carepress.bibliography.vancouver import (
    DOI,
    FIELDS,
    FORTHCOMING,
    GENRES,
    TextRun,
    address,
    bare_doi,
    plain,
    runs_of,
    surname,
)
from carepress.diagnostics.english import nearest
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity, Span
from carepress.project.source import Source

FIRST_YEAR = 1500  # before printing there is nothing to cite
TELLING = 6  # words: a shorter title, such as 'Living with asthma', many works may have
ARTICLE = re.compile(r"^(?:an?|the|el|l[aeo]s?|l|der|die|das|eine?|un[ae]?|il) (?=.)")
NEEDS: Mapping[str, Sequence[str]] = {  # what a reference cannot do without (ICMJE); of `a|b` one will do
    "article": ("author", "title", "journal", "year", "volume|pages|doi|url|state"),
    "book": ("author|editor", "title", "publisher", "year"),
    "chapter": ("author", "title", "booktitle", "year"),
    "report": ("title", "institution", "year"),
    "thesis": ("author", "title", "school", "year"),
    "webpage": ("title", "url|doi", "urldate|doi"),
    "preprint": ("author", "title", "year", "url|doi"),
    "misc": ("title",),
}
OURS = {"institution": "publisher", "school": "publisher", "urldate": "visit"}
IN_WORDS = {
    "booktitle": "title of the book",
    "school": "university",
    "url|doi": "web address",
    "urldate|doi": "date on which it was read",
    "volume|pages|doi|url|state": "volume",
}
NO_DOI = "A DOI begins with 10. and has a slash: `doi = {10.1186/scrt421},`. If there is none, delete this field."
NOT_YET = "Correct the year. If the work is accepted but not out yet, add `pubstate = {inpress},`."
NO_YEAR_YET = "Type the year in which it is to appear, as in `year = {2027},`, and add `pubstate = {inpress},`."
Fault = tuple[tuple[str, ...], Diagnostic]  # the keys that it taints, and the fault


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """One work: its key and where that stands, its reference whole and in brief, its DOI, bare and in lower case.

    `year` is None where there is none that can be. `journal` is an article's, as it is printed, and `journal_span`
    where it stands.
    """

    key: str
    span: Span
    runs: tuple[TextRun, ...]
    brief: tuple[TextRun, ...]
    doi: str | None = None
    year: int | None = None
    journal: str = ""
    journal_span: Span | None = None

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


def read_bibliography(source: Source, *, this_year: int | None = None) -> tuple[Bibliography, Diagnostics]:
    """Read references.bib; every fault is in the Report. Without `this_year`, no year is too late."""
    found = list(read_bibtex(source))
    references = [piece for piece in found if isinstance(piece, Reference)]
    first: dict[str, Reference] = {}
    for one in references:
        first.setdefault(one.key.lower(), one)
    faults = [
        *(((), piece) for piece in found if isinstance(piece, Diagnostic)),
        *(((one.key,), fault) for one in references for fault in (*one.faults, *_checked(one, this_year))),
        *_same_key(references, first),
        *_same_doi(first.values()),
        *(((), fault) for fault in _same_work(first.values())),
    ]
    faults.sort(key=lambda fault: (fault[1].span.line, fault[1].span.column) if fault[1].span else (0, 0))
    bibliography = Bibliography(
        works={one.key: _work(one) for one in first.values() if one.key},
        tainted=frozenset(key for keys, fault in faults for key in keys if key and fault.severity is Severity.ERROR),
        complete=all(fault.code != "bibtex-syntax" for _, fault in faults),
    )
    return bibliography, Diagnostics(tuple(fault for _, fault in faults))


def folded(title: str) -> str:
    """What two spellings of a title share: its words, without case, accents, punctuation or an article in front."""
    bare = unicodedata.normalize("NFKD", title.replace("&", " and ").casefold())
    words = re.findall(r"\w+", "".join(letter for letter in bare if not unicodedata.combining(letter)))
    return ARTICLE.sub("", " ".join(words))


def _checked(one: Reference, this_year: int | None) -> Iterator[Diagnostic]:
    kind, doi = one.typed.type, one.typed.fields.get("doi", "")
    if kind not in GENRES:
        meant = nearest(kind, GENRES)
        help_ = f"did you mean `@{meant}`?" if meant else "Type `@article`, `@book`, `@report`, `@online` or `@misc`."
        message = f"`@{one.typed.original_type}` is not a kind of reference"
        yield _warning("unknown-entry-type", message, one.spans["@kind"], help_)
    if address(doi) and not DOI.fullmatch(bare_doi(doi)):
        inside = DOI.search(address(doi))
        help_ = f"Type `doi = {{{inside[0]}}},`." if inside else NO_DOI
        yield Diagnostic(code="bad-doi", message=f"`{plain(doi)}` is not a DOI", span=one.span("doi"), help=help_)
    yield from _odd_year(one, this_year)
    missing = [need for need in NEEDS[one.clear.type] if not any(_has(one, name) for name in need.split("|"))]
    if missing and not one.faults:
        message = f"`{one.key}` lacks {_and([IN_WORDS.get(need, need.replace('|', ' or ')) for need in missing])}"
        typed = _and([f"`{need.split('|')[0]} = {{...}},`" for need in missing])
        help_ = f"Add {typed} before its last `}}`."
        yield _warning("incomplete-reference", message, one.span(), help_)


def _odd_year(one: Reference, this_year: int | None) -> Iterator[Diagnostic]:
    typed, year, span = one.clear.fields.get("year", ""), _year(one), one.span("year", "date")
    if typed and year is None:
        until = f"to {this_year}" if this_year else "on"
        digits = f"Type four digits, from {FIRST_YEAR} {until}, as in `year = {{2015}},`."
        help_ = NO_YEAR_YET if re.search(FORTHCOMING, typed) else digits
        yield _warning("odd-year", f"`{typed}` is not a likely year", span, help_)
    elif year and this_year and year > this_year and not _has(one, "state"):
        yield _warning("odd-year", f"`{year}` lies in the future", span, NOT_YET)


def _year(one: Reference) -> int | None:
    """The year, if there is one and it can be."""
    typed = one.clear.fields.get("year", "")
    return int(typed) if re.fullmatch("[0-9]{4}", typed) and int(typed) >= FIRST_YEAR else None


def _has(one: Reference, name: str) -> bool:
    found = one.clear.persons.get(name) or one.clear.fields.get(OURS.get(name, name))
    return bool(found or (name == "doi" and one.typed.fields.get(name)))  # one with a fault is told as such


def _and(words: Sequence[str]) -> str:
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last


def _warning(code: str, message: str, span: Span, help_: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, span=span, help=help_, severity=Severity.WARNING)


def _same_key(references: Sequence[Reference], first: Mapping[str, Reference]) -> Iterator[Fault]:
    for one in references:
        other = first[one.key.lower()]
        if one.key and one is not other:
            help_ = (
                f"The first is on line {other.span().line}. Delete this one if it is the same work, or change its key."
            )
            fault = Diagnostic(code="duplicate-key", message=f"`{one.key}` is here twice", span=one.span(), help=help_)
            yield (one.key, other.key), fault


def _same_doi(references: Iterable[Reference]) -> Iterator[Fault]:
    seen: dict[str, Reference] = {}
    for one in references:
        other = seen.setdefault(_doi(one), one)
        if other is not one and _doi(one):
            help_ = f"Keep `{other.key}` (line {other.span().line}) and cite it as [@{other.key}]; delete `{one.key}`."
            message = f"`{one.key}` and `{other.key}` are the same work: they have the same DOI"
            fault = Diagnostic(code="duplicate-doi", message=message, span=one.span("doi", "url"), help=help_)
            yield (one.key, other.key), fault


def _same_work(references: Iterable[Reference]) -> Iterator[Diagnostic]:
    """Works of one title that nothing tells apart; those of one DOI are told already."""
    seen: dict[str, list[Reference]] = {}
    for one in references:
        title = folded(one.clear.fields.get("title", ""))
        alike = seen.setdefault(title, []) if title and one.key and not one.faults else []
        other = next((other for other in alike if _may_be_one(one, other, title)), None)
        alike.append(one)
        if other:
            message = f"`{one.key}` and `{other.key}` look like the same work: they have the same title"
            help_ = (
                f"Keep one of them, best the newest, and delete the other; `{other.key}` is on line "
                f"{other.span().line}.\nIf they are two works, leave both."
            )
            yield _warning("same-work", message, one.span("title"), help_)


def _may_be_one(one: Reference, other: Reference, title: str) -> bool:
    """Whether neither people nor year tell two works of one title apart; where the title is telling, not both."""
    pairs = zip(_marks(one), _marks(other), strict=True)
    apart = sum(1 for mine, theirs in pairs if mine and theirs and mine != theirs)
    return apart <= (len(title.split()) >= TELLING) and not (_doi(one) and _doi(one) == _doi(other))


def _marks(one: Reference) -> tuple[str, int | None]:
    """Who made a work, and when."""
    people = [*one.clear.persons.get("author", []), *one.clear.persons.get("editor", [])]
    return folded(surname(people[0]) if people else one.clear.fields.get("publisher", "")), _year(one)


def _doi(one: Reference) -> str:
    return str(one.clear.fields.get("doi", "")).lower()


def _work(one: Reference) -> Work:
    journal = one.clear.fields.get("journal", "") if one.clear.type == "article" else ""
    names = (name for name in FIELDS["journal"][0].split() if one.typed.fields.get(name))
    return Work(
        key=one.key,
        span=one.span(),
        runs=runs_of(one.clear),
        brief=runs_of(one.clear, brief=True),
        doi=_doi(one) or None,
        year=_year(one),
        journal=journal,
        journal_span=one.span(*names) if journal else None,
    )
