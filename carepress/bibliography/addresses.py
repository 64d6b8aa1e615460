"""Addresses: where a work can be found, from the forms in which .bib files give it.

A DOI outlives any web address, so it wins; a number of PubMed is better than nothing.

In:   the fields of an entry.
Out:  the DOI, bare; the address as shown and as linked, with words for a screen reader.
Pure: looks nothing up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from carepress.bibliography.latex import plain
from carepress.bibliography.people import Name

DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,3}/\S+|10/[A-Za-z0-9]{3,}")  # ISO 26324; shortdoi.org
DOI_PREFIX = re.compile(
    r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|(?:info:)?doi[:/]?\s*"
    r"|https?://(?:[\w-]+\.)*?(?:dx-)?doi[.-][\w.-]+(?::[0-9]+)?/(?=10\.))+",  # a publisher's, or through a library
    re.IGNORECASE,
)
SHORT_DOI = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(?:10/)?([a-z0-9]{3,})", re.IGNORECASE)
HREF = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")
URL = re.compile(r"(https?://)?((?:[^\W_][\w-]*\.)+[^\W\d_]{2,}(?::[0-9]+)?)((?:[/?#]\S*)?)", re.IGNORECASE)
EPRINTS = {
    "arxiv": "https://arxiv.org/abs/",
    "jstor": "https://www.jstor.org/stable/",
    "hdl": "https://hdl.handle.net/",
}
PUBMED = ("pubmed", "pmid", "medline")


def address(text: str) -> str:
    """A DOI or web address as typed, without braces and backslashes: `plain` would make a dash of `--`."""
    text = re.sub(
        r"\{?(?:\\textasciitilde|\\string~|\$\\sim\$)\s*(?:\{\}|\})?", "~", HREF.sub(r"\1", text).replace(r"\url", "")
    )
    text = text.replace(r"\&amp;", "&").replace("&amp;", "&")
    return re.sub(r"[{}\x00-\x1f\x7f-\x9f\ud800-\udfff]|\\(?=[_%&#$~{}-])", "", text).strip()


def bare_doi(text: str) -> str:
    """The DOI without its prefix and full stop: `https://doi.org/10.1000/x.` -> `10.1000/x`."""
    text = address(text)
    short = SHORT_DOI.fullmatch(text)
    return f"10/{short[1]}" if short else DOI_PREFIX.sub("", text).rstrip(".,;")


def eprint_address(typed: Mapping[str, str], fields: Mapping[str, str], url: str) -> dict[str, str]:
    """The address, or the number of PubMed, that an archive's number stands for."""
    archive = plain(typed.get("eprinttype", typed.get("archiveprefix", ""))).lower()
    number = address(typed.get("eprint", ""))
    if archive in PUBMED and re.fullmatch("[0-9]+", number):
        return {"pmid": fields["pmid"] or number}
    if not url and fields["eprint"] and (archive in ("", "arxiv") or "eprint" not in typed):
        return {"url": EPRINTS["arxiv"] + fields["eprint"]}
    return {"url": EPRINTS[archive] + number} if not url and number and archive in EPRINTS else {}


def access(genre: str, fields: Mapping[str, str], people: Sequence[Name]) -> dict[str, str]:
    """Where to find the work: its DOI, or else its address, or else its number in PubMed."""
    who = people[0].family if people else fields["publisher"] or fields["name"]
    text = f"Full text of {who} {fields['year']}".strip()
    if doi := fields["doi"]:
        link = "https://doi.org/" + quote(doi, safe="/:;(),.-_~!$&'*=@")
        return {"shown": f"doi:{doi}", "link": link, "label": f"{text} at doi.org"}
    if match := URL.fullmatch(fields["url"]):
        scheme, host, path = match.groups()
        page = f"Web page of {fields['publisher'] or who}" if genre == "webpage" else f"{text} at {host}"
        link = (scheme or "https://") + host + quote(path, safe="%/:?#[]@!$&'()*+,;=~-._")
        return {"before": "Available from:", "shown": host + path, "link": link, "label": page}
    if number := fields["pmcid"]:
        link = f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{number}/"
        return {
            "before": "PubMed Central PMCID:",
            "shown": f"PMC{number}",
            "link": link,
            "label": f"{text} at PubMed Central",
        }
    if number := fields["pmid"]:
        link = f"https://pubmed.ncbi.nlm.nih.gov/{number}/"
        return {
            "before": "PubMed PMID:",
            "shown": number,
            "link": link,
            "label": f"{who} {fields['year']} at PubMed".strip(),
        }
    return {}
