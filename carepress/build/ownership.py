"""Ownership: which folder may be carepress's output, and which files in it are carepress's own.

A folder that carepress made, or found empty, bears its mark; in any other it writes nothing. In its own folder it
removes and replaces only what is on record there: the manifest, and a record beside it that outlives the manifest.

In:   the output folder and the project.
Out:  the reason why a folder cannot be used; the Record, and the Record as text.
Never: decides by the look of a name what is carepress's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from carepress.build.disk import INTERNAL, digest_of, path_of, text_of, write
from carepress.build.manifest import FILE, MANIFEST, THUMBNAILS, Artifact, read_manifest
from carepress.diagnostics.serialization import from_json, to_json
from carepress.project.files import FOLDERS, ProjectFolder

MARK, RECORD = f"{INTERNAL}/README.txt", f"{INTERNAL}/files.json"
MARK_TEXT = """\
carepress made this folder and keeps its notes here. It replaces and removes only files that it has written itself.
"""
GIT_MARK, GIT_TEXT = ".gitignore", "# Everything here can be made again with `make docs`."  # this repository's own
LITTER = frozenset({INTERNAL, ".DS_Store", "Thumbs.db", "desktop.ini"})  # what a folder may hold and still be empty
PARTS_OF_CAREPRESS = ("carepress", "tests", "docs", "benchmarks", ".git", ".venv")
ARCHIVED_NAME = re.compile(r"\.old/([a-z0-9-]+/)?[a-z0-9-]+(\.\d+)?\.pdf")
OWN_NAME = re.compile(rf"{FILE.pattern}|{THUMBNAILS}/([a-z0-9-]+/)?[a-z0-9.-]+\.png")


def refusal(output: Path, project: ProjectFolder) -> str:
    """Why this folder cannot be used for output, as a sentence; empty if it can."""
    root, install = project.root.resolve(), project.install_root.resolve()
    theirs = [root / name for name in FOLDERS] + [install / name for name in (*FOLDERS, *PARTS_OF_CAREPRESS)]
    if root.is_relative_to(output) or install.is_relative_to(output):
        return f"{output} cannot be the output folder: the project is in it. Name a new folder with --output"
    if any(output.is_relative_to(folder) for folder in theirs):
        return f"{output} cannot be the output folder: it is a part of the project. Name a new folder with --output"
    try:
        is_free = not output.exists() or is_marked(output) or _is_empty(output)
    except NotADirectoryError:
        return f"{output} is a file, so it cannot be the output folder. Name a new folder with --output"
    except OSError as error:
        return f"{output} cannot be used: {(error.strerror or 'it cannot be opened').lower()}"
    if not is_free:
        return f"{output} is not empty, and carepress did not make it. Name a new or an empty folder with --output"
    return ""


def is_marked(output: Path) -> bool:
    """Whether carepress made the folder: it bears a mark, or its manifest lists a PDF that is there, byte by byte."""
    marks = ((MARK, MARK_TEXT.split(".", maxsplit=1)[0]), (GIT_MARK, GIT_TEXT))
    if any(text_of(output, name).startswith(text) for name, text in marks):
        return True
    listed = read_manifest(text_of(output, MANIFEST))
    return any(artifact.sha256 == digest_of(output, artifact.file) for artifact in listed)


def _is_empty(output: Path) -> bool:
    """Whether there is nothing in the folder but what counts as nothing. Raises OSError."""
    return {path.name for path in output.iterdir()} <= LITTER


def mark(output: Path) -> None:
    """Mark a folder that is carepress's, or that holds nothing but what counts as nothing. Raises OSError."""
    if is_marked(output) or _is_empty(output):
        write(output, MARK, MARK_TEXT.encode())


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What carepress has written in output/.

    `files` has the sha256 of every PDF by its name; the pictures of pages are on it without one. `restored` are PDFs
    that a person brought back: no build and no `clean` removes them. `archived` has the sha256 of what carepress moved
    to .old/. `pending` are artifacts that are being put in
    their places, `leaving` PDFs that are being archived: after a kill, the next run finishes that.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    restored: tuple[str, ...] = ()
    archived: Mapping[str, str] = field(default_factory=dict)
    pending: tuple[Artifact, ...] = ()
    leaving: tuple[str, ...] = ()

    def owns(self, output: Path, name: str) -> bool:
        """Whether the file is what carepress wrote there, byte by byte."""
        digest = self.files.get(name) or self.archived.get(name)
        return bool(digest) and digest == digest_of(output, name)

    def with_files(self, digests: Mapping[str, str], without: Iterable[str] = ()) -> Record:
        """The record when these files are written and others are gone; nothing is pending."""
        gone = set(without) - digests.keys()
        files = {name: digest for name, digest in {**self.files, **digests}.items() if name not in gone}
        restored = tuple(name for name in self.restored if name not in digests and name not in gone)
        return Record(files=files, restored=restored, archived=self.archived)

    def with_archived(self, output: Path, moves: Mapping[str, str]) -> Record:
        """The record when these files are moved to their names in the archive."""
        return replace(self, archived={**self.archived, **{new: digest_of(output, old) for old, new in moves.items()}})


def read_record(output: Path) -> Record:
    """The record; an empty one if it cannot be read, or names what cannot be carepress's."""
    try:
        record = from_json(Record, json.loads(path_of(output, RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return Record()
    names = [*record.files, *record.restored, *record.leaving, *(artifact.file for artifact in record.pending)]
    is_sound = all(map(OWN_NAME.fullmatch, names)) and all(map(ARCHIVED_NAME.fullmatch, record.archived))
    return record if is_sound else Record()


def write_record(output: Path, record: Record) -> None:
    """Write the record. Raises OSError."""
    write(output, RECORD, json.dumps(to_json(record), indent=1, sort_keys=True).encode())
