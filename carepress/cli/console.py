"""The console: what goes to standard output and standard error, and what the terminal can show.

Messages name a command to type as `carepress explain overdue`, wherever they are kept. Here it gets the name that the
command was started by, and nowhere else; so manifests and caches do not depend on it.

Light: a build with nothing to do imports it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence

from carepress.cli.arguments import VERBS, command_name
from carepress.diagnostics.model import UNSEEN


def has_colours(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether faults may be coloured: NO_COLOR (no-color.org) comes first, then FORCE_COLOR, then the terminal."""
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return is_terminal or bool(environment.get("FORCE_COLOR"))


def columns(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Rows in columns; where the terminal is too narrow for them, each row's first cell has a line of its own."""
    if not rows:
        return
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    if sum(widths) + 2 * len(widths) > width:
        yield from (f"{row[0]}\n    {'  '.join(cell.strip() for cell in row[1:])}" for row in rows)
    else:
        yield from (
            "  ".join(f"{cell:<{wide}}" for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows
        )


def as_started(text: str) -> str:
    """The text, each command in it named as this one was started: `python3 make_docs.py explain overdue`."""
    if (name := command_name()) == "carepress":
        return text
    return re.sub(rf"\bcarepress(?= (?:{'|'.join(VERBS)})\b)", name, text)


def out(text: str, end: str = "\n") -> None:
    """Print results on standard output."""
    _print(f"{seen(as_started(text))}{end}", "stdout")


def out_json(value: object) -> None:
    """Print a value as JSON; signs that would act on the terminal are escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    _print(UNSEEN.sub(lambda sign: json.dumps(sign[0])[1:-1], text) + "\n", "stdout")


def clear_screen() -> None:
    """Begin a new screen."""
    _print("\x1b[2J\x1b[H", "stdout")


def err(text: str) -> None:
    """Print messages and progress on standard error."""
    _print(f"{seen(as_started(text))}\n", "stderr")


def seen(text: str) -> str:
    """The text without signs that would act on the terminal: a name or a word may have brought them."""
    return UNSEEN.sub("\ufffd", text)


def open_missing_streams() -> None:
    """Print into nothing where the caller has closed a stream."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            _silence(name)


def _silence(name: str) -> None:
    setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for as long as the command runs


def _print(text: str, name: str) -> None:
    """Print; where nobody reads any more, as after `| head`, or the disk is full, the work goes on in silence."""
    try:
        print(text, end="", file=getattr(sys, name), flush=True)
    except OSError:
        _silence(name)


def width() -> int:
    """The width of the terminal in characters; a pipe or a file has no limit, so 200."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 200
