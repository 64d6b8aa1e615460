"""Rendering: diagnostics as text for people, in colour or not, and as annotations for GitHub.

A diagnostic is first taken apart into pieces of text, each with its style. Plain text joins the pieces; the terminal
colours them. Nothing is rendered and then parsed again.

In:   Diagnostics.
Out:  pieces, text, lines for GitHub. Most serious first, document by document.
Pure: prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from carepress.diagnostics.english import counted
from carepress.diagnostics.model import UNSEEN, Diagnostic, Diagnostics, Severity, Span

TAB = "    "
WIDEST = 160  # characters of an author's line that are shown
BY_SEVERITY = tuple(Severity)  # the most serious first
GITHUB_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
"""GitHub's words for severities: 'Workflow commands for GitHub Actions', setting an error message."""


class Style(StrEnum):
    """What a piece of a rendered diagnostic is; how it looks is the terminal's affair."""

    PLAIN = "plain"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    GUTTER = "gutter"
    CARET = "caret"
    HELP = "help"


class Piece(NamedTuple):
    """Some text and its style."""

    text: str
    style: Style = Style.PLAIN


def pieces(diagnostic: Diagnostic) -> Iterator[Piece]:
    """The message, the author's own line with a caret under the fault, and what to type; no newline at the end."""
    yield Piece(f"{diagnostic.severity}[{diagnostic.code}]:", Style(diagnostic.severity))
    yield Piece(f" {diagnostic.message}")
    if diagnostic.span:
        yield from _snippet(diagnostic.span)
    if diagnostic.help:
        margin = " " * (len(str(diagnostic.span.line)) + 1 if diagnostic.span else 1)
        first, *rest = diagnostic.help.splitlines()
        yield Piece(f"\n{margin}= help:", Style.HELP)
        yield Piece("".join([f" {first}", *(f"\n{margin}        {line}" for line in rest)]))


def _snippet(span: Span) -> Iterator[Piece]:
    margin = " " * len(str(span.line))
    yield Piece(f"\n{margin}-->", Style.GUTTER)
    yield Piece(f" {span}")
    if not span.text.strip():
        return
    before, caret = _caret(span)
    shown = UNSEEN.sub("\N{REPLACEMENT CHARACTER}", span.text)  # a terminal would do what they say
    line, before = _cropped(shown.expandtabs(len(TAB)).rstrip(), before)
    yield Piece(f"\n{margin} |\n{span.line} |", Style.GUTTER)
    yield Piece(f" {line}")
    yield Piece(f"\n{margin} |", Style.GUTTER)
    yield Piece(f" {before}{caret[:WIDEST]}", Style.CARET)


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


def render(diagnostic: Diagnostic) -> str:
    """One diagnostic as plain text."""
    return "".join(piece.text for piece in pieces(diagnostic))


def grouped(diagnostics: Diagnostics) -> tuple[tuple[str, tuple[Diagnostic, ...]], ...]:
    """Every fault below what it is about; what has errors comes first, and errors come first in it."""
    groups: dict[str, list[Diagnostic]] = {}
    for fault in diagnostics:
        groups.setdefault(fault.about, []).append(fault)
    ordered = ((about, tuple(sorted(faults, key=_rank))) for about, faults in groups.items())
    return tuple(sorted(ordered, key=lambda group: _rank(group[1][0])))


def _rank(fault: Diagnostic) -> int:
    return BY_SEVERITY.index(fault.severity)


def paragraphs(diagnostics: Diagnostics) -> Iterator[tuple[Piece, ...]]:
    """Paragraphs for people: a heading for every group, then its faults. Each ends with a newline."""
    for about, faults in grouped(diagnostics):
        yield (Piece(f"{about}\n{'=' * len(about)}\n"),)
        for fault in faults:
            yield (*pieces(fault), Piece("\n"))


def counts(diagnostics: Diagnostics) -> list[str]:
    """How many errors, warnings and notes there are; a kind that does not occur is left out."""
    numbers = (
        (len(diagnostics.errors), "error"),
        (len(diagnostics.warnings), "warning"),
        (len(diagnostics.notes), "note"),
    )
    return [counted(number, word) for number, word in numbers if number]


def render_github(diagnostics: Diagnostics, root: str = "") -> Iterator[str]:
    """Workflow commands: GitHub shows each beside the author's line. `root` is the project's folder there."""
    for fault in diagnostics:
        properties: dict[str, object] = {}
        if fault.span:
            span = fault.span
            properties = {"file": f"{root}{span.file}", "line": span.line, "col": span.column}
            properties["endColumn"] = span.column + span.length
        properties["title"] = fault.code
        text = "\n".join(part for part in (fault.message, fault.help) if part)
        listed = ",".join(f"{name}={_escaped(str(value), inside=True)}" for name, value in properties.items())
        yield f"::{GITHUB_COMMANDS[fault.severity]} {listed}::{_escaped(text)}"


def _escaped(text: str, *, inside: bool = False) -> str:
    escapes = {"%": "%25", "\r": "%0D", "\n": "%0A"} | ({":": "%3A", ",": "%2C"} if inside else {})
    return "".join(escapes.get(character, character) for character in text)
