r"""Vancouver: how a reference reads at the foot of a handout.

pybtex ships no medical style, and a .bib file calls one thing by many names: an entry is first made clear, then laid
out by a pybtex style class, as in ICMJE's sample references and NLM's Citing Medicine, 2nd ed.

In:   one pybtex Entry, as parsed.
Out:  a tuple of Run: plain text, and last the DOI, or else the web address, linked and with no full stop.
Never: changes the case of a title, makes HTML, or complains; what is missing is left out without a trace.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Entry, Person
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.labels.number import LabelStyle
from pybtex.style.names import BaseNameStyle
from pybtex.style.sorting.none import SortingStyle
from pybtex.style.template import field, first_of, href, join, names, optional, optional_field, sentence, words

MOST_AUTHORS = 6  # ICMJE: from seven authors on, the first six and 'et al.'
BRIEF_AUTHORS = 3
ET_AL = Person(last="{et al.}")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7"}
LINEAGE = {"II": "2nd", "III": "3rd", "IV": "4th"}  # Citing Medicine, chapter 1
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
FIELDS: Mapping[str, tuple[str, str]] = {  # our name for a field: its names in .bib files, and the part that counts
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
REPAIRS = (  # what the LaTeX decoder would lose or misread
    (re.compile(r"(?<!\\)%"), r"\%"),
    (re.compile(r"(\\['\"`^~=])\s*(?:\{\\([ij])\s*\}|\\([ij])(?![A-Za-z]))"), r"\1{\2\3}"),
    (re.compile(r"\\textquoteright(?![A-Za-z])\s*"), "\N{RIGHT SINGLE QUOTATION MARK}"),
)
LEFTOVERS = (  # what it leaves behind
    (re.compile(r"\$([\w.]*)[_^]([\w+-]+)\$"), r"\1\2"),
    (re.compile(r"</?(?:[bi]|em|strong|su[bp]|sc|span)\b[^<>]*>|\\[A-Za-z]+\s?"), ""),
    (re.compile(r"[\\\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]"), ""),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TextRun:
    """A stretch of a reference: plain text, or a link with its description for a screen reader."""

    text: str
    href: str | None = None
    label: str = ""


def runs_of(entry: Entry, *, brief: bool = False) -> tuple[TextRun, ...]:
    """The reference as it is printed; an entry that says nothing is shown by its key, so that no number dangles.

    `brief`, for further reading: three authors at most, and the title is the link instead of a DOI in words.
    """
    clear = _shortened(cleaned(entry)) if brief else cleaned(entry)
    parts = (BRIEF_STYLE if brief else STYLE).format_entry("", clear).text.parts
    linked = {"href": clear.fields.get("link"), "label": clear.fields.get("label", "")}
    runs = (TextRun(text=str(part), **(linked if hasattr(part, "url") else {})) for part in parts)
    return tuple(runs) or (TextRun(text=f"{entry.key}."),)


def plain(latex: str) -> str:
    r"""Decode LaTeX into plain text: `Ol{\'a}vio` -> `Olávio`. What cannot be decoded loses braces and backslashes."""
    for pattern, better in REPAIRS:
        latex = pattern.sub(better, latex)
    try:
        text = str(Text.from_latex(latex))
        text = re.sub(r"\\[A-Za-z]+", lambda name: str(Text.from_latex(f"${name[0]}$")).strip("$"), text)  # Greek
    except (PybtexError, ValueError):
        text = re.sub(r"[{}\\]", "", latex)
    text = unicodedata.normalize("NFC", html.unescape(text))
    for pattern, better in LEFTOVERS:
        text = pattern.sub(better, text)
    return " ".join(text.split())


def address(text: str) -> str:
    """A DOI or web address as it stands, for LaTeX would make a dash of `--`; only braces and backslashes go."""
    text = re.sub(r"\{?\\textasciitilde\s*(?:\{\}|\})?", "~", text.replace(r"\url", ""))
    return re.sub(r"[{}\x00-\x1f\x7f-\x9f\ud800-\udfff]|\\(?=[_%&#$~{}-])", "", text).strip()


def bare_doi(text: str) -> str:
    """The DOI without what stands around it: `https://doi.org/10.1000/x.` -> `10.1000/x`."""
    return DOI_PREFIX.sub("", address(text)).rstrip(".,;")


def short_pages(text: str) -> str:
    """Page ranges without their repeated digits, as NLM prints them: `187--199` -> `187-99`, `S12-S19` -> `S12-9`."""
    return ", ".join(_short_range(DASH.sub("-", part.strip())) for part in text.split(",") if part.strip())


def _short_range(pages: str) -> str:
    found = RANGE.fullmatch(pages)
    if found is None or len(found[2]) < len(found[3]):
        return pages
    prefix, first, last = found.groups()
    whole = first[: len(first) - len(last)] + last
    same = next((at for at, digit in enumerate(first) if digit != whole[at]), None)
    short = prefix + first if same is None else f"{prefix}{first}-{whole[same:]}"
    return short if whole >= first else pages


def people(text: str) -> list[Person]:
    """The persons in an author or editor field. PubMed's `Brown RH`, typed without a comma, is understood."""
    typed = (re.sub(r"^([^,{}]*[^\W\d_]{2})\s+([A-Z]{1,3})$", r"\1, \2", name) for name in split_name_list(text))
    sound = (f"{{{name}}}" if split_tex_string(name, ",")[3:] else name for name in typed)  # else pybtex raises
    return [Person(name) for name in sound if plain(name)]


