"""Progress: how far a run has come, as a bar on a terminal.

In:   tasks done, of how many, and the last one.
Out:  a bar on standard error, which goes when the run is over.
Never: shown where nobody looks: into a pipe go lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


@contextmanager
def bar() -> Iterator[Callable[[int, int, str], None]]:
    """Show the bar from the first task that is done; gives the function that moves it on."""
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        shown = progress.add_task("", visible=False)

        def move(done: int, of: int, task: str) -> None:
            progress.update(shown, completed=done, total=of, description=task, visible=True)

        yield move
