"""Colour and progress on a terminal. The one importer of rich, imported only where it is needed.

In:   pieces of rendered diagnostics; tasks done, of how many, and the last one.
Out:  coloured text on standard error; a progress bar there, which disappears when the run is over.
Never: used where standard error is not a terminal, unless FORCE_COLOR is set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from carepress.cli.console import as_started, seen
from carepress.diagnostics.render import Piece, Style

COLOURS = {
    Style.PLAIN: "",
    Style.ERROR: "bold red",
    Style.WARNING: "bold yellow",
    Style.NOTE: "bold cyan",
    Style.GUTTER: "blue",
    Style.CARET: "bold red",
    Style.HELP: "bold green",
}


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None]]:
    """Show the bar once the first task is done. Yields the function that moves it on."""
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", visible=False)

        def move(done: int, of: int, task: str) -> None:
            progress.update(bar, completed=done, total=of, description=seen(task), visible=True)

        yield move


def print_pieces(paragraphs: Iterable[Iterable[Piece]]) -> None:
    """Print paragraphs in colours; the terminal breaks long lines."""
    console = Console(stderr=True, soft_wrap=True, force_terminal=True)
    for pieces in paragraphs:
        console.print(Text.assemble(*((seen(as_started(piece.text)), COLOURS[piece.style]) for piece in pieces)))
