"""Tagged files: MEDLINE, RIS and EndNote are lines of a tag and a value, one work after another.

No library reads all three or says on which line a work begins, which messages need; rispy 0.10 drops a work without a
word where the end of the one before it is missing.

In:   the text, and how its lines look.
Out:  Records, each with the line where it begins; lines that belong to no work are refused.
Pure: knows what no tag means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from carepress.bibliography.importing.model import LONGEST, Person, Refused


@dataclass(kw_only=True)
class Record:
    """The values of one work by their tags, in order. Grows while a file is read."""

    line: int
    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, tag: str, value: str) -> None:
        """Note one more value."""
        self.values.setdefault(tag, []).append(value)

    def all(self, *tags: str) -> list[str]:
        """Every value of these tags that is not empty."""
        return [value.strip() for tag in tags for value in self.values.get(tag, ()) if value.strip()]

    def first(self, *tags: str) -> str:
        """The first value of the first of these tags that has one."""
        return next(iter(self.all(*tags)), "")


def records(text: str, tagged: re.Pattern[str], start: str, end: str = "") -> Iterator[Record | Refused]:
    """Cut a file into works. One begins with the tag `start`, or after the tag `end`; lines without a tag go on.

    Without `start`, a work ends at an empty line.
    """
    record: Record | None = None
    tag = ""
    for number, line in enumerate(text.split("\n"), 1):
        match = tagged.match(line)
        if match is None:
            if record and not start and not line.strip():
                yield record
                record = None
            elif record and line.strip() and tag:
                record.values[tag][-1] = f"{record.values[tag][-1]} {line.strip()}".strip()
            continue
        if match[1] == end:
            if record:
                yield record
            record, tag = None, ""
        elif match[1] == start or record is None:
            if record:
                yield record
            record, tag = Record(line=number), match[1]
            record.add(tag, match[2].strip())
        else:
            tag = match[1]
            record.add(tag, match[2].strip())
    if record:
        yield record


def person(name: str) -> Person:
    """A name as tagged files have it: `Brown, Robert H`, `Kelly, John, Jr.`, `Brown RH`, or an organisation."""
    if len(name) > LONGEST:
        return Person(family=name)
    parts = [part.strip() for part in name.split(",")]
    parts = parts if all(parts[:2]) else [" ".join(filter(None, parts))]
    if len(parts) == 2 and (lineage := re.fullmatch(r"(.+?)\s+(Jr|Sr|II|III|IV|2nd|3rd)\.?", parts[1])):
        parts = [parts[0], lineage[1], lineage[2]]
    if 2 <= len(parts) <= 3:
        return Person(family=parts[0], given=parts[1], suffix="".join(parts[2:]))
    if initials := re.fullmatch(r"(\S+(?: \S+)*?) ([A-Z]{1,3})(?: (Jr|Sr|2nd|3rd|II|III|IV))?", name.strip(", ")):
        return Person(family=initials[1], given=initials[2], suffix=initials[3] or "")
    return Person(family=name.strip(", "))


def pmid_in(texts: list[str]) -> Mapping[str, str]:
    """The PubMed number in notes such as `PMID: 31234567`."""
    match = re.search(r"\bPMID:?\s*(\d{4,9})\b", " ".join(texts))
    return {"pmid": match[1]} if match else {}


def page_range(first: str, last: str) -> str:
    """`162` and `172` as `162-172`; an e-locator, or a range in one field, stays."""
    return f"{first}-{last}" if first and last and last != first and "-" not in first else first or last
