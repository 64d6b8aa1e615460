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

from carepress.build.manifest import Artifact
from carepress.build.runner import STRUCTURE, VERAPDF, Outcome
from carepress.cli.console import columns, err, has_colours, out, width
from carepress.diagnostics.english import counted
from carepress.diagnostics.model import Diagnostics
from carepress.diagnostics.render import counts, paragraphs
from carepress.diagnostics.serialization import to_json

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
    diagnostics = outcome.diagnostics
    return {
        "status": status,
        "errors": len(diagnostics.errors),
        "warnings": len(diagnostics.warnings),
        "notes": len(diagnostics.notes),
        "diagnostics": [fault.as_json() for fault in diagnostics],
        "editions": [to_json(one) for one in outcome.artifacts],
        "current": [one.file for one in outcome.current],
        "switched_off": outcome.status.switched_off,
    }


def folder_from_here(root: Path) -> str:
    """How the project's files are named from the folder that the command was typed in, as GitHub names them."""
    here = Path.cwd()
    below = root.relative_to(here).as_posix() if root.is_relative_to(here) else "."
    return "" if below == "." else f"{below}/"


def print_diagnostics(diagnostics: Diagnostics) -> None:
    """Every fault on standard error; in colour where the terminal has colours and nobody forbids them."""
    if not diagnostics:
        return
    if has_colours(os.environ, is_terminal=sys.stderr.isatty()):
        from carepress.cli.rich_output import print_pieces

        print_pieces(paragraphs(diagnostics))
    else:
        for pieces in paragraphs(diagnostics):
            err("".join(piece.text for piece in pieces))


def print_summary(outcome: Outcome, *, written: bool) -> None:
    """New files, what was put away, and a line that counts them; reading levels where nothing was written."""
    for line in columns([_row(one, written=written) for one in outcome.artifacts], width()):
        out(line)
    for name in outcome.archived:
        out(f"{name} is put away in .old/")
    readings = {one.task.about: one.reading for one in (*outcome.artifacts, *outcome.current) if one.reading}
    for about, reading in readings.items() if not written else ():
        out(f"{about}: {reading_line(reading)}")
    for code, reason in outcome.status.switched_off.items():
        out(f"Switched off in clinic.yaml: {code} ({reason})")
    out(_summary(outcome, written=written))


def _row(one: Artifact, *, written: bool) -> tuple[str, ...]:
    return (one.file, counted(one.pages, "page"), f"{one.bytes / 1000:.0f} kB") if written else (one.file, "sound")


def _summary(outcome: Outcome, *, written: bool) -> str:
    parts = [f"{len(outcome.artifacts)} {'built' if written else 'checked'}"]
    parts += [f"{len(outcome.current)} already current"] if outcome.current else []
    parts += [f"{len(outcome.failed)} not {'built' if written else 'fit'}"] if outcome.failed else []
    parts += counts(outcome.diagnostics)
    judges = sorted({one.verified_by for one in (*outcome.artifacts, *outcome.current)})
    return ", ".join(parts) + ". " + " ".join(JUDGED[judge] for judge in judges if judge in JUDGED)
