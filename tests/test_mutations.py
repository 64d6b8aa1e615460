"""Deliberate faults: what can go wrong with finished files and with templates, and which rule catches it.

A row is a fault, the rule that must catch it, and how the fault is made: in the bytes of a finished PDF, in a template
or in a stylesheet. Each is put into a project that is sound without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pytest
from pikepdf import Name
from PIL import Image

from carepress.build.pipeline import build_document
from carepress.build.plan import Task
from carepress.design.edition import Edition
from carepress.diagnostics.model import BuildFailed
from carepress.diagnostics.render import render
from carepress.preflight.proof import Finished
from carepress.preflight.registry import OF_FINISHED, check
from tests.support.proofs import BROCHURE, MANUSCRIPT, ROOT, TODAY, proofs, put

SOUND = {
    MANUSCRIPT: """---
title: Living with asthma
formats: [fact-sheet]
version: "1"
investigational: true
---

## What helps

Sit up. Breathe out slowly.

![Open airways](airways.svg)

| Medicine | When |
| --- | --- |
| Inhaler | Daily |
"""
}
Change = Callable[[pikepdf.Pdf], None]


def structure(document: pikepdf.Pdf, tag: str) -> pikepdf.Object:
    """The first structure element of a kind."""
    return next(
        item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == Name(tag)
    )


def fonts(document: pikepdf.Pdf) -> pikepdf.Object:
    return next(
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == Name.FontDescriptor
    )


def repaint(old: bytes, new: bytes) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        contents = document.pages[0].Contents
        assert old in contents.read_bytes()
        contents.write(contents.read_bytes().replace(old, new, 1))

    return change


def change_xmp(old: bytes, new: bytes) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        assert old in document.Root.Metadata.read_bytes()
        document.Root.Metadata.write(document.Root.Metadata.read_bytes().replace(old, new))

    return change


def photographed(document: pikepdf.Pdf) -> None:
    """A photograph with the place where it was taken."""
    exif, file = Image.Exif(), BytesIO()
    exif[0x8825] = {1: "N", 2: (41.0, 50.0, 0.0)}
    Image.new("RGB", (9, 9)).save(file, "JPEG", exif=exif)
    document.Root.Photo = document.make_stream(
        file.getvalue(), Type=Name.XObject, Subtype=Name.Image, Filter=Name.DCTDecode, Width=9, Height=9
    )


def padded(document: pikepdf.Pdf) -> None:
    document.Root.Padding = document.make_stream(Random(1).randbytes(600_000))


def set_to(path: str, value: object) -> Change:
    """Set a value of the file's catalogue, or of its first page as `page./Rotate`; None deletes it."""

    def change(document: pikepdf.Pdf) -> None:
        part, _, key = path.rpartition(".")
        holder = {"": document.Root, "page": document.pages[0].obj, "info": document.docinfo}[part]
        if value is None:
            del holder[key]
        else:
            holder[key] = value

    return change


def drop(tag: str, key: str) -> Change:
    """Take one entry from the first tag of a kind."""

    def change(document: pikepdf.Pdf) -> None:
        del structure(document, tag)[key]

    return change


def without_link_words(document: pikepdf.Pdf) -> None:
    del next(iter(document.pages[0].Annots))["/Contents"]


def without_font(document: pikepdf.Pdf) -> None:
    font = fonts(document)
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if key in font:
            del font[key]


def without_last_page(document: pikepdf.Pdf) -> None:
    del document.pages[-1]


def without_panel(document: pikepdf.Pdf) -> None:
    document.pages[0].Contents.write(document.pages[0].Contents.read_bytes().replace(b"/Panel6 Do", b""))


