"""The registry: which check runs at which moment. A check takes a proof and yields Diagnostics.

    proof           what there is to check: Written, Pages, Finished
    collection      all documents together: review days, translations, works that nobody cites
    written         readability/language, references, accessibility, email
    pages           read_back, lost_text, overprint, text_style, panels, qr_code, contact_url, print_quality
    finished        read_back, qr_code, governance, tags, actions, contrast, print_quality, sheets, email

    accessibility   words for pictures, links and columns
    actions         links in the file, and nothing that runs or is carried in it
    contact_url     the address in the QR code: the clinic's own, short, and silent about patients
    contrast        every word against what lies behind it, and nothing over it. text_runs: where text stands
    email           size, name and metadata of the file
    governance      who answers for the handout; drafts and notices are printed as such
    image_quality   dots, lines and letters of images as printed, for print_quality
    locate          where something on a page was written, and what a page is called
    lost_text       no letter is lost
    panels          every panel is filled, and its text keeps clear of edges and folds
    overprint       no text stands on other text
    print_quality   type sizes, lines, fonts, page boxes
    qr_code         the QR code, read back from the finished page
    qr_reader       codes on a page: detected, measured, read in poor conditions
    read_back       the text of the finished PDF is what was typed. typed_text: what was typed, asking no parser
    readability/    language: reading level and long sentences. wording: hard words, promises, emphasis.
                    formulas, sentences, syllables, lexicon: what these two stand on
    references      works that are old, and journals that are not abbreviated
    sheets          every panel stands where the paper folds
    tags            what a screen reader and an archive look for in the file
    unused          names in content/ that nothing reads; on every build, as `collection`
    text_style      no stylesheet adds words, strikes them out, turns them or cuts them off
    verapdf         PDF/UA-1 and PDF/A-2a by the reference validator, for all files of a build at once

Checks of the text run before pages are made, so that all faults of a manuscript are shown in one run.

In:   a proof, and the checks of its moment.
Out:  Diagnostics, in the order of the checks.
Pure: changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from carepress.diagnostics.model import Diagnostic
from carepress.preflight import (
    accessibility,
    actions,
    contact_url,
    contrast,
    email,
    governance,
    lost_text,
    overprint,
    panels,
    print_quality,
    qr_code,
    read_back,
    references,
    sheets,
    tags,
    text_style,
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
    read_back.check_pages,
    lost_text.check_pages,
    overprint.check_pages,
    text_style.check_pages,
    panels.check_pages,
    qr_code.check_pages,
    contact_url.check_pages,
    print_quality.check_pages,
)
OF_FINISHED: Sequence[Callable[[Finished], Iterator[Diagnostic]]] = (
    read_back.check_finished,
    qr_code.check_finished,
    governance.check_finished,
    tags.check_finished,
    actions.check_finished,
    contrast.check_finished,
    print_quality.check_finished,
    sheets.check_finished,
    email.check_finished,
)


def check(proof: Proof, checks: Sequence[Callable[[Proof], Iterator[Diagnostic]]]) -> tuple[Diagnostic, ...]:
    """Every fault that these checks find, in their order."""
    return tuple(fault for run in checks for fault in run(proof))
