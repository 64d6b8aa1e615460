"""Rules of fitting: what is too much or too little is told by how much, and panels end on one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import fontpkg
import pytest

from carepress.design.brand import Brand
from carepress.design.formats import Format, Length, Panel, Paper, Takes
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity
from carepress.project.source import Source
from carepress.typeset import Layout, Material
from carepress.typeset.copyfit import fit

FAMILY = "Atkinson Hyperlegible"
CSS = """@page { margin: 10mm } html, body, h2, p, div, li, ul { margin: 0; padding: 0 } h2 { break-after: avoid }
body { font: 10pt/5mm var(--font-text) } h2 { font: 10pt/10mm var(--font-text) } .roomy { font-size: 12pt }"""
INSIDE = ("inside-1", "inside-2", "inside-3")
NAMES = ("cover", "flap", *INSIDE)
TAKES = {"cover": Takes.NOTHING, "flap": Takes.NAMED}
SOURCE = Source(file="content/asthma/en.md", text="\n".join(f"line {number}" for number in range(1, 100)))
ROOM = 80  # mm of a panel for text


def folded() -> Format:
    return Format(
        name="card", label="The card", template="", stylesheet="",
        papers={"a4": Paper(width="300mm", height="100mm", widths=dict.fromkeys(NAMES, Length(60.0)))},
        panels=tuple(
            Panel(name=name, label=f"Panel {name}", flow=name.partition("-")[0], takes=TAKES.get(name, Takes.REST))
            for name in NAMES
        ),
    )  # fmt: skip


def sheet(most_pages: int = 2) -> Format:
    paper = Paper(width="60mm", height="100mm")
    row = {"label": "The sheet", "template": "", "stylesheet": "", "papers": {"a4": paper}, "most-pages": most_pages}
    return Format.model_validate(row)


def fitted(body: str, format_: Format) -> tuple[Layout, Diagnostics]:
    html = f'<html lang="en"><head><title>A</title></head><body class="card">{body}</body></html>'
    files = {"fonts/text.ttf": fontpkg.path(FAMILY, 400).read_bytes()}
    made = Material(files=files, stylesheets=[CSS], fonts={(FAMILY, 400): "fonts/text.ttf"}, brand=Brand())
    return fit(html, made, format_, format_.papers["a4"], SOURCE)


def block(line: int, height: float, tag: str = "p") -> str:
    return f'<{tag} data-line="{line}" style="height: {height}mm">Text {line}</{tag}>'


def section(line: int, *heights: float) -> str:
    """A heading of 10 mm and blocks of these heights, on the lines from `line` on."""
    blocks = (block(line + at, height, "div") for at, height in enumerate(heights, start=1))
    return f'<section><h2 data-line="{line}">Head</h2>{"".join(blocks)}</section>'


def card(
    inside: str, cover: str = "<p>Asthma</p>", flap: str = block(2, 60), format_: Format | None = None
) -> tuple[Layout, Diagnostics]:
    flows = {"cover": cover, "flap": flap, "inside": inside}
    body = "".join(f'<div class="{flow}">{text}</div>' for flow, text in flows.items())
    return fitted(body, format_ or folded())


def inside(layout: Layout) -> list[list[int]]:
    """The lines that stand on each inside panel."""
    return [[fact.line for fact in page.blocks] for page in layout.pages if page.name == "inside"]


def bottoms(layout: Layout) -> Sequence[float]:
    return [page.used for page in layout.pages if page.name == "inside"]


def test_an_overfull_flow_says_its_last_panel_how_many_lines_and_from_which_line_of_the_manuscript() -> None:
    _, diagnostics = card(section(10, 60) + section(20, 60) + section(30, 60) + section(40, 20))

    assert diagnostics.items == (
        Diagnostic(
            code="overfull-panel",
            message="Panel inside-3 is full: about 6 lines too many (30 mm), from asthma/en.md:40",
            span=SOURCE.span_at(40),
            help="Cut about 15 words, here or further up."
            "\nOr keep the section `line 10` (line 10, about 14 lines) for another format,"
            "\nsuch as the fact sheet: type   :::: not brochure   below its heading, and   ::::   at its end.",
        ),
    )


def test_one_line_too_many_is_one_line() -> None:
    _, diagnostics = card("".join(section(line, 70) for line in (10, 20, 30)) + block(40, 5))

    assert [fault.message for fault in diagnostics] == [
        "Panel inside-3 is full: about 1 line too many (5 mm), from asthma/en.md:40"
    ]


def test_an_overfull_cover_has_other_advice() -> None:
    _, diagnostics = card(section(10, 60, 60, 60), cover='<p style="height: 70mm">A</p><p style="height: 70mm">B</p>')

    assert [(fault.code, fault.help.split(";")[0]) for fault in diagnostics.errors] == [
        ("overfull-panel", "Shorten the title, the subtitle or the summary")
    ]


def test_what_is_too_much_for_a_panel_that_was_named_can_move_inside() -> None:
    _, diagnostics = card(section(10, 60, 60, 60), flap=section(2, 60) + section(5, 30))

    assert [(fault.message, fault.help) for fault in diagnostics.errors] == [
        (
            "Panel flap is full: about 8 lines too many (40 mm), from asthma/en.md:5",
            "Cut about 20 words here, or give a part a heading of its own without {panel=flap}: it moves inside.",
        )
    ]


def test_no_section_is_sent_away_that_is_most_of_the_text_or_not_enough() -> None:
    _, most = card(section(10, *[30] * 8) + section(40, 10))
    _, little = card("".join(section(line, 20, 20) for line in range(10, 60, 10)) + section(60, *[25] * 3))

    assert ["Or keep" in diagnostics.errors[0].help for diagnostics in (most, little)] == [False, False]


@pytest.mark.parametrize(("flap", "text", "label", "advice"), [
    ("", section(10, 60, 60, 60), "Panel flap is empty",
    "Say which part of the text stands there:   ## What is it? {panel=flap}"),
    (block(2, 60), block(10, 60) + block(20, 60), "Panel inside-3 is empty",
    "Write some more, or take this format out of `formats`."
    "\nLines for the reader to write on fill a panel well:   ::: notes"),
])  # fmt: skip
def test_an_empty_panel_is_told(flap: str, text: str, label: str, advice: str) -> None:
    _, diagnostics = card(text, flap=flap)

    assert [(fault.code, fault.message, fault.help) for fault in diagnostics] == [("empty-panel", label, advice)]


def test_sections_are_shared_out_so_that_no_panel_stays_empty() -> None:
    layout, diagnostics = card(section(10, 20) + section(20, 20) + section(30, 20))

    assert (inside(layout), diagnostics) == ([[10, 11], [20, 21], [30, 31]], Diagnostics())


def test_sections_stay_whole_where_that_is_possible() -> None:
    layout, diagnostics = card(section(10, 50) + section(20, 20, 20) + section(30, 50))

    assert (inside(layout), diagnostics) == ([[10, 11], [20, 21, 22], [30, 31]], Diagnostics())


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


def test_a_short_text_is_set_larger_and_a_longer_one_is_not() -> None:
    sizes = []
    for height in (20, 65):
        layout, _ = card("".join(section(line, height) for line in (10, 20, 30)), flap=block(2, height))
        sizes.append({round(box.style["font_size"] * 0.75) for _, box in layout.text_boxes if box.text == "Text 11"})

    assert sizes == [{12}, {10}]


def test_text_that_runs_into_the_drawing_of_its_cover_is_a_warning() -> None:
    whole = folded()
    half = whole.panels[0].model_copy(update={"text_share": 0.5})
    crowded = whole.model_copy(update={"panels": (half, *whole.panels[1:])})
    text = "".join(section(line, 65) for line in (10, 20, 30))
    message = "Panel cover is crowded: its text runs 11 mm (about 3 lines) into the drawing"
    _, diagnostics = card(text, cover='<p style="padding-top: 46mm">A</p>', flap=block(2, 65), format_=crowded)

    assert [(fault.code, fault.severity, fault.message) for fault in diagnostics] == [
        ("crowded-cover", Severity.WARNING, message)
    ]


FOOT = '<footer data-place="{}" style="height: 15mm; margin-top: {}mm; background: #000">Foot</footer>'


def foot_of(layout: Layout) -> Any:
    return next(box for _, box in layout.boxes if box.element is not None and box.element_tag == "footer")


@pytest.mark.parametrize(("place", "bottom"), [("edge", 100), ("bottom", 90)])
def test_a_foot_stands_on_the_edge_of_its_page_or_on_the_end_of_its_text(place: str, bottom: int) -> None:
    layout, diagnostics = fitted(block(3, 60) + FOOT.format(place, 0), sheet())
    foot = foot_of(layout)

    assert (diagnostics, len(layout.pages)) == (Diagnostics(), 1)
    assert (foot.border_box_y() + foot.border_height()) * 25.4 / 96 == pytest.approx(bottom, abs=0.01)


@pytest.mark.parametrize(("used", "pages"), [(74, 1), (75, 1), (76, 2)])
def test_a_foot_that_bleeds_needs_no_margin_below_and_covers_no_text(used: int, pages: int) -> None:
    layout, _ = fitted(block(3, used) + FOOT.format("edge", -10), sheet())
    foot, text = foot_of(layout), layout.pages[-1].blocks

    assert len(layout.pages) == pages
    assert (foot.border_box_y() + foot.border_height()) * 25.4 / 96 == pytest.approx(100, abs=0.01)
    assert all(block.bottom <= foot.border_box_y() * 25.4 / 96 + 0.01 for block in text)


def test_too_many_pages_say_how_many_and_from_which_line() -> None:
    _, diagnostics = fitted("".join(block(line, 70) for line in (5, 15, 25)), sheet(most_pages=2))

    assert diagnostics.items == (
        Diagnostic(
            code="too-many-pages",
            message="The sheet has 3 pages; 2 are the most, from asthma/en.md:25",
            span=SOURCE.span_at(25),
            help="Shorten the text, or make two documents of it.",
        ),
    )
