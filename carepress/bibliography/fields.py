r"""Fields: the entries of a .bib file as plain text, with one name for each field.

.bib files have many names for one thing, and LaTeX in their text. This module gives an entry its genre, its fields
their names and plain text, and the work one address. `described` has the parts that a reference is put together from.

In:   one pybtex Entry, as parsed, with what it inherits.
Out:  a Cleaned entry, whose type is a genre and whose fields are those that vancouver.py lays out.
Never: changes the case of a title, or reports a fault; what is missing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pybtex.database import Entry

from carepress.bibliography.addresses import DOI, URL, access, address, bare_doi, eprint_address
from carepress.bibliography.dates import Date, is_month, read_date, read_month, read_year
from carepress.bibliography.described import (
    DASH,
    edition,
    ended,
    event,
    language,
    medium,
    ordinal,
    report_type,
    sentences,
    short_pages,
    titled,
    undotted,
)
from carepress.bibliography.field_names import ACCESSED, FIELDS, FORTHCOMING, GENRES, ROLES, SEEN, SERVER
from carepress.bibliography.latex import plain
from carepress.bibliography.people import Name, listed, read_names

DATED_IN_FULL = frozenset({"report", "webpage", "preprint", "patent", "misc"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Cleaned:
    """An entry in plain text. `type` is its genre, and its fields have the names of FIELDS, or those made of them."""

    key: str
    type: str
    fields: Mapping[str, str]
    persons: Mapping[str, tuple[Name, ...]]


def cleaned(entry: Entry) -> Cleaned:
    """The entry with its genre as type, and with our fields in plain text."""
    typed = entry.fields
    fields = {name: _read(typed, *how) for name, how in FIELDS.items()}
    fields |= _found(typed, fields)
    persons = {role: named for role in ROLES if (named := read_names(typed.get(role, "")))}
    genre = _genre(entry.type, fields)
    fields |= _dates(typed, fields)
    fields |= {"genre": genre, **_sources(entry.type, genre, fields), **_numbers(genre, fields)}
    fields |= _titles(entry.type, genre, fields)
    fields |= _people(genre, persons)
    fields |= access(genre, fields, [*persons.get("author", ()), *persons.get("editor", ())])
    fields |= _internet(entry.type, genre, fields)
    fields["notes"] = _notes(genre, fields)
    filled = {name: text for name, text in fields.items() if text}
    return Cleaned(key=entry.key, type=genre, fields=filled, persons=persons)


def _read(typed: Mapping[str, str], sources: str, pattern: str) -> str:
    texts = (plain(typed[name]) for name in sources.split() if name in typed)
    return next((match[match.lastindex or 0] for text in texts if (match := re.search(pattern, text))), "")


def _found(typed: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """The DOI, the address and the day of the last visit, wherever they stand."""
    places = [typed.get(name, "") for name in ("doi", "url", "howpublished", "note")]
    doi = next((doi for text in places[:3] if DOI.fullmatch(doi := bare_doi(text))), "")
    links = (link for text in places[1:] for link in (text, *re.findall(r"\\url\s*\{([^{}]*)\}|(https?://\S+)", text)))
    texts = (link if isinstance(link, str) else "".join(link).rstrip(".,;)") for link in links)
    url = next((url for text in texts if URL.fullmatch(url := address(text))), "")
    return {"doi": doi, "url": url, "visit": _visit(typed)} | eprint_address(typed, fields, url)


def _visit(typed: Mapping[str, str]) -> str:
    """The day on which the work was read: it has fields of its own, but many type it into another."""
    for name in FIELDS["visit"][0].split():
        text = plain(typed.get(name, ""))
        found = re.search(f"(?i){SEEN}", text)
        if day := read_date(found[1] if found else text):
            return day.full
        if text and name not in ("note", "howpublished"):
            return text
    return ""


def _genre(kind: str, fields: Mapping[str, str]) -> str:
    genre = GENRES.get(kind, "misc")
    printed = genre == "article" and fields["journal"] and not re.search(SERVER, fields["journal"])
    traits = {
        "preprint": fields["server"] and genre in ("article", "misc", "report", "webpage") and not printed,
        "webpage": kind in ("misc", "unpublished") and fields["url"] and not fields["doi"],
        "book": kind == "inbook" and not (fields["booktitle"] or fields["maintitle"]),
    }
    return next((name for name, applies in traits.items() if applies), genre)


def _dates(typed: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """The year as printed and as a number, and the day of publication in full."""
    date = read_date(fields["date"]) or read_year(plain(typed.get("year", ""))) or _year_in(fields["year"])
    year = date.year if date else fields["year"]
    month = read_month(fields["month"])
    month = f"{month} {fields['day']}" if fields["day"] and re.fullmatch("[A-Za-z]{3}", month) else month
    full = date.full if date and date.full != date.year else f"{year} {month}".strip()
    return {
        "year": year,
        "first-year": str(date.first or "") if date else "",
        "month": month if is_month(month) else "",
        "date": full or fields["date"],
        "eventdate": event_date.full if (event_date := read_date(fields["eventdate"])) else fields["eventdate"],
        "origdate": original.year if (original := read_date(fields["origdate"])) else fields["origdate"],
    }


def _year_in(text: str) -> Date | None:
    match = re.search(r"(?<!\w)([0-9]{4})(?!\w)", text)
    return Date(year=match[1], full=match[1], first=int(match[1])) if match else None


def _sources(kind: str, genre: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Who publishes the work: for a web page or a booklet that may be what is typed as `howpublished`."""
    site, publisher = "", fields["university" if genre in ("thesis", "report") else "publisher"]
    if genre in ("webpage", "misc", "book") and not publisher:
        names = ("titleaddon", "journal", "howpublished") if genre != "book" else ("howpublished",)
        site = next((fields[name] for name in names if fields[name] and not _is_link(fields[name])), "")
    return {
        "publisher": publisher or site,
        "titleaddon": "" if site and site == fields["titleaddon"] else fields["titleaddon"],
        "howpublished": "" if site == fields["howpublished"] or genre == "preprint" else fields["howpublished"],
        "periodical": undotted(fields["journal"]),
        "journal": undotted(fields["journal"]) + f": {fields['journalsubtitle']}" * bool(fields["journalsubtitle"]),
        "medium": medium(kind, genre, fields),
        "type": report_type(genre, fields),
    }


