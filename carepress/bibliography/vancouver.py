"""Vancouver: how a reference reads at the foot of a handout.

pybtex ships no medical style. This one follows ICMJE's sample references and NLM's Citing Medicine, 2nd ed. Three signs
differ, as people copy and type what they see: no blank after `doi:`, no full stop after a DOI, no `https://`.

In:   one Cleaned entry.
Out:  a tuple of TextRun: plain text, then the DOI, or else the web address, linked and without a full stop.
Never: makes HTML, or reports a fault; what is missing leaves no gap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pybtex.database import Entry
from pybtex.style.template import field, first_of, href, join, optional, optional_field, sentence

from carepress.bibliography.fields import Cleaned
from carepress.bibliography.people import listed

BRIEF_AUTHORS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class TextRun:
    """A stretch of a reference: plain text, or a link with its description for a screen reader."""

    text: str
    href: str | None = None
    label: str = ""


_may = optional_field(raw=True)
_must = field(raw=True)
_editors = sentence[_may("editors")]
_translators = sentence[_may("translators")]
_place = join(sep=": ")[_may("address"), _may("publisher")]
_number = optional["(", _must("number"), ")"]
_title = sentence(sep=" ")[_may("title"), _may("medium")]
_book = sentence[_must("booktitle")]
_by = first_of[optional[sentence[_must("authors")]], _editors]
BLOCKS: Mapping[str, Any] = {
    "lead": _by,
    "inventors": sentence(sep="; ")[_may("authors"), _may("holders")],
    "title": _title,
    "linked title": first_of[optional[href(_must("link"))[_title]], _title],
    "journal": sentence[_may("journal")],
    "issue": sentence(sep=":")[join(sep=";")[_may("issued"), join[_may("volume"), _number]], _may("pages")],
    "editors": optional[field("authors", apply_func=lambda _: ""), _editors],  # where they do not lead
    "translators": _translators,
    "in": optional[
        "In: ",
        join(sep=" ")[
            optional[sentence[_must("bookauthors")]],
            optional[field("authors", apply_func=lambda _: ""), _editors],
            sentence[_must("booktitle")],
        ],
    ],
    "within": optional["In: ", sentence[_must("booktitle")]],
    "book": _book,
    "linked book": first_of[optional[href(_must("link"))[_book]], _book],
    "edition": sentence[_may("edition")],
    "volume": sentence[optional["Vol. ", _must("volume")]],
    "imprint": sentence(sep="; ")[_place, _may("issued")],
    "extent": _may("extent"),
    "series": sentence[_may("series")],
    "no.": sentence[optional["No. ", _must("number")]],
    "pages": sentence(sep="; ")[optional["Chapter ", _must("chapter")], optional["p. ", _must("pages")]],
    "part": sentence(sep="; ")[
        _may("own title"), optional["Chapter ", _must("chapter")], optional["p. ", _must("pages")]
    ],
    "type": sentence[_may("type")],
    "patent": sentence(sep=" ")[_may("type"), _may("number")],
    "number": sentence[optional["Report No.: ", _must("number")]],
    "site": sentence(sep=" ")[join(sep="; ")[_place, _may("date")], _may("cited")],
    "server": sentence(sep=" ")[_may("server"), "[Preprint]"],
    "dated": sentence(sep=" ")[_may("date"), _may("cited")],
    "eprint": sentence[optional["arXiv:", _must("eprint")]],
    "notes": _may("notes"),
    "access": optional[join(sep=" ")[_may("before"), href(_must("link"))[_must("shown")]]],
}
LINKED = {"title": "linked title", "book": "linked book"}  # in brief: what leads to the work
LAYOUTS: Mapping[str, str] = {  # the blocks of a reference of each genre, in order
    "article": "lead title journal issue translators notes access",
    "book": "lead title edition volume editors translators imprint extent series no. pages notes access",
    "chapter": "lead title in edition volume translators imprint extent series no. pages notes access",
    "part": "lead book edition volume translators imprint series no. part notes access",
    "report": "lead title type edition imprint number extent series pages notes access",
    "thesis": "lead title imprint extent number notes access",
    "webpage": "lead title type edition site notes access",
    "preprint": "lead title type server dated eprint notes access",
    "patent": "inventors title patent dated notes access",
    "misc": "lead title within edition volume editors imprint number extent series pages notes access",
}


def runs_of(entry: Cleaned, *, brief: bool = False) -> tuple[TextRun, ...]:
    """The reference as it is printed. An entry without content is shown by its key, so that its number leads somewhere.

    `brief`, for further reading: at most three authors, and the title is the link instead of a DOI in words.
    """
    entry = _shortened(entry) if brief else entry
    template = join(sep=" ")[[BLOCKS[name] for name in _blocks(entry, brief)]]
    filled = Entry(entry.type, entry.fields)
    filled.key = entry.key
    parts = template.format_data({"entry": filled}).parts
    link, label = entry.fields.get("link"), entry.fields.get("label", "")
    runs = (
        TextRun(text=str(part), href=link, label=label) if hasattr(part, "url") else TextRun(text=str(part))
        for part in parts
    )
    return tuple(runs) or (TextRun(text=f"{entry.key}."),)


def _blocks(entry: Cleaned, brief: bool) -> list[str]:
    names = LAYOUTS[layout_of(entry)].split()
    if not brief:
        return names
    return [LINKED.get(name, name) for name in names if name != "access"]


def layout_of(entry: Cleaned) -> str:
    """The name of the entry's layout. What nobody signs, as in a dictionary, or the author's own book, is a part."""
    fields = entry.fields
    own = fields.get("own title", "") == "" and "booktitle" in fields
    unsigned = "authors" not in fields and "booktitle" in fields
    return "part" if entry.type == "chapter" and (own or unsigned) else entry.type


def _shortened(entry: Cleaned) -> Cleaned:
    authors = entry.persons.get("author", ())
    if len(authors) <= BRIEF_AUTHORS or entry.type == "patent":
        return entry
    return replace(entry, fields={**entry.fields, "authors": listed(authors, BRIEF_AUTHORS)})
