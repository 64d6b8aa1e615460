"""Other formats pasted into references.bib: each is named, with the ending of its files, and blames no entry."""

from __future__ import annotations

import pytest

from carepress.bibliography.bibtex import ENTRY
from carepress.bibliography.other_formats import Pasted, pasted, without
from carepress.bibliography.works import read_bibliography
from carepress.project.source import Source

GOOD = "@article{good, author={Oh, K}, title={T}, journal={J}, year={2020}, volume={1}}\n"
OTHER = GOOD.replace("good", "other").replace("{T}", "{Nerves}")
MEDLINE = (
    "PMID- 28700839\nOWN - NLM\nTI  - Amyotrophic Lateral\n      Sclerosis.\nFAU - Brown, Robert H\nAU  - Brown RH\n"
)
SAMPLES = {
    "nbib": MEDLINE,
    "ris": "TY  - JOUR\nAU  - Brown, R\nTI  - Asthma {in} adults\nER  - \n",
    "enw": "%0 Journal Article\n%A Brown, R\n%T Asthma\n",
    "json": '[\n  {\n    "id": "brown",\n    "type": "article-journal",\n    "title": "Asthma"\n  }\n]\n',
    "xml": '<?xml version="1.0" ?>\n<PubmedArticleSet><PubmedArticle><T>T</T></PubmedArticle></PubmedArticleSet>\n',
}


def found(text: str) -> list[Pasted]:
    return list(pasted(text, [entry.start() for entry in ENTRY.finditer(text)]))


@pytest.mark.parametrize("ending", SAMPLES)
@pytest.mark.parametrize(("before", "after"), [("", ""), (GOOD, ""), ("", OTHER), (GOOD + "\n", "\n" + OTHER)])
def test_a_pasted_reference_is_named_and_the_entries_around_it_are_read(ending: str, before: str, after: str) -> None:
    text = before + SAMPLES[ending] + after
    bibliography, diagnostics = read_bibliography(Source(file="references.bib", text=text))

    assert [
        (fault.code, fault.span.line, fault.help.endswith(f"carepress import works.{ending}"))
        for fault in diagnostics
        if fault.span
    ] == [("bibtex-syntax", before.count("\n") + 1, True)]
    assert list(bibliography.works) == ["good"] * bool(before) + ["other"] * bool(after)
    assert bibliography.tainted == frozenset()


@pytest.mark.parametrize("sample", [MEDLINE.split("\n", 1)[1], "TI  - Asthma\nDP  - 2020 Jan\nPMC - PMC123\n"])
def test_a_part_of_a_record_is_known_too(sample: str) -> None:
    assert [stretch.ending for stretch in found(sample)] == ["nbib"]


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("{T}", "{T},\n abstract={We read\nPMID- 123\nTI  - Words\nAU  - Others\n}"),
        "% PMID- 123\n% 0 Journal\n" + GOOD,
        "Notes of ours:\nA - first\nB - second\n" + GOOD,
        "%%%\n%0 % of all\n" + GOOD,
    ],
)
def test_notes_and_quotations_are_no_references(text: str) -> None:
    assert found(text) == []


def test_what_is_taken_out_leaves_every_place_as_it_was() -> None:
    text = GOOD + MEDLINE + OTHER
    bare = without(text, found(text))

    assert len(bare) == len(text)
    assert bare.replace(" ", "").replace("\n", "") == (GOOD + OTHER).replace(" ", "").replace("\n", "")
    assert bare.index("@article{other") == text.index("@article{other")
