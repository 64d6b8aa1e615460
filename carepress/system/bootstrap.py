"""Set-up: from a computer with nothing but Python to one that builds.

`make docs` and `make test` start here every time. What is there already is left alone, so the second time costs next
to nothing; what an interrupted set-up left half done is made again.

In:   the checkout, and whether the tests are to run.
Out:  the system's libraries, .venv, and in it the libraries of the lock file; the exit status.
Never: asks apt or the network when nothing is missing, installs what no lock file pins, imports anything outside the
       standard library, or uses what Python 3.8 does not have.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from carepress.system import doctor, packages, venv
from carepress.system.exit_codes import ExitCode
from carepress.system.installation import INSTALL_ROOT

STAMP = Path(".venv", "carepress-set-up")  # there only while .venv is whole: the digests of the locks that went into it
OWN_WORK = {".venv", "libraries"}  # what set-up provides itself; the system must bring everything else
IN_WORDS = {"Python": "Python 3.11 or later", "venv": "Python's venv module"}


class Python(NamedTuple):
    """A Python on this computer: its program, its version, and whether it can make a virtual environment."""

    program: str
    version: tuple[int, int]
    makes_venv: bool


class Steps(NamedTuple):
    """What there is to do: what the system must bring; make a fresh .venv; install the locked libraries."""

    system: list[str]
    fresh: bool
    libraries: bool


def main(arguments: list[str]) -> int:
    """Set this computer up, with `--tests` for the tests too; returns the exit status."""
    try:
        return set_up(INSTALL_ROOT, tests="--tests" in arguments)
    except KeyboardInterrupt:
        print("Stopped. Type the same command again to continue.", file=sys.stderr)
        return ExitCode.STOPPED


def set_up(root: Path, *, tests: bool) -> int:
    """Do what is missing and nothing else. Returns 0, or 3 after saying what this computer lacks."""
    todo = find_steps(root, tests=tests)
    if todo.system:
        _install_packages(todo.system)
        todo = find_steps(root, tests=tests)
    if [name for name in todo.system if name not in doctor.OPTIONAL]:
        return _print_advice(todo.system)
    if todo.fresh and not _make_venv(root):
        return ExitCode.MISSING_REQUIREMENT
    if todo.libraries and not _install_libraries(root, tests=tests):
        return ExitCode.MISSING_REQUIREMENT
    return ExitCode.OK


def find_steps(root: Path, *, tests: bool) -> Steps:
    """What this computer needs to have done to it."""
    missing = [requirement.name for requirement in doctor.requirements(root, tests=tests) if not requirement.ok]
    stamp = read_stamp(root)
    python = choose_python(find_pythons()) if not stamp else None
    return needed_steps(missing, stamp, digests(root, tests=tests), python)


def needed_steps(missing: list[str], stamp: dict[str, str], locks: dict[str, str], python: Python | None) -> Steps:
    """What to do, given what is missing, what went into .venv (nothing: make it again), and what must be in it."""
    fresh = not stamp
    system = [name for name in missing if name not in OWN_WORK | {"Python", "venv"}]
    if fresh:
        system += ["Python"] if python is None else [] if python.makes_venv else ["venv"]
    else:  # what apt could not bring the first time is not asked for every time
        system = [name for name in system if name not in doctor.OPTIONAL]
    outdated = any(stamp.get(lock) != digest for lock, digest in locks.items())
    return Steps(system, fresh, outdated or bool(OWN_WORK & set(missing)))


def choose_python(pythons: list[Python]) -> Python | None:
    """The Python to make .venv with: new enough, and able to make one, if any is."""
    able = [python for python in pythons if python.version >= packages.MINIMUM_PYTHON]
    return next((python for python in able if python.makes_venv), able[0] if able else None)


def find_pythons() -> list[Python]:
    """This Python, or the one that its virtual environment was made with, and the newer ones that really start."""
    ask = "import sys, importlib.util as u; print(*sys.version_info[:2], int(u.find_spec('ensurepip') is not None))"
    this = getattr(sys, "_base_executable", "") or sys.executable
    found = []
    for program in dict.fromkeys([this, *filter(None, map(shutil.which, venv.NEWER_PYTHONS))]):
        run = subprocess.run([program, "-c", ask], capture_output=True, text=True, check=False)
        if run.returncode == 0:
            major, minor, makes_venv = map(int, run.stdout.split())
            found.append(Python(program, (major, minor), bool(makes_venv)))
    return found


def digests(root: Path, *, tests: bool) -> dict[str, str]:
    """The lock files that must be in .venv, and the SHA-256 of each."""
    names = [venv.LOCK, venv.TEST_LOCK] if tests else [venv.LOCK]
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in names}


def read_stamp(root: Path) -> dict[str, str]:
    """The lock files that went into .venv, and their digests; nothing if it is missing or incomplete."""
    stamp = root / STAMP
    if not stamp.is_file() or not venv.venv_python(root).exists():
        return {}
    return dict(line.split() for line in stamp.read_text(encoding="utf-8").splitlines())


def _write_stamp(root: Path, locks: dict[str, str]) -> None:
    beside = root / STAMP.with_suffix(".new")
    beside.write_text("".join(f"{lock} {digest}\n" for lock, digest in locks.items()), encoding="utf-8")
    os.replace(beside, root / STAMP)


def _install_packages(names: list[str]) -> None:
    """Let apt install what these names need, where there is apt and permission to use it; failures show afterwards."""
    superuser = _superuser() if packages.this_family() == "debian" and shutil.which("apt-get") else None
    if superuser is None:
        return
    python = choose_python(find_pythons())
    wanted = packages.packages("debian", names, python.version if python else packages.MINIMUM_PYTHON)
    print(f"Installing system packages: {' '.join(wanted)}", flush=True)
    apt = [*superuser, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    subprocess.call([*apt, "update"], stdin=subprocess.DEVNULL)
    known = [name for name in wanted if _apt_knows(name)]  # a single unknown one would make apt install none
    if known:
        subprocess.call([*apt, "install", "--yes", "--no-install-recommends", *known], stdin=subprocess.DEVNULL)


def _apt_knows(package: str) -> bool:
    return subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode == 0


def _superuser() -> list[str] | None:
    """What to put before a command so that it may install packages; None if nobody here may."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None


