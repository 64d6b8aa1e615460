"""Usage: names on the command line that nothing bears.

In:   parsed arguments, the Project.
Out:  a sentence; nothing if every name is known.
Pure: files are only listed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from carepress.design.edition import Edition
from carepress.diagnostics.model import nearest, one_of
from carepress.project.files import Project
from carepress.project.source import Source


def misnamed(arguments: argparse.Namespace, project: Project) -> str:
    """What is wrong with the names on the command line; nothing if they all are known."""
    if not (project.root / "content").is_dir():
        return f"there is no folder content/ in {arguments.project}"
    known: tuple[tuple[str, Sequence[str], set[str]], ...] = (
        ("document", arguments.documents, {name.split("/")[1] for name in project.manuscripts}),
        ("format", arguments.format, _formats(project) if arguments.format else set()),
        ("edition", arguments.edition, {str(edition) for edition in Edition}),
        ("language", arguments.lang, {Path(name).stem for name in project.manuscripts}),
        ("clinic", arguments.clinic, set(project.clinics) - {""}),
    )
    for kind, asked, there in known:
        for name in asked:
            if name not in there:
                guess = nearest(name, there)
                hint = f"did you mean `{guess}`?" if guess else f"there is {one_of(sorted(there))}." if there else ""
                return f"there is no {kind} `{name}`; {hint}".rstrip("; ")
    return ""


def _formats(project: Project) -> set[str]:
    from carepress.design.formats import read_formats

    rows = project.source("templates/formats.yaml")
    return set(read_formats(rows)[0]) if isinstance(rows, Source) else set()
