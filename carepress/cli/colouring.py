"""Colouring: faults on a terminal. The one importer of rich.

rich knows what a terminal can show. Without colours the text is the same (telling.has_colours says when).

In:   paragraphs of faults.
Out:  the same on standard error.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

STYLES = (
    (r"(?m)^error\[[a-z0-9-]+\]:", "bold red"),
    (r"(?m)^warning\[[a-z0-9-]+\]:", "bold yellow"),
    (r"(?m)^note\[[a-z0-9-]+\]:", "bold cyan"),
    (r"(?m)^ *-->", "blue"),
    (r"(?m)^ *\d* \|", "blue"),
    (r"(?m)(?<=\| ) *\^+$", "bold red"),
    (r"(?m)^ *= help:", "bold green"),
)
"""What a part of a fault looks like, and its colour."""


def coloured(paragraphs: Iterable[str]) -> None:
    """Print paragraphs in colours; a long line goes on where the terminal breaks it."""
    console = Console(stderr=True, soft_wrap=True, force_terminal=True)
    for paragraph in paragraphs:
        said = Text(paragraph)
        for pattern, style in STYLES:
            said.highlight_regex(pattern, style)
        console.print(said)
