"""Reporting: what a run found and did, on output/report.html, for whoever answers for the handouts.

In:   the Request and the Outcome of a run.
Out:  report.html and its pictures, put in their places by `output`; the Outcome, with the disk's refusal if any.
Never: asks for the day, or builds anything.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from carepress.build.inputs import load_inputs
from carepress.build.output import publish_report, read_artifacts, unwritable
from carepress.build.request import Request
from carepress.build.runner import Outcome
from carepress.build.status import TaskStatus
from carepress.dashboard import Dashboard, Shown, render
from carepress.dashboard.thumbnails import missing_thumbnails
from carepress.diagnostics.model import Diagnostics
from carepress.project.files import ProjectFolder


def write_report(request: Request, outcome: Outcome, output: Path) -> Outcome:
    """Write the page. A run that could not write its PDFs is told there, too."""
    project = outcome.status.project
    found = _overview(project, request, outcome, output)
    try:
        pictures, sizes = missing_thumbnails(output, found.artifacts)
        publish_report(output, render(replace(found, pictures=sizes), project.install_root), pictures, sizes)
    except OSError as fault:
        return replace(outcome, diagnostics=outcome.diagnostics + Diagnostics((unwritable(fault),)))
    return outcome


def _overview(project: ProjectFolder, request: Request, outcome: Outcome, output: Path) -> Dashboard:
    digest = outcome.status.shared_digest
    inputs = [load_inputs(project, clinic, request.today.year, digest) for clinic in project.clinics]
    names = [one_input.clinic.name if one_input.clinic else "This clinic" for one_input in inputs]
    artifacts = [one for one in read_artifacts(output) if (output / one.file).is_file()]
    return Dashboard(
        today=request.today,
        clinics={name: one_input.checks for name, one_input in zip(names, inputs, strict=True)},
        shown=tuple(_shown(state, outcome) for state in outcome.status.states),
        artifacts=tuple(artifacts),
        diagnostics=outcome.diagnostics,
        brand=inputs[0].brand,
    )


def _shown(state: TaskStatus, outcome: Outcome) -> Shown:
    made = {one.task for one in (*outcome.artifacts, *outcome.current)}
    return Shown(
        task=state.task,
        front=state.front,
        failed=state.task in outcome.failed,
        reason="" if state.task in made else state.reason,
    )
