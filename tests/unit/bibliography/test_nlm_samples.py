"""References read as the National Library of Medicine prints them: its own samples (tests/data/nlm)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from carepress.bibliography.works import read_bibliography
from carepress.project.source import Source

DATA = Path(__file__).resolve().parents[2] / "data" / "nlm"
SAMPLES = dict(line.split("|", 1) for line in (DATA / "expected.txt").read_text(encoding="utf-8").splitlines())
WORKS = read_bibliography(Source(file="samples.bib", text=(DATA / "samples.bib").read_text(encoding="utf-8")))[0].works

UNKNOWN = {
    "a16": (" 7;", ";"),  # the .bib file has the month alone
    "a17": (":[about 1 p.]", ""),  # NLM's guess at the length of a page of the web
    "a18": (";Sect. A:2 (col. 4)", ":A2"),  # the .bib file has no column
}
"""What a sample has and its entry does not: nobody can print what nobody typed."""


def in_our_form(text: str) -> str:
    """NLM's text with the three signs that we print in another way: see carepress/bibliography/vancouver.py."""
    return re.sub(r"(doi:\S+)\.$", r"\1", re.sub(r"https?://", "", text).replace("doi: ", "doi:"))


@pytest.mark.parametrize("key", [key for key in SAMPLES if key not in UNKNOWN])
def test_a_work_is_printed_as_nlm_prints_it(key: str) -> None:
    assert WORKS[key].text == in_our_form(SAMPLES[key])


@pytest.mark.parametrize("key", UNKNOWN)
def test_what_nobody_typed_is_all_that_is_missing(key: str) -> None:
    assert WORKS[key].text == in_our_form(SAMPLES[key].replace(*UNKNOWN[key]))
