"""The rules for what is wrong with YAML: by what the library says, and by the kind of a slip.

In:   the library's words or a slip, with its place.
Out:  a Diagnostic.
Pure: reads no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Span

EXAMPLE = 'title: "Asthma: a guide"'
OF_PROBLEMS: Mapping[str, Callable[[Span, str], Diagnostic]] = {
    "mapping values are not allowed": lambda span, file: rule("yaml-syntax", "second-colon").at(
        span, file=file, typed=EXAMPLE
    ),
    "could not find expected ':'": lambda span, file: rule("yaml-syntax", "no-colon").at(span, file=file),
    "cannot start any token": lambda span, file: rule("yaml-syntax", "bad-character").at(span, file=file),
    "while scanning a quoted scalar": lambda span, file: rule("yaml-syntax", "open-quote").at(span, file=file),
    "unexpected end of stream": lambda span, file: rule("yaml-syntax", "open-end").at(span, file=file),
    "expected ',' or ']'": lambda span, file: rule("yaml-syntax", "open-list").at(span, file=file),
    "expected ',' or '}'": lambda span, file: rule("yaml-syntax", "open-mapping").at(span, file=file),
    "expected <block end>": lambda span, file: rule("yaml-syntax", "indent").at(span, file=file),
    "found another document": lambda span, file: rule("yaml-syntax", "second-document").at(span, file=file),
    "": lambda span, file: rule("yaml-syntax").at(span, file=file),
}
"""What the library says, in part, and the rule for it."""

OF_SLIPS: Mapping[str, Callable[[Span, Mapping[str, str], str], Diagnostic]] = {
    "apostrophe": lambda span, values, _: rule("yaml-syntax", "apostrophe").at(
        span, word=values["word"], typed=values["typed"]
    ),
    "blank": lambda span, values, _: rule("yaml-syntax", "blank").at(span, code=values["code"]),
    "block": lambda span, values, _: rule("yaml-syntax", "block").at(span, key=values["key"]),
    "bullet": lambda span, _, __: rule("yaml-syntax", "bullet").at(span),
    "curly": lambda span, values, _: rule("yaml-syntax", "curly").at(
        span, typed=values["typed"], printed=values["printed"]
    ),
    "cut": lambda span, values, _: rule("yaml-syntax", "cut").at(span, cut=values["cut"], typed=values["typed"]),
    "escape": lambda span, values, _: rule("yaml-syntax", "escape").at(
        span, sign=values["sign"], typed=values["typed"]
    ),
    "first-blank": lambda span, values, _: rule("yaml-syntax", "first-blank").at(
        span, key=values["key"], blanks=values["blanks"]
    ),
    "leading-blank": lambda span, values, _: rule("yaml-syntax", "leading-blank").at(
        span, key=values["key"], above=values["above"], blanks=values["blanks"]
    ),
    "no-colon": lambda span, _, file: rule("yaml-syntax", "no-colon").at(span, file=file),
    "no-space": lambda span, _, file: rule("yaml-syntax", "no-space").at(span, file=file),
    "open-quote": lambda span, _, file: rule("yaml-syntax", "open-quote").at(span, file=file),
    "second-colon": lambda span, values, file: rule("yaml-syntax", "second-colon").at(
        span, file=file, typed=values["typed"]
    ),
    "special": lambda span, values, _: rule("yaml-syntax", "special").at(
        span, sign=values["sign"], typed=values["typed"]
    ),
    "tab": lambda span, _, __: rule("yaml-syntax", "tab").at(span),
    "text-after": lambda span, values, _: rule("yaml-syntax", "text-after").at(
        span, sign=values["sign"], typed=values["typed"]
    ),
    "wide-colon": lambda span, values, _: rule("yaml-syntax", "wide-colon").at(
        span, sign=values["sign"], key=values["key"]
    ),
}
"""The rule for each kind of slip."""


def explain(problem: str, span: Span, file: str) -> Diagnostic:
    """The Diagnostic for what the library says."""
    return next(found for part, found in OF_PROBLEMS.items() if part in problem)(span, file)
