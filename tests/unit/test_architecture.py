"""The house keeps its plan: imports run down, every library has one owner, light modules stay light.

Who may import whom stands in pyproject.toml (import-linter). What import-linter has no contract for is here.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

import pytest
from importlinter.cli import lint_imports

import carepress

PACKAGE = Path(carepress.__file__).parent
ROOT = PACKAGE.parent
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
OWNERS = {
    "weasyprint": ("typeset",),
    "pydyf": ("typeset",),
    "pikepdf": ("pdf", "preflight"),
    "pypdfium2": ("pdf", "preflight"),
    "jinja2": ("design",),
    "markdown_it": ("content", "compose"),
    "mdit_py_plugins": ("content",),
    "pybtex": ("bibliography",),
    "ruamel": ("project",),
    "pydantic": ("project", "design", "content"),
    "brand_yml": ("design",),
    "fontpkg": ("design", "build.fonts"),
    "qrcode": ("compose",),
    "zxingcpp": ("preflight",),
    "fontTools": ("design.font_files", "preflight"),
    "PIL": ("design", "preflight"),
    "argcomplete": ("cli.completion",),
    "rich": ("cli.rich_output",),
    "watchfiles": ("cli",),
    "filelock": ("build",),
    "distributed": ("build",),
}
LIGHT = [
    *(name for name in MODULES if name.startswith(("system", "diagnostics"))),
    *(f"project.{name}" for name in ("source", "files", "paths", "recorded")),
    "design.edition", "content.summary", "preflight.collection", "preflight.unused",
    *(f"build.{name}" for name in ("plan", "request", "jobs", "manifest", "cache", "toolchain", "status", "output",
                                   "runner", "rounds", "verdicts", "outcome", "disk", "ownership", "archive", "lock")),
    *(f"cli.{name}" for name in ("main", "console", "arguments", "commands", "summary", "crash")),
]  # fmt: skip
"""Modules that a build with nothing to do imports: they need the standard library and one another only."""
PRIVATE_TO_WEASYPRINT = {"_page_box", "_html", "_resources", "_svg", "_base_url"}
PRINTERS = {"cli.console", "system.bootstrap", "system.venv"}
"""The only printers; before there is a .venv, system speaks for itself."""


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def within(name: str, owners: tuple[str, ...]) -> bool:
    return any(name == owner or name.startswith(f"{owner}.") for owner in owners)


def test_a_package_imports_only_packages_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert lint_imports(no_cache=True) == 0


def test_no_modules_import_one_another_in_a_circle() -> None:
    above: dict[str, set[str]] = {}
    for name, path in MODULES.items():
        ours = {module.removeprefix("carepress.") for module in imports(path) if module.startswith("carepress.")}
        above[name] = {module for module in ours if module in MODULES} - {name}
    order: list[str] = []
    while ready := [name for name, below in above.items() if name not in order and below <= set(order)]:
        order += ready

    assert sorted(set(MODULES) - set(order)) == []


def test_thirteen_packages_hold_everything() -> None:
    shown = {path.name for path in PACKAGE.iterdir() if not path.name.startswith((".", "__pycache__"))}

    assert shown == {
        "__init__.py", "__main__.py", "system", "diagnostics", "project", "design", "bibliography", "content",
        "compose", "typeset", "pdf", "preflight", "build", "dashboard", "cli",
    }  # fmt: skip


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_library_has_its_owner(library: str) -> None:
    users = {name for name, path in MODULES.items() if library in {module.split(".")[0] for module in imports(path)}}

    assert {name for name in users if not within(name, OWNERS[library])} == set()


@pytest.mark.parametrize("name", LIGHT)
def test_a_light_module_needs_the_standard_library_only(name: str) -> None:
    module = f"carepress.{name}" if name else "carepress"
    program = (
        f"import sys; before = set(sys.modules); import {module}; "
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)))"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["carepress"]


def test_private_names_of_weasyprint_stand_in_typeset_only() -> None:
    used = {
        name
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in PRIVATE_TO_WEASYPRINT
    }

    assert {name for name in used if not within(name, ("typeset",))} == set()


def test_only_the_console_prints() -> None:
    printers = {
        name
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }

    assert printers <= PRINTERS


def test_every_module_has_its_test() -> None:
    missing = [
        name
        for name, path in MODULES.items()
        if path.name not in {"__init__.py", "__main__.py"}
        and not (ROOT / "tests/unit" / Path(*name.split(".")[:-1]) / f"test_{path.name}").is_file()
    ]

    assert missing == []


def test_modules_stay_short() -> None:
    long = {name: lines for name, path in MODULES.items() if (lines := len(path.read_text().splitlines())) > 350}

    assert long == {}


def test_python_knows_no_format_or_component_by_name() -> None:
    """What carepress does with one is data of its format, or a role that its template has."""
    formats = {path.stem for path in (ROOT / "templates/formats").glob("*.yaml")}
    components = {path.name.partition(".")[0] for path in (ROOT / "templates/components").glob("*.j2")}
    other_things = {"warning": "a severity", "notes": "footnotes, in a rule of PDF/UA", "figure": "a role"}
    names = (formats | components) - other_things.keys()
    spelt = {name.replace("-", " ") for name in formats} | formats
    spelt_out = {
        (module, text)
        for module, path in MODULES.items()
        if within(module, ("compose", "typeset", "pdf", "content", "preflight", "build"))
        for text in texts(path)
        if text in names
        or any(f"{name}__" in text for name in components)
        or (within(module, ("typeset", "pdf")) and any(name in text for name in spelt))
    }

    assert spelt_out == set()


def texts(path: Path) -> Iterator[str]:
    """The texts in a module's code; what stands alone, such as a docstring, is none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def test_no_folder_of_tests_is_left_out(pytestconfig: pytest.Config) -> None:
    ignored = pytestconfig.getini("norecursedirs")
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")}

    assert [folder for folder in folders for part in folder.parts if any(map(PurePath(part).match, ignored))] == []
