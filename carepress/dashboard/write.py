"""Writing the dashboard: what a run found and did, on output/report.html.

In:   the Request and the Outcome of a run.
Out:  report.html and its thumbnails, written by `output`; the Outcome, with the disk's refusal if there is one.
Never: reads the clock, or builds anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from carepress.build.inputs import load_inputs
from carepress.build.outcome import Outcome
from carepress.build.output import publish_report, read_artifacts, unwritable
from carepress.build.plan import Task
from carepress.build.request import Request
from carepress.build.status import TaskStatus
from carepress.dashboard import Dashboard, TaskRow, render
from carepress.dashboard.thumbnails import missing_thumbnails
from carepress.diagnostics.model import Diagnostics


def write_report(request: Request, outcome: Outcome, output: Path, as_started: Callable[[str], str] = str) -> Outcome:
    """Write report.html, also after a run that could not write its PDFs.

    `as_started` gives commands in a text the name that this one was started by.
    """
    dashboard = _dashboard(request, outcome, output)
    try:
        new, sizes = missing_thumbnails(output, dashboard.artifacts)
        html = render(replace(dashboard, thumbnails=sizes), outcome.status.project.install_root)
        publish_report(output, as_started(html), new, sizes)
    except OSError as error:
        return replace(outcome, diagnostics=outcome.diagnostics + Diagnostics((unwritable(error),)))
    return outcome


def _dashboard(request: Request, outcome: Outcome, output: Path) -> Dashboard:
    status, year = outcome.status, request.today.year
    built = {artifact.task for artifact in (*outcome.artifacts, *outcome.current)}
    inputs = [load_inputs(status.project, clinic, year, status.shared_digest) for clinic in status.project.clinics]
    return Dashboard(
        today=request.today,
        clinics={shared.clinic.name if shared.clinic else "This clinic": shared.checks for shared in inputs},
        tasks=tuple(_task_row(state, outcome, built) for state in status.states),
        artifacts=tuple(artifact for artifact in read_artifacts(output) if (output / artifact.file).is_file()),
        diagnostics=outcome.diagnostics,
        brand=inputs[0].brand,
    )


def _task_row(state: TaskStatus, outcome: Outcome, built: Collection[Task]) -> TaskRow:
    return TaskRow(
        task=state.task,
        front=state.front,
        failed=state.task in outcome.failed,
        reason="" if state.task in built else state.reason,
    )
