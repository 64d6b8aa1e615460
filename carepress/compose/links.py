"""Links: does a link open what its words say, and nothing else?

A reader of a clinic's handout trusts it. A link that dials a code, writes to others unseen or leads to another place
than its words name would misuse that, whoever has written it.

In:   the target and the words of a link.
Out:  Diagnostics without a place.
Never: opens a link.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from carepress.content.clinic import HOST, url_fault
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic

MAIL_ADDRESS = re.compile(rf"[\w.+-]+@{HOST.pattern}", re.IGNORECASE | re.ASCII)
NAMED_MAIL = re.compile(r"[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE | re.ASCII)
PHONE = re.compile(r"\+?[\d\s().-]*\d[\d\s().-]*(?:;ext=\d+)?", re.ASCII)
SUBJECT = "subject"  # the only part of a letter that a link may fill in
USUAL_PORTS = {None, 80, 443}

TOP_LEVEL = "com|org|net|gov|edu|mil|int|info|health|example|[a-z]{2}"
NO_HOSTS = re.compile(r"(?:[a-z]|dr|mr|mrs|ms|prof|ph|node|vue|next)\.[a-z]{1,3}", re.IGNORECASE)
"""What looks like a host and is an abbreviation or a name: `B.Sc`, `e.g`, `Ph.D`, `Node.js`."""
NAMED_HOST = re.compile(
    rf"(?:https?://)?(?:[\w.+-]+@)?((?:[a-z0-9-]+\.)+(?:{TOP_LEVEL}))(?![\w-]|\.\w)", re.IGNORECASE | re.ASCII
)
"""A host in a link's words. A file's name or a missing blank after a full stop is none."""

NAMED_PHONE = re.compile(r"\+?\(?\d[\d\s().-]{5,}\d|^\d{3}$|\b(?:911|988|112|999|000)\b", re.ASCII)


def check_link(target: str, words: str) -> Iterator[Diagnostic]:
    """What is wrong with a link; nothing more is said of one that cannot be opened."""
    scheme, _, rest = target.partition(":")
    check = CHECKS.get(scheme.lower())
    if check is None or not rest:
        yield rule("bad-link").at(target=target)
        return
    faults = tuple(check(target, unquote(rest), words))
    yield from faults
    if not words:
        yield rule("bad-link", "no-words").at()


def _web(target: str, _: str, words: str) -> Iterator[Diagnostic]:
    if fault := url_fault(target, insecure=True):
        hidden = "password" in fault
        yield rule("bad-link", "password").at(target=target) if hidden else rule("bad-link").at(target=target)
        return
    parts = urlsplit(target)
    host = (parts.hostname or "").lower()
    if other := next((named for named in _hosts(words) if not _is_same_site(named, host)), ""):
        yield rule("link-elsewhere").at(words=other, target=host)
    if foreign := _foreign_letters(host):
        yield rule("odd-link", "letters").at(host=host, shown=foreign)
    if parts.port not in USUAL_PORTS:
        yield rule("odd-link", "port").at(target=target, port=parts.port)
    if parts.scheme == "http":
        yield rule("odd-link").at(target=target, secure=f"https{target[4:]}")


def _mail(target: str, rest: str, words: str) -> Iterator[Diagnostic]:
    addresses, _, fields = rest.partition("?")
    names = [field.partition("=")[0].lower() for field in fields.split("&")] if fields else []
    if not MAIL_ADDRESS.fullmatch(addresses) or not rest.isprintable():
        both = all(map(MAIL_ADDRESS.fullmatch, addresses.split(",")))
        yield (rule("bad-link", "two-mails") if both else rule("bad-link", "mail")).at(target=target)
    elif more := [name for name in names if name != SUBJECT]:
        yield rule("bad-link", "mail-field").at(target=target, field=more[0], address=addresses)
    else:
        named = [match[0].lower() for match in NAMED_MAIL.finditer(words)]
        if other := next((address for address in named if address != addresses.lower()), ""):
            yield rule("link-elsewhere").at(words=other, target=addresses)


def _phone(target: str, rest: str, words: str) -> Iterator[Diagnostic]:
    if not PHONE.fullmatch(rest):
        yield rule("bad-link", "phone").at(target=target)
        return
    dialled, named = _digits(rest.partition(";")[0]), [match[0] for match in NAMED_PHONE.finditer(words)]
    if named and not any(_is_same_number(_digits(number), dialled) for number in named):
        yield rule("link-elsewhere").at(words=named[0].strip(), target=rest)


CHECKS = {"http": _web, "https": _web, "mailto": _mail, "tel": _phone}


def _hosts(words: str) -> list[str]:
    return [match[1].lower() for match in NAMED_HOST.finditer(words) if not NO_HOSTS.fullmatch(match[1])]


def _is_same_site(one: str, other: str) -> bool:
    """Whether one of two hosts is the other, or part of it: cdc.gov and www.cdc.gov."""
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _is_same_number(one: str, other: str) -> bool:
    """Whether two numbers are one, perhaps without the code of the country or a leading zero."""
    one, other = one.lstrip("0"), other.lstrip("0")
    return one == other or (min(len(one), len(other)) > 6 and (one.endswith(other) or other.endswith(one)))


def _foreign_letters(host: str) -> str:
    """The host as a browser may show it, if its letters are not Latin ones but could pass for them."""
    try:
        shown = host.encode("ascii").decode("idna")
    except UnicodeError:
        return host if "xn--" in host else ""
    is_foreign = any(sign.isalpha() and "LATIN" not in unicodedata.name(sign, "") for sign in shown)
    return shown if is_foreign else ""
