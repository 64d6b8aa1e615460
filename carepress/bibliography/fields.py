r"""Fields: the entries of a .bib file as plain text, with one name for each field.

.bib files have many names for one thing, and LaTeX in their text. This module gives an entry its genre, its fields
their names and plain text, and the work one address.

In:   one pybtex Entry, as parsed.
Out:  an Entry whose type is a genre and whose fields are those that vancouver.py lays out.
Never: changes the case of a title, or reports a fault; what is missing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Entry, Person

from carepress.bibliography.latex import plain

MOST_AUTHORS = 6  # ICMJE: of seven or more authors, the first six and 'et al.'
ET_AL = Person(last="{et al.}")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7"}
MEDIA = {"webpage": "[Internet]", "dataset": "[dataset]", "software": "[software]", "video": "[video]"}
OF_GENRE = {
    "article": "article periodical suppperiodical",
    "book": "book mvbook booklet manual collection mvcollection proceedings mvproceedings reference",
    "chapter": "incollection inbook inproceedings conference inreference bookinbook suppbook",
    "report": "techreport report",
    "thesis": "phdthesis mastersthesis thesis",
    "webpage": "online electronic www webpage",
    "misc": "misc unpublished dataset software video audio image patent letter legislation standard",
}
GENRES: Mapping[str, str] = {kind: genre for genre, kinds in OF_GENRE.items() for kind in kinds.split()}
DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,3}/\S+")  # ISO 26324
DOI_PREFIX = re.compile(r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*)+", re.IGNORECASE)
URL = re.compile(r"(https?://)?((?:[^\W_][\w-]*\.)+[^\W\d_]{2,}(?::[0-9]+)?)((?:[/?#]\S*)?)", re.IGNORECASE)
ISO_DATE = re.compile(r"([0-9]{4})-(0?[1-9]|1[0-2])(?:-0?([0-9]{1,2}))?(?:[T/].*)?")
RANGE = re.compile(r"([A-Za-z]*)([0-9]+)-\1?([0-9]+)")
DASH = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
SERVER = r"(?i)\b(\w+rxiv|arxiv|ssrn|research square|preprints\.org)\b"
FORTHCOMING = r"(?i)^\W*(in[ -]?press|forthcoming|to appear)\b"
ALL, UNENDED = "(.+)", r"(.+?)(?:(?<!\.)\.)?$"
FIELDS: Mapping[str, tuple[str, str]] = {  # our name for a field: its names in .bib files, and the part that we take
    "title": ("title", UNENDED),
    "journal": ("shortjournal journal journaltitle", UNENDED),
    "booktitle": ("booktitle maintitle", UNENDED),
    "publisher": ("publisher institution school organization", ALL),
    "site": ("titleaddon journal howpublished", ALL),
    "server": ("journal journaltitle publisher howpublished archiveprefix eprinttype institution", SERVER),
    "address": ("address location", ALL),
    "year": ("year date", r"^(?:.*?(?<!\w)([0-9]{4})(?!\w).*|(.+))$"),
    "date": ("date", ALL),
    "state": ("pubstate note year", FORTHCOMING),
    "month": ("month", r"^([A-Z][a-z]{2})[a-z]*$"),
    "volume": ("volume", ALL),
    "number": ("number issue", ALL),
    "pages": ("pages eid articleno article-number", ALL),
    "edition": ("edition", ALL),
    "type": ("type", r"^(?!(?:tech|res)report$)(.+)"),
    "visit": ("urldate lastchecked", ALL),
    "eprint": ("eprint number journal", r"(?<![0-9.])([0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?)$"),
}


def address(text: str) -> str:
    """A DOI or web address as typed, without braces and backslashes: `plain` would make a dash of `--`."""
    text = re.sub(r"\{?\\textasciitilde\s*(?:\{\}|\})?", "~", text.replace(r"\url", ""))
    return re.sub(r"[{}\x00-\x1f\x7f-\x9f\ud800-\udfff]|\\(?=[_%&#$~{}-])", "", text).strip()


def bare_doi(text: str) -> str:
    """The DOI without its prefix and full stop: `https://doi.org/10.1000/x.` -> `10.1000/x`."""
    return DOI_PREFIX.sub("", address(text)).rstrip(".,;")


def short_pages(text: str) -> str:
    """Page ranges without their repeated digits, as NLM prints them: `187--199` -> `187-99`, `S12-S19` -> `S12-9`."""
    return ", ".join(_short_range(DASH.sub("-", part.strip())) for part in text.split(",") if part.strip())


def _short_range(pages: str) -> str:
    match = RANGE.fullmatch(pages)
    if match is None or len(match[2]) < len(match[3]):
        return pages
    prefix, first, last = match.groups()
    whole = first[: len(first) - len(last)] + last
    same = next((at for at, digit in enumerate(first) if digit != whole[at]), None)
    short = prefix + first if same is None else f"{prefix}{first}-{whole[same:]}"
    return short if whole >= first else pages


def people(text: str) -> list[Person]:
    """The persons in an author or editor field. It also reads PubMed's `Brown RH`, which has no comma."""
    typed = (re.sub(r"^([^,{}]*[^\W\d_]{2})\s+([A-Z]{1,3})$", r"\1, \2", name) for name in split_name_list(text))
    sound = (f"{{{name}}}" if split_tex_string(name, ",")[3:] else name for name in typed)  # else pybtex raises
    return [Person(name) for name in sound if plain(name)]


