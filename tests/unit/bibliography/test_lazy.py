"""A lazy mapping makes a value once, and only when it is asked for."""

from __future__ import annotations

import pytest

from carepress.bibliography.lazy import Lazy


def test_a_value_is_made_when_it_is_asked_for_and_once() -> None:
    made: list[str] = []
    lazy = Lazy(["a", "b"], lambda key: made.append(key) or key.upper())

    assert (len(lazy), list(lazy), "a" in lazy, "c" in lazy, made) == (2, ["a", "b"], True, False, [])
    assert (lazy["a"], lazy["a"], made) == ("A", "A", ["a"])
    assert lazy == {"a": "A", "b": "B"}


def test_a_key_that_is_not_there_is_not_made() -> None:
    lazy = Lazy(["a"], str.upper)

    with pytest.raises(KeyError):
        lazy["b"]
    assert lazy.get("b") is None
