"""Imported works: what every kind of file is turned into, and what cannot be taken.

In:   fields as plain text, under BibTeX's names.
Out:  an ImportedWork whose fields are as they stand in a .bib file.
Pure: reads no file, and knows no kind of file.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from carepress.bibliography.html_text import unmarked
from carepress.bibliography.importing.dates import Date
from carepress.bibliography.importing.latex_text import literal, name_text, title_text
from carepress.diagnostics.model import UNSEEN

ORDER = (
    "author", "editor", "title", "booktitle", "journal", "year", "month", "date", "volume", "number", "pages",
    "edition", "series", "publisher", "institution", "school", "address", "type", "language", "doi", "pmid", "pmcid",
    "isbn", "url", "urldate", "note",
)  # fmt: skip
AS_TYPED = frozenset(("year", "month", "date", "doi", "pmid", "pmcid", "isbn", "url", "urldate"))
DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
HIDDEN = re.compile("[\ufeff\u200b\u200e\u200f\u00ad]")  # marks that browsers and PDFs leave in copied text
DATED = frozenset(("online", "misc", "video", "dataset", "software", "patent"))  # cited by the day
OF_BOOKS = ("publisher", "address", "isbn", "series", "edition")  # an article's are its journal's
PUBLISHERS = {"techreport": "institution", "phdthesis": "school", "mastersthesis": "school"}
LANGUAGES: Mapping[str, str] = {  # of MEDLINE, and of programs; English is not printed
    name: language
    for language, names in {
        "Arabic": "ara ar", "Chinese": "chi zho zh", "Czech": "cze ces cs", "Danish": "dan da", "Dutch": "dut nld nl",
        "Finnish": "fin fi", "French": "fre fra fr", "German": "ger deu de", "Greek": "gre ell el", "Hebrew": "heb he",
        "Hungarian": "hun hu", "Italian": "ita it", "Japanese": "jpn ja", "Korean": "kor ko", "Norwegian": "nor no nb",
        "Persian": "per fas fa", "Polish": "pol pl", "Portuguese": "por pt", "Romanian": "rum ron ro",
        "Russian": "rus ru", "Spanish": "spa es", "Swedish": "swe sv", "Turkish": "tur tr", "Ukrainian": "ukr uk",
        "English": "eng en",
    }.items()
    for name in names.split()
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A person's name in parts, or in `family` alone that of an organisation."""

    family: str
    given: str = ""
    suffix: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedWork:
    """A work as it will stand in references.bib. `line` is where it begins in its file; `key` is its own, if any.

    `texts` are the plain texts that its fields must give back. `warnings` are sentences for staff.
    """

    kind: str
    line: int
    fields: Mapping[str, str]
    key: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """What is not taken: the line where it begins, and why, in words."""

    line: int
    reason: str


Piece = ImportedWork | Refused
LONGEST = 10_000  # characters of a field; nothing that is printed is as long


def work(
    kind: str,
    line: int,
    fields: Mapping[str, str],
    *,
    authors: Iterable[Person] = (),
    editors: Iterable[Person] = (),
    issued: Date | None = None,
    seen: Date | None = None,
    retracted: bool = False,
    told: Iterable[str] = (),
) -> Piece:
    """A work of plain texts under BibTeX's names; what has no title is refused."""
    people = {"author": [*authors], "editor": [*editors]}
    longest = max([*map(len, fields.values()), *(len(p.family) for named in people.values() for p in named)], default=0)
    if longest > LONGEST:
        return Refused(line=line, reason=f"one of its fields has more than {LONGEST:,} characters")
    texts = {name: clean for name, text in fields.items() if (clean := _clean(text))}
    if not texts.get("title"):
        return Refused(line=line, reason="it has no title")
    warnings = list(told)
    if retracted:
        texts["note"] = "Retracted"
        warnings.append("it was retracted: do not rely on it")
    texts = _addresses(_renamed(kind, texts))
    dates = _dates(kind, issued, seen)
    typed = {name: name_or_text(name, text) for name, text in texts.items()}
    every = {**typed, **{role: _names(named) for role, named in people.items()}, **dates}
    every |= {"urldate": ""} if "url" not in texts else {}
    return ImportedWork(
        kind=kind,
        line=line,
        fields={name: every[name] for name in ORDER if every.get(name)},
        texts={name: unmarked(text) for name, text in texts.items() if name not in AS_TYPED | {"pages"}},
        warnings=tuple(warnings),
    )


def name_or_text(name: str, text: str) -> str:
    """The value of a field as it stands in a .bib file."""
    if name in ("title", "booktitle"):
        return title_text(text)
    if name == "pages":
        return re.sub(r"(?<=\w)\s*[-\u2013]+\s*(?=\w)", "--", literal(text))
    return _balanced(text) if name in AS_TYPED else literal(text)


def doi_in(text: str) -> str:
    """The DOI in a text such as `https://doi.org/10.1000/x` or `10.1000/x [doi]`; else nothing."""
    match = DOI.search(text)
    return match[0].rstrip(".,;") if match else ""


def _clean(text: str) -> str:
    """One line, without HTML's names for signs and without signs that nobody can see."""
    text = unicodedata.normalize("NFC", html.unescape(text))
    spaced = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join(HIDDEN.sub("", UNSEEN.sub("", spaced)).split())


def _renamed(kind: str, texts: Mapping[str, str]) -> dict[str, str]:
    named = {name: text for name, text in texts.items() if kind != "article" or name not in OF_BOOKS}
    if (name := PUBLISHERS.get(kind)) and "publisher" in named:
        named.setdefault(name, named.pop("publisher"))
    language = named.pop("language", "")
    spoken = LANGUAGES.get(language.lower().partition("-")[0], language)
    return named | ({"language": spoken} if spoken and not spoken.lower().startswith("english") else {})


def _addresses(texts: Mapping[str, str]) -> dict[str, str]:
    """A DOI by itself; no web address that only leads to the DOI."""
    named = dict(texts)
    url_doi = doi_in(named.get("url", "")) if "doi.org/" in named.get("url", "") else ""
    if "doi" in named or url_doi:
        named["doi"] = doi_in(named.get("doi", "")) or named.get("doi", "") or url_doi
    if url_doi:
        del named["url"]
    return named


def _dates(kind: str, issued: Date | None, seen: Date | None) -> dict[str, str]:
    dates = {"urldate": seen.iso} if seen and seen.iso else {}
    if issued is None:
        return dates
    if kind in DATED and issued.day:
        return {"date": issued.iso, **dates}
    return {"year": issued.year, "month": issued.month, **dates}


def _names(people: Iterable[Person]) -> str:
    shown = (name_text(_clean(p.family), _clean(p.given), _clean(p.suffix)) for p in people)
    return " and ".join(dict.fromkeys(filter(None, shown)))


def _balanced(text: str) -> str:
    """An address as typed; a brace or a backslash, which would end the field, as a browser writes it."""
    return text.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
