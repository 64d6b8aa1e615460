"""Telling: a Report as text for people and as annotations for GitHub.

In:   a Report, and how wide the terminal is.
Out:  lines of text. Most serious first, document by document.
Pure: nothing is printed here; colour is the printer's.
"""

from __future__ import annotations

from collections.abc import Iterator

from carepress.diagnostics.english import counted
from carepress.diagnostics.model import Diagnostic, Report, Severity

SERIOUS = tuple(Severity)  # the most serious first
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
"""GitHub's words for levels: 'Workflow commands for GitHub Actions', setting an error message."""


def grouped(report: Report) -> tuple[tuple[str, tuple[Diagnostic, ...]], ...]:
    """Every fault below what it is about; what has errors comes first, and errors come first in it."""
    groups: dict[str, list[Diagnostic]] = {}
    for fault in report.diagnostics:
        groups.setdefault(fault.about, []).append(fault)
    ordered = ((about, tuple(sorted(faults, key=_rank))) for about, faults in groups.items())
    return tuple(sorted(ordered, key=lambda group: _rank(group[1][0])))


def _rank(fault: Diagnostic) -> int:
    return SERIOUS.index(fault.severity)


def text(report: Report) -> Iterator[str]:
    """Paragraphs for people: a heading for every group, then its faults."""
    for about, faults in grouped(report):
        yield f"{about}\n{'=' * len(about)}\n"
        for fault in faults:
            yield f"{fault}\n"


def counts(report: Report) -> list[str]:
    """How many errors, warnings and notes there are; what there is none of is not said."""
    numbers = ((len(report.errors), "error"), (len(report.warnings), "warning"), (len(report.notes), "note"))
    return [counted(number, word) for number, word in numbers if number]


def github(report: Report, root: str = "") -> Iterator[str]:
    """Workflow commands: GitHub shows each beside the author's line. `root` is the project's folder in there."""
    for fault in report.diagnostics:
        properties: dict[str, object] = {}
        if fault.span:
            span = fault.span
            properties = {"file": f"{root}{span.file}", "line": span.line, "col": span.column}
            properties["endColumn"] = span.column + span.length
        properties["title"] = fault.code
        said = "\n".join(part for part in (fault.message, fault.help) if part)
        listed = ",".join(f"{name}={_escaped(str(value), inside=True)}" for name, value in properties.items())
        yield f"::{COMMANDS[fault.severity]} {listed}::{_escaped(said)}"


def _escaped(text: str, *, inside: bool = False) -> str:
    signs = {"%": "%25", "\r": "%0D", "\n": "%0A"} | ({":": "%3A", ",": "%2C"} if inside else {})
    return "".join(signs.get(sign, sign) for sign in text)
