"""The summary of a run: text for people, JSON for programs.

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

from carepress.build.manifest import Artifact
from carepress.build.outcome import Outcome
from carepress.build.verdicts import STRUCTURE, VERAPDF
from carepress.cli.console import columns, err, has_colours, out, width
from carepress.diagnostics.english import counted
from carepress.diagnostics.model import Diagnostics
from carepress.diagnostics.render import counts, paragraphs
from carepress.diagnostics.serialization import to_json

VERDICTS = {
    VERAPDF: "veraPDF found them to be PDF/UA-1 and PDF/A-2a.",
    STRUCTURE: "Their structure was checked by carepress; veraPDF did not run.",
}


def reading_line(reading: Mapping[str, Any]) -> str:
    """How hard a text is to read, in a line. Where there is no Flesch-Kincaid grade, SMOG is on the Spanish scale."""
    grade = f"reading grade {reading['smog']} (SOL)"
    if reading["grade"] is not None:
        grade = f"reading grade {reading['smog']} (SMOG), {reading['grade']} (Flesch-Kincaid)"
    line = f"{grade}, {counted(reading['sentences'], 'sentence')}"
    return f"{line}: indicative" if reading["indicative"] else line


def as_json(outcome: Outcome, status: int) -> dict[str, object]:
    """The outcome as one mapping for `--json`."""
    diagnostics = outcome.diagnostics
    return {
        "status": status,
        "errors": len(diagnostics.errors),
        "warnings": len(diagnostics.warnings),
        "notes": len(diagnostics.notes),
        "diagnostics": [diagnostic.as_json() for diagnostic in diagnostics],
        "editions": [to_json(artifact) for artifact in outcome.artifacts],
        "current": [artifact.file for artifact in outcome.current],
        "switched_off": outcome.status.switched_off,
    }


def folder_from_here(root: Path) -> str:
    """The project's folder as seen from the working folder, with a slash at the end; empty if they are the same."""
    here = Path.cwd()
    below = root.relative_to(here).as_posix() if root.is_relative_to(here) else "."
    return "" if below == "." else f"{below}/"


def print_diagnostics(diagnostics: Diagnostics) -> None:
    """Print every diagnostic on standard error, in colour where the terminal has it and nobody forbids it."""
    if not diagnostics:
        return
    if has_colours(os.environ, is_terminal=sys.stderr.isatty()):
        from carepress.cli.rich_output import print_pieces

        print_pieces(paragraphs(diagnostics))
    else:
        for pieces in paragraphs(diagnostics):
            err("".join(piece.text for piece in pieces))


def print_summary(outcome: Outcome, *, written: bool) -> None:
    """Print new files, archived ones, and a line of counts; reading levels where nothing was written."""
    for line in columns([_row(artifact, written=written) for artifact in outcome.artifacts], width()):
        out(line)
    for name in outcome.archived:
        out(f"{name} was moved to .old/")
    artifacts = (*outcome.artifacts, *outcome.current)
    readings = {artifact.task.about: artifact.reading for artifact in artifacts if artifact.reading}
    for about, reading in readings.items() if not written else ():
        out(f"{about}: {reading_line(reading)}")
    for code, reason in outcome.status.switched_off.items():
        out(f"Switched off in clinic.yaml: {code} ({reason})")
    out(_summary(outcome, written=written))


def _row(artifact: Artifact, *, written: bool) -> tuple[str, ...]:
    pages_and_size = counted(artifact.pages, "page"), f"{artifact.bytes / 1000:.0f} kB"
    return (artifact.file, *pages_and_size) if written else (artifact.file, "sound")


def _summary(outcome: Outcome, *, written: bool) -> str:
    parts = [f"{len(outcome.artifacts)} {'built' if written else 'checked'}"]
    parts += [f"{len(outcome.current)} already current"] if outcome.current else []
    parts += [f"{len(outcome.failed)} not {'built' if written else 'fit'}"] if outcome.failed else []
    parts += counts(outcome.diagnostics)
    validators = sorted({artifact.verified_by for artifact in (*outcome.artifacts, *outcome.current)})
    verdicts = [VERDICTS[name] for name in validators if name in VERDICTS]
    return " ".join([f"{', '.join(parts)}.", *verdicts])
