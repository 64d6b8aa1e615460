"""System packages: which family of systems this is, what brings each library, and the line to type.

In:   the names of what is missing.
Out:  package names; one line to type, or words where this system has no package.
Never: installs, imports anything outside the standard library, or uses what Python 3.8 does not have.
"""

from __future__ import annotations

import platform
from pathlib import Path
from typing import NamedTuple

MINIMUM_PYTHON = (3, 11)

# As WeasyPrint 70 looks for them (weasyprint/text/ffi.py): the names on Linux, macOS and Windows, and any other's.
LIBRARIES = {
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll", "gobject-2.0"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll", "pango-1.0"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll", "pangoft2-1.0"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll", "harfbuzz"),
    "HarfBuzz-Subset": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
        "harfbuzz-subset",
    ),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll", "fontconfig"),
}

JARS_IN = Path("/usr/share/java")


class System(NamedTuple):
    """A family of operating systems: the line that installs, and the package that brings each requirement."""

    install: str
    packages: dict[str, str]


_PANGO = {**dict.fromkeys(LIBRARIES, "pango"), "HarfBuzz": "harfbuzz", "HarfBuzz-Subset": "harfbuzz"}

_DEBIAN = {
    **dict.fromkeys(LIBRARIES, "libpango-1.0-0"),  # brings GObject and HarfBuzz along
    "PangoFT2": "libpangoft2-1.0-0",
    "HarfBuzz-Subset": "libharfbuzz-subset0",
    "fontconfig": "libfontconfig1",
    "Python": "python3.11-venv",
    "venv": "python{}-venv",
    "Java": "default-jdk-headless",
    "JAXB": "libjaxb-java",
}

_BREW = "brew install {} && export DYLD_FALLBACK_LIBRARY_PATH=$(brew --prefix)/lib"  # where Python would not look

_MSYS = "install MSYS2, then in its window: pacman -S {}"

SYSTEMS = {
    "debian": System("sudo apt-get install {}", _DEBIAN),
    "fedora": System("sudo dnf install {}", {**_PANGO, "Python": "python3", "Java": "java-latest-openjdk-devel"}),
    "arch": System("sudo pacman -S {}", {**_PANGO, "Python": "python", "Java": "jdk-openjdk"}),
    "darwin": System(_BREW, {**_PANGO, "Python": "python3", "Java": "temurin"}),
    "windows": System(_MSYS, dict.fromkeys(LIBRARIES, "mingw-w64-ucrt-x86_64-pango")),
}

BY_HAND = {
    **{name: f"install the library {name}" for name in LIBRARIES},
    "Python": "install Python 3.11 or later",
    "venv": "install the venv module of this Python",
    "Java": "install a Java development kit (JDK), version 11 or later",
    "JAXB": f"put the jars of Debian's package libjaxb-java into {JARS_IN}",
}


def family(name: str, os_release: str) -> str:
    """The key in SYSTEMS of `platform.system()` and the text of /etc/os-release; empty if there is none."""
    facts = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line)
    words = " ".join([name, facts.get("ID", ""), facts.get("ID_LIKE", "")]).replace('"', "").lower().split()
    return next((word for word in words if word in SYSTEMS), "")


def this_family() -> str:
    """The family of this computer."""
    release = Path("/etc/os-release")
    return family(platform.system(), release.read_text(encoding="utf-8") if release.is_file() else "")


def packages(system: str, names: list[str], python: tuple[int, int] = MINIMUM_PYTHON) -> list[str]:
    """The packages that bring these requirements, each once; one that this system has no package for brings none."""
    known = SYSTEMS[system].packages if system in SYSTEMS else {}
    return list(dict.fromkeys(known[name].format("{}.{}".format(*python)) for name in names if name in known))


def advice(system: str, names: list[str], python: tuple[int, int] = MINIMUM_PYTHON) -> str:
    """The one line to type for these requirements, and in words what this system has no package for."""
    wanted = packages(system, names, python)
    line = [SYSTEMS[system].install.format(" ".join(wanted))] if wanted else []
    return "; ".join(line + [BY_HAND[name] for name in names if not packages(system, [name]) and name in BY_HAND])


def set_up_line(system: str, *, tests: bool = False) -> str:
    """What to type for the set-up; Windows has no make."""
    if system == "windows":
        return "py -m carepress.system.bootstrap" + (" --tests" if tests else "")
    return "make test" if tests else "make docs"
