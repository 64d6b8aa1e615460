"""Rules of work on other computers: nothing is lost, nothing is done twice, and the bytes are those of this computer.

The computers are two processes of a real Dask cluster on this one.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import LocalCluster

from carepress.build import remote
from carepress.build.jobs import BuildJob, Built
from carepress.build.pipeline import build_job
from carepress.build.plan import Task
from carepress.build.remote import Payload, Unconnected, connected, there, versions
from carepress.build.workers import Aborted, Limits, as_completed, open_workers
from carepress.project.files import ProjectFolder
from carepress.project.snapshot import document_files
from tests.support.cases import write_sound_project

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
LIMITS = Limits(seconds=60, megabytes=1024)
TASK = Task(document="asthma", lang="en", format="fact-sheet")


def press(order: BuildJob) -> dict[str, bytes]:
    made = build_job(order)
    assert isinstance(made, Built)
    return dict(made.pdfs)


def slowly(order: BuildJob) -> str:
    """Take a while, and say which document it was."""
    time.sleep(0.3)
    return f"{order.task} {sorted(order.project.files)[0]}"


def forever(order: BuildJob) -> None:
    time.sleep(600)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two processes that may have workers of carepress's own, as those started with `--no-nanny` may."""
    settings = {"distributed.worker.daemon": False, "distributed.comm.timeouts.connect": "10s"}
    with (
        dask.config.set(settings),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as found,
    ):
        yield found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProjectFolder:
    root = tmp_path_factory.mktemp("clinic")
    write_sound_project(root)
    return ProjectFolder(root, ROOT)


def test_the_bytes_are_those_of_this_computer(cluster: Any, project: ProjectFolder) -> None:
    orders = [BuildJob(task=TASK, project=project, today=TODAY)] * 3
    with open_workers(1, LIMITS) as team:
        ((_, here),) = as_completed(team, press, orders[:1])

    with connected(cluster.scheduler_address, LIMITS) as executor:
        answers = sorted(as_completed(executor, press, orders), key=lambda answer: answer[0])

    assert answers == [(0, here), (1, here), (2, here)]


def test_a_computer_that_is_lost_loses_no_document(cluster: Any, project: ProjectFolder) -> None:
    orders = [BuildJob(task=replace(TASK, lang=f"x{n}"), project=project, today=TODAY) for n in range(16)]

    with connected(cluster.scheduler_address, LIMITS) as executor:
        answers = as_completed(executor, slowly, orders)
        found = [next(answers), next(answers)]
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        found += answers

    assert sorted(found) == [(n, f"asthma (x{n}), fact-sheet content/asthma/airways.svg") for n in range(16)]


def test_a_document_that_takes_too_long_elsewhere_is_given_up(cluster: Any, project: ProjectFolder) -> None:
    limits = Limits(seconds=0.3, megabytes=0)

    with connected(cluster.scheduler_address, limits) as executor:
        assert list(as_completed(executor, forever, [BuildJob(task=TASK, project=project, today=TODAY)])) == [
            (0, Aborted(reason="time", limits=limits))
        ]


def luggage(project: ProjectFolder, **other: str) -> Payload:
    order = BuildJob(task=TASK, project=project, today=TODAY)
    return Payload(order=order, own=document_files(project, "asthma"), limits=LIMITS, versions={**versions(), **other})


def test_a_computer_with_another_library_refuses(project: ProjectFolder) -> None:
    said = f"a computer of the scheduler has weasyprint {versions()['weasyprint']}, not 1.0"

    assert there(slowly, luggage(project, weasyprint="1.0"), b"") == Aborted(reason="refused", limits=LIMITS, said=said)


def test_a_computer_that_may_start_no_processes_refuses(
    project: ProjectFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(remote.multiprocessing.current_process()._config, "daemon", True)

    gave = there(slowly, luggage(project), b"")

    assert isinstance(gave, Aborted)
    assert "--no-nanny" in gave.said


def test_without_the_library_the_line_to_type_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(Unconnected) as caught, ExitStack() as stack:
        stack.enter_context(connected("tcp://127.0.0.1:1", LIMITS))

    assert caught.value.fault.code == "no-dask"
    assert "pip install distributed" in caught.value.fault.help


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "tcp://", "http://127.0.0.1:1", ""])
def test_an_address_where_nobody_answers_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "PATIENCE", 0.3)

    with pytest.raises(Unconnected) as caught, ExitStack() as stack:
        stack.enter_context(connected(address, LIMITS))

    assert caught.value.fault.code == "no-scheduler"
