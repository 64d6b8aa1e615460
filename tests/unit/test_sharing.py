"""Rules of sharing: pages are shared where they must come out the same, and only there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import fontpkg
import pytest
from PIL import Image

from carepress import fitting, sharing
from carepress.brand import Brand
from carepress.diagnostics import Report
from carepress.formats import Format, read_formats
from carepress.source import Source, read
from carepress.typesetting import Layout, Material, gathering, repeating, write
from tests.proofs import HOUSE

# WeasyPrint 70 leaves its colour profile open.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
    pytest.mark.usefixtures("nothing_kept"),
]

FAMILY = "Atkinson Hyperlegible"
CSS = """@page { margin: 9mm } body { margin: 0; font: 10pt/14pt var(--font-text) }
.cover { background: url('/art.svg') } .inside h2 { opacity: 0.9 }
.roomy .flap, .roomy .inside { font-size: 11pt; line-height: 15pt }
"""
ART = """<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><g opacity="0.5"><circle r="40"/></g>
<path d="M0 0L9 9L0 9z"/></svg>"""
SENTENCE = "Asthma makes the small tubes in the lungs swell, and air moves slowly then. "
SOURCE = Source(file="content/asthma/en.md", text="## What is asthma?\n")


def brochure() -> Format:
    source = read(HOUSE, "templates/formats.yaml")
    assert isinstance(source, Source)
    return read_formats(source)[0]["brochure"]


def dots() -> bytes:
    drawn = BytesIO()
    Image.linear_gradient("L").resize((40, 40)).save(drawn, "PNG")
    return drawn.getvalue()


def material(css: str = CSS) -> Material:
    files = {"fonts/text.ttf": fontpkg.path(FAMILY, 400).read_bytes(), "art.svg": ART.encode(), "dots.png": dots()}
    return Material(files=files, stylesheets=[css], fonts={(FAMILY, 400): "fonts/text.ttf"}, brand=Brand())


def written(clinic: str = "North", text: str = SENTENCE * 60, body: str = "brochure", head: str = "") -> str:
    """A brochure's HTML: the clinic stands on the cover and on the back, with links to the text and from it."""
    blocks = "".join(f'<p data-line="{line}">{text}</p>' for line in range(3, 6))
    return f"""<!DOCTYPE html><html lang="en"><head><title>Asthma</title>
<meta name="author" content="{clinic}">{head}</head>
<body class="{body}"><header class="cover"><p>{clinic}</p><h1>Asthma</h1></header>
<div class="flap"><h2 data-line="1">What is it?</h2><p data-line="2">{text}</p></div>
<div class="inside"><h2 id="here" data-line="3">Signs</h2><p data-line="3"><a href="#there">1</a>
<img src="/dots.png" alt="Dots"></p>{blocks}</div>
<div class="back"><p id="there"><a href="#here">1</a> {clinic}, <a href="https://clinic.example">clinic.example</a></p>
</div></body></html>"""


def pages(layout: Layout) -> bytes:
    return write(layout, seed="a")[0]


def fitted(html: str, css: str = CSS) -> tuple[bytes, Report]:
    format_ = brochure()
    layout, report = sharing.fit(html, material(css), format_, format_.papers["letter"], SOURCE)
    return pages(layout), report


def whole(html: str, css: str = CSS) -> tuple[bytes, Report]:
    format_ = brochure()
    layout, report = fitting.fit(html, material(css), format_, format_.papers["letter"], SOURCE)
    return pages(layout), report


@pytest.mark.parametrize("text", [SENTENCE * 17, SENTENCE * 6], ids=["filled", "sparse"])
def test_the_second_clinic_gets_the_pages_of_the_first_and_nobody_can_tell(text: str, gatherings: list[bool]) -> None:
    for clinic in ("North", "South & Sons, for nerves", "xyz"):
        html = written(clinic, text)
        assert fitted(html) == whole(html)

    assert gatherings == [True, True]


