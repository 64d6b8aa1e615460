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
from carepress.project.source import Source, decode, text_bytes_in_memory
from carepress.project.write import append, joined, write_new
from carepress.system.exit_codes import ExitCode

SIMPLE_KEY = re.compile(r"\w(?:[\w:.#$%&+?<>~/-]*\w)?")  # any other stands in braces, as with Pandoc

NUMBER = re.compile(r"(?i)(?:pmid:? ?)?\d{5,9}|(?:doi:? ?)?10\.\d{4}.*|https?:.*")
SAVE = "in PubMed, click Send to, Citation manager, Create file, and import that file"


def import_works(project: ProjectFolder, files: Sequence[Path]) -> ExitCode:
    """Add what is new, and say what became of each work. All files are read before anything is written."""
    contents = [(file, _read(file)) for file in files]
    before = _existing(project)
    source = _source(before)
    plan = Plan.of(source)
    results = [(file, result) for file, content in contents for result in plan.add(content.pieces)]
    text = "\n".join(result.text for _, result in results if isinstance(result, Added))
    after = _source(joined(before or b"", text))
    faults = read_bibliography(after, this_year=date.today().year)[1]
    if unreadable := [fault for fault in faults if fault.code == "bibtex-syntax"]:
        print_diagnostics(Diagnostics(tuple(unreadable)))
        err(f"Nothing was added: mend {REFERENCES} first, then type the command again.")
        return ExitCode.FAULT
    if text:
        _write(project, text, before)
    _tell(contents, results)
    new = _of_new_works(faults, source, after)
    print_diagnostics(new)
    is_whole = not new.errors and not any(isinstance(result, Refused) for _, result in results)
    return ExitCode.OK if is_whole else ExitCode.FAULT


def _of_new_works(faults: Diagnostics, before: Source, after: Source) -> Diagnostics:
    """The faults of new works. They are read once more alone: of a large file only cited works are checked."""
    last = before.text.rstrip().count("\n") + 1
    alone = Source(file=REFERENCES, text="\n" * last + "\n".join(after.lines[last:]))
    every = (*faults, *read_bibliography(alone, this_year=date.today().year)[1])
    return Diagnostics(tuple(dict.fromkeys(fault for fault in every if fault.span and fault.span.line > last)))


def _read(file: Path) -> ImportedFile:
    if NUMBER.fullmatch(str(file)) and not file.exists():
        raise UsageError(f"{file} is not a file, and carepress fetches nothing; {SAVE}")
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


def _existing(project: ProjectFolder) -> bytes | None:
    """The bytes of references.bib; None if there is no such file."""
    path = project.root / REFERENCES
    raw = project.text_bytes(REFERENCES) if path.exists() or path.is_symlink() else None
    if isinstance(raw, Diagnostic):
        raise UsageError(f"{REFERENCES} cannot be read: {raw.message}")
    return raw


def _source(raw: bytes | None) -> Source:
    """references.bib as it is, or as it would be."""
    within = text_bytes_in_memory(REFERENCES, raw or b"")
    source = within if isinstance(within, Diagnostic) else decode(REFERENCES, within)
    if isinstance(source, Diagnostic):
        raise UsageError(f"nothing was added: {source.message}")
    return source


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
