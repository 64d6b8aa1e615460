"""Interrupted: one sentence, the right status, nothing left behind; a reader that goes away is no fault."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.cases import ROOT, sound_project
from tests.support.proofs import put

CLINIC = sound_project()["content/clinic.yaml"].decode() + "\nchecks: {verapdf: false}\n"
MAKE_DOCS = [sys.executable, str(ROOT / "make_docs.py")]
STOPPED = "Stopped. Every PDF in the output folder is whole.\n"
PDF = "asthma-fact-sheet-en-draft.pdf"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    put(tmp_path / "clinic", {"content/clinic.yaml": CLINIC})
    (tmp_path / "tmp").mkdir()
    return tmp_path / "clinic"


def start(project: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*MAKE_DOCS, *arguments, "--project", str(project), "--today", "2026-11-22"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "TMPDIR": str(project.parent / "tmp")},
    )  # fmt: skip


def wait_for_workers(project: Path) -> None:
    for _ in range(400):
        if list((project.parent / "tmp").glob("carepress-*")):
            return
        time.sleep(0.02)
    pytest.fail("no worker was started")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)])
def test_a_build_that_is_stopped_says_so_and_leaves_nothing(project: Path, number: int, status: int) -> None:
    run = start(project, "build", "--force")
    wait_for_workers(project)
    os.killpg(run.pid, number)
    _, told = run.communicate(timeout=60)

    assert (run.returncode, told) == (status, STOPPED)
    assert list((project.parent / "tmp").iterdir()) == []


@pytest.mark.parametrize("delay", [0.02, 0.06, 0.1, 0.2, 0.4])
def test_control_c_at_any_moment_of_the_start_gives_no_traceback(project: Path, delay: float) -> None:
    run = start(project, "build")
    time.sleep(delay)
    os.killpg(run.pid, signal.SIGINT)
    _, told = run.communicate(timeout=60)

    assert run.returncode in (130, -signal.SIGINT, 0) or delay < 0.05  # before that Python itself is not ready
    assert "carepress" not in told or "Traceback" not in told


def test_what_a_killed_command_left_is_swept_by_the_next(project: Path) -> None:
    run = start(project, "build", "--force")
    wait_for_workers(project)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    theirs = project.parent / "tmp/carepress-notes"
    theirs.mkdir()

    assert start(project, "build").communicate()[1] == ""
    assert list((project.parent / "tmp").iterdir()) == [theirs]


@pytest.mark.parametrize("where", ["| true", ">/dev/full", ">&-", "2>&-", "2>/dev/full"])
def test_a_reader_that_goes_away_is_no_fault(project: Path, where: str) -> None:
    command = " ".join([*MAKE_DOCS, "build", "--project", str(project), "--today", "2026-11-22"])
    run = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command} {where}"], capture_output=True, text=True, check=False
    )

    assert (run.returncode, "Traceback" in run.stderr) == (0, False)
    assert (project / "output" / PDF).is_file()


def test_a_folder_that_has_gone_is_one_sentence(project: Path) -> None:
    gone = project.parent / "gone"
    command = f"cd {gone} && rmdir {gone} && exec {' '.join(MAKE_DOCS)} build --project {project}"
    gone.mkdir()
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert run.stderr.endswith("the folder of this window no longer exists; go to another one, and try again\n")
