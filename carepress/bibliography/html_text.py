"""HTML in titles, as PubMed, Crossref and reference managers write it, as plain text.

In:   text in which `<sup>`, `<jats:italic>` or MathML may stand.
Out:  the text without tags, what is raised or lowered in signs of its own. Any other tag stays as it is.
Pure: changes no word and no case.
"""

from __future__ import annotations

import re

from carepress.bibliography.latex_signs import lowered, raised

SHIFT = re.compile(r"<(?P<shift>(?:jats:)?su[bp]|inf)>(?P<shifted>.{1,200}?)</(?P=shift)>", re.IGNORECASE | re.DOTALL)
MATHML = re.compile(
    r"<(?:mml:)?(m(?:sup|sub))>\s*<(?:mml:)?m\w+>([^<>]*)</(?:mml:)?m\w+>\s*"
    r"<(?:mml:)?m\w+>([^<>]*)</(?:mml:)?m\w+>\s*</(?:mml:)?\1>"
)
TAG = re.compile(r"</?(?:(?P<space>jats|mml):)?(?P<tag>[A-Za-z-]+)(?:\s+[\w:-]+=[^<>]*)?\s*/?>")
MARKUP = frozenset(
    """
    b i u em strong sc scp tt span br p inf italic bold math mrow mi mo mn mtext mspace mstyle semantics
    """.split()  # noqa: SIM905 - a list would fill a page
)


def unmarked(text: str) -> str:
    """A text with HTML as plain text: `10<sup>3</sup> cells` -> `10³ cells`."""
    text = MATHML.sub(lambda math: math[2] + shifted(math[3], math[1]), text)
    text = SHIFT.sub(lambda tag: shifted(without_tags(tag["shifted"]), tag["shift"]), text)
    return " ".join(without_tags(text).split())


def shifted(text: str, tag: str) -> str:
    """Text as its tag raises or lowers it."""
    return (raised if tag.lower().endswith("sup") else lowered)(text)


def without_tags(text: str) -> str:
    """The text without tags that mean nothing in print."""
    return TAG.sub(lambda tag: "" if tag["space"] == "jats" or tag["tag"].lower() in MARKUP else tag[0], text)
