"""Checks of references: what is wrong in one work, or between several, before anybody cites them.

A reader must be able to find every work, and what staff typed for readers must reach them.

In:   References, with what they inherit.
Out:  faults, each with the keys of the works that it taints.
Pure: raises nothing, and looks nothing up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from carepress.bibliography.addresses import DOI, URL, address, bare_doi
from carepress.bibliography.bibtex import Reference
from carepress.bibliography.dates import is_month, read_date, read_month
from carepress.bibliography.field_names import ACCESSED, FORTHCOMING, GENRES, PRINTED
from carepress.bibliography.latex import plain, unknown_commands
from carepress.bibliography.leftovers import leftovers
from carepress.bibliography.people import Flaw
from carepress.bibliography.title_case import is_title_case
from carepress.bibliography.unprinted import known_name, unprinted
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import all_of, nearest
from carepress.diagnostics.model import Diagnostic, Severity, Span

MARKDOWN = re.compile(
    r"\*\*[^*\n]+\*\*|\[[^\[\]\n]*\]\(https?:[^()\n]*\)"
    r"|(?<![\w*\\])\*(?=[^\W\d_])[^*\n]*(?<=[\w.!?)])\*(?![\w*])"  # not `HLA-B*27`, `5 * 3 * 2` or `Ann*, Bo*`
    r"|(?<![\w/\\])_(?=[^\W\d_])[^_\n${}\\]*(?<=[\w.!?)])_(?!\w)"  # not `$x_i$` or `my_file_name`
)
COMMON = [kind for kind, genre in GENRES.items() if genre != "misc"] + ["misc", "software", "dataset", "video"]
FIRST_YEAR = 1500  # before printing there is nothing to cite
DISTINCTIVE = 6  # words: many works may have a shorter title, such as 'Living with asthma'
ARTICLE = re.compile(r"^(?:an?|the|el|l[aeo]s?|l|der|die|das|eine?|un[ae]?|il) (?=.)")
NEEDS: Mapping[str, Sequence[str]] = {  # what a reference needs (ICMJE); of `a|b` one is enough
    "article": ("author", "title", "journal", "year", "volume|pages|doi|url|state|pmid|pmcid"),
    "book": ("author|editor", "title", "publisher", "year"),
    "chapter": ("author", "title", "booktitle", "year"),
    "report": ("title", "institution", "year"),
    "thesis": ("author", "title", "school", "year"),
    "webpage": ("title", "url|doi", "urldate|doi"),
    "preprint": ("author", "title", "year", "url|doi"),
    "patent": ("author|holder", "title", "number", "year"),
    "misc": ("title",),
}
CLEANED_NAMES = {"institution": "publisher", "school": "publisher", "urldate": "visit"}
IN_WORDS = {
    "author|editor": "author or editor",
    "author|holder": "author or holder",
    "booktitle": "title of the book",
    "school": "university",
    "url|doi": "web address",
    "urldate|doi": "date on which it was read",
    "volume|pages|doi|url|state|pmid|pmcid": "volume",
}
PARTS = frozenset({"xdata", "set", "periodical"})  # entries that give their fields to others
Fault = tuple[tuple[str, ...], Diagnostic]
"""The keys of the works that a fault taints, and the fault."""


def faults_of(reference: Reference, this_year: int | None) -> Iterator[Diagnostic]:
    """What is wrong with one work."""
    yield from reference.faults
    yield from _check_form(reference)
    yield from _check_year(reference, this_year)
    yield from _check_dates(reference)
    yield from _check_text(reference)
    yield from _check_people(reference)
    yield from _check_unprinted(reference)
    needed = NEEDS[reference.cleaned.type] if reference.typed.type not in PARTS else ()
    missing = [need for need in needed if not any(_has(reference, name) for name in need.split("|"))]
    if missing and not any(fault.severity is Severity.ERROR for fault in reference.faults):
        yield rule("incomplete-reference").at(
            reference.span(),
            key=reference.key,
            missing=all_of(IN_WORDS.get(need, need) for need in missing),
            fields=all_of(f"`{need.split('|')[0]} = {{...}},`" for need in missing),
        )


def _check_form(reference: Reference) -> Iterator[Diagnostic]:
    """The kind of the entry, and its addresses."""
    fields, kind = reference.typed.fields, reference.typed.type
    doi, url = fields.get("doi", ""), fields.get("url", "")
    if kind not in GENRES:
        yield rule("unknown-entry-type").at(
            reference.spans["@kind"], kind=reference.typed.original_type, guess=nearest(kind, COMMON)
        )
    if address(doi) and not DOI.fullmatch(bare_doi(doi)):
        inside = DOI.search(address(doi))
        yield rule("bad-doi").at(reference.span("doi"), doi=plain(doi), inside=inside and inside[0])
    if address(url) and not URL.fullmatch(address(url)) and not reference.cleaned.fields.get("link"):
        yield rule("unprinted-field", "address").at(reference.span("url"), url=plain(url), key=reference.key)


def _check_text(reference: Reference) -> Iterator[Diagnostic]:
    """What would be left out of the fields that are printed, or printed as typed; and a title in Title Case."""
    fields = reference.typed.fields
    for name in PRINTED & fields.keys():
        for command in unknown_commands(fields[name]):
            yield rule("unknown-command").at(reference.span(name), command=command)
        for mark in MARKDOWN.findall(fields[name]):
            yield rule("stray-mark", "plain").at(reference.span(name), mark=mark)
        for mark in leftovers(plain(fields[name]))[:1] if name not in ("doi", "url") else ():
            yield rule("leftover-mark").at(reference.span(name), mark=mark)
    spoken = plain(fields.get("language", fields.get("langid", "en"))).lower()
    if spoken[:2] in ("en", "am", "br", "us", "uk") and reference.cleaned.type != "webpage":
        title = fields.get("title", "")
        if is_title_case(title):
            yield rule("title-case").at(reference.span("title"), key=reference.key)


def _check_people(reference: Reference) -> Iterator[Diagnostic]:
    for role, names in reference.cleaned.persons.items():
        for name in names if role in reference.typed.fields else ():
            span = reference.span(role)
            if name.flaw is Flaw.ORGANISATION:
                yield rule("odd-name").at(span, name=name.flawed, role=role)
            elif name.flaw is Flaw.DEGREE:
                yield rule("odd-name", "degree").at(span, part=name.flawed, role=role)
            elif name.flaw is Flaw.MAYBE_DEGREE:
                yield rule("odd-name", "maybe-degree").at(span, part=name.flawed, role=role)


def _check_unprinted(reference: Reference) -> Iterator[Diagnostic]:
    for name in unprinted(reference.typed.type, reference.typed.fields, reference.cleaned):
        yield rule("unprinted-field").at(reference.spans[name], name=name, kind=reference.typed.type)
    for name in reference.typed.fields.keys() - PRINTED:
        if (guess := known_name(name)) and name in reference.spans:
            yield rule("unprinted-field", "misspelt").at(_before(reference.spans[name], name), name=name, guess=guess)


def _before(span: Span, name: str) -> Span:
    """The place of the field's name, which stands before its value."""
    at = span.text.lower().rfind(name, 0, span.column - 1)
    return replace(span, column=at + 1, length=len(name)) if at >= 0 else span


