"""Rules of typesetting: tagged pages from given files only, and the same bytes for the same pages."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import fontpkg
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from carepress.design.brand import Brand
from carepress.design.css import brand_css, geometry_css
from carepress.design.formats import read_formats
from carepress.project.source import Source, read
from carepress.typeset import MM, Layout, Material, lay_out, move_down, outermost, uncover, write
from carepress.typeset.fetch import BASE, Fetcher

FAMILY = "Atkinson Hyperlegible"
CSS = "@page { size: 60mm 80mm; margin: 10mm } body { margin: 0; font: 10pt var(--font-text) } p { margin: 0 }"
TABLE = "<table><thead><tr><th>Dose</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
LINKS = (
    '<a href="https://clinic.example/x" aria-label="Opens the form">form</a> <a href="tel:911">Call 911</a> '
    '<a href="https://clinic.example/"><b>Two</b> words</a>'
)
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def png() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "#0F5E6B").save(drawn, "PNG")
    return drawn.getvalue()


def material(files: Mapping[str, bytes] = {}, css: str = CSS) -> Material:
    font = {"fonts/text.ttf": fontpkg.path(FAMILY, 400).read_bytes()}
    fonts = {(FAMILY, 400): "fonts/text.ttf"}
    return Material(files={**font, **files}, stylesheets=[css], fonts=fonts, brand=Brand())


def laid_out(body: str, files: Mapping[str, bytes] = {}, css: str = CSS) -> Layout:
    html = f'<html lang="en"><head><title>Asthma</title></head><body>{body}</body></html>'
    return lay_out(html, material(files, css))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def things(document: pikepdf.Pdf, key: str, value: str) -> list[pikepdf.Object]:
    found = (thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream))
    return [thing for thing in found if thing.get(key) == value]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    body = f"<h1>Asthma</h1><p>{LINKS}</p>{TABLE}<p><img src='/content/a.png' alt='A dot'></p>"
    layout = laid_out(body, {"content/a.png": png()})
    data, complaints = write(layout, seed="a")
    assert (layout.complaints, layout.refused, complaints) == ((), (), ())
    return data


def test_a_file_says_that_it_is_pdf_ua_1_and_pdf_a_2a_and_describes_the_mark(pdf: bytes) -> None:
    with opened(pdf) as document:
        said = document.Root.Metadata.read_bytes()
        assert (document.Root.Lang, document.Root.MarkInfo.Marked) == ("en", True)

    inside = said.partition(b"<rdf:RDF")[2].partition(b"</rdf:RDF>")[0]
    for mark in (b"<pdfuaid:part>1<", b"pdfaExtension:schemas", b"http://www.aiim.org/pdfua/ns/id/", b"pdfaid:part"):
        assert mark in inside


def test_every_link_has_one_click_area_and_a_name_for_people(pdf: bytes) -> None:
    with opened(pdf) as document:
        names = [str(link.Contents) for link in document.pages[0].Annots]

    assert names == ["Opens the form", "Call 911", "Two words"]


def test_the_headers_of_a_table_head_their_columns(pdf: bytes) -> None:
    with opened(pdf) as document:
        assert [str(head.A.Scope) for head in things(document, "/S", "/TH")] == ["/Column"]


def test_an_item_of_a_list_has_a_label_and_a_body_and_nothing_else() -> None:
    pdf, _ = write(laid_out("<ol><li><p>One.</p><p>Two.</p></li><li>Three.</li></ol>"), seed="a")

    with opened(pdf) as document:
        items = [[str(part.S) for part in item.K] for item in things(document, "/S", "/LI")]
        bodies = [[str(part.S) for part in item.K[1].K] for item in things(document, "/S", "/LI")]
    assert items == [["/Lbl", "/LBody"]] * 2
    assert ["/P", "/P"] in bodies


def test_a_picture_is_not_smoothed(pdf: bytes) -> None:
    with opened(pdf) as document:
        pictures = things(document, "/Subtype", "/Image")
        assert [bool(picture.get("/Interpolate", False)) for picture in pictures] == [False]


def test_the_same_pages_give_the_same_bytes_and_another_seed_another_identifier() -> None:
    first, again, other = (write(laid_out("<p>Text</p>"), seed=seed)[0] for seed in ("a", "a", "b"))

    assert (first == again, first == other) == (True, False)


@pytest.mark.parametrize("url", [
    "file:///etc/passwd", "../../etc/passwd", "/../secret.svg", "%2e%2e/secret.svg", "https://a.example/b.png",
    "http://a.example/b.png", "//a.example/b.png", "ftp://a.example/b", "content/other.png", "/etc/passwd",
    "https://project.invalid.evil.example/content/a.png",
])  # fmt: skip
def test_nothing_but_the_given_files_is_fetched(url: str) -> None:
    layout = laid_out(f'<p>Text<img src="{url}" alt="x"></p>', {"content/a.png": png()})

    assert len(layout.refused) == 1


@pytest.mark.parametrize(("body", "css"), [
    ("<p>x</p>", "@import 'file:///etc/passwd';"),
    ("<p>x</p>", "@font-face { font-family: X; src: url(file:///etc/passwd) } p { font-family: X }"),
    ("<p>x</p>", "p { background: url(file:///etc/passwd) }"), ('<p><img src="/content/a.svg" alt="x"></p>', ""),
    ('<link rel="stylesheet" href="file:///etc/passwd"><p>x</p>', ""),
])  # fmt: skip
def test_no_stylesheet_font_or_drawing_reaches_outside_without_a_word(body: str, css: str) -> None:
    nested = DOT.replace("<rect", '<image width="5" height="5" href="file:///etc/passwd"/><rect')
    layout = laid_out(body, {"content/a.svg": nested.encode()}, css + CSS)
    _, complaints = write(layout, seed="a")

    assert any("file:///etc/passwd" in said for said in (*layout.refused, *complaints))


def test_given_files_and_data_are_fetched() -> None:
    fetcher = Fetcher({"content/a b.svg": b"<svg/>"})
    found = [fetcher.fetch(f"{BASE}content/a%20b.svg"), fetcher.fetch("data:text/plain,hello")]

    assert ([answer.read() for answer in found], fetcher.refused) == ([b"<svg/>", b"hello"], [])


def test_what_is_measured_is_in_millimetres() -> None:
    body = '<p data-line="7" class="a b" style="height: 20mm">Text</p><div data-band="2" data-line="9">B</div>'
    (page,) = laid_out(body).pages
    first, second = page.blocks
    lengths = (page.width, page.height, page.room, first.top, first.bottom)

    assert [round(length, 2) for length in lengths] == [60, 80, 60, 10, 30]
    assert ((first.line, first.tag, first.classes), second.line) == ((7, "p", ("a", "b")), 9)
    assert [(band.name, round(band.top, 2)) for band in page.bands] == [("2", 30)]


def test_the_foot_does_not_count_as_text() -> None:
    body = '<p data-line="1" style="height: 15mm">A</p><div data-place="edge" style="height: 20mm">F</div>'
    (page,) = laid_out(body).pages

    assert (round(page.text_used, 2), round(page.filled, 3), page.used > page.text_used) == (15, 0.25, True)


def black_rows(layout: Layout) -> list[int]:
    """The rows of the first page, in mm, that are black 45 mm from its left edge."""
    with pypdfium2.PdfDocument(write(layout, seed="a")[0]) as document:
        picture = document[0].render(scale=4 * 25.4 / 72, grayscale=True).to_pil()  # 4 dots a mm
    return [row for row in range(80) if picture.getpixel((45 * 4, row * 4 + 2)) == 0]


def test_a_block_moves_down_with_its_text_and_its_background() -> None:
    layout = laid_out('<div data-line="3" style="height: 10mm; background: #000">A</div>')
    (_, text), *_ = layout.text_boxes
    before = text.position_y * MM
    (block,) = outermost(layout.document.pages[0]._page_box, lambda box: box.element_tag == "div")
    moved = move_down(layout, {0: [(block, 25.0)]})

    assert [round(fact.top, 2) for fact in moved.pages[0].blocks] == [35]
    assert text.position_y * MM - before == pytest.approx(25)
    assert black_rows(moved) == list(range(35, 45))


def test_a_folio_that_a_block_would_cover_is_taken_away() -> None:
    folios = "@page { @bottom-center { content: 'Page 1' } @top-center { content: 'Top' } }"
    layout = laid_out("<p>A</p>", css=CSS + folios)
    uncover(layout, 0, 60.0)

    assert [box.text for _, box in layout.text_boxes] == ["A", "Top"]


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("name", ["fact-sheet", "brochure"])
def test_pages_have_the_sizes_of_the_formats_row(name: str, paper: str) -> None:
    source = read(Path(__file__).resolve().parents[3], "templates/formats.yaml")
    assert isinstance(source, Source)
    format_ = read_formats(source)[0][name]
    size, page = format_.papers[paper], '<p style="break-before: page">A</p>'
    flows = (f'<div class="{flow}">{page * len(format_.flow(flow))}</div>' for flow in format_.flows)
    layout = lay_out(f"<body>{''.join(flows) or 'A'}</body>", material(css=geometry_css(format_, size)))
    wanted = [size.widths[panel.name].mm for panel in format_.panels] or [size.width.mm]

    assert [round(page.width, 3) for page in layout.pages] == pytest.approx(wanted, abs=0.01)
    assert {round(page.height, 2) for page in layout.pages} == {round(size.height.mm, 2)}


def test_the_stylesheet_has_the_brands_faces_colours_and_families() -> None:
    css = brand_css(Brand(text_family="Lato"), {("Lato", 400): "fonts/lato.ttf"})

    assert '@font-face { font-family: "Lato"; font-weight: 400; src: url("/fonts/lato.ttf") }' in css
    assert "--ink: #15292E;" in css
    assert '--font-text: "Lato";' in css
