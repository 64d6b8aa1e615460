"""A build with nothing to do imports no library, takes no lock and writes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.cases import sound_project
from tests.support.proofs import ROOT, put

PROGRAM = """
import sys
before = {name.partition(".")[0] for name in sys.modules}
from carepress.cli import main as cli
status = cli.main(["build", "--project", sys.argv[1], "--today", "2026-11-22"])
after = {name.partition(".")[0] for name in sys.modules} - before - set(sys.stdlib_module_names)
print(status, *sorted(after), file=sys.stderr)
"""


def built(root: Path) -> str:
    """The exit status of a build, and the packages that it imported besides the standard library."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return run.stderr.splitlines()[-1]


def test_a_build_with_nothing_to_do_imports_no_library_and_writes_nothing(tmp_path: Path) -> None:
    clinic = sound_project()["content/clinic.yaml"].decode()
    put(tmp_path, {"content/clinic.yaml": f"{clinic}\nchecks: {{verapdf: false}}\n"})
    first = built(tmp_path)
    files = (path for path in (tmp_path / "output").rglob("*") if path.is_file() and path.name != "cache.json")
    before = {path: path.stat().st_mtime_ns for path in files}

    assert "weasyprint" in first
    assert built(tmp_path) == "0 carepress"
    assert before == {path: path.stat().st_mtime_ns for path in before}