def cleaned(entry: Entry) -> Entry:
    """The entry with its genre for a type and plain text in its fields, under our names. Doing it twice is harmless."""
    if "genre" in entry.fields:
        return entry
    fields = {name: _read(entry, *how) for name, how in FIELDS.items()}
    found = [entry.fields.get(name, "") for name in ("doi", "url", "howpublished")]
    fields["doi"] = next((doi for text in found if DOI.fullmatch(doi := bare_doi(text))), "")
    fields["url"] = next((url for text in found[1:] if URL.fullmatch(url := address(text))), "")
    persons = {role: _listed(everyone) for role, everyone in entry.persons.items()}
    genre = _genre(entry.type, fields)
    fields |= _derived(entry.type, genre, fields)
    fields["edited"] = "editors" if len(persons.get("editor", [])) > 1 else "editor"
    fields |= _access(genre, fields, [*persons.get("author", []), *persons.get("editor", [])])
    clear = Entry(genre, {name: text for name, text in fields.items() if text}, persons)
    clear.key = entry.key
    return clear


def _shortened(clear: Entry) -> Entry:
    authors = clear.persons.get("author", [])
    if len(authors) > BRIEF_AUTHORS:
        authors = [*authors[:BRIEF_AUTHORS], ET_AL]
    short = Entry(clear.type, clear.fields, {**clear.persons, "author": authors})
    short.key = clear.key
    return short


def _read(entry: Entry, sources: str, pattern: str) -> str:
    given = (plain(entry.fields[name]) for name in sources.split() if name in entry.fields)
    return next((found[found.lastindex or 0] for text in given if (found := re.search(pattern, text))), "")


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
    """The year; of an article without a volume that is in press, `Forthcoming 2027`, as in ICMJE's samples."""
    expected = re.sub(FORTHCOMING, "", fields["year"])
    return f"Forthcoming {expected}".strip() if fields["state"] and not fields["volume"] else fields["year"]


def _date(text: str) -> str:
    """`2015-06-01` -> `2015 Jun 1`; any other wording stays."""
    found = ISO_DATE.fullmatch(text)
    return " ".join(filter(None, (found[1], MONTHS[int(found[2]) - 1], found[3]))) if found else text


def _edition(text: str) -> str:
    name = re.sub(r"\s*\bed(?:ition|n)?\.?$", "", text, flags=re.IGNORECASE)
    number = ORDINALS.get(name.lower(), name)
    ending = {"1": "st", "2": "nd", "3": "rd"}.get("" if number[-2:-1] == "1" else number[-1:], "th")
    return f"{number}{ending} ed." if re.fullmatch("[0-9]+", number) else f"{name} ed." * bool(name)


def _access(genre: str, fields: Mapping[str, str], persons: Sequence[Person]) -> dict[str, str]:
    """Where the work is found. A DOI outlives any web address, so it wins."""
    who = surname(persons[0]) if persons else fields["publisher"] or fields["title"]
    text = f"Full text of {who} {fields['year']}".strip()
    if doi := fields["doi"]:
        link = "https://doi.org/" + quote(doi, safe="/:;(),.-_~!$&'*=@")
        return {"shown": f"doi:{doi}", "link": link, "label": f"{text} at doi.org"}
    if found := URL.fullmatch(fields["url"]):
        page = f"Web page of {fields['publisher'] or who}" if genre == "webpage" else f"{text} at {found[2]}"
        link = (found[1] or "https://") + found[2] + quote(found[3], safe="%/:?#[]@!$&'()*+,;=~-._")
        return {"before": "Available from:", "shown": found[2] + found[3], "link": link, "label": page}
    return {}


