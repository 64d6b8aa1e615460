"""The plan of an import: which works are new, under which keys, and the text that is added to references.bib.

In:   references.bib, and the works of a file.
Out:  what becomes of each work, and the entries to add.
Never: writes, or changes what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from carepress.bibliography.bibtex import Reference, read_bibtex
from carepress.bibliography.importing.entry_text import entry_text
from carepress.bibliography.importing.keys import STYLES, free_key, style_of
from carepress.bibliography.importing.matching import Index, named_of
from carepress.bibliography.importing.model import ImportedWork, Piece, Refused
from carepress.bibliography.latex import plain
from carepress.diagnostics.model import UNSEEN, Severity
from carepress.project.source import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """A work that is new, the key that it gets, and what staff should know of it."""

    key: str
    title: str
    text: str
    line: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AlreadyThere:
    """A work that references.bib has, or that came earlier in the same import."""

    key: str
    title: str
    line: int
    warnings: tuple[str, ...] = ()


Result = Added | AlreadyThere | Refused


@dataclass(kw_only=True)
class Plan:
    """The works and keys of references.bib. Grows by those that are added."""

    index: Index = field(default_factory=Index)
    taken: set[str] = field(default_factory=set)
    old: frozenset[str] = frozenset()
    style: str = STYLES[0]

    @classmethod
    def of(cls, source: Source) -> Plan:
        """The plan for a references.bib."""
        existing = [piece for piece in read_bibtex(source) if isinstance(piece, Reference)]
        plan = cls(taken={reference.key.lower() for reference in existing})
        plan.old = frozenset(plan.taken)
        plan.style = style_of((reference.key, named_of(reference)) for reference in existing)
        for reference in existing:
            plan.index.add(reference)
        return plan

    def add(self, pieces: Iterable[Piece]) -> Iterator[Result]:
        """What becomes of each work, in order."""
        for piece in pieces:
            yield piece if isinstance(piece, Refused) else self._placed(piece)

    def _placed(self, work: ImportedWork) -> Result:
        draft = _reference(work, work.key or "draft")
        if isinstance(draft, str):
            return Refused(line=work.line, reason=draft)
        typed = work.fields.get("title", "")
        title = plain(typed) or typed
        if same := self.index.same(draft):
            return AlreadyThere(key=same.key, title=title, line=work.line, warnings=work.warnings)
        key = free_key(work.key or named_of(draft).key(self.style), self.taken)
        self.taken.add(key.lower())
        self.index.add(replace(draft, key=key))
        warnings = (*work.warnings, *self._inherited(work), *_lost(work, draft))
        return Added(key=key, title=title, text=entry_text(work, key), line=work.line, warnings=warnings)

    def _inherited(self, work: ImportedWork) -> Iterator[str]:
        """Works that it takes fields from; references.bib may have had another one under that key."""
        named = {work.fields.get(name, "").lower(): name for name in ("crossref", "xdata")}
        for key, name in named.items():
            if key in self.old:
                yield f"its {name} `{key}` was in references.bib before: check that it is the right work"


def _reference(work: ImportedWork, key: str) -> Reference | str:
    """The work as it will be read from references.bib, or in words why it cannot stand there."""
    text = entry_text(work, key)
    if unseen := UNSEEN.search(text):
        return f"it has a sign that nobody can see (U+{ord(unseen[0]):04X}); delete it there"
    pieces = list(read_bibtex(Source(file="", text=text)))
    match pieces:
        case [Reference() as reference] if reference.key == key:
            fault = next((fault for fault in reference.faults if fault.severity is Severity.ERROR), None)
            return fault.message if fault else reference
    return "it cannot be written as BibTeX"


def _lost(work: ImportedWork, reference: Reference) -> Iterator[str]:
    """Texts that carepress does not give back as they were: each should be looked at."""
    for name, text in work.texts.items():
        if plain(reference.typed.fields.get(name, "")) != " ".join(text.split()):
            yield f"check its {name}: a sign of it cannot be printed"
