"""Rules of start-up: quicker imports change no byte, put everything back, and can be turned off one by one."""

from __future__ import annotations

import ctypes.util
import gc
import inspect
import os
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from carepress import cli, commands, startup
from carepress.exits import LACKS
from carepress.startup import SONAMES, SWITCH, TRICKS, libraries, quick_imports, quiet_collector, sweep
from tests.proofs import BROCHURE, HOUSE, put
from tests.support.cases import sound_project

SPELLINGS = (  # as WeasyPrint 70 tries them
    "libharfbuzz-subset-0", "harfbuzz-subset", "harfbuzz-subset-0.0", "libharfbuzz-subset.so.0",
    "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll",
)  # fmt: skip
BUILD = """
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from carepress.startup import libraries, quick_imports

root = Path(sys.argv[1])
with quick_imports():
    import weasyprint
    from carepress import cli, stages
print("fontTools.subset" in sys.modules, "htmltools" in sys.modules)
assert cli.main(["build", "--project", str(root), "--today", "2026-11-22", "--jobs", "1"]) == 0
for pdf in sorted(root.glob("output/*.pdf")):
    print(pdf.name, sha256(pdf.read_bytes()).hexdigest())

from weasyprint.pdf import fonts
fonts.harfbuzz_subset = None  # as on a computer without it, where fontTools does its work
font = "data:font/ttf;base64," + b64encode((root / "wide.ttf").read_bytes()).decode()
face = f"@font-face {{ font-family: Wide; src: url({font}) }} p {{ font: 700 20px Wide }}"
page = weasyprint.HTML(string=f"<style>{face}</style><p>AAA").write_pdf(pdf_identifier=b"0", uncompressed_pdf=True)
print(sha256(page).hexdigest(), b"Wide" in page, "fontTools.varLib.instancer" in sys.modules)
"""


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if nothing had been imported yet."""
    monkeypatch.setattr(startup, "HEAVY", "not imported")
    monkeypatch.delenv(SWITCH, raising=False)
    yield
    gc.unfreeze()


def variable_font() -> bytes:
    """A font of one letter that can be made wider."""
    from io import BytesIO

    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib.tables.TupleVariation import TupleVariation

    def box(width: int) -> object:
        pen = TTGlyphPen(None)
        pen.moveTo((0, 0))
        for corner in ((0, 700), (width, 700), (width, 0)):
            pen.lineTo(corner)
        pen.closePath()
        return pen.glyph()

    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "A"])
    font.setupCharacterMap({65: "A"})
    font.setupGlyf({".notdef": box(300), "A": box(400)})
    font.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Wide", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    font.setupPost()
    font.setupFvar([("wght", 400, 400, 700, "Weight")], [])
    wider = [(0, 0), (0, 0), (100, 0), (100, 0), (0, 0), (100, 0), (0, 0), (0, 0)]
    font.setupGvar({"A": [TupleVariation({"wght": (0, 1, 1)}, wider)]})
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def test_tricks_change_no_byte_nor_what_is_hardly_ever_needed(tmp_path: Path) -> None:
    said, font = [], variable_font()
    for stock in ("", "all"):
        root = tmp_path / (stock or "quick")
        clinic = sound_project()["content/clinic.yaml"].decode()
        put(root, {**BROCHURE, "content/clinic.yaml": f"{clinic}\nchecks: {{verapdf: false}}\n"})
        (root / "wide.ttf").write_bytes(font)
        environment = {**os.environ, SWITCH: stock, "SOURCE_DATE_EPOCH": "0", "PYTHONPATH": str(HOUSE)}
        command = [sys.executable, "-c", BUILD, str(root)]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
        said.append([line for line in run.stdout.splitlines() if line.count(" ") in (1, 2) and "sheet" not in line])
    (quick_first, *quick), (stock_first, *stock) = said

    assert quick == stock
    assert quick[-1].endswith("True True")
    assert (quick_first, stock_first) == ("False False", "True True")


@pytest.mark.parametrize("raised", [None, OSError("cannot load library"), ImportError("no module")])
@pytest.mark.usefixtures("fresh")
def test_everything_is_put_back_and_exceptions_pass_through(raised: Exception | None) -> None:
    def state() -> tuple[object, ...]:
        swapped = (ctypes.util.find_library, inspect.currentframe, inspect.getsourcelines)
        return (*swapped, gc.isenabled(), {name: sys.modules.get(name) for name in startup.LATER})

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
    ("trick", "is_off"),
    [
        ("gc", gc.isenabled),
        ("sonames", lambda: ctypes.util.find_library.__module__ == "ctypes.util"),
        ("lazy", lambda: not any(isinstance(module, startup._Later) for module in sys.modules.values())),
        ("descriptions", lambda: inspect.currentframe() is not None),
    ],
)
@pytest.mark.usefixtures("fresh")
def test_each_trick_has_its_switch(trick: str, is_off: Callable[[], bool], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(startup.LATER)]:
        monkeypatch.delitem(sys.modules, name)
    found = []
    for switch in ("", trick, f"x, {trick}", "all", *(set(TRICKS) - {trick})):
        monkeypatch.setenv(SWITCH, switch)
        with quick_imports():
            found.append(is_off())

    assert found == [False, True, True, True] + [False] * (len(TRICKS) - 1)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no sonames")
@pytest.mark.parametrize(
    ("loads", "answers", "asked"),
    [
        (True, ["libharfbuzz-subset.so.0"] * len(SPELLINGS), []),
        (False, [None, "stock harfbuzz-subset", None, None, None, None], ["harfbuzz-subset"]),
    ],
    ids=["there", "not there"],
)
@pytest.mark.usefixtures("fresh")
def test_only_a_library_that_does_not_load_is_looked_for(
    loads: bool, answers: list[str | None], asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_for: list[str] = []
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: looked_for.append(name) or f"stock {name}")
    monkeypatch.setattr(startup, "loads", lambda _: loads)

    with quick_imports():
        found = [ctypes.util.find_library(name) for name in (*SPELLINGS, "harfbuzz-icu")]

    assert (found, looked_for) == ([*answers, "stock harfbuzz-icu"], [*asked, "harfbuzz-icu"])


@pytest.mark.usefixtures("fresh")
def test_other_systems_look_for_libraries_in_their_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    stock = ctypes.util.find_library
    monkeypatch.setattr(sys, "platform", "darwin")

    with quick_imports():
        assert ctypes.util.find_library is stock


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
    monkeypatch.delenv(SWITCH, raising=False)
    with quiet_collector():
        made = weakref.ref(Loop())
        assert not gc.isenabled()
        with quiet_collector():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    sweep()

    assert made() is None


def test_the_collector_works_again_after_a_document_that_failed() -> None:
    with pytest.raises(ValueError, match="overfull"), quiet_collector():
        raise ValueError("overfull")

    assert gc.isenabled()


def test_the_collector_has_its_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "gc")

    with quiet_collector():
        assert gc.isenabled()


def test_a_missing_library_of_the_system_is_told_by_the_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    def listed(_: object) -> int:
        with libraries():
            raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setitem(commands.RUN, "list", listed)
    monkeypatch.setattr(cli, "_doctor", lambda: LACKS)

    assert cli.main(["list"]) == LACKS