def _is_link(text: str) -> bool:
    return re.search(r"https?://|www\.|\\url", text) is not None or bool(URL.fullmatch(text))


def _numbers(genre: str, fields: Mapping[str, str]) -> dict[str, str]:
    both = dict.fromkeys(filter(None, (fields["number"], fields["issue"])))
    number = " ".join(sorted(both, key=lambda part: part[0] not in "0123456789"))  # `3 Suppl 1`
    part = f" Pt {fields['part']}" if genre == "article" else f", Pt. {fields['part']}"
    volume = DASH.sub("-", fields["volume"]) + part * bool(fields["part"])
    series = f"({fields['series']}; no. {number})" if number else f"({fields['series']})"
    state = bool(fields["state"] and not fields["volume"])
    alone = genre in DATED_IN_FULL or (genre == "article" and not number)
    dated = fields["date"] if alone and fields["date"] else fields["year"]
    expected = re.sub(FORTHCOMING, "", fields["year"]).strip()
    version = re.sub(r"(?i)^v(?:ersion)?\.?\s*(?=[0-9])", "", fields["version"])
    return {
        "issued": f"Forthcoming {expected}".strip() if state else dated,
        "volume": volume.strip(", "),
        "number": DASH.sub("-", number) if not (fields["series"] and genre in ("book", "chapter")) else "",
        "series": (series if fields["series"] and genre != "article" else ""),
        "ser": f"({ordinal(fields['series'])} ser)" if fields["series"] and genre == "article" else "",
        "pages": short_pages(fields["pages"]),
        "extent": f"{fields['volumes']} vol."
        if fields["volumes"]
        else f"{fields['pagetotal']} p." * bool(fields["pagetotal"]),
        "edition": edition(fields["edition"]) or f"Version {version}" * bool(version),
    }


