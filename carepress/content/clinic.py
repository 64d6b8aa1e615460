"""The clinic: the name, phone number and contact form on every handout.

In:   the Source of clinic.yaml.
Out:  a Clinic, or Diagnostics.
Never: opens a URL.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from carepress.content.check_settings import CheckSettings, validate_settings
from carepress.content.plain_text import check_plain_text
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.source import Source
from carepress.project.validation import check_record
from carepress.project.yaml import RecordModel, read_record

HOST = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE | re.ASCII
)
BLANK = re.compile(r"\s")
LONGEST_URL = 120  # a longer one makes the squares of the QR code too small for a phone
FEWEST_DIGITS = 2  # 15, for an ambulance in France
NOT_HTTPS = "a web address that starts with https://"

PRINTED = ("name", "address", "phone", "hours", "emergency", "other-formats", "investigational-notice")  # as they stand

Text = Annotated[str, Field(pattern=r"\S")]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Clinic(RecordModel):
    """content/clinic.yaml: printed on every handout."""

    name: Text = Field(description="The clinic's name", examples=["Example Clinic"])
    address: Annotated[list[Text], BeforeValidator(_listed)] = Field(
        default=[], description="The address, a line each", examples=["[100 River Road, Springfield]"]
    )
    phone: Text = Field(description="The phone number as people dial it", examples=["312-555-0142"])
    hours: Text = Field(
        default="", description="When somebody answers the phone", examples=["Monday to Friday, 8 to 5"]
    )
    website: Text = Field(default="", description="The clinic's website", examples=["https://clinic.example"])
    contact_form: Text = Field(
        max_length=LONGEST_URL,
        description="The online contact form; the QR code opens it",
        examples=["https://clinic.example/contact"],
    )
    emergency: Text = Field(
        default="", description="What to do in an emergency", examples=["In an emergency call 911."]
    )
    other_formats: Text = Field(
        default="",
        description="How to get large print or another language",
        examples=["Ask us for this leaflet in large print or in another language."],
    )
    investigational_notice: Text = Field(
        default="",
        description="Printed word for word on documents with `investigational: true`",
        examples=["These treatments are experimental. They are not approved."],
    )
    paper: Literal["letter", "a4"] = Field(
        default="letter", description="The paper in the clinic's printer", examples=["letter"]
    )
    checks: CheckSettings = Field(
        default=CheckSettings(),
        description="Limits and severities of the checks, and which are switched off and why",
        examples=["{sentence-words: 20}"],
    )

    @field_validator("phone")
    @classmethod
    def _can_be_dialled(cls, phone: str) -> str:
        if sum(sign.isdigit() for sign in phone) < FEWEST_DIGITS:
            raise ValueError("a phone number, in digits")
        return phone

    @field_validator("contact_form", "website")
    @classmethod
    def _is_secure_url(cls, url: str, info: ValidationInfo) -> str:
        if fault := url_fault(url, bare=info.field_name == "contact_form"):
            raise ValueError(fault)
        return url.rstrip("/")

    def contact_url(self, path: str) -> str:
        """The address in the QR code: the contact form's URL with the document's contact path."""
        return f"{self.contact_form}/{path.strip('/')}" if path.strip("/") else self.contact_form


def url_fault(url: str, *, bare: bool = False, insecure: bool = False) -> str:
    """What the text must be instead of what it is, as the end of 'must be ...'; empty if it is a sound https URL.

    `bare`: a path will be added, so there may be neither a query nor a fragment. `insecure`: http is allowed too.
    """
    try:
        parts = urlsplit(url)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return NOT_HTTPS
    schemes = {"https", "http"} if insecure else {"https"}
    sound = (
        url.isprintable()  # an invisible character can lead elsewhere
        and not BLANK.search(url)
        and parts.scheme in schemes
        and url.startswith(f"{parts.scheme}://")
        and port_is_sound
        and not parts.netloc.endswith(":")
        and HOST.fullmatch(parts.hostname or "")
    )
    if not sound:
        return NOT_HTTPS
    if "@" in parts.netloc:
        return "a web address without a name or password in it"
    if bare and ("?" in url or "#" in url):
        return "a web address without ? and #, because the document's name is added to it"
    return ""


def read_clinic(source: Source) -> tuple[Clinic | None, Diagnostics]:
    """Read and check a clinic's file. The clinic is None if the file has an error."""
    record, diagnostics = read_record(source)
    if diagnostics.errors:
        return None, diagnostics
    clinic, faults = check_record(record, Clinic, what=source.file.rsplit("/", 1)[-1])
    diagnostics += (*map(_of_contact_form, faults), *check_plain_text(record, PRINTED))
    return clinic, diagnostics + (validate_settings(clinic.checks, record) if clinic else ())


def _of_contact_form(fault: Diagnostic) -> Diagnostic:
    """The fault; if it concerns the contact form, under the code `contact-form`, as every handout depends on it."""
    concerns_it = fault.code in {"missing-key", "wrong-type"} and "`contact-form`" in fault.message
    return rule("contact-form").at(fault.span, fault=fault.message) if concerns_it else fault
