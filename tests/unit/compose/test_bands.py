"""Rules of bands: boxes stand beside their own text, icons run across, and no section is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from carepress.compose import BlockHtml, ComposedSection, ListItem, Picture
from carepress.compose.bands import SHORT, Band, bands
from carepress.design.formats import Format, Paper

SHEET = Format(
    label="The fact sheet", template="", stylesheet="", papers={"a4": Paper(width="210mm", height="297mm")},
    beside=("key-facts", "callout", "figure"), across=("icons",),
)  # fmt: skip
ICONS = BlockHtml(line=9, component="icons", blocks=(BlockHtml(line=9, items=(ListItem(content=Markup("a")),)),))


def text(letters: int, line: int = 1) -> BlockHtml:
    return BlockHtml(line=line, markup=Markup("<p>{}</p>").format("a" * letters))


def box(letters: int, component: str = "callout") -> BlockHtml:
    return BlockHtml(line=5, component=component, blocks=(text(letters, 6),))


def section(name: str, *blocks: BlockHtml) -> ComposedSection:
    return ComposedSection(heading=Markup(name), line=1, panel="", blocks=blocks)


def arranged(*sections: ComposedSection) -> list[tuple[str, str, int]]:
    """Each band: its kind, the headings in it, how many boxes stand beside it."""
    return [
        (band.kind, "".join(section.heading for section in band.sections), len(band.side))
        for band in bands(sections, SHEET)
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
BLOCKS = st.one_of(
    LETTERS.map(text), LETTERS.map(box), st.just(ICONS),
    st.just(BlockHtml(line=3, component="figure", blocks=(BlockHtml(line=3, picture=Picture(file="a.svg", alt="a")),))),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.lists(BLOCKS, max_size=4), max_size=6))
def test_every_section_and_every_box_stands_in_exactly_one_band(drawn: list[list[BlockHtml]]) -> None:
    sections = [section(str(at), *blocks) for at, blocks in enumerate(drawn)]
    grouped = bands(sections, SHEET)

    assert [inner.heading for band in grouped for inner in band.sections] == [outer.heading for outer in sections]
    for band in grouped:
        before = [block for inner in band.sections for block in drawn[int(inner.heading)]]
        after = [block for inner in band.sections for block in inner.blocks]
        assert sorted(map(repr, [*after, *band.side])) == sorted(map(repr, before))
