"""System packages: one line to type on every family of systems."""

from __future__ import annotations

import pytest

from carepress.system import packages
from carepress.system.packages import LIBRARIES, advice, family

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
