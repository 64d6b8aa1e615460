"""Preflight of the finished text: read back from the PDF, it is what the author typed.

What was typed comes from `typed_text`, which asks no parser; what a patient gets comes from the finished file.

In:   each laid-out document, each Finished edition.
Out:  Diagnostics.
Never: looks at meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from textwrap import shorten

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.proof import Finished, Pages
from carepress.preflight.typed_text import TypedLine, typed_lines
from carepress.project.source import Source
from carepress.typeset import Layout

NOT_COMPARED = re.compile(
    r"[\s\x00-\x1f\xad\u200b-\u200f\u202a-\u202f\u2060-\u2064\ufeff\ufffe"  # unseen
    r"\-\u2010\u2011\"'\xab\xbb\u2018-\u201f\u2039\u203a*_`\\|\[\]]+|https?://|mailto:|tel:"
)
"""Spaces, hyphens and quotation marks, which typesetting changes; marks of Markdown; schemes of addresses."""
UNIT = re.compile(r"\w+|[^\w\s]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]+")
OTHER_SCRIPTS = re.compile("[\u0590-\u1dff\u2e80-\ufaff\U00010000-\U0001cfff\U0001e000-\U0001efff]")
"""All but Latin, Greek and Cyrillic: in them, letters change their form or place with their neighbours."""
LONG = 12  # letters of a piece that is found in another place by no chance
CLEAR = 4  # letters of a heading that is part of a template's line by no chance
TAKEN = "\0"
MOST_TOLD = 10
LONGEST = 60  # letters of a message
MOST_TOGETHER = 64  # units that are looked for at once
MOST_TRIES = 1_000_000  # places that are looked at, a bound for texts that are an attack


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a line that the PDF lacks, or has twice."""

    line: TypedLine
    words: str
    is_doubled: bool = False


