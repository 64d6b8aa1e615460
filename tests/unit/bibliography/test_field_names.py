"""The names of kinds and fields: each stands once."""

from __future__ import annotations

import re

from carepress.bibliography.field_names import FIELDS, GENRES, OF_GENRE, PRINTED


def test_a_kind_has_one_genre() -> None:
    assert sum(len(kinds.split()) for kinds in OF_GENRE.values()) == len(GENRES)


def test_names_are_in_lower_case_as_pybtex_gives_them() -> None:
    assert all(name == name.lower() for name in PRINTED | GENRES.keys())


def test_every_part_is_a_pattern() -> None:
    assert all(re.compile(pattern).groups >= 1 for _, pattern in FIELDS.values())
