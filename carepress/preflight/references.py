"""Preflight of references: works that are cited, abbreviated as libraries list them, and not too old.

`bibliography` tells what is wrong in references.bib itself; this module asks what documents make of it.

In:   Written.
Out:  Diagnostics.
Never: makes up an abbreviation: what journals.toml does not have, a person looks up.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from carepress.bibliography.works import Work, folded
from carepress.diagnostics.model import Diagnostic, Severity, Span
from carepress.preflight.proof import Written
from carepress.project.source import Source

PLACE = re.compile(r"\([^()]*\)")  # Medicine (Baltimore)
SPECIALTY = "ology"  # the NLM cuts these words short in every title of several words
CATALOG = "Look it up in the NLM Catalog (ncbi.nlm.nih.gov/nlmcatalog) and type its `NLM Title Abbreviation`."


@dataclass(frozen=True, kw_only=True, slots=True)
class Journals:
    """How the NLM abbreviates: `short` by full title, folded; names that are `right`; words that are only `in_full`."""

    short: Mapping[str, str]
    right: frozenset[str]
    in_full: frozenset[str]

    def advice(self, name: str) -> tuple[str, str] | None:
        """What to say of a name that is a title in full, and what to type; None if it is right, for all we know."""
        short = self.short.get(folded(name), name)
        if short.casefold() != name.casefold():
            return f"`{name}` is not abbreviated", f"Type its short form:   {short}"
        if folded(name) not in self.right and self.looks_whole(name):
            mine = f'If it is right as it is, add to clinic.yaml:   checks: {{journals: ["{name}"]}}'
            return f"`{name}` looks like a title in full; journals are abbreviated", f"{CATALOG}\n{mine}"
        return None

    def looks_whole(self, name: str) -> bool:
        """Whether a name that nobody knows must be a title written out; one word is never shortened."""
        words = folded(PLACE.sub(" ", name)).split()
        return len(words) > 1 and any(word in self.in_full or word.endswith(SPECIALTY) for word in words)


def check_written(written: Written) -> Iterator[Diagnostic]:
    """Works of this document that are old, or whose journal is written out in full. A broken one is told elsewhere."""
    works, tainted = written.bibliography.works, written.bibliography.tainted
    own = frozenset(folded(name) for name in written.checks.journals)
    for key, (shown, span) in _named(written).items():
        if key in works and key not in tainted:
            yield from _old(works[key], shown, span, written)
            yield from _in_full(works[key], own)


def _named(written: Written) -> dict[str, tuple[str, Span]]:
    """Each key as it is first typed in the text, or else in further-reading, and where."""
    manuscript, document = written.manuscript, written.document
    named: dict[str, tuple[str, Span]] = {}
    for key, leaf in document.citations:
        if key not in named:
            named[key] = f"@{key}", _typed(key, document.source, manuscript.lines(leaf)[0])
    for at, key in enumerate(document.further):
        named.setdefault(key, (key, manuscript.front.span("further-reading", at)))
    return named


def _typed(key: str, source: Source, line: int) -> Span:
    """Where `@key` stands from this line on; `@smith2019` has no `@smith` in it."""
    found = re.compile(rf"@{re.escape(key)}(?![.:]*[\w#$%&+?<>~/-])").search(source.text, source.offset(line))
    return source.span(found.start(), len(key) + 1) if found else source.span_at(line)


def _old(work: Work, shown: str, span: Span, written: Written) -> Iterator[Diagnostic]:
    age = written.today.year - work.year if work.year else 0
    if age > written.checks.old_work_years:
        yield Diagnostic(
            code="old-work",
            message=f"`{shown}` is from {work.year}, {age} years ago",
            span=span,
            help="Look for a newer work, or keep it if it is still the best evidence.",
            severity=Severity.WARNING,
        )


def _in_full(work: Work, own: Collection[str]) -> Iterator[Diagnostic]:
    if folded(work.journal) not in own and (advice := _journals().advice(work.journal)):
        message, help_ = advice
        yield Diagnostic(
            code="journal-name", message=message, span=work.journal_span, help=help_, severity=Severity.WARNING
        )


@cache
def _journals() -> Journals:
    said = tomllib.loads(Path(__file__).with_name("journals.toml").read_text(encoding="utf-8"))
    short: dict[str, str] = said["short"]
    return Journals(
        short={folded(title): name for title, name in short.items()},
        right=frozenset(folded(name) for name in short.values()),
        in_full=frozenset(said["in-full"]),
    )
