"""Preflight for email: the PDF is small enough, and its name, metadata and pictures reveal nothing about anybody.

In:   Written and Finished.
Out:  Diagnostics.
Never: sends an email; repeats in a message what it found out about a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from PIL import Image
from PIL.ExifTags import IFD, Base

from carepress.design.edition import Edition
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import all_of
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.proof import Finished, Written

SHOWN = 2  # characters of a number that a message may repeat, so that it can be found

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
"""What in a folder's name looks like a patient's. A year, a season such as 2026-27 and covid-19 do not."""

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
"""What a photograph may reveal about a person: tags of Exif; marks of XMP and of IPTC (2:80, by-line)."""


def check_written(written: Written) -> Iterator[Diagnostic]:
    """The document's name, which becomes the file's name and stands in the address of the QR code."""
    name = written.manuscript.document
    for pattern, kind in OF_A_PATIENT:
        if match := pattern.search(name):
            yield rule("private-name").at(shown=f"{name[: match.start() + SHOWN]}...", kind=kind)
            return


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """The size of the file, its metadata, and the notes in its photographs."""
    limit = finished.pages.written.checks.most_kb
    if len(finished.pdf) > limit * 1000:
        yield rule("large-file").at(file=finished.name, size=len(finished.pdf) // 1000, limit=limit)
    yield from _metadata(finished)
    if finished.edition is Edition.SCREEN:  # print shows the same pictures
        yield from _photographs(finished)


def _metadata(finished: Finished) -> Iterator[Diagnostic]:
    """What the file's metadata says about a person or a computer."""
    document, front, file = finished.opened, finished.pages.written.document.front, finished.name
    author = str(document.docinfo.get("/Author", ""))
    wanted = front.written_by or finished.pages.context.clinic.name
    if author != wanted:
        yield rule("metadata", "author").at(file=file, author=author, wanted=wanted)
    texts = [str(value) for value in document.docinfo.values()]
    if "/Metadata" in document.Root:
        texts.append(document.Root.Metadata.read_bytes().decode("utf-8", "replace"))
    if any(OF_A_MACHINE.search(text) for text in texts):
        yield rule("metadata").at(file=file)
    if match := next((match for text in texts if (match := DRAWN_WITH.search(text))), None):
        yield rule("metadata", "program").at(file=file, program=match[0].split()[0])
    if "/PieceInfo" in document.Root or any("/PieceInfo" in page for page in document.pages):
        yield rule("metadata", "drawing-program").at(file=file)


def _photographs(finished: Finished) -> Iterator[Diagnostic]:
    """Photographs pass into the file byte by byte, with what cameras and picture programs have noted in them."""
    streams = (item for item in finished.opened.objects if isinstance(item, pikepdf.Stream))
    for stream in streams:
        facts = _personal_facts(stream.read_raw_bytes()) if stream.get("/Filter") == "/DCTDecode" else []
        if facts:
            yield rule("picture-metadata").at(facts=all_of(facts))


def _personal_facts(photo: bytes) -> list[str]:
    try:
        with Image.open(BytesIO(photo)) as opened:
            exif, notes = opened.getexif(), [opened.info.get("xmp", b""), *opened.info.get("photoshop", {}).values()]
            tags = {*exif, *exif.get_ifd(IFD.Exif)}
    except (OSError, ValueError, Image.DecompressionBombError):
        return []
    marks = b"".join(note for note in notes if isinstance(note, bytes))
    facts = [words for tag, words in PERSONAL_TAGS.items() if tag in tags]
    facts += [words for mark, words in PERSONAL_NOTES.items() if mark in marks]
    return list(dict.fromkeys(facts))
