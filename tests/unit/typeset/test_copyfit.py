"""Rules of copyfitting: sections stay whole, no panel stays empty, and a short text is set larger."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.diagnostics.model import Diagnostics
from carepress.typeset import Layout
from carepress.typeset.copyfit import breaks
from carepress.typeset.measure import Unit
from tests.support.typesetting import block, card, fitted, section, sheet


def inside(layout: Layout) -> list[list[int]]:
    """The lines that stand on each inside panel."""
    return [[fact.line for fact in page.blocks] for page in layout.pages if page.name == "inside"]


def test_sections_are_shared_out_so_that_no_panel_stays_empty() -> None:
    layout, diagnostics = card(section(10, 20) + section(20, 20) + section(30, 20))

    assert (inside(layout), diagnostics) == ([[10, 11], [20, 21], [30, 31]], Diagnostics())


def test_sections_stay_whole_where_that_is_possible() -> None:
    layout, diagnostics = card(section(10, 50) + section(20, 20, 20) + section(30, 50))

    assert (inside(layout), diagnostics) == ([[10, 11], [20, 21, 22], [30, 31]], Diagnostics())


def test_a_short_text_is_set_larger_and_a_longer_one_is_not() -> None:
    sizes = []
    for height in (20, 65):
        layout, _ = card("".join(section(line, height) for line in (10, 20, 30)), flap=block(2, height))
        sizes.append({round(box.style["font_size"] * 0.75) for _, box in layout.text_boxes if box.text == "Text 11"})

    assert sizes == [{12}, {10}]


def test_an_almost_empty_last_page_gets_the_last_band_of_the_page_before() -> None:
    bands = "".join(f'<div data-band="{at}">{block(at, height)}</div>' for at, height in ((1, 30), (2, 25), (3, 20)))
    layout, _ = fitted(bands + block(9, 10), sheet())

    assert [[fact.line for fact in page.blocks] for page in layout.pages] == [[1, 2], [3, 9]]


def units(*heights: float, sections: tuple[int, ...] = ()) -> list[Unit]:
    """Units of these heights on lines 10, 11, ...; those of `sections` open one."""
    return [Unit(line=10 + at, height=height, opens_section=at in sections) for at, height in enumerate(heights)]


def test_panels_start_with_sections_where_whole_sections_fit() -> None:
    assert breaks(units(40, 40, 10, 40, 10, 40, sections=(0, 2, 4)), 3, 100) == (12, 14)


def test_panels_are_filled_evenly() -> None:
    assert breaks(units(30, 30, 30, 30, 30, 30, sections=(0, 1, 2, 3, 4, 5)), 3, 200) == (12, 14)


def test_sections_are_parted_only_where_they_do_not_fit_whole() -> None:
    assert breaks(units(60, 60, 60, 20, sections=(0, 3)), 2, 150) == (12,)


@pytest.mark.parametrize("heights", [(), (50,), (50, 50), (101, 10, 10), (90, 90, 90, 90)])
def test_what_cannot_be_shared_out_has_no_breaks(heights: tuple[float, ...]) -> None:
    assert breaks(units(*heights, sections=(0,)), 3, 100) is None


def test_one_panel_has_no_breaks_in_it() -> None:
    assert breaks(units(50, 40), 1, 100) == ()


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(1, 80), st.booleans()), max_size=12), st.integers(1, 4), st.floats(50, 200))
def test_no_panel_exceeds_its_room_and_none_stays_empty(
    drawn: list[tuple[float, bool]], panels: int, room: float
) -> None:
    blocks = units(*(height for height, _ in drawn), sections=tuple(at for at, (_, opens) in enumerate(drawn) if opens))
    chosen = breaks(blocks, panels, room)
    if chosen is None or not blocks:
        return
    cuts = [0, *(line - 10 for line in chosen), len(blocks)]
    shares = [blocks[start:end] for start, end in pairwise(cuts)]

    assert (len(shares), all(shares)) == (panels, True)
    assert all(sum(unit.height for unit in share) <= room + 1e-6 for share in shares)
