"""Rules of the clinic: its contact form is a plain https address, since every handout leads there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.content.clinic import NOT_HTTPS, Clinic, read_clinic, url_fault
from carepress.diagnostics.model import Diagnostics
from carepress.diagnostics.render import render
from carepress.project.source import Source

FILE = "content/clinic.yaml"
FORM = "https://clinic.example/contact"
SOUND = f"name: Example Clinic\nphone: 312-555-0142\ncontact-form: {FORM}\n"
FORM_HELP = f"Type the address of your online form:   contact-form: {FORM}"
USER = "a web address without a name or password in it"
BARE = "a web address without ? and #, because the document's name is added to it"
LABEL = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)


def read(text: str) -> tuple[Clinic | None, Diagnostics]:
    return read_clinic(Source(file=FILE, text=text))


def clinic(form: str = FORM, **more: object) -> Clinic:
    keys = {"name": "Example Clinic", "phone": "312-555-0142", "contact-form": form}
    return Clinic.model_validate(keys | {key.replace("_", "-"): value for key, value in more.items()})


def test_a_clinic_needs_a_name_a_phone_number_and_a_contact_form() -> None:
    assert read(SOUND) == (clinic(), Diagnostics())


def test_every_key_of_the_clinic_is_read() -> None:
    text = SOUND + (
        "address: [100 River Road, Springfield]\nhours: Monday to Friday\nwebsite: https://clinic.example/\n"
        "emergency: Call 911.\nother-formats: Ask us.\ninvestigational-notice: Not approved.\npaper: a4\n"
    )

    assert read(text)[0] == clinic(
        address=["100 River Road", "Springfield"],
        hours="Monday to Friday", website="https://clinic.example", emergency="Call 911.", other_formats="Ask us.",
        investigational_notice="Not approved.", paper="a4",
    )  # fmt: skip


def test_an_address_of_one_line_needs_no_brackets() -> None:
    found = read(SOUND + "address: 100 River Road\n")[0]

    assert found is not None
    assert found.address == ["100 River Road"]


@pytest.mark.parametrize("phone", ["call us maybe", "by post", "Ask Ana in room 5"])
def test_a_phone_number_has_digits(phone: str) -> None:
    found, diagnostics = read(SOUND.replace("312-555-0142", phone))

    assert found is None
    assert [(fault.message, fault.help) for fault in diagnostics] == [
        ("`phone` must be a phone number, in digits", "Type, for example:   phone: 312-555-0142")
    ]


@pytest.mark.parametrize("phone", ['"911"', "+44 20 7946 0018", "1-800-CLINIC, 312-555-0142 at night"])
def test_a_phone_number_may_have_any_form(phone: str) -> None:
    assert read(SOUND.replace("312-555-0142", phone))[1] == Diagnostics()


@pytest.mark.parametrize("key", ["hours", "website", "emergency", "other-formats", "investigational-notice"])
def test_a_text_that_is_printed_cannot_be_empty(key: str) -> None:
    (fault,) = read(SOUND + f'{key}: ""\n')[1]

    assert (fault.code, fault.message) == ("wrong-type", f"`{key}` is empty")
    assert fault.help.endswith("or delete the line.")


@pytest.mark.parametrize("without", ["name", "phone", "contact-form"])
def test_what_every_handout_prints_cannot_be_missing(without: str) -> None:
    found, diagnostics = read("".join(line for line in SOUND.splitlines(keepends=True) if not line.startswith(without)))

    assert found is None
    assert [fault.message for fault in diagnostics.errors] == [f"clinic.yaml lacks `{without}`"]


def test_a_faulty_contact_form_has_its_own_code_and_help() -> None:
    _, diagnostics = read(SOUND.replace("https", "http"))

    assert [render(fault) for fault in diagnostics] == [
        f"error[contact-form]: `contact-form` must be {NOT_HTTPS}\n"
        f" --> {FILE}:3:15\n  |\n"
        "3 | contact-form: http://clinic.example/contact\n"
        "  |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        f"  = help: {FORM_HELP}"
    ]


@pytest.mark.parametrize("line", ["", "contact-form:\n", "contact-form: 7\n", 'contact-form: ""\n'])
def test_no_contact_form_is_a_fault_of_the_contact_form(line: str) -> None:
    diagnostics = read("name: A\nphone: 1-2\n" + line)[1]

    assert [(fault.code, fault.help) for fault in diagnostics.errors] == [("contact-form", FORM_HELP)]


def test_a_clinic_of_a_clinics_folder_is_called_by_its_files_name() -> None:
    diagnostics = read_clinic(
        Source(file="content/clinics/north.yaml", text="name: A\ncontact-form: https://a.example\n")
    )[1]

    assert [fault.message for fault in diagnostics.errors] == ["north.yaml lacks `phone`"]


def test_a_file_that_is_not_yaml_gives_no_clinic() -> None:
    found, diagnostics = read("name: A: B")

    assert (found, [fault.code for fault in diagnostics.errors]) == (None, ["yaml-syntax"])


@pytest.mark.parametrize(
    "url", [FORM, "https://a.b.clinic.example", "https://clinic.example:8443/x", "https://xn--mnchen-3ya.de/kontakt"]
)
def test_an_https_address_of_a_named_host_is_sound(url: str) -> None:
    assert url_fault(url, bare=True) == ""


@pytest.mark.parametrize(
    "url",
    [
        "", "clinic.example", "//clinic.example", "http://clinic.example", "ftp://clinic.example", "https:///x",
        "javascript:alert(1)", "data:text/html,x", "mailto:a@clinic.example", "https://localhost",
        "https://127.0.0.1/x", "https://[::1]/x", "https://[", "https://clinic.example:0", "https://clinic.example:99999",
        "https://clinic.example:x", "https://clinic.example/a b", "https://clinic.example/\n", " https://clinic.example",
        "https://clinic..example", "https://-a.example", "https://a-.example", "https://a_b.example",
        "https://" + "a" * 64 + ".example", "https://" + "a." * 130 + "example",
    ],
)  # fmt: skip
def test_anything_but_an_https_address_of_a_named_host_is_refused(url: str) -> None:
    assert url_fault(url) == NOT_HTTPS


@pytest.mark.parametrize("user", ["u", "u:p", ":p", "clinic.example", "", ":"])
def test_an_address_has_no_name_or_password(user: str) -> None:
    assert url_fault(f"https://{user}@clinic.example/contact") == USER


@pytest.mark.parametrize("tail", ["?", "?utm_source=leaflet", "#", "#form", "/?a#b"])
def test_the_contact_form_has_no_query_and_no_fragment_and_other_addresses_may(tail: str) -> None:
    assert url_fault(f"{FORM}{tail}", bare=True) == BARE
    assert url_fault(f"{FORM}{tail}") == ""


@pytest.mark.parametrize("sign", ["\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT OVERRIDE}", "\x00", "\x7f"])
def test_an_address_has_no_invisible_character(sign: str) -> None:
    assert url_fault(f"https://clinic.example/con{sign}tact", bare=True) != ""


def test_a_link_in_the_text_may_be_http() -> None:
    assert url_fault("http://old.example/page", insecure=True) == ""


@pytest.mark.parametrize(
    ("form", "path", "url"),
    [
        (FORM, "als", f"{FORM}/als"),
        (f"{FORM}/", "als", f"{FORM}/als"),
        (FORM, "/topics/als/", f"{FORM}/topics/als"),
        (FORM, "", FORM),
        ("https://clinic.example", "als", "https://clinic.example/als"),
    ],
)
def test_the_code_leads_to_the_form_and_the_documents_path(form: str, path: str, url: str) -> None:
    assert clinic(form).contact_url(path) == url


@settings(deadline=None)
@given(
    st.lists(LABEL, min_size=2, max_size=4), st.lists(st.from_regex(r"[A-Za-z0-9._~-]+", fullmatch=True), max_size=3)
)
def test_every_plain_https_address_is_sound_and_every_http_one_is_not(host: list[str], path: list[str]) -> None:
    rest = "://" + "/".join([".".join(host), *path])

    assert (url_fault(f"https{rest}", bare=True), url_fault(f"http{rest}", bare=True)) == ("", NOT_HTTPS)


@settings(deadline=None)
@given(st.text(max_size=30) | st.text(max_size=20).map("https://clinic.example/{}".format))
def test_no_text_breaks_the_check_and_what_passes_is_https_without_blanks(url: str) -> None:
    if not url_fault(url, bare=True):
        assert url.lower().startswith("https://")
        assert not set(url) & set(" \t\r\n?#")
        assert "@" not in url.split("/")[2]
