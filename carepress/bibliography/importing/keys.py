"""Keys: what a new work is called, in the manner of the works that references.bib has.

In:   a work's first name, year and title; the keys and works that are there.
Out:  a key that is free: `brown2017`, or `brown2017a` where that is taken.
Pure: looks at nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from string import ascii_lowercase

STYLES = (  # the first is ours; the others are those of reference managers
    "{name}{year}", "{Name}{year}", "{name}_{year}", "{name}-{year}", "{name}:{year}", "{Name}_{year}", "{Name}-{year}",
    "{Name}:{year}", "{name}{year}{word}", "{Name}{year}{word}", "{Name}{year}{Word}", "{name}_{word}_{year}",
    "{name}{Word}{year}", "{Name}{Word}{year}", "{name}{short}", "{Name}{short}",
)  # fmt: skip
SMALL = frozenset("a an the of on in and for with to el la los las un una der die das ein eine le les des".split())  # noqa: SIM905


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """What a key is made of: the first person's family name or the organisation, the year, the title."""

    name: str
    year: str
    title: str
    is_organisation: bool = False

    def key(self, style: str) -> str:
        """The key in a style, without anything that would have to be braced in a text."""
        words = [_letters(word) for word in re.findall(r"[^\W_]+", self.title)]
        word = next((word for word in words if word and word not in SMALL), "")
        name = self._short_name() or word or "work"
        year = self.year if re.fullmatch(r"\d{4}", self.year) else ""
        parts = {"name": name, "Name": name.capitalize(), "word": word, "Word": word.capitalize()}
        return re.sub(r"[-_:]+$", "", style.format(**parts, year=year, short=year[2:]))

    def _short_name(self) -> str:
        """`van der Berg` -> `vanderberg`; `World Health Organization` -> `who`."""
        initials = "".join(re.findall(r"\b([A-Z])[^\W\d_]", self.name))
        if self.is_organisation and len(initials) > 2:
            return _letters(initials)
        words = self.name.split()
        return _letters(words[0] if self.is_organisation and words else self.name)


def style_of(existing: Iterable[tuple[str, Named]]) -> str:
    """The style that most of the existing keys have."""
    counts = dict.fromkeys(STYLES, 0)
    for key, named in existing:
        bare = re.sub(r"(?<=\d)[a-z]$", "", key)
        for style in STYLES if named.year else ():
            counts[style] += named.key(style) in (key, bare)
    return max(counts, key=counts.__getitem__)


def free_key(wanted: str, taken: Collection[str]) -> str:
    """The wanted key, or the first of `wanteda`, `wantedb` ... that nobody has. `taken` are in lower case."""
    return next(key for key in _keys(wanted) if key.lower() not in taken)


def _keys(wanted: str) -> Iterator[str]:
    yield wanted
    for length in range(1, 5):
        yield from (wanted + "".join(letters) for letters in product(ascii_lowercase, repeat=length))


def _letters(text: str) -> str:
    """`Jadidi-Niaragh` -> `jadidiniaragh`, `Olávio` -> `olavio`; letters that have no plain form are left out."""
    text = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("æ", "ae").replace("ł", "l")
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text).lower())
