"""Rules of matching: one work is taken once, and two works of one title stay two."""

from __future__ import annotations

import pytest

from carepress.bibliography.bibtex import Reference, read_bibtex
from carepress.bibliography.importing.matching import Index, named_of
from carepress.project.source import Source

TITLE = r"title = {Ol{\'a}vio's \emph{sleep} \& pain}, year = 2020"


def reference(fields: str) -> Reference:
    (piece,) = read_bibtex(Source(file="", text=f"@article{{k, {fields}}}"))
    assert isinstance(piece, Reference)
    return piece


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("doi = {10.1234/ab}", "url = {https://doi.org/10.1234/AB}", True),
        (r"doi = {10.1234/a\_b}", "doi = {10.1234/a_b}", True),
        ("pmid = {31234567}", "note = {PMID: 31234567}", True),
        ("pmid = {31234567}", "eprint = {31234567}, eprinttype = {pubmed}", True),
        (TITLE, "title = {Olavio’s Sleep and Pain}, year = {2020}", True),
        (TITLE, "title = {Olavio’s Sleep and Pain}", True),
        (TITLE, "title = {Olavio’s Sleep and Pain}, year = {2021}", False),
        (f"{TITLE}, doi = {{10.1234/a}}", f"{TITLE}, doi = {{10.1234/b}}", False),
        (f"{TITLE}, author = {{Ito, K.}}", f"{TITLE}, author = {{Gil, A.}}", False),
        (f"{TITLE}, author = {{Ito, K.}}", f"{TITLE}, author = {{Keiko Ito and others}}", True),
        ("author = {Ito, K.}", "author = {Ito, K.}", False),
    ],
)
def test_when_two_works_are_one(one: str, other: str, same: bool) -> None:
    index = Index()
    index.add(reference(one))

    assert (index.same(reference(other)) is not None) == same


@pytest.mark.parametrize(
    ("people", "name"),
    [("{\\'A}lvarez, J. and B, C.", "Álvarez"), ("{World and Health}", "World and Health"), ("Brown RH", "Brown"),
     ("Robert H. Brown and {X}", "Brown"), ("a, b, c, d, e", "a")],
)  # fmt: skip
def test_the_first_name_makes_the_key(people: str, name: str) -> None:
    assert named_of(reference(f"author = {{{people}}}")).name == name
