"""Output: what stands in output/. The only writer of it.

A file is written beside its place and renamed, so a killed run leaves no half file. What no document stands for any
more is put away, never deleted.

In:   finished PDFs, pages for the practice manager, what a run has learnt of files.
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
from carepress.build.manifest import PICTURES, Artifact, OutputState, manifest_text, read_manifest
from carepress.build.plan import Task
from carepress.diagnostics.model import Diagnostic

MANIFEST = "manifest.json"
ARCHIVE = ".old"
KEPT, LEDGER = ".carepress", "ledger.json"  # of no use to anyone but the next run
REPORT = "report.html"
NEW = ".new"


def output_state(output: Path, build_cache: BuildCache) -> OutputState:
    """What the manifest says is there, and what is really there."""
    artifacts = read_artifacts(output)
    return OutputState(
        artifacts=artifacts, there=build_cache.digests({one.file: output / one.file for one in artifacts})
    )


def read_artifacts(output: Path) -> tuple[Artifact, ...]:
    """What the manifest says is there."""
    return read_manifest(_text(output / MANIFEST))


def open_cache(output: Path) -> BuildCache:
    """What the last run learnt of files."""
    return read_cache(_text(output / KEPT / LEDGER))


def save_cache(output: Path, build_cache: BuildCache) -> None:
    """Keep it for the next run; where that cannot be, the next run reads everything anew."""
    with suppress(OSError):
        _put(output / KEPT / LEDGER, build_cache.text.encode())


def tidy(output: Path) -> None:
    """Take away what a killed run was writing."""
    for left in (*output.glob(f".*{NEW}"), *output.glob(f"*/.*{NEW}")):
        with suppress(OSError):
            left.unlink()


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """What came of putting PDFs in their places: files that the disk refused, with what it said; files put away."""

    refused: Mapping[str, Diagnostic] = field(default_factory=dict)
    archived: tuple[str, ...] = ()


def publish(output: Path, pdfs: Mapping[str, bytes], artifacts: Iterable[Artifact]) -> Publication:
    """Put new PDFs in their places and tell of them in the manifest; put away what they have under an older name.

    First every PDF is written beside its place. Then the manifest gives up the entries that are to be replaced, the
    PDFs are renamed, and the manifest tells of the new ones: killed at any moment, it says nothing that is not so.
    """
    before = read_artifacts(output)
    new = {one.file: one for one in artifacts if one.file in pdfs}
    refused = _refusals({name: partial(_write_beside, output / name, pdfs[name]) for name in new})
    ready = {(one.task, one.edition): one for one in new.values() if one.file not in refused}
    try:
        _tell(output, [one for one in before if (one.task, one.edition) not in ready])
        refused |= _refusals({one.file: partial(_rename, output / one.file) for one in ready.values()})
        done = {key: one for key, one in ready.items() if one.file not in refused}
        others = [one for one in before if (one.task, one.edition) not in done]
        older = [one.file for one in before if (one.task, one.edition) in done and one.file not in new]
        archived = _retired(output, older)
        _tell(output, [*others, *done.values()])
    except OSError as fault:
        _take_away(output, new)
        return Publication(refused=refused | dict.fromkeys(new, unwritable(fault)))
    _take_away(output, refused)
    return Publication(refused=refused, archived=archived)


def refresh_manifest(output: Path, current: Iterable[Artifact], alive: Collection[Task] | None) -> tuple[str, ...]:
    """Write the manifest again for what is `current`, and put away PDFs whose document is gone.

    `alive` are the tasks that there are; None, after errors, keeps all: what could not be read is not gone. Returns
    what was put away; raises OSError.
    """
    known = {one.file: one for one in (*read_artifacts(output), *current)}
    kept = [one for one in known.values() if alive is None or one.task in alive]
    archived = _retired(output, known.keys() - {one.file for one in kept})
    _tell(output, kept)
    return archived


def publish_pictures(output: Path, pictures: Mapping[str, bytes]) -> None:
    """Put pictures of new pages in their places; those that the disk refuses are drawn again for the report."""
    for name, picture in pictures.items():
        with suppress(OSError):
            _put(output / name, picture)


def publish_report(output: Path, page: str, pictures: Mapping[str, bytes], wanted: Collection[str]) -> None:
    """Put report.html and its new pictures in their places; take away pictures that are not `wanted` any more."""
    for name, picture in pictures.items():
        _put(output / name, picture)
    for path in (output / PICTURES).rglob("*.png"):
        if path.relative_to(output).as_posix() not in wanted:
            path.unlink()
    _put(output / REPORT, page.encode())


def unwritable(fault: OSError) -> Diagnostic:
    """Say that the disk refused."""
    name = Path(fault.filename or "output").name.removeprefix(".").removesuffix(NEW)
    return Diagnostic(
        code="unwritable-output",
        message=f"{name} cannot be written: {(fault.strerror or 'the disk refuses').lower()}",
        help="Close the PDF if a program has it open, and check that there is room on the disk."
        "\nThe PDFs that were there before are still whole.",
    )


def clean(output: Path) -> tuple[str, ...]:
    """Remove every PDF that the manifest names, the manifest and the report; nothing else."""
    gone = []
    for one in read_artifacts(output):
        if (output / one.file).exists():
            (output / one.file).unlink()
            gone.append(one.file)
    (output / MANIFEST).unlink(missing_ok=True)
    (output / REPORT).unlink(missing_ok=True)
    shutil.rmtree(output / PICTURES, ignore_errors=True)
    shutil.rmtree(output / KEPT, ignore_errors=True)
    return tuple(gone)


def _refusals(attempts: Mapping[str, Callable[[], None]]) -> dict[str, Diagnostic]:
    """Try each, whatever becomes of the others; what the disk refused, by name."""
    refused: dict[str, Diagnostic] = {}
    for name, attempt in attempts.items():
        try:
            attempt()
        except OSError as fault:
            refused[name] = unwritable(fault)
    return refused


def _tell(output: Path, artifacts: Iterable[Artifact]) -> None:
    _put(output / MANIFEST, manifest_text(artifacts).encode())


def _put(path: Path, data: bytes) -> None:
    """Write what is not there yet just so."""
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
    """There is always either the old file or the new one, whole."""
    _beside(path).replace(path)


def _take_away(output: Path, names: Iterable[str]) -> None:
    """What was written beside a place and cannot be put there."""
    for name in names:
        with suppress(OSError):
            _beside(output / name).unlink(missing_ok=True)


def _retired(output: Path, names: Iterable[str]) -> tuple[str, ...]:
    gone = tuple(name for name in sorted(names) if (output / name).exists())
    for name in gone:
        place = output / ARCHIVE / name
        place.parent.mkdir(parents=True, exist_ok=True)
        (output / name).replace(place)
    return gone


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
