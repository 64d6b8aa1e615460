"""The installed press: the wheel holds all that a clinic needs, and the three lines of docs/install.md are enough."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("carepress", "templates", "styles", "docs", "make_docs.py", "pyproject.toml", "README.md", "LICENSE")
OFFLINE = ("install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
LIST = "high-blood-pressure (en), fact-sheet  current  high-blood-pressure-fact-sheet-en-draft.pdf\n"


def lines_of_the_guide() -> list[str]:
    """The three lines that docs/install.md says to type on Debian."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "docs/install.md").read_text(encoding="utf-8"), re.M | re.S)
    lines: list[str] = next(block for block in blocks if block.startswith("pipx install ")).splitlines()
    return lines


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the repository."""
    copy = tmp_path_factory.mktemp("copy")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy)
    subprocess.run([sys.executable, "-m", "hatchling", "build", "--directory", "dist"], cwd=copy, check=True)
    assert len(list((copy / "dist").glob("carepress-*.tar.gz"))) == 1
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a virtual environment into which the wheel went; libraries are the tests' own."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, symlinks=True)
    (site_packages,) = folder.glob("lib/*/site-packages")
    (site_packages / "tests.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin/python"), *OFFLINE]
    subprocess.run([*pip, str(wheel)], check=True)
    return folder / "bin"


def typed(line: str, bin_folder: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a line does that somebody types in a folder, in an environment that holds nothing but the commands."""
    environment = {"PATH": f"{bin_folder}:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
    run = ["sh", "-c", line]
    return subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_holds_code_data_templates_and_styles_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shared = {
        f"carepress/_data/{path.relative_to(ROOT).as_posix()}"
        for folder in ("templates", "styles")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    own = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "carepress").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert {name for name in names if ".dist-info/" not in name} == shared | own


def test_three_lines_lead_from_an_empty_folder_to_a_handout(bin_folder: Path, tmp_path: Path) -> None:
    install, *lines = lines_of_the_guide()  # the wheel is installed already, without an index
    (tmp_path / "empty").mkdir()
    runs = [typed(line, bin_folder, tmp_path / "empty") for line in lines]

    assert (install.split()[:2], len(lines)) == (["pipx", "install"], 2)
    assert [(run.returncode, run.stderr) for run in runs] == [(0, ""), (0, "")]
    assert (tmp_path / "empty/my-clinic/output/high-blood-pressure-fact-sheet-en-draft.pdf").is_file()
    assert typed("carepress list", bin_folder, tmp_path / "empty/my-clinic").stdout == LIST


@pytest.mark.parametrize("line", ["carepress --version", "python -m carepress --version"])
def test_the_installed_command_knows_its_version(line: str, bin_folder: Path, tmp_path: Path) -> None:
    assert typed(line, bin_folder, tmp_path).stdout == "carepress 0.1.0\n"


def test_the_exit_status_reaches_the_shell(bin_folder: Path, tmp_path: Path) -> None:
    run = typed("carepress build", bin_folder, tmp_path)

    assert (run.returncode, run.stdout, run.stderr) == (
        2,
        "",
        "carepress: there is no folder content/ here; type   carepress init my-clinic\n",
    )


def test_the_doctor_of_an_installed_carepress_asks_its_metadata(bin_folder: Path, tmp_path: Path) -> None:
    run = typed("carepress doctor", bin_folder, tmp_path)

    assert re.search(r"^ok +libraries +all \d+ are installed$", run.stdout, re.M), run.stdout
    assert ".venv" not in run.stdout
