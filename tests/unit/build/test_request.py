"""Rules of the request: what is asked for is what fits every option."""

from __future__ import annotations

import pytest

from carepress.build.plan import Task
from carepress.build.request import Selection
from carepress.design.edition import Edition

TASK = Task(document="als", lang="en", format="fact-sheet")


@pytest.mark.parametrize(("selection", "wanted"), [
    (Selection(), True), (Selection(documents=("als", "x")), True), (Selection(documents=("x",)), False),
    (Selection(formats=("brochure",)), False), (Selection(languages=("es",)), False),
    (Selection(languages=("en",)), True),
    (Selection(clinics=("north",)), False), (Selection(documents=("als",), formats=("brochure",)), False),
])  # fmt: skip
def test_a_task_is_wanted_if_it_fits_every_option(selection: Selection, wanted: bool) -> None:
    assert selection.wants(TASK) is wanted


@pytest.mark.parametrize(("editions", "wanted"), [((), True), (("print",), False), (("print", "screen"), True)])
def test_an_edition_is_wanted_if_it_or_none_is_named(editions: tuple[str, ...], wanted: bool) -> None:
    assert Selection(editions=editions).wants_edition(Edition.SCREEN) is wanted


@pytest.mark.parametrize(("selection", "wanted"), [
    (Selection(), True), (Selection(documents=("x",)), False), (Selection(languages=("es",)), False),
])  # fmt: skip
def test_a_manuscript_is_wanted_by_its_document_and_its_language(selection: Selection, wanted: bool) -> None:
    assert selection.wants_manuscript("content/als/en.md") is wanted
