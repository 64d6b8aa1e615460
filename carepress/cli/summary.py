"""The summary: how a run is told, as text for people and as JSON for programs.

In:   the Outcome of a run.
Out:  lines on standard output and standard error; a mapping for JSON.
Never: decides the exit status.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carepress.build.manifest import Printed
from carepress.build.runner import STRUCTURE, VERAPDF, Outcome
from carepress.cli.console import columns, complain, has_colours, say, width
from carepress.diagnostics.english import counted
from carepress.diagnostics.model import Report
from carepress.diagnostics.render import counts, text

JUDGED = {
    VERAPDF: "veraPDF found them to be PDF/UA-1 and PDF/A-2a.",
    STRUCTURE: "Their structure was checked by carepress; veraPDF did not run.",
}


def reading_line(reading: Mapping[str, Any]) -> str:
    """How hard a text is to read, in a line. Where there is no Flesch-Kincaid, SMOG was put on the Spanish scale."""
    said = f"reading grade {reading['smog']} (SOL)"
    if reading["grade"] is not None:
        said = f"reading grade {reading['smog']} (SMOG), {reading['grade']} (Flesch-Kincaid)"
    sentences = counted(reading["sentences"], "sentence")
    return f"{said}, {sentences}: indicative" if reading["indicative"] else f"{said}, {sentences}"


def as_json(outcome: Outcome, status: int) -> dict[str, object]:
    """The outcome as one mapping for `--json`."""
    report = outcome.report
    return {
        "status": status,
        "errors": len(report.errors),
        "warnings": len(report.warnings),
        "notes": len(report.notes),
        "diagnostics": [fault.as_json() for fault in report.diagnostics],
        "editions": [one.as_json() for one in outcome.printed],
        "current": [one.file for one in outcome.current],
        "switched_off": outcome.survey.switched_off,
    }


def folder_from_here(root: Path) -> str:
    """How the project's files are named from the folder that the command was typed in, as GitHub names them."""
    here = Path.cwd()
    below = root.relative_to(here).as_posix() if root.is_relative_to(here) else "."
    return "" if below == "." else f"{below}/"


def print_diagnostics(report: Report) -> None:
    """The faults; in colour where the terminal has colours and nobody forbids them."""
    if not report.diagnostics:
        return
    if has_colours(os.environ, is_terminal=sys.stderr.isatty()):
        from carepress.cli.rich_output import coloured

        coloured(text(report))
    else:
        for paragraph in text(report):
            complain(paragraph)


def print_summary(outcome: Outcome, *, written: bool) -> None:
    """New files, what was put away, and a line that counts them; reading levels where nothing was written."""
    for line in columns([_row(one, written=written) for one in outcome.printed], width()):
        say(line)
    for name in outcome.retired:
        say(f"{name} is put away in .old/")
    readings = {one.task.about: one.reading for one in (*outcome.printed, *outcome.current) if one.reading}
    for about, reading in readings.items() if not written else ():
        say(f"{about}: {reading_line(reading)}")
    for code, reason in outcome.survey.switched_off.items():
        say(f"Switched off in clinic.yaml: {code} ({reason})")
    say(_summary(outcome, written=written))


def _row(one: Printed, *, written: bool) -> tuple[str, ...]:
    return (one.file, counted(one.pages, "page"), f"{one.bytes / 1000:.0f} kB") if written else (one.file, "sound")


def _summary(outcome: Outcome, *, written: bool) -> str:
    parts = [f"{len(outcome.printed)} {'built' if written else 'checked'}"]
    parts += [f"{len(outcome.current)} already current"] if outcome.current else []
    parts += [f"{len(outcome.failed)} not {'built' if written else 'fit'}"] if outcome.failed else []
    parts += counts(outcome.report)
    judges = sorted({one.verified_by for one in (*outcome.printed, *outcome.current)})
    return ", ".join(parts) + ". " + " ".join(JUDGED[judge] for judge in judges if judge in JUDGED)
