"""Output: what stands in output/. The only writer of it.

A file is written beside its place and renamed, so a killed run leaves no half file; the manifest is written after the
PDFs, and the report last. What no document stands for any more is put away, never deleted.

In:   finished PDFs, pages for the practice manager.
Out:  files; an OSError where the disk refuses.
Never: decides what is fit to be there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from carepress.diagnostics import Diagnostic
from carepress.plan import Printed, Task, manifest_text, read_manifest

MANIFEST = "manifest.json"
RETIRED = ".old"
REPORT, PICTURES = "report.html", "report"


def shelved(output: Path) -> tuple[Printed, ...]:
    """What the manifest says is there."""
    return read_manifest(_text(output / MANIFEST))


def digests(output: Path, printed: Sequence[Printed]) -> dict[str, str]:
    """The sha256 of every PDF of these that is really there."""
    paths = {one.file: output / one.file for one in printed}
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in paths.items() if path.is_file()}


def deliver(
    output: Path, pdfs: Mapping[str, bytes], printed: Sequence[Printed], alive: Collection[Task] | None
) -> tuple[str, ...]:
    """Put new PDFs in their places, put away those whose document is gone or renamed, and write the manifest last.

    `alive` are the tasks that there are; None, after errors, keeps all: what could not be read is not gone.
    Returns what was put away.
    """
    before = shelved(output)
    for name, pdf in pdfs.items():
        _replace(output / name, pdf)
    new = {(one.task, one.edition): one for one in printed}
    kept = [new.get((one.task, one.edition), one) for one in before if alive is None or one.task in alive]
    manifest = {one.file: one for one in (*kept, *printed)}
    gone = [one.file for one in before if one.file not in manifest and (output / one.file).exists()]
    for name in gone:
        _retire(output, name)
    _put(output / MANIFEST, manifest_text(list(manifest.values())).encode())
    return tuple(gone)


def deliver_report(output: Path, page: str, pictures: Mapping[str, bytes], wanted: Collection[str]) -> None:
    """Put report.html and its new pictures in their places; take away pictures that are not `wanted` any more."""
    for name, picture in pictures.items():
        _put(output / name, picture)
    for path in (output / PICTURES).rglob("*.png"):
        if path.relative_to(output).as_posix() not in wanted:
            path.unlink()
    _put(output / REPORT, page.encode())


def unwritable(fault: OSError) -> Diagnostic:
    """Say that the disk refused."""
    name = Path(fault.filename or "output").name.removeprefix(".").removesuffix(".new")
    return Diagnostic(
        code="unwritable-output",
        message=f"{name} cannot be written: {(fault.strerror or 'the disk refuses').lower()}",
        help="Close the PDF if a program has it open, and check that there is room on the disk."
        "\nThe PDFs that were there before are still whole.",
    )


def clean(output: Path) -> tuple[str, ...]:
    """Remove every PDF that the manifest names, the manifest and the report; nothing else."""
    gone = []
    for one in shelved(output):
        if (output / one.file).exists():
            (output / one.file).unlink()
            gone.append(one.file)
    (output / MANIFEST).unlink(missing_ok=True)
    (output / REPORT).unlink(missing_ok=True)
    shutil.rmtree(output / PICTURES, ignore_errors=True)
    return tuple(gone)


def _put(path: Path, data: bytes) -> None:
    """Write what is not there yet just so."""
    if not path.is_file() or path.read_bytes() != data:
        _replace(path, data)


def _replace(path: Path, data: bytes) -> None:
    """Write beside the place and rename, so that there is always either the old file or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _retire(output: Path, name: str) -> None:
    place = output / RETIRED / name
    place.parent.mkdir(parents=True, exist_ok=True)
    (output / name).replace(place)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
