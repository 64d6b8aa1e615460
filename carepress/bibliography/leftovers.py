r"""Leftovers: LaTeX and HTML in a title that nobody could read, such as `{{GaAs}}`, `$R_{1\rho}$` or `<msub>`.

They come from exports of exports: braces and dollars that were escaped as if a reader should see them.

In:   a field as plain text.
Out:  the marks that would be printed in it.
Pure: changes nothing.
"""

from __future__ import annotations

import re

LEFTOVER = re.compile(
    r"</?\s*(?:[a-z]{1,5}:)?[A-Za-z]{1,12}(?:\s+[\w:-]+=[^<>]*|\s+/)?>"  # a tag
    r"|\$[^$\n]{0,40}[\\^_{][^$\n]{0,40}\$"  # a formula, not `$620 to $700`
    r"|\{\{[^{}\n]{1,60}\}\}|[_^]\{[^{}\n]{1,20}\}|(?<![\w{])\{[A-Za-z]{2,20}\}(?!\})"  # braces
    r"|(?<!\S)\\[A-Za-z]{2,20}|(?<=[\w(])\\[a-z]{2,20}"  # a command
)


def leftovers(text: str) -> list[str]:
    """The marks of LaTeX and HTML in `text`, once each, in the order of the text."""
    return list(dict.fromkeys(LEFTOVER.findall(text)))
