"""Summaries: what a build needs to know of manuscripts and shared files, kept so that it need not read them again.

To read forty manuscripts takes longer than to make one handout. So a build keeps a summary of each file, and reads
again only what has changed (build/status decides, build/summarise reads).

In:   facts.
Out:  frozen values; diagnostics/serialization turns them into JSON and back.
Pure: needs no library, so that a build with nothing to do starts at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from carepress.diagnostics.model import Diagnostics, Span
from carepress.diagnostics.policy import SeverityPolicy


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontMatterSummary:
    """The keys of the front matter that plan and dashboard need."""

    title: str
    formats: Sequence[str]
    status: str = "draft"
    version: str = ""
    written_by: str = ""
    reviewed_by: str = ""
    reviewed: date | None = None
    review_by: date | None = None
    translation_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentSummary:
    """A manuscript in brief. `front` is None if it cannot be read; `diagnostics` say what is wrong with it.

    `cited` are the keys of the works that it names. `spans` has the places of the keys of the front matter; '' is the
    head of the file.
    """

    file: str
    front: FrontMatterSummary | None
    cited: Sequence[str] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)
    diagnostics: Diagnostics = field(default_factory=Diagnostics)

    @property
    def name(self) -> str:
        """The document's name: that of its folder."""
        return self.file.split("/")[1]

    @property
    def lang(self) -> str:
        """The language: the name of the file."""
        return self.file.split("/")[2].removesuffix(".md")

    def span(self, key: str) -> Span | None:
        """The place of a key of the front matter, or else the head of the file."""
        return self.spans.get(key) or self.spans.get("")


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedSummary:
    """The files that all documents share, in brief.

    `formats` maps a format's name to its editions. `parts` has a digest of each part of a shared file that a document
    may use alone, as 'content/references.bib: oh2015'. `works` has the places of the sound works. `known` is a digest
    of the names that manuscripts may use: formats, components, icons. `brand_files` are the files in content/ that the
    brand names.
    """

    formats: Mapping[str, Sequence[str]]
    parts: Mapping[str, str]
    works: Mapping[str, Span]
    known: str
    diagnostics: Diagnostics
    brand_files: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class ClinicSummary:
    """A clinic's own file in brief: its check settings, and what is wrong with it."""

    policy: SeverityPolicy
    diagnostics: Diagnostics
