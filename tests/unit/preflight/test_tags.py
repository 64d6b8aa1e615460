"""Rules of the finished file: nothing leaves that a screen reader could not use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from carepress.diagnostics.catalogue import rule
from carepress.preflight import tags
from carepress.preflight.proof import Finished
from carepress.preflight.tags import elements
from tests.support.proofs import MANUSCRIPT, proofs

TEXT = """---
title: Asthma
formats: [fact-sheet]
---

## What is asthma?

![Open and narrow airways, side by side](airways.svg)

### Inhalers

Call [the clinic](tel:3125550142).

| Inhaler | When |
| --- | --- |
| Blue | When you wheeze |
"""

Change = Callable[[pikepdf.Pdf], object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    _, _, (finished,) = proofs(tmp_path_factory.mktemp("clinic"), {MANUSCRIPT: TEXT})
    return finished


def changed(finished: Finished, *changes: Change) -> Finished:
    """The same edition, with changed bytes."""
    pdf, out = pikepdf.open(BytesIO(finished.pdf)), BytesIO()
    for change in changes:
        change(pdf)
    pdf.save(out)
    return replace(finished, pdf=out.getvalue())


def faults(finished: Finished) -> list[str]:
    return [fault.message.removeprefix(f"{finished.name}: ") for fault in tags.check_finished(finished)]


def each(kind: str, change: Callable[[pikepdf.Object], object]) -> Change:
    """What does something to every tag of one kind."""

    def do(pdf: pikepdf.Pdf) -> None:
        for element in list(elements(pdf.Root.StructTreeRoot)):
            if element.kind == kind:
                change(element.tag)

    return do


def links(change: Callable[[pikepdf.Object], object]) -> Change:
    def do(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for link in page.get("/Annots", ()):
                change(link)

    return do


def without(key: str) -> Callable[[pikepdf.Object], object]:
    def do(thing: pikepdf.Object) -> None:
        if key in thing:
            del thing[key]

    return do


def named(kind: str) -> Callable[[pikepdf.Object], object]:
    return lambda tag: setattr(tag, "S", Name(kind))


def metadata(old: bytes, new: bytes) -> Change:
    return lambda pdf: pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(old, new))


FAULTS: dict[str, tuple[Change, list[str]]] = {
    "title": (lambda pdf: pdf.docinfo.__setitem__("/Title", ""), ["the file's title is ``"]),
    "title bar": (
        lambda pdf: without("/ViewerPreferences")(pdf.Root),
        ["a PDF reader shows the file's name in place of its title"],
    ),
    "language": (lambda pdf: setattr(pdf.Root, "Lang", "es"), ["the file does not say its language"]),
    "no tags": (
        lambda pdf: without("/StructTreeRoot")(pdf.Root),
        ["the file has no tags", "the way from the pages to the tags is missing"],
    ),
    "not marked": (lambda pdf: without("/MarkInfo")(pdf.Root), ["the file has no tags"]),
    "no way to the tags": (
        lambda pdf: without("/ParentTree")(pdf.Root.StructTreeRoot),
        ["the way from the pages to the tags is missing"],
    ),
    "PDF/UA": (metadata(b"<pdfuaid:part>1", b"<pdfuaid:part>2"), ["the file does not say that it is PDF/UA-1"]),
    "PDF/A": (
        metadata(b'pdfaid:conformance="A"', b'pdfaid:conformance="B"'),
        ["the file does not say that it is PDF/A-2a"],
    ),
    "metadata": (
        lambda pdf: without("/Metadata")(pdf.Root),
        ["the file does not say that it is PDF/UA-1", "the file does not say that it is PDF/A-2a"],
    ),
    "tab order": (
        lambda pdf: without("/Tabs")(pdf.pages[0].obj),
        ["the keyboard does not go through page 1 in reading order"],
    ),
    "link without words": (
        links(lambda link: setattr(link, "Contents", " ")),
        ["a link on page 1 does not say where it leads"],
    ),
    "link without tag": (links(without("/StructParent")), ["a link on page 1 is not among the tags"]),
    "picture": (each("/Figure", without("/Alt")), ["a picture has no words"]),
    "no first heading": (each("/H1", named("/P")), ["there are 0 headings of the first level; there must be one"]),
    "several first headings": (
        each("/H3", named("/H1")),
        ["there are 2 headings of the first level; there must be one"],
    ),
    "skipped heading": (each("/H3", named("/H4")), ["a heading of level 4 follows one of level 2"]),
    "scope": (each("/TH", without("/A")), ["a table's header does not say what it heads"]),
    "row": (
        lambda pdf: (each("/THead", named("/Div"))(pdf), each("/TBody", named("/Div"))(pdf)),
        ["a row stands outside any table"],
    ),
}


def test_a_sound_file_passes(sound: Finished) -> None:
    assert faults(sound) == []
    assert faults(changed(sound)) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_what_assistive_technology_needs_is_a_fault_when_it_is_missing(fault: str, sound: Finished) -> None:
    change, messages = FAULTS[fault]

    assert faults(changed(sound, change)) == messages


def test_a_locked_file_is_faults(sound: Finished) -> None:
    out = BytesIO()
    pikepdf.open(BytesIO(sound.pdf)).save(out, encryption=pikepdf.Encryption(owner="secret", user=""))

    assert "the file is locked" in faults(replace(sound, pdf=out.getvalue()))


def test_what_stands_in_place_of_a_picture_are_words_too(sound: Finished) -> None:
    def spoken(tag: pikepdf.Object) -> None:
        tag.ActualText = tag.Alt
        del tag.Alt

    assert faults(changed(sound, each("/Figure", spoken))) == []


def test_a_scope_may_stand_among_other_attributes(sound: Finished) -> None:
    def listed(tag: pikepdf.Object) -> None:
        tag.A = Array([Dictionary(O=Name.Layout), tag.A])

    assert faults(changed(sound, each("/TH", listed))) == []


def test_a_fault_of_the_template_is_not_blamed_on_the_text_and_a_hidden_heading_is_asked_for(sound: Finished) -> None:
    finished = changed(sound, each("/Figure", without("/Alt")), each("/H3", named("/H4")))

    assert list(tags.check_finished(finished)) == [
        rule("unfit-file", "picture-words").at(file=sound.name),
        rule("unfit-file", "heading-level").at(file=sound.name, level=4, before=2),
    ]
    assert [fault.help.split()[0] for fault in tags.check_finished(finished)] == ["This", "Does"]
