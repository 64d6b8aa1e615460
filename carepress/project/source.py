"""Source: an author's file, its lines, and the Span of any place in it.

Every message shows the author's own line, so text never travels without knowing where it came from. This is the only
module that reads what authors wrote.

In:   a project folder and a path inside it.
Out:  a Source, or a Diagnostic that says why the file cannot be read.
Never: follows a path out of the project, writes, or changes a character besides line ends and a byte order mark.
"""

from __future__ import annotations

import errno
import os
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import UNSEEN, Diagnostic, Span

MOST_BYTES = 2_000_000  # a manuscript is some 20 kB; beyond this it is not text that somebody typed
MOST_OF_LIBRARY = 64_000_000  # a library of 20,000 works with their abstracts is some 26 MB


def most_bytes(file: str) -> int:
    """How large a text file may be: references.bib may be all that a department has ever read."""
    return MOST_OF_LIBRARY if file.endswith(".bib") else MOST_BYTES


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file's text. `file` is its path inside the project, with forward slashes; lines end with a newline."""

    file: str
    text: str

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends, the first at index 0."""
        return tuple(self.text.split("\n"))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line) + 1
        return tuple(starts)

    def span(self, offset: int, length: int = 1) -> Span:
        """The Span of `length` characters from `offset` (from 0); cut at the end of the line."""
        line = bisect_right(self._starts, min(offset, len(self.text))) - 1
        return self.span_at(line + 1, offset - self._starts[line] + 1, length)

    def span_at(self, line: int, column: int = 1, length: int | None = None) -> Span:
        """The Span at a line and column, both from 1; without a length, the whole rest of the line's text."""
        line = min(max(line, 1), len(self.lines))
        text = self.lines[line - 1]
        if length is None:
            column = max(column, len(text) - len(text.lstrip()) + 1)
            length = len(text.rstrip()) - column + 1
        return Span(
            file=self.file, line=line, column=column, length=max(min(length, len(text) - column + 1), 1), text=text
        )

    def offset(self, line: int) -> int:
        """The offset at which a line (from 1) starts."""
        return self._starts[min(line, len(self.lines)) - 1]

    def find(self, needle: str, *, line: int = 1, last: int | None = None) -> Span:
        """The Span of `needle` where it stands first in lines `line` to `last`; of line `line` if it is not there."""
        at = self.position(needle, line=line, last=last)
        return self.span(at, len(needle)) if at >= 0 else self.span_at(line)

    def position(self, needle: str, *, line: int = 1, last: int | None = None, after: int = -1) -> int:
        """The offset, larger than `after`, at which `needle` stands first in lines `line` to `last`; -1 if nowhere."""
        end = len(self.text) if last is None else self.offset(last) + len(self.lines[min(last, len(self.lines)) - 1])
        return self.text.find(needle, max(self.offset(line), after + 1), end)


def read(root: Path, file: str) -> Source | Diagnostic:
    """Read a text file of the project; what cannot be read is a Diagnostic, never an exception."""
    raw = read_text_bytes(root, file)
    return raw if isinstance(raw, Diagnostic) else decode(file, raw)


def read_text_bytes(root: Path, file: str) -> bytes | Diagnostic:
    """The bytes of a text file of the project, or the reason why they cannot be read."""
    path = root / file
    if not Path(os.path.realpath(path)).is_relative_to(root.resolve()):  # resolve() fails on a link to itself
        return rule("outside-project").at(file=file)
    try:
        size = path.stat().st_size
        return path.read_bytes() if size <= most_bytes(file) else rule("unreadable-file", "large").at(file=file)
    except OSError as fault:
        return rule("unreadable-file").at(file=file, reason=(fault.strerror or "it cannot be opened").lower())


def text_bytes_in_memory(file: str, raw: bytes | None) -> bytes | Diagnostic:
    """The same for a file in memory; None stands for a file that does not exist."""
    if raw is None:
        return rule("unreadable-file").at(file=file, reason=os.strerror(errno.ENOENT).lower())
    return raw if len(raw) <= most_bytes(file) else rule("unreadable-file", "large").at(file=file)


def decode(file: str, raw: bytes) -> Source | Diagnostic:
    """Turn bytes into a Source: UTF-8, with or without a byte order mark, any line ends."""
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        bare = fault.object  # without the byte order mark: `start` counts from there
        shown, at = bare.decode("utf-8", "replace"), len(bare[: fault.start].decode("utf-8", "replace"))
        return rule("not-utf8").at(Source(file=file, text=shown).span(at), file=file)
    source = Source(file=file, text=text)
    return rule("not-utf8", "binary").at(source.find("\x00"), file=file) if "\x00" in text else source


def without_unseen(source: Source) -> Source | Diagnostic:
    """The Source, or the fault of the first sign in it that nobody can see."""
    unseen = UNSEEN.search(source.text)
    if unseen is None:
        return source
    return rule("not-utf8", "unseen").at(source.span(unseen.start()), file=source.file, code=ord(unseen[0]))
