"""Validation: what a model finds wrong with a Record, as sentences.

In:   a Record and the model that it must satisfy.
Out:  the model's value, or Diagnostics that show the author's line and what to type.
Pure: the model decides what is wrong; this module only says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import all_of, nearest
from carepress.diagnostics.model import Diagnostic, Diagnostics, Span
from carepress.project.yaml import KeyPath, Record

Model = TypeVar("Model", bound=BaseModel)


def check_record(record: Record, model: type[Model], *, what: str) -> tuple[Model | None, Diagnostics]:
    """Make the model's value from a Record. `what` is what messages call the record, as in 'clinic.yaml'."""
    try:
        return model.model_validate(dict(record.values)), Diagnostics()
    except ValidationError as fault:
        details = fault.errors(include_url=False, include_context=True)
        return None, Diagnostics(tuple(_explain(detail, record, model, what) for detail in _distinct(details)))


def _distinct(details: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """One fault a place: a value that fits none of several types would be told once for each."""
    seen: set[tuple[str | int, ...]] = set()
    for detail in details:
        place = detail["loc"][:2]
        if place not in seen and detail["type"] != "default_factory_not_called":  # its model is faulty elsewhere
            seen.add(place)
            yield detail


def _explain(detail: ErrorDetails, record: Record, model: type[BaseModel], what: str) -> Diagnostic:
    """Say in the author's words what a model found."""
    path = tuple(part for part in detail["loc"] if not str(part).startswith("function-"))
    model, inside = _innermost(model, path)
    what = next((f"`{key}`" for key in reversed(path[:inside]) if isinstance(key, str)), what)
    name = str(path[inside]) if path[inside:] else what
    if detail["type"] == "missing" and len(path) == inside + 1:
        return rule("missing-key").at(record.span(*path[:-1]), what=what, key=name, example=_example(model, name))
    if detail["type"] == "extra_forbidden":
        return _unknown(path, record, model, what)
    if not path:
        return rule("wrong-type", "whole").at(record.span(), what=what, fault=detail["ctx"]["error"])
    return _wrong_value(detail, record.span(*path), name, model)


def _wrong_value(detail: ErrorDetails, span: Span, name: str, model: type[BaseModel]) -> Diagnostic:
    expected, example = _expectation(detail), _example(model, name)
    if quoted := _quoted(detail, name, span):
        return rule("wrong-type", "quotes").at(span, key=name, expected=expected, quoted=quoted)
    if bare := _without_quotes(detail, span):
        return rule("wrong-type", "no-quotes").at(span, key=name, expected=expected, bare=f"{name}: {bare}")
    if _is_blank(detail["input"]) and not _is_required(model, name):
        return rule("wrong-type", "empty").at(span, key=name, example=example)
    return rule("wrong-type").at(span, key=name, expected=expected, example=example)


def _innermost(model: type[BaseModel], path: KeyPath) -> tuple[type[BaseModel], int]:
    """The model of the part of the record that a fault is in, and how many keys lead there."""
    inside = 0
    while inside < len(path) - 1:
        annotation = next(
            (field.annotation for field in model.model_fields.values() if field.alias == path[inside]), None
        )
        kinds = (annotation, *get_args(annotation))  # of a list or a mapping of models, the model of its items
        inner = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
        if inner is None:
            break
        model, inside = inner, inside + (1 if inner is annotation else 2)
    return model, min(inside, len(path) - 1)


def _unknown(path: KeyPath, record: Record, model: type[BaseModel], what: str) -> Diagnostic:
    name = str(path[-1])
    known = [field.alias or key for key, field in model.model_fields.items() if not field.exclude]
    span = record.spans.get((*path, "key")) or record.span(*path)
    return rule("unknown-key").at(span, key=name, what=what, guess=nearest(name, known), known=all_of(known))


EXPECTATIONS = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "model_type": "a list of `key: value` lines",
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "{ge:g} or more",
    "less_than_equal": "{le:g} or less",
    "list_type": "a list in square brackets",
    "tuple_type": "a list in square brackets",
    "dict_type": "a list of `word: explanation` lines",
    "date_type": "a date, as in 2028-11-01",
    "string_pattern_mismatch": "filled in",
    "string_too_short": "filled in",
    "string_too_long": "shorter",
    "too_short": "a list with at least one entry",
}


UNQUOTED = {"date_": r"\d{4}-\d\d-\d\d", "bool_": "true|false", "int_": r"\d+", "float_": r"\d+(\.\d+)?"}
"""What a value may look like that is right once its quotes are gone, by the kind of fault."""


def _expectation(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] in {"literal_error", "enum"}:
        return f"{context['expected']}".replace("'", "`")
    if detail["type"] == "value_error":
        return str(context["error"])
    kind = detail["type"].replace("date_from_datetime_parsing", "date_type").replace("date_parsing", "date_type")
    return EXPECTATIONS.get(kind, "a value of another kind").format(**context)


def _quoted(detail: ErrorDetails, name: str, span: Span) -> str:
    """What to type where a number, a date or true is meant as text; nothing for any other fault."""
    given = detail["input"]
    if detail["type"] != "string_type" or not isinstance(given, int | float | date):
        return ""
    typed = span.text[span.column - 1 : span.column - 1 + span.length].strip()
    return f'{name}: "{typed}"' if len(detail["loc"]) == 1 else f'"{typed}"'


def _without_quotes(detail: ErrorDetails, span: Span) -> str:
    """What to type where quotes make text of a number, a date or true; nothing for any other fault."""
    given = str(detail["input"]).strip()
    is_quoted = span.text[span.column - 1 : span.column] in {'"', "'"}
    form = next((form for kind, form in UNQUOTED.items() if detail["type"].startswith(kind)), None)
    return given if is_quoted and form and re.fullmatch(form, given) else ""


def _is_blank(given: object) -> bool:
    return given is None or (isinstance(given, str) and not given.strip())


def _is_required(model: type[BaseModel], name: str) -> bool:
    """Whether a key cannot be left out; so may a part of a value that no key of the model names."""
    return all(found.is_required() for found in model.model_fields.values() if found.alias == name)


def _example(model: type[BaseModel], name: str) -> str:
    for key, model_field in model.model_fields.items():
        if name in {key, model_field.alias} and model_field.examples:
            return str(model_field.examples[0])
    return "..."
