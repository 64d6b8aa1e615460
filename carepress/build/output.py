"""Output: what is in output/. The only writer of it.

What is to be written is on record before it is, so the next run finishes what a killed one began. A PDF whose document
is gone is moved to output/.old/, never deleted. A file that carepress did not write is never touched.

In:   finished PDFs, report.html and its thumbnails, the build cache.
Out:  files; a Diagnostic or an OSError where the disk refuses.
Never: decides what is fit to be there.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from carepress.build.archive import archive, archive_names, archived_files, bring_back
from carepress.build.cache import BuildCache, read_cache
from carepress.build.disk import INTERNAL, digest_of, exists, put, remove, stage, text_of, unstage, unstage_all, write
from carepress.build.manifest import MANIFEST, THUMBNAILS, Artifact, OutputState, manifest_text, read_manifest
from carepress.build.ownership import Record, read_record, write_record
from carepress.build.plan import Task
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.system.crash import HEAD

CACHE = f"{INTERNAL}/cache.json"  # of use to the next run only
REPORT = "report.html"
CRASH_REPORT = "crash-report.txt"  # what to send if carepress itself has failed


def output_state(output: Path, build_cache: BuildCache) -> OutputState:
    """What the manifest lists, and what is really there."""
    artifacts = read_artifacts(output)
    paths = {artifact.file: output / artifact.file for artifact in artifacts}
    files = {name: path for name, path in paths.items() if not path.is_symlink()}
    return OutputState(artifacts=artifacts, digests=build_cache.digests(files))


def read_artifacts(output: Path) -> tuple[Artifact, ...]:
    """What the manifest lists."""
    return read_manifest(text_of(output, MANIFEST))


def open_cache(output: Path) -> BuildCache:
    """The build cache that the last run saved."""
    return read_cache(text_of(output, CACHE))


def damaged_notes(output: Path, build_cache: BuildCache) -> tuple[str, ...]:
    """The manifest and the cache just opened, as far as they are there and cannot be read: they count as not there."""
    manifest = text_of(output, MANIFEST)
    unread = {
        MANIFEST: manifest.strip() not in ("", manifest_text(()).strip()) and not read_manifest(manifest),
        CACHE: not build_cache.facts and bool(text_of(output, CACHE)),
    }
    return tuple(name for name, is_damaged in unread.items() if is_damaged)


def save_cache(output: Path, build_cache: BuildCache) -> None:
    """Save it for the next run. Where that is not possible, the next run reads everything anew."""
    with suppress(OSError):
        write(output, CACHE, build_cache.text.encode())


def recover(output: Path) -> None:
    """Finish what a killed run was publishing, and remove what it was writing. Raises OSError."""
    unstage_all(output)
    record = _own_files(output)
    if record.pending or record.leaving:
        placed = [artifact for artifact in record.pending if digest_of(output, artifact.file) == artifact.sha256]
        _settle(output, record, [*_without(read_artifacts(output), placed), *placed], placed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """The result of publishing PDFs: a diagnostic for each file that was refused; the files that were archived."""

    refused: Mapping[str, Diagnostic] = field(default_factory=dict)
    archived: tuple[str, ...] = ()


def publish(output: Path, pdfs: Mapping[str, bytes], artifacts: Iterable[Artifact]) -> Publication:
    """Put new PDFs and their entries in their places, and archive the same editions under an older name.

    The record names what is to come, and every PDF is staged. The manifest gives up the entries of these names, the
    PDFs are put in their places, and the manifest and the record get the new entries. So after a kill the manifest is
    true, and the record says which files are carepress's. A PDF that somebody has changed is archived first.
    """
    record, wanted = _own_files(output), {artifact.file: artifact for artifact in artifacts if artifact.file in pdfs}
    refused = {
        name: rule("foreign-file").at(file=name) for name in wanted if name not in record.files and exists(output, name)
    }
    new = {name: artifact for name, artifact in wanted.items() if name not in refused}
    changed = {name for name in new if exists(output, name) and not record.owns(output, name)}
    before = read_artifacts(output)
    try:
        moves = archive_names(output, changed)
        record = replace(record, pending=tuple(new.values())).with_archived(output, moves)
        write_record(output, record)
        refused |= _refusals({name: partial(stage, output, name, pdfs[name]) for name in new})
        staged = {name: artifact for name, artifact in new.items() if name not in refused}
        _write_manifest(output, [artifact for artifact in before if artifact.file not in staged])
        kept = archive(output, {name: place for name, place in moves.items() if name in staged})
        refused |= _refusals({name: partial(put, output, name) for name in staged})
        placed = [artifact for artifact in staged.values() if artifact.file not in refused]
        older = _settle(output, record, [*_without(before, placed), *placed], placed)
    except OSError as error:
        return Publication(refused={name: unwritable(error, name) for name in new} | refused)
    finally:
        for name in new:
            unstage(output, name)
    return Publication(refused=refused, archived=(*kept, *older))


def _own_files(output: Path) -> Record:
    """What is on record as carepress's own; what the manifest lists is so too, where the record was lost."""
    record = read_record(output)
    listed = {artifact.file: artifact.sha256 for artifact in read_artifacts(output)}
    return replace(record, files={**listed, **record.files})


def _without(artifacts: Iterable[Artifact], replaced: Iterable[Artifact]) -> list[Artifact]:
    """The artifacts but for those whose editions are replaced."""
    editions = {(artifact.task, artifact.edition) for artifact in replaced}
    return [artifact for artifact in artifacts if (artifact.task, artifact.edition) not in editions]


