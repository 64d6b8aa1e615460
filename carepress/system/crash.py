"""Crash reports: what to send when carepress itself has failed.

A fault of ours is told as ours. The report says where in the code it happened, and with which versions. It has no path
of this computer, no text of a document and no name of one: what staff send away must not tell anything about anybody.

In:   an exception.
Out:  a Crash: the stage of the work, and the traceback in words that may be sent.
Never: repeats a value that the program worked on. The messages of most exceptions do, so they are left out.
"""

from __future__ import annotations

import platform
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

PACKAGE = Path(__file__).resolve().parents[1]
LIBRARIES = ("site-packages", "dist-packages")
MOST_FRAMES = 40  # a recursion has a thousand, all alike

HEAD = "carepress "  # how every report begins

OF_TYPES = (AttributeError, ImportError, NameError, NotImplementedError, RecursionError, TypeError)
"""Exceptions whose messages name types, attributes and modules, and no values."""

STAGES = {
    "bibliography": "reading references.bib",
    "compose": "setting the text",
    "content": "reading the text",
    "dashboard": "writing report.html",
    "design": "reading templates and pictures",
    "pdf": "finishing the PDF",
    "preflight": "checking the pages",
    "project": "reading files",
    "typeset": "laying out the pages",
}
"""What each package does, for people. The package that failed is the last one in the traceback."""


class Crash(NamedTuple):
    """Where the work stopped, for people, and the report to send."""

    stage: str
    report: str


def describe(error: BaseException) -> Crash:
    """What happened, without any value that the program worked on."""
    frames = traceback.extract_tb(error.__traceback__)
    packages = [PurePath(_place(frame.filename)).parts[1:2] for frame in frames if _is_own(frame.filename)]
    package = next((names[0] for names in reversed(packages) if names and names[0] in STAGES), "")
    lines = [f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    if len(lines) > MOST_FRAMES:
        half = MOST_FRAMES // 2
        lines[half:-half] = [f"  ... {len(lines) - MOST_FRAMES} more ..."]
    return Crash(STAGES.get(package, "working"), "\n".join((*lines, _name(error))))


def _is_own(file: str) -> bool:
    return PACKAGE in Path(file).parents


def _place(file: str) -> str:
    """A file of ours below carepress/, a file of a library below its folder, and of any other only the name."""
    path = PurePath(file)
    if _is_own(file):
        return (PurePath(PACKAGE.name) / path.relative_to(PACKAGE)).as_posix()
    at = next((number for number, part in enumerate(path.parts) if part in LIBRARIES), None)
    return path.name if at is None else PurePath(*path.parts[at + 1 :]).as_posix()


def _name(error: BaseException) -> str:
    """The exception's type, and its message if that can name no value; then those of what led to it."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    text = f"{name}: {error}" if type(error) in OF_TYPES else name
    cause = error.__cause__ or error.__context__
    return f"{text}\nafter {_name(cause)}" if cause is not None and cause is not error else text


def crash_report(crashes: Sequence[str], version: str, versions: Mapping[str, str]) -> str:
    """The text of the file to send: what failed, and on what."""
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    libraries = "\n".join(f"  {name} {number}" for name, number in versions.items())
    head = f"{HEAD}{version} on {system}\nThis file holds no text and no name of any document."
    return "\n\n".join((head, *crashes, f"Versions:\n{libraries}")) + "\n"
