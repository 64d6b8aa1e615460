"""Lexicon: the words of a language that its checks know. They stand in words/LANG.toml, one file a language.

In:   the base of a language, such as `en`.
Out:  its Lexicon, or None.
Pure: data; read once.
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
ANY = re.IGNORECASE


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """Words that promise, why that is a fault, what to say instead; some only where a treatment is still tested."""

    pattern: re.Pattern[str]
    why: str
    instead: str
    investigational: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """What the checks of a language go by. Words are in small letters; those of `common` are stems."""

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
    """The words of a language; None where nobody has gathered them."""
    file = next((file for file in FOLDER.glob("*.toml") if file.stem == lang), None)
    return None if file is None else _read(tomllib.loads(file.read_text(encoding="utf-8")))


def _read(said: Mapping[str, Any]) -> Lexicon:
    inflection = re.compile(said["inflection"])
    return Lexicon(
        hard_from=said.get("hard-from"),
        common=frozenset(inflection.sub("", word) for word in said["common"].split()),
        medical_ending=re.compile(said["medical-ending"] + "$"),
        inflection=inflection,
        explained_after=re.compile(said["explained-after"], ANY),
        explained_before=re.compile(said["explained-before"] + "$", ANY),
        shouted=frozenset(said["shouted"].split()),
        partings=tuple(re.compile(pattern, ANY) for pattern in said["partings"]),
        denied=re.compile(said["denied"], ANY),
        denied_after=re.compile(said["denied-after"], ANY),
        list_comma=re.compile(said["list-comma"], ANY),
        treatment=re.compile(said["treatment"], ANY),
        plain={inflection.sub("", word): plainer for word, plainer in said["plain"].items()},
        claims=tuple(
            Claim(
                pattern=re.compile(rf"(?<![\w-])(?:{claim['pattern']})(?!\w)", ANY),
                why=claim["why"],
                instead=claim["instead"],
                investigational=claim.get("investigational", False),
            )
            for claim in said["claims"]
        ),
    )
