"""Floods: one mistake, such as a pasted spreadsheet, can be a fault on each of 100,000 lines.

Nobody reads them all, and a build must not spend minutes on showing them. So the first ones of each rule are shown, and
how many more there are.

In:   Diagnostics.
Out:  Diagnostics, with a note in place of what is too much.
Never: leaves out the first fault of a rule in a file: what is an error stays one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Diagnostics

MOST = 100  # faults of one rule in one file: far more than anybody corrects before the next run


def without_floods(diagnostics: Iterable[Diagnostic]) -> Diagnostics:
    """The first MOST faults of each rule in each file, and a note where there are more."""
    counts, kept, cut = Counter[tuple[str, str]](), list[Diagnostic](), dict[tuple[str, str], Diagnostic]()
    for fault in diagnostics:
        kind = (fault.code, fault.span.file if fault.span else fault.document)
        counts[kind] += 1
        if counts[kind] <= MOST:
            kept.append(fault)
        else:
            cut.setdefault(kind, fault)
    return Diagnostics(tuple(chain(kept, _notes(cut, counts))))


def _notes(cut: dict[tuple[str, str], Diagnostic], counts: Counter[tuple[str, str]]) -> Iterator[Diagnostic]:
    for kind, first in cut.items():
        yield rule("more-faults").at(first.span, code=first.code, count=counts[kind] - MOST, document=first.document)
