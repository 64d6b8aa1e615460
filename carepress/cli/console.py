"""The console: what goes to standard output and standard error, and what the terminal can show.

Light: a build with nothing to do imports it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence


def has_colours(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether faults may be coloured: NO_COLOR (no-color.org) comes first, then FORCE_COLOR, then the terminal."""
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return is_terminal or bool(environment.get("FORCE_COLOR"))


def columns(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Rows in columns; on a terminal that is too narrow for them, each row's first cell has a line of its own."""
    if not rows:
        return
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    if sum(widths) + 2 * len(widths) > width:
        yield from (f"{row[0]}\n    {'  '.join(cell.strip() for cell in row[1:])}" for row in rows)
    else:
        yield from (
            "  ".join(f"{cell:<{wide}}" for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows
        )


def out(text: str, end: str = "\n") -> None:
    """Results, on standard output."""
    print(text, end=end, flush=True)


def err(text: str) -> None:
    """Faults and progress, on standard error."""
    print(text, file=sys.stderr, flush=True)


def width() -> int:
    """The columns of the terminal; what goes into a pipe or a file may be as wide as it likes."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 200
