"""Rules of colour: contrast is WCAG's, and a weak colour becomes the nearest strong one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.design.colour import BLACK, WHITE, contrast, luminance, mix, normal, readable

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ("#0a3d47", "#0A3D47"),
        ("#abc", "#AABBCC"),
        ("#0A3D47", "#0A3D47"),
        ("0A3D47", None),
        ("#0A3D4", None),
        ("#0A3D4G", None),
        ("teal", None),
        ("rgb(1, 2, 3)", None),
        ("#0A3D47 ", None),
        ("#0A3D47FF", None),
        ("", None),
    ],
)
def test_a_colour_is_written_in_hex(typed: str, colour: str | None) -> None:
    assert normal(typed) == colour


def test_black_on_white_is_21_to_1_and_white_on_white_is_1_to_1() -> None:
    assert (contrast(BLACK, WHITE), contrast(WHITE, WHITE)) == (pytest.approx(21), pytest.approx(1))


@pytest.mark.parametrize(("grey", "share"), [("#000000", 0.0), ("#FFFFFF", 1.0), ("#808080", 0.2158605)])
def test_luminance_goes_from_0_to_1(grey: str, share: float) -> None:
    assert luminance(grey) == pytest.approx(share)


@pytest.mark.parametrize(("colour", "share"), [("#FF0000", 0.2126), ("#00FF00", 0.7152), ("#0000FF", 0.0722)])
def test_the_eye_sees_green_brightest(colour: str, share: float) -> None:
    assert luminance(colour) == pytest.approx(share)


@pytest.mark.parametrize(
    ("colour", "ground", "ratio"),
    [
        ("#15292E", "#FFFFFF", 15.1),  # ink on white, mist, sand
        ("#15292E", "#E7F1F0", 13.1),
        ("#15292E", "#FCF1E2", 13.6),
        ("#0A3D47", "#FFFFFF", 11.9),  # deep under white, cream
        ("#0A3D47", "#FFE7C7", 9.9),
        ("#0F5E6B", "#FFFFFF", 7.4),  # teal on white, mist
        ("#0F5E6B", "#E7F1F0", 6.4),
        ("#96401C", "#FFFFFF", 6.9),  # clay on white, sand
        ("#96401C", "#FCF1E2", 6.2),
        ("#4E979F", "#FFFFFF", 3.4),  # mid on white, deep
        ("#4E979F", "#0A3D47", 3.5),
        ("#F3A95F", "#0A3D47", 6.0),  # apricot on deep
        ("#767676", "#FFFFFF", 4.5),  # the lightest grey that WCAG lets stand for text on white
    ],
)
def test_the_pairs_of_the_art_direction_have_the_contrasts_measured_there(
    colour: str, ground: str, ratio: float
) -> None:
    assert round(contrast(colour, ground), 1) == ratio


@pytest.mark.parametrize(("share", "mixed"), [(0, "#0A3D47"), (1, "#FFFFFF"), (0.5, "#849EA3"), (0.05, "#164750")])
def test_a_share_of_another_colour_is_mixed_in(share: float, mixed: str) -> None:
    assert mix("#0A3D47", WHITE, share) == mixed


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable("#0F5E6B", (WHITE, "#E7F1F0"), 4.5) == "#0F5E6B"


@pytest.mark.parametrize(("colour", "ground", "made"), [("#FFFF00", WHITE, "#7A7A00"), ("#0A3D47", BLACK, "#587B82")])
def test_a_weak_colour_goes_darker_on_light_and_lighter_on_dark_just_as_far_as_needed(
    colour: str, ground: str, made: str
) -> None:
    assert readable(colour, (ground,), 4.5) == made


def test_a_colour_is_readable_on_every_ground_or_it_is_black_or_white() -> None:
    assert readable("#777777", (WHITE, BLACK), 7.0) == BLACK


@settings(deadline=None)
@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_lies_between_1_and_21(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


@settings(deadline=None)
@given(COLOURS, COLOURS)
def test_any_colour_can_be_made_readable_on_any_one_ground(colour: str, ground: str) -> None:
    assert contrast(readable(colour, (ground,), 4.5), ground) >= 4.5


@settings(deadline=None)
@given(COLOURS, COLOURS, st.floats(0, 1))
def test_a_mixed_colour_lies_between_the_two(one: str, other: str, share: float) -> None:
    mixed = mix(one, other, share)
    triples = zip(*(bytes.fromhex(colour[1:]) for colour in (one, mixed, other)), strict=True)

    assert all(min(a, b) <= between <= max(a, b) for a, between, b in triples)
