"""Preflight of references: works that are cited, abbreviated as libraries list them, and not too old.

`bibliography` tells what is wrong in references.bib itself; this module asks what documents make of it.

In:   Written; for `uncited`, the works and the keys that all documents name.
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

from markdown_it.tree import SyntaxTreeNode

from carepress.bibliography import Bibliography, Work, folded
from carepress.diagnostics import Diagnostic, Severity, Span
from carepress.document import Document
from carepress.preflight.proof import Written
from carepress.source import Source

MOST_NAMES = 5
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


def cited_keys(document: Document) -> frozenset[str]:
    """The keys of all works that a document cites or lists as further reading."""
    return frozenset([*(key for key, _ in _citations(document)), *_further(document)])


def uncited(bibliography: Bibliography, cited: Collection[str]) -> Iterator[Diagnostic]:
    """Sound works that are not among `cited`, the keys that all documents use: one note for all."""
    idle = [work for key, work in bibliography.works.items() if key not in cited and key not in bibliography.tainted]
    if not idle:
        return
    names = ", ".join(f"`{work.key}`" for work in idle[:MOST_NAMES])
    more = f" and {len(idle) - MOST_NAMES} more" * (len(idle) > MOST_NAMES)
    message = f"no document uses {f'these {len(idle)} works: ' * (len(idle) > 1)}{names}{more}"
    help_ = f"Cite it as [@{idle[0].key}] or list it under `further-reading`; or keep it for later: it is not printed."
    yield Diagnostic(code="uncited-work", message=message, span=idle[0].span, help=help_, severity=Severity.NOTE)


def _citations(document: Document) -> Iterator[tuple[str, SyntaxTreeNode]]:
    for section in document.sections:
        for node in (section.heading, *(block.node for block in section.blocks)):
            for leaf in node.walk() if node else ():
                if leaf.type == "citation":
                    yield from ((key, leaf) for key, _ in leaf.meta["cited"] if key)


def _further(document: Document) -> list[str]:
    return [key.lstrip("@") for key in document.front.further_reading]


def _named(written: Written) -> dict[str, tuple[str, Span]]:
    """Each key as it is first typed in the text, or else in further-reading, and where."""
    manuscript, document = written.manuscript, written.document
    named: dict[str, tuple[str, Span]] = {}
    for key, leaf in _citations(document):
        if key not in named:
            named[key] = f"@{key}", _typed(key, document.source, manuscript.lines(leaf)[0])
    for at, key in enumerate(_further(document)):
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
