"""Rules of the brand: what it does not name is mixed from what it does, and every text can be read on its ground."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.design.brand import Brand, Face, read_brand
from carepress.design.colour import contrast, mix
from carepress.diagnostics.model import Diagnostics
from carepress.diagnostics.render import render
from carepress.project.source import Source
from tests.support.shipped import BRAND as OWN
from tests.support.shipped import COLOURS as TOKENS

FILE = "content/_brand.yml"
EXAMPLE = 'For example:   color: {primary: "#0A3D47"}   typography: {base: Atkinson Hyperlegible}'
PLUM = """\
color:
  palette: {plum: "#5B2A6E", amber: "#E0A030"}
  foreground: "#222222"
  primary: plum
  warning: amber
"""
FONTS = """\
typography:
  fonts:
    - family: Lato
      source: file
      files:
        - {path: fonts/Lato.ttf, weight: 400}
        - {path: fonts/Lato-Bold.ttf, weight: bold}
        - {path: fonts/Lato-Black.ttf, weight: 700}
        - {path: fonts/Lato-Italic.ttf, weight: 400, style: italic}
    - {family: Roboto, source: google}
"""
GROUNDS = ("white", "mist", "sand", "cream")
ROLES = {token: colour.role for token, colour in TOKENS.items() if colour.role}
TEXT_ROLES = sorted(role for token, role in ROLES.items() if token not in GROUNDS)
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


def read(text: str) -> tuple[Brand, Diagnostics]:
    return read_brand(Source(file=FILE, text=text), TOKENS)


def palette(**tokens: str) -> tuple[Brand, Diagnostics]:
    return read("color:\n  palette:\n" + "".join(f'    {name}: "{colour}"\n' for name, colour in tokens.items()))


def weak(brand: Brand) -> Iterator[tuple[str, str]]:
    """Every text colour on a ground on which it is too weak."""
    for token, colour in TOKENS.items():
        weak = (on for on in colour.on if contrast(brand.tokens[token], brand.tokens[on]) < colour.contrast)
        yield from ((token, on) for on in weak)


def test_a_brand_that_names_nothing_is_carepresss_own() -> None:
    assert read("meta: {name: Example Clinic}\n") == (OWN, Diagnostics())


@pytest.mark.parametrize("text", ["", "\n\n", "# Our colours\n", "{}"])
def test_a_brand_that_says_nothing_is_told(text: str) -> None:
    (fault,) = read(text)[1]

    assert (fault.code, fault.message) == ("brand", "content/_brand.yml says nothing")
    assert fault.help.startswith("Delete the file, or type")


def test_carepresss_own_colours_can_be_read() -> None:
    assert list(weak(OWN)) == []


@pytest.mark.parametrize(("token", "role"), ROLES.items())
def test_a_role_of_the_standard_gives_its_token(token: str, role: str) -> None:
    colour = {"light": "#F5EEF8", "warning": "#E0A030", "tertiary": "#8090A0"}.get(role, "#222222")

    assert read(f'color: {{{role}: "{colour}"}}')[0].tokens[token] == colour


def test_a_token_of_the_palette_goes_before_its_role() -> None:
    brand, diagnostics = read('color: {palette: {teal: "#123456"}, secondary: "#654321"}')

    assert (brand.tokens["teal"], diagnostics) == ("#123456", Diagnostics())


def test_a_second_brand_is_mixed_from_what_it_names() -> None:
    brand, diagnostics = read(PLUM)
    teal = mix("#5B2A6E", "#FFFFFF", 0.12)
    mist = mix(teal, "#FFFFFF", 0.9)

    assert diagnostics == Diagnostics()
    assert brand.tokens == OWN.tokens | {
        "ink": "#222222", "deep": "#5B2A6E", "apricot": "#E0A030", "teal": teal, "mist": mist,
        "mid": "#A185AC", "line": mix(teal, "#FFFFFF", 0.65), "veil": mix(mist, teal, 0.08),
        "ghost": mix("#5B2A6E", "#FFFFFF", 0.05), "cream": mix("#E0A030", "#FFFFFF", 0.72),
        "sand": mix("#E0A030", "#FFFFFF", 0.83),
    }  # fmt: skip
    assert list(weak(brand)) == []


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(TEXT_ROLES), COLOURS, min_size=1))
def test_every_brand_can_be_read(roles: dict[str, str]) -> None:
    lines = (f'  {role}: "{colour}"\n' for role, colour in roles.items())

    assert list(weak(read("color:\n" + "".join(lines))[0])) == []


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_ground_that_is_too_dark_for_its_text_does_not_stay_so(ground: str) -> None:
    assert list(weak(palette(**{ground: "#225168"})[0])) == []


def test_a_colour_that_was_changed_is_told_once_with_the_one_that_is_printed() -> None:
    brand, diagnostics = palette(clay="#ffff00")

    assert brand.tokens["clay"] == "#707000"
    assert [render(fault) for fault in diagnostics] == [
        "warning[brand-contrast]: #FFFF00 on #FCF1E2 is hard to read (contrast 1.0); #707000 is printed instead\n"
        f' --> {FILE}:3:11\n  |\n3 |     clay: "#ffff00"\n  |           ^^^^^^^^^\n'
        '  = help: Type "#707000" here if that colour suits the brand, or choose a stronger one.'
    ]


def test_the_colour_that_is_offered_is_accepted() -> None:
    assert palette(clay="#707000")[1] == Diagnostics()


@pytest.mark.parametrize(("text", "message", "line", "column"), [
    ("color: {primary: blue}", "the colour `blue` is not written as a number", 1, 18),
    ("color:\n  palette:\n    teal: rgb(1,2,3)", "the colour `rgb(1,2,3)` is not written as a number", 3, 11),
])  # fmt: skip
def test_a_colour_in_words_is_told(text: str, message: str, line: int, column: int) -> None:
    brand, diagnostics = read(text)
    (fault,) = diagnostics.errors

    assert (brand, fault.code, fault.message, fault.help) == (OWN, "brand", message, 'Write it like   "#0A3D47"')
    assert fault.span
    assert (fault.span.line, fault.span.column) == (line, column)


@pytest.mark.parametrize(("text", "name"), [
    ("colour: {primary: '#123456'}", "colour"), ("color: 5", "color"),
    ("color: {primary: [1]}", "color.primary"),
])  # fmt: skip
def test_what_the_standard_does_not_have_is_told_and_carepresss_brand_stands_in(text: str, name: str) -> None:
    brand, diagnostics = read(text)

    assert (brand, [(fault.code, fault.message, fault.help) for fault in diagnostics]) == (
        OWN,
        [("brand", f"`{name}` does not follow the brand.yml standard", EXAMPLE)],
    )


@pytest.mark.parametrize(
    "text",
    [
        "color: {palette: {a: b, b: a}, primary: a}",  # brand-yml raises CircularReferenceError
        "color: {palette: {a: a}}",
        "typography: {base: {family: [a]}}",  # brand-yml raises TypeError
    ],
)
def test_what_the_library_stumbles_over_is_a_fault_and_no_crash(text: str) -> None:
    assert [fault.code for fault in read(text)[1].errors] == ["brand"]


@pytest.mark.parametrize(("typography", "families"), [
    ("base: Lato", ("Lato", "DM Serif Text", "DM Serif Display")),
    ("base: {family: Lato, weight: 400}", ("Lato", "DM Serif Text", "DM Serif Display")),
    ("headings: Lora", ("Atkinson Hyperlegible", "Lora", "Lora")),
    ("base: Lato, headings: {family: Lora}", ("Lato", "Lora", "Lora")),
])  # fmt: skip
def test_a_brand_gives_the_families_by_their_use(typography: str, families: tuple[str, str, str]) -> None:
    brand = read(f"typography: {{{typography}}}")[0]

    assert (brand.text_family, brand.heading_family, brand.title_family) == families


@pytest.mark.parametrize(("own", "title"), [("{title-font: Bree}", "Bree"), ("5", "Lora"), ("{title-font: 5}", "Lora")])
def test_the_title_may_have_a_face_of_its_own(own: str, title: str) -> None:
    assert read(f"typography: {{headings: Lora}}\ndefaults: {{carepress: {own}}}")[0].title_family == title


def test_the_brands_own_font_files_are_its_faces_and_none_comes_from_the_network() -> None:
    faces = read(FONTS)[0].faces

    assert faces[:2] == (Face(family="Lato", weight=400, file="fonts/Lato.ttf"),
                         Face(family="Lato", weight=700, file="fonts/Lato-Bold.ttf"))  # fmt: skip
    assert {face.family for face in faces} == {"Lato"}


def test_an_italic_is_not_the_regular_face() -> None:
    assert [face.file for face in read(FONTS)[0].faces if face.weight == 400] == ["fonts/Lato.ttf"]


@pytest.mark.parametrize(("logo", "file"), [
    ("logo.svg", "logo.svg"), ("{small: s.svg, medium: m.svg, large: l.svg}", "s.svg"),
    ("{medium: m.svg, large: l.svg}", "m.svg"), ("{large: l.svg}", "l.svg"),
    ("{small: {light: a.svg, dark: b.svg}}", "a.svg"),
    ("{images: {mark: {path: m.svg, alt: A river}}, small: mark}", "m.svg"),
])  # fmt: skip
def test_the_smallest_logo_is_taken_and_of_two_the_one_for_light_grounds(logo: str, file: str) -> None:
    assert read(f"logo: {logo}")[0].logo == file
