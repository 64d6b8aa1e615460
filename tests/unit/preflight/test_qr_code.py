"""Rules of the QR code: it opens its form, is large, clear and dark enough, and can be read in poor conditions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carepress.design.edition import Edition
from carepress.diagnostics.model import Severity
from carepress.preflight import qr_code
from carepress.preflight.proof import Finished, Pages
from tests.support.proofs import ROOT, proofs
from tests.support.qr_codes import OTHER, URL, code, page

TEMPLATES = {
    file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8")
    for file in (ROOT / "templates").rglob("*")
    if file.is_file()
}
"""A project with templates of its own brings all of them."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pages, Finished]:
    _, pages, finished = proofs(tmp_path_factory.mktemp("clinic"), {})
    assert pages is not None
    return pages, finished[0]


def opening(url: str, finished: Finished) -> Finished:
    """The same edition, had its contact form this address."""
    pages, context = finished.pages, finished.pages.context
    document = replace(context.composition.document, name="")
    clinic = context.clinic.model_copy(update={"contact_form": url})
    context = replace(context, clinic=clinic, composition=replace(context.composition, document=document))
    return replace(finished, pages=replace(pages, context=context))


def faults(built: tuple[Pages, Finished], pdf: bytes) -> list[tuple[str, str]]:
    return [(fault.code, fault.message) for fault in qr_code.check_finished(replace(built[1], pdf=pdf))]


def test_the_code_of_a_sound_document_is_sound(built: tuple[Pages, Finished]) -> None:
    assert list(qr_code.check_pages(built[0])) == []
    assert list(qr_code.check_finished(built[1])) == []


@pytest.mark.parametrize("ground", ["#FFFFFF", "#0A3D47"])
@pytest.mark.parametrize("mm", [26, 31, 45])
def test_a_code_is_sound_on_any_ground_and_in_any_size(mm: int, ground: str, built: tuple[Pages, Finished]) -> None:
    assert faults(built, page(code(mm=mm, style="border-radius: 1.5mm"), ground)) == []


def test_another_code_on_the_page_is_no_fault(built: tuple[Pages, Finished]) -> None:
    assert faults(built, page(code() + code(OTHER))) == []


def test_a_code_is_found_on_any_page_of_any_edition(built: tuple[Pages, Finished]) -> None:
    pdf = page(f"<p style='break-after: page'>One<p style='break-after: page'>{code()}<p>Three")

    assert [
        list(qr_code.check_finished(replace(built[1], pdf=pdf, edition=edition)))
        for edition in (Edition.SCREEN, Edition.PRINT)
    ] == [[], []]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<p>Nothing here", "no telephone could read it"),
        (code(OTHER), f"it says `{OTHER}`"),
        (code("https://clinic.example/" + "x" * 99), "it says `https://clinic.example/" + "x" * 57 + "`"),
    ],
)
def test_a_code_opens_the_contact_form(html: str, reason: str, built: tuple[Pages, Finished]) -> None:
    assert faults(built, page(html)) == [("qr-unreadable", f"the QR code does not open {URL}: {reason}")]


@pytest.mark.parametrize(
    ("letters", "mm", "severity", "message"),
    [
        (37, 22, Severity.ERROR, "17.2 mm wide, its squares 0.59 mm; the code needs at least 20 mm"),
        (37, 13, Severity.ERROR, "10.2 mm wide, its squares 0.35 mm; the code needs at least 20 mm"),
        (200, 31, Severity.WARNING, "27.2 mm wide, its squares 0.48 mm; squares need at least 0.4 mm, better 0.5 mm"),
        (380, 31, Severity.ERROR, "28 mm wide, its squares 0.36 mm; squares need at least 0.4 mm, better 0.5 mm"),
    ],
)
def test_a_code_is_measured_on_the_page(
    letters: int, mm: float, severity: Severity, message: str, built: tuple[Pages, Finished]
) -> None:
    url = "https://clinic.example/" + "x" * (letters - 23)
    (fault,) = qr_code.check_finished(opening(url, replace(built[1], pdf=page(code(url, mm=mm)))))

    assert (fault.code, fault.severity, fault.message) == ("qr-size", severity, f"the QR code is {message}")