SCREEN, PRINT = Edition.SCREEN, Edition.PRINT
FINISHED: Mapping[str, tuple[str, Edition, Change]] = {
    "the words for a picture are dropped": ("unfit-file", SCREEN, drop("/Figure", "/Alt")),
    "the language is dropped": ("unfit-file", SCREEN, set_to("/Lang", None)),
    "the title is another": ("unfit-file", SCREEN, set_to("info./Title", "Untitled 1")),
    "the tags are dropped": ("unfit-file", SCREEN, set_to("/StructTreeRoot", None)),
    "the tab order is dropped": ("unfit-file", SCREEN, set_to("page./Tabs", None)),
    "the mark of PDF/UA is dropped": ("unfit-file", SCREEN, change_xmp(b"pdfuaid:part>1<", b"pdfuaid:part>9<")),
    "the words for a link are dropped": ("unfit-file", SCREEN, without_link_words),
    "a table header does not say what it heads": ("unfit-file", SCREEN, drop("/TH", "/A")),
    "a font is left out": ("loose-font", SCREEN, without_font),
    "the second side is lost": ("page-box", PRINT, without_last_page),
    "the paper is another": ("page-box", SCREEN, set_to("page./MediaBox", [0, 0, 595, 842])),
    "the page is scaled": ("page-box", SCREEN, set_to("page./UserUnit", 2)),
    "the author is a path of the machine": ("metadata", SCREEN, set_to("info./Author", "/home/ana/als.docx")),
    "a photograph reveals where it was taken": ("picture-metadata", SCREEN, photographed),
    "the file is too large for a mail": ("large-file", SCREEN, padded),
    "a panel is 2 mm off": ("panel-place", PRINT, repaint(b"526.5000 0 cm", b"532.1693 0 cm")),
    "a panel is smaller": ("panel-place", PRINT, repaint(b"1 0 0 1 526.5000", b"0.95 0 0 0.95 526.5000")),
    "a panel is lost": ("panel-place", PRINT, without_panel),
    "the sheet is turned": ("page-box", PRINT, set_to("page./Rotate", 180)),
    "the code is covered": ("qr-unreadable", PRINT, repaint(b"/Artifact BMC", b"1 g 0 0 900 700 re f /Artifact BMC")),
}  # fmt: skip
"""Faults of a finished file: the code of the rule, the edition, and what is done to it."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Edition, Finished]:
    """A sound fact sheet for the screen, and a sound brochure for the printer."""
    _, _, sheets = proofs(tmp_path_factory.mktemp("sheet"), SOUND)
    _, _, panels = proofs(tmp_path_factory.mktemp("panels"), BROCHURE, "brochure")
    return {SCREEN: sheets[0], PRINT: panels[1]}


@pytest.mark.parametrize("edition", [SCREEN, PRINT])
def test_the_files_are_sound_before(edition: Edition, finished: Mapping[Edition, Finished]) -> None:
    assert [render(fault) for fault in check(finished[edition], OF_FINISHED)] == []


@pytest.mark.parametrize("fault", FINISHED)
def test_a_fault_of_a_finished_file_is_caught(fault: str, finished: Mapping[Edition, Finished]) -> None:
    code, edition, change = FINISHED[fault]
    with pikepdf.open(BytesIO(finished[edition].pdf)) as document:
        change(document)
        file = BytesIO()
        document.save(file)

    faults = check(replace(finished[edition], pdf=file.getvalue()), OF_FINISHED)

    assert code in {found.code for found in faults}


CONTACT, NOTICE, IMPRINT = (f"templates/parts/{name}.html.j2" for name in ("contact", "notice", "imprint"))
SHEET, STYLE = "templates/formats/fact-sheet.html.j2", "styles/components/zz-fault.css"
Edit = tuple[str, str, str]
DRAFT = "{{ words.draft }}"


def style(css: str) -> Edit:
    """One stylesheet more."""
    return (STYLE, "", f"@layer components {{ {css} }}")


TEMPLATE_FAULTS: Mapping[str, tuple[str, tuple[Edit, ...]]] = {
    "the code is shrunk": ("qr-size", (style(".contact__code svg { transform: scale(0.6) }"),)),
    "the code has no margin": (
        "qr-quiet-zone",
        (style(".contact__code a { overflow: hidden; width: 28.5mm; height: 30mm }"),),
    ),
    "the code is pale": ("qr-contrast", (style(".contact__code svg { opacity: 0.2 }"),)),
    "the code is left out": ("qr-unreadable", ((CONTACT, "{{ qr }}", ""),)),
    "the telephone number is not beside the code": ("qr-alone", ((CONTACT, "{{ clinic.phone }}", "Call us"),)),
    "the colour of the text is lightened": ("low-contrast", (style("p { color: #AAAAAA }"),)),
    "the type is small": ("small-type", (style("p { font-size: 6pt }"),)),
    "a line is too thin to print": ("thin-line", (style("p { border: 0.1pt solid #000 }"),)),
    "text stands at the edge": ("unsafe-text", (style("h2 { margin-left: -14mm }"),)),
    "text stands outside the page": ("outside-page", (style("h2 { margin-left: -40mm }"),)),
    "text is not shown": ("lost-text", (style(".contact p { display: none }"),)),
    "the notice is shortened": ("altered-notice", ((NOTICE, "{{ notice }}", "{{ notice[:30] }}"),)),
    "the draft lines are dropped": ("draft-mark", ((SHEET, DRAFT, ""), (IMPRINT, DRAFT, ""))),
    "the imprint is dropped": ("missing-imprint", ((IMPRINT, "{{ line }}", ""),)),
    "the title is no heading": ("unfit-file", ((SHEET, "<h1", "<p"), (SHEET, "</h1>", "</p>"))),
}
"""Faults of templates and stylesheets: the code of the rule, and the edits: file, old text, new text."""


def codes_of(root: Path, edits: Sequence[Edit]) -> set[str]:
    """The codes that a build of the sound fact sheet tells, where edited files take the place of carepress's own."""
    project = put(root, SOUND)
    for file, old, new in edits:
        path = next((path for path in (root / file, ROOT / file) if path.exists()), None)
        text = path.read_text(encoding="utf-8") if path and old else ""
        assert old in text
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text.replace(old, new) if old else new, encoding="utf-8")
    task = Task(document="asthma", lang="en", format="fact-sheet")
    try:
        diagnostics = build_document(task, project, today=TODAY, allow_overdue=False).diagnostics
    except BuildFailed as failure:
        diagnostics = failure.diagnostics
    return {fault.code for fault in diagnostics}


def test_the_templates_are_sound_before(tmp_path: Path) -> None:
    assert codes_of(tmp_path, ()) == set()


@pytest.mark.parametrize("fault", TEMPLATE_FAULTS)
def test_a_fault_of_a_template_or_stylesheet_is_caught(fault: str, tmp_path: Path) -> None:
    code, edits = TEMPLATE_FAULTS[fault]

    assert code in codes_of(tmp_path, edits)
