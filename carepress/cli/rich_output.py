"""Progress: how far a run has come, as a bar on a terminal.

In:   tasks done, of how many, and the last one.
Out:  a bar on standard error, which goes when the run is over.
Never: shown where nobody looks: into a pipe go lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
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


@contextmanager
def bar() -> Iterator[Callable[[int, int, str], None]]:
    """Show the bar from the first task that is done; gives the function that moves it on."""
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        shown = progress.add_task("", visible=False)

        def move(done: int, of: int, task: str) -> None:
            progress.update(shown, completed=done, total=of, description=task, visible=True)

        yield move


def coloured(paragraphs: Iterable[str]) -> None:
    """Print paragraphs in colours; a long line goes on where the terminal breaks it."""
    console = Console(stderr=True, soft_wrap=True, force_terminal=True)
    for paragraph in paragraphs:
        said = Text(paragraph)
        for pattern, style in STYLES:
            said.highlight_regex(pattern, style)
        console.print(said)
