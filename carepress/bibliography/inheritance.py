"""Inheritance: an entry takes what it lacks from those that its `crossref` and `xdata` name.

BibLaTeX's rules: what an entry has of its own wins; the title of a book is the `booktitle` of its chapter.

In:   a Reference, and how to find another by its key.
Out:  the Reference with what it inherits, and the fault of a parent that is missing or is its own descendant.
Never: inherits what belongs to one entry alone, such as its short title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pybtex.database import Entry

from carepress.bibliography.bibtex import Reference
from carepress.bibliography.fields import cleaned
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic

OWN = frozenset(
    """
    crossref xref xdata ids entryset entrysubtype execute label options presort related relatedoptions relatedstring
    relatedtype shortauthor shorteditor shorthand shorthandintro shorttitle shortjournal sortkey sortname sortshorthand
    sorttitle sortyear keywords abstract annote annotation file indextitle indexsorttitle
    """.split()  # noqa: SIM905 - a list would fill a page
)
ALIKE = ({"year", "date", "month", "day"}, {"journal", "journaltitle"}, {"address", "location"})
IN_BOOK = frozenset(
    ["inbook", "incollection", "inproceedings", "conference", "inreference", "bookinbook", "suppbook", "suppcollection"]
)
VOLUMES = frozenset(["mvbook", "mvcollection", "mvproceedings", "mvreference"])
PERIODICALS = frozenset({"periodical"})
MOST_GENERATIONS = 20  # a chapter, its volume, its series: more are a circle that has not closed yet
TITLES = ("title", "subtitle", "titleaddon")
Find = Callable[[str], Reference | None]


def with_inherited(reference: Reference, find: Find) -> Reference:
    """The reference with what it takes from others."""
    if not reference.typed.fields.keys() & {"crossref", "xdata"}:
        return reference
    family = _Family(find)
    entry = Entry(reference.typed.type, family.fields_of(reference, ()))
    entry.key = reference.key
    return replace(reference, cleaned=cleaned(entry), faults=(*reference.faults, *family.faults))


def parents(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The field and the key of each entry that one takes something from, in the order in which it takes."""
    for name in ("xdata", "crossref"):
        for key in fields.get(name, "").split(","):
            if key.strip():
                yield name, key.strip()


class _Family:
    """One entry's parents and theirs, each resolved once: entries that name one another in every way stay cheap."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._known: dict[str, dict[str, str]] = {}
        self.faults: list[Diagnostic] = []

    def fields_of(self, reference: Reference, trail: tuple[str, ...]) -> dict[str, str]:
        """What an entry has and what it inherits. `trail` are the keys of its descendants."""
        if (own := reference.key.lower()) not in self._known:
            self._known[own] = self._resolved(reference, (*trail, own))
        return self._known[own]

    def _resolved(self, reference: Reference, trail: tuple[str, ...]) -> dict[str, str]:
        fields = {name: str(text) for name, text in reference.typed.fields.items()}
        for name, key in parents(dict(fields)):
            parent, span = self._find(key), reference.span(name)
            if parent is None:
                self.faults.append(rule("missing-parent").at(span, key=reference.key, parent=key, field=name))
            elif parent.key.lower() in trail or len(trail) > MOST_GENERATIONS:
                self.faults.append(rule("missing-parent", "circle").at(span, key=reference.key, parent=key, field=name))
            else:
                inherited = self.fields_of(parent, trail)
                given = inherited if name == "xdata" else _renamed(inherited, parent.typed.type, reference.typed.type)
                has = {other for one in fields for other in next((group for group in ALIKE if one in group), {one})}
                fields |= {field: text for field, text in given.items() if field not in has | OWN}
        return fields


def _renamed(fields: Mapping[str, str], parent: str, child: str) -> dict[str, str]:
    """The fields as the child calls them."""
    prefix = "main" if parent in VOLUMES else "book" if child in IN_BOOK else ""
    if parent in PERIODICALS and child in ("article", "suppperiodical"):
        prefix = "journal"
    renamed = {name: text for name, text in fields.items() if name not in TITLES}
    renamed |= {f"{prefix}{name}": fields[name] for name in TITLES if prefix and name in fields}
    if prefix == "book" and "author" in fields:
        renamed["bookauthor"] = fields["author"]
        if child not in ("inbook", "bookinbook", "suppbook"):
            renamed.pop("author")
    return renamed
