"""Preflight of references: the works that a document cites are not too old, and their journals are abbreviated.

What is wrong in references.bib itself is found by `bibliography`.

In:   Written.
Out:  Diagnostics.
Never: makes up an abbreviation: what journals.toml does not have, a person looks up.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from carepress.bibliography.works import Work, folded
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Span
from carepress.preflight.proof import Written
from carepress.project.source import Source

PLACE = re.compile(r"\([^()]*\)")  # Medicine (Baltimore)
SPECIALTY = "ology"  # the NLM cuts these words short in every title of several words


@dataclass(frozen=True, kw_only=True, slots=True)
class Journals:
    """How the NLM abbreviates. `short` maps folded titles to abbreviations, which `abbreviations` has folded.

    `never_short` are words that are never part of an abbreviation.
    """

    short: Mapping[str, str]
    abbreviations: frozenset[str]
    never_short: frozenset[str]

    def looks_whole(self, name: str) -> bool:
        """Whether an unknown name must be a title written out; a title of one word is never shortened."""
        words = folded(PLACE.sub(" ", name)).split()
        return len(words) > 1 and any(word in self.never_short or word.endswith(SPECIALTY) for word in words)


def check_written(written: Written) -> Iterator[Diagnostic]:
    """Works of this document that are old, or whose journal is written out in full; broken ones are left out.

    What is wrong with the works themselves is told here if they come from a library.
    """
    works, tainted = written.bibliography.works, written.bibliography.tainted
    yield from written.bibliography.check(_cited(written))
    right = frozenset(folded(name) for name in written.checks.journals)
    for key, (shown, span) in _cited(written).items():
        if key in works and key not in tainted:
            yield from _old(works[key], shown, span, written)
            if folded(works[key].journal) not in right:
                yield from _in_full(works[key], _journals())


def _cited(written: Written) -> dict[str, tuple[str, Span]]:
    """Each key as it is first typed in the text, or else in further-reading, and where."""
    manuscript, document = written.manuscript, written.document
    cited: dict[str, tuple[str, Span]] = {}
    for key, leaf in document.citations:
        if key not in cited:
            cited[key] = f"@{key}", _span(key, document.source, manuscript.lines(leaf)[0])
    for index, key in enumerate(document.further):
        cited.setdefault(key, (key, manuscript.front.span("further-reading", index)))
    return cited


def _span(key: str, source: Source, line: int) -> Span:
    """Where `@key` stands from this line on; `@smith2019` has no `@smith` in it."""
    match = re.compile(rf"@{re.escape(key)}(?![.:]*[\w#$%&+?<>~/-])").search(source.text, source.offset(line))
    return source.span(match.start(), len(key) + 1) if match else source.span_at(line)


def _old(work: Work, shown: str, span: Span, written: Written) -> Iterator[Diagnostic]:
    age = written.today.year - work.year if work.year else 0
    if age > written.checks.old_work_years:
        yield rule("old-work").at(span, shown=shown, year=work.year, age=age)


def _in_full(work: Work, journals: Journals) -> Iterator[Diagnostic]:
    name = work.journal
    short = journals.short.get(folded(name), name)
    if short.casefold() != name.casefold():
        yield rule("journal-name").at(work.journal_span, name=name, short=short)
    elif folded(name) not in journals.abbreviations and journals.looks_whole(name):
        yield rule("journal-name", "unknown").at(work.journal_span, name=name)


@cache
def _journals() -> Journals:
    table = tomllib.loads(Path(__file__).with_name("journals.toml").read_text(encoding="utf-8"))
    short: dict[str, str] = table["short"]
    return Journals(
        short={folded(title): name for title, name in short.items()},
        abbreviations=frozenset(folded(name) for name in short.values()),
        never_short=frozenset(table["in-full"]),
    )
