"""Rules of email: the file is small, and its name, metadata and photographs reveal nothing about anybody."""

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary
from PIL import ExifTags, Image

from carepress.content.check_settings import CheckSettings
from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.email import check_finished, check_written
from carepress.preflight.proof import Finished
from tests.support.proofs import MANUSCRIPT, proofs, written

HEAD = "---\ntitle: Asthma\nformats: [fact-sheet]\n{}---\n\n## What is asthma?\n\nAsthma makes the small tubes swell.\n"
PICTURE = "\n![Open and narrow airways](airways.{})\n"
XMP = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>Ana Perez</dc:creator><exif:GPSLatitude/></x:xmpmeta>"


def photo(*, xmp: str = "", byline: str = "", exif: Image.Exif | None = None) -> bytes:
    """A photograph with these notes in it."""
    file = BytesIO()
    Image.new("RGB", (900, 450), "#446677").save(file, "JPEG", xmp=xmp.encode(), exif=exif or b"")
    data = file.getvalue()
    if byline:
        note = b"\x1c\x02\x50" + struct.pack(">H", len(byline)) + byline.encode()
        note += bytes(len(note) % 2)
        note = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(note)) + note
        data = data[:2] + b"\xff\xed" + struct.pack(">H", len(note) + 2) + note + data[2:]
    return data


def camera() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Ana Perez"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (41.0, 52.0, 1.0)
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = "4711"
    return exif


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return proofs(tmp_path_factory.mktemp("sheet"), {MANUSCRIPT: HEAD.format("written-by: The team\n")})[2][0]


def built(root: Path, name: str, picture: bytes) -> Finished:
    """A sheet with a picture."""
    files = {MANUSCRIPT: HEAD.format("") + PICTURE.format(name.rpartition(".")[2]), f"content/asthma/{name}": picture}
    return proofs(root, files)[2][0]


def with_photo(sheet: Finished, photograph: bytes) -> Finished:
    """The sheet with a photograph that the typesetter has passed on as it is."""
    with pikepdf.open(BytesIO(sheet.pdf)) as opened:
        stream = pikepdf.Stream(opened, photograph, Filter=pikepdf.Name.DCTDecode, Subtype=pikepdf.Name.Image)
        opened.Root.Extra = opened.make_indirect(stream)
        return replace(sheet, pdf=saved(opened))


def saved(pdf: pikepdf.Pdf) -> bytes:
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


def messages(finished: Finished) -> list[tuple[str, str]]:
    return [(fault.code, fault.message.removeprefix(f"{finished.name}: ")) for fault in check_finished(finished)]


@pytest.mark.parametrize(
    ("name", "hidden", "what"),
    [
        ("asthma-1961-04-12", "asthma-19...", "a date, perhaps of birth"),
        ("asthma-19610412", "asthma-19...", "a date, perhaps of birth"),
        ("asthma-12-04-1961", "asthma-12...", "a date, perhaps of birth"),
        ("lopez-4711123", "lopez-47...", "a number, perhaps a patient's"),
        ("plan-219-09-9999", "plan-21...", "a number, perhaps a patient's"),
        ("mrn-47", "mr...", "a number, perhaps a patient's"),
        ("for-patient-4711", "for-pa...", "a number, perhaps a patient's"),
    ],
)
def test_a_name_with_a_patients_number_is_reported_without_repeating_it(
    name: str, hidden: str, what: str, tmp_path: Path
) -> None:
    proof = written(tmp_path, HEAD.format(""))
    named = replace(proof, manuscript=replace(proof.manuscript, document=name))

    assert list(check_written(named)) == [
        Diagnostic(
            code="private-name",
            message=f"the folder's name `{hidden}` seems to hold {what}",
            help="Name the folder after what the handout is about, as in content/asthma/."
            "\nWhat is for one patient alone is no handout: keep it in the patient's record.",
        )
    ]


