"""Rules of the registry: every check runs, at its moment, and its docstring lists every module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.preflight import registry
from carepress.preflight.registry import OF_FINISHED, OF_PAGES, OF_WRITTEN, check

FOLDER = Path(registry.__file__).parent
MODULES = {
    ".".join(path.relative_to(FOLDER).with_suffix("").parts): path
    for path in FOLDER.rglob("*.py")
    if path.stem not in {"__init__", "registry"}
}


@pytest.mark.parametrize(
    ("name", "checks"), [("check_written", OF_WRITTEN), ("check_pages", OF_PAGES), ("check_finished", OF_FINISHED)]
)
def test_every_check_of_the_package_runs_once_at_its_moment(name: str, checks: object) -> None:
    modules = (import_module(f"carepress.preflight.{module}") for module in MODULES)
    defined = [getattr(module, name) for module in modules if hasattr(module, name)]
    assert isinstance(checks, tuple)

    assert sorted(map(repr, checks)) == sorted(map(repr, defined))


def test_the_docstring_lists_every_module() -> None:
    listed = set(re.findall(r"\w+", registry.__doc__ or ""))

    assert {module.rpartition(".")[2] for module in MODULES} - listed == set()


def test_faults_come_in_the_order_of_the_checks() -> None:
    def links(proof: str) -> Iterator[Diagnostic]:
        yield rule("link-text").at(words=proof, target="a")
        yield rule("link-text").at(words=proof, target="b")

    def headers(proof: str) -> Iterator[Diagnostic]:
        yield rule("empty-header").at(column=2)

    assert [fault.code for fault in check("here", [links, headers])] == ["link-text", "link-text", "empty-header"]
