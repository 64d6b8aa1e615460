"""Preflight of governance: who answers for a handout, until when, and whether the finished page says so.

In:   every document of the project and the day, on every run; and each Finished edition.
Out:  Diagnostics.
Never: decides whether a text is right; it asks whether somebody has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from carepress.checks import Checks
from carepress.diagnostics import Diagnostic, Severity
from carepress.document import Document
from carepress.manuscript import Manuscript
from carepress.preflight.proof import Finished
from carepress.templating import imprint_lines

UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff\ufffe-]+")
"""What a line's end can add to a text or take from it: blanks, hyphens, joints."""

Read = tuple[Manuscript, Document]


def check_documents(documents: Sequence[Read], checks: Checks, today: date) -> Iterator[Diagnostic]:
    """What time does to documents, and one language of a document to the others. Asked on every run."""
    for manuscript, document in documents:
        yield from _review_near(manuscript, document, checks.review_near_days, today)
        yield from _drift(manuscript, document, documents)


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """The finished pages say what they must: draft, notice, imprint."""
    job, front = finished.pages.job, finished.pages.written.document.front
    whole = _plain("".join(finished.texts))
    if job.is_draft and _plain(job.words.say("draft")) not in _plain(finished.texts[0]):
        message = f"{finished.name} does not say on its first page that it is a draft"
        help_ = f"Its template must print {{{{ words.draft }}}} there: templates/{job.format.template}"
        yield Diagnostic(code="draft-mark", message=message, help=help_)
    if front.investigational and _plain(job.clinic.investigational_notice) not in whole:
        message = f"the clinic's notice does not stand word for word in {finished.name}"
        help_ = "templates/parts/notice.html.j2 must print {{ notice }} and nothing but it."
        yield Diagnostic(code="altered-notice", message=message, help=help_)
    missing = [line for line in (job.clinic.name, *imprint_lines(job)) if _plain(line) not in whole]
    if missing:
        message = f"{finished.name} lacks a part of its imprint"
        help_ = "\n".join(("templates/parts/imprint.html.j2 must print:", *(f"  {line}" for line in missing)))
        yield Diagnostic(code="missing-imprint", message=message, help=help_)


def _plain(text: str) -> str:
    """The letters and signs of a text, without what its way onto lines has changed."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def _review_near(manuscript: Manuscript, document: Document, days: int, today: date) -> Iterator[Diagnostic]:
    day = document.front.review_by
    left = (day - today).days if day else -1
    if day and 0 <= left <= days:
        yield Diagnostic(
            code="review-near",
            severity=Severity.WARNING,
            message=f"the review of this document is due {_when(left)}, on {day.isoformat()}",
            span=manuscript.front.span("review-by"),
            help="Ask for the review now: after that day nothing is built of it."
            "\nThen set `reviewed`, `reviewed-by` and a new `review-by`.",
        )


def _when(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _drift(manuscript: Manuscript, document: Document, documents: Sequence[Read]) -> Iterator[Diagnostic]:
    """A translation renders one version of its source; the source may have moved on."""
    others = {other.lang: other for _, other in documents if other.name == document.name and other is not document}
    for lang, version in document.front.translation_of.items():
        span = manuscript.front.span("translation-of")
        if lang not in others:
            there = f"The others are in {', '.join(sorted(others))}." if others else "There is no other."
            message = f"there is no `{lang}.md` that this could be a translation of"
            yield Diagnostic(code="unknown-source", message=message, span=span, help=there)
        elif others[lang].front.version != version:
            now = others[lang].front.version or "no version"
            yield Diagnostic(
                code="old-translation",
                severity=Severity.WARNING,
                message=f"this translates version {version} of {lang}.md, which is at {now} now",
                span=span,
                help="Bring the translation up to date, have it checked, and then type"
                f'   translation-of: {{{lang}: "{others[lang].front.version}"}}',
            )
    if not document.front.translation_of and (source := _source(document, others)):
        yield Diagnostic(
            code="untraced-translation",
            severity=Severity.WARNING,
            message=f"nothing says which version of {source.lang}.md this is a translation of",
            span=manuscript.source.span_at(1),
            help="Add a line to the front matter, so that carepress tells when the other text changes:"
            f'\ntranslation-of: {{{source.lang}: "{source.front.version or "1.0"}"}}',
        )


def _source(document: Document, others: dict[str, Document]) -> Document | None:
    """The text that a document without `translation-of` most likely renders; None if it is the first one itself."""
    firsts = [other for other in others.values() if not other.front.translation_of]
    first = min((*firsts, document), key=lambda one: (one.lang != "en", one.lang))
    return None if first is document or document.lang in first.front.translation_of else first
