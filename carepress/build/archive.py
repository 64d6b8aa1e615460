"""The archive: output/.old/, where PDFs go whose document is gone, whose name has changed, or that somebody changed.

In:   names below output/.
Out:  the same files below .old/, and back.
Never: overwrites: a name that is there already gets a number, the highest one is the newest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from carepress.build.disk import exists, move, path_of, remove_if_empty

ARCHIVE = ".old"
NUMBERED = re.compile(r"(?P<stem>.+?)(?:\.(?P<number>\d+))?\.pdf")


def archive_names(output: Path, names: Iterable[str]) -> dict[str, str]:
    """The name in the archive for each of these files that exists."""
    existing = (name for name in sorted(names) if path_of(output, name).is_file())
    return {name: _free_name(output, name) for name in existing}


def archive(output: Path, moves: Mapping[str, str]) -> tuple[str, ...]:
    """Move files to their names in the archive, and remove a clinic's folder that is left empty. Returns the files."""
    for name, place in moves.items():
        move(output, name, place)
        remove_if_empty((output / name).parent, output)
    return tuple(moves)


def _free_name(output: Path, name: str) -> str:
    """The name in the archive: the first one is as it was, later ones have a number after all that are there."""
    numbers = (number for other, number in _versions(output) if other == name)
    return _name(name, max(numbers, default=0) + 1)


def _name(name: str, number: int) -> str:
    return f"{ARCHIVE}/{name.removesuffix('.pdf')}.{number}.pdf" if number > 1 else f"{ARCHIVE}/{name}"


def _versions(output: Path) -> Iterator[tuple[str, int]]:
    """Every file in the archive: the name that it had in output/, and its number."""
    for file in archived_files(output):
        name = file.removeprefix(f"{ARCHIVE}/")
        folder, _, last = name.rpartition("/")
        if match := NUMBERED.fullmatch(last):
            yield (f"{folder}/" if folder else "") + f"{match['stem']}.pdf", int(match["number"] or 1)


def archived(output: Path) -> dict[str, str]:
    """Every name in the archive, with the newest file of that name; both below output/, without .old/ in the name."""
    newest: dict[str, int] = {}
    for name, number in _versions(output):
        newest[name] = max(number, newest.get(name, 0))
    return {name: _name(name, number) for name, number in sorted(newest.items())}


def archived_files(output: Path) -> list[str]:
    """Every file in the archive, below output/."""
    folder = path_of(output, ARCHIVE)
    return sorted(path.relative_to(output).as_posix() for path in folder.rglob("*.pdf") if path.is_file())


def bring_back(output: Path, name: str) -> None:
    """Move the newest file of this name back to output/, where nothing must have that name. Raises OSError."""
    if exists(output, name):
        raise FileExistsError(17, "a file is in its place", str(output / name))
    move(output, archived(output)[name], name)
    for folder in ((output / ARCHIVE / name).parent, output / ARCHIVE):
        remove_if_empty(folder, output)
