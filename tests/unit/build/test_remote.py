"""Rules of remote workers: an unfit computer refuses, and without a scheduler there is a line to type.

tests/test_scheduler.py works with a real Dask cluster.
"""

from __future__ import annotations

import multiprocessing
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from carepress.build.jobs import Aborted, BuildJob
from carepress.build.remote import Payload, Unconnected, connected, run_payload, versions
from carepress.build.request import Limits
from carepress.diagnostics.model import Diagnostic
from carepress.project.files import ProjectFolder

LIMITS = Limits(seconds=60, megabytes=1024)
JOB = BuildJob(
    document="asthma",
    lang="en",
    formats=("fact-sheet",),
    project=ProjectFolder(Path(), Path()),
    today=date(2026, 11, 22),
)


def never_run(job: BuildJob) -> None:
    pytest.fail("an unfit computer did the job")


def payload(**other_versions: str) -> Payload:
    return Payload(job=JOB, document_files={}, limits=LIMITS, versions={**versions(), **other_versions})


def diagnostic(address: str) -> Diagnostic:
    with pytest.raises(Unconnected) as caught, ExitStack() as stack:
        stack.enter_context(connected(address, LIMITS, timeout=0.3))
    return caught.value.diagnostic


def test_a_computer_with_another_library_refuses() -> None:
    detail = f"weasyprint {versions()['weasyprint']}, not 1.0, pydyf {versions()['pydyf']}, not 2.0"

    assert run_payload(never_run, payload(weasyprint="1.0", pydyf="2.0"), b"") == Aborted(
        reason="other-versions", limits=LIMITS, detail=detail
    )


def test_a_computer_that_cannot_start_processes_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)

    assert run_payload(never_run, payload(), b"") == Aborted(reason="no-processes", limits=LIMITS)


def test_without_dask_the_line_to_type_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    assert diagnostic("tcp://127.0.0.1:1") == Diagnostic(
        code="no-dask",
        message="`--scheduler` needs Dask, which is not installed",
        help="Type:   .venv/bin/python -m pip install distributed",
    )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "tcp://", "http://127.0.0.1:1", ""])
def test_an_address_where_no_scheduler_answers_is_named(address: str) -> None:
    fault = diagnostic(address)

    assert (fault.code, fault.message) == ("no-scheduler", f"no scheduler answers at {address}")
