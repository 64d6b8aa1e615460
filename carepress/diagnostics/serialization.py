"""Serialization: frozen dataclasses to JSON-ready values and back, with every type checked.

What a build keeps for the next one is read from a file that may be damaged, so nothing is taken over unchecked.

In:   a dataclass, or what `json.loads` gives.
Out:  what `json.dumps` takes, or the dataclass. ValueError for data of another shape.
Pure: standard library only, so that a build with nothing to do starts at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, partial
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from carepress.diagnostics.model import Diagnostic, Diagnostics

T = TypeVar("T")
Reader = Callable[[Any], Any]


def to_json(value: Any) -> Any:
    """A dataclass, mapping, sequence, date or plain value as JSON can hold it."""
    if isinstance(value, Diagnostic):
        return value.as_json()
    if isinstance(value, Diagnostics):
        return [fault.as_json() for fault in value]
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def from_json(kind: type[T], data: Any) -> T:
    """The value of type `kind` that `to_json` turned into `data`. Raises ValueError for anything else.

    Fields that have a default may be missing, so that what an older version kept can still be read.
    """
    read: Reader = _reader(kind)  # type: ignore[arg-type] # a type is hashable
    value: T = read(data)
    return value


@cache
def _reader(kind: Any) -> Reader:
    """The function that reads one type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional_reader(arguments)
    if origin is not None:
        inner = _reader(arguments[-1] if issubclass(origin, Mapping) else arguments[0])
        return _mapping_reader(inner) if issubclass(origin, Mapping) else _sequence_reader(origin, inner)
    if kind is Any:
        return lambda data: data
    return READERS.get(kind) or (_dataclass_reader(kind) if is_dataclass(kind) else partial(_checked, kind))


def _read_diagnostic(data: Any) -> Diagnostic:
    try:
        return Diagnostic.from_json(data)
    except (KeyError, TypeError) as fault:
        raise ValueError("not a diagnostic") from fault


def _read_date(data: Any) -> date:
    return date.fromisoformat(_checked(str, data))


def _dataclass_reader(kind: Any) -> Reader:
    readers: dict[str, Reader] | None = None

    def read(data: Any) -> Any:
        nonlocal readers
        if readers is None:  # not before: a dataclass may refer to itself
            hints = get_type_hints(kind)
            readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
        if not isinstance(data, dict) or not data.keys() <= readers.keys():
            raise ValueError(f"not a {kind.__name__}")
        try:
            return kind(**{name: readers[name](item) for name, item in data.items()})
        except TypeError as fault:
            raise ValueError(f"not a whole {kind.__name__}") from fault

    return read


def _optional_reader(arguments: tuple[Any, ...]) -> Reader:
    (inner,) = (_reader(argument) for argument in arguments if argument is not type(None))
    return lambda data: None if data is None else inner(data)


def _mapping_reader(inner: Reader) -> Reader:
    return lambda data: {key: inner(item) for key, item in _checked(dict, data).items()}


def _sequence_reader(origin: type, inner: Reader) -> Reader:
    make = tuple if origin is tuple else list
    return lambda data: make(inner(item) for item in _checked(list, data))


def _checked(kind: type, data: Any) -> Any:
    """The data, of exactly this type: JSON's true is no number."""
    if type(data) is not kind:
        raise ValueError(f"not of type {kind.__name__}")
    if isinstance(data, str) and not data.isascii():
        data.encode()  # half a character (a surrogate) could not be written again: a ValueError
    return data


READERS: Mapping[Any, Reader] = {
    Diagnostic: _read_diagnostic,
    Diagnostics: lambda data: Diagnostics(_reader(tuple[Diagnostic, ...])(data)),
    date: _read_date,
}
