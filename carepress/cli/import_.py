"""Import: works that PubMed, Zotero and other programs have saved join references.bib.

In:   the project, and files of other programs, wherever they are.
Out:  entries at the end of references.bib; a line for each work; an exit status.
Never: changes what stands in references.bib, or writes what could not be read again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from carepress.bibliography.importing.model import Refused
from carepress.bibliography.importing.plan import Added, AlreadyThere, Plan, Result
from carepress.bibliography.importing.read import MOST_BYTES, ImportedFile, read_file
from carepress.bibliography.works import read_bibliography
from carepress.cli.arguments import UsageError
from carepress.cli.console import err, out
from carepress.cli.summary import print_diagnostics
from carepress.diagnostics.english import counted
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.files import ProjectFolder
from carepress.project.paths import REFERENCES
from carepress.project.source import Source, decode
from carepress.project.write import append, write_new
from carepress.system.exit_codes import ExitCode

SIMPLE_KEY = re.compile(r"\w(?:[\w:.#$%&+?<>~/-]*\w)?")  # any other stands in braces, as with Pandoc


def import_works(project: ProjectFolder, files: Sequence[Path]) -> ExitCode:
    """Add what is new, and say what became of each work. All files are read before anything is written."""
    contents = [(file, _read(file)) for file in files]
    before = _existing(project)
    if isinstance(before, Diagnostic):
        print_diagnostics(Diagnostics((before,)))
        return ExitCode.FAULT
    source = decode(REFERENCES, before) if before is not None else None
    if isinstance(source, Diagnostic):
        print_diagnostics(Diagnostics((source,)))
        return ExitCode.FAULT
    plan = Plan.of(source)
    results = [(file, result) for file, content in contents for result in plan.add(content.pieces)]
    text = "\n".join(result.text for _, result in results if isinstance(result, Added))
    faults = _faults(source, text)
    if any(fault.code == "bibtex-syntax" for fault in faults):
        print_diagnostics(Diagnostics(tuple(fault for fault in faults if fault.code == "bibtex-syntax")))
        err(f"Nothing was added: mend {REFERENCES} first, then type the command again.")
        return ExitCode.FAULT
    if text:
        _write(project, text, before)
    _tell(contents, results)
    new = _of_new_works(faults, source)
    print_diagnostics(new)
    is_whole = not new.errors and not any(isinstance(result, Refused) for _, result in results)
    return ExitCode.OK if is_whole else ExitCode.FAULT


def _read(file: Path) -> ImportedFile:
    if file.is_dir():
        raise UsageError(f"{file} is a folder; name the file in it")
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except OSError as fault:
        raise UsageError(f"{file} cannot be read: {(fault.strerror or str(fault)).lower()}") from None
    content = read_file(raw)
    if isinstance(content, str):
        raise UsageError(f"{file} cannot be imported: {content}")
    return content


def _existing(project: ProjectFolder) -> bytes | Diagnostic | None:
    is_there = (project.root / REFERENCES).exists() or (project.root / REFERENCES).is_symlink()
    return project.text_bytes(REFERENCES) if is_there else None


def _faults(source: Source | None, text: str) -> Diagnostics:
    """The faults of references.bib as it would be."""
    old = source.text if source else ""
    gap = "" if not old or old.endswith("\n\n") else "\n" * (1 + (not old.endswith("\n")))
    return read_bibliography(Source(file=REFERENCES, text=old + gap + text), this_year=date.today().year)[1]


def _of_new_works(faults: Diagnostics, source: Source | None) -> Diagnostics:
    last = len(source.text.rstrip().split("\n")) if source else 0
    return Diagnostics(tuple(fault for fault in faults if fault.span and fault.span.line > last))


def _write(project: ProjectFolder, text: str, before: bytes | None) -> None:
    try:
        if before is not None:
            append(project.root, REFERENCES, text, read=before)
        elif name := write_new(project.root, {REFERENCES: text}):
            raise UsageError(f"{name} was made meanwhile; type the command again")
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise UsageError(f"{REFERENCES} cannot be written: {reason}") from None


def _tell(contents: Sequence[tuple[Path, ImportedFile]], results: Sequence[tuple[Path, Result]]) -> None:
    for file, content in contents:
        for sentence in content.told:
            err(f"{file}: {sentence}.")
    for file, result in results:
        _tell_one(file, result)
    kinds = (Added, "added"), (AlreadyThere, "already there"), (Refused, "not taken")
    counts = [f"{number} {said}" for kind, said in kinds if (number := sum(isinstance(r, kind) for _, r in results))]
    out(f"{', '.join(counts) or counted(0, 'work')}.")


def _tell_one(file: Path, result: Result) -> None:
    if isinstance(result, Refused):
        err(f"not taken: {file}, line {result.line}: {result.reason}.")
        return
    if isinstance(result, Added):
        mark = result.key if SIMPLE_KEY.fullmatch(result.key) else f"{{{result.key}}}"
        out(f"{result.key} added: {result.title}. Cite it as [@{mark}].")
    else:
        out(f"{result.key} is there already: {result.title}.")
    for warning in result.warnings:
        err(f"{result.key}: {warning}.")
