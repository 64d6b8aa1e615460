"""English: the small words of messages: lists, plurals, and the nearest known word."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that the author most likely meant, or None if nothing is close."""
    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def one_of(words: Iterable[str], conjunction: str = "or") -> str:
    """The words as a sentence lists them: 'a, b or c'."""
    *rest, last = list(words) or [""]
    return f"{', '.join(rest)} {conjunction} {last}" if rest else last


def all_of(words: Iterable[str]) -> str:
    """The words as a sentence lists them: 'a, b and c'."""
    return one_of(words, "and")


def shortened(words: Sequence[str], limit: int) -> str:
    """The first words of a list, and how many more there are: 'a, b and 3 more'."""
    more = f" and {len(words) - limit} more" if len(words) > limit else ""
    return ", ".join(words[:limit]) + more


def days_ahead(days: int) -> str:
    """'today', 'tomorrow', 'in 2 days'."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def counted(number: int, word: str) -> str:
    """'1 error', '2 errors'."""
    return f"{number} {word}{'s' * (number != 1)}"


def verb(plural: str, number: int) -> str:
    """The verb as the number wants it: 'needs' for 1, 'need' for 2."""
    return plural if number != 1 else {"are": "is", "have": "has"}.get(plural, f"{plural}s")
