"""Abstracts: what the plan must know of a manuscript, and of the files that all share, without reading them again.

Reading forty manuscripts costs more than making one handout. So what was learnt of each is kept, and read again only
where it has changed (survey decides, abstracting reads).

In:   facts.
Out:  the same facts, and their JSON form.
Pure: needs no library, so that a build with nothing to do starts at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from carepress.diagnostics.model import Diagnostics, Span
from carepress.diagnostics.policy import SeverityPolicy

DAYS = ("reviewed", "review_by")


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontMatterSummary:
    """What the front matter says, as far as plan and overview need it."""

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
    """A manuscript in brief. `front` is None if it could not be read at all; `report` says what is wrong with it.

    `cited` are the keys of the works that it names; `spans` the places of keys of the front matter, '' its head.
    """

    file: str
    front: FrontMatterSummary | None
    cited: Sequence[str] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)
    diagnostics: Diagnostics = field(default_factory=Diagnostics)

    @property
    def name(self) -> str:
        """The document's name, which is its folder's."""
        return self.file.split("/")[1]

    @property
    def lang(self) -> str:
        """The language, which is the file's name."""
        return self.file.split("/")[2].removesuffix(".md")

    def span(self, key: str) -> Span | None:
        """Where a key of the front matter stands; else the head of the file."""
        return self.spans.get(key) or self.spans.get("")


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedSummary:
    """What the files that all documents share come to.

    `formats` maps a format's name to its editions. `parts` gives a digest to each part of a shared file that a
    document may use alone, as 'content/references.bib: oh2015'. `works` are the sound works and where they stand.
    `known` is a digest of what manuscripts are read against: formats, components, icons.
    """

    formats: Mapping[str, Sequence[str]]
    parts: Mapping[str, str]
    works: Mapping[str, Span]
    known: str
    diagnostics: Diagnostics


@dataclass(frozen=True, kw_only=True, slots=True)
class ClinicSummary:
    """What a clinic's own file comes to: what it asks of the preflight, and what is wrong with it."""

    policy: SeverityPolicy
    diagnostics: Diagnostics
