"""Matching: whether a work is in references.bib already.

In:   references, as they were read from the file or from the text that would be added.
Out:  for a reference, the one that is the same work: by its DOI, its PubMed number, or title and year.
Pure: two works with different DOIs or numbers are never the same, whatever their titles are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from pybtex.bibtex.utils import split_name_list, split_tex_string

from carepress.bibliography.bibtex import Reference
from carepress.bibliography.importing.keys import Named
from carepress.bibliography.importing.model import doi_in
from carepress.bibliography.latex import plain

NUMBERS = ("doi", "pmid")


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """What tells works apart; what is not known is empty."""

    doi: str
    pmid: str
    title: str
    year: str
    name: str

    def is_same(self, other: Marks) -> bool:
        """Whether both are one work."""
        pairs = [(getattr(self, name), getattr(other, name)) for name in NUMBERS]
        if any(mine and mine == theirs for mine, theirs in pairs):
            return True
        apart = [*pairs, (self.year, other.year), (self.name, other.name)]
        return self.title == other.title != "" and not any(mine and theirs and mine != theirs for mine, theirs in apart)


@dataclass(kw_only=True)
class Index:
    """The works that are there. Grows by those that are added."""

    by_mark: dict[str, list[tuple[Marks, Reference]]] = field(default_factory=dict)

    def add(self, reference: Reference) -> None:
        """Note one more work."""
        marks = marks_of(reference)
        for text in {marks.doi, marks.pmid, marks.title} - {""}:
            self.by_mark.setdefault(text, []).append((marks, reference))

    def same(self, reference: Reference) -> Reference | None:
        """The work that is the same as this one."""
        marks = marks_of(reference)
        alike = (pair for text in (marks.doi, marks.pmid, marks.title) if text for pair in self.by_mark.get(text, ()))
        return next((other for known, other in alike if marks.is_same(known)), None)


def marks_of(reference: Reference) -> Marks:
    """The marks of a reference, from its fields as typed."""
    fields = reference.typed.fields
    named = named_of(reference)
    numbers = [
        fields.get("pmid", ""),
        *re.findall(r"(?i)\bPMID\W*(\d+)", fields.get("note", "")),
        *([fields.get("eprint", "")] if "pubmed" in fields.get("eprinttype", "").lower() else []),
        *re.findall(r"pubmed[\w./]*/(\d+)", fields.get("url", "")),
    ]
    return Marks(
        doi=doi_in(
            re.sub(r"\\(?=[_%&#$])|[{}]", "", fields.get("doi", "") or _doi_address(fields.get("url", "")))
        ).lower(),
        pmid=next((number.strip("{} ") for number in numbers if number.strip("{} ").isdecimal()), ""),
        title=_folded(re.sub(r"\s*\[letter\]$", "", plain(fields.get("title", "")))),
        year=named.year,
        name=_folded(named.name),
    )


def named_of(reference: Reference) -> Named:
    """What the reference's key would be made of."""
    fields = reference.typed.fields
    people = split_name_list(fields.get("author") or fields.get("editor") or "")
    first = people[0] if people else ""
    parts = split_tex_string(first, ",")
    is_organisation = len(parts) == 1 and first.startswith("{") and first.endswith("}")
    name = plain(first if is_organisation else parts[0] if len(parts) > 1 else _family(first))
    year = re.search(r"(?<!\d)\d{4}(?!\d)", fields.get("year", "") or fields.get("date", ""))
    name = name or plain(fields.get("organization", "") or fields.get("institution", ""))
    return Named(
        name=name, year=year[0] if year else "", title=plain(fields.get("title", "")), is_organisation=is_organisation
    )


def _family(name: str) -> str:
    """The family name in `Robert H. Brown`, or in PubMed's `Brown RH`."""
    pubmed = re.fullmatch(r"(.+) [A-Z]{1,3}", name)
    return pubmed[1] if pubmed else name.rsplit(maxsplit=1)[-1] if name.split() else ""


def _doi_address(url: str) -> str:
    return url if "doi.org/" in url else ""


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("&", "and"))
    return "".join(sign for sign in decomposed if sign.isalnum())
