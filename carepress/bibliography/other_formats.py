"""Other formats: what reference managers and PubMed write besides BibTeX, pasted into references.bib by mistake.

BibTeX takes any text between its entries for a comment, so a pasted reference would vanish without a word.

In:   the text of references.bib.
Out:  the stretches in another format, each with its name and the ending of its files.
Never: reads them: `carepress import` does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TAGGED = r"[A-Z][A-Z0-9]{1,3} {0,2}- .*\n(?: +.*\n)*[A-Z][A-Z0-9]{1,3} {0,2}-(?: |$)|PMID- ?\d+|TY  - [A-Z]+"
START = re.compile(
    rf"^(?:(?P<tagged>{TAGGED})"
    r"|(?P<enw>%0 [A-Z])"
    r"|(?P<json>[ \t]*(?:\[\s*)?\{\s*\"(?:id|type|title|DOI|author|abstract|citation-key)\"\s*:)"
    r"|(?P<xml>[ \t]*<(?:\?xml\b|!DOCTYPE Pubmed|Pubmed(?:Book)?Article|MedlineCitation|xml>)))",
    re.MULTILINE,
)
NAMES = {
    "nbib": "MEDLINE, as PubMed saves it",
    "ris": "RIS",
    "enw": "EndNote's own format",
    "json": "CSL-JSON",
    "xml": "XML, as PubMed and EndNote save it",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Pasted:
    """A stretch of text in another format: its name, the ending of such files, and where it is."""

    name: str
    ending: str
    start: int
    end: int


def pasted(text: str, entries: Sequence[int]) -> Iterator[Pasted]:
    """What is in another format; each reaches to the next of the `entries`, which are offsets, or to the end."""
    after = 0
    for match in START.finditer(text):
        if match.start() < after or _is_inside(text, match.start(), entries):
            continue
        index = bisect_right(entries, match.start())
        after = entries[index] if index < len(entries) else len(text)
        ending = match.lastgroup or ""
        if ending == "tagged":
            ending = _tagged(text[match.start() : after])
        yield Pasted(name=NAMES[ending], ending=ending, start=match.start(), end=after)


def _is_inside(text: str, at: int, entries: Sequence[int]) -> bool:
    """Whether a place is in the braces of an entry: an abstract may quote anything."""
    index = bisect_right(entries, at)
    start = entries[index - 1] if index else at
    before = text[start:at].replace("\\{", "").replace("\\}", "")
    return before.count("{") > before.count("}")


def _tagged(text: str) -> str:
    """MEDLINE and RIS look alike: RIS has tags of two signs only, and TY for the first."""
    is_ris = "TY  - " in text or not re.search(r"^(?:PMID|[A-Z]{3,4}) ?- ", text, re.MULTILINE)
    return "ris" if is_ris else "nbib"


def without(text: str, stretches: Sequence[Pasted]) -> str:
    """The text with blanks in place of these stretches, so that every place stays."""
    parts, at = [], 0
    for stretch in stretches:
        parts += [text[at : stretch.start], re.sub(r"[^\n]", " ", text[stretch.start : stretch.end])]
        at = stretch.end
    return "".join((*parts, text[at:]))
