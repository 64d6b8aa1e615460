"""Reporting: what a run found and did, on output/report.html, for whoever answers for the handouts.

In:   the Request and the Outcome of a run.
Out:  report.html and its pictures, put in their places by `output`; the Outcome, with the disk's refusal if any.
Never: asks for the day, or builds anything.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from carepress.build.inputs import read_common
from carepress.build.output import deliver_report, shelved, unwritable
from carepress.build.request import Request
from carepress.build.runner import Outcome
from carepress.build.status import State
from carepress.dashboard import Overview, Shown, render
from carepress.dashboard.thumbnails import album
from carepress.diagnostics.model import Report
from carepress.project.files import Project


def write_report(request: Request, outcome: Outcome, output: Path) -> Outcome:
    """Write the page. A run that could not write its PDFs is told there, too."""
    project = outcome.survey.project
    found = _overview(project, request, outcome, output)
    try:
        pictures, sizes = album(output, found.shelf)
        deliver_report(output, render(replace(found, pictures=sizes), project.house), pictures, sizes)
    except OSError as fault:
        return replace(outcome, report=outcome.report + Report((unwritable(fault),)))
    return outcome


def _overview(project: Project, request: Request, outcome: Outcome, output: Path) -> Overview:
    commons = [read_common(project, clinic, request.today.year) for clinic in project.clinics]
    names = [common.clinic.name if common.clinic else "This clinic" for common in commons]
    printed = [one for one in shelved(output) if (output / one.file).is_file()]
    return Overview(
        today=request.today,
        clinics={name: common.checks for name, common in zip(names, commons, strict=True)},
        shown=tuple(_shown(state, outcome) for state in outcome.survey.states),
        shelf=tuple(printed),
        report=outcome.report,
        brand=commons[0].brand,
    )


def _shown(state: State, outcome: Outcome) -> Shown:
    made = {one.task for one in (*outcome.printed, *outcome.current)}
    return Shown(
        task=state.task,
        front=state.front,
        failed=state.task in outcome.failed,
        why="" if state.task in made else state.why,
    )
