"""A disk that refuses at any step costs only the new files: a sentence names the file, and the next run makes them."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.test_output import CLINIC, GOUT, PDF, build, contents, shown, wrong
from tests.support.cases import ROOT
from tests.support.proofs import put

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

REFUSE = """
import os, sys
from carepress.cli.main import main
step, number, project, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]
CHANGES = {"os.mkdir": 1, "os.rename": 2, "os.remove": 1, "os.rmdir": 1}
WRITES, count = os.O_WRONLY | os.O_RDWR | os.O_CREAT, 0
def refuse(event, values):
    global count
    if event in CHANGES or (event == "open" and values[2] & WRITES):
        paths = [os.fsdecode(path) for path in values[:CHANGES.get(event, 1)] if not isinstance(path, int)]
        if any(path.startswith(os.path.join(project, "output")) for path in paths):
            count += 1
            if count >= step:
                raise OSError(number, os.strerror(number), paths[-1])
sys.addaudithook(refuse)
sys.exit(main([*command, "--project", project]))
"""
"""Every change below output/ fails from the given one on, as if the disk were full, out of inodes or unplugged."""


PDF_STEP = 18  # at which a build of one document renames its PDF; it has about 50 in all
GOUT_PDF = "gout-fact-sheet-en-draft.pdf"
BUILT = [PDF, GOUT_PDF, "manifest.json", "report.html"]
REASONS = {
    "write-protected": errno.EROFS,
    "another user's": errno.EACCES,
    "quota": errno.EDQUOT,
    "unplugged": errno.EIO,
    "no longer there": errno.ENODEV,
}
BUILD = ["build", "--today", "2026-11-22", "--jobs", "1"]
COMMANDS = {
    "build": BUILD,
    "build all": [*BUILD, "--force"],
    "clean": ["clean"],
    "restore": ["restore", GOUT_PDF],
    "clean the archive": ["clean", "--archive"],
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "clinic"
    put(root, {"content/clinic.yaml": CLINIC, "content/gout/en.md": GOUT})
    assert build(root) == 0
    return root


def refused(root: Path, step: int, error: int, *command: str) -> subprocess.CompletedProcess[str]:
    """A command to which the disk says no from this step on."""
    arguments = [sys.executable, "-c", REFUSE, str(step), str(error), str(root), *command]
    run = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr
    assert "carepress itself failed" not in run.stderr
    return run


@pytest.mark.parametrize("step", range(1, 52, 3))
def test_a_disk_that_is_full_from_any_step_on_loses_nothing(project: Path, step: int) -> None:
    before = contents(project / "output")
    put(project, {"content/clinic.yaml": CLINIC, "content/gout/en.md": GOUT.replace("hurts", "aches")})
    run = refused(project, step, errno.ENOSPC, *BUILD)

    assert run.returncode in ((1,) if step <= PDF_STEP else (0, 1))
    assert run.returncode == 0 or "no space left on device" in run.stderr.lower()
    assert contents(project / "output")[PDF] == before[PDF]
    assert build(project) == 0
    assert (shown(project), wrong(project)) == (BUILT, [])


@pytest.mark.parametrize("step", [1, 2, 3, 5, 8])
def test_a_first_build_on_a_full_disk_is_made_up_for_by_the_next(project: Path, step: int) -> None:
    (project / "output").rename(project.parent / "elsewhere")
    run = refused(project, step, errno.ENOSPC, *BUILD)

    assert run.returncode in (1, 2)
    assert "no space left on device" in run.stderr.lower()
    assert build(project) == 0
    assert (shown(project), wrong(project)) == (BUILT, [])


@pytest.mark.parametrize("step", [1, 3])
@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS.keys())
def test_every_reason_of_the_disk_is_a_sentence_with_the_name_of_a_file(project: Path, reason: int, step: int) -> None:
    run = refused(project, step, reason, *BUILD, "--force")

    assert run.returncode in (1, 2)
    assert os.strerror(reason).lower() in run.stderr.lower()
    assert str(project / "output") in run.stderr or "error[unwritable-output]: " in run.stderr


@pytest.mark.parametrize("step", [1, 3, 6])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_every_command_that_changes_something_takes_a_no(project: Path, command: list[str], step: int) -> None:
    (project / "content/gout/en.md").unlink()
    assert build(project) == 0  # which puts the document's PDF into .old/

    run = refused(project, step, errno.ENOSPC, *command)

    assert "--help" not in run.stderr
    assert run.returncode == 0 or "no space left on device" in run.stderr
    put(project, {"content/clinic.yaml": CLINIC, "content/gout/en.md": GOUT})
    assert build(project) == 0
    assert wrong(project) == []
    assert {PDF, GOUT_PDF} <= set(shown(project))


@pytest.mark.parametrize("hours", [-48, -1, 1, 48])
def test_a_clock_that_was_wrong_hides_no_change(project: Path, hours: int) -> None:
    before, file = contents(project / "output"), project / "content/gout/en.md"
    file.write_text(GOUT.replace("hurts", "aches"), encoding="utf-8")
    moment = time.time() + hours * 3600
    os.utime(file, (moment, moment))

    assert build(project) == 0
    assert contents(project / "output")[GOUT_PDF] != before[GOUT_PDF]
    file.write_text(GOUT, encoding="utf-8")
    assert build(project) == 0
    assert contents(project / "output")[GOUT_PDF] == before[GOUT_PDF]
