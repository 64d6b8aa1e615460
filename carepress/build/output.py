"""Output: what is in output/. The only writer of it.

A file is written beside its place and renamed, so a killed run leaves no half file. A PDF whose document is gone is
moved to output/.old/, never deleted.

In:   finished PDFs, report.html and its thumbnails, the build cache.
Out:  files; a Diagnostic or an OSError where the disk refuses.
Never: decides what is fit to be there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from carepress.build.cache import BuildCache, read_cache
from carepress.build.manifest import THUMBNAIL, THUMBNAILS, Artifact, OutputState, manifest_text, read_manifest
from carepress.build.plan import Task
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic

MANIFEST = "manifest.json"
ARCHIVE = ".old"
INTERNAL, CACHE = ".carepress", "cache.json"  # of use to the next run only
REPORT = "report.html"
CRASH_REPORT = "crash-report.txt"  # what to send if carepress itself has failed
NEW = ".new"


def output_state(output: Path, build_cache: BuildCache) -> OutputState:
    """What the manifest lists, and what is really there."""
    artifacts = read_artifacts(output)
    files = {artifact.file: output / artifact.file for artifact in artifacts}
    return OutputState(artifacts=artifacts, digests=build_cache.digests(files))


def read_artifacts(output: Path) -> tuple[Artifact, ...]:
    """What the manifest lists."""
    return read_manifest(_text(output / MANIFEST))


def open_cache(output: Path) -> BuildCache:
    """The build cache that the last run saved."""
    return read_cache(_text(output / INTERNAL / CACHE))


def save_cache(output: Path, build_cache: BuildCache) -> None:
    """Save it for the next run. Where that is not possible, the next run reads everything anew."""
    with suppress(OSError):
        _write(output / INTERNAL / CACHE, build_cache.text.encode())


def tidy(output: Path) -> None:
    """Remove what a killed run was writing."""
    for unfinished in (*output.glob(f".*{NEW}"), *output.glob(f"*/.*{NEW}")):
        with suppress(OSError):
            unfinished.unlink()


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """The result of publishing PDFs: a diagnostic for each file that the disk refused; the files that were archived."""

    refused: Mapping[str, Diagnostic] = field(default_factory=dict)
    archived: tuple[str, ...] = ()


def publish(output: Path, pdfs: Mapping[str, bytes], artifacts: Iterable[Artifact]) -> Publication:
    """Put new PDFs and their entries in their places, and archive the same editions under an older name.

    First every PDF is written beside its place. Then the manifest gives up the entries that are to be replaced, the
    PDFs are renamed, and the manifest gets the new entries. So a run that is killed leaves no wrong manifest.
    """
    existing = read_artifacts(output)
    new = {artifact.file: artifact for artifact in artifacts if artifact.file in pdfs}
    refused = _refusals({file: partial(_write_beside, output / file, pdfs[file]) for file in new})
    written = {_edition(artifact): artifact for artifact in new.values() if artifact.file not in refused}
    try:
        _write_manifest(output, [artifact for artifact in existing if _edition(artifact) not in written])
        refused |= _refusals({artifact.file: partial(_rename, output / artifact.file) for artifact in written.values()})
        placed = {edition: artifact for edition, artifact in written.items() if artifact.file not in refused}
        others = [artifact for artifact in existing if _edition(artifact) not in placed]
        older = [artifact.file for artifact in existing if _edition(artifact) in placed and artifact.file not in new]
        archived = _archive(output, older)
        _write_manifest(output, [*others, *placed.values()])
    except OSError as error:
        _remove_unplaced(output, new)
        return Publication(refused=refused | dict.fromkeys(new, unwritable(error)))
    _remove_unplaced(output, refused)
    return Publication(refused=refused, archived=archived)


def _edition(artifact: Artifact) -> tuple[Task, str]:
    return artifact.task, artifact.edition


def refresh_manifest(output: Path, current: Iterable[Artifact], alive: Collection[Task] | None) -> tuple[str, ...]:
    """Write the manifest again with the entries that are `current`, and archive PDFs whose document is gone.

    `alive` are the tasks that exist; None, after errors, keeps all: what could not be read is not gone. Returns the
    files that were archived. Raises OSError.
    """
    listed = {artifact.file: artifact for artifact in (*read_artifacts(output), *current)}
    kept = [artifact for artifact in listed.values() if alive is None or artifact.task in alive]
    archived = _archive(output, listed.keys() - {artifact.file for artifact in kept})
    _write_manifest(output, kept)
    return archived


def publish_thumbnails(output: Path, thumbnails: Mapping[str, bytes]) -> None:
    """Write pictures of new pages; any that the disk refuses are drawn again for the report."""
    for name, png in thumbnails.items():
        with suppress(OSError):
            _write(output / name, png)


def publish_report(output: Path, html: str, thumbnails: Mapping[str, bytes], used: Collection[str]) -> None:
    """Write report.html and its new thumbnails, and remove thumbnails that are no longer `used`. Raises OSError.

    Pictures that do not have a thumbnail's name stay, and no link is followed: they are not carepress's.
    """
    for name, png in thumbnails.items():
        _write(output / name, png)
    folders = [output / THUMBNAILS, *(output / THUMBNAILS).glob("*")]
    own = [folder for folder in folders if folder.is_dir() and not (folder.is_symlink() or folder.parent.is_symlink())]
    for path in (path for folder in own for path in folder.glob("*.png")):
        if THUMBNAIL.fullmatch(path.name) and path.relative_to(output).as_posix() not in used:
            path.unlink()
    _write(output / REPORT, html.encode())


def publish_crash_report(output: Path, text: str) -> Path:
    """Write the report of the last run that crashed. Returns its file. Raises OSError."""
    _write(output / CRASH_REPORT, text.encode())
    return output / CRASH_REPORT


def remove_crash_report(output: Path) -> None:
    """Remove the report of an earlier run. Raises OSError."""
    (output / CRASH_REPORT).unlink(missing_ok=True)


def unwritable(error: OSError) -> Diagnostic:
    """The diagnostic of a file that the disk refused."""
    file = Path(error.filename or "output").name.removeprefix(".").removesuffix(NEW)
    return rule("unwritable-output").at(file=file, reason=(error.strerror or "the disk refuses").lower())


def clean(output: Path) -> tuple[str, ...]:
    """Remove every PDF that the manifest lists, the manifest, the report and the cache; nothing else."""
    removed = [artifact.file for artifact in read_artifacts(output) if (output / artifact.file).exists()]
    for file in removed:
        (output / file).unlink()
    (output / MANIFEST).unlink(missing_ok=True)
    (output / REPORT).unlink(missing_ok=True)
    (output / CRASH_REPORT).unlink(missing_ok=True)
    shutil.rmtree(output / THUMBNAILS, ignore_errors=True)
    shutil.rmtree(output / INTERNAL, ignore_errors=True)
    return tuple(removed)


def _refusals(attempts: Mapping[str, Callable[[], None]]) -> dict[str, Diagnostic]:
    """Try each attempt, even if others fail; a diagnostic for each that the disk refused, by name."""
    refused: dict[str, Diagnostic] = {}
    for name, attempt in attempts.items():
        try:
            attempt()
        except OSError as error:
            refused[name] = unwritable(error)
    return refused


def _write_manifest(output: Path, artifacts: Iterable[Artifact]) -> None:
    _write(output / MANIFEST, manifest_text(artifacts).encode())


def _write(path: Path, data: bytes) -> None:
    """Write a file, unless it has exactly these bytes already."""
    if not path.is_file() or path.read_bytes() != data:
        _write_beside(path, data)
        _rename(path)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{NEW}")


def _write_beside(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path).open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _rename(path: Path) -> None:
    """Put what was written beside it in its place: there is always either the old file or the new one, whole."""
    _beside(path).replace(path)


def _remove_unplaced(output: Path, names: Iterable[str]) -> None:
    """Remove what was written beside a place and could not be put there."""
    for name in names:
        with suppress(OSError):
            _beside(output / name).unlink(missing_ok=True)


def _archive(output: Path, names: Iterable[str]) -> tuple[str, ...]:
    existing = tuple(name for name in sorted(names) if (output / name).exists())
    for name in existing:
        place = output / ARCHIVE / name
        place.parent.mkdir(parents=True, exist_ok=True)
        (output / name).replace(place)
    return existing


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
