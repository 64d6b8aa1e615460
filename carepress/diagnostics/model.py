"""Diagnostics: what is wrong, where, and what to type.

The reader is a receptionist, not a programmer. The author's fault is a value that travels; our own bug is a traceback.
Never the one for the other.

In:   what a stage found.
Out:  Diagnostic values, collected in Diagnostics.
Never: prints, reads a file, or ends the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls
    r"\u2028-\u202e\u2066-\u206f"  # line and paragraph separators, and what turns the direction of a text
    r"\u2061-\u2064\ufff9-\ufffb\U000e0000-\U000e007f"  # operators, notes and tags
    r"\ud800-\udfff]"  # halves of a sign
)
"""Signs that no page shows and that change what a terminal or a reader does, or that hide a text in another."""

MANUSCRIPT = re.compile(r"content/([^/]+)/([^/]+)\.md")


class Severity(StrEnum):
    """An error keeps a document out of output/; so does a warning with --strict; a note never does."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A stretch of one line of an author's file.

    `file` is relative to the project, with forward slashes. `line` and `column` count from 1, in characters.
    `text` is the author's own line, without its line end.
    """

    file: str
    line: int
    column: int = 1
    length: int = 1
    text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagnostic:
    """One fault: a stable code, what is wrong, where it is (if anywhere), and what to do about it.

    `document` names the document whose finished pages are at fault where there is no line to show: 'als (en)'.
    """

    code: str
    message: str
    span: Span | None = None
    help: str = ""
    severity: Severity = Severity.ERROR
    document: str = ""

    @property
    def about(self) -> str:
        """What the fault is about: a document in one language, a shared file, or the project."""
        if self.document or self.span is None:
            return self.document or "this project"
        manuscript = MANUSCRIPT.fullmatch(self.span.file)
        return f"{manuscript[1]} ({manuscript[2]})" if manuscript else self.span.file

    @property
    def is_of_a_document(self) -> bool:
        """Whether it is about one document, not about what all documents share."""
        return bool(self.document or (self.span and MANUSCRIPT.fullmatch(self.span.file)))

    def as_json(self) -> dict[str, object]:
        """The same facts as a flat mapping for programs; a missing place is null."""
        place = self.span
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "help": self.help,
            "document": self.document,
            "file": place.file if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "length": place.length if place else None,
            "text": place.text if place else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Diagnostic:
        """The inverse of `as_json`. Raises KeyError, TypeError or ValueError for anything else."""
        keys = ("file", "line", "column", "length", "text")
        span = Span(**{key: data[key] for key in keys}) if data["file"] is not None else None
        texts = {key: str(data[key]) for key in ("code", "message", "help", "document")}
        return cls(span=span, severity=Severity(data["severity"]), **texts)


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """Every fault found, in the order found. Adding gives a new value."""

    items: tuple[Diagnostic, ...] = ()

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __add__(self, more: Iterable[Diagnostic]) -> Diagnostics:
        return Diagnostics((*self.items, *more))

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Faults that keep a document out of output/."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Faults that a person should look at; they stop nothing, unless --strict is given."""
        return self._of(Severity.WARNING)

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What is worth knowing; it never stops anything."""
        return self._of(Severity.NOTE)

    def _of(self, severity: Severity) -> tuple[Diagnostic, ...]:
        return tuple(fault for fault in self.items if fault.severity is severity)


class BuildFailed(Exception):  # noqa: N818 - DESIGN names it
    """Carries the Diagnostics of a document that cannot be built; raised and caught in the pipeline only."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__(f"{len(diagnostics.errors)} errors")
        self.diagnostics = diagnostics
