"""Rules of vertical justification: panels end on the same line, gaps grow alike, and a foot stands at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.diagnostics.model import Diagnostics
from carepress.typeset import MM, Layout
from carepress.typeset.vertical_justification import Gap, feather
from tests.support.typesetting import ROOM, block, card, fitted, section, sheet

FOOT = '<footer data-place="{}" style="height: 15mm; margin-top: {}mm; background: #000">Foot</footer>'


def bottoms(layout: Layout) -> Sequence[float]:
    return [page.used for page in layout.pages if page.name == "inside"]


def foot_of(layout: Layout) -> Any:
    return next(box for _, box in layout.boxes if box.element is not None and box.element_tag == "footer")


def test_panels_end_level_within_two_millimetres() -> None:
    layout, diagnostics = card(section(10, 30, 33) + section(20, 30, 30) + section(30, 30, 28))
    lowest, highest = max(bottoms(layout)), min(bottoms(layout))

    assert (diagnostics, lowest - highest <= 2, lowest <= ROOM) == (Diagnostics(), True, True)


def test_a_panel_that_cannot_reach_the_others_stays_as_it_is() -> None:
    layout, _ = card(section(10, 65) + section(20, 65) + section(30, 20))

    assert [round(used) for used in bottoms(layout)] == [75, 75, 30]


def test_blocks_keep_their_order_and_stay_on_their_panel() -> None:
    layout, _ = card(section(10, 20, 20, 20) + section(20, 30, 30) + section(30, 65))

    for page in layout.pages:
        assert [fact.top for fact in page.blocks] == sorted(fact.top for fact in page.blocks)
        assert all(fact.bottom <= page.height for fact in page.blocks)


def test_gaps_of_all_kinds_grow_by_the_same_share() -> None:
    gaps = [Gap(limit=6.0), Gap(limit=2.0, is_row=True), Gap(limit=0.0)]

    assert feather(gaps, 4.0) == pytest.approx((3.0, 1.0, 0.0))


@pytest.mark.parametrize("free", [-5.0, 0.0])
def test_a_panel_that_is_full_does_not_open_up(free: float) -> None:
    assert feather([Gap(limit=6.0)], free) == (0.0,)


@settings(deadline=None)
@given(st.lists(st.floats(0, 9).map(lambda limit: Gap(limit=limit)), max_size=20), st.floats(-100, 1000))
def test_no_gap_grows_beyond_its_limit_and_together_no_more_than_is_free(gaps: list[Gap], free: float) -> None:
    growth = feather(gaps, free)

    assert len(growth) == len(gaps)
    assert all(0 <= distance <= gap.limit for gap, distance in zip(gaps, growth, strict=True))
    assert sum(growth) <= max(free, 0) + 1e-6


@pytest.mark.parametrize(("place", "bottom"), [("edge", 100), ("bottom", 90)])
def test_a_foot_stands_on_the_edge_of_its_page_or_on_the_end_of_its_text(place: str, bottom: int) -> None:
    layout, diagnostics = fitted(block(3, 60) + FOOT.format(place, 0), sheet())
    foot = foot_of(layout)

    assert (diagnostics, len(layout.pages)) == (Diagnostics(), 1)
    assert (foot.border_box_y() + foot.border_height()) * MM == pytest.approx(bottom, abs=0.01)


@pytest.mark.parametrize(("used", "pages"), [(74, 1), (75, 1), (76, 2)])
def test_a_foot_that_bleeds_needs_no_margin_below_and_covers_no_text(used: int, pages: int) -> None:
    layout, _ = fitted(block(3, used) + FOOT.format("edge", -10), sheet())
    foot, text = foot_of(layout), layout.pages[-1].blocks

    assert len(layout.pages) == pages
    assert (foot.border_box_y() + foot.border_height()) * MM == pytest.approx(100, abs=0.01)
    assert all(fact.bottom <= foot.border_box_y() * MM + 0.01 for fact in text)
