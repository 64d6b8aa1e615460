"""The virtual environment of a checkout: the libraries that the lock files pin, and the step into .venv.

In:   the install root, its lock files, and the Python that was typed.
Out:  what is pinned and what is installed; the exit status of the command that continued in .venv.
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

from carepress.system.exit_codes import ExitCode
from carepress.system.installation import is_checkout
from carepress.system.packages import MINIMUM_PYTHON, set_up_line, this_family

NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")  # looked for when `python3` itself is too old

LOCK, TEST_LOCK = "requirements.lock", "requirements-test.lock"

MARKER = "CAREPRESS_WENT_ON_IN"  # names the .venv that a process was sent on to, so that it is not sent again


def pinned(lock: str) -> dict[str, str]:
    """The name and version of each library in a lock file's text, but those that only some computers need."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)[ \t]*(?:\\|$)", lock, re.MULTILINE)
    return {normalized(name): _number(version) for name, version in pins}


def installed(folders: list[Path]) -> dict[str, str]:
    """The name and version of each library in these folders, from the names of the folders that pip leaves."""
    names = [path.name[: -len(".dist-info")] for folder in folders for path in folder.glob("*.dist-info")]
    return {normalized(name): _number(version) for name, _, version in (name.rpartition("-") for name in names)}


def differences(pins: dict[str, str], versions: dict[str, str]) -> list[str]:
    """How the installed versions differ from the pinned ones, a few words each; nothing if they do not."""
    missing = [f"no {name}" for name in pins if name not in versions]
    other = [(name, versions[name], pin) for name, pin in pins.items() if versions.get(name, pin) != pin]
    return missing + [f"{name} {version}, not {pin}" for name, version, pin in other]


def venv_python(root: Path) -> Path:
    """The Python program of the checkout's virtual environment, whether it exists or not."""
    return root.joinpath(".venv", *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def next_step(*, inside: bool, exists: bool, sent: bool, complete: bool) -> Literal["stay", "enter", "advise"]:
    """Where to continue, given: in .venv already; .venv exists; sent there before; this Python has all libraries."""
    if exists and not inside and not sent:
        return "enter"
    return "stay" if complete else "advise"


def continue_in_venv(root: Path, argv: list[str]) -> int | None:
    """Continue in .venv with the same arguments; None means continue here, a number is the status to exit with."""
    if not is_checkout(root):
        return None
    program, venv = venv_python(root), os.path.realpath(root / ".venv")
    inside, sent = os.path.realpath(sys.prefix) == venv, os.environ.pop(MARKER, "") == venv
    step = next_step(inside=inside, exists=program.exists(), sent=sent, complete=_complete(root))
    if step == "enter":
        command = ["-m", "carepress"] if Path(argv[0]).name == "__main__.py" else [str(root / "make_docs.py")]
        environment = {**os.environ, MARKER: venv}
        environment.pop("PYTHONOPTIMIZE", None)  # without its assertions, WeasyPrint lays pages out otherwise
        return _run_in_venv([str(program), *command, *argv[1:]], environment)
    if step == "advise":
        print(f"carepress is not set up on this computer yet. Type: {set_up_line(this_family())}", file=sys.stderr)
        return ExitCode.MISSING_REQUIREMENT
    return None


def _run_in_venv(command: list[str], environment: dict[str, str]) -> int:
    if os.name != "nt":
        os.execve(command[0], command, environment)
    try:
        return subprocess.call(command, env=environment)  # on Windows, exec gives the prompt back too early
    except KeyboardInterrupt:
        return ExitCode.STOPPED


def _complete(root: Path) -> bool:
    pins = pinned((root / LOCK).read_text(encoding="utf-8"))
    return sys.version_info[:2] >= MINIMUM_PYTHON and set(pins) <= set(installed([Path(entry) for entry in sys.path]))


def library_folders(root: Path) -> list[Path]:
    """The folders of .venv in which libraries are; where there is none, those of this Python."""
    venv = root / ".venv"
    inside = [*venv.glob("lib/*/site-packages"), venv / "Lib" / "site-packages"]  # POSIX, Windows
    return inside if venv_python(root).exists() else [Path(entry) for entry in sys.path]


def normalized(name: str) -> str:
    """A library's name as the lock files spell it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _number(version: str) -> str:
    return re.sub(r"\b0+(?=\d)", "", version)  # pip names a folder 1.006 where the lock says 1.6
