"""Rules of floods: the first hundred faults of a rule in a file are shown, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterator

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.flood import MOST, without_floods
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.source import Source


def faults(count: int, file: str = "content/asthma/en.md") -> Iterator[Diagnostic]:
    source = Source(file=file, text="\n".join(["Text."] * max(count, 1)))
    return (rule("table-header").at(source.span_at(line)) for line in range(1, count + 1))


def test_what_a_person_can_read_stays_as_it_is() -> None:
    found = Diagnostics((*faults(MOST), *faults(MOST, "content/asthma/es.md")))

    assert without_floods(found) == found


def test_the_first_ones_of_each_file_stay_and_a_note_counts_the_others_where_they_begin() -> None:
    found = list(faults(MOST + 7))
    *kept, note = without_floods([*found, *faults(1, "content/asthma/es.md")])

    assert kept == [*found[:MOST], *faults(1, "content/asthma/es.md")]
    assert note == rule("more-faults").at(found[MOST].span, code=found[0].code, count=7)


def test_a_flood_is_cut_once() -> None:
    once = without_floods(faults(MOST * 3))

    assert without_floods(once) == once
