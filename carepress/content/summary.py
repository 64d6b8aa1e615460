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
from typing import Any

from carepress.diagnostics.model import Diagnostic, Report, Span
from carepress.diagnostics.policy import Policy

DAYS = ("reviewed", "review_by")


@dataclass(frozen=True, kw_only=True, slots=True)
class Front:
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
class Abstract:
    """A manuscript in brief. `front` is None if it could not be read at all; `report` says what is wrong with it.

    `cited` are the keys of the works that it names; `spans` the places of keys of the front matter, '' its head.
    """

    file: str
    front: Front | None
    cited: Sequence[str] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)
    report: Report = field(default_factory=Report)

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

    def as_json(self) -> dict[str, Any]:
        """The same facts as a mapping for JSON."""
        front = {name: _plain(getattr(self.front, name)) for name in Front.__slots__} if self.front else None
        return {
            "file": self.file,
            "front": front,
            "cited": list(self.cited),
            "spans": {key: _place(span) for key, span in self.spans.items()},
            "report": [fault.as_json() for fault in self.report.diagnostics],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Abstract:
        """The same facts again. Raises KeyError, TypeError or ValueError for what `as_json` has not made."""
        front = said["front"]
        days = {name: date.fromisoformat(front[name]) for name in DAYS if front and front[name]}
        return cls(
            file=said["file"],
            front=Front(**{**front, **days}) if front else None,
            cited=said["cited"],
            spans={key: Span(**span) for key, span in said["spans"].items()},
            report=_report(said["report"]),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """What the files that all documents share come to.

    `formats` maps a format's name to its editions. `parts` gives a digest to each part of a shared file that a
    document may use alone, as 'content/references.bib: oh2015'. `works` are the sound works and where they stand.
    `known` is a digest of what manuscripts are read against: formats, components, icons.
    """

    formats: Mapping[str, Sequence[str]]
    parts: Mapping[str, str]
    works: Mapping[str, Span]
    known: str
    report: Report

    def as_json(self) -> dict[str, Any]:
        """The same facts as a mapping for JSON."""
        return {
            "formats": {name: list(editions) for name, editions in self.formats.items()},
            "parts": dict(self.parts),
            "works": {key: _place(span) for key, span in self.works.items()},
            "known": self.known,
            "report": [fault.as_json() for fault in self.report.diagnostics],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Shared:
        """The same facts again. Raises KeyError, TypeError or ValueError for what `as_json` has not made."""
        return cls(
            formats=said["formats"],
            parts=said["parts"],
            works={key: Span(**span) for key, span in said["works"].items()},
            known=said["known"],
            report=_report(said["report"]),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Own:
    """What a clinic's own file comes to: what it asks of the preflight, and what is wrong with it."""

    policy: Policy
    report: Report

    def as_json(self) -> dict[str, Any]:
        """The same facts as a mapping for JSON."""
        return {
            "policy": {name: _plain(getattr(self.policy, name)) for name in Policy.__slots__},
            "report": [fault.as_json() for fault in self.report.diagnostics],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Own:
        """The same facts again. Raises KeyError, TypeError or ValueError for what `as_json` has not made."""
        return cls(policy=Policy(**said["policy"]), report=_report(said["report"]))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value


def _place(span: Span) -> dict[str, Any]:
    return {name: getattr(span, name) for name in Span.__slots__}


def _report(said: Sequence[Mapping[str, Any]]) -> Report:
    return Report(tuple(Diagnostic.from_json(one) for one in said))
