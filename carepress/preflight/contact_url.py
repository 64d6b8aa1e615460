"""Preflight of the contact address: a patient can trust it, type it, and tell nobody anything by it.

What stands in an address is printed, scanned, logged by every computer on the way, and passed on. So it names the
handout and nothing else. A message about what looks like a patient's never repeats it.

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
from carepress.diagnostics.model import Diagnostic, Severity, Span
from carepress.preflight.proof import Pages

FORM = "`contact-form` in content/clinic.yaml"

SHORTENERS = (
    "bit.ly", "bl.ink", "buff.ly", "cutt.ly", "flow.page", "forms.gle", "goo.gl", "is.gd", "linktr.ee", "lnkd.in",
    "me-qr.com", "ow.ly", "q-r.to", "qrco.de", "qrs.ly", "rb.gy", "rebrand.ly", "s.id", "short.gy", "shorturl.at",
    "t.co", "t.ly", "tiny.cc", "tinyurl.com", "v.gd",
)  # fmt: skip
"""Services behind whose addresses others decide where a patient lands, and count who went there."""

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
class _Part:
    """A part of the address that somebody typed: where, and what it says."""

    place: str
    text: str
    span: Span | None = None


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Nothing of a patient, nothing that follows people about, the clinic's own house, and not too long."""
    parts = _parts(pages)
    found = [fault for part in parts for fault in (_personal(part),) if fault]
    yield from found
    yield from _domain(pages.context.clinic)
    if not found:  # a line with something of a patient is not shown, not even for another fault
        yield from (fault for part in parts for fault in (_tracking(part),) if fault)
        yield from _length(pages)


def _parts(pages: Pages) -> tuple[_Part, _Part]:
    form = _Part(place=FORM, text=unquote(urlsplit(pages.context.clinic.contact_form).path))
    manuscript, front = pages.written.manuscript, pages.written.document.front
    if not front.contact_path:
        return form, _Part(place="the name of the document's folder", text=manuscript.document)
    return form, _Part(place="`contact-path`", text=front.contact_path, span=manuscript.front.span("contact-path"))


def _personal(part: _Part) -> Diagnostic | None:
    for kind, found in _suspects(part.text):
        return Diagnostic(
            code="contact-token",
            severity=Severity.WARNING if part.place == FORM else Severity.ERROR,  # a form's own number is everybody's
            message=f"{part.place} holds what looks like {kind}: `{_masked(found)}`",
            span=replace(part.span, text="") if part.span else None,
            help="The address is printed and passed on: nothing of a patient may stand in it."
            "\nUse words that are the same for everybody, as in   asthma",
        )
    return None


def _suspects(text: str) -> Iterator[tuple[str, str]]:
    for kind, pattern in PERSONAL:
        if match := re.search(pattern, text, re.IGNORECASE):
            yield kind, match[0]
    for word in WORD.findall(text):
        if len(word) < SHORTEST_PIECES * len(PIECE.findall(word)):
            yield "a code that stands for one person", word


def _masked(token: str) -> str:
    """The ends of a token, enough to find it by, too little to know it: most of its digits stay hidden."""
    head = 2 if len(token) >= 8 else 1
    tail = min(2, sum(sign.isdigit() for sign in token) // 3)
    return f"{token[:head]}…{token[len(token) - tail :]}"


def _tracking(part: _Part) -> Diagnostic | None:
    match = TRACKER.search(part.text)
    if match is None:
        return None
    return Diagnostic(
        code="contact-tracking",
        message=f"{part.place} holds `{match['name'] or match['key'] or match[0]}`, a mark by which visits are traced",
        span=part.span,
        help="Type the address without it; the document's name is enough to know which handout it was.",
    )


def _domain(clinic: Clinic) -> Iterator[Diagnostic]:
    host, home = _host(clinic.contact_form), _host(clinic.website)
    if any(_is_within(host, shortener) for shortener in SHORTENERS):
        yield Diagnostic(
            code="contact-domain",
            message=f"{FORM} goes by way of {host}, where others decide what opens",
            help="Type the address of the form itself.",
        )
    elif home and not _are_kin(host, home):
        yield Diagnostic(
            code="contact-domain",
            severity=Severity.WARNING,
            message=f"{FORM} leads to {host}, which is not part of the clinic's website, {home}",
            help="Patients trust an address that they know: ask those who keep the website to show the form there.",
        )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _are_kin(one: str, other: str) -> bool:
    return _is_within(one, other) or _is_within(other, one) or _owned(one) == _owned(other)


def _owned(host: str) -> str:
    """The part of a host that somebody owns: two labels, three below such as co.uk."""
    labels = host.split(".")
    below = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if below else labels[-2:])


def _length(pages: Pages) -> Iterator[Diagnostic]:
    url, most = pages.context.contact_url, pages.written.checks.url_letters
    if len(url) > most:
        version, modules, module = symbol_size(url)
        front = pages.written.manuscript.front
        yield Diagnostic(
            code="long-contact-url",
            severity=Severity.WARNING,
            message=f"the contact address has {len(url)} letters; {most} are the most for an easy QR code."
            f" This one has {modules} by {modules} squares of {module:.1f} mm (version {version})",
            span=front.span("contact-path") if pages.written.document.front.contact_path else None,
            help=f"Shorten `contact-path`, or {FORM}: fewer letters make larger squares.",
        )
