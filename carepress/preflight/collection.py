"""Upkeep: what time does to documents, one language to the others, and documents to the list of works.

Asked on every run, of all documents together.

In:   Abstracts, the day; for `uncited`, the sound works and the keys that all documents name.
Out:  Diagnostics.
Never: reads a manuscript.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from carepress.content.summary import DocumentSummary, FrontMatterSummary
from carepress.diagnostics.model import Diagnostic, Severity, Span

MOST_NAMES = 5


def check_documents(documents: Sequence[DocumentSummary], near_days: int, today: date) -> Iterator[Diagnostic]:
    """What time does to documents, and one language of a document to the others."""
    families: dict[str, dict[str, tuple[DocumentSummary, FrontMatterSummary]]] = {}
    for abstract in documents:
        if abstract.front:
            families.setdefault(abstract.name, {})[abstract.lang] = abstract, abstract.front
    for family in families.values():
        for lang, (abstract, front) in family.items():
            others = {other: its_front for other, (_, its_front) in family.items() if other != lang}
            yield from _review_near(abstract, front, near_days, today)
            yield from _drift(abstract, front, others)


def _review_near(abstract: DocumentSummary, front: FrontMatterSummary, days: int, today: date) -> Iterator[Diagnostic]:
    day = front.review_by
    left = (day - today).days if day else -1
    if day and 0 <= left <= days:
        yield Diagnostic(
            code="review-near",
            severity=Severity.WARNING,
            message=f"the review of this document is due {_when(left)}, on {day.isoformat()}",
            span=abstract.span("review-by"),
            help="Ask for the review now: after that day nothing is built of it."
            "\nThen set `reviewed`, `reviewed-by` and a new `review-by`.",
        )


def _when(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _drift(
    abstract: DocumentSummary, front: FrontMatterSummary, others: Mapping[str, FrontMatterSummary]
) -> Iterator[Diagnostic]:
    """A translation renders one version of its source; the source may have moved on."""
    for lang, version in front.translation_of.items():
        span = abstract.span("translation-of")
        if lang not in others:
            there = f"The others are in {', '.join(sorted(others))}." if others else "There is no other."
            message = f"there is no `{lang}.md` that this could be a translation of"
            yield Diagnostic(code="unknown-source", message=message, span=span, help=there)
        elif others[lang].version != version:
            now = others[lang].version or "no version"
            yield Diagnostic(
                code="old-translation",
                severity=Severity.WARNING,
                message=f"this translates version {version} of {lang}.md, which is at {now} now",
                span=span,
                help="Bring the translation up to date, have it checked, and then type"
                f'   translation-of: {{{lang}: "{others[lang].version}"}}',
            )
    if not front.translation_of and (lang := _source(abstract.lang, others)):
        yield Diagnostic(
            code="untraced-translation",
            severity=Severity.WARNING,
            message=f"nothing says which version of {lang}.md this is a translation of",
            span=abstract.span(""),
            help="Add a line to the front matter, so that carepress tells when the other text changes:"
            f'\ntranslation-of: {{{lang}: "{others[lang].version or "1.0"}"}}',
        )


def _source(lang: str, others: Mapping[str, FrontMatterSummary]) -> str:
    """The language that a text without `translation-of` most likely renders; nothing if it is the first one itself."""
    firsts = [other for other, front in others.items() if not front.translation_of]
    first = min((*firsts, lang), key=lambda one: (one != "en", one))
    return "" if first == lang or lang in others[first].translation_of else first


def uncited(works: Mapping[str, Span], cited: Collection[str]) -> Iterator[Diagnostic]:
    """Sound works that are not among `cited`, the keys that all documents use: one note for all."""
    idle = [key for key in works if key not in cited]
    if not idle:
        return
    names = ", ".join(f"`{key}`" for key in idle[:MOST_NAMES])
    more = f" and {len(idle) - MOST_NAMES} more" * (len(idle) > MOST_NAMES)
    message = f"no document uses {f'these {len(idle)} works: ' * (len(idle) > 1)}{names}{more}"
    help_ = f"Cite it as [@{idle[0]}] or list it under `further-reading`; or keep it for later: it is not printed."
    yield Diagnostic(code="uncited-work", message=message, span=works[idle[0]], help=help_, severity=Severity.NOTE)