def check_pages(pages: Pages) -> Iterator[Diagnostic]:
    """Text that runs from right to left is refused on pages that run from left to right."""
    source = pages.written.manuscript.source
    if pages.context.locale.say("direction") == "ltr" and (match := RIGHT_TO_LEFT.search(source.text)):
        yield rule("altered-text", "right-to-left").at(source.span(match.start(), len(match[0])), words=match[0])


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Every word of the manuscript is in the PDF as it was typed, and as often; those of its head at least once."""
    source = finished.pages.written.manuscript.source
    yield from _lost_from_head(finished)
    lines = typed_lines(source.text, finished.pages.context.format.name)
    found = differences(lines, "\n".join(finished.texts), _of_templates(finished.pages.layout))
    found = _one_for_a_script(found)
    yield from (_fault(difference, source) for difference in found[:MOST_TOLD])
    if len(found) > MOST_TOLD:
        yield rule("altered-text", "more").at(source.span_at(found[MOST_TOLD].line.number))


def _one_for_a_script(found: Sequence[Difference]) -> Sequence[Difference]:
    """All differences, but of those that a script causes only the first: they have one cause."""
    foreign = [each for each in found if not each.is_doubled and OTHER_SCRIPTS.search(each.words)]
    return [each for each in found if each is foreign[0] or each not in foreign] if foreign else found


def _lost_from_head(finished: Finished) -> Iterator[Diagnostic]:
    """What the front matter says to be printed in every format, and no page has."""
    written, printed = finished.pages.written, _plain("".join(finished.texts))
    front, record = written.document.front, written.manuscript.front
    texts: dict[tuple[str, ...], str] = {("title",): front.title, ("subtitle",): front.subtitle}
    texts |= {("glossary", word): f"{word} {meaning}" for word, meaning in front.glossary.items()}
    for path, text in texts.items():
        if lost := [word for word in text.split() if _plain(word) not in printed]:
            yield rule("altered-text", "head").at(record.span(*path), words=" ".join(lost)[:LONGEST])


def _fault(difference: Difference, source: Source) -> Diagnostic:
    line = difference.line.number
    span = source.find(difference.words, line=line, last=line)
    words = shorten(difference.words, LONGEST, placeholder=" ...")
    if difference.is_doubled:
        return rule("altered-text", "doubled").at(span, words=words)
    if OTHER_SCRIPTS.search(words):
        return rule("altered-text", "script").at(span, words=words)
    return rule("altered-text").at(span, words=words)


def _of_templates(layout: Layout) -> Iterator[str]:
    """What no line of the manuscript says, and the heads of tables, which are repeated on the next page."""
    for (_, element), together in groupby(layout.text_boxes, key=lambda entry: (entry[0], entry[1].element)):
        outer = element
        while outer is not None and outer.tag != "thead" and not outer.get("data-line", "").strip("0"):
            outer = layout.parents.get(outer)
        if outer is None or outer.tag == "thead":
            yield " ".join(box.text for _, box in together)


def differences(lines: Sequence[TypedLine], printed: str, of_templates: Iterable[str]) -> Sequence[Difference]:
    """What is not in `printed` as it was typed, by lines; of very many, not all.

    Long pieces are looked for first, as short ones occur in many places.
    """
    unread, own = _Unread(printed), [_plain(text) for text in of_templates]
    typed = [(_plain(piece), line, piece) for line in lines for piece in line.pieces]
    pieces = sorted([*typed, *((text, None, "") for text in own)], key=lambda entry: -len(entry[0]))
    long = [entry for entry in pieces if len(entry[0]) >= LONG]
    lost = [*islice(_lost(long, unread, own), MOST_TOLD + 1)]
    doubled = [Difference(line, piece, is_doubled=True) for text, line, piece in long if line and unread.has(text)]
    lost += islice(_lost(pieces[len(long) :], unread, own), MOST_TOLD + 1)
    return sorted([*lost, *doubled], key=lambda difference: difference.line.number)


def _lost(
    pieces: Sequence[tuple[str, TypedLine | None, str]], unread: _Unread, own: Sequence[str]
) -> Iterator[Difference]:
    """What cannot be found of these pieces. Those without a line are a template's: it may leave them out.

    A template may also print a heading in a line of its own making, such as `1. What is asthma?`.
    """
    for text, line, piece in [entry for entry in pieces if unread.take(entry[0]) is None]:
        is_in_own = len(text) >= CLEAR and any(text in longer for longer in own)
        if line and not is_in_own and unread.take(_plain(line.typed)) is None:
            yield from (Difference(line, words) for words in _lost_words(piece, unread))


def _plain(text: str) -> str:
    """The text without what typesetting may change."""
    return NOT_COMPARED.sub("", _folded(text))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _lost_words(piece: str, unread: _Unread) -> Iterator[str]:
    """Words of a piece that is not in print as a whole. At the end of a line, it may go on in another column."""
    units = list(UNIT.finditer(piece))
    at = start = end = 0
    while at < len(units):
        together, first, last = unread.take_most([_plain(unit[0]) for unit in units[at : at + MOST_TOGETHER]])
        if start < at and together:
            yield _whole_words(piece, units[start], units[at - 1])
        elif at and together and not unread.parts_lines(end, first):
            yield _whole_words(piece, units[at - 1], units[at])
        at, end = at + max(together, 1), last
        start = at if together else start
    if start < at:
        yield _whole_words(piece, units[start], units[at - 1])


def _whole_words(piece: str, first: re.Match[str], last: re.Match[str]) -> str:
    start = piece.rfind(" ", 0, first.start()) + 1
    return piece[start : last.end()] + piece[last.end() :].partition(" ")[0]


class _Unread:
    """The text of a PDF, from which every piece that is found is taken away. Pieces begin and end with whole words."""

    def __init__(self, printed: str) -> None:
        folded, start, length = _folded(printed), 0, 0
        kept: list[str] = []
        self._edges, self._breaks = {0}, {0}
        for gap in (*NOT_COMPARED.finditer(folded), None):
            kept.append(folded[start : gap.start() if gap else None])
            length += len(kept[-1])
            start = gap.end() if gap else start
            self._edges.add(length)
            if gap is None or "\n" in gap[0]:
                self._breaks.add(length)
        self._text, self._tries = "".join(kept), MOST_TRIES

    def find(self, text: str) -> int | None:
        """Where the text stands, if it does and has not been taken."""
        at = self._text.find(text)
        while at >= 0 and self._tries and not (self._is_edge(at) and self._is_edge(at + len(text))):
            at = self._text.find(text, at + 1)
            self._tries -= 1
        return None if at < 0 else at

    def has(self, text: str) -> bool:
        """Whether the text stands there and has not been taken."""
        return self.find(text) is not None

    def _is_edge(self, at: int) -> bool:
        """Whether no word goes on here."""
        return at in self._edges or not (self._text[at - 1].isalnum() and self._text[at].isalnum())

    def take(self, text: str) -> int | None:
        """Take the text away if it is there. Returns where it stood."""
        at = self.find(text)
        if at is not None:
            self._text = f"{self._text[:at]}{TAKEN * len(text)}{self._text[at + len(text) :]}"
        return at

    def take_most(self, units: Sequence[str]) -> tuple[int, int, int]:
        """Take as many of these units as stand together, from the first on. Returns how many, and their two ends."""
        fits, too_many = 0, len(units) + 1 if self.has(units[0]) else 1
        while too_many - fits > 1:
            middle = (fits + too_many) // 2
            fits, too_many = (middle, too_many) if self.find("".join(units[:middle])) is not None else (fits, middle)
        text = "".join(units[:fits])
        at = self.take(text) or 0
        return fits, at, at + len(text)

    def parts_lines(self, end: int, start: int) -> bool:
        """Whether a line ends at `end`, or one begins at `start`."""
        return end in self._breaks or start in self._breaks
