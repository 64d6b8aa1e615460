"""Rules of the finished file: nothing leaves that a screen reader, a mailbox or a telephone could not use."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from carepress.diagnostics import Diagnostic
from carepress.preflight.code import check_code
from carepress.preflight.file import LARGEST, check_file, count_pages

NAME = "asthma-fact-sheet-en.pdf"
TEMPLATE = "This is a fault of carepress or of the template, not of the text."


def made(
    *, title: str = "Asthma", lang: str = "en", tagged: bool = True, profile: bool = True, pages: int = 1
) -> pikepdf.Pdf:
    """A file that lacks nothing but what a test takes away."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(612, 792))
    pdf.docinfo["/Title"] = title
    pdf.Root.Lang = lang
    if tagged:
        pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot)
        pdf.Root.MarkInfo = Dictionary(Marked=True)
    if profile:
        pdf.Root.OutputIntents = Array([Dictionary(Type=Name.OutputIntent)])
    return pdf


def saved(pdf: pikepdf.Pdf) -> bytes:
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


def told(pdf: bytes) -> list[Diagnostic]:
    return list(check_file(pdf, NAME, title="Asthma", lang="en"))


def unfit(said: str) -> Diagnostic:
    return Diagnostic(code="unfit-file", message=f"{NAME}: {said}", help=TEMPLATE)


def with_link(pdf: pikepdf.Pdf, words: Sequence[str]) -> pikepdf.Pdf:
    links = [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Contents=word) for word in words]
    pdf.pages[0].Annots = Array([pdf.make_indirect(link) for link in links])
    return pdf


def with_font(pdf: pikepdf.Pdf, **file: object) -> pikepdf.Pdf:
    pdf.Root.Extra = pdf.make_indirect(Dictionary(Type=Name.FontDescriptor, FontName=Name.Helvetica, **file))
    return pdf


def test_a_complete_file_passes() -> None:
    assert told(saved(made())) == []


@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (made(title=""), "the file's title is ``"),
        (made(lang="es"), "the file does not say its language"),
        (made(tagged=False), "the file has no tags"),
        (made(profile=False), "the file does not say how its colours are meant"),
        (with_font(made()), "fonts are not in the file: /Helvetica"),
        (with_link(made(), ["Call 312-555-0142", " "]), "a link does not say where it leads"),
    ],
    ids=["title", "language", "tags", "colours", "fonts", "links"],
)
def test_what_assistive_technology_looks_for_is_there(pdf: pikepdf.Pdf, said: str) -> None:
    assert told(saved(pdf)) == [unfit(said)]


def test_a_font_in_the_file_and_a_link_with_words_pass() -> None:
    pdf = with_link(made(), ["Call 312-555-0142"])
    pdf = with_font(pdf, FontFile2=pdf.make_stream(b"font"))

    assert told(saved(pdf)) == []


def test_a_file_fits_into_a_mailbox() -> None:
    pdf = made()
    pdf.Root.Picture = pdf.make_stream(bytes(LARGEST))
    pdf_bytes = BytesIO()
    pdf.save(pdf_bytes, compress_streams=False)

    assert told(pdf_bytes.getvalue()) == [
        Diagnostic(
            code="large-file",
            message=f"{NAME} has 500 kB; 500 kB are the most",
            help="Use smaller pictures: 300 dots an inch at the size they are printed.",
        )
    ]


def test_every_page_counts() -> None:
    assert count_pages(saved(made(pages=3))) == 3


def test_a_page_without_a_code_is_told() -> None:
    assert list(check_code(saved(made()), "https://clinic.example/contact/asthma")) == [
        Diagnostic(
            code="qr-unreadable",
            message="the QR code does not open https://clinic.example/contact/asthma: no telephone could read it",
            help="Shorten `contact-form` or `contact-path`; if that does not help, the template is at fault.",
        )
    ]
