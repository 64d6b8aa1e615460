"""Verdicts: which of the built PDFs are fit for output/.

In:   the results of tasks; veraPDF, where there is one; with --strict, the warnings about what documents share.
Out:  the same results: a Built whose artifacts keep what was found, or Failed.
Never: writes a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from carepress.build.jobs import Built, Failed
from carepress.build.plan import Task
from carepress.diagnostics.model import Diagnostic, Diagnostics

if TYPE_CHECKING:
    from carepress.preflight.verapdf import Validator

VERAPDF, STRUCTURE = "veraPDF", "structure"
TRANSIENT = frozenset({"overdue"})  # codes that depend on the day: every run reports them anew

Result = tuple[Task, Built | Failed]


def validated(results: Iterable[Result], validator: Validator | None) -> list[Result]:
    """The results with veraPDF's verdicts on all PDFs; without veraPDF, the structural checks have decided already."""
    results = list(results)
    pdfs = {file: pdf for _, result in results if isinstance(result, Built) for file, pdf in result.pdfs.items()}
    verdicts = validator.validate(pdfs) if validator and pdfs else {}
    verified_by = VERAPDF if validator else STRUCTURE
    return [(task, _judged(result, task, verdicts, verified_by)) for task, result in results]


def _judged(
    result: Built | Failed, task: Task, verdicts: Mapping[str, Sequence[Diagnostic]], verified_by: str
) -> Built | Failed:
    """A result with its verdicts; what was found is kept in the artifacts, to be reported again."""
    faults = list(result.diagnostics)
    if isinstance(result, Built):
        faults += [fault for file in result.pdfs for fault in verdicts.get(file, ())]
    diagnostics = Diagnostics(tuple(fault if fault.span else replace(fault, document=task.about) for fault in faults))
    if isinstance(result, Failed) or diagnostics.errors:
        return Failed(diagnostics=diagnostics)
    if any(fault.code == "no-verdict" for fault in faults):
        verified_by = STRUCTURE
    kept = Diagnostics(tuple(fault for fault in diagnostics if fault.code not in TRANSIENT))
    artifacts = tuple(replace(artifact, faults=kept, verified_by=verified_by) for artifact in result.artifacts)
    return replace(result, diagnostics=diagnostics, artifacts=artifacts)


def strict(result: Built | Failed, task: Task, shared: Diagnostics) -> Built | Failed:
    """With --strict a warning fails a document: one of its own, or one of a file that documents share."""
    concern = [fault for fault in shared.warnings if fault.about == task.about or not fault.is_of_a_document]
    return Failed(diagnostics=result.diagnostics) if concern or result.diagnostics.warnings else result
