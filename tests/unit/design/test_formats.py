"""Rules of a format: its physical facts are data, and they agree with each other and with the trade."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.design.edition import Edition
from carepress.design.formats import Format, Length, Margins, Panel, Paper, Takes, folds, read_format, read_formats
from carepress.diagnostics.model import Diagnostics
from carepress.project.files import ProjectFolder
from carepress.project.source import Source

ROOT = Path(__file__).resolve().parents[3]
CARD = "papers: {{a4: {{width: 297mm, height: 210mm{widths}}}}}\n{rest}"


def shipped() -> dict[str, Format]:
    formats, diagnostics = read_formats(ProjectFolder(ROOT, ROOT))
    assert diagnostics == Diagnostics()
    return formats


def read_card(text: str) -> tuple[Format | None, Diagnostics]:
    return read_format("wallet-card", Source(file="templates/formats/wallet-card.yaml", text=text))


def card(widths: str = "", rest: str = "") -> tuple[Format | None, Diagnostics]:
    return read_card(CARD.format(widths=widths, rest=rest))


def said(diagnostics: Diagnostics) -> list[tuple[str, str]]:
    return [(fault.code, fault.message) for fault in diagnostics]


@pytest.mark.parametrize(
    ("text", "mm"),
    [("210mm", 210.0), ("8.5in", 215.9), ("3.6875in", 93.6625), ("72pt", 25.4), ("9 pt", 3.175), (" 1cm ", 10.0)],
)
def test_a_length_has_a_unit(text: str, mm: float) -> None:
    assert Length.parse(text) == Length(mm)


@pytest.mark.parametrize("text", ["210", "mm", "-3mm", "1e3mm", "3 px", "3,5in", "", 210, None, "3mm 4mm"])
def test_what_has_no_unit_is_no_length(text: object) -> None:
    with pytest.raises(ValueError, match="a number and a unit"):
        Length.parse(text)


@pytest.mark.parametrize(("mm", "text"), [(93.6625, "93.6625mm"), (210.0, "210mm"), (0.0, "0mm"), (0.5, "0.5mm")])
def test_a_length_is_written_as_css_wants_it(mm: float, text: str) -> None:
    assert str(Length(mm)) == text


def test_lengths_add_up_compare_and_know_their_points() -> None:
    assert Length(93.6625) + Length(92.075) == Length(185.7375)
    assert Length(5.0) < Length(6.0)
    assert Length(25.4).pt == pytest.approx(72)
    assert Length.parse(Length(5.0)) == Length(5.0)


@settings(deadline=None)
@given(st.floats(0, 2000).map(lambda mm: Length(round(mm, 4))))
def test_a_written_length_is_read_as_the_same(length: Length) -> None:
    assert Length.parse(str(length)) == length


def test_a_fact_sheet_is_pages_of_letter_or_a4_for_the_screen_alone() -> None:
    sheet = shipped()["fact-sheet"]

    assert {name: (paper.width, paper.height) for name, paper in sheet.papers.items()} == {
        "letter": (Length.parse("8.5in"), Length.parse("11in")),
        "a4": (Length(210.0), Length(297.0)),
    }
    assert (sheet.name, sheet.most_pages, sheet.editions) == ("fact-sheet", 4, (Edition.SCREEN,))


def test_a_brochure_is_read_from_the_cover_over_the_flap_and_the_inside_to_the_back() -> None:
    brochure = shipped()["brochure"]

    assert [(panel.name, panel.flow, panel.takes) for panel in brochure.panels] == [
        ("cover", "cover", Takes.NOTHING), ("flap", "flap", Takes.NAMED), ("inside-1", "inside", Takes.REST),
        ("inside-2", "inside", Takes.REST), ("inside-3", "inside", Takes.REST), ("back", "back", Takes.NOTHING),
    ]  # fmt: skip
    assert brochure.flows == ("cover", "flap", "inside", "back")
    assert [panel.name for panel in brochure.flow("inside")] == ["inside-1", "inside-2", "inside-3"]
    assert brochure.editions == (Edition.SCREEN, Edition.PRINT)


@pytest.mark.parametrize(("paper", "outer", "inner"), [
    ("letter", ("3.625in", "3.6875in", "3.6875in"), ("3.6875in", "3.6875in", "3.625in")),
    ("a4", ("97mm", "100mm", "100mm"), ("100mm", "100mm", "97mm")),
])  # fmt: skip
def test_a_roll_fold_has_the_widths_of_the_trade_from_left_to_right(
    paper: str, outer: tuple[str, ...], inner: tuple[str, ...]
) -> None:
    brochure = shipped()["brochure"]
    widths = brochure.papers[paper].widths

    assert [side.panels for side in brochure.sides] == [("flap", "back", "cover"), ("inside-1", "inside-2", "inside-3")]
    assert [tuple(widths[name] for name in side.panels) for side in brochure.sides] == [
        tuple(map(Length.parse, outer)),
        tuple(map(Length.parse, inner)),
    ]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_panels_of_a_side_fill_the_paper_to_its_edges(paper: str) -> None:
    brochure = shipped()["brochure"]
    size = brochure.papers[paper]

    for side in brochure.sides:
        assert brochure.left(side.panels[-1], size) + size.widths[side.panels[-1]] == size.width


def test_folds_are_measured_from_the_left_edge_of_their_side() -> None:
    brochure = shipped()["brochure"]

    assert [folds(side, brochure.papers["a4"]) for side in brochure.sides] == [
        (Length(97.0), Length(197.0)),
        (Length(100.0), Length(200.0)),
    ]
    assert folds(brochure.sides[0], brochure.papers["letter"]) == (Length(92.075), Length(185.7375))


def test_every_panel_knows_its_left_edge_and_a_panel_on_no_side_stands_at_the_edge() -> None:
    brochure = shipped()["brochure"]
    lefts = {panel.name: brochure.left(panel.name, brochure.papers["a4"]).mm for panel in brochure.panels}

    assert lefts == {"cover": 197, "flap": 0, "inside-1": 0, "inside-2": 100, "inside-3": 200, "back": 97}
    assert brochure.left("centrefold", brochure.papers["a4"]) == Length(0.0)


def test_a_format_needs_nothing_but_its_three_files_of_one_name() -> None:
    format_, diagnostics = read_card("")

    assert diagnostics == Diagnostics()
    assert format_ == Format(
        name="wallet-card",
        label="The wallet card",
        template="formats/wallet-card.html.j2",
        stylesheet="formats/wallet-card.css",
        papers={
            "letter": Paper(width=Length(215.9), height=Length(279.4)),
            "a4": Paper(width=Length(210.0), height=Length(297.0)),
        },
    )
    assert (format_.editions, format_.flows, format_.most_pages) == ((Edition.SCREEN,), (), 4)


def test_a_panel_needs_nothing_but_its_name() -> None:
    format_, _ = card(", widths: {inside-left: 297mm}", "panels: [{name: inside-left}]\n")

    assert format_
    assert format_.panels == (Panel(name="inside-left", label="The inside left", flow="inside-left", takes=Takes.REST),)


def test_the_panels_of_a_flow_have_the_margins_of_its_first_panel_or_of_the_format() -> None:
    format_, _ = card(
        ", widths: {a: 100mm, b: 100mm, c: 97mm}",
        "margins: {sides: 8mm}\npanels: [{name: a, flow: in, margins: {top: 33mm}}, {name: b, flow: in}, {name: c}]\n",
    )

    assert format_
    assert format_.margins_of("in") == Margins(top=Length(33.0), sides=Length(15.0), bottom=Length(15.0))
    assert format_.margins_of("c") == Margins(top=Length(15.0), sides=Length(8.0), bottom=Length(15.0))


ONE = "panels: [{name: front}]\n"
SIDES = "every panel must stand exactly once on one of the sides"
WIDTHS = "every paper must give the width of every panel"


@pytest.mark.parametrize(("widths", "rest", "sentence"), [
    (", widths: {front: 297mm}", ONE + "sides: [{name: outer, panels: [back]}]\n", SIDES),
    (", widths: {front: 297mm}", ONE + "sides: [{name: outer, panels: [front, front]}]\n", SIDES), ("", ONE, WIDTHS),
    (", widths: {front: 1mm, back: 1mm}", ONE, WIDTHS), (", widths: {front: 1mm}", "", WIDTHS),
    (", widths: {a: 1mm}", "panels: [{name: a, takes: nothing}]\n", "must take the rest of the text (takes: rest)"),
])  # fmt: skip
def test_a_format_that_contradicts_itself_is_told_and_not_used(widths: str, rest: str, sentence: str) -> None:
    format_, diagnostics = card(widths, rest)
    (fault,) = diagnostics.errors

    assert format_ is None
    assert (fault.code, fault.span and fault.span.line, sentence in fault.message) == ("wrong-type", 1, True)


@pytest.mark.parametrize(("text", "said_badly"), [
    (ONE, "must be every"), (ONE, "``"),
    (CARD.format(widths="", rest="").replace("297mm", "297"), "must be a length is"),
])  # fmt: skip
def test_what_contradicts_itself_is_told_in_a_sentence(text: str, said_badly: str) -> None:
    assert said_badly not in read_card(text)[1].errors[0].message


@pytest.mark.parametrize(("rest", "fault"), [
    ("fold: roll\n", ("unknown-key", "`fold` is not a key of templates/formats/wallet-card.yaml")),
    ("most-pages: []\n", ("wrong-type", "`most-pages` must be a whole number")),
    ("panels: [{label: A}]\n", ("missing-key", "`panels` lacks `name`")),
    ("margins: {left: 9mm}\n", ("unknown-key", "`left` is not a key of `margins`")),
    ("margins: {top: 9}\n", ("wrong-type", "`top` must be a number and a unit, as in 210mm or 8.5in")),
    ("sizes: {body: 10}\n", ("wrong-type", "`sizes` must be a size or several, as in 10.5pt or 4mm 5mm")),
    ("sizes: {body: 1pt;}\n", ("wrong-type", "`sizes` must be a size or several, as in 10.5pt or 4mm 5mm")),
    ("sizes: {Body: 1pt}\n", ("wrong-type", "`sizes` must be sizes by names of small letters, digits and hyphens")),
])  # fmt: skip
def test_a_slip_is_told_with_its_line(rest: str, fault: tuple[str, str]) -> None:
    format_, diagnostics = card(rest=rest)

    assert (format_, said(diagnostics)) == (None, [fault])
    assert diagnostics.errors[0].span
    assert diagnostics.errors[0].span.line in (1, 2)


def test_a_fault_of_one_format_leaves_the_others(tmp_path: Path) -> None:
    for name, text in {"card": "fold: roll\n", "Wall Card": "", "sheet": "", "odd": "a: b: c\n"}.items():
        (tmp_path / "templates/formats").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"templates/formats/{name}.yaml").write_text(text)
    formats, diagnostics = read_formats(ProjectFolder(tmp_path, tmp_path))

    assert list(formats) == ["sheet"]
    assert [(fault.code, fault.span and fault.span.file) for fault in diagnostics] == [
        ("bad-name", "templates/formats/Wall Card.yaml"),
        ("unknown-key", "templates/formats/card.yaml"),
        ("yaml-syntax", "templates/formats/odd.yaml"),
    ]


@pytest.mark.parametrize("text", ["5\n", "[a]\n", "card\n"])
def test_a_file_that_is_no_list_of_keys_is_told(text: str) -> None:
    format_, diagnostics = read_card(text)

    assert (format_, [fault.code for fault in diagnostics]) == (None, ["yaml-syntax"])
