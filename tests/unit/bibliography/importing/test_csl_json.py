"""Rules of CSL-JSON: Zotero's lists, Crossref's single works, and the place of a syntax error."""

from __future__ import annotations

import json

import pytest

from carepress.bibliography.importing.csl_json import read_csl_json
from carepress.bibliography.importing.model import ImportedWork, Refused
from tests.support.imports import entry, sample, works


def test_an_article_and_a_web_page() -> None:
    article, page = works(read_csl_json, sample("zotero.json"))

    assert entry(article) == {
        "kind": "article", "author": "van den Berg, Anna and {Gut Study Group}",
        "title": r"\textit{Helicobacter pylori}, {CO}₂ and 10³ questions", "journal": "Gut Liver Rep", "year": "2020",
        "month": "feb", "volume": "7", "number": "1", "pages": "1--9", "doi": "10.1234/glr.7.1", "pmid": "39990005",
    }  # fmt: skip
    assert entry(page) == {
        "kind": "online", "author": "{Example Health Authority}", "title": "Fit to fly", "date": "2023-07-01",
        "url": "https://www.example.org/fit-to-fly", "urldate": "2024-01-02",
    }  # fmt: skip
    assert (article.line, page.line) == (2, 20)


@pytest.mark.parametrize("shape", ["{}", '{{"items": [{}]}}', "[{},]"])
def test_one_work_a_list_and_an_object_with_items(shape: str) -> None:
    item = json.dumps({"type": "book", "title": ["Asthma"], "issued": {"raw": "2019-03"}})
    (work,) = works(read_csl_json, shape.replace("{}", item).replace("{{", "{").replace("}}}", "}}"))

    assert (work.fields["title"], work.fields["year"], work.fields["month"]) == ("Asthma", "2019", "mar")


def test_a_syntax_error_has_its_line_and_what_stands_before_it_is_read() -> None:
    first, fault = read_csl_json('[\n{"type": "book", "title": "A"},\n{"type": }\n]')

    assert isinstance(first, ImportedWork)
    assert fault == Refused(line=3, reason="here the JSON is broken, so the rest is not read: Expecting value")


def test_a_list_that_ends_in_the_middle_is_told() -> None:
    assert list(read_csl_json('[\n{"title": "A"},\n'))[1:] == [
        Refused(line=3, reason="the file ends in the middle; save it again")
    ]


@pytest.mark.parametrize("text", ["[" * 200_000, '[1, "a"]', '{"type": "book"}', '[{"title": {"a": 1}}]'])
def test_what_is_no_work_is_refused(text: str) -> None:
    assert all(isinstance(piece, Refused) for piece in read_csl_json(text))


def test_odd_values_raise_nothing() -> None:
    item = {
        "title": "A", "author": ["x", {"literal": ""}, {"family": 3}], "issued": {"date-parts": [[None]]}, "volume": {},
        "editor": "none", "accessed": 3, "DOI": ["10.1234/x"],
    }  # fmt: skip
    (work,) = works(read_csl_json, json.dumps([item]))

    assert dict(work.fields) == {"author": "{3}", "title": "A", "doi": "10.1234/x"}


def test_crossrefs_answer_is_unwrapped() -> None:
    item = {"type": "journal-article", "title": ["Sleep"], "subtitle": ["a review"], "container-title": ["Thorax"]}
    (work,) = works(read_csl_json, json.dumps({"status": "ok", "message": item}))

    assert entry(work) == {"kind": "article", "title": "Sleep: a review", "journal": "Thorax"}


def test_the_number_of_an_article_stands_for_its_pages() -> None:
    (work,) = works(read_csl_json, json.dumps({"type": "article-journal", "title": "Sleep", "number": "e107"}))

    assert entry(work) == {"kind": "article", "title": "Sleep", "pages": "e107"}
