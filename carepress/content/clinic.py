"""The clinic: whose name, telephone and contact form stand on every handout.

In:   the Source of clinic.yaml.
Out:  a Clinic, or Diagnostics.
Never: opens a URL; the contact form is only ever written down.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from carepress.content.check_settings import CheckSettings, check_checks
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.source import Source
from carepress.project.validation import check_record
from carepress.project.yaml import Record, RecordModel, read_record

HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)

BLANK = re.compile(r"\s")
LONGEST_URL = 120  # a longer one makes a code of modules too small for a telephone
NOT_HTTPS = "a web address that starts with https://"

Text = Annotated[str, Field(pattern=r"\S")]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Clinic(RecordModel):
    """content/clinic.yaml: printed on every handout."""

    name: Text = Field(description="The clinic's name", examples=["Example Clinic"])
    address: Annotated[list[Text], BeforeValidator(_listed)] = Field(
        default=[], description="The address, a line each", examples=["[100 River Road, Springfield]"]
    )
    phone: Text = Field(description="The telephone number as people dial it", examples=["312-555-0142"])
    hours: str = Field(default="", description="When somebody answers", examples=["Monday to Friday, 8 to 5"])
    website: str = Field(default="", description="The clinic's website", examples=["https://clinic.example"])
    contact_form: Text = Field(
        max_length=LONGEST_URL,
        description="The online contact form; the QR code opens it",
        examples=["https://clinic.example/contact"],
    )
    emergency: str = Field(default="", description="What to do in an emergency", examples=["In an emergency call 911."])
    other_formats: str = Field(
        default="",
        description="How to get large print or another language",
        examples=["Ask us for this leaflet in large print or in another language."],
    )
    investigational_notice: str = Field(
        default="",
        description="Printed word for word on documents with `investigational: true`",
        examples=["These treatments are experimental. They are not approved."],
    )
    paper: Literal["letter", "a4"] = Field(
        default="letter", description="The paper in the clinic's printer", examples=["letter"]
    )
    checks: CheckSettings = Field(
        default=CheckSettings(),
        description="What the preflight looks for, how strictly, and what is switched off and why",
        examples=["{sentence-words: 20}"],
    )

    @field_validator("contact_form", "website")
    @classmethod
    def _is_secure_url(cls, url: str, info: ValidationInfo) -> str:
        if url or info.field_name == "contact_form":
            fault = url_fault(url, bare=info.field_name == "contact_form")
            if fault:
                raise ValueError(fault)
        return url.rstrip("/")

    def contact_url(self, path: str) -> str:
        """Where the QR code leads: the contact form's URL and the document's contact path."""
        return f"{self.contact_form}/{path.strip('/')}" if path.strip("/") else self.contact_form


def url_fault(url: str, *, bare: bool = False, insecure: bool = False) -> str:
    """Why the text is no https URL, as the end of a sentence that starts with 'must be'; empty if it is one.

    `bare`: a path is to be added to it, so it may have neither a query nor a fragment. `insecure`: http will do.
    """
    try:
        parts = urlsplit(url)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return NOT_HTTPS
    schemes = {"https", "http"} if insecure else {"https"}
    sound = (
        url.isprintable()  # signs that nobody sees can lead elsewhere than it seems
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
    """Read and check clinic.yaml."""
    record, diagnostics = read_record(source)
    if diagnostics.errors:
        return None, diagnostics
    clinic, faults = check_record(record, Clinic, what=source.file.rsplit("/", 1)[-1])
    diagnostics += (_named(fault, record) for fault in faults)
    return clinic, diagnostics + (check_checks(clinic.checks, record) if clinic else ())


def _named(fault: Diagnostic, record: Record) -> Diagnostic:
    """A fault of the contact form has its own code: every handout depends on it."""
    concerned = fault.message.startswith("`contact-form`") or fault.message.endswith("lacks `contact-form`")
    if not concerned:
        return fault
    return Diagnostic(
        code="contact-form",
        message=fault.message,
        span=fault.span,
        help="Type the address of your online form:   contact-form: https://clinic.example/contact",
    )
