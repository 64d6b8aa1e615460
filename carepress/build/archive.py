"""The archive: output/.old/, where PDFs go whose document is gone, whose name has changed, or that somebody changed.

In:   names below output/.
Out:  the same files below .old/, and back.
Never: overwrites: a name that is there already gets a number, the highest one is the newest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from carepress.build.disk import exists, move, path_of, remove_if_empty

ARCHIVE = ".old"
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
    newest = max(_numbers(output, name), default=0)
    return f"{ARCHIVE}/{name}" if not newest else _name(name, newest + 1)


def _name(name: str, number: int) -> str:
    return f"{ARCHIVE}/{name.removesuffix('.pdf')}.{number}.pdf" if number > 1 else f"{ARCHIVE}/{name}"


def _numbers(output: Path, name: str) -> list[int]:
    place = path_of(output, f"{ARCHIVE}/{name}")
    matches = (NUMBERED.fullmatch(path.name) for path in place.parent.glob("*.pdf"))
    return [int(match["number"] or 1) for match in matches if match and f"{match['stem']}.pdf" == place.name]


def archived(output: Path) -> dict[str, str]:
    """Every name in the archive, with the newest file of that name; both below output/, without .old/ in the name."""
    folder = path_of(output, ARCHIVE)
    files = [path for path in folder.rglob("*.pdf") if path.is_file() and not path.is_symlink()]
    names = {path.relative_to(folder).with_name(NUMBERED.sub(r"\g<stem>.pdf", path.name)).as_posix() for path in files}
    return {name: _name(name, max(_numbers(output, name))) for name in sorted(names)}


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
