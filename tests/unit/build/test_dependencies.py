"""Rules of dependencies: what a page may use is what it depends on, and no document gets another one's pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from carepress.build.dependencies import artwork
from carepress.build.inputs import load_inputs
from carepress.build.pipeline import build_document
from carepress.build.plan import Dependencies, Task
from carepress.build.summarise import read_document
from carepress.compose.page import Artwork
from tests.support.proofs import MANUSCRIPT, TODAY, put

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#0F5E6B"/>{}</svg>'
HEAD = "---\ntitle: Asthma\nformats: [fact-sheet]\n{}---\n\n## What is it?\n\n{}\n"


def dependencies(root: Path, files: Mapping[str, str]) -> Dependencies:
    task = Task(document="asthma", lang="en", format="fact-sheet")
    return build_document(task, put(root, files), today=TODAY, allow_overdue=False).dependencies


def art(root: Path, files: Mapping[str, str]) -> dict[str, Artwork]:
    project = put(root, files)
    text = read_document(MANUSCRIPT, project, load_inputs(project, "", TODAY.year).known).text
    assert text is not None
    return artwork(text[1], project)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Dependencies:
    text = "It swells [@smith2019].\n\n::: key-facts\n- It is rare.\n:::\n\n![Open airways](airways.svg)"
    files = {
        MANUSCRIPT: HEAD.format("cover-image: tree.svg\n", text),
        "content/asthma/tree.svg": SVG.format(""),
        "content/asthma/unused.svg": SVG.format(""),
        "content/gout/en.md": HEAD.format("", "It hurts."),
        "content/gout/toe.svg": SVG.format(""),
    }
    return dependencies(tmp_path_factory.mktemp("clinic"), files)


def test_a_document_depends_on_its_own_files_that_it_uses(used: Dependencies) -> None:
    assert [name for name in used.files if name.startswith("content/")] == [
        "content/asthma/airways.svg",
        "content/asthma/en.md",
        "content/asthma/tree.svg",
        "content/clinic.yaml",
        "content/references.bib",
    ]


def test_a_document_depends_on_the_templates_and_stylesheets_of_its_components(used: Dependencies) -> None:
    names = {
        "templates/components/key-facts.html.j2",
        "styles/components/key-facts.css",
        "styles/formats/fact-sheet.css",
    }
    others = {"templates/components/steps.html.j2", "styles/components/steps.css", "styles/formats/brochure.css"}

    assert (names - {*used.files}, others & {*used.files}) == (set(), set())


def test_a_document_depends_on_the_works_that_it_cites_and_on_no_others(used: Dependencies) -> None:
    assert [part for part in used.parts if "references.bib" in part] == ["content/references.bib: smith2019"]


def test_a_document_depends_on_what_was_looked_for_in_vain(used: Dependencies) -> None:
    assert {"content/_brand.yml", "content/asthma/tree.cover.svg"} <= {*used.sought}


def test_a_drawing_within_a_drawing_is_used_too(tmp_path: Path) -> None:
    text = "![Open airways](airways.svg)"
    files = {
        MANUSCRIPT: HEAD.format("", text),
        "content/asthma/airways.svg": SVG.format('<image href="inner.svg" width="3" height="3"/>'),
        "content/asthma/inner.svg": SVG.format(""),
    }

    assert "content/asthma/inner.svg" in dependencies(tmp_path, files).files


def test_a_place_shows_the_drawing_that_was_made_for_it_or_the_cover_image_fitted(tmp_path: Path) -> None:
    files = {
        MANUSCRIPT: HEAD.format("cover-image: tree.svg\n", "Text."),
        "content/asthma/tree.svg": SVG.format(""),
        "content/asthma/tree.cover.svg": SVG.format(""),
    }
    places = art(tmp_path, files)

    assert places["cover"] == Artwork(url="/content/asthma/tree.cover.svg", fit="made")
    assert places["masthead"] == Artwork(url="/content/asthma/tree.svg", fit="fitted")
    assert places["band"] == Artwork(url="/styles/art/band.svg", fit="made")


def test_without_a_cover_image_every_place_shows_carepresss_own_drawing(tmp_path: Path) -> None:
    places = art(tmp_path, {MANUSCRIPT: HEAD.format("", "Text.")})

    assert places == {place: Artwork(url=f"/styles/art/{place}.svg", fit="made") for place in places}
    assert places
