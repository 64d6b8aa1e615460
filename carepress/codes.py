"""Codes: what every fault means, for `explain CODE`.

A message has room for what is wrong and what to type. Why it matters to a patient stands in codes.toml, beside this
file. A test proves that every code of the package has an entry there, and a small faulty project in tests/diagnostics/.

In:   a code.
Out:  its meaning as text.
Pure: data.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a check does, why it matters to the person who reads the handout, and how to mend the fault."""

    what: str
    why: str
    mend: str


@cache
def codes() -> dict[str, Meaning]:
    """Every code with its meaning, in the order of the work."""
    text = Path(__file__).with_name("codes.toml").read_text(encoding="utf-8")
    return {code: Meaning(**meaning) for code, meaning in tomllib.loads(text).items()}


def explanation(code: str) -> str:
    """The meaning as three short paragraphs. Raises KeyError for an unknown code."""
    meaning = codes()[code]
    return f"{code}: {meaning.what}\n\nWhy it matters: {meaning.why}\n\nHow to mend it: {meaning.mend}"
