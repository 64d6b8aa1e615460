"""Addresses: however a DOI or a link is typed, it leads to the work."""

from __future__ import annotations

import pytest

from carepress.bibliography.addresses import address, bare_doi


@pytest.mark.parametrize(
    "typed",
    [
        "10.1000/a_b",
        "doi:10.1000/a_b",
        "DOI: 10.1000/a_b",
        "https://doi.org/10.1000/a\\_b",
        "http://dx.doi.org/10.1000/a_b.",
        "info:doi/10.1000/a_b",
        "http://doi.acm.example/10.1000/a_b",
        "https://doi-org.library.example:2048/10.1000/a_b",
    ],
)
def test_a_doi_is_the_same_however_it_is_dressed(typed: str) -> None:
    assert bare_doi(typed) == "10.1000/a_b"


def test_the_link_of_a_doi_keeps_its_dashes() -> None:
    assert address(r"https://x.example/{a}--b\_c\textasciitilde{}d") == "https://x.example/a--b_c~d"


@pytest.mark.parametrize("tilde", ["~", r"\~{}", r"\~", r"{\textasciitilde}", r"{\string~}", r"$\sim$", r"{$\sim$}"])
def test_a_tilde_of_an_address_is_a_tilde_however_it_is_typed(tilde: str) -> None:
    assert address(rf"http://x.example/{tilde}ann") == "http://x.example/~ann"


def test_of_a_link_the_address_is_taken_not_its_words() -> None:
    assert address(r"\href{http://x.example/$\sim$ann}{here}") == "http://x.example/~ann"
