"""Rules of links: they open what their words say, and nothing else."""

from __future__ import annotations

import pytest

from carepress.compose.links import check_link

SOUND = [
    ("https://clinic.example", "the clinic"),
    ("https://www.cdc.gov/flu", "cdc.gov"),
    ("https://cdc.gov", "www.cdc.gov"),
    ("https://cdc.gov", "https://cdc.gov"),
    ("https://patients.nhs.uk/x", "the pages of nhs.uk"),
    ("https://nhs.uk/leaflet.pdf", "leaflet.pdf"),
    ("https://nhs.uk", "Rest.Then call, e.g. at 8 a.m."),
    ("https://nhs.uk", "2.5 mg or 1.000.000 cells"),
    ("https://xn--mller-praxis-yhb.de", "the practice"),
    ("https://nhs.uk:443", "the NHS"),
    ("mailto:desk@clinic.example", "write to us"),
    ("mailto:desk@clinic.example", "Desk@Clinic.example"),
    ("https://clinic.example", "See the B.Sc. page, e.g. on Node.js, by Ph.D. students"),
    ("tel:312-555-0142", "Call us, or 911 in an emergency, at 312-555-0142"),
    ("mailto:desk@clinic.example?subject=Appointment%20for%20me", "ask for an appointment"),
    ("tel:911", "Call 911"),
    ("tel:911", "911"),
    ("tel:+1-312-555-0142", "312-555-0142"),
    ("tel:+44%2020%207946%200958", "020 7946 0958"),
    ("tel:312-555-0142;ext=5", "our nurse"),
    ("TEL:3125550142", "(312) 555-0142"),
]


@pytest.mark.parametrize(("target", "words"), SOUND)
def test_a_link_that_opens_what_it_says_has_no_fault(target: str, words: str) -> None:
    assert list(check_link(target, words)) == []


OPENS_NOTHING_GOOD = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "sms:312-555-0142",
    "smsto:1", "vbscript:x", "ftp://a.example", "//a.example", "page.html", "#a", "", "tel:", "mailto:", "https:",
    "https://localhost", "https://192.168.0.1/x", "https://[::1]/", "https://0x7f000001", "https://2130706433",
    "https://clinic.example:0", "https://clinic.example:99999", "https://clinic.exam\u200bple", "https:clinic.example",
    "https://cdc.gov@evil.example", "https://cdc.gov%40evil.example", "https://user:pw@evil.example",
    "https://cdc.gov\\@evil.example", "facetime:1", "skype:x?call", "whatsapp://send", "intent://x", "blob:x",
    "mailto:a@b.example?bcc=evil@evil.example", "mailto:a@b.example?cc=evil@evil.example",
    "mailto:a@b.example?attach=/etc/passwd", "mailto:a@b.example?Attachment=x", "mailto:a@b.example?body=I%20pay",
    "mailto:a@b.example?subject=x&bcc=e@evil.example", "mailto:?to=a@b.example", "mailto:a",
    "mailto:a@b.example?subject=x%0D%0ABcc:e@evil.example", "mailto:a@b.example%0ABcc:e@evil.example",
    "mailto:a@b.example%3Fbcc=e@evil.example", "mailto:a@b.example?%62cc=e@evil.example", "mailto:a@localhost",
    "mailto:a@b.example,c@d.example", "mailto:a@b.example%2Cc@d.example",
    "tel:*%2306%23", "tel:*#06#", "tel:%2A%2331%23", "tel:**21*5550100%23", "tel:1-800-CLINIC", "tel:5550142,,1",
    "tel:5550142;1", "tel:5550142p1", "tel:5550142%2C1", "tel:+", "tel:()", "tel:\u0661\u0662\u0663",
    "tel:5550142;phone-context=evil.example", "tel:5550142%00",
]  # fmt: skip


@pytest.mark.parametrize("target", OPENS_NOTHING_GOOD)
def test_a_link_that_does_more_or_opens_nothing_is_an_error(target: str) -> None:
    assert [fault.code for fault in check_link(target, "ask us")] == ["bad-link"]


ELSEWHERE = [
    ("https://evil.example", "www.cdc.gov"),
    ("https://evil.example", "https://www.cdc.gov/flu"),
    ("https://evil.example", "the pages of CDC.gov"),
    ("https://cdc.gov.evil.example", "cdc.gov"),
    ("https://notcdc.gov", "cdc.gov"),
    ("https://evil.example/cdc.gov", "cdc.gov"),
    ("https://evil.example/?cdc.gov", "desk@cdc.gov"),
    ("https://cdc-gov.example", "See www.cdc.gov."),
    ("mailto:evil@evil.example", "desk@clinic.example"),
    ("mailto:evil@evil.example", "write to desk@clinic.example today"),
    ("tel:900-555-0100", "Call 911"),
    ("tel:900-555-0100", "312-555-0142"),
    ("tel:900-555-0100", "Call (312) 555 0142 now"),
    ("tel:9005550100", "911"),
    ("tel:911", "112"),
]


@pytest.mark.parametrize(("target", "words"), ELSEWHERE)
def test_words_that_name_another_place_are_an_error(target: str, words: str) -> None:
    assert [fault.code for fault in check_link(target, words)] == ["link-elsewhere"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("http://clinic.example", "is not encrypted"),
        ("https://clinic.example:8443/x", "opens port 8443"),
        ("https://xn--pple-43d.example", "letters that may look like others: `\u0430pple.example`"),
        ("https://xn--80ak6aa92e.example", "letters that may look like others"),
        ("https://xn--zzzz99999999.example", "letters that may look like others"),
    ],
)
def test_an_address_that_needs_a_second_look_is_a_warning(target: str, message: str) -> None:
    (fault,) = check_link(target, "the clinic")

    assert (fault.code, fault.severity, message in fault.message) == ("odd-link", "warning", True)


def test_a_link_without_words_is_told_beside_the_rest() -> None:
    assert [fault.code for fault in check_link("http://clinic.example", "")] == ["odd-link", "bad-link"]
