"""Summaries: manuscripts and shared files are read once, for what the status must know of them.

In:   a project, the name of a manuscript or a clinic.
Out:  a DocumentSummary, SharedSummary or ClinicSummary.
Never: makes a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from carepress.build.inputs import SharedInputs, common_stylesheets, load_clinic, load_shared_inputs, open_source
from carepress.content.document import Document, KnownNames, make_document
from carepress.content.manuscript import Manuscript, read_manuscript
from carepress.content.summary import ClinicSummary, DocumentSummary, FrontMatterSummary, SharedSummary
from carepress.diagnostics.model import Diagnostics, Span
from carepress.diagnostics.policy import SeverityPolicy
from carepress.project.files import ProjectFiles
from carepress.project.paths import COMPONENT_STYLES, REFERENCES

KEYS = ("review-by", "translation-of")


def read_document(
    manuscript_file: str, project: ProjectFiles, known: KnownNames
) -> tuple[Manuscript | None, Document | None, Diagnostics]:
    """Read one manuscript as far as it can be read."""
    source, diagnostics = open_source(project, manuscript_file)
    if source is None:
        return None, None, diagnostics
    manuscript, manuscript_report = read_manuscript(source)
    document, document_report = make_document(manuscript, known)
    return manuscript, document, diagnostics + manuscript_report + document_report


def summarise_document(file: str, project: ProjectFiles, year: int, shared_digest: str = "") -> DocumentSummary:
    """The summary of a manuscript."""
    manuscript, document, diagnostics = read_document(
        file, project, load_shared_inputs(project, year, shared_digest).known
    )
    if manuscript is None or document is None:
        return DocumentSummary(file=file, front=None, diagnostics=diagnostics)
    return DocumentSummary(
        file=file,
        front=FrontMatterSummary(**{name: getattr(document.front, name) for name in FrontMatterSummary.__slots__}),
        cited=sorted(document.cited_keys),
        spans={"": manuscript.source.span_at(1), **_spans(manuscript)},
        diagnostics=diagnostics,
    )


def _spans(manuscript: Manuscript) -> dict[str, Span]:
    return {key: manuscript.front.span(key) for key in KEYS if key in manuscript.front.values}


def summarise_shared(project: ProjectFiles, year: int, shared_digest: str = "") -> SharedSummary:
    """The summary of the files that all documents share."""
    shared = load_shared_inputs(project, year, shared_digest)
    works = shared.bibliography.works.items()
    return SharedSummary(
        formats={name: [str(edition) for edition in row.editions] for name, row in shared.formats.items()},
        parts=dict(_parts(shared, project)),
        works={key: work.span for key, work in works if key not in shared.bibliography.tainted},
        known=_known(shared.known),
        diagnostics=shared.diagnostics,
    )


def summarise_clinic(project: ProjectFiles, clinic: str, year: int, shared_digest: str = "") -> ClinicSummary:
    """The summary of a clinic's own file."""
    details, diagnostics = load_clinic(project, clinic, load_shared_inputs(project, year, shared_digest).formats)
    return ClinicSummary(policy=details.checks.policy if details else SeverityPolicy(), diagnostics=diagnostics)


def _parts(shared: SharedInputs, project: ProjectFiles) -> Iterator[tuple[str, str]]:
    """Digests of the parts that a document uses of what is shared: its works, and which stylesheets there are."""
    yield COMPONENT_STYLES, _digest(sorted(common_stylesheets(project, shared.templates)))
    for key, work in shared.bibliography.works.items():
        sound = key not in shared.bibliography.tainted
        yield f"{REFERENCES}: {key}", _digest((work.runs, work.brief, work.doi, work.year, work.journal, sound))


def _known(known: KnownNames) -> str:
    names = (sorted(group) for group in (known.components, known.icons, known.may_be_empty))
    return _digest((sorted(map(repr, known.formats.values())), *names))


def _digest(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:16]
