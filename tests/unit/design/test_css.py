"""Rules of the CSS that is made from values, and of the stylesheets that take them: no raw length, no unknown name."""

from __future__ import annotations

import re

import pytest

from carepress.design.brand import Brand
from carepress.design.css import brand_css, geometry_css
from carepress.design.formats import Format, Length, Margins, Panel, Paper, Side
from tests.support.shipped import FORMATS, LENGTH, ROOT

SHEETS = [
    ROOT / "styles/base.css", *sorted(ROOT.glob("styles/components/*.css")), *sorted(ROOT.glob("styles/formats/*.css"))
]  # fmt: skip
IN_TEMPLATES = {"--band", "--back"}  # which drawing, which ground: the brochure's template knows
FONTS = {"--font-text", "--font-heading", "--font-title"}
LEAFLET = Format(
    name="leaflet",
    margins=Margins(top=Length(9.0), sides=Length(8.0), bottom=Length(7.0)),
    sizes={"body": "10.5pt", "title-spacing": "-0.5pt"},
    papers={"a4": Paper(width=Length(200.0), height=Length(210.0), widths={"in": Length(103.0), "out": Length(97.0)})},
    panels=(Panel(name="in", flow="text"), Panel(name="out", flow="text")),
    sides=(Side(name="outer", panels=("out", "in")),),
)


def css_of(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def declared(css: str) -> set[str]:
    return set(re.findall(r"(--[\w-]+):", css))


def used(css: str) -> set[str]:
    return set(re.findall(r"var\((--[\w-]+)", css))


def test_a_brand_becomes_font_faces_colours_and_roles() -> None:
    brand = Brand(tokens={"teal": "#0F5E6B"}, text_family="Lato", heading_family="Lora", title_family="Lora")

    assert brand_css(brand, {("Lato", 400): "fonts/Lato-400.ttf"}).splitlines() == [
        '@font-face { font-family: "Lato"; font-weight: 400; src: url("/fonts/Lato-400.ttf") }',
        ":root {",
        "--teal: #0F5E6B;",
        '--font-text: "Lato";',
        '--font-heading: "Lora";',
        '--font-title: "Lora";',
        "}",
    ]


def test_plain_pages_have_a_size_and_margins() -> None:
    format_ = Format(name="card", margins=LEAFLET.margins, sizes=LEAFLET.sizes)

    assert geometry_css(format_, Paper(width=Length(210.0), height=Length(297.0))).splitlines() == [
        "@page { size: 210mm 297mm; margin: 9mm 8mm 7mm }",
        ":root {",
        "--sheet-width: 210mm;",
        "--sheet-height: 297mm;",
        "--margin-top: 9mm;",
        "--margin-sides: 8mm;",
        "--margin-bottom: 7mm;",
        "--body: 10.5pt;",
        "--title-spacing: -0.5pt;",
        "}",
    ]


def test_every_panel_has_a_size_and_every_flow_its_margins() -> None:
    assert geometry_css(LEAFLET, LEAFLET.papers["a4"]).splitlines() == [
        "@page text { size: 97mm 210mm; margin: 9mm 8mm 7mm }",
        "@page :nth(1 of text) { size: 103mm 210mm }",
        "@page :nth(2 of text) { size: 97mm 210mm }",
        ".text { page: text }",
        ":root {",
        "--sheet-width: 200mm;",
        "--sheet-height: 210mm;",
        "--text-margin-top: 9mm;",
        "--text-margin-sides: 8mm;",
        "--text-margin-bottom: 7mm;",
        "--in-left: 97mm;",
        "--in-width: 103mm;",
        "--out-left: 0mm;",
        "--out-width: 97mm;",
        "--body: 10.5pt;",
        "--title-spacing: -0.5pt;",
        "}",
    ]


@pytest.mark.parametrize("name", [path.relative_to(ROOT).as_posix() for path in SHEETS])
def test_a_raw_length_stands_in_tokens_css_or_in_the_file_of_a_format_only(name: str) -> None:
    assert LENGTH.findall(css_of(name)) == []


@pytest.mark.parametrize(("css", "lengths"), [
    ("a { margin: -9mm .5em 0 50% 1.35fr }", ["-9mm", ".5em"]), ("a { top: calc(1pt - var(--space-1)) }", ["1pt"]),
    ('a { background: url("/styles/h2.svg"); color: #1ad; line-height: 0.9; flex: 1 }', []),
])  # fmt: skip
def test_a_raw_length_is_a_number_and_a_unit(css: str, lengths: list[str]) -> None:
    assert LENGTH.findall(css) == lengths


@pytest.mark.parametrize("name", FORMATS)
def test_every_custom_property_that_a_stylesheet_takes_is_declared(name: str) -> None:
    format_ = FORMATS[name]
    css = "\n".join(css_of(path.relative_to(ROOT).as_posix()) for path in SHEETS if path.parent.name != "formats")
    css += css_of(f"styles/{format_.stylesheet}")
    for paper in format_.papers.values():
        made = declared(css_of("styles/tokens.css")) | declared(geometry_css(format_, paper))

        assert used(css) - made - declared(css) - FONTS - IN_TEMPLATES == set()


def test_every_size_that_is_declared_is_taken() -> None:
    taken = {name for path in SHEETS for name in used(css_of(path.relative_to(ROOT).as_posix()))}
    colours = {name for name, value in re.findall(r"(--[\w-]+): (.)", css_of("styles/tokens.css")) if value == "#"}
    sizes = {f"--{name}" for format_ in FORMATS.values() for name in format_.sizes}

    assert sorted((declared(css_of("styles/tokens.css")) | sizes) - colours - taken) == []


def test_page_rules_stand_in_formats_only_and_none_says_a_size_or_margins() -> None:
    pages = {
        path.relative_to(ROOT).as_posix(): re.findall(r"\b(size|margin)\s*:", rule)
        for path in SHEETS
        for rule in re.findall(r"@page[^{]*\{[^{}]*", css_of(path.relative_to(ROOT).as_posix()))
    }

    assert {name for name in pages if not name.startswith("styles/formats/")} == set()
    assert [name for name, found in pages.items() if found] == []
