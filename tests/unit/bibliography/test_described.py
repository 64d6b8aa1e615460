"""The parts of a reference that are put together from several fields."""

from __future__ import annotations

import pytest

from carepress.bibliography.described import short_pages


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("187--199", "187-99"),
        ("187-99", "187-99"),
        ("187\N{EN DASH}199", "187-99"),
        ("187 - 199", "187-99"),
        ("1187-1194", "1187-94"),
        ("3257--3268", "3257-68"),
        ("590-597", "590-7"),
        ("99-101", "99-101"),
        ("S12-S19", "S12-9"),
        ("e12-e19", "e12-9"),
        ("5-5", "5"),
        ("32", "32"),
        ("e12", "e12"),
        ("CD001447", "CD001447"),
        ("xii--xv", "xii-xv"),
        ("12A-14A", "12A-14A"),
        ("1--10,15--19", "1-10, 15-9"),
    ],
)
def test_pages_drop_the_digits_that_repeat(given: str, printed: str) -> None:
    assert short_pages(given) == printed
