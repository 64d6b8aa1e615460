r"""Pasted bullets: `•`, `o`, `▪` and dashes at the start of a line, as Word leaves them, made list items of Markdown.

Word shows how deep an item is by its sign, by its indent, or by both. Four blanks or more would make computer code of
it, so an item is moved to where its parent's words begin.

In:   the lines of a manuscript, and which of them stand outside code.
Out:  the same lines, with `-` for a bullet.
Pure: reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BLANKS = "\xa0\u2000-\u200a\u202f\u205f\u3000"  # for a set of a pattern
DASH = "[\N{EN DASH}\N{EM DASH}]"
SIGNS = "•‣◦▪▫●○■□➢➤❖·\uf0a7\uf0b7\uf0d8\uf0fc"
BULLET = re.compile(
    rf"^(?P<indent>[ \t]*)(?:(?P<sign>[{SIGNS}])[ \t{BLANKS}]*"
    rf"|(?P<letter>o|{DASH})(?:[ ]?[\t{BLANKS}][ {BLANKS}]*|[ ]{{2,}})|(?P<dash>{DASH})[ ])(?=\S)"
)
QUOTED = re.compile(rf"^(\s*(?:> ?)+)[{SIGNS}][ \t]*(?=\S)")
ITEM = re.compile(r"^(?P<indent>[ \t]*)(?P<sign>[-*+]|[0-9]{1,9}[.)])(?:[ \t]+(?=\S)|$)")
SECOND = "o"  # Word's sign of the second level
CODE = 4  # columns: a line that begins so far to the right is code


@dataclass(frozen=True, slots=True)
class _Item:
    """An item: the column of its sign as typed, its sign, and the columns of its sign and of its words as written."""

    typed: int
    sign: str
    at: int
    words: int


def with_markdown_bullets(lines: Sequence[str], outside: Iterable[int]) -> list[str]:
    """The lines with Markdown's bullets in place of pasted ones, each as deep as it looks."""
    made, open_items = list(lines), list[_Item]()
    before = -1
    for at in outside:
        line = lines[at]
        pasted = _bullet(lines, at)
        match = pasted or ITEM.match(line)
        if match:
            item = _placed(open_items, match, _sign(match), is_pasted=bool(pasted), is_next=before == at - 1)
            made[at] = _written(line, match, item, is_pasted=bool(pasted))
            before = at
        elif line.strip() and not line[0].isspace():
            open_items.clear()
            made[at] = QUOTED.sub(r"\1- ", line)
        elif line.strip() and before == at - 1:
            before = at  # the rest of an item
    return made


def _bullet(lines: Sequence[str], at: int) -> re.Match[str] | None:
    """A pasted bullet; a dash with one blank is one only beside another, or indented."""
    match = BULLET.match(lines[at])
    if not match or not match["dash"] or match["indent"]:
        return match
    beside = [*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]]
    return match if any((other := BULLET.match(line)) and other["dash"] for line in beside) else None


def _sign(match: re.Match[str]) -> str:
    sign = next(text for name, text in match.groupdict().items() if name != "indent" and text)
    return "1" if sign[0].isdigit() else sign


def _placed(items: list[_Item], match: re.Match[str], sign: str, *, is_pasted: bool, is_next: bool) -> _Item:
    """The item, put in its place among those that are open, which end where it does not belong to them."""
    typed = len(match["indent"].expandtabs(CODE))
    while items and not _is_inside(items[-1], typed, sign, items):
        items.pop()
    if items:
        parent = items[-1].words
        is_code = typed >= parent + CODE and is_next
        at = parent if is_pasted or is_code else typed
    else:
        at = 0 if is_pasted and typed >= CODE else typed
    item = _Item(typed, sign, at, at + (2 if is_pasted else len(match[0].expandtabs(CODE)) - typed))
    items.append(item)
    return item


def _is_inside(outer: _Item, typed: int, sign: str, items: Sequence[_Item]) -> bool:
    """Whether an item stands in `outer`: further to the right, or just as far with a sign of a deeper level."""
    if typed != outer.typed:
        return typed > outer.typed
    known = any(item.typed == typed and item.sign == sign for item in items)
    return not known and SECOND in (sign, outer.sign)


def _written(line: str, match: re.Match[str], item: _Item, *, is_pasted: bool) -> str:
    if is_pasted:
        return f"{' ' * item.at}- {line[match.end() :]}"
    return line if item.at == item.typed else " " * item.at + line[len(match["indent"]) :]
