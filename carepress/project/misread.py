"""Misread: values that YAML reads otherwise than staff mean them: cut short by a #, in curly quotes, with escapes.

In:   a text, and where a value starts and ends in it.
Out:  Slips, each with its place in the text.
Pure: reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from carepress.project.slips import CURLY, Slip, in_quotes

COMMENT = re.compile(r"(?P<comma>,?)(?P<blanks>[ \t]+|(?<=,)[ \t]*\n\s*)(?P<cut>#.*)")
WORD = re.compile(r"[a-z][a-z-]*|https?://\S+")  # letter, draft, an address: what a setting is, not a sentence
ESCAPE = re.compile(r"\\(?:\\|(?P<sign>[nrtvf_ ]))")
UNQUOTED = re.compile(r"\d{4}-\d{2}-\d{2}|true|false")  # what a key for a date or for yes and no needs
KEY = re.compile(r"[\w-]+ *: +")
BULLET = re.compile(r"\n[ ]*(?P<at>-) ")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as typed in `text`, from `start` to `end`. `style` is its quotation mark, or | or >, or nothing."""

    text: str
    start: int
    end: int
    style: str
    is_text: bool

    @property
    def typed(self) -> str:
        """The value with its quotation marks."""
        return self.text[self.start : self.end]

    def in_quotes(self, words: str) -> str:
        """What to type: the words in quotes, with their key if it stands right before them."""
        before = self.text[self.text.rfind("\n", 0, self.start) + 1 : self.start].lstrip(" -")
        typed = words if UNQUOTED.fullmatch(words) else in_quotes(words)
        return (before if KEY.fullmatch(before) else "") + typed

    def slip(self, case: str, offset: int, length: int, **values: str) -> Slip:
        """A Slip at an offset in the text; cut at the end of its line by whoever shows it."""
        line_start = self.text.rfind("\n", 0, offset) + 1
        return Slip(case, self.text.count("\n", 0, offset), offset - line_start, length, values)


def misread(scalar: Scalar) -> Iterator[Slip]:
    """What is wrong with a value that YAML has read."""
    if scalar.style == '"':
        yield from _escapes(scalar)
    if scalar.style:
        return
    typed = scalar.typed
    words = typed.strip()  # YAML has taken the plain blanks away already
    if len(words) < len(typed):
        at = 0 if typed[0].isspace() else len(typed.rstrip())
        yield scalar.slip("blank", scalar.start + at, 1, code=f"{ord(typed[at]):04X}")
    if CURLY.fullmatch(typed) and typed[0] not in typed[1:-1]:
        yield scalar.slip("curly", scalar.start, 1, typed=scalar.in_quotes(typed[1:-1]), printed=in_quotes(typed))
    if bullet := BULLET.search(typed):
        yield scalar.slip("bullet", scalar.start + bullet.start("at"), 1)
    comment = COMMENT.match(scalar.text, scalar.end)
    if comment and scalar.is_text and not _is_comment(typed, comment):
        cut = comment["cut"].rstrip()
        whole = scalar.in_quotes(" ".join(f"{typed}{comment[0]}".split()))
        item = in_quotes(re.split(r"[,\]}]", cut)[0].rstrip())
        yield scalar.slip("cut", comment.start("cut"), len(cut), cut=cut, typed=item if comment["comma"] else whole)


def _is_comment(typed: str, comment: re.Match[str]) -> bool:
    """Whether what follows a # is a note of the author's and not the end of a sentence.

    `#1` never is one. `# 1` is one after two blanks, and after a single word such as `draft`, unless it is a number.
    """
    cut, apart = comment["cut"].rstrip(), bool(comment["comma"]) or len(comment["blanks"]) > 1
    if cut[1:2].strip():
        return apart and set(cut) == {"#"}
    return apart or (WORD.fullmatch(typed) is not None and re.match(r"# +\D", cut) is not None)


def _escapes(scalar: Scalar) -> Iterator[Slip]:
    for escape in ESCAPE.finditer(scalar.typed):
        if escape["sign"]:
            typed = "'" + scalar.typed[1:-1].replace("'", "''") + "'"
            yield scalar.slip("escape", scalar.start + escape.start(), 2, sign=escape[0], typed=typed)
