"""Preflight of the contact address: patients can trust it and type it, and it gives nothing away about them.

An address is printed, scanned, logged by every computer on the way, and passed on. So it names the handout and nothing
else. A message about what looks like a patient's number never repeats it.

In:   Pages.
Out:  Diagnostics.
Never: opens the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from carepress.compose.qr_code import symbol_size
from carepress.content.clinic import Clinic
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Span
from carepress.preflight.proof import Pages

FORM = "`contact-form` in content/clinic.yaml"
FOLDER = "the name of the document's folder"
PATH = "`contact-path`"

SHORTENERS = (
    "bit.ly", "bl.ink", "buff.ly", "cutt.ly", "flow.page", "forms.gle", "goo.gl", "is.gd", "linktr.ee", "lnkd.in",
    "me-qr.com", "ow.ly", "q-r.to", "qrco.de", "qrs.ly", "rb.gy", "rebrand.ly", "s.id", "short.gy", "shorturl.at",
    "t.co", "t.ly", "tiny.cc", "tinyurl.com", "v.gd",
)  # fmt: skip
"""Services whose owners decide where an address leads, and count who went there."""

TRACKERS = (
    "utm[_-](?:source|medium|campaign|content|term|id)", "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid",
    "msclkid", "ttclid", "twclid", "yclid", "igshid", "li_fat_id", "mc_[ce]id", "mkt_tok", "_hs(?:enc|mi)",
)  # fmt: skip
TRACKER = re.compile(rf"(?<![a-z0-9])(?P<name>{'|'.join(TRACKERS)})(?![a-z0-9])|(?P<key>[\w-]+)=|[=?&#]", re.IGNORECASE)

PERSONAL = (
    ("an email address", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("a code that stands for one person", r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    ("a date", r"(?<!\d)(?:19|20)\d\d[-_./]?(?:0[1-9]|1[0-2])[-_./]?(?:0[1-9]|[12]\d|3[01])(?!\d)"),
    ("a date", r"(?<!\d)[0-3]?\d[-_./][0-3]?\d[-_./](?:19|20)\d\d(?!\d)"),
    (
        "a patient's number",
        r"(?<![a-z])(?:mrn|ssn|dob|patient|paciente)[-_/]?(?:id|no|nr|number)?[-_/]?(?!(?:19|20)\d\d(?!\d))\d+",
    ),
    ("a patient's number", r"(?<![a-z])nhs[-_/]?(?:no|number)?[-_/]?\d{4,}"),  # nhs-111 is a telephone number for all
    ("a patient's number", r"(?<!\d)\d{3}[-_./]\d{2,3}[-_./]\d{4}(?!\d)"),
    ("a person's number", r"(?<!\d)(?<!nct)(?<!isrctn)\d{5,}"),  # those two number trials, not people
    ("a code that stands for one person", r"(?<![0-9a-z])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{12,}(?![0-9a-z])"),
)
"""What looks like a patient's, and how. A year, `covid-19` or `type-2-diabetes` does not."""

WORD = re.compile(r"[A-Za-z0-9]{10,}")
PIECE = re.compile(r"\d+|[A-Z]?[a-z]+|[A-Z]+")
SHORTEST_PIECES = 2  # letters on average; `LivingWithAsthma2026` has five, a random code one or two


@dataclass(frozen=True, kw_only=True, slots=True)
class UrlPart:
    """A part of the address that somebody typed: `place` says where."""

    place: str
    text: str
    span: Span | None = None


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """The address holds nothing of a patient and no tracking mark, is the clinic's own, and not too long."""
    parts = _parts(pages)
    personal = [fault for part in parts if (fault := _personal(part))]
    yield from personal
    yield from _domain(pages.context.clinic)
    if not personal:  # a line with something of a patient is not shown, not even for another fault
        yield from (fault for part in parts if (fault := _tracking(part)))
        yield from _length(pages)


def _parts(pages: Pages) -> tuple[UrlPart, UrlPart]:
    form = UrlPart(place=FORM, text=unquote(urlsplit(pages.context.clinic.contact_form).path))
    manuscript, front = pages.written.manuscript, pages.written.document.front
    if not front.contact_path:
        return form, UrlPart(place=FOLDER, text=manuscript.document)
    return form, UrlPart(place=PATH, text=front.contact_path, span=manuscript.front.span("contact-path"))


def _personal(part: UrlPart) -> Diagnostic | None:
    kind, text = next(_personal_texts(part.text), ("", ""))
    if not kind:
        return None
    if part.place == FORM:
        return rule("contact-token", "form").at(place=part.place, kind=kind, masked=_masked(text))
    span = replace(part.span, text="") if part.span else None
    return rule("contact-token").at(span, place=part.place, kind=kind, masked=_masked(text))


def _personal_texts(text: str) -> Iterator[tuple[str, str]]:
    """What looks like a patient's in a text: its kind, and the letters themselves."""
    for kind, pattern in PERSONAL:
        if match := re.search(pattern, text, re.IGNORECASE):
            yield kind, match[0]
    for word in WORD.findall(text):
        if len(word) < SHORTEST_PIECES * len(PIECE.findall(word)):
            yield "a code that stands for one person", word


def _masked(token: str) -> str:
    """The ends of a token, enough to find it by, too little to know it: most of its digits stay hidden."""
    head = 2 if len(token) >= 8 else 1
    tail = min(2, sum(character.isdigit() for character in token) // 3)
    return f"{token[:head]}…{token[len(token) - tail :]}"


def _tracking(part: UrlPart) -> Diagnostic | None:
    if match := TRACKER.search(part.text):
        return rule("contact-tracking").at(part.span, place=part.place, mark=match["name"] or match["key"] or match[0])
    return None


def _domain(clinic: Clinic) -> Iterator[Diagnostic]:
    host, website = _host(clinic.contact_form), _host(clinic.website)
    if any(_is_within(host, shortener) for shortener in SHORTENERS):
        yield rule("contact-domain", "shortener").at(host=host)
    elif website and not _are_related(host, website):
        yield rule("contact-domain").at(host=host, website=website)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _are_related(host: str, other: str) -> bool:
    return _is_within(host, other) or _is_within(other, host) or _owned(host) == _owned(other)


def _owned(host: str) -> str:
    """The part of a host that somebody owns: two labels, three below such as co.uk."""
    labels = host.split(".")
    below = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if below else labels[-2:])


def _length(pages: Pages) -> Iterator[Diagnostic]:
    url, limit = pages.context.contact_url, pages.written.checks.url_letters
    if len(url) > limit:
        version, modules, module = symbol_size(url)
        has_path = pages.written.document.front.contact_path
        span = pages.written.manuscript.front.span("contact-path") if has_path else None
        yield rule("long-contact-url").at(
            span, letters=len(url), limit=limit, modules=modules, module=module, version=version
        )
