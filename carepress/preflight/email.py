"""Preflight for the mail: a PDF that fits into a mail, and whose name, metadata and pictures tell nothing of anybody.

In:   Written and Finished.
Out:  Diagnostics.
Never: sends a mail; repeats in a message what it found out about a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from PIL import Image
from PIL.ExifTags import IFD, Base

from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.proof import Finished, Written

SHOWN = 2  # signs of a number that a message may repeat, so that one can find it

OF_A_PATIENT = (
    (re.compile(r"(?<!\d)(?:19|20)\d\d-?[01]\d-?[0-3]\d(?!\d)"), "a date, perhaps of birth"),
    (re.compile(r"(?<!\d)[0-3]\d-[0-3]\d-(?:19|20)\d\d(?!\d)"), "a date, perhaps of birth"),
    (re.compile(r"(?<!\d)\d{3}-\d{2,3}-\d{4}(?!\d)"), "a number, perhaps a patient's"),
    (
        re.compile(r"(?<![a-z])(?:mrn|dob|ssn)(?![a-z])|(?<![a-z])(?:patient|pt)-?\d{3,}"),
        "a number, perhaps a patient's",
    ),
    (re.compile(r"(?<!\d)(?<!\bnct)\d{5,}"), "a number, perhaps a patient's"),  # NCT01234567 is a trial's
)
"""What a folder's name may hold of a patient. A year, a season as 2026-27 and covid-19 are none of it."""

OF_A_MACHINE = re.compile(r"(?:/home/|/Users/|/root/|\b[A-Za-z]:\\|\bfile:)[^\s<\"]*")
DRAWN_WITH = re.compile(
    r"\b(?:Inkscape|Illustrator|Photoshop|CorelDRAW|InDesign|Affinity|Canva)\b[^<\"]*", re.IGNORECASE
)

PERSONAL_TAGS = {
    Base.GPSInfo: "where it was taken",
    Base.Artist: "who took it",
    Base.CameraOwnerName: "whose camera it was",
    Base.BodySerialNumber: "the camera's number",
}
PERSONAL_NOTES = {
    b"GPSLatitude": "where it was taken",
    b"dc:creator": "who took it",
    b"\x1c\x02\x50": "who took it",
    b"SerialNumber": "the camera's number",
}
"""What a photograph may tell of a person: tags of Exif; marks of XMP and of IPTC (2:80, by-line)."""


def check_written(written: Written) -> Iterator[Diagnostic]:
    """The document's name, which becomes the file's and stands in the address of the QR code."""
    name = written.manuscript.document
    for pattern, what in OF_A_PATIENT:
        if found := pattern.search(name):
            hidden = f"{name[: found.start() + SHOWN]}..."
            yield Diagnostic(
                code="private-name",
                message=f"the folder's name `{hidden}` seems to hold {what}",
                help="Name the folder after what the handout is about, as in content/asthma/."
                "\nWhat is for one patient alone is no handout: keep it in the patient's record.",
            )
            return


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """The size of the file, its metadata, what its photographs tell."""
    most = finished.pages.written.checks.most_kb
    if len(finished.pdf) > most * 1000:
        yield Diagnostic(
            code="large-file",
            message=f"{finished.name} has {len(finished.pdf) // 1000} kB; {most} kB are the most",
            help="Use smaller pictures: 300 dots an inch at the size they are printed.",
        )
    for said in _telling_metadata(finished):
        yield Diagnostic(
            code="metadata",
            message=f"{finished.name}: its metadata {said}",
            help="Look at `title`, `summary`, `keywords` and `written-by` in the front matter,"
            "\nand at templates/parts/head.html.j2.",
        )
    if finished.edition is Edition.SCREEN:  # print shows the same pictures
        yield from _telling_pictures(finished)


def _telling_metadata(finished: Finished) -> Iterator[str]:
    """What the file's own description says of a person or a machine."""
    document, front = finished.opened, finished.pages.written.document.front
    author, wanted = str(document.docinfo.get("/Author", "")), front.written_by or finished.pages.context.clinic.name
    if author != wanted:
        yield f"names `{author}` as the author, and the front matter `{wanted}`"
    texts = [str(value) for value in document.docinfo.values()]
    if "/Metadata" in document.Root:
        texts.append(document.Root.Metadata.read_bytes().decode("utf-8", "replace"))
    if any(OF_A_MACHINE.search(text) for text in texts):
        yield "names a folder of a computer"
    if found := next((match for text in texts if (match := DRAWN_WITH.search(text))), None):
        yield f"holds what {found[0].split()[0]} left behind"
    if "/PieceInfo" in document.Root or any("/PieceInfo" in page for page in document.pages):
        yield "holds what a drawing program left behind"


def _telling_pictures(finished: Finished) -> Iterator[Diagnostic]:
    """Photographs pass into the file byte by byte, with what cameras and picture programs have noted in them."""
    for thing in finished.opened.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == "/DCTDecode":
            photo = thing.read_raw_bytes()
            if told := _told_by(photo):
                yield Diagnostic(
                    code="picture-metadata",
                    message=f"a photograph in a drawing tells {' and '.join(told)}",
                    help="Save the photograph again without these notes. On Windows: right-click its file, Properties,"
                    "\nDetails, `Remove Properties and Personal Information`. Then put it in again.",
                )


def _told_by(photo: bytes) -> list[str]:
    try:
        with Image.open(BytesIO(photo)) as opened:
            exif, notes = opened.getexif(), [opened.info.get("xmp", b""), *opened.info.get("photoshop", {}).values()]
            tags = {*exif, *exif.get_ifd(IFD.Exif)}
    except (OSError, ValueError, Image.DecompressionBombError):
        return []
    marks = b"".join(note for note in notes if isinstance(note, bytes))
    told = [words for tag, words in PERSONAL_TAGS.items() if tag in tags]
    told += [words for mark, words in PERSONAL_NOTES.items() if mark in marks]
    return list(dict.fromkeys(told))
