"""Typed text: what an author typed, read from the file itself, line by line, without the marks of Markdown.

No parser is asked: what a parser drops or changes must not be able to hide from this reading.

In:   the text of a manuscript, and the name of a format.
Out:  a TypedLine for every line of the body that the format prints.
Pure: reads no file, and takes time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

FRONT_MATTER = re.compile(r"\s*^-{3}[ \t]*$.*?^-{3}[ \t]*$", re.MULTILINE | re.DOTALL)
BOX = re.compile(r" {0,3}:{3,}(?P<name>.*)")
CODE_FENCE = re.compile(r"`{3,}|~{3,}")
SECTION = re.compile(r" {0,3}##[ \t]")
UNDERLINE = re.compile(r" {0,3}(?:-+|=+)[ \t]*")
RULE = re.compile(r"[ \t>]*[-=*_|:][-=*_|: \t]*")
"""A line across the page, or the line below the head of a table."""
BULLET = r"(?:[•‣◦▪▫●○■□➢➤❖·\uf0a7\uf0b7\uf0d8\uf0fc]\s*|[o\u2013\u2014](?:\s?[\t\xa0]\s*|\s{2,})|[\u2013\u2014]\s)"
LABEL = r"(?:[-*+]|\(?(?:[0-9]{1,9}|[A-Za-z]|[ivxIVX]{2,5})[.)])(?:\s+[\s>]*|$)"
BEFORE = re.compile(
    rf"[\s>\ufeff\u200b]*(?:{BULLET}|{LABEL})*(?:\[[ xX]\]\s)?"
    r"(?:#{1,6}(?=\s|$)|\[\^[^\[\]\s]+\]:|(?:[Tt]able)?:(?=\s))?"
)
"""What stands before the text of a line: the marks of quotations, list items, headings, footnotes and definitions."""
ADDRESS = re.compile(r"[ \t>]*\[(?![@^])(?:\\.|[^\\\[\]])+\]:\s*\S+(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*")
"""A line that gives the address of links `[words][id]`."""
NOTE = re.compile(r"[ \t>]*\[\^(?P<label>[^\[\]\s]+)\]:")
AFTER = re.compile(r"(?<=[ \t])#+[ \t]*$")
SPLIT = "\0"
MARK = re.compile(
    r"""
      (?P<bracket>\\\[(?P<words>[^\[\]\n]{0,500})\](?=[\[(]))
    | (?P<code>(?P<ticks>`{1,9})(?!`)(?P<inside>[^`\n]{1,500}(?:(?!(?P=ticks))`{1,9}[^`\n]{1,500}){0,9})
        (?P=ticks)(?!`))
    | (?P<escaped>\\[!-/:-@\[-`{-~])
    | (?P<image>!\[(?:\\.|[^\\\]]|\](?!\()){0,500}(?=\]\())
    | (?P<blank>\\[ ](?=\s*\S))
    | (?P<note>\^\[(?P<text>[^\[\]]{1,1000})\])
    | (?P<citation>\[(?:@|(?:[^\[\]@]{0,500}\s)?-?@(?=[\w{]))[^\[\]]{0,500}\](?!\() | \[\^[^\[\]\s]{1,99}\]
        | (?<![\w.@/\\])@(?:\{[^{}\n]{1,99}\}|\w[\w:.\#$%&+?<>~/'-]{0,99}))
    | (?P<raised>(?P<sign>[~^])(?P<inner>(?:\\.|[^\s\\~^]){1,99})(?P=sign))
    | (?P<dash>(?<!-)-{2,3}(?!-))
    | (?P<target>\]\(\s{0,9}(?:<[^<>\n]{0,2000}>|(?:\\.|[^\s()\\]|\([^\s()]{0,500}\)){0,2000})
        (?:\s{1,9}(?P<title>"(?:\\.|[^"\\]){0,1000}"|'(?:\\.|[^'\\]){0,1000}'))?\s{0,9}\))
    | (?P<reference>(?<=[^\s\]])\]\[[^\[\]^@]{0,200}\](?!\())
    | (?P<address><(?=[A-Za-z][A-Za-z0-9+.-]{1,31}:|[^\s<>@]{1,99}@)[^\s<>]{1,2000}>)
    | (?P<width>(?<=\))\{width=[^{}\s]{1,9}\})
    | (?P<attributes>\{(?:[a-z][a-z-]{0,99}=(?:"[^"\n]{0,99}"|[^\s"={}]{1,99})[ \t]{0,9}){1,9}\}[ \t]{0,99}$)
    | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<cell>\|)
    """,
    re.VERBOSE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line of the file, its number from 1, and the pieces of text that are left of it without its marks.

    Where a citation, a caption or the edge of a table's cell parts two pieces, they can be apart in print.
    """

    number: int
    typed: str
    pieces: tuple[str, ...]


def typed_lines(text: str, format_name: str) -> Sequence[TypedLine]:
    """The lines of a manuscript that one format prints."""
    front = FRONT_MATTER.match(text)
    start = front.end() if front else 0
    body = _Body(format_name)
    for number, line in enumerate(text[start:].split("\n"), start=text.count("\n", 0, start) + 1):
        body.add(number, line)
    return [line for paragraph in body.paragraphs() for line in _typed(paragraph, body.code)]


@dataclass(slots=True)
class _Section:
    """The numbered lines of a section that are printed, without boxes. `heading` is its first line, if it has one."""

    heading: tuple[int, str] | None = None
    lines: list[tuple[int, str]] = field(default_factory=list)
    hides: bool = False

    @property
    def printed(self) -> list[tuple[int, str]]:
        """All of its lines; without the heading if all below it is for other formats."""
        is_empty = self.hides and not any(line.strip() for _, line in self.lines)
        return [*([self.heading] if self.heading and not is_empty else []), *self.lines]


class _Body:
    """Takes the lines of a body one by one, and leaves out what `only` and `not` boxes hide from the format."""

    def __init__(self, format_name: str) -> None:
        self._format = format_name
        self._sections = [_Section()]
        self._boxes: list[bool] = []  # whether each open box hides its text
        self._fence = ""
        self.code: set[int] = set()  # the lines between fences, in which nothing is a mark

    def add(self, number: int, line: str) -> None:
        """Take the next line."""
        fence = CODE_FENCE.match(line, BEFORE.match(line).end())  # type: ignore[union-attr]  # it can match nothing
        box = None if self._fence else BOX.fullmatch(line)
        if fence and (not self._fence or fence[0].startswith(self._fence)):
            self._fence = "" if self._fence else fence[0]
        elif box:
            self._open_or_close(box["name"].split())
        elif any(self._boxes):
            self._sections[-1].hides = True
        elif not self._fence and not self._boxes and SECTION.match(line):
            self._sections.append(_Section(heading=(number, line)))
        elif not self._fence and not self._boxes and UNDERLINE.fullmatch(line) and self._is_below_text(number):
            self._sections.append(_Section(heading=self._sections[-1].lines.pop()))
        else:
            self._sections[-1].lines.append((number, line))
            self.code.update([number] if self._fence else [])

    def _open_or_close(self, words: Sequence[str]) -> None:
        if words:
            box, format_ = words[0], " ".join(words[1:])
            self._boxes.append(
                (box == "only" and format_ != self._format) or (box == "not" and format_ == self._format)
            )
        elif self._boxes:
            self._boxes.pop()

    def _is_below_text(self, number: int) -> bool:
        lines = self._sections[-1].lines
        return bool(lines) and lines[-1][0] == number - 1 and bool(lines[-1][1].strip())

    def paragraphs(self) -> Iterator[list[tuple[int, str]]]:
        """Lines that follow each other, with text in them."""
        paragraph: list[tuple[int, str]] = []
        printed = [numbered for section in self._sections for numbered in section.printed]
        text = "\n".join(NOTE.sub("", line) for _, line in printed)
        is_unused = False
        for number, line in printed:
            if note := NOTE.match(line):
                is_unused = f"[^{note['label']}]" not in text
            elif line.strip() and line[0] not in " \t":
                is_unused = False
            has_text = line.strip() and not (is_unused or RULE.fullmatch(line) or ADDRESS.fullmatch(line))
            if paragraph and (not has_text or number != paragraph[-1][0] + 1):
                yield paragraph
                paragraph = []
            if has_text:
                paragraph.append((number, line))
        if paragraph:
            yield paragraph


def _typed(paragraph: Sequence[tuple[int, str]], code: Collection[int]) -> Iterator[TypedLine]:
    marked = "\n".join(AFTER.sub("", BEFORE.sub("", line, count=1)) for _, line in paragraph)
    for (number, line), bare in zip(paragraph, MARK.sub(_without_mark, marked).split("\n"), strict=True):
        pieces = [line] if number in code else bare.split(SPLIT)
        yield TypedLine(number, line, tuple(piece.strip() for piece in pieces if piece.strip()))


def _without_mark(mark: re.Match[str]) -> str:
    """What is printed of a mark. Its line breaks stay, as lines are counted by them."""
    printed = PRINTED.get(mark.lastgroup or "")
    return (printed(mark) if printed else SPLIT) + "\n" * mark[0].count("\n")


def _bare(text: str) -> str:
    return MARK.sub(_without_mark, text.replace("\n", " "))


def _apart(text: str) -> str:
    """A text within a mark that is printed apart from the text around it."""
    return f"{SPLIT}{_bare(text)}{SPLIT}" if text else ""


PRINTED: Mapping[str, Callable[[re.Match[str]], str]] = {
    "bracket": lambda mark: f"[{_bare(mark['words'])}]",
    "code": lambda mark: str(mark["inside"]),
    "escaped": lambda mark: mark[0][1],
    "blank": lambda _: " ",
    "dash": lambda mark: "\N{EN DASH}" if len(mark[0]) == 2 else "\N{EM DASH}",
    "entity": lambda mark: unescape(mark[0]).replace("\n", " "),
    "address": lambda mark: mark[0][1:-1],
    "raised": lambda mark: _bare(mark["inner"]),
    "note": lambda mark: _apart(mark["text"]),
    "target": lambda mark: _apart((mark["title"] or "")[1:-1]),
    **dict.fromkeys(("image", "attributes", "width", "reference"), lambda _: ""),
}
"""What is printed of each kind of mark; of the others, an edge."""
