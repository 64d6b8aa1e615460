"""The house keeps its own plan: imports go one way, and every library has one owner."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import carepress

PACKAGE = Path(carepress.__file__).parent
ORDER = re.findall(r"^    ([a-z_]+)  +\S", carepress.__doc__ or "", re.MULTILINE)
LAZY = {("cli", "commands")}  # read after the hop into .venv
OWNERS = {
    "weasyprint": {"typesetting"},
    "pydyf": {"typesetting"},
    "jinja2": {"templating"},
    "pybtex": {"vancouver", "bibtex"},
    "qrcode": {"qr"},
    "ruamel": {"records"},
    "brand_yml": {"brand"},
    "fontpkg": {"common"},
    "watchfiles": {"watching"},
    "zxingcpp": {"preflight"},
    "fontTools": {"preflight"},
    "rich": {"colouring", "progress"},
    "filelock": {"lock"},
    "distributed": {"scheduler"},
    "PIL": {"drawings", "photographs", "preflight", "suspicion"},
    "pikepdf": {"imposition", "preflight"},
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if name != "__init__":
            yield name, path


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "carepress":
            yield from (f"carepress.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_plan_names_every_module_once() -> None:
    assert sorted(ORDER) == sorted({name for name, _ in modules()})


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda value: getattr(value, "stem", value))
def test_a_module_imports_only_modules_above_it(name: str, path: Path) -> None:
    ours = {module.split(".")[1] for module in imports(path) if module.startswith("carepress.")}

    assert {
        other for other in ours - {name} if ORDER.index(other) > ORDER.index(name) and (name, other) not in LAZY
    } == set()


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_library_has_its_owner(library: str) -> None:
    users = {name for name, path in modules() if library in {module.split(".")[0] for module in imports(path)}}

    assert users <= OWNERS[library]


def test_only_the_command_prints() -> None:
    printers = {
        name
        for name, path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }

    assert printers <= {"cli", "commands", "machine", "setup"}


def test_modules_stay_short() -> None:
    long = {path.name: lines for _, path in modules() if (lines := len(path.read_text().splitlines())) > 350}

    assert long == {}
