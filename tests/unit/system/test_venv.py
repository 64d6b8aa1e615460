"""The virtual environment: what is pinned, and the step into .venv."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from carepress.system import venv
from carepress.system.venv import LOCK, TEST_LOCK, next_step

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("inside", "exists", "sent", "complete", "expected"),
    [
        (False, True, False, False, "enter"),
        (False, True, False, True, "enter"),
        (True, True, False, True, "stay"),
        (True, True, False, False, "advise"),  # a set-up that was stopped half-way
        (False, True, True, True, "stay"),  # sent there, and yet not inside: never again
        (False, True, True, False, "advise"),
        (False, False, False, True, "stay"),
        (False, False, False, False, "advise"),
    ],
)
def test_a_command_enters_the_venv_once(inside: bool, exists: bool, sent: bool, complete: bool, expected: str) -> None:
    assert next_step(inside=inside, exists=exists, sent=sent, complete=complete) == expected


@pytest.fixture
def install_root(tmp_path: Path) -> Path:
    """A project with a lock file that nothing meets, and a command that asks where to continue."""
    (tmp_path / LOCK).write_text("no-such-library==1.0 \\\n    --hash=sha256:00\n", encoding="utf-8")
    (tmp_path / "make_docs.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\nfrom carepress.system.venv import continue_in_venv\n"
        "status = continue_in_venv(Path(__file__).resolve().parent, sys.argv)\n"
        "if status is not None: sys.exit(status)\n"
        "print(Path(sys.prefix).name, sys.argv[1:], sys.flags.optimize, flush=True)\n",
        encoding="utf-8",
    )
    return tmp_path


def make_docs(install_root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(install_root / "make_docs.py"), *arguments]
    environment = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)


def test_without_a_venv_and_libraries_the_command_says_make_docs_and_exits_3(install_root: Path) -> None:
    run = make_docs(install_root, "build")

    assert (run.returncode, run.stdout, run.stderr) == (
        3,
        "",
        "carepress is not set up on this computer yet. Type: make docs\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="makes a virtual environment of symbolic links")
def test_the_command_continues_in_the_venv_with_its_arguments(install_root: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", install_root / ".venv"], check=True)
    library = next((install_root / ".venv").glob("lib/*/site-packages")) / "no_such_library-1.0.dist-info"
    library.mkdir()

    run = make_docs(install_root, "build", "a b", "--force", PYTHONOPTIMIZE="2")

    assert (run.returncode, run.stdout, run.stderr) == (0, ".venv ['build', 'a b', '--force'] 0\n", "")


@pytest.mark.skipif(os.name == "nt", reason="makes a virtual environment of symbolic links")
def test_a_venv_without_its_libraries_does_not_send_the_command_in_circles(install_root: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", install_root / ".venv"], check=True)

    assert make_docs(install_root).returncode == 3


@pytest.mark.parametrize("name", [LOCK, TEST_LOCK])
def test_a_lock_file_names_no_host_and_pins_every_library_with_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")))
    block = re.compile(
        r"[a-z0-9-]+==\S+( ; [^\\\n]+)? \\\n(    --hash=sha256:[0-9a-f]{64} \\\n)*    --hash=sha256:[0-9a-f]{64}"
    )

    assert re.findall(r"://|index-url|find-links|trusted-host|file:| @ ", text) == []
    assert [found for found in blocks if not block.fullmatch(found)] == []
    assert "make lock" in text.split("==", 1)[0]


def test_the_tests_run_on_the_libraries_that_build() -> None:
    runtime, tests = ((ROOT / name).read_text(encoding="utf-8") for name in (LOCK, TEST_LOCK))

    assert venv.pinned(runtime).items() <= venv.pinned(tests).items()


def test_every_library_that_pyproject_names_is_locked() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = re.findall(r'^  "([a-z0-9.-]+)[^"]*",', project.split("[tool.ruff]")[0], re.MULTILINE)

    assert {name.replace(".", "-") for name in named} <= set(
        venv.pinned((ROOT / TEST_LOCK).read_text(encoding="utf-8"))
    )


def test_a_pin_for_some_systems_only_is_not_missed_on_others() -> None:
    lock = "a.b==1.006 \\\n    --hash=sha256:00\ncolorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"

    assert venv.pinned(lock) == {"a-b": "1.6"}


def test_a_difference_says_what_is_there_and_what_is_pinned() -> None:
    assert venv.differences({"a": "1", "b": "2", "c": "3"}, {"b": "1", "c": "3"}) == ["no a", "b 1, not 2"]


def test_an_installed_carepress_has_no_venv_of_its_own(tmp_path: Path) -> None:
    assert venv.continue_in_venv(tmp_path, ["carepress"]) is None
