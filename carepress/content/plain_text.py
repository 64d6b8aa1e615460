"""Plain text: what is printed as it stands, such as a title or the clinic's name. It has no bold, links or citations.

In:   a Record, and the keys whose texts are printed.
Out:  a Diagnostic for every mark of Markdown or HTML in them: a patient would see it.
Pure: reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from carepress.content.stray_marks import find_marks
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.project.yaml import KeyPath, Record

ELEMENTS = "a|b|big|br|center|code|del|div|em|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|pre|s|small|span|strong|su[bp]|u|ul"
MARK = re.compile(
    rf"""
      \*\*[^*\n]+\*\* | (?<!\w)\*[^\s*][^*\n]*\*(?!\w)         # **bold**, *italic*
    | (?<!\w)__[^_\n]+__(?!\w) | (?<!\w)_[^\s_][^_\n]*_(?!\w)
    | `[^`\n]+` | ~~[^~\n]+~~
    | !?\[[^\[\]\n]*\]\([^()\n]*\) | \[@[^\[\]\n]+\]           # links and citations
    | </?(?:{ELEMENTS})(?:\s[^<>\n]*)?/?>                      # HTML
    | &(?:\#[0-9]+|\#x[0-9a-f]+|[a-z]+);
    | \{{[a-z][a-z-]*=[^{{}}\n]*\}}
    | ^\#{{1,6}}[ ]
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)

LONGEST = 2_000  # characters that are searched for stray marks, which takes the square of their number
MEANT = re.compile(r"\*(?!\*)|\*\*[0-9]|[{<]")
"""Signs that a title or a name may have: `A*`, `2**3`, `<South>`."""


def marks_in(text: str) -> list[str]:
    """The marks of Markdown or HTML in a text that is printed as it stands."""
    whole = list(MARK.finditer(text))
    rest = MARK.sub(lambda mark: " " * len(mark[0]), text[:LONGEST])
    stray = (rest[start:end].strip().partition("\n")[0] for start, end, _ in find_marks(rest))
    return [*(mark[0] for mark in whole), *(mark for mark in stray if not MEANT.match(mark))]


def check_plain_text(record: Record, keys: Iterable[str]) -> Iterator[Diagnostic]:
    """The marks in the texts of these keys, in lists and mappings too, each where it stands."""
    for key in keys:
        for path, text in _texts(record.values.get(key), (key,)):
            for mark in marks_in(text):
                span = record.source.find(mark, line=record.span(*path).line)
                yield rule("stray-mark", "plain").at(span, mark=mark)


def _texts(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _texts(item, (*path, at))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(key, path)
            yield from _texts(item, (*path, key))
