"""The schemas for editors say what the models say, and the shipped files keep to both."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carepress.content.check_settings import CheckSettings
from carepress.content.clinic import Clinic, read_clinic
from carepress.content.front_matter import FrontMatter
from carepress.content.manuscript import read_manuscript
from carepress.design.formats import Format, read_formats
from carepress.design.tokens import Colour
from carepress.diagnostics.render import render
from carepress.project.files import ProjectFolder
from carepress.project.source import Source, read
from carepress.project.yaml import read_record

ROOT = Path(__file__).resolve().parents[2]
MANUSCRIPTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "content").glob("*/*.md"))
FORMATS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "templates/formats").glob("*.yaml"))
SHIPPED = (
    {"content/clinic.yaml": "clinic", "styles/tokens.yaml": "tokens"}
    | dict.fromkeys(FORMATS, "format")
    | dict.fromkeys(MANUSCRIPTS, "front-matter")
)
EXPLAINING = {"$schema", "$defs", "title", "description", "examples", "default"}
KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


MODULE: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "schemas.py"))
SCHEMAS: dict[str, Any] = MODULE["schemas"]()


def faults(value: Any, schema: dict[str, Any], whole: dict[str, Any], where: str = "") -> Iterator[str]:
    """What a schema has against a value. A keyword that is not known here is a KeyError, never a pass."""
    rules = {name: rule for name, rule in schema.items() if name not in EXPLAINING}
    for name, rule in rules.items():
        if name == "$ref":
            yield from faults(value, whole["$defs"][rule.rsplit("/", 1)[-1]], whole, where)
        elif name in {"properties", "additionalProperties", "items"}:
            yield from _inner(value, schema, whole, where, name)
        elif not HOLDS[name](value, rule):
            yield f"{where}: {name}"


def _inner(value: Any, schema: dict[str, Any], whole: dict[str, Any], where: str, name: str) -> Iterator[str]:
    rule = schema[name]
    if name == "items":
        for at, inner in enumerate(value if isinstance(value, list) else []):
            yield from faults(inner, rule, whole, f"{where}/{at}")
        return
    for key, inner in value.items() if isinstance(value, dict) else []:
        known = key in schema.get("properties", {})
        if name == "properties" and known:
            yield from faults(inner, rule[key], whole, f"{where}/{key}")
        elif name == "additionalProperties" and not known:
            yield from faults(inner, rule, whole, f"{where}/{key}") if rule else [f"{where}/{key}: unknown"]


HOLDS: dict[str, Any] = {
    "type": lambda value, kinds: any(
        isinstance(value, KINDS[kind]) and not (kind in {"integer", "number"} and isinstance(value, bool))
        for kind in ([kinds] if isinstance(kinds, str) else kinds)
    ),
    "enum": lambda value, known: value in known,
    "required": lambda value, names: set(names) <= set(value),
    "pattern": lambda value, form: not isinstance(value, str) or re.search(form, value),
    "format": lambda value, kind: kind == "date" and (value is None or date.fromisoformat(value)),
    "propertyNames": lambda value, rule: all(
        key in rule["enum"] if "enum" in rule else re.search(rule["pattern"], str(key)) for key in value
    ),
    "exclusiveMinimum": lambda value, least: value > least,
    "maximum": lambda value, most: value <= most,
    "minimum": lambda value, least: value >= least,
    "maxLength": lambda value, most: not isinstance(value, str) or len(value) <= most,
    "minLength": lambda value, least: not isinstance(value, str) or len(value) >= least,
    "minItems": lambda value, least: len(value) >= least,
    "minProperties": lambda value, least: len(value) >= least,
}


def source(file: str) -> Source:
    opened = read(ROOT, file)
    assert isinstance(opened, Source)
    return opened


def shipped_values(file: str) -> Any:
    """The values of a shipped file as JSON has them: keys and dates are text."""
    opened = source(file)
    record = read_manuscript(opened)[0].front if file.endswith(".md") else read_record(opened)[0]
    return _as_json(dict(record.values))


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def properties(schema: dict[str, Any], where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, inner in schema.get("properties", {}).items():
        yield f"{where}/{name}", inner
    for name, part in schema.get("$defs", {}).items():
        yield from properties(part, f"{where}/{name}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_that_editors_read_is_the_one_that_the_models_give(name: str) -> None:
    written = (ROOT / "docs" / "schema" / name).read_text(encoding="utf-8")

    assert written == MODULE["text"](SCHEMAS[name]), "type: make schemas"


def test_every_key_is_explained_and_shown_by_example() -> None:
    bare = [
        f"{name}{where}"
        for name, schema in SCHEMAS.items()
        for where, key in properties(schema)
        if not key.get("description") or not key.get("examples")
    ]

    assert bare == []


def test_every_example_is_one_that_the_schema_takes() -> None:
    wrong = [
        f"{name}{fault}"
        for name, schema in SCHEMAS.items()
        for where, key in properties(schema)
        for example in key["examples"]
        for fault in faults(example, key, schema, where)
        if where != "/Format/papers"  # its example shows one paper, without panels
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("model", "of"),
    [
        (FrontMatter, SCHEMAS["front-matter.schema.json"]),
        (Clinic, SCHEMAS["clinic.schema.json"]),
        (CheckSettings, SCHEMAS["clinic.schema.json"]["$defs"]["CheckSettings"]),
        (Format, SCHEMAS["format.schema.json"]),
        (Colour, SCHEMAS["tokens.schema.json"]["$defs"]["Colour"]),
    ],
)
def test_a_schema_has_the_keys_that_its_model_has(model: Any, of: dict[str, Any]) -> None:
    keys = {field.alias for field in model.model_fields.values() if not field.exclude}

    assert set(of["properties"]) == keys
    assert of["additionalProperties"] is False


@pytest.mark.parametrize(("file", "kind"), SHIPPED.items())
def test_the_shipped_files_keep_to_their_schema(file: str, kind: str) -> None:
    schema = SCHEMAS[f"{kind}.schema.json"]

    assert list(faults(shipped_values(file), schema, schema)) == []


def test_the_shipped_files_keep_to_their_models() -> None:
    for file in MANUSCRIPTS:
        FrontMatter.model_validate(dict(read_manuscript(source(file))[0].front.values))
    clinic = read_clinic(source("content/clinic.yaml"))[1]
    formats = read_formats(ProjectFolder(ROOT, ROOT))[1]

    assert [render(fault) for diagnostics in (clinic, formats) for fault in diagnostics] == []


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        ("content/clinic.yaml", {"fax": "312-555-0143"}, ["/fax: unknown"]),
        ("content/clinic.yaml", {"paper": "legal"}, ["/paper: enum"]),
        ("content/clinic.yaml", {"contact-form": "http://clinic.example"}, ["/contact-form: pattern"]),
        ("content/clinic.yaml", {"checks": {"sentence-word": 20}}, ["/checks/sentence-word: unknown"]),
        ("content/clinic.yaml", {"checks": {"least-filled": 50}}, ["/checks/least-filled: maximum"]),
        ("content/clinic.yaml", {"checks": {"levels": {"no-words": "loud"}}}, ["/checks/levels/no-words: enum"]),
        ("content/clinic.yaml", {"checks": {"levels": {"lost-text": "note"}}}, ["/checks/levels: propertyNames"]),
        ("content/clinic.yaml", {"checks": {"off": {"no-words": "no"}}}, ["/checks/off/no-words: minLength"]),
        ("content/als/en.md", {"version": 1.0}, ["/version: type"]),
        ("content/als/en.md", {"formats": []}, ["/formats: minItems"]),
        ("templates/formats/brochure.yaml", {"fold": "roll"}, ["/fold: unknown"]),
        ("templates/formats/brochure.yaml", {"panels": [{"label": "A"}]}, ["/panels/0: required"]),
    ],
)
def test_a_slip_of_the_pen_is_one_that_the_schema_tells_of(
    file: str, change: dict[str, Any], expected: list[str]
) -> None:
    schema = SCHEMAS[f"{SHIPPED[file]}.schema.json"]

    assert sorted(faults({**shipped_values(file), **change}, schema, schema)) == expected


@pytest.mark.parametrize(("file", "kind"), SHIPPED.items())
def test_the_shipped_files_name_their_schema_where_editors_look(file: str, kind: str) -> None:
    lines = (ROOT / file).read_text(encoding="utf-8").split("\n")
    first = lines[1] if file.endswith(".md") else lines[0]
    path = first.removeprefix("# yaml-language-server: $schema=")

    assert (ROOT / file).parent.joinpath(path).resolve() == ROOT / "docs" / "schema" / f"{kind}.schema.json"
    assert (ROOT / file).parent.joinpath(path).is_file()