@pytest.mark.parametrize(
    "other",
    [
        written("South", SENTENCE * 16),
        written("South", SENTENCE * 17, body="brochure plain"),
        written("South", SENTENCE * 17, head="<style>p { color: red }</style>"),
    ],
    ids=["text", "body", "head"],
)
def test_what_differs_elsewhere_is_laid_out_whole(other: str, gatherings: list[bool]) -> None:
    fitted(written("North", SENTENCE * 17))

    assert fitted(other) == whole(other)
    assert gatherings == []


def test_a_back_that_is_overfull_is_told_as_ever(gatherings: list[bool]) -> None:
    fitted(written("North", SENTENCE * 17))
    html = written("South, and many more. " * 300, SENTENCE * 17)

    assert fitted(html) == whole(html)
    assert fitted(html)[1].errors
    assert gatherings == []


def test_a_drawing_that_reaches_out_of_the_project_is_told_for_every_clinic() -> None:
    art = ART.replace("</svg>", '<image href="file:///etc/passwd" width="9" height="9"/></svg>')
    format_, told = brochure(), []
    for clinic in ("North", "South", "East"):
        files = {**material().files, "art.svg": art.encode()}
        layout, _ = sharing.fit(
            written(clinic, SENTENCE * 17), replace(material(), files=files), format_, format_.papers["letter"], SOURCE
        )
        pages(layout)
        told.append(layout.refused)

    assert told == [("file:///etc/passwd",)] * 3


@pytest.mark.parametrize(
    "css",
    [
        "@page :first { margin: 20mm }",
        "@page back:left { margin: 20mm }",
        "@page :nth(2n) { margin: 20mm }",
        "@page { @bottom-right { content: counter( page ) } }",
        "@page { @bottom-right { content: string(clinic) } }",
        "body { color: black; counter-reset: box }",
        ".back { break-before: right }",
        "body:has(.x) { color: red }",
        ".back::before { content: target-counter('#here', page) }",
    ],
)
def test_a_stylesheet_by_which_one_page_knows_of_others_is_found(css: str) -> None:
    assert sharing._looks_across(f"{CSS}\n{css}")


@pytest.mark.parametrize("name", ["tokens.css", "base.css", "brochure.css", "components/steps.css"])
def test_the_stylesheets_of_the_brochure_are_none_of_them(name: str) -> None:
    assert not sharing._looks_across((HOUSE / "styles" / name).read_text(encoding="utf-8"))


def test_a_format_of_plain_pages_is_laid_out_whole() -> None:
    format_ = brochure().model_copy(update={"panels": (), "sides": ()})
    sharing.fit(written(text=SENTENCE), material(), format_, format_.papers["letter"], SOURCE)

    assert sharing._place.cache_info().currsize == 0


def test_no_more_than_a_few_documents_are_kept() -> None:
    assert sharing._place.cache_info().maxsize == sharing.MOST_KEPT


def forget_destinations(monkeypatch: pytest.MonkeyPatch) -> None:
    def gathered(*arguments: Any) -> Layout | None:
        made = gathering.gathered(*arguments)
        assert made is not None
        made.document.pages[2].anchors.clear()
        return made

    monkeypatch.setattr(sharing, "gathered", gathered)


def forget(field: str) -> Callable[[pytest.MonkeyPatch], None]:
    def patched(monkeypatch: pytest.MonkeyPatch) -> None:
        onto = repeating.Painted.onto

        def less(self: repeating.Painted, stream: Any) -> None:
            onto(replace(self, **{field: type(getattr(self, field))()}), stream)

        monkeypatch.setattr(repeating.Painted, "onto", less)

    return patched


@pytest.mark.parametrize(
    "fault",
    [forget_destinations, *(forget(field) for field in ("operators", "named", "tags", "fonts", "pictures"))],
    ids=["destinations", "operators", "named", "tags", "fonts", "pictures"],
)
def test_what_sharing_forgets_is_missed(
    fault: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    html = written("South", SENTENCE * 17)
    fitted(written("North", SENTENCE * 17))
    fault(monkeypatch)

    try:
        made = fitted(html)
    except (AssertionError, KeyError, TypeError):
        return  # the file could not even be made
    assert made != whole(html)
