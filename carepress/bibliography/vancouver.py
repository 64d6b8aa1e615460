"""Vancouver: how a reference reads at the foot of a handout.

pybtex ships no medical style. This one follows ICMJE's sample references and NLM's Citing Medicine, 2nd ed.

In:   one pybtex Entry, as parsed.
Out:  a tuple of TextRun: plain text, then the DOI, or else the web address, linked and without a full stop.
Never: makes HTML, or reports a fault; what is missing leaves no gap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pybtex.database import Entry, Person
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.labels.number import LabelStyle
from pybtex.style.names import BaseNameStyle
from pybtex.style.sorting.none import SortingStyle
from pybtex.style.template import field, first_of, href, join, names, optional, optional_field, sentence, words

from carepress.bibliography.fields import ET_AL, cleaned, surname
from carepress.bibliography.latex import plain

BRIEF_AUTHORS = 3
LINEAGE = {"II": "2nd", "III": "3rd", "IV": "4th"}  # Citing Medicine, chapter 1


@dataclass(frozen=True, kw_only=True, slots=True)
class TextRun:
    """A stretch of a reference: plain text, or a link with its description for a screen reader."""

    text: str
    href: str | None = None
    label: str = ""


def runs_of(entry: Entry, *, brief: bool = False) -> tuple[TextRun, ...]:
    """The reference as it is printed. An entry without content is shown by its key, so that its number leads somewhere.

    `brief`, for further reading: at most three authors, and the title is the link instead of a DOI in words.
    """
    entry = _shortened(cleaned(entry)) if brief else cleaned(entry)
    parts = (BRIEF_STYLE if brief else STYLE).format_entry("", entry).text.parts
    linked = {"href": entry.fields.get("link"), "label": entry.fields.get("label", "")}
    runs = (TextRun(text=str(part), **(linked if hasattr(part, "url") else {})) for part in parts)
    return tuple(runs) or (TextRun(text=f"{entry.key}."),)


def _shortened(entry: Entry) -> Entry:
    authors = entry.persons.get("author", [])
    if len(authors) > BRIEF_AUTHORS:
        authors = [*authors[:BRIEF_AUTHORS], ET_AL]
    short = Entry(entry.type, entry.fields, {**entry.persons, "author": authors})
    short.key = entry.key
    return short


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
LAYOUTS: Mapping[str, str] = {  # the blocks of a reference of each genre, in order
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
        """The reference as rich text. It raises nothing, whatever the entry lacks."""
        entry = cleaned(entry)
        template = join(sep=" ")[[BLOCKS[name] for name in self.layout(entry.type)]]
        return FormattedEntry(entry.key, template.format_data({"entry": entry, "style": self}), label)

    def layout(self, genre: str) -> list[str]:
        """The blocks of a reference of this genre, in order."""
        return LAYOUTS[genre].split()


class BriefStyle(VancouverStyle):
    """References without an address in words: the title is the link."""

    def layout(self, genre: str) -> list[str]:
        """The same blocks, the title linked and the address left out."""
        return ["linked title" if name == "title" else name for name in super().layout(genre) if name != "access"]


STYLE, BRIEF_STYLE = VancouverStyle(), BriefStyle()