def _make_venv(root: Path) -> bool:
    python = choose_python(find_pythons())
    if python is None:
        return False
    print(f"Creating .venv with Python {'.'.join(map(str, python.version))}.", flush=True)
    return subprocess.call([python.program, "-m", "venv", "--clear", str(root / ".venv")]) == 0


def _install_libraries(root: Path, *, tests: bool) -> bool:
    """Install the lock file. There is no stamp meanwhile, so that a killed set-up is not taken for a complete one."""
    lock, before = venv.TEST_LOCK if tests else venv.LOCK, read_stamp(root)
    print(f"Installing the libraries in {lock}. The first time takes a few minutes.", flush=True)
    if before:
        (root / STAMP).unlink()
    status, output = _pip(root, *INSTALL, str(root / lock))
    if status > 0 and before:  # pip failed cleanly, so .venv is as it was; below 0 it was killed
        _write_stamp(root, before)
    if status == 0:
        status, output = _pip(root, "check")
    if status == 0:
        _write_stamp(root, digests(root, tests=tests))
        return True
    print(f"{lock} could not be installed. {explain_pip(output)}", file=sys.stderr)
    return False


# The lock names every library with its hash, so pip has nothing to resolve: `--no-deps` keeps a release that is newer
# than the lock from making it incomplete.
INSTALL = ("install", "--quiet", "--no-input", "--no-deps", "--require-hashes", "--only-binary=:all:", "--requirement")
OFFLINE = re.compile(r"NewConnectionError|NameResolutionError|ConnectTimeout|Network is unreachable|Connection refused")


def _pip(root: Path, *arguments: str) -> tuple[int, str]:
    """Run pip in .venv; its exit status and all that it printed."""
    command = [str(venv.venv_python(root)), "-m", "pip", "--disable-pip-version-check", *arguments]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return run.returncode, run.stdout


def explain_pip(output: str) -> str:
    """Why pip failed, in a sentence for people and then in pip's own lines."""
    if OFFLINE.search(output):
        return "pip could not reach the package index. Connect this computer to the internet, then type the same again."
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("WARNING: Retrying")]
    errors = [line for line in lines if line.startswith("ERROR:")] or lines[-5:] or ["(nothing)"]
    return "pip says:\n\n" + "".join(f"    {line}\n" for line in errors)


def _print_advice(names: list[str]) -> int:
    python = choose_python(find_pythons())
    line = packages.advice(packages.this_family(), names, python.version if python else packages.MINIMUM_PYTHON)
    lacking = ", ".join(IN_WORDS.get(name, name) for name in names)
    print(f"This computer lacks {lacking}. Type:\n\n    {line}\n", file=sys.stderr)
    return ExitCode.MISSING_REQUIREMENT


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("Stopped. Type the same again to go on.", file=sys.stderr)
        raise SystemExit(ExitCode.STOPPED) from None
