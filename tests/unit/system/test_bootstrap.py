"""Set-up: what it does on computers that these tests only describe."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.system import bootstrap, packages, venv
from carepress.system.bootstrap import Python, Steps, choose_python, needed_steps
from carepress.system.venv import LOCK, TEST_LOCK

ROOT = Path(__file__).resolve().parents[3]
LOCKS = {LOCK: "aa"}
PYTHON_311 = Python("/usr/bin/python3", (3, 11), True)


def test_where_all_is_there_nothing_is_installed() -> None:
    assert needed_steps([], LOCKS, LOCKS, None) == Steps([], False, False)


def test_what_the_tests_need_too_is_enough_for_a_build() -> None:
    assert needed_steps([], {LOCK: "aa", TEST_LOCK: "bb"}, LOCKS, None) == Steps([], False, False)


def test_a_fresh_machine_gets_everything() -> None:
    missing = ["Python", ".venv", "libraries", "Pango", "HarfBuzz-Subset"]

    assert needed_steps(missing, {}, LOCKS, PYTHON_311) == Steps(["Pango", "HarfBuzz-Subset"], True, True)


def test_an_interrupted_set_up_starts_again_without_asking_apt() -> None:
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


def test_a_failed_installation_shows_what_pip_could_not_do() -> None:
    output = "Collecting a\nERROR: No matching distribution found for a==1\n"

    assert bootstrap.explain_pip(output) == "pip says:\n\n    ERROR: No matching distribution found for a==1\n"
    assert bootstrap.explain_pip("a 1 requires b, which is not installed.\n") == (
        "pip says:\n\n    a 1 requires b, which is not installed.\n"
    )


def test_a_failed_installation_names_the_network_only_where_pip_could_not_reach_it() -> None:
    output = "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution"

    assert bootstrap.explain_pip(output) == (
        "pip could not reach the package index. Connect this computer to the internet, then type the same again."
    )
