"""Preflight: nothing unfit leaves. One module a subject; each takes a proof and returns Diagnostics.

    proof          what there is to check: Written, Pages, Finished
    text           no letter lost
    panels         every panel filled, and its text clear of edges and folds
    sheets         every panel where the paper folds
    references     works: cited, complete, abbreviated, not too old
    language       reading level, long sentences and words, claims, emphasis
    reading        the reading formulas, for `language` and the report
    wording        hard words, promises, italics and capitals, for `language`
    sentences      a manuscript as sentences with their places; syllables: their length when spoken
    lexicon        the words that `language` knows, from words/
    governance     who answers for it, until when; drafts and notices say so on the page
    qr             the code, read back from the finished page as a telephone would
    camera         a code as a telephone sees it: found, measured, photographed on good days and bad ones
    contact        the address in the code: the clinic's own, short, and silent about patients
    accessibility  words for pictures, links and columns
    contrast       every word against what lies behind it
    tags           what a screen reader and an archive look for in the file
    verapdf        PDF/UA-1 and PDF/A-2a by the reference validator
    print          type sizes, pictures, lines, fonts, boxes
    pictures       dots, lines and letters of pictures as they are placed
    email          size, file name, metadata

A check that looks at text runs before the pages are made, so that all faults of a manuscript are told in one run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from carepress.diagnostics.model import Diagnostic
from carepress.preflight import (
    accessibility,
    contact_url,
    contrast,
    email,
    governance,
    lost_text,
    panels,
    print_quality,
    qr_code,
    references,
    sheets,
    tags,
)
from carepress.preflight.proof import Finished, Pages, Written
from carepress.preflight.readability import language

Proof = TypeVar("Proof")

OF_WRITTEN: Sequence[Callable[[Written], Iterator[Diagnostic]]] = (
    language.check_written,
    references.check_written,
    accessibility.check_written,
    email.check_written,
)
OF_PAGES: Sequence[Callable[[Pages], Iterator[Diagnostic]]] = (
    lost_text.check_pages,
    panels.check_pages,
    qr_code.check_pages,
    contact_url.check_pages,
    print_quality.check_pages,
)
OF_FINISHED: Sequence[Callable[[Finished], Iterator[Diagnostic]]] = (
    qr_code.check_finished,
    governance.check_finished,
    tags.check_finished,
    contrast.check_finished,
    print_quality.check_finished,
    sheets.check_finished,
    email.check_finished,
)


def check(proof: Proof, checks: Sequence[Callable[[Proof], Iterator[Diagnostic]]]) -> tuple[Diagnostic, ...]:
    """Every fault that these checks find, in their order."""
    return tuple(fault for find in checks for fault in find(proof))