@pytest.mark.parametrize(
    "name",
    ["asthma", "flu-2026", "flu-2026-27", "flu-2026-2027", "covid-19", "covid-19-2026", "patient-guide", "patient-2",
     "pt-exercises", "vitamin-b12", "sars-cov-2", "icd-10-g12-21", "trial-nct04849065", "phase-1-2-2026", "24-7"],
)  # fmt: skip
def test_years_and_medical_names_are_no_patients_number(name: str, tmp_path: Path) -> None:
    proof = written(tmp_path, HEAD.format(""))

    assert list(check_written(replace(proof, manuscript=replace(proof.manuscript, document=name)))) == []


def test_a_sound_file_has_no_fault(sheet: Finished) -> None:
    assert list(check_finished(sheet)) == []


def test_a_file_fits_into_a_mailbox(sheet: Finished) -> None:
    checks = CheckSettings.model_validate({"most-kb": 20})
    pages = replace(sheet.pages, written=replace(sheet.pages.written, checks=checks))
    size = len(sheet.pdf) // 1000

    assert list(check_finished(replace(sheet, pages=pages))) == [
        Diagnostic(
            code="large-file",
            message=f"{sheet.name} has {size} kB; the limit is 20 kB",
            help="Use smaller pictures: 300 dots an inch at the size they are printed.",
        )
    ]


def author(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "ana"


def folder(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Subject"] = "C:\\Users\\ana\\asthma.docx"


def folder_in_xmp(pdf: pikepdf.Pdf) -> None:
    noted = b'<rdf:Description xmlns:a="urn:a" a:from="/home/ana/asthma.odt"/></rdf:RDF>'
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", noted))


def program(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Creator"] = "Adobe Illustrator 29.1"


def pieces(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.PieceInfo = Dictionary()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (author, "its metadata names `ana` as the author, and the front matter `The team`"),
        (folder, "its metadata names a folder of a computer"),
        (folder_in_xmp, "its metadata names a folder of a computer"),
        (program, "its metadata holds what Illustrator left behind"),
        (pieces, "its metadata holds what a drawing program left behind"),
    ],
)
def test_metadata_names_no_person_and_no_computer(
    change: Callable[[pikepdf.Pdf], None], message: str, sheet: Finished
) -> None:
    with pikepdf.open(BytesIO(sheet.pdf)) as opened:
        change(opened)
        faults = messages(replace(sheet, pdf=saved(opened)))

    assert faults == [("metadata", message)]


@pytest.mark.parametrize(
    ("photograph", "facts"),
    [
        (photo(xmp=XMP), "where it was taken and who took it"),
        (photo(byline="Ana Perez"), "who took it"),
        (photo(exif=camera()), "where it was taken, who took it and the camera's number"),
    ],
    ids=["XMP", "IPTC", "Exif"],
)
def test_what_a_photograph_reveals_is_found_in_the_file(photograph: bytes, facts: str, sheet: Finished) -> None:
    faults = messages(with_photo(sheet, photograph))

    assert faults == [("picture-metadata", f"a photograph in a drawing reveals {facts}")]


def test_a_photograph_that_reveals_nothing_or_is_damaged_is_no_fault(sheet: Finished) -> None:
    assert messages(with_photo(sheet, photo())) == []
    assert messages(with_photo(sheet, b"\xff\xd8 no photograph")) == []


def test_a_photograph_that_a_drawing_brings_along_has_lost_its_notes_too(tmp_path: Path) -> None:
    inside = f"data:image/jpeg;base64,{b64encode(photo(xmp=XMP)).decode()}"
    image = f'<image href="{inside}" width="90" height="45"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 45">{image}</svg>'

    assert messages(built(tmp_path, "airways.svg", drawing.encode())) == []


def test_a_photograph_of_the_documents_folder_has_lost_its_notes(tmp_path: Path) -> None:
    assert list(check_finished(built(tmp_path, "airways.jpg", photo(xmp=XMP)))) == []


def test_a_photograph_is_reported_for_one_edition_of_a_brochure(sheet: Finished) -> None:
    assert messages(replace(with_photo(sheet, photo(xmp=XMP)), edition=Edition.PRINT)) == []
