"""The archive: output/.old/, where PDFs go whose document is gone, whose name has changed, or that somebody changed.

In:   names below output/.
Out:  the same files below .old/, and back.
Never: overwrites: a name that is there already gets a number, the highest one is the newest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from carepress.build.disk import exists, move, path_of, remove_if_empty

ARCHIVE = ".old"
OWN_NAME = re.compile(r"([a-z0-9-]+/)?[a-z0-9-]+-[a-z]{2,3}(-[a-z]+)*(\.\d+)?\.pdf")
"""A name such as carepress gives: `north/als-brochure-en-print-draft.2.pdf`."""
NUMBERED = re.compile(r"(?P<stem>.+?)(?:\.(?P<number>\d+))?\.pdf")


def archive(output: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Move files to the archive, and remove a clinic's folder that is left empty. Returns those that existed."""
    existing = tuple(name for name in sorted(names) if path_of(output, name).is_file())
    for name in existing:
        move(output, name, _free_name(output, name))
        remove_if_empty((output / name).parent, output)
    return existing


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


def own_archived_files(output: Path) -> list[str]:
    """The files in the archive that have such names as carepress gives; it did not put others there."""
    return [name for name in archived_files(output) if OWN_NAME.fullmatch(name.removeprefix(f"{ARCHIVE}/"))]


def bring_back(output: Path, name: str) -> None:
    """Move the newest file of this name back to output/, where nothing must have that name. Raises OSError."""
    if exists(output, name):
        raise FileExistsError(17, "a file is in its place", str(output / name))
    move(output, archived(output)[name], name)
    for folder in ((output / ARCHIVE / name).parent, output / ARCHIVE):
        remove_if_empty(folder, output)
