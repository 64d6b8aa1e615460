"""The virtual environment: the libraries that the lock files pin, and the step into .venv.

In:   the install root, the lock files, and the Python that was typed.
Out:  what is pinned and what is installed; the exit status of the command that went on in .venv.
Never: installs, imports anything outside the standard library, or uses what Python 3.8 does not have: it runs under
       whatever Python was typed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Literal

from carepress.system.exit_codes import LACKS, STOPPED
from carepress.system.packages import MINIMUM_PYTHON, set_up_line, this_family

INSTALL_ROOT = Path(__file__).resolve().parents[2]  # where make_docs.py stands

NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")  # looked for when `python3` itself is too old

LOCK, TEST_LOCK = "requirements.lock", "requirements-test.lock"

MARKER = "CAREPRESS_WENT_ON_IN"  # names the .venv that a process was sent on to, so that it is not sent again


def pinned(lock: str) -> dict[str, str]:
    """The name and version of each library in a lock file's text, but those that only some computers need."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)[ \t]*(?:\\|$)", lock, re.MULTILINE)
    return {_plain(name): _number(version) for name, version in pins}


def installed(folders: list[Path]) -> dict[str, str]:
    """The name and version of each library in these folders, from the names of the folders that pip leaves."""
    names = [path.name[: -len(".dist-info")] for folder in folders for path in folder.glob("*.dist-info")]
    return {_plain(name): _number(version) for name, _, version in (name.rpartition("-") for name in names)}


def differences(pins: dict[str, str], there: dict[str, str]) -> list[str]:
    """How what is installed differs from what is pinned, a few words each; nothing if it does not."""
    missing = [f"no {name}" for name in pins if name not in there]
    return missing + [
        f"{name} {there[name]}, not {pins[name]}" for name in pins if there.get(name, pins[name]) != pins[name]
    ]


def venv_python(root: Path) -> Path:
    """The Python program of the project's virtual environment, there or not."""
    return root.joinpath(".venv", *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def next_step(*, inside: bool, there: bool, hopped: bool, complete: bool) -> Literal["stay", "hop", "advise"]:
    """Where to go on, given: in .venv already; .venv is there; sent there before; this Python has all libraries."""
    if there and not inside and not hopped:
        return "hop"
    return "stay" if complete else "advise"


def continue_in_venv(root: Path, argv: list[str]) -> int | None:
    """Go on in .venv with the same arguments; None means go on here, a number is the status to exit with."""
    program, venv = venv_python(root), os.path.realpath(root / ".venv")
    inside, hopped = os.path.realpath(sys.prefix) == venv, os.environ.pop(MARKER, "") == venv
    chosen = next_step(inside=inside, there=program.exists(), hopped=hopped, complete=_complete(root))
    if chosen == "hop":
        return _run_in_venv([str(program), str(root / "make_docs.py"), *argv[1:]], {**os.environ, MARKER: venv})
    if chosen == "advise":
        print(f"carepress is not set up on this computer yet. Type: {set_up_line(this_family())}", file=sys.stderr)
        return LACKS
    return None


def _run_in_venv(command: list[str], environment: dict[str, str]) -> int:
    if os.name != "nt":
        os.execve(command[0], command, environment)
    try:
        return subprocess.call(command, env=environment)  # on Windows, exec gives the prompt back too early
    except KeyboardInterrupt:
        return STOPPED


def _complete(root: Path) -> bool:
    pins = pinned((root / LOCK).read_text(encoding="utf-8"))
    return sys.version_info[:2] >= MINIMUM_PYTHON and set(pins) <= set(installed([Path(entry) for entry in sys.path]))


def library_folders(root: Path) -> list[Path]:
    """The folders of .venv in which libraries are; before there is one, those of this Python."""
    venv = root / ".venv"
    inside = [*venv.glob("lib/*/site-packages"), venv / "Lib" / "site-packages"]  # POSIX, Windows
    return inside if venv_python(root).exists() else [Path(entry) for entry in sys.path]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _number(version: str) -> str:
    return re.sub(r"\b0+(?=\d)", "", version)  # pip names a folder 1.006 where the lock says 1.6