@pytest.mark.parametrize(
    ("colours", "fault"),
    [
        ({"dark": "#8A8A8A"}, "too pale: 3.5 to 1 against its ground; the minimum is 4 to 1"),
        ({"dark": "#0A3D47", "light": "#5F8F99"}, "too pale: 3.3 to 1 against its ground; the minimum is 4 to 1"),
        ({"dark": "#FFFFFF", "light": "#0A3D47"}, "light on a dark ground, which many telephones cannot read"),
    ],
)
def test_a_code_is_dark_on_light(colours: dict[str, str], fault: str, built: tuple[Pages, Finished]) -> None:
    assert faults(built, page(code(**colours))) == [("qr-contrast", f"the QR code is {fault}")]


def test_a_code_in_a_dark_colour_on_a_pale_one_is_dark_enough(built: tuple[Pages, Finished]) -> None:
    assert faults(built, page(code(dark="#0A3D47", light="#F6F0E4"))) == []


@pytest.mark.parametrize(
    "place", ["left: 0; top: 0; width: 2.4mm; height: 30mm", "left: 8mm; top: 28.6mm; width: 9mm; height: 9mm"]
)
def test_a_code_has_four_squares_of_quiet_on_every_side(place: str, built: tuple[Pages, Finished]) -> None:
    beside = f"<div style='{place}; background: black'></div>"

    assert faults(built, page(code(light="none") + beside)) == [
        ("qr-quiet-zone", "the QR code needs 4 squares of empty white on every side; one side has 1")
    ]


def test_the_quiet_zone_ends_where_the_page_ends(built: tuple[Pages, Finished]) -> None:
    assert [fault for fault, _ in faults(built, page(code(), margin="-2mm 0 0"))] == ["qr-quiet-zone"]


def test_a_code_that_is_lost_when_it_is_looked_at_closely_can_hardly_be_read(
    built: tuple[Pages, Finished], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qr_code, "detect", lambda picture: [])

    assert faults(built, page(code())) == [("qr-unreadable", f"the QR code does not open {URL}: it can hardly be read")]


def test_no_logo_lies_on_a_code(built: tuple[Pages, Finished]) -> None:
    logo = "<div style='left: 14mm; top: 14mm; width: 4mm; height: 4mm; background: teal'></div>"

    assert faults(built, page(code() + logo)) == [
        ("qr-fragile", "something covers a part of the QR code; one crease or stain more, and it is lost")
    ]


def test_a_code_that_cannot_be_read_in_poor_conditions_is_fragile(
    built: tuple[Pages, Finished], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qr_code, "failing_conditions", lambda *_: ["out of focus", "at an angle"])

    assert faults(built, page(code())) == [
        ("qr-fragile", "the QR code can be read in good conditions only: not out of focus or at an angle")
    ]


@pytest.mark.parametrize(
    ("lost", "missing"), [("contact__url", "the address in words"), ("contact__phone", "the phone number")]
)
def test_the_address_and_the_phone_number_stand_beside_the_code(lost: str, missing: str, tmp_path: Path) -> None:
    template = (ROOT / "templates/parts/contact.html.j2").read_text(encoding="utf-8")
    lines = [line for line in template.splitlines() if lost not in line]
    _, pages, _ = proofs(tmp_path, {**TEMPLATES, "templates/parts/contact.html.j2": "\n".join(lines)})
    assert pages is not None

    assert [(fault.code, fault.message) for fault in qr_code.check_pages(pages)] == [
        ("qr-alone", f"the QR code stands without {missing} beside it")
    ]


def test_a_phone_number_may_be_written_with_other_blanks(built: tuple[Pages, Finished]) -> None:
    pages = built[0]
    clinic = pages.context.clinic.model_copy(update={"phone": "(312) 555 0142"})

    assert list(qr_code.check_pages(replace(pages, context=replace(pages.context, clinic=clinic)))) == []