def _check_year(reference: Reference, this_year: int | None) -> Iterator[Diagnostic]:
    typed, year, span = reference.cleaned.fields.get("year", ""), year_of(reference), reference.span("year", "date")
    if typed and year is None:
        if re.search(FORTHCOMING, typed):
            yield rule("odd-year", "in-press").at(span, year=typed)
        elif not read_date(plain(reference.typed.fields.get("date", ""))):
            yield rule("odd-year").at(span, year=typed, first=FIRST_YEAR, last=this_year)
    elif year and this_year and year > this_year and not _has(reference, "state"):
        yield rule("odd-year", "future").at(span, year=typed)


def _check_dates(reference: Reference) -> Iterator[Diagnostic]:
    """Dates that are none: the 45th of a 13th month."""
    fields = reference.typed.fields
    for name in ("date", "urldate", "lastchecked", "eventdate", "origdate"):
        text = re.sub(ACCESSED, r"\1", plain(fields.get(name, "")))
        is_year = name == "date" and "year" not in fields and year_of(reference) is None  # it is told as a year
        if text and not is_year and read_date(text) is None and not re.search(FORTHCOMING, text):
            yield rule("odd-year", "date").at(reference.span(name), date=text, name=name)
    month = read_month(plain(fields.get("month", "")))
    if month and not is_month(month):
        yield rule("odd-year", "month").at(reference.span("month"), month=month)


