"""Schemas: they let an editor help with the front matter, clinic.yaml, a format's file and tokens.yaml.

The models are the source; docs/schema/*.json repeats them as JSON Schema (draft 2020-12) for editors. Where a model
checks or accepts more than its types say, this module adds it. Type `make schemas` after you change a model.

In:   carepress's models.
Out:  docs/schema/*.schema.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from carepress.content.check_settings import SHORTEST_REASON  # noqa: E402 - the path comes first
from carepress.content.clinic import Clinic  # noqa: E402
from carepress.content.front_matter import CONTACT_PATH, FrontMatter  # noqa: E402
from carepress.design.formats import NAME, Format  # noqa: E402
from carepress.design.tokens import Tokens  # noqa: E402
from carepress.diagnostics.catalogue import rules  # noqa: E402
from carepress.diagnostics.model import Severity  # noqa: E402

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = ROOT / "docs" / "schema"
DATE = {"type": ["string", "null"], "format": "date"}  # `reviewed:` without a value means no date yet
WEB = {"type": "string", "pattern": r"^https://\S+$"}
FRONT = {"reviewed": DATE, "review-by": DATE, "contact-path": {"pattern": f"^({CONTACT_PATH.pattern})?$"}}
CLINIC = {
    "address": {"type": ["array", "string"]},  # a single line needs no brackets
    "contact-form": {**WEB, "pattern": r"^https://[^\s?#]+$"},
    "website": {**WEB, "pattern": r"^(https://\S+)?$"},
}
JUDGED = [code for code, meaning in rules().items() if meaning.adjustable]
CHECKS = {
    "levels": {"propertyNames": JUDGED, "additionalProperties": {"enum": [str(level) for level in Severity]}},
    "off": {"propertyNames": JUDGED, "additionalProperties": {"type": "string", "minLength": SHORTEST_REASON}},
}
FORMAT = {
    "papers": {"propertyNames": Clinic.model_json_schema()["properties"]["paper"]["enum"]},
    "sizes": {"propertyNames": f"^{NAME.pattern}$"},
    "title-sizes": {"propertyNames": r"^[0-9]+$"},
}
"""What the validators check but the types do not express."""


def schemas() -> dict[str, Schema]:
    """Every schema, by file name."""
    return {
        "front-matter.schema.json": _titled(_of(FrontMatter, FRONT), "The front matter of a manuscript"),
        "clinic.schema.json": _clinic(),
        "format.schema.json": _format(),
        "tokens.schema.json": _tokens(),
    }


def text(schema: Schema) -> str:
    """The text of a schema's file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _titled(schema: Schema, title: str) -> Schema:
    return {"$schema": DRAFT, "title": title, **schema}


def _clinic() -> Schema:
    """clinic.yaml. Each preflight setting has its default at its own key."""
    schema = _of(Clinic, CLINIC)
    schema["properties"]["checks"].pop("default")
    _add(schema["$defs"]["CheckSettings"]["properties"], CHECKS)
    return _titled(schema, "clinic.yaml")


def _format() -> Schema:
    """templates/formats/NAME.yaml."""
    schema = _of(Format, FORMAT)
    schema["properties"].pop("name")
    _add(schema["$defs"]["Panel"]["properties"], {"margins": {"$ref": "#/$defs/Margins"}})
    return _titled(schema, "templates/formats/NAME.yaml")


def _tokens() -> Schema:
    """styles/tokens.yaml."""
    schema = _of(Tokens, {})
    _add(schema["$defs"]["Colour"]["properties"], {"mixed": {"$ref": "#/$defs/Mix"}})
    return _titled(schema, "styles/tokens.yaml")


def _of(model: type[FrontMatter | Clinic | Format | Tokens], more: Schema) -> Schema:
    """A model's schema by alias, with `more` added and without the titles that pydantic derives from key names."""
    schema: Schema = _bare(model.model_json_schema(by_alias=True))
    for part in (schema, *schema.get("$defs", {}).values()):
        for name, said in part.get("properties", {}).items():
            part["properties"][name] = _with_examples(said)
    _add(schema["properties"], more)
    return schema


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(inner) for name, inner in value.items() if not (name == "title" and isinstance(inner, str))}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _with_examples(said: Schema) -> Schema:
    """A schema with its examples, typed as staff type them, turned into values. Dates stay text, as in JSON."""
    if "examples" not in said:
        return said
    is_text = said.get("type") == "string" or any("type" in kind for kind in said.get("anyOf", ())[:1])
    values = [line.strip('"') if is_text else YAML(typ="safe", pure=True).load(line) for line in said["examples"]]
    return {**said, "examples": json.loads(json.dumps(values))}


def _add(properties: dict[str, Schema], more: Schema) -> None:
    """Add `more` to known properties, in place. Raises KeyError for a key that the model does not have."""
    for name, put_in in more.items():
        names = put_in.get("propertyNames")
        rule = {"enum": names} if isinstance(names, list) else {"pattern": names}
        added = {**put_in, "propertyNames": rule} if names else put_in
        known = properties[name]
        if added.keys() & {"type", "$ref"}:
            known.pop("anyOf", None)
        known.update(added)


def main() -> None:
    """Write every schema into docs/schema/."""
    FOLDER.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (FOLDER / name).write_text(text(schema), encoding="utf-8", newline="\n")
        print(f"docs/schema/{name}")


if __name__ == "__main__":
    main()
