"""Rules of quick imports: they change no byte, put everything back, and can be switched off one by one."""

from __future__ import annotations

import ctypes.util
import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from carepress.cli import commands
from carepress.cli import main as cli
from carepress.system import imports
from carepress.system.exit_codes import ExitCode
from carepress.system.imports import (
    DISABLE_VARIABLE,
    OPTIMISATIONS,
    SONAMES,
    collect_garbage,
    heavy_imports,
    paused_garbage_collection,
    quick_imports,
)
from tests.support.cases import sound_project
from tests.support.proofs import BROCHURE, ROOT, put

SPELLINGS = (  # as WeasyPrint 70 tries them
    "libharfbuzz-subset-0", "harfbuzz-subset", "harfbuzz-subset-0.0", "libharfbuzz-subset.so.0",
    "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll",
)  # fmt: skip
BUILD = """
import sys
from hashlib import sha256
from pathlib import Path
from carepress.cli import main as cli

root = Path(sys.argv[1])
assert cli.main(["build", "--project", str(root), "--today", "2026-11-22", "--jobs", "1"]) == 0
for pdf in sorted(root.glob("output/*.pdf")):
    print(pdf.name, sha256(pdf.read_bytes()).hexdigest())
"""


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if nothing had been imported yet."""
    monkeypatch.setattr(imports, "HEAVY", "not imported")
    monkeypatch.delenv(DISABLE_VARIABLE, raising=False)
    yield
    gc.unfreeze()


def test_the_optimisations_change_no_byte(tmp_path: Path) -> None:
    built = []
    for disabled in ("", "all"):
        root = tmp_path / (disabled or "quick")
        clinic = sound_project()["content/clinic.yaml"].decode()
        put(root, {**BROCHURE, "content/clinic.yaml": f"{clinic}\nchecks: {{verapdf: false}}\n"})
        environment = {**os.environ, DISABLE_VARIABLE: disabled, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", BUILD, str(root)]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
        built.append([line for line in run.stdout.splitlines() if ".pdf" in line and " page" not in line])

    assert built[0] == built[1] != []


@pytest.mark.parametrize("raised", [None, OSError("cannot load library"), ImportError("no module")])
@pytest.mark.usefixtures("fresh")
def test_everything_is_put_back_and_exceptions_pass_through(raised: Exception | None) -> None:
    def state() -> tuple[object, ...]:
        return ctypes.util.find_library, gc.isenabled()

    before, inside, passed = state(), None, None
    try:
        with quick_imports():
            inside = state()
            if raised:
                raise raised
    except (OSError, ImportError) as fault:
        passed = fault

    assert passed is raised
    assert state() == before
    assert inside != before


@pytest.mark.parametrize(
    ("name", "is_off"),
    [("gc", gc.isenabled), ("sonames", lambda: ctypes.util.find_library.__module__ == "ctypes.util")],
)
@pytest.mark.usefixtures("fresh")
def test_each_optimisation_has_its_switch(
    name: str, is_off: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for switch in ("", name, f"x, {name}", "all", *(set(OPTIMISATIONS) - {name})):
        monkeypatch.setenv(DISABLE_VARIABLE, switch)
        with quick_imports():
            found.append(is_off())

    assert found == [False, True, True, True] + [False] * (len(OPTIMISATIONS) - 1)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no sonames")
@pytest.mark.parametrize(
    ("loads", "answers", "asked"),
    [
        (True, ["libharfbuzz-subset.so.0"] * len(SPELLINGS), []),
        (False, [None, "original harfbuzz-subset", None, None, None, None], ["harfbuzz-subset"]),
    ],
    ids=["there", "not there"],
)
@pytest.mark.usefixtures("fresh")
def test_only_a_library_that_does_not_load_is_looked_for(
    loads: bool, answers: list[str | None], asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_for: list[str] = []
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: looked_for.append(name) or f"original {name}")
    monkeypatch.setattr(imports, "loads", lambda _: loads)

    with quick_imports():
        found = [ctypes.util.find_library(name) for name in (*SPELLINGS, "harfbuzz-icu")]

    assert (found, looked_for) == ([*answers, "original harfbuzz-icu"], [*asked, "harfbuzz-icu"])


@pytest.mark.usefixtures("fresh")
def test_other_systems_look_for_libraries_in_their_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    original = ctypes.util.find_library
    monkeypatch.setattr(sys, "platform", "darwin")

    with quick_imports():
        assert ctypes.util.find_library is original


def test_every_soname_is_one_that_weasyprint_tries() -> None:
    import weasyprint.text.ffi

    source = Path(weasyprint.text.ffi.__file__).read_text(encoding="utf-8")

    assert [name for known in SONAMES.items() for name in known if f"'{name}'" not in source] == []


def test_once_all_is_imported_nothing_is_touched() -> None:
    frozen = gc.get_freeze_count()

    with quick_imports():
        assert gc.isenabled()

    assert gc.get_freeze_count() == frozen


class Loop:
    def __init__(self) -> None:
        self.me = self


def test_garbage_is_looked_for_when_the_document_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DISABLE_VARIABLE, raising=False)
    with paused_garbage_collection():
        made = weakref.ref(Loop())
        assert not gc.isenabled()
        with paused_garbage_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    collect_garbage()

    assert made() is None


def test_the_collector_works_again_after_a_document_that_failed() -> None:
    with pytest.raises(ValueError, match="overfull"), paused_garbage_collection():
        raise ValueError("overfull")

    assert gc.isenabled()


def test_the_collector_has_its_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DISABLE_VARIABLE, "gc")

    with paused_garbage_collection():
        assert gc.isenabled()


def test_a_missing_library_of_the_system_is_told_by_the_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    def listed(_: object) -> int:
        with heavy_imports():
            raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setitem(commands.RUN, "list", listed)
    monkeypatch.setattr(cli, "_doctor", lambda: ExitCode.MISSING_REQUIREMENT)

    assert cli.main(["list"]) == ExitCode.MISSING_REQUIREMENT
