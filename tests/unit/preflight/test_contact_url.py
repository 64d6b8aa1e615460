"""Rules of the contact address: it names the handout, is the clinic's own, and gives nothing away about patients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from carepress.diagnostics.model import Diagnostic, Severity
from carepress.diagnostics.render import render
from carepress.preflight.contact_url import check_pages
from carepress.preflight.proof import Pages
from tests.support.proofs import proofs, written

Faults = Callable[..., list[Diagnostic]]

FORM = "`contact-form` in content/clinic.yaml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    _, pages, _ = proofs(tmp_path_factory.mktemp("clinic"), {})
    assert pages is not None
    return pages


@pytest.fixture
def faults(built: Pages, tmp_path: Path) -> Faults:
    """The faults of an address, if the clinic and the manuscript had these parts of it."""

    def check(path: str = "", checks: Mapping[str, int] = {}, **clinic: str) -> list[Diagnostic]:
        key = f'contact-path: "{path}"\n' if path else ""
        head = f"---\ntitle: Asthma\nformats: [fact-sheet]\n{key}---\n\nText.\n"
        proof, context = written(tmp_path, head, **checks), built.context
        composition = replace(context.composition, document=proof.document)
        context = replace(context, clinic=context.clinic.model_copy(update=clinic), composition=composition)
        return list(check_pages(replace(built, written=proof, context=context)))

    return check


def messages(faults: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(fault.code, fault.message) for fault in faults]


@pytest.mark.parametrize(
    "topic",
    """
    als lungs/asthma covid-19 covid-19-2026 flu-2026 flu/2026-27 hepatitis-b type-2-diabetes h1n1 sars-cov-2 vitamin-b12
    patient-info patients/asthma patient-portal patient-2026 paciente-nuevo nhs-111 mrna-vaccines trials/NCT04856982
    sod1-c9orf72 H1N1pdm09 LivingWithAsthma2026 COVID19Vaccination 24-7 5-a-day 90-day-guide doses-1000-2000
    amyotrophiclateralsclerosis
    """.split(),  # noqa: SIM905 - as a list it would fill a page
)
def test_the_name_of_a_topic_is_no_patient(topic: str, faults: Faults) -> None:
    assert messages(faults(topic)) == []


@pytest.mark.parametrize(
    ("path", "kind", "shown"),
    [
        ("1961-04-12", "a date", "19…12"),
        ("asthma/19610412", "a date", "19…12"),
        ("12-04-1961", "a date", "12…61"),
        ("mrn-4821", "a patient's number", "mr…1"),
        ("patient-77", "a patient's number", "pa…"),
        ("patient/id-9", "a patient's number", "pa…"),
        ("paciente-12", "a patient's number", "pa…"),
        ("ssn-123-45-6789", "a patient's number", "s…3"),
        ("943-476-5919", "a patient's number", "94…19"),
        ("nhs4857", "a patient's number", "n…7"),
        ("asthma/48213", "a person's number", "4…3"),
        ("550e8400-e29b-41d4-a716-446655440000", "a code that stands for one person", "55…00"),
        ("a1b2c3d4e5f6", "a code that stands for one person", "a1…f6"),
        ("1FAIpQLSd8K2xQ", "a code that stands for one person", "1F…Q"),
        ("aGVsbG8gd29ybGQ", "a code that stands for one person", "aG…Q"),
    ],
)
def test_what_looks_like_a_patients_is_told_and_never_repeated(
    path: str, kind: str, shown: str, faults: Faults
) -> None:
    (fault,) = faults(path=path)

    assert (fault.code, fault.message) == ("contact-token", f"`contact-path` holds what looks like {kind}: `{shown}`")
    assert fault.span is not None
    assert (fault.span.line, fault.span.text) == (4, "")
    assert path not in render(fault)


def test_a_patients_email_address_may_not_stand_in_the_form_s_address(faults: Faults) -> None:
    assert messages(faults(contact_form="https://clinic.example/contact/maria@home.example")) == [
        ("contact-token", f"{FORM} holds what looks like an email address: `ma…`")
    ]


def test_signs_written_in_code_are_read_as_browsers_do(faults: Faults) -> None:
    assert messages(faults(contact_form="https://clinic.example/%31%39%36%31-04-12")) == [
        ("contact-token", f"{FORM} holds what looks like a date: `19…12`")
    ]


def test_a_line_with_something_of_a_patient_is_shown_for_no_other_fault(faults: Faults) -> None:
    some = faults(path="utm-source-" + "x" * 60 + "/1961-04-12")

    assert [fault.code for fault in some] == ["contact-token"]
    assert "x" * 60 not in "".join(map(str, some))


def test_the_folder_s_name_is_looked_at_where_it_becomes_the_address(built: Pages, faults: Faults) -> None:
    manuscript = replace(built.written.manuscript, document="maria-1961-04-12")
    pages = replace(built, written=replace(built.written, manuscript=manuscript))

    assert messages(list(check_pages(pages))) == [
        ("contact-token", "the name of the document's folder holds what looks like a date: `19…12`")
    ]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ({"path": "asthma/utm_source-leaflet"}, "`contact-path` holds `utm_source`"),
        ({"path": "fbclid-IwAR"}, "`contact-path` holds `fbclid`"),
        ({"contact_form": "https://clinic.example/contact;session=abc"}, f"{FORM} holds `session`"),
        ({"contact_form": "https://clinic.example/contact%3Fx"}, f"{FORM} holds `?`"),
    ],
)
def test_an_address_bears_no_mark_that_tracks_visits(address: dict[str, str], shown: str, faults: Faults) -> None:
    assert messages(faults(**address)) == [("contact-tracking", f"{shown}, a mark that tracks visits")]


@pytest.mark.parametrize(
    ("form", "website"),
    [
        ("https://clinic.example/contact", "https://clinic.example"),
        ("https://clinic.example/contact", "https://www.clinic.example"),
        ("https://FORMS.clinic.example/contact", "https://clinic.example"),
        ("https://hospital.example/contact", "https://neurology.hospital.example"),
        ("https://forms.hospital.example", "https://neurology.hospital.example"),
        ("https://forms.clinic.co.uk", "https://www.clinic.co.uk"),
        ("https://forms.elsewhere.example/contact", ""),
    ],
)
def test_the_form_is_on_the_clinic_s_own_website(form: str, website: str, faults: Faults) -> None:
    assert messages(faults(contact_form=form, website=website)) == []


@pytest.mark.parametrize(
    ("form", "website"),
    [
        ("https://forms.example.com/contact", "https://clinic.example"),
        ("https://notclinic.example/contact", "https://clinic.example"),
        ("https://other.co.uk/contact", "https://clinic.co.uk"),
    ],
)
def test_a_form_on_another_website_is_a_warning(form: str, website: str, faults: Faults) -> None:
    (fault,) = faults(contact_form=form, website=website)
    host, home = (url.split("/")[2] for url in (form, website))

    assert (fault.code, fault.severity) == ("contact-domain", Severity.WARNING)
    assert fault.message == f"{FORM} leads to {host}, which is not part of the clinic's website, {home}"


@pytest.mark.parametrize("host", ["bit.ly", "www.tinyurl.com", "t.co", "goo.gl", "clinic.short.gy", "qrco.de"])
def test_a_service_that_shortens_addresses_is_an_error(host: str, faults: Faults) -> None:
    (fault,) = faults(contact_form=f"https://{host}/als", website="")

    assert (fault.code, fault.severity) == ("contact-domain", Severity.ERROR)
    assert fault.message == f"{FORM} goes through {host.removeprefix('www.')}, where others decide what opens"


@pytest.mark.parametrize("host", ["habit.ly", "clinicbit.ly", "t.com", "sis.gd"])
def test_a_host_that_only_ends_like_a_shortener_is_none(host: str, faults: Faults) -> None:
    assert messages(faults(contact_form=f"https://{host}/als", website=f"https://{host}")) == []


def test_an_address_of_62_letters_is_not_too_long(faults: Faults) -> None:
    assert messages(faults(path="x" * 31)) == []


def test_a_longer_address_makes_smaller_squares(faults: Faults) -> None:
    (fault,) = faults(path="x" * 32)

    assert (fault.code, fault.severity) == ("long-contact-url", Severity.WARNING)
    assert fault.message == (
        "the contact address has 63 letters; the limit for an easy QR code is 62."
        " This one has 37 by 37 squares of 0.7 mm (version 5)"
    )
    assert fault.span is not None
    assert fault.span.line == 4


def test_a_clinic_sets_the_longest_address(faults: Faults) -> None:
    assert [fault.code for fault in faults("asthma", {"url_letters": 30})] == ["long-contact-url"]
