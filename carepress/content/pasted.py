"""Pasted text: what Word, web pages and other programs leave at the start of a line, made Markdown.

A bullet `•` becomes `-`, `a)` and `ii.` become numbers, and a no-break blank after a mark becomes a blank. Lines keep
their number. Texts in code fences stay.

In:   the body of a manuscript as typed.
Out:  the body for the parser, and the labels of its lettered lists by line.
Pure: reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from carepress.content.pasted_bullets import BLANKS, with_markdown_bullets

CODE_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
UNSEEN = "\ufeff\u200b\u2060"
INDENT = re.compile(rf"^[ \t{BLANKS}{UNSEEN}]+")
AFTER_MARK = re.compile(rf"^(\s*(?:#{{1,6}}|[-*+•>|–—]|:{{3,}}|\d{{1,9}}[.)]|(?:> ?)+(?:[-*+]|#{{1,6}})))[{BLANKS}]+")
LETTERED = re.compile(
    r"^(?P<indent>\s*)(?P<open>\(?)(?P<label>[a-z]|[ivx]{2,5}|[A-Z]|[IVX]{2,5}|\d{1,3})(?P<end>[.)])"
    r"[ \t]+(?P<words>\S.*)"
)
ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class ListLabel:
    """The label of a list item as typed: its number, and the style of CSS that prints it."""

    number: int
    style: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may be an item of a lettered list."""

    at: int
    match: re.Match[str]

    @property
    def kind(self) -> tuple[str, str, str]:
        """What the items of one list share."""
        return self.match["indent"], self.match["open"], self.match["end"]


def cleaned(body: str) -> tuple[str, dict[int, ListLabel]]:
    """The body as Markdown, and the labels of lettered lists by their line in the body, from 0."""
    lines = body.split("\n")
    outside = list(_outside_code(lines))
    for at in outside:
        lines[at] = _line(lines[at])
    lines = with_markdown_bullets(lines, outside)
    labels = dict[int, ListLabel]()
    for item, label in _items(lines, outside):
        labels[item.at] = label
        lines[item.at] = f"{item.match['indent']}{label.number}{item.match['end']} {item.match['words']}"
    return "\n".join(lines), labels


def _outside_code(lines: Sequence[str]) -> Iterator[int]:
    fence = ""
    for at, line in enumerate(lines):
        match = CODE_FENCE.match(line)
        if match and (not fence or match[1].startswith(fence)):
            fence = "" if fence else match[1]
        elif not fence:
            yield at


def _line(line: str) -> str:
    if line.isascii():
        return line
    line = INDENT.sub(lambda blanks: re.sub(f"[{UNSEEN}]", "", re.sub(f"[{BLANKS}]", " ", blanks[0])), line)
    return AFTER_MARK.sub(r"\1 ", line)


def _items(lines: Sequence[str], outside: Sequence[int]) -> Iterator[tuple[_Line, ListLabel]]:
    """The items of lists that count on from a, i, A, I or (1), at least two of them. A lone `A. Smith` is none."""
    found = [_Line(at, match) for at in outside if (match := LETTERED.match(lines[at]))]
    run = list[tuple[_Line, ListLabel]]()
    for line in found:
        previous = run[-1] if run else None
        label = None
        if previous and previous[0].kind == line.kind and _is_near(lines, previous[0].at, line.at):
            label = _label(line.match, previous[1].style, previous[1].number + 1)
        if label is None:
            yield from _kept(run)
            run = []
            label = _first(line.match)
        if label:
            run.append((line, label))
    yield from _kept(run)


def _kept(run: Sequence[tuple[_Line, ListLabel]]) -> Sequence[tuple[_Line, ListLabel]]:
    return run if len(run) > 1 else ()


def _is_near(lines: Sequence[str], first: int, second: int) -> bool:
    """Whether only the rest of the first item, nested lists or empty lines stand between two items."""
    between = lines[first + 1 : second]
    return all(not line.strip() or line[0] in " \t" or at == 0 for at, line in enumerate(between)) or not any(
        not line.strip() for line in between
    )


def _first(match: re.Match[str]) -> ListLabel | None:
    style = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}.get(match["label"])
    if style is None and match["label"] == "1" and match["open"]:
        style = "decimal"
    return ListLabel(1, style) if style else None


def _label(match: re.Match[str], style: str, number: int) -> ListLabel | None:
    """The label if it is this number in this style."""
    return ListLabel(number, style) if _number(match["label"], style) == number else None


def _number(label: str, style: str) -> int:
    if style == "decimal":
        return int(label) if label.isdecimal() else 0
    if label.isdecimal() or label.islower() != style.startswith("lower"):
        return 0
    small = label.lower()
    if style.endswith("alpha"):
        return ascii_lowercase.find(small) + 1 if len(small) == 1 else 0
    if not set(small) <= ROMAN.keys():
        return 0
    values = [ROMAN[sign] for sign in small]
    return sum(-value if any(value < later for later in values[at + 1 :]) else value for at, value in enumerate(values))
