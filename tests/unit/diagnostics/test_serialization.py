"""What a build keeps for the next one comes back as it was, or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from carepress.diagnostics.model import Diagnostic, Diagnostics, Span
from carepress.diagnostics.serialization import from_json, to_json

SPAN = Span(file="content/als/en.md", line=3, text="One word.")


@dataclass(frozen=True)
class Leaf:
    name: str
    day: date | None = None


@dataclass(frozen=True)
class Tree:
    leaves: Sequence[Leaf]
    by_name: Mapping[str, Leaf]
    numbers: tuple[int, ...] = ()
    faults: Diagnostics = field(default_factory=Diagnostics)
    anything: Any = None


TREE = Tree(
    leaves=[Leaf("a", date(2028, 11, 1)), Leaf("b")],
    by_name={"a": Leaf("a")},
    numbers=(1, 2),
    faults=Diagnostics((Diagnostic(code="c", message="m", span=SPAN), Diagnostic(code="d", message="n"))),
    anything={"kept": [1, None]},
)


def test_a_value_comes_back_from_json_as_it_was() -> None:
    assert from_json(Tree, json.loads(json.dumps(to_json(TREE)))) == TREE


def test_a_field_with_a_default_may_be_missing() -> None:
    assert from_json(Tree, {"leaves": [], "by_name": {}}) == Tree(leaves=[], by_name={})


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "text",
        {},
        {"leaves": [], "by_name": {}, "unknown": 1},
        {"leaves": {}, "by_name": {}},
        {"leaves": ["a"], "by_name": {}},
        {"leaves": [{"name": 1}], "by_name": {}},
        {"leaves": [{"name": "a", "day": "tomorrow"}], "by_name": {}},
        {"leaves": [{"name": "a", "day": 3}], "by_name": {}},
        {"leaves": [], "by_name": []},
        {"leaves": [], "by_name": {}, "numbers": [True]},
        {"leaves": [], "by_name": {}, "faults": [{"code": "c"}]},
        {"leaves": [], "by_name": {}, "faults": [None]},
    ],
)
def test_data_of_another_shape_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"not |Invalid isoformat"):
        from_json(Tree, data)