def surname(person: Person) -> str:
    """A person's family name with its particles, or an organisation's name."""
    return plain(" ".join(person.prelast_names + person.last_names))


class VancouverNames(BaseNameStyle):  # type: ignore[misc]  # pybtex ships no types
    """`van der Berg, Anna-Maria` -> `van der Berg AM`; a corporate author in braces stays whole."""

    def format(self, person: Person, abbr: bool = False) -> Any:
        """A pybtex template of one name. `RHJ` typed as a given name is initials, `JEAN` a name in capitals."""
        given = plain(" ".join(person.first_names + person.middle_names))
        parts = re.findall(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*", given)
        initials = (part if re.fullmatch("[A-Z]{1,3}", part) else part[0].upper() for part in parts)
        lineage = [plain(part).rstrip(".") for part in person.lineage_names]
        return words[surname(person), "".join(initials), " ".join(LINEAGE.get(part, part) for part in lineage)]


_may = optional_field(raw=True)
_must = field(raw=True)
_lead = sentence[optional[names("author", sep=", ")]]
_editors = sentence[optional[names("editor", sep=", "), ", ", _must("edited")]]
_place = join(sep=": ")[_may("address"), _may("publisher")]
_number = optional["(", _must("number"), ")"]
_cited = optional["[cited ", _must("visit"), "]"]
_title = sentence(sep=" ")[_may("title"), _may("medium")]
BLOCKS: Mapping[str, Any] = {
    "lead": first_of[_lead, _editors],
    "title": _title,
    "linked title": first_of[optional[href(_must("link"))[_title]], _title],
    "journal": sentence[_may("journal")],
    "issue": sentence(sep=":")[join(sep=";")[_may("issued"), join[_may("volume"), _number]], _may("pages")],
    "editors": optional[field("author", apply_func=lambda _: ""), _editors],  # where they do not lead
    "in": optional["In: ", join(sep=" ")[_editors, sentence[_must("booktitle")]]],
    "edition": sentence[_may("edition")],
    "volume": sentence[optional["Vol. ", _must("volume")]],
    "imprint": sentence(sep="; ")[_place, _may("issued")],
    "pages": sentence[optional["p. ", _must("pages")]],
    "type": sentence[_may("type")],
    "number": sentence[optional["Report No.: ", _must("number")]],
    "site": sentence(sep=" ")[join(sep="; ")[_place, _may("date")], _cited],
    "server": sentence(sep=" ")[_may("server"), "[Preprint]"],
    "dated": sentence(sep=" ")[_may("date"), _cited],
    "eprint": sentence[optional["arXiv:", _must("eprint")]],
    "access": optional[join(sep=" ")[_may("before"), href(_must("link"))[_must("shown")]]],
}
LAYOUTS: Mapping[str, str] = {  # what stands in a reference of each genre, in order
    "article": "lead title journal issue access",
    "book": "lead title edition volume editors imprint pages access",
    "chapter": "lead title in edition volume imprint pages access",
    "report": "lead title type imprint number access",
    "thesis": "lead title imprint access",
    "webpage": "lead title site access",
    "preprint": "lead title server dated eprint access",
    "misc": "lead title edition imprint access",
}


class VancouverStyle(BaseStyle):  # type: ignore[misc]  # pybtex ships no types
    """The Vancouver style, for pybtex."""

    # Classes, not names: pybtex would look a name up among all the packages of this Python.
    default_name_style, default_label_style, default_sorting_style = VancouverNames, LabelStyle, SortingStyle

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """The reference as rich text; raises nothing, whatever the entry lacks."""
        clear = cleaned(entry)
        template = join(sep=" ")[[BLOCKS[name] for name in self.layout(clear.type)]]
        return FormattedEntry(entry.key, template.format_data({"entry": clear, "style": self}), label)

    def layout(self, genre: str) -> list[str]:
        """The blocks of a reference of this genre, in order."""
        return LAYOUTS[genre].split()


class BriefStyle(VancouverStyle):
    """References without an address in words: the title is the link."""

    def layout(self, genre: str) -> list[str]:
        """The same blocks, the title linked and the address left out."""
        return ["linked title" if name == "title" else name for name in super().layout(genre) if name != "access"]


STYLE, BRIEF_STYLE = VancouverStyle(), BriefStyle()