def year_of(reference: Reference) -> int | None:
    """The year, if it is a likely one; of several the first."""
    typed = reference.cleaned.fields.get("first-year", "")
    return int(typed) if typed and int(typed) >= FIRST_YEAR else None


def _has(reference: Reference, name: str) -> bool:
    cleaned = reference.cleaned
    value = cleaned.persons.get(name) or cleaned.fields.get(CLEANED_NAMES.get(name, name))
    return bool(
        value or (name in ("doi", "url") and reference.typed.fields.get(name))
    )  # a faulty one has its own message


def same_key(references: Sequence[Reference], first: Mapping[str, Reference]) -> Iterator[Fault]:
    """Keys that are here twice, whatever their case. `first` has the first work of each, by its key in lower case."""
    for reference in references:
        other = first[reference.key.lower()]
        if reference.key and reference is not other:
            fault = rule("duplicate-key").at(reference.span(), key=reference.key, line=other.span().line)
            yield (reference.key, other.key), fault


def same_doi(references: Iterable[Reference]) -> Iterator[Fault]:
    """Works of one DOI. A chapter may bear that of its book."""
    seen: dict[str, list[Reference]] = {}
    for reference in references:
        alike = seen.setdefault(doi_of(reference), []) if doi_of(reference) else []
        other = next((other for other in alike if not _share_a_book(reference, other)), None)
        alike.append(reference)
        if other is not None:
            fault = rule("duplicate-doi").at(
                reference.span("doi", "url"), key=reference.key, other=other.key, line=other.span().line
            )
            yield (reference.key, other.key), fault


def _share_a_book(one: Reference, other: Reference) -> bool:
    titles = [folded(reference.cleaned.fields.get("name", "")) for reference in (one, other)]
    return "chapter" in (one.cleaned.type, other.cleaned.type) and titles[0] != titles[1]


def same_work(references: Iterable[Reference]) -> Iterator[Diagnostic]:
    """Works of one title that nothing tells apart, except those of one DOI: they have their own message."""
    seen: dict[str, list[Reference]] = {}
    for reference in references:
        title = folded(reference.cleaned.fields.get("title", ""))
        alike = seen.setdefault(title, []) if title and reference.key and not reference.faults else []
        other = next((other for other in alike if _may_be_one(reference, other, title)), None)
        alike.append(reference)
        if other:
            yield rule("same-work").at(
                reference.span("title"), key=reference.key, other=other.key, line=other.span().line
            )


def _may_be_one(reference: Reference, other: Reference, title: str) -> bool:
    """Whether two works of one title may be the same. Of people and year one may differ if the title is distinctive."""
    pairs = zip(_marks(reference), _marks(other), strict=True)
    apart = sum(1 for mine, theirs in pairs if mine and theirs and mine != theirs)
    same_doi = doi_of(reference) and doi_of(reference) == doi_of(other)
    return apart <= (len(title.split()) >= DISTINCTIVE) and not same_doi


def _marks(reference: Reference) -> tuple[str, int | None]:
    """Who made a work, and when."""
    persons, fields = reference.cleaned.persons, reference.cleaned.fields
    people = [*persons.get("author", ()), *persons.get("editor", ())]
    return folded(people[0].family if people else fields.get("publisher", "")), year_of(reference)


def doi_of(reference: Reference) -> str:
    """The DOI, bare, in lower case."""
    return reference.cleaned.fields.get("doi", "").lower()


def folded(title: str) -> str:
    """What two spellings of a title share: its words, without case, accents, punctuation or an article in front."""
    bare = unicodedata.normalize("NFKD", title.replace("&", " and ").casefold())
    words = re.findall(r"\w+", "".join(letter for letter in bare if not unicodedata.combining(letter)))
    return ARTICLE.sub("", " ".join(words))
