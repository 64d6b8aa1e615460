"""Sentences: a manuscript's text sentence by sentence, each with its place.

Headings, list numerals and reference markers are not prose; a full stop after 'Dr' or in '2.5' ends no sentence. A list
item, a table cell and a caption are sentences, whether or not they end with a full stop. The text of every box counts,
also of boxes that only one format shows.

In:   a Document, or words of its front matter.
Out:  Sentences: plain text, words, and the offset of every word in the author's file.
Never: judges.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from carepress.content.document import Block, Document
from carepress.content.manuscript import Manuscript, Node
from carepress.diagnostics.model import Span
from carepress.project.source import Source

WORD = re.compile(
    r"(?:https?://|www\.)\S*\w|\S+@\S*\w"  # an address
    r"|(?:[^\W\d_]\.){2,}"  # e.g., U.S.
    r"|\d+(?:[.,:]\d+)*(?![^\W\d_])"  # 2.5, 1,000, 8:30
    r"|[^\W_]+(?:['’‑-][^\W_]+)*"
)
END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[\"'“‘«¿¡(\[]*[^\W_])")
GOES_ON = re.compile(
    r"(?<![^\W\d_])(?:Dr|Dra|Drs|Mr|Mrs|Ms|Prof|Sr|Sra|St|e\.g|i\.e|p\.\s?ej|cf|vs|approx|aprox|incl|p|pp|pág|Fig|fig|U\.S"
    r"|U\.K|EE\.\s?UU|[A-Z])\.$"
)
"""What stands before a full stop that ends no sentence. After others, such as `a.m.` and `etc.`, a capital decides."""

SEARCH_RANGE = 1000  # letters of marks, citations and addresses between two words
PRINTED_KEYS = ("title", "subtitle", "summary")


class Kind(Enum):
    """Where a sentence stands: only prose counts for the reading level. The head of a column is a heading."""

    PROSE = auto()
    HEADING = auto()
    FRONT = auto()


OWN_TEXT = {"paragraph": Kind.PROSE, "td": Kind.PROSE, "th": Kind.HEADING, "heading": Kind.HEADING}
NO_TEXT = frozenset({"fence", "code_block", "html_block", "image"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word, where it starts in its sentence, and where in the author's file; both from 0."""

    text: str
    start: int
    offset: int

    @property
    def end(self) -> int:
        """Where it ends in its sentence."""
        return self.start + len(self.text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """Plain text without marks. `italic` are its stretches in italics; `section` is the heading above it."""

    text: str
    words: tuple[Word, ...]
    source: Source
    kind: Kind = Kind.PROSE
    section: str = ""
    italic: tuple[tuple[int, int], ...] = ()

    @property
    def line(self) -> int:
        """The manuscript's line on which it starts."""
        return self.span(0, len(self.text)).line

    def span(self, start: int, end: int) -> Span:
        """The author's own letters for a stretch of the text; of a stretch over several lines, the first one's."""
        first = self.words[min(bisect_right(self.words, start, key=lambda word: word.end), len(self.words) - 1)]
        last = self.words[max(bisect_left(self.words, end, key=lambda word: word.start) - 1, 0)]
        return self.source.span(first.offset, last.offset + len(last.text) - first.offset)


@dataclass(frozen=True, slots=True)
class _Passage:
    """The text of one paragraph, item, cell or caption, and its stretches in italics."""

    text: str
    kind: Kind
    italic: tuple[tuple[int, int], ...] = ()


def sentences_of(document: Document) -> tuple[Sentence, ...]:
    """Every sentence of the body, in the author's order, with its headings."""
    source = document.source
    sentences: list[Sentence] = []
    for section in document.sections:
        title = ""
        if section.heading is not None:
            title = _passage(section.heading, Kind.HEADING).text
            sentences += _split(_Passage(title, Kind.HEADING), source, source.offset(section.line), title)
        for block in section.blocks:
            sentences += _of_block(block, source, title)
    return tuple(sentences)


def front_sentences(document: Document, manuscript: Manuscript) -> tuple[Sentence, ...]:
    """The sentences of the front matter that are printed: title, subtitle, summary, the glossary's meanings."""
    front, source = document.front, document.source
    printed: list[tuple[tuple[str, ...], str]] = [((key,), getattr(front, key)) for key in PRINTED_KEYS]
    printed += [(("glossary", word), meaning) for word, meaning in front.glossary.items()]
    sentences: list[Sentence] = []
    for path, text in printed:
        span = manuscript.front.span(*path)
        sentences += _split(_Passage(text, Kind.FRONT), source, source.offset(span.line) + span.column - 1, "")
    return tuple(sentences)


def _passage(node: Node, kind: Kind) -> _Passage:
    """The words of an inline text, with a space for a line end and nothing for a reference marker."""
    text, italic = "", list[tuple[int, int]]()
    for leaf, in_italics in _leaves(node, False):
        start = len(text)
        text += " " if leaf.type in {"softbreak", "hardbreak"} else leaf.content
        if in_italics and italic and italic[-1][1] == start:
            start = italic.pop()[0]
        if in_italics:
            italic.append((start, len(text)))
    return _Passage(text, kind, tuple(italic))


def _leaves(node: Node, in_italics: bool) -> Iterator[tuple[Node, bool]]:
    if node.type in {"text", "code_inline", "softbreak", "hardbreak"}:
        yield node, in_italics
    elif node.type not in {"image", "citation"}:
        for child in node.children:
            yield from _leaves(child, in_italics or node.type == "em")


def _of_block(block: Block, source: Source, section: str) -> Iterator[Sentence]:
    if block.blocks:
        for inner in block.blocks:
            yield from _of_block(inner, source, section)
    elif block.node.map:
        before_body = block.line - block.node.map[0]  # from the body's lines to the file's
        previous = offset = 0
        for passage, line in _passages(block.node, block.node.map[0]):
            offset = offset if line == previous else source.offset(line + before_body)  # cells share a line
            previous = line
            for sentence in _split(passage, source, offset, section):
                offset = sentence.words[-1].offset + len(sentence.words[-1].text)
                yield sentence


def _passages(node: Node, line: int) -> Iterator[tuple[_Passage, int]]:
    """Every text of a block that stands by itself, with the body's line on which it starts."""
    line = node.map[0] if node.map else line
    if node.type in OWN_TEXT:
        yield _passage(node, OWN_TEXT[node.type]), line
    elif node.type == "image" and (caption := str(node.attrs.get("title", ""))):
        yield _Passage(caption, Kind.PROSE), line
    if node.type not in NO_TEXT:
        for child in node.children:
            yield from _passages(child, line)


def _split(passage: _Passage, source: Source, offset: int, section: str) -> Iterator[Sentence]:
    """A text as sentences. Its words are found in the author's file, one after another, from `offset` on."""
    ends = [match.end() for match in END.finditer(passage.text) if _is_end(passage.text, match)]
    for start, end in pairwise([0, *ends, len(passage.text)]):
        text, words = passage.text[start:end].rstrip(), []
        for match in WORD.finditer(text):
            place = _find(match[0], source.text, offset)
            words.append(Word(text=match[0], start=match.start(), offset=place if place >= 0 else offset))
            offset = place + len(match[0]) if place >= 0 else offset
        if words:
            italic = tuple(
                (max(first, start) - start, min(last, end) - start)
                for first, last in passage.italic
                if first < end and last > start
            )
            yield Sentence(
                text=text, words=tuple(words), source=source, kind=passage.kind, section=section, italic=italic
            )


def _find(word: str, text: str, offset: int) -> int:
    """Where a word stands next in the author's file, whole and as typed; -1 if it is written in another way there."""
    stop = offset + len(word) + SEARCH_RANGE
    for typed in dict.fromkeys((word, word.replace("’", "'"))):
        place = text.find(typed, offset, stop)
        while place >= 0 and _is_inside(text, place, place + len(typed)):
            place = text.find(typed, place + 1, stop)
        if place >= 0:
            return place
    return -1


def _is_inside(text: str, start: int, end: int) -> bool:
    """Whether a stretch is only a part of a word."""
    return text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()


def _is_end(text: str, end: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence: no abbreviation stands before it, and no small letter behind it."""
    after = text[end.end() : end.end() + 4].lstrip("\"'“‘«¿¡([")[:1]
    return not after.islower() and not GOES_ON.search(text[max(end.start() - 10, 0) : end.start()])
