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

from carepress import scheduler
from carepress.plan import Task
from carepress.pool import Gave, Limits, each, workers
from carepress.project import Project, own_part
from carepress.results import Made, Order
from carepress.scheduler import Luggage, Unconnected, connected, there, versions
from carepress.stages import attempt
from tests.support.cases import write_sound_project

HOUSE = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
LIMITS = Limits(seconds=60, megabytes=1024)
TASK = Task(document="asthma", lang="en", format="fact-sheet")


def press(order: Order) -> dict[str, bytes]:
    made = attempt(order)
    assert isinstance(made, Made)
    return dict(made.pdfs)


def slowly(order: Order) -> str:
    """Take a while, and say which document it was."""
    time.sleep(0.3)
    return f"{order.task} {sorted(order.project.files)[0]}"


def forever(order: Order) -> None:
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
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("clinic")
    write_sound_project(root)
    return Project(root, HOUSE)


def test_the_bytes_are_those_of_this_computer(cluster: Any, project: Project) -> None:
    orders = [Order(task=TASK, project=project, today=TODAY)] * 3
    with workers(1, LIMITS) as team:
        ((_, here),) = each(team, press, orders[:1])

    with connected(cluster.scheduler_address, LIMITS) as executor:
        answers = sorted(each(executor, press, orders), key=lambda answer: answer[0])

    assert answers == [(0, here), (1, here), (2, here)]


def test_a_computer_that_is_lost_loses_no_document(cluster: Any, project: Project) -> None:
    orders = [Order(task=replace(TASK, lang=f"x{n}"), project=project, today=TODAY) for n in range(16)]

    with connected(cluster.scheduler_address, LIMITS) as executor:
        answers = each(executor, slowly, orders)
        found = [next(answers), next(answers)]
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        found += answers

    assert sorted(found) == [(n, f"asthma (x{n}), fact-sheet content/asthma/airways.svg") for n in range(16)]


def test_a_document_that_takes_too_long_elsewhere_is_given_up(cluster: Any, project: Project) -> None:
    limits = Limits(seconds=0.3, megabytes=0)

    with connected(cluster.scheduler_address, limits) as executor:
        assert list(each(executor, forever, [Order(task=TASK, project=project, today=TODAY)])) == [
            (0, Gave(why="time", limits=limits))
        ]


def luggage(project: Project, **other: str) -> Luggage:
    order = Order(task=TASK, project=project, today=TODAY)
    return Luggage(order=order, own=own_part(project, "asthma"), limits=LIMITS, versions={**versions(), **other})


def test_a_computer_with_another_library_refuses(project: Project) -> None:
    said = f"a computer of the scheduler has weasyprint {versions()['weasyprint']}, not 1.0"

    assert there(slowly, luggage(project, weasyprint="1.0"), b"") == Gave(why="refused", limits=LIMITS, said=said)


def test_a_computer_that_may_start_no_processes_refuses(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(scheduler.multiprocessing.current_process()._config, "daemon", True)

    gave = there(slowly, luggage(project), b"")

    assert isinstance(gave, Gave)
    assert "--no-nanny" in gave.said


def test_without_the_library_the_line_to_type_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(Unconnected) as caught, ExitStack() as stack:
        stack.enter_context(connected("tcp://127.0.0.1:1", LIMITS))

    assert caught.value.fault.code == "no-dask"
    assert "pip install distributed" in caught.value.fault.help


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "tcp://", "http://127.0.0.1:1", ""])
def test_an_address_where_nobody_answers_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "PATIENCE", 0.3)

    with pytest.raises(Unconnected) as caught, ExitStack() as stack:
        stack.enter_context(connected(address, LIMITS))

    assert caught.value.fault.code == "no-scheduler"