def _titles(kind: str, genre: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The titles with what belongs to them: a chapter's own and its book's, or those of a book in several volumes."""
    title = titled(fields["title"], fields["subtitle"], fields["titleaddon"])
    book = titled(fields["booktitle"], fields["booksubtitle"], fields["booktitleaddon"])
    whole = titled(fields["maintitle"], fields["mainsubtitle"], fields["maintitleaddon"])
    volume, held = fields["volume"], event(fields)
    inner = book if genre == "chapter" else title
    if whole and genre in ("book", "chapter", "misc") and whole != inner:
        inner = f"{whole}. Vol. {volume}, {inner}" if volume and inner else ". ".join(filter(None, (whole, inner)))
        volume = ""
    if genre in ("book", "chapter") and held:
        inner = f"{inner}; {held}"
    journal = fields["journal"] + f" {fields['ser']}" * bool(fields["ser"])
    issue = titled(fields["issuetitle"], fields["issuesubtitle"], "")
    return {
        "title": title if genre == "chapter" else inner,
        "booktitle": inner if genre == "chapter" else book if genre == "misc" else "",
        "volume": volume,
        "journal": f"{journal}. {issue}" if issue and genre == "article" else journal,
        "event": "" if genre in ("book", "chapter") else held,
        "name": title,
        "own title": title if title.casefold() != inner.casefold() else "",
    }


def _people(genre: str, persons: Mapping[str, tuple[Name, ...]]) -> dict[str, str]:
    named = {f"{role}s": listed(persons.get(role, ())) for role in ROLES}
    several = {role: "s" * (len(persons.get(role, ())) > 1) for role in ROLES}
    labelled = {"editor": "editor", "translator": "translator", "holder": "assignee"}
    if genre == "patent":
        labelled["author"] = "inventor"
    ended_by = {f"{role}s": f", {word}{several[role]}" for role, word in labelled.items()}
    return {name: text + ended_by.get(name, "") * bool(text) for name, text in named.items()}


def _internet(kind: str, genre: str, fields: Mapping[str, str]) -> dict[str, str]:
    """What is read online says so, with the day on which it was read."""
    online = fields.get("before") == "Available from:" and fields["visit"] and genre not in ("webpage", "preprint")
    cited = f"[cited {fields['visit']}]" if fields["visit"] and not fields["doi"] else ""
    if genre in ("webpage", "preprint"):
        return {"cited": cited}
    if not online:
        return {}
    if genre == "article":
        dated = fields["issued"] if fields["state"] else fields["date"] or fields["year"]
        return {"journal": f"{fields['journal']} [Internet]".strip(), "issued": f"{dated} {cited}".strip()}
    bracket = f"{fields['medium'][:-1]} on the Internet]" if fields["medium"] else "[Internet]"
    place = "booktitle" if genre == "chapter" else "medium"
    text = f"{fields['booktitle']} [Internet]".strip() if genre == "chapter" else bracket
    return {place: text, "issued": f"{fields['issued']} {cited}".strip()}


def _notes(genre: str, fields: Mapping[str, str]) -> str:
    """Sentences that end a reference, before its address."""
    states = {"inpreparation": "In preparation", "prepublished": "Prepublished", "submitted": "Submitted"}
    state = "" if fields["state"] else states.get(fields["pubstate"].lower(), fields["pubstate"])
    translators = "" if genre in ("book", "chapter") else fields["translators"]
    how = "" if _is_link(fields["howpublished"]) else fields["howpublished"]
    presented = f"Presented at: {fields['event']}" if fields["event"] else ""
    original = f"First published {fields['origdate']}" if fields["origdate"] else ""
    state = "" if genre == "preprint" and state == "Prepublished" else state
    remarks = (fields["addendum"], sentences(fields["note"], (FORTHCOMING, ACCESSED)))
    parts = (translators, presented, how, language(fields["language"]), original, state, *remarks)
    return " ".join(ended(part) for part in parts if part)
