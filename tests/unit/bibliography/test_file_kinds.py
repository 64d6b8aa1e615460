"""Rules of the kinds of files: told by what stands in them, whatever their names are."""

from __future__ import annotations

import pytest

from carepress.bibliography.file_kinds import ENDINGS, STARTS, kind_of, other_kind

TEXTS = {
    "BibTeX": "% a note\n@article{brown2017,\n  title = {TY  - JOUR},\n}\n",
    "MEDLINE": "\nPMID- 31234567\nOWN - NLM\nTI  - Asthma.\n",
    "RIS": "Provider: A\n\nTY  - JOUR\nTI  - Asthma\nER  - \n",
    "EndNote": "%0 Journal Article\n%T Asthma\n",
    "CSL-JSON": '[\n  {"id": "a", "type": "book", "abstract": "\\n@article{"}\n]\n',
    "PubMed XML": '<?xml version="1.0"?>\n<PubmedArticleSet>\n</PubmedArticleSet>\n',
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_kind_is_told_by_how_its_first_work_begins(kind: str) -> None:
    assert kind_of(TEXTS[kind]) == kind


def test_endnotes_tags_are_known_without_the_kind_of_the_work() -> None:
    assert kind_of("%A Brown, R. H.\n%D 2017\n%T Asthma\n") == "EndNote"
    assert kind_of("% A note of mine\n% and another one\n") is None


@pytest.mark.parametrize("text", ["", "1. Brown RH. Asthma. Thorax. 2017.", "<html></html>", "[1, 2]", "a@b.example"])
def test_any_other_text_has_no_kind(text: str) -> None:
    assert kind_of(text) is None


def test_every_kind_has_an_ending() -> None:
    assert set(ENDINGS) == set(STARTS) == set(TEXTS)


def test_a_file_without_text_is_named_for_what_it_is() -> None:
    assert [other_kind(raw) for raw in (b"%PDF-1.7", b"PK\x03\x04..", b"\n<!DOCTYPE HTML>", b"TY  - JOUR")] == [
        "a PDF", "a Word document or a zip file", "a web page", None,
    ]  # fmt: skip
