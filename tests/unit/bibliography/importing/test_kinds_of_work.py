"""Rules of kinds of work: each becomes a type of entry that references.bib knows."""

from __future__ import annotations

from carepress.bibliography.importing.kinds_of_work import KINDS, kind_of_work
from carepress.bibliography.works import read_bibliography
from carepress.project.source import Source


def test_every_type_of_entry_is_known_in_references_bib() -> None:
    text = "\n".join(f"@{kind}{{{kind}, title = {{A}}}}" for kind in set(KINDS.values()))
    codes = {fault.code for fault in read_bibliography(Source(file="content/references.bib", text=text))[1]}

    assert "unknown-entry-type" not in codes


def test_names_of_ris_endnote_and_csl() -> None:
    names = ["JOUR", "Journal Article", "article-journal", "CHAP", "Book Section", "chapter"]
    names += ["WEB", "Web Page", "webpage"]

    assert [kind_of_work(name)[0] for name in names] == [
        "article", "article", "article", "incollection", "incollection", "incollection", "online", "online", "online",
    ]  # fmt: skip
    assert kind_of_work("") == ("misc", [])
