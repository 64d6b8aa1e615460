"""Abstracting: manuscripts and shared files read once, for what the plan must know of them.

In:   the Project, a manuscript's or a clinic's name.
Out:  an Abstract, Shared, or what is a clinic's Own.
Never: makes a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from carepress.build.inputs import WORKS, Stock, opened, read_own, read_stock
from carepress.content.document import Document, Known, make_document
from carepress.content.manuscript import Manuscript, read_manuscript
from carepress.content.summary import Abstract, Front, Own, Shared
from carepress.diagnostics.model import Report, Span
from carepress.diagnostics.policy import Policy
from carepress.project.files import Files

FORMATS = "templates/formats.yaml"
KEYS = ("review-by", "translation-of")


def read_document(
    manuscript_file: str, project: Files, known: Known
) -> tuple[Manuscript | None, Document | None, Report]:
    """Read one manuscript as far as it can be read."""
    source, report = opened(project, manuscript_file)
    if source is None:
        return None, None, report
    manuscript, manuscript_report = read_manuscript(source)
    document, document_report = make_document(manuscript, known)
    return manuscript, document, report + manuscript_report + document_report


def abstract(file: str, project: Files, year: int) -> Abstract:
    """A manuscript in brief."""
    manuscript, document, report = read_document(file, project, read_stock(project, year).known)
    if manuscript is None or document is None:
        return Abstract(file=file, front=None, report=report)
    return Abstract(
        file=file,
        front=Front(**{name: getattr(document.front, name) for name in Front.__slots__}),
        cited=sorted(document.cited_keys),
        spans={"": manuscript.source.span_at(1), **_spans(manuscript)},
        report=report,
    )


def _spans(manuscript: Manuscript) -> dict[str, Span]:
    return {key: manuscript.front.span(key) for key in KEYS if key in manuscript.front.values}


def shared(project: Files, year: int) -> Shared:
    """What the files that all documents share come to."""
    stock = read_stock(project, year)
    works = stock.bibliography.works.items()
    return Shared(
        formats={name: [str(edition) for edition in row.editions] for name, row in stock.formats.items()},
        parts=dict(_parts(stock)),
        works={key: work.span for key, work in works if key not in stock.bibliography.tainted},
        known=_known(stock.known),
        report=stock.report,
    )


def own(project: Files, clinic: str, year: int) -> Own:
    """What a clinic's own file comes to."""
    details, report = read_own(project, clinic, read_stock(project, year).formats)
    return Own(policy=details.checks.policy if details else Policy(), report=report)


def _parts(stock: Stock) -> Iterator[tuple[str, str]]:
    """Parts of shared files that a document uses alone: its works, its format's row. Where they stand is no part."""
    for key, work in stock.bibliography.works.items():
        sound = key not in stock.bibliography.tainted
        yield f"{WORKS}: {key}", _digest((work.runs, work.brief, work.doi, work.year, work.journal, sound))
    for name, row in stock.formats.items():
        yield f"{FORMATS}: {name}", _digest(row)


def _known(known: Known) -> str:
    names = (sorted(group) for group in (known.components, known.icons, known.may_be_empty))
    return _digest((sorted(map(repr, known.formats.values())), *names))


def _digest(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:16]
