"""Rules of make-up: text is shared out evenly, sections stay whole, and a gap never yawns."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from carepress.compose import BlockHtml, ComposedSection, ListItem, Picture
from carepress.compose.bands import SHORT, Band, bands
from carepress.design.formats import Format, Paper
from carepress.typeset.copyfit import breaks
from carepress.typeset.measure import Unit
from carepress.typeset.vertical_justification import Gap, feather

SHEET = Format(
    label="The fact sheet", template="", stylesheet="", papers={"a4": Paper(width="210mm", height="297mm")},
    beside=("key-facts", "callout", "figure"), across=("icons",),
)  # fmt: skip
ICONS = BlockHtml(line=9, component="icons", parts=(BlockHtml(line=9, items=(ListItem(content=Markup("a")),)),))


def text(letters: int, line: int = 1) -> BlockHtml:
    return BlockHtml(line=line, markup=Markup("<p>{}</p>").format("a" * letters))


def box(letters: int, component: str = "callout") -> BlockHtml:
    return BlockHtml(line=5, component=component, parts=(text(letters, 6),))


def section(name: str, *parts: BlockHtml) -> ComposedSection:
    return ComposedSection(heading=Markup(name), line=1, panel="", parts=parts)


def arranged(*sections: ComposedSection) -> list[tuple[str, str, int]]:
    """Each band: its kind, the headings in it, how many boxes stand beside it."""
    return [
        (band.kind, "".join(one.heading for one in band.sections), len(band.side)) for band in bands(sections, SHEET)
    ]


def test_a_few_lines_are_plain() -> None:
    assert arranged(section("A", text(SHORT - 1))) == [("plain", "A", 0)]


def test_one_long_section_is_set_in_columns_and_several_as_a_newspaper() -> None:
    assert arranged(section("A", text(SHORT))) == [("columns", "A", 0)]
    assert arranged(section("A", text(SHORT)), section("B", text(9))) == [("newspaper", "AB", 0)]


def test_boxes_stand_beside_their_text() -> None:
    a, callout = section("A", text(900), box(30)), box(30)

    assert bands([a], SHEET) == (Band("beside", (section("A", text(900)),), (callout,)),)


def test_text_runs_beside_its_boxes_for_as_long_as_they_reach_down() -> None:
    tall = box(900, "figure")

    assert arranged(section("A", text(60), tall), section("B", text(60)), section("C", text(4000))) == [
        ("beside", "ABC", 1)
    ]
    assert arranged(section("A", text(4000), box(30)), section("B", text(60)), section("C", text(60))) == [
        ("beside", "A", 1),
        ("plain", "BC", 0),
    ]


def test_boxes_stand_beside_their_own_section_and_not_beside_the_text_before() -> None:
    assert arranged(section("A", text(60)), section("B", text(60), box(60))) == [("plain", "A", 0), ("beside", "B", 1)]


def test_a_section_with_boxes_of_its_own_opens_a_band_of_its_own() -> None:
    tall = box(900, "figure")

    assert arranged(section("A", text(60), tall), section("B", text(60), box(60))) == [
        ("beside", "A", 1),
        ("beside", "B", 1),
    ]


def test_icons_run_across_the_page_and_face_a_box_if_there_is_one() -> None:
    assert arranged(section("A", text(60), ICONS)) == [("across", "A", 0)]
    assert arranged(section("A", text(60), ICONS, box(60))) == [("facing", "A", 1)]


def test_what_runs_across_parts_the_text_before_from_the_text_after() -> None:
    sections = section("A", text(SHORT)), section("B", ICONS), section("C", text(9))

    assert arranged(*sections) == [("columns", "A", 0), ("across", "B", 0), ("plain", "C", 0)]


def test_no_text_makes_no_band() -> None:
    assert bands([], SHEET) == ()


LETTERS = st.integers(0, 900)
PARTS = st.one_of(
    LETTERS.map(text), LETTERS.map(box), st.just(ICONS),
    st.just(BlockHtml(line=3, component="figure", parts=(BlockHtml(line=3, picture=Picture(file="a.svg", alt="a")),))),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.lists(PARTS, max_size=4), max_size=6))
def test_every_section_and_every_box_stands_in_exactly_one_band(drawn: list[list[BlockHtml]]) -> None:
    sections = [section(str(at), *parts) for at, parts in enumerate(drawn)]
    made = bands(sections, SHEET)

    assert [one.heading for band in made for one in band.sections] == [one.heading for one in sections]
    for band in made:
        mine = [part for one in band.sections for part in drawn[int(one.heading)]]
        kept = [part for one in band.sections for part in one.parts]
        assert sorted(map(repr, [*kept, *band.side])) == sorted(map(repr, mine))


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


def test_gaps_of_all_kinds_grow_in_the_same_share() -> None:
    gaps = [Gap(most=6.0), Gap(most=2.0, is_row=True), Gap(most=0.0)]

    assert feather(gaps, 4.0) == pytest.approx((3.0, 1.0, 0.0))


@pytest.mark.parametrize("free", [-5.0, 0.0])
def test_a_panel_that_is_full_does_not_open_up(free: float) -> None:
    assert feather([Gap(most=6.0)], free) == (0.0,)


@settings(deadline=None)
@given(st.lists(st.floats(0, 9).map(lambda most: Gap(most=most)), max_size=20), st.floats(-100, 1000))
def test_no_gap_grows_beyond_its_most_and_together_no_more_than_is_free(gaps: list[Gap], free: float) -> None:
    grown = feather(gaps, free)

    assert len(grown) == len(gaps)
    assert all(0 <= distance <= gap.most for gap, distance in zip(gaps, grown, strict=True))
    assert sum(grown) <= max(free, 0) + 1e-6
