"""The outcome of a run: what it found and did.

In:   the status at its end, the results of its tasks.
Out:  an Outcome; the fingerprint of what report.html shows of it.
Pure: values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from carepress.build.jobs import Built, Failed
from carepress.build.manifest import Artifact
from carepress.build.plan import Task
from carepress.build.request import Request
from carepress.build.status import BuildStatus
from carepress.diagnostics.model import Diagnostics


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a run found and did: new PDFs, those that were current, tasks that failed, files that were archived.

    `crashes` are the reports to send where carepress itself has failed.
    """

    diagnostics: Diagnostics
    status: BuildStatus
    artifacts: tuple[Artifact, ...] = ()
    current: tuple[Artifact, ...] = ()
    failed: tuple[Task, ...] = ()
    archived: tuple[str, ...] = ()
    crashes: tuple[str, ...] = ()


def make_outcome(status: BuildStatus, results: Mapping[Task, Built | Failed], request: Request) -> Outcome:
    """What a run found and did, task by task in the order of the status."""
    order = {state.task: number for number, state in enumerate(status.states)}
    ordered = sorted(results, key=lambda task: order.get(task, len(order)))  # not as they happened to finish
    rest = [state for state in status.states if request.selection.wants(state.task) and state.task not in results]
    found = [results[task].diagnostics for task in ordered] + [state.diagnostics for state in rest]
    diagnostics = Diagnostics((*status.diagnostics, *(fault for faults in found for fault in faults)))
    built = [result for task in ordered if isinstance(result := results[task], Built)]
    editions = {state.task: len(state.editions) for state in status.states}
    failed = [task for task in ordered if isinstance(results[task], Failed)]
    return Outcome(
        diagnostics=_sorted(diagnostics if diagnostics.errors else diagnostics + status.unused_works),
        status=status,
        artifacts=tuple(
            artifact
            for result in built
            for artifact in result.artifacts
            if request.selection.wants_edition(artifact.edition)
        ),
        current=tuple(artifact for state in rest for artifact in state.artifacts),
        failed=tuple(task for task in failed for _ in range(editions.get(task, 1))),
    )


def dashboard_fingerprint(outcome: Outcome, request: Request) -> str:
    """Changes when report.html has to."""
    artifacts = sorted((*outcome.current, *outcome.artifacts), key=lambda artifact: artifact.file)
    made = {artifact.task for artifact in artifacts}
    states = ((state.task, state.front, "" if state.task in made else state.reason) for state in outcome.status.states)
    pdfs = ((artifact.file, artifact.sha256, artifact.faults) for artifact in artifacts)
    reported = (request.today, outcome.status.project_digest, outcome.failed, outcome.diagnostics, *states, *pdfs)
    return sha256("\n".join(map(repr, reported)).encode()).hexdigest()[:16]


def _sorted(diagnostics: Diagnostics) -> Diagnostics:
    """Each fault once; what documents share first, then file by file, from top to bottom."""
    faults = list(dict.fromkeys(diagnostics))
    files = {file: number for number, file in enumerate(dict.fromkeys(f.span.file for f in faults if f.span))}
    last = (len(files), 0, 0)
    return Diagnostics(
        tuple(sorted(faults, key=lambda f: (files[f.span.file], f.span.line, f.span.column) if f.span else last))
    )
