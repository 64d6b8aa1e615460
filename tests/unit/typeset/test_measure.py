"""Rules of measuring: lengths are in mm, the foot is no text, and a heading belongs to what follows it."""

from __future__ import annotations

import pytest

from carepress.typeset.measure import BlockFacts, PageFacts, TextLines, Unit, text_lines, units_of
from tests.support.typesetting import CARD_CSS, CSS, laid_out


def test_what_is_measured_is_in_millimetres() -> None:
    body = '<p data-line="7" class="a b" style="height: 20mm">Text</p><div data-band="2" data-line="9">B</div>'
    (page,) = laid_out(body).pages
    first, second = page.blocks
    lengths = (page.width, page.height, page.room, first.top, first.bottom)

    assert [round(length, 2) for length in lengths] == [60, 80, 60, 10, 30]
    assert ((first.line, first.tag, first.classes), second.line) == ((7, "p", ("a", "b")), 9)
    assert [(band.name, round(band.top, 2)) for band in page.bands] == [("2", 30)]


def test_the_foot_does_not_count_as_text() -> None:
    body = '<p data-line="1" style="height: 15mm">A</p><div data-place="edge" style="height: 20mm">F</div>'
    (page,) = laid_out(body).pages

    assert (round(page.text_used, 2), round(page.filled, 3), page.used > page.text_used) == (15, 0.25, True)


def test_the_lines_of_running_text_are_those_that_most_letters_are_set_in() -> None:
    text = "<h2>A heading</h2>" + "<p>Sit up and breathe out slowly, then rest a while and try again.</p>" * 3
    layout = laid_out(text, css=f"@page {{ size: 60mm 80mm }} {CARD_CSS}")
    lines = text_lines(layout.text_boxes, [0])

    assert (round(lines.height, 3), lines.words) == (5, 5)
    assert [lines.counted(height) for height in (0, 5, 5.02, 5.2, 12)] == [
        "1 line", "1 line", "1 line", "2 lines", "3 lines",
    ]  # fmt: skip


@pytest.mark.parametrize(("css", "height"), [("line-height: 2", 7.06), ("line-height: 6mm", 6), ("", 4.23)])
def test_the_height_of_a_line_is_known_however_css_gives_it(css: str, height: float) -> None:
    layout = laid_out("<p>Text</p>", css=f"{CSS} p {{ {css} }}")

    assert text_lines(layout.text_boxes, [0]).height == pytest.approx(height, abs=0.01)


def test_pages_without_text_have_lines_of_ordinary_size() -> None:
    assert text_lines([], [0]) == TextLines(height=5.0, words=8)


def page(*blocks: tuple[int, str, float, float]) -> PageFacts:
    """A page with these blocks: line, tag, top and bottom."""
    facts = tuple(BlockFacts(line=line, tag=tag, top=top, bottom=end, classes=()) for line, tag, top, end in blocks)
    return PageFacts(
        name="inside", width=60, height=100, margin_top=10, margin_bottom=10, room=80, used=0, text_used=0, blocks=facts
    )


def test_headings_and_the_block_below_them_are_one_unit_and_so_is_a_block_on_two_pages() -> None:
    pages = [
        page((3, "h2", 10, 20), (5, "h3", 20, 30), (7, "p", 32, 50), (9, "p", 50, 90)),
        page((9, "p", 10, 20), (11, "h2", 25, 35), (13, "div", 35, 60), (14, "p", 40, 50)),
    ]

    assert units_of(pages) == [
        Unit(line=3, height=40, opens_section=True),
        Unit(line=9, height=55, opens_section=False),
        Unit(line=11, height=35, opens_section=True),
    ]
