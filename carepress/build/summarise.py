"""Summaries: what the status must know of manuscripts and shared files.

A worker reads a manuscript once, and makes its summary and its pages from what it read. What documents share is read by
the process that builds the status.

In:   a project, the name of a manuscript or a clinic.
Out:  a Reading and its DocumentSummary; a SharedSummary or ClinicSummary.
Never: makes a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carepress.build.inputs import load_clinic, load_shared_inputs, open_source
from carepress.content.document import Document, KnownNames, make_document
from carepress.content.manuscript import Manuscript, read_manuscript
from carepress.content.summary import ClinicSummary, DocumentSummary, FrontMatterSummary, SharedSummary
from carepress.diagnostics.flood import without_floods
from carepress.diagnostics.model import Diagnostics, Span
from carepress.diagnostics.policy import SeverityPolicy
from carepress.project.files import ProjectFiles
from carepress.project.recorded import RecordedFiles

KEYS = ("review-by", "translation-of")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A manuscript as far as it can be read. `text` is None if it cannot be read at all."""

    file: str
    text: tuple[Manuscript, Document] | None
    diagnostics: Diagnostics


def read_document(file: str, project: ProjectFiles, known: KnownNames) -> Reading:
    """Read one manuscript as far as it can be read."""
    source, diagnostics = open_source(project, file)
    if source is None:
        return Reading(file=file, text=None, diagnostics=diagnostics)
    manuscript, manuscript_report = read_manuscript(source)
    document, document_report = make_document(manuscript, known)
    diagnostics = without_floods(diagnostics + manuscript_report + document_report)
    return Reading(file=file, text=(manuscript, document), diagnostics=diagnostics)


def summarise_document(reading: Reading) -> DocumentSummary:
    """The summary of a manuscript."""
    if reading.text is None:
        return DocumentSummary(file=reading.file, front=None, diagnostics=reading.diagnostics)
    manuscript, document = reading.text
    return DocumentSummary(
        file=reading.file,
        front=FrontMatterSummary(**{name: getattr(document.front, name) for name in FrontMatterSummary.__slots__}),
        cited=sorted(document.cited_keys),
        spans={"": manuscript.source.span_at(1), **_spans(manuscript)},
        diagnostics=reading.diagnostics,
    )


def _spans(manuscript: Manuscript) -> dict[str, Span]:
    return {key: manuscript.front.span(key) for key in KEYS if key in manuscript.front.values}


def read_shared(project: ProjectFiles, year: int, shared_digest: str = "") -> tuple[SharedSummary, Mapping[str, str]]:
    """The summary of the files that all documents share, and the digests of what was read."""
    shared = load_shared_inputs(project, year, shared_digest)
    works, tainted, brand = shared.bibliography.works, shared.bibliography.tainted, shared.brand
    parents = shared.bibliography.parents
    kept = () if shared.bibliography.is_library else works  # of a library nobody wants to know what is not cited
    summary = SharedSummary(
        formats={name: [str(edition) for edition in row.editions] for name, row in shared.formats.items()},
        parts=shared.parts(works),
        works={key: works[key].span for key in kept if key not in tainted and key.lower() not in parents},
        known=shared.known_digest,
        diagnostics=shared.diagnostics,
        brand_files=[f"content/{file}" for file in (brand.logo, *(face.file for face in brand.faces)) if file],
    )
    return summary, shared.digests


def read_clinic(
    project: ProjectFiles, clinic: str, year: int, shared_digest: str = ""
) -> tuple[ClinicSummary, Mapping[str, str]]:
    """The summary of a clinic's own file, and the digest of what was read."""
    recorded = RecordedFiles(project)
    details, diagnostics = load_clinic(recorded, clinic, load_shared_inputs(project, year, shared_digest).formats)
    policy = details.checks.policy if details else SeverityPolicy()
    return ClinicSummary(policy=policy, diagnostics=diagnostics), recorded.digests
