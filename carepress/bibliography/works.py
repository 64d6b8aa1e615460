"""Bibliography: the works that a handout may cite.

A claim is worth as much as its source, so a reader must be able to find every work, and each is listed once.

In:   the Source of references.bib.
Out:  a Bibliography, and Diagnostics of all that is wrong in the file, in the order of its lines.
Pure: raises nothing for any text, and prints nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from carepress.bibliography.bibtex import BibFile, Reference, read_file
from carepress.bibliography.checks import Fault, doi_of, faults_of, folded, same_doi, same_key, same_work, year_of
from carepress.bibliography.field_names import FIELDS
from carepress.bibliography.fields import Cleaned
from carepress.bibliography.inheritance import parents, with_inherited
from carepress.bibliography.lazy import Lazy
from carepress.bibliography.vancouver import TextRun, runs_of
from carepress.diagnostics.english import nearest
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity, Span
from carepress.project.source import Source

__all__ = ["Bibliography", "Work", "folded", "read_bibliography"]

MOST_KEPT = 500
"""Entries that a clinic keeps by hand. Of a longer file, a library, only the works that are cited are checked."""


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
    """Every work that could be read, by its key. Each is put together when it is asked for.

    `tainted` are the keys that an error concerns. `complete` is False if a part of the file cannot be read: the file
    may then have keys that are not here. `is_library` says that works are checked only when they are cited.
    `parents` are the keys, in lower case, of entries
    that others take their fields from: nobody need cite them.
    """

    works: Mapping[str, Work]
    tainted: Container[str] = frozenset()
    complete: bool = True
    is_library: bool = False
    parents: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict, compare=False)
    references: Mapping[str, Reference] = field(default_factory=dict, compare=False)
    this_year: int | None = field(default=None, compare=False)

    def nearest(self, key: str) -> str | None:
        """The key that the author most likely meant, or None if nothing is close."""
        return nearest(key, self.works)

    def fingerprint(self, key: str) -> str:
        """Changes when the work does, or what is wrong with it."""
        is_sound = self.is_library or key not in self.tainted
        return sha256(repr((self.texts.get(key, ""), is_sound)).encode("utf-8", "replace")).hexdigest()[:16]

    def check(self, keys: Iterable[str]) -> Diagnostics:
        """What is wrong with these works, if that was not told when the file was read."""
        cited = [self.references[key] for key in dict.fromkeys(keys) if self.is_library and key in self.references]
        faults = (fault for reference in cited for fault in faults_of(reference, self.this_year))
        return _in_order((*faults, *(fault for _, fault in same_doi(cited)), *same_work(cited)))


class _Unsound(Container[str]):
    """The keys of a library that an error concerns: those that are there twice, and those of faulty entries."""

    def __init__(self, references: Mapping[str, Reference], twice: frozenset[str], this_year: int | None) -> None:
        self._references, self._twice, self._year = references, twice, this_year

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str) or key not in self._references:
            return False
        faults = faults_of(self._references[key], self._year)
        return key.lower() in self._twice or any(fault.severity is Severity.ERROR for fault in faults)


def read_bibliography(source: Source, *, this_year: int | None = None) -> tuple[Bibliography, Diagnostics]:
    """Read references.bib and list its faults. Without `this_year` no year is in the future."""
    file = BibFile(source)
    return (_library if len(file.cuts) > MOST_KEPT else _kept_by_hand)(file, this_year)


def _kept_by_hand(file: BibFile, this_year: int | None) -> tuple[Bibliography, Diagnostics]:
    """A file that is read and checked as a whole."""
    pieces = list(read_file(file))
    typed = [piece for piece in pieces if isinstance(piece, Reference)]
    by_key: dict[str, Reference] = {}
    for reference in typed:
        by_key.setdefault(reference.key.lower(), reference)
    references = [with_inherited(reference, lambda key: by_key.get(key.lower())) for reference in typed]
    first: dict[str, Reference] = {}
    for reference in references:
        first.setdefault(reference.key.lower(), reference)
    faults: list[Fault] = [
        *(((), piece) for piece in pieces if isinstance(piece, Diagnostic)),
        *(((ref.key,), fault) for ref in references for fault in faults_of(ref, this_year)),
        *same_key(references, first),
        *same_doi(first.values()),
        *(((), fault) for fault in same_work(first.values())),
    ]
    found = {reference.key: reference for reference in first.values() if reference.key}
    bibliography = Bibliography(
        works=_works(found),
        tainted=frozenset(key for keys, fault in faults for key in keys if key and fault.severity is Severity.ERROR),
        complete=all(fault.code != "bibtex-syntax" for _, fault in faults),
        parents=frozenset(key.lower() for one in typed for _, key in parents(one.typed.fields)),
        texts=Lazy(found, lambda key: file.family_text(key) or found[key].text),
        references=found,
        this_year=this_year,
    )
    return bibliography, _in_order(fault for _, fault in faults)


def _library(file: BibFile, this_year: int | None) -> tuple[Bibliography, Diagnostics]:
    """A file that is read entry by entry, as works are cited; what is told of all are keys that are there twice."""
    keys = dict.fromkeys(file.keys.values())
    typed = Lazy(file.keys, file.reference)
    references = Lazy(keys, lambda key: with_inherited(typed[key.lower()], lambda other: typed.get(other.lower())))
    faults = [*file.pasted_faults(), *file.repeated_keys()]
    bibliography = Bibliography(
        works=_works(references),
        tainted=_Unsound(references, file.twice, this_year),
        complete=not file.foreign,
        is_library=True,
        texts=Lazy(keys, file.family_text),
        references=references,
        this_year=this_year,
    )
    return bibliography, _in_order(faults)


def _in_order(faults: Iterable[Diagnostic]) -> Diagnostics:
    return Diagnostics(
        tuple(sorted(faults, key=lambda fault: (fault.span.line, fault.span.column) if fault.span else (0, 0)))
    )


def _works(references: Mapping[str, Reference]) -> Lazy[Work]:
    return Lazy(references, lambda key: _work(references[key]))


def _work(reference: Reference) -> Work:
    cleaned = reference.cleaned
    journal = cleaned.fields.get("periodical", "") if cleaned.type == "article" else ""
    names = (name for name in FIELDS["journal"][0].split() if reference.typed.fields.get(name))
    return Work(
        key=reference.key,
        span=reference.span(),
        runs=runs_of(cleaned),
        brief=runs_of(cleaned, brief=True),
        doi=doi_of(reference) or None,
        year=year_of(reference),
        short_names=_short_names(cleaned),
        journal=journal,
        journal_span=reference.span(*names) if journal else None,
    )


def _short_names(cleaned: Cleaned) -> str:
    """The first author for a sentence: `Brown`, or `Brown et al.` of several; of an organisation its name."""
    people = cleaned.persons.get("author") or cleaned.persons.get("editor") or ()
    return people[0].family + " et al." * (len(people) > 1) if people else ""
