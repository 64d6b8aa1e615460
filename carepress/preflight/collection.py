"""Preflight of the collection: review days, translations that lag behind, works that nobody cites.

It runs on every build, over all documents together, and opens none of them.

In:   summaries of the documents, and today; for `uncited`, the sound works and the keys that the documents cite.
Out:  Diagnostics.
Never: reads a manuscript; needs more than the standard library, so that a build with nothing to do starts at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from carepress.content.summary import DocumentSummary, FrontMatterSummary
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import days_ahead, shortened
from carepress.diagnostics.model import Diagnostic, Span

NAMES_SHOWN = 5
DAYS_A_YEAR = 365.25
LONGEST_REVIEW = 3 * DAYS_A_YEAR + 31  # days; a month more than three years, so that nobody has to count


def check_documents(documents: Sequence[DocumentSummary], near_days: int, today: date) -> Iterator[Diagnostic]:
    """Reviews due within `near_days` or not for years, and translations that do not match their source."""
    families: dict[str, dict[str, tuple[DocumentSummary, FrontMatterSummary]]] = {}
    for document in documents:
        if document.front:
            families.setdefault(document.name, {})[document.lang] = document, document.front
    for family in families.values():
        for lang, (document, front) in family.items():
            others = {other: other_front for other, (_, other_front) in family.items() if other != lang}
            yield from _review_near(document, front, near_days, today)
            yield from _review_far(document, front, today)
            yield from _translation(document, front, others)


def _review_near(
    document: DocumentSummary, front: FrontMatterSummary, near_days: int, today: date
) -> Iterator[Diagnostic]:
    due = front.review_by
    if due and 0 <= (days := (due - today).days) <= near_days:
        yield rule("review-near").at(document.span("review-by"), when=days_ahead(days), day=due.isoformat())


def _review_far(document: DocumentSummary, front: FrontMatterSummary, today: date) -> Iterator[Diagnostic]:
    """An approval that holds for ever is none."""
    if front.status == "approved" and front.review_by and front.reviewed:
        days = (front.review_by - min(front.reviewed, today)).days
        if days > LONGEST_REVIEW:
            yield rule("long-review").at(document.span("review-by"), years=round(days / DAYS_A_YEAR))


def _translation(
    document: DocumentSummary, front: FrontMatterSummary, others: Mapping[str, FrontMatterSummary]
) -> Iterator[Diagnostic]:
    """A translation renders one version of its source; the source may have a newer one."""
    span = document.span("translation-of")
    yield from unknown_sources(front.translation_of, others, span)
    for lang, version in front.translation_of.items():
        if lang not in others:
            continue
        if not (current := others[lang].version) and version:
            yield rule("old-translation", "no-version").at(span, lang=lang, version=version)
        elif current != version:
            yield rule("old-translation").at(span, lang=lang, version=version, current=current)
    if not front.translation_of and (lang := _likely_source(document.lang, others)):
        version = others[lang].version or "1.0"
        yield rule("untraced-translation").at(document.span(""), lang=lang, version=version)


def unknown_sources(langs: Iterable[str], others: Collection[str], span: Span | None) -> Iterator[Diagnostic]:
    """Those of the languages that are not among the document's others. A build asks too, so that no PDF is made."""
    for lang in langs:
        if lang not in others:
            yield rule("unknown-source").at(span, lang=lang, others=", ".join(sorted(others)))


def _likely_source(lang: str, others: Mapping[str, FrontMatterSummary]) -> str:
    """The language that a text without `translation-of` most likely renders; empty if it is itself the first one."""
    originals = [other for other, front in others.items() if not front.translation_of]
    first = min((*originals, lang), key=lambda original: (original != "en", original))
    return "" if first == lang or lang in others[first].translation_of else first


def uncited(works: Mapping[str, Span], cited: Collection[str]) -> Iterator[Diagnostic]:
    """One note that names all sound works which no document cites. `cited` are the keys that the documents use."""
    idle = [key for key in works if key not in cited]
    if len(idle) == 1:
        yield rule("uncited-work").at(works[idle[0]], key=idle[0])
    elif idle:
        names = shortened([f"`{key}`" for key in idle], NAMES_SHOWN)
        yield rule("uncited-work", "several").at(works[idle[0]], key=idle[0], count=len(idle), names=names)
