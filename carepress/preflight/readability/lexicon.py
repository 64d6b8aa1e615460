"""The lexicon: the words of a language that its checks know, from words/LANG.toml.

In:   a language without its region, such as `en`.
Out:  its Lexicon, or None.
Pure: data of carepress's own; each file is read once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("words")


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """Words that promise, why that is a fault, what to say instead; `investigational` ones only in trials."""

    pattern: re.Pattern[str]
    why: str
    instead: str
    investigational: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """What the checks of a language know. Words are in lower case; those of `common` are stems."""

    hard_from: int | None
    common: frozenset[str]
    medical_ending: re.Pattern[str]
    inflection: re.Pattern[str]
    explained_after: re.Pattern[str]
    explained_before: re.Pattern[str]
    shouted: frozenset[str]
    partings: tuple[re.Pattern[str], ...]
    denied: re.Pattern[str]
    denied_after: re.Pattern[str]
    list_comma: re.Pattern[str]
    treatment: re.Pattern[str]
    plain: Mapping[str, str]
    claims: tuple[Claim, ...]

    def stem(self, word: str) -> str:
        """What the forms of a word have in common: `injur` of injury and injuries."""
        return self.inflection.sub("", word.lower())


@cache
def lexicon(lang: str) -> Lexicon | None:
    """The words of a language; None if there is no file for it."""
    file = next((file for file in FOLDER.glob("*.toml") if file.stem == lang), None)
    return None if file is None else _read(tomllib.loads(file.read_text(encoding="utf-8")))


def _read(entries: Mapping[str, Any]) -> Lexicon:
    inflection = re.compile(entries["inflection"])
    return Lexicon(
        hard_from=entries.get("hard-from"),
        common=frozenset(inflection.sub("", word) for word in entries["common"].split()),
        medical_ending=re.compile(entries["medical-ending"] + "$"),
        inflection=inflection,
        explained_after=re.compile(entries["explained-after"], re.IGNORECASE),
        explained_before=re.compile(entries["explained-before"] + "$", re.IGNORECASE),
        shouted=frozenset(entries["shouted"].split()),
        partings=tuple(re.compile(pattern, re.IGNORECASE) for pattern in entries["partings"]),
        denied=re.compile(entries["denied"], re.IGNORECASE),
        denied_after=re.compile(entries["denied-after"], re.IGNORECASE),
        list_comma=re.compile(entries["list-comma"], re.IGNORECASE),
        treatment=re.compile(entries["treatment"], re.IGNORECASE),
        plain={inflection.sub("", word): plainer for word, plainer in entries["plain"].items()},
        claims=tuple(
            Claim(
                pattern=re.compile(rf"(?<![\w-])(?:{claim['pattern']})(?!\w)", re.IGNORECASE),
                why=claim["why"],
                instead=claim["instead"],
                investigational=claim.get("investigational", False),
            )
            for claim in entries["claims"]
        ),
    )