def _settle(
    output: Path, record: Record, listed: Sequence[Artifact], placed: Iterable[Artifact] = ()
) -> tuple[str, ...]:
    """Write a manifest that lists these artifacts, and archive those that it no longer lists. Returns these files."""
    names = {artifact.file for artifact in listed}
    leaving = {artifact.file for artifact in read_artifacts(output)}.union(record.leaving) - names
    moves = archive_names(output, leaving)
    record = record.with_archived(output, moves)
    if leaving:
        write_record(output, replace(record, leaving=tuple(sorted(leaving))))
    _write_manifest(output, listed)
    archived = archive(output, moves)
    write_record(output, record.with_files({artifact.file: artifact.sha256 for artifact in placed}, leaving))
    return archived


def refresh_manifest(output: Path, current: Iterable[Artifact], alive: Collection[Task] | None) -> tuple[str, ...]:
    """Write the manifest again with the entries that are `current`, and archive PDFs whose document is gone.

    `alive` are the tasks that exist; None, after errors, keeps all: what could not be read is not gone. Returns the
    files that were archived. Raises OSError.
    """
    listed = {artifact.file: artifact for artifact in (*read_artifacts(output), *current)}
    kept = [artifact for artifact in listed.values() if alive is None or artifact.task in alive]
    return _settle(output, _own_files(output), kept)


def publish_thumbnails(output: Path, thumbnails: Mapping[str, bytes]) -> None:
    """Write pictures of new pages; any that the disk refuses are drawn again for the report."""
    with suppress(OSError):
        _write_thumbnails(output, thumbnails)


def publish_report(output: Path, html: str, thumbnails: Mapping[str, bytes], used: Collection[str]) -> None:
    """Write report.html and its new thumbnails, and remove thumbnails that are no longer `used`. Raises OSError."""
    _write_thumbnails(output, thumbnails)
    record = read_record(output)
    unused = [name for name in record.files if name.startswith(f"{THUMBNAILS}/") and name not in used]
    for name in unused:
        with suppress(OSError):  # a link stands in its place
            remove(output, name)
    if unused:
        files = {name: digest for name, digest in record.files.items() if name not in unused}
        write_record(output, replace(record, files=files))  # what is pending stays so
    write(output, REPORT, html.encode())


def _write_thumbnails(output: Path, thumbnails: Mapping[str, bytes]) -> None:
    record = read_record(output)
    free = {name: png for name, png in thumbnails.items() if name in record.files or not exists(output, name)}
    if not free.keys() <= record.files.keys():
        write_record(output, replace(record, files={**record.files, **dict.fromkeys(free, "")}))
    for name, png in free.items():
        write(output, name, png)


def publish_crash_report(output: Path, text: str) -> Path:
    """Write the report of a run that crashed. Returns its file. Raises OSError."""
    if exists(output, CRASH_REPORT) and not has_crash_report(output):
        raise FileExistsError(errno.EEXIST, "somebody else's file has this name", str(output / CRASH_REPORT))
    write(output, CRASH_REPORT, text.encode())
    return output / CRASH_REPORT


def has_crash_report(output: Path) -> bool:
    """Whether an earlier run left its report; a file of the same name that somebody else wrote is none."""
    return text_of(output, CRASH_REPORT).startswith(HEAD)


def remove_crash_report(output: Path) -> None:
    """Remove the report of an earlier run. Raises OSError."""
    if has_crash_report(output):
        remove(output, CRASH_REPORT)


def unwritable(error: OSError, name: str = "") -> Diagnostic:
    """The diagnostic of a file that the disk refused: of this name, or the one that the error names."""
    file = Path(name or error.filename or "output").name
    if error.errno == errno.ELOOP:
        return rule("unwritable-output", "link").at(file=file)
    return rule("unwritable-output").at(file=file, reason=(error.strerror or "the disk refuses").lower())


@dataclass(frozen=True, kw_only=True, slots=True)
class Cleaned:
    """What `clean` did: PDFs that were removed, and those that stay because somebody changed or restored them."""

    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def clean(output: Path, *, with_archive: bool = False) -> Cleaned:
    """Remove every PDF that carepress made, the manifest, the report and the cache; and the archive if it is asked for.

    The mark of the folder and its lock stay. Raises OSError.
    """
    record = _own_files(output)
    pdfs = [name for name in record.files if name.endswith(".pdf") and exists(output, name)]
    own = [name for name in pdfs if record.owns(output, name)]
    pictures = [name for name in record.files if name.startswith(f"{THUMBNAILS}/")]
    archived = archived_files(output) if with_archive else []
    old = [name for name in archived if record.owns(output, name)]
    for name in (*own, *old, *pictures, REPORT, MANIFEST, CACHE):
        remove(output, name)
    remove_crash_report(output)
    kept = set(pdfs) - set(own)
    left = {name: digest for name, digest in record.archived.items() if name not in old}
    files = {name: record.files[name] for name in kept}
    write_record(output, Record(files=files, restored=record.restored, archived=left))
    return Cleaned(removed=tuple(sorted((*own, *old))), kept=tuple(sorted({*kept, *archived} - {*old})))


def restore(output: Path, name: str) -> None:
    """Bring the newest archived PDF of this name back. It is no longer kept up to date. Raises OSError."""
    bring_back(output, name)
    record = _own_files(output)
    write_record(output, replace(record, files={**record.files, name: ""}, restored=(*record.restored, name)))


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
    write(output, MANIFEST, manifest_text(artifacts).encode())
