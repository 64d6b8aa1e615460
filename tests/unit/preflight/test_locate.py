"""Rules of locating: a fault on a page is shown where it was written, and a page is called what people call it."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.preflight.locate import line_in_manuscript, place_name, span_of
from carepress.preflight.proof import Pages
from tests.support.proofs import MANUSCRIPT, proofs

TEXT = "## Asthma\n\nAsthma makes the\n**small tubes** swell.\n\n![Open airways](airways.svg)\n"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    pages = proofs(tmp_path_factory.mktemp("sheet"), {MANUSCRIPT: TEXT})[1]
    assert pages is not None
    return pages


def test_words_on_a_page_are_shown_in_the_line_of_their_block(sheet: Pages) -> None:
    source = sheet.written.manuscript.source
    spans = {box.text.strip(): span_of(box, sheet.layout, source) for _, box in sheet.layout.text_boxes}

    assert spans["Asthma"] == source.find("Asthma", line=6)
    assert spans["small tubes"] == source.span_at(8)  # the paragraph's first line, whole
    assert spans["312-555-0142"] is None  # a template says it


def test_a_picture_is_shown_by_the_line_of_its_block(sheet: Pages) -> None:
    (image,) = (box for _, box in sheet.layout.boxes if box.element is not None and box.element.get("src"))

    assert line_in_manuscript(image.element, sheet.layout.parents) == 11


def test_a_page_is_called_by_its_number_and_a_panel_by_its_name(sheet: Pages, tmp_path: Path) -> None:
    front = "---\ntitle: Asthma\nformats: [brochure]\n---\n\n## Flap {panel=flap}\n\nText.\n\n"
    brochure = front + "## One\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.\n"
    _, folded, _ = proofs(tmp_path, {MANUSCRIPT: brochure}, format_="brochure")

    assert folded is not None
    assert place_name(0, sheet) == "page 1"
    assert [place_name(number, folded) for number in range(6)] == [
        "the cover", "the flap", "inside panel 1", "inside panel 2", "inside panel 3", "the back"
    ]  # fmt: skip
