"""Diagnostics: what is wrong, where, and what to type.

The reader is a receptionist, not a programmer. A fault of the author's is a value that travels; a fault of ours is a
traceback. Never the one for the other.

In:   what a stage found.
Out:  Diagnostic values, gathered in a Report, and their text and JSON forms.
Never: prints, reads a file, or ends the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

TAB = "    "
WIDEST = 160  # letters of a line that are shown
MANUSCRIPT = re.compile(r"content/([^/]+)/([^/]+)\.md")


class Severity(StrEnum):
    """How serious a fault is: an error keeps a document out of output/; a warning does with --strict; a note never."""

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
    """One fault: a stable code, what is wrong, where it stands (if anywhere), and what to do about it.

    `document` says whose finished pages are at fault where no author's line is, as in 'als (en)'.
    """

    code: str
    message: str
    span: Span | None = None
    help: str = ""
    severity: Severity = Severity.ERROR
    document: str = ""

    def __str__(self) -> str:
        return "\n".join([f"{self.severity}[{self.code}]: {self.message}", *self._snippet(), *self._advice()])

    def _snippet(self) -> list[str]:
        if self.span is None:
            return []
        margin = " " * len(str(self.span.line))
        where = f"{margin}--> {self.span}"
        if not self.span.text.strip():
            return [where]
        before, under = _caret(self.span)
        line, before = _cropped(self.span.text.expandtabs(len(TAB)).rstrip(), before)
        return [where, f"{margin} |", f"{self.span.line} | {line}", f"{margin} | {before}{under[:WIDEST]}".rstrip()]

    def _advice(self) -> list[str]:
        if not self.help:
            return []
        margin = " " * (len(str(self.span.line)) + 1 if self.span else 1)
        first, *rest = self.help.splitlines()
        return [f"{margin}= help: {first}", *(f"{margin}        {line}" for line in rest)]

    @property
    def about(self) -> str:
        """What the fault is about: a document in one language, a file that all share, or the project."""
        if self.document or self.span is None:
            return self.document or "this project"
        manuscript = MANUSCRIPT.fullmatch(self.span.file)
        return f"{manuscript[1]} ({manuscript[2]})" if manuscript else self.span.file

    @property
    def is_of_a_document(self) -> bool:
        """Whether it is about one document, not about what all share."""
        return bool(self.document or (self.span and MANUSCRIPT.fullmatch(self.span.file)))

    def as_json(self) -> dict[str, object]:
        """The same facts as a mapping for programs; absent places are null."""
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
    def from_json(cls, said: Mapping[str, Any]) -> Diagnostic:
        """The same fault again. Raises KeyError, TypeError or ValueError for what `as_json` has not made."""
        keys = ("file", "line", "column", "length", "text")
        span = Span(**{key: said[key] for key in keys}) if said["file"] is not None else None
        severity = Severity(said["severity"])
        texts = {key: str(said[key]) for key in ("code", "message", "help", "document")}
        return cls(span=span, severity=severity, **texts)


@dataclass(frozen=True, slots=True)
class Report:
    """Every fault found, in the order found. Adding gives a new Report."""

    diagnostics: tuple[Diagnostic, ...] = field(default=())

    def __add__(self, more: Report | Iterable[Diagnostic]) -> Report:
        extra = more.diagnostics if isinstance(more, Report) else tuple(more)
        return Report(self.diagnostics + extra)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Faults that keep a document out of output/."""
        return tuple(fault for fault in self.diagnostics if fault.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Faults that a person should look at; they stop nothing, unless --strict is given."""
        return tuple(fault for fault in self.diagnostics if fault.severity is Severity.WARNING)

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What is worth knowing, and never stops anything."""
        return tuple(fault for fault in self.diagnostics if fault.severity is Severity.NOTE)


class BuildFailed(Exception):  # noqa: N818 - DESIGN names it
    """Carries the Report of a document that cannot be built; raised and caught in the pipeline only."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{len(report.errors)} errors")
        self.report = report


def _cropped(line: str, before: str) -> tuple[str, str]:
    """A paragraph typed in one line is shown around the caret only; the blank before the caret goes along."""
    if len(line) <= WIDEST:
        return line, before
    start = min(max(len(before) - WIDEST // 2, 0), len(line) - WIDEST)
    front, end = "... " * (start > 0), " ..." * (start + WIDEST < len(line))
    return f"{front}{line[start : start + WIDEST]}{end}", " " * (len(front) + len(before) - start)


def _caret(span: Span) -> tuple[str, str]:
    """The blank before, and the carets under, the faulty stretch, tabs widened as the line's are."""
    start = span.column - 1
    stretch = span.text[start : start + span.length] or " "
    before = span.text[:start].expandtabs(len(TAB))
    width = len((span.text[:start] + stretch).expandtabs(len(TAB))) - len(before)
    return " " * len(before), "^" * max(width, 1)
