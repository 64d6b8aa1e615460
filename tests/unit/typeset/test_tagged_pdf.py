"""Rules of the tagged PDF: it says what it conforms to, links have names, and the same pages give the same bytes."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from carepress.typeset import write
from tests.support.typesetting import laid_out, png

TABLE = "<table><thead><tr><th>Dose</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
LINKS = (
    '<a href="https://clinic.example/x" aria-label="Opens the form">form</a> <a href="tel:911">Call 911</a> '
    '<a href="https://clinic.example/"><b>Two</b> words</a>'
)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def objects(document: pikepdf.Pdf, key: str, value: str) -> list[pikepdf.Object]:
    with_keys = (item for item in document.objects if isinstance(item, pikepdf.Dictionary | pikepdf.Stream))
    return [item for item in with_keys if item.get(key) == value]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    body = f"<h1>Asthma</h1><p>{LINKS}</p>{TABLE}<p><img src='/content/a.png' alt='A dot'></p>"
    layout = laid_out(body, {"content/a.png": png()})
    file, warnings = write(layout, seed="a")
    assert (layout.warnings, layout.refused, warnings) == ((), (), ())
    return file


def test_a_file_says_that_it_is_pdf_ua_1_and_pdf_a_2a_and_describes_the_mark(pdf: bytes) -> None:
    with opened(pdf) as document:
        metadata = document.Root.Metadata.read_bytes()
        assert (document.Root.Lang, document.Root.MarkInfo.Marked) == ("en", True)

    rdf = metadata.partition(b"<rdf:RDF")[2].partition(b"</rdf:RDF>")[0]
    for mark in (b"<pdfuaid:part>1<", b"pdfaExtension:schemas", b"http://www.aiim.org/pdfua/ns/id/", b"pdfaid:part"):
        assert mark in rdf


def test_every_link_has_one_click_area_and_a_name_for_people(pdf: bytes) -> None:
    with opened(pdf) as document:
        names = [str(link.Contents) for link in document.pages[0].Annots]

    assert names == ["Opens the form", "Call 911", "Two words"]


def test_the_headers_of_a_table_head_their_columns(pdf: bytes) -> None:
    with opened(pdf) as document:
        assert [str(head.A.Scope) for head in objects(document, "/S", "/TH")] == ["/Column"]


def test_an_item_of_a_list_has_a_label_and_a_body_and_nothing_else() -> None:
    pdf, _ = write(laid_out("<ol><li><p>One.</p><p>Two.</p></li><li>Three.</li></ol>"), seed="a")

    with opened(pdf) as document:
        items = [[str(kid.S) for kid in item.K] for item in objects(document, "/S", "/LI")]
        bodies = [[str(kid.S) for kid in item.K[1].K] for item in objects(document, "/S", "/LI")]
    assert items == [["/Lbl", "/LBody"]] * 2
    assert ["/P", "/P"] in bodies


def test_a_picture_is_not_smoothed(pdf: bytes) -> None:
    with opened(pdf) as document:
        assert [bool(image.get("/Interpolate", False)) for image in objects(document, "/Subtype", "/Image")] == [False]


def test_the_same_pages_give_the_same_bytes_and_another_seed_another_identifier() -> None:
    first, again, other = (write(laid_out("<p>Text</p>"), seed=seed)[0] for seed in ("a", "a", "b"))

    assert (first == again, first == other) == (True, False)
