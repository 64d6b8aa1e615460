"""Telling: a Report as text for people and as annotations for GitHub.

In:   a Report, and how wide the terminal is.
Out:  lines of text. Most serious first, document by document.
Pure: nothing is printed here; colour is the printer's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

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


def counted(number: int, word: str) -> str:
    """'1 error', '2 errors'."""
    return f"{number} {word}{'s' * (number != 1)}"


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


def reading_line(reading: Mapping[str, Any]) -> str:
    """How hard a text is to read, in a line. Where there is no Flesch-Kincaid, SMOG was put on the Spanish scale."""
    said = f"reading grade {reading['smog']} (SOL)"
    if reading["grade"] is not None:
        said = f"reading grade {reading['smog']} (SMOG), {reading['grade']} (Flesch-Kincaid)"
    sentences = counted(reading["sentences"], "sentence")
    return f"{said}, {sentences}: indicative" if reading["indicative"] else f"{said}, {sentences}"


def has_colours(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether faults may be coloured: NO_COLOR (no-color.org) comes first, then FORCE_COLOR, then the terminal."""
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return is_terminal or bool(environment.get("FORCE_COLOR"))


def columns(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Rows in columns; on a terminal that is too narrow for them, each row's first cell has a line of its own."""
    if not rows:
        return
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    if sum(widths) + 2 * len(widths) > width:
        yield from (f"{row[0]}\n    {'  '.join(cell.strip() for cell in row[1:])}" for row in rows)
    else:
        yield from (
            "  ".join(f"{cell:<{wide}}" for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows
        )