def cleaned(entry: Entry) -> Entry:
    """The entry with its genre as type, and with our fields in plain text. A cleaned entry stays as it is."""
    if "genre" in entry.fields:
        return entry
    fields = {name: _read(entry, *how) for name, how in FIELDS.items()}
    places = [entry.fields.get(name, "") for name in ("doi", "url", "howpublished")]
    fields["doi"] = next((doi for text in places if DOI.fullmatch(doi := bare_doi(text))), "")
    fields["url"] = next((url for text in places[1:] if URL.fullmatch(url := address(text))), "")
    persons = {role: _listed(everyone) for role, everyone in entry.persons.items()}
    genre = _genre(entry.type, fields)
    fields |= _derived(entry.type, genre, fields)
    fields["edited"] = "editors" if len(persons.get("editor", [])) > 1 else "editor"
    fields |= _access(genre, fields, [*persons.get("author", []), *persons.get("editor", [])])
    result = Entry(genre, {name: text for name, text in fields.items() if text}, persons)
    result.key = entry.key
    return result


def _read(entry: Entry, sources: str, pattern: str) -> str:
    texts = (plain(entry.fields[name]) for name in sources.split() if name in entry.fields)
    return next((match[match.lastindex or 0] for text in texts if (match := re.search(pattern, text))), "")


def _listed(persons: Sequence[Person]) -> list[Person]:
    named = [person for person in persons if str(person) != "others"]  # BibTeX's `and others`
    return named[:MOST_AUTHORS] + [ET_AL] * (len(persons) > len(named[:MOST_AUTHORS]))


def _genre(kind: str, fields: Mapping[str, str]) -> str:
    genre = GENRES.get(kind, "misc")
    printed = genre == "article" and fields["journal"] and not re.search(SERVER, fields["journal"])
    traits = {
        "preprint": fields["server"] and genre in ("article", "misc", "report", "webpage") and not printed,
        "webpage": kind == "misc" and fields["url"] and not fields["doi"],
        "book": kind == "inbook" and not fields["booktitle"],
    }
    return next((name for name, holds in traits.items() if holds), genre)


def _derived(kind: str, genre: str, fields: Mapping[str, str]) -> dict[str, str]:
    site = fields["site"] if genre in ("webpage", "misc") and not URL.fullmatch(fields["site"]) else ""
    thesis = "[master's thesis]" if re.search("(?i)master|mathesis|msc", kind + fields["type"]) else "[dissertation]"
    return {
        "genre": genre,
        "journal": _undotted(fields["journal"]),
        "publisher": fields["publisher"] or site,
        "issued": _issued(fields),
        "date": _date(fields["date"]) or f"{fields['year']} {fields['month']}".strip(),
        "visit": _date(fields["visit"]),
        **{name: DASH.sub("-", fields[name]) for name in ("volume", "number")},
        "pages": short_pages(fields["pages"]),
        "edition": _edition(fields["edition"]),
        "medium": (MEDIA | {"thesis": thesis}).get(genre, MEDIA.get(kind, "")),
        "url": fields["url"] or f"https://arxiv.org/abs/{fields['eprint']}" * bool(fields["eprint"]),
    }


def _undotted(journal: str) -> str:
    """NLM abbreviates without full stops: `J. Neurol.` -> `J Neurol`, `U.S.A.` -> `U S A`."""
    return re.sub(r"(?<=\w)\.(?!\w)", "", re.sub(r"(?<=\b[A-Z])\.(?=[A-Z])", " ", journal))


def _issued(fields: Mapping[str, str]) -> str:
    """The year, or `Forthcoming 2027` for an article in press that has no volume yet, as in ICMJE's samples."""
    expected = re.sub(FORTHCOMING, "", fields["year"])
    return f"Forthcoming {expected}".strip() if fields["state"] and not fields["volume"] else fields["year"]


def _date(text: str) -> str:
    """`2015-06-01` -> `2015 Jun 1`; any other text stays."""
    match = ISO_DATE.fullmatch(text)
    return " ".join(filter(None, (match[1], MONTHS[int(match[2]) - 1], match[3]))) if match else text


def _edition(text: str) -> str:
    name = re.sub(r"\s*\bed(?:ition|n)?\.?$", "", text, flags=re.IGNORECASE)
    number = ORDINALS.get(name.lower(), name)
    ending = {"1": "st", "2": "nd", "3": "rd"}.get("" if number[-2:-1] == "1" else number[-1:], "th")
    return f"{number}{ending} ed." if re.fullmatch("[0-9]+", number) else f"{name} ed." * bool(name)


def _access(genre: str, fields: Mapping[str, str], persons: Sequence[Person]) -> dict[str, str]:
    """Where to find the work: its DOI, which outlives any web address, or else the address."""
    who = surname(persons[0]) if persons else fields["publisher"] or fields["title"]
    text = f"Full text of {who} {fields['year']}".strip()
    if doi := fields["doi"]:
        link = "https://doi.org/" + quote(doi, safe="/:;(),.-_~!$&'*=@")
        return {"shown": f"doi:{doi}", "link": link, "label": f"{text} at doi.org"}
    if match := URL.fullmatch(fields["url"]):
        scheme, host, path = match.groups()
        page = f"Web page of {fields['publisher'] or who}" if genre == "webpage" else f"{text} at {host}"
        link = (scheme or "https://") + host + quote(path, safe="%/:?#[]@!$&'()*+,;=~-._")
        return {"before": "Available from:", "shown": host + path, "link": link, "label": page}
    return {}


def surname(person: Person) -> str:
    """A person's family name with its particles, or an organisation's name."""
    return plain(" ".join(person.prelast_names + person.last_names))
