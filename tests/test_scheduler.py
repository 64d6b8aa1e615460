"""Work on other computers: nothing is lost, nothing is done twice, and the bytes are those of this computer.

The computers are two processes of a real Dask cluster on this one.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import dask
import pytest
import trustme
from distributed import LocalCluster
from distributed.security import Security

from carepress.build.jobs import Aborted, BuildJob, Built
from carepress.build.pipeline import build_job
from carepress.build.remote import Unconnected, connected
from carepress.build.request import Limits
from carepress.build.workers import as_completed, open_workers
from carepress.project.files import ProjectFolder
from tests.support.cases import write_sound_project

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
LIMITS = Limits(seconds=60, megabytes=1024)
ASTHMA: dict[str, Any] = {"document": "asthma", "lang": "en", "formats": ("fact-sheet",)}


def build(job: BuildJob) -> dict[str, bytes]:
    (built,) = build_job(job).results.values()
    assert isinstance(built, Built)
    return dict(built.pdfs)


def name_slowly(job: BuildJob) -> str:
    """Take a while, and return which document it was."""
    time.sleep(0.3)
    return f"{job.tasks[0]} {sorted(job.project.files)[0]}"


def never_end(job: BuildJob) -> None:
    time.sleep(600)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two processes that may have workers of carepress's own, as those started with `--no-nanny` may."""
    settings = {"distributed.worker.daemon": False, "distributed.comm.timeouts.connect": "10s"}
    with (
        dask.config.set(settings),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", host="127.0.0.1") as cluster,
    ):
        yield cluster


@pytest.fixture
def certificates(tmp_path: Path) -> dict[str, str]:
    """Dask's settings, with certificates for this computer."""
    authority, own = tmp_path / "ca.pem", tmp_path / "own.pem"
    issuer = trustme.CA()
    issuer.cert_pem.write_to_path(authority)
    issuer.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(own)
    owners = {f"distributed.comm.tls.{owner}.cert": str(own) for owner in ("scheduler", "worker", "client")}
    return {"distributed.comm.tls.ca-file": str(authority), **owners}


def test_the_connection_takes_tls_where_dask_is_given_it(project: ProjectFolder, certificates: dict[str, str]) -> None:
    with (
        dask.config.set({"distributed.worker.daemon": False, **certificates}),
        LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address=":0", host="tls://127.0.0.1", security=Security()
        ) as cluster,
    ):
        with connected(cluster.scheduler_address, LIMITS) as executor:
            ((number, answer),) = as_completed(
                executor, name_slowly, [BuildJob(**ASTHMA, project=project, today=TODAY)]
            )
        with (
            dask.config.set({"distributed.comm.tls.client.cert": None}),
            pytest.raises(Unconnected, match="name no certificate"),
            connected(cluster.scheduler_address, LIMITS),
        ):
            pass

    assert (cluster.scheduler_address[:6], number, "airways.svg" in str(answer)) == ("tls://", 0, True)


def test_dask_that_asks_for_encryption_gets_it_or_nothing(cluster: Any) -> None:
    with (
        dask.config.set({"distributed.comm.require-encryption": True}),
        pytest.raises(Unconnected, match="ask for encryption"),
        connected(cluster.scheduler_address, LIMITS),
    ):
        pass


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProjectFolder:
    root = tmp_path_factory.mktemp("clinic")
    write_sound_project(root)
    return ProjectFolder(root, ROOT)


def test_the_bytes_are_those_of_this_computer(cluster: Any, project: ProjectFolder) -> None:
    jobs = [BuildJob(**ASTHMA, project=project, today=TODAY)] * 3
    with open_workers(1, LIMITS) as pool:
        ((_, pdfs),) = as_completed(pool, build, jobs[:1])

    with connected(cluster.scheduler_address, LIMITS) as executor:
        completed = sorted(as_completed(executor, build, jobs), key=lambda pair: pair[0])

    assert completed == [(0, pdfs), (1, pdfs), (2, pdfs)]


def test_a_computer_that_is_lost_loses_no_document(cluster: Any, project: ProjectFolder) -> None:
    jobs = [replace(BuildJob(**ASTHMA, project=project, today=TODAY), lang=f"x{n}") for n in range(16)]

    with connected(cluster.scheduler_address, LIMITS) as executor:
        completed = as_completed(executor, name_slowly, jobs)
        results = [next(completed), next(completed)]
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        results += completed

    assert sorted(results) == [(n, f"asthma (x{n}), fact-sheet content/asthma/airways.svg") for n in range(16)]


def test_a_document_that_takes_too_long_elsewhere_is_stopped(cluster: Any, project: ProjectFolder) -> None:
    limits = Limits(seconds=0.3, megabytes=0)

    with connected(cluster.scheduler_address, limits) as executor:
        assert list(as_completed(executor, never_end, [BuildJob(**ASTHMA, project=project, today=TODAY)])) == [
            (0, Aborted(reason="time", limits=limits))
        ]
