"""Rules of contrast: every word on the finished page can be told from what lies behind it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
import weasyprint

from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostic
from carepress.preflight import contrast
from carepress.preflight.contrast import COVERED, TextContrast, WeakText, weak_text
from tests.support.proofs import MANUSCRIPT, ROOT, proofs

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 40" width="300" height="40">{}</svg>"""


def found(body: str, css: str = "") -> list[tuple[str, str, str, float]]:
    """Words, colours and minimum contrast of what is too weak on a white page."""
    pdf = weasyprint.HTML(string=f"<style>{css}</style>{body}").write_pdf()
    texts = ((weak.words, weak.contrast) for weak in weak_text(pdf))
    return [(words, found.colour, found.ground, found.minimum) for words, found in texts]


def paragraph(style: str) -> list[tuple[str, str, str, float]]:
    return found(f'<p style="font-size: 12pt; {style}">What helps</p>')


def drawing(inside: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(DRAWING.format(inside).encode()).decode()


@pytest.mark.parametrize(
    "style",
    [
        "color: #767676",
        "color: #949494; font-size: 18pt",
        "color: #949494; font-size: 14pt; font-weight: bold",
        "color: #fff; background: #595959",
        "color: rgba(0, 0, 0, 0.6)",
        "opacity: 0.6",
        "color: #000; text-decoration: underline",
        "color: #fff; background: linear-gradient(to right, #000, #595959)",
    ],
)
def test_text_that_can_be_told_from_its_ground_passes(style: str) -> None:
    assert paragraph(style) == []


@pytest.mark.parametrize(
    ("style", "colour", "ground", "minimum"),
    [
        ("color: #777777", "#777777", "#FFFFFF", 4.5),
        ("color: #959595; font-size: 18pt", "#959595", "#FFFFFF", 3.0),
        ("color: #949494; font-size: 17pt", "#949494", "#FFFFFF", 4.5),
        ("color: #949494; font-size: 13pt; font-weight: bold", "#949494", "#FFFFFF", 4.5),
        ("color: #fff; background: #808080", "#FFFFFF", "#808080", 4.5),
        ("color: #fff", "#FFFFFF", "#FFFFFF", 4.5),
        ("color: rgba(0, 0, 0, 0.3)", "#B2B2B2", "#FFFFFF", 4.5),
        ("opacity: 0.3", "#B2B2B2", "#FFFFFF", 4.5),
    ],
)
def test_text_with_too_little_contrast_is_found_with_both_colours(
    style: str, colour: str, ground: str, minimum: float
) -> None:
    assert paragraph(style) == [("What helps", colour, ground, minimum)]


def test_a_drawing_behind_the_words_counts_as_their_ground() -> None:
    behind = drawing('<rect width="300" height="40" fill="#222"/>')
    html = f'<p style="font-size: 12pt; background: url({behind}) no-repeat">What helps</p>'

    assert found(html) == [("What helps", "#000000", "#222222", 4.5)]
    assert found(html, "p { color: white }") == []


def test_two_lost_letters_make_a_line_unreadable_and_a_thin_stroke_does_not() -> None:
    line = '<p style="font-size: 12pt; background: url({}) no-repeat">What helps you to breathe out again</p>'
    patch, stroke = (drawing(f'<rect x="60" width="{width}" height="40"/>') for width in (20, 1))

    assert [words for words, *_ in found(line.format(patch))] == ["What helps you to breathe out again"]
    assert found(line.format(stroke)) == []


def test_what_is_placed_over_the_flow_counts_where_the_letters_stand() -> None:
    box = (
        '<div style="position: absolute; z-index: -1; left: {}mm; top: 0; width: 60mm; height: 20mm; background: #222">'
    )

    assert found(f"{box.format(0)}</div><p>What helps</p>") == [("What helps", "#000000", "#222222", 4.5)]
    assert found(f"{box.format(90)}</div><p>What helps</p>") == []


def test_words_in_a_drawing_are_words() -> None:
    labels = '<g transform="translate(10 0)"><text y="20" font-size="16" fill="#999">Open airway</text></g>'

    assert found(f'<img src="{drawing(labels)}">') == [("Open airway", "#999999", "#FFFFFF", 4.5)]


LID = '<div style="position: absolute; left: {}px; top: {}px; width: {}px; height: 30px; background: {}"></div>'
LINE = (
    '<p style="position: absolute; left: 0; top: 0; margin: 0; font-size: 12pt">What helps you to breathe out again</p>'
)


@pytest.mark.parametrize(("left", "top", "width", "colour"), [
    (0, 0, 400, "white"), (0, 0, 400, "#ddd"), (0, 0, 60, "white"), (100, 0, 40, "white"), (200, 0, 200, "yellow"),
    (100, 0, 15, "white"),
])  # fmt: skip
def test_text_under_something_is_found(left: int, top: int, width: int, colour: str) -> None:
    pdf = weasyprint.HTML(string=LINE + LID.format(left, top, width, colour)).write_pdf()

    assert [weak.contrast for weak in weak_text(pdf)] == [COVERED]


@pytest.mark.parametrize("lid", [
    LID.format(0, 30, 400, "white"), LID.format(0, 0, 400, "transparent"), LID.format(450, 0, 60, "white"),
    LID.format(0, 0, 400, "white; z-index: -1"), LID.format(100, 0, 4, "white"),
])  # fmt: skip
def test_what_lies_beside_or_behind_a_text_covers_nothing(lid: str) -> None:
    assert found(LINE + lid) == []


@pytest.mark.parametrize("style", [
    "white-space: pre", "letter-spacing: 9pt", "text-align: justify; width: 90mm", "word-spacing: 15pt",
    "font-size: 8pt", "direction: rtl", "font-size: 40pt", "text-decoration: underline",
])  # fmt: skip
def test_wide_spaces_are_not_taken_for_covered_text(style: str) -> None:
    text = (
        "A tree   and            some (few) leaves. It is -- as far as we know ... _ . , - alive / or - not: 1 | 2 | 3"
    )

    assert found(f'<p style="{style}">{text}</p>') == []


PULL = "styles/components/pull-figure.css"
WEAK = (ROOT / PULL).read_text(encoding="utf-8") + "@layer components { .pull-figure { color: var(--mid); } }"


def of_styles() -> dict[str, str | bytes]:
    """Our stylesheets with a weak colour in one of them, and a text that shows it twice."""
    files = {str(path.relative_to(ROOT)): path.read_bytes() for path in (ROOT / "styles").rglob("*.*")}
    text = "## Asthma\n\n::: pull-figure\n**1 in 12** people live with asthma.\n:::\n\nText.\n\n"
    return {**files, PULL: WEAK, MANUSCRIPT: text + text.replace("12", "9")}


def test_a_pair_of_colours_is_reported_once_with_its_place_and_a_readable_colour(tmp_path: Path) -> None:
    _, _, (finished,) = proofs(tmp_path, of_styles())

    assert list(contrast.check_finished(finished)) == [
        Diagnostic(
            code="low-contrast",
            message="`people live with asthma.` on page 1 is hard to read: #4E979F on #FFFFFF has a contrast of 3.3; "
            "the minimum is 4.5",
            help="A stylesheet in styles/ gives this colour as var(--mid): change it there. "
            "#427F86, for example, can be read.",
        )
    ]
    assert list(contrast.check_finished(replace(finished, edition=Edition.PRINT))) == []  # the same pages, imposed


def test_words_that_run_into_a_drawing_are_shown_at_their_line_once(tmp_path: Path) -> None:
    cream = '<rect width="300" height="40" fill="#0A3D47"/><rect x="165" y="25" width="9" height="15" fill="#FFE7C7"/>'
    head = "---\ntitle: Asthma\nsubtitle: A guide for patients and families\nformats: [fact-sheet]\n"
    _, _, (finished,) = proofs(
        tmp_path,
        {
            MANUSCRIPT: f"{head}cover-image: band.svg\n---\n\n## Asthma\n\nText.\n",
            "content/asthma/band.svg": DRAWING.format(""),
            "content/asthma/band.masthead.svg": DRAWING.format(cream),
        },
    )

    assert list(contrast.check_finished(finished)) == [
        Diagnostic(
            code="low-contrast",
            span=finished.pages.written.manuscript.source.find("A guide for patients and families"),
            message="`A guide for patients and` on page 1 runs into a drawing and cannot be read there: "
            "#FFE7C7 on #FFE7C7 has a contrast of 1.0; the minimum is 4.5",
            help="Use fewer or shorter words here, or a `cover-image` that leaves them room.",
        )
    ]


def test_the_drawing_that_holds_weak_words_is_named(tmp_path: Path) -> None:
    labels = '<text y="30" font-size="16" fill="#999">Open airway</text>'
    _, _, (finished,) = proofs(
        tmp_path,
        {
            MANUSCRIPT: "## Asthma\n\n![Open and narrow airways, side by side](airways.svg)\n",
            "content/asthma/airways.svg": DRAWING.format(labels),
        },
    )

    (fault,) = contrast.check_finished(finished)

    assert fault.help == (
        "The drawing content/asthma/airways.svg has the colour of these words: change it there. "
        "#747474, for example, can be read."
    )


def test_what_is_found_is_a_whole_value() -> None:
    pdf = weasyprint.HTML(string="<p>Plain</p><p style='break-before: page; color: #eee'>Pale words</p>").write_pdf()

    assert list(weak_text(pdf)) == [
        WeakText(
            words="Pale words",
            page=1,
            contrast=TextContrast(colour="#EEEEEE", ground="#FFFFFF", ratio=pytest.approx(1.16, abs=0.01)),
        )
    ]
