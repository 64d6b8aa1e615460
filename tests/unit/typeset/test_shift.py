"""Rules of shifting: a block moves with everything in it, and covers no folio."""

from __future__ import annotations

import pypdfium2
import pytest

from carepress.typeset import MM, Layout, write
from carepress.typeset.measure import outermost
from carepress.typeset.shift import move_down, remove_covered_folios
from tests.support.typesetting import CSS, laid_out


def black_rows(layout: Layout) -> list[int]:
    """The rows of the first page, in mm, that are black 45 mm from its left edge."""
    with pypdfium2.PdfDocument(write(layout, seed="a")[0]) as document:
        picture = document[0].render(scale=4 * 25.4 / 72, grayscale=True).to_pil()  # 4 pixels a mm
    return [row for row in range(80) if picture.getpixel((45 * 4, row * 4 + 2)) == 0]


def test_a_block_moves_down_with_its_text_and_its_background() -> None:
    layout = laid_out('<div data-line="3" style="height: 10mm; background: #000">A</div>')
    (_, text), *_ = layout.text_boxes
    before = text.position_y * MM
    (block,) = outermost(layout.document.pages[0]._page_box, lambda box: box.element_tag == "div")
    moved = move_down(layout, {0: [(block, 25.0)]})

    assert [round(fact.top, 2) for fact in moved.pages[0].blocks] == [35]
    assert text.position_y * MM - before == pytest.approx(25)
    assert black_rows(moved) == list(range(35, 45))


def test_a_link_that_moves_keeps_one_click_area() -> None:
    layout = laid_out('<p data-line="3"><a href="https://a.example/"><b>Two</b> words</a></p>')
    (block,) = outermost(layout.document.pages[0]._page_box, lambda box: box.element_tag == "p")
    before = [rectangle for _, _, rectangle, _ in layout.document.pages[0].links]
    after = [rectangle for _, _, rectangle, _ in move_down(layout, {0: [(block, 10.0)]}).document.pages[0].links]

    assert [y - 10 / MM for _, y, _, _ in after] == pytest.approx([y for _, y, _, _ in before])
    assert len(after) == 1


def test_a_folio_that_a_block_would_cover_is_removed() -> None:
    folios = "@page { @bottom-center { content: 'Page 1' } @top-center { content: 'Top' } }"
    layout = laid_out("<p>A</p>", css=CSS + folios)
    remove_covered_folios(layout, 0, 60.0)

    assert [box.text for _, box in layout.text_boxes] == ["A", "Top"]
