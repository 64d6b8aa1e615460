"""The plan: which editions there are, what each is made from, and which are stale.

A piece of work is one document in one language and one format for one clinic: it is typeset once and gives all its
editions. What was made, and from what, stands in output/manifest.json.

In:   the Project, what was asked for, the manifest of the last run.
Out:  Tasks, file names, and whether what is there is still current.
Pure: reads nothing but what it is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from carepress.diagnostics import Diagnostic, Report
from carepress.formats import Edition
from carepress.project import Project

LIBRARIES = ("weasyprint", "pikepdf", "pydyf", "fonttools", "pybtex", "qrcode", "jinja2", "markdown-it-py",
             "fontpkg-atkinson-hyperlegible", "fontpkg-dm-serif-text", "fontpkg-dm-serif-display")  # fmt: skip
"""What, in another version, may give other pages."""

OF_THE_REPORT = ("templates/report", "styles/report.css")  # no PDF depends on them
FILE = re.compile(r"([a-z0-9-]+/)?[a-z0-9-]+\.pdf")


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One document in one language and one format for one clinic."""

    document: str
    lang: str
    format: str
    clinic: str = ""

    @property
    def manuscript(self) -> str:
        """The manuscript's file."""
        return f"content/{self.document}/{self.lang}.md"

    @property
    def about(self) -> str:
        """What a fault of its pages is about, as `Diagnostic.about` says it of the manuscript."""
        return f"{self.document} ({self.lang})"

    def __str__(self) -> str:
        clinic = f" for {self.clinic}" if self.clinic else ""
        return f"{self.about}, {self.format}{clinic}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What the command asked for; an empty tuple is 'all'."""

    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    clinics: tuple[str, ...] = ()

    def wants(self, task: Task) -> bool:
        """Whether the command meant this task."""
        return all(
            not asked or value in asked
            for asked, value in (
                (self.documents, task.document),
                (self.formats, task.format),
                (self.languages, task.lang),
                (self.clinics, task.clinic),
            )
        )

    def wants_manuscript(self, file: str) -> bool:
        """Whether the command meant the document and the language of this file."""
        _, document, name = file.split("/")
        return document in (self.documents or (document,)) and name[:-3] in (self.languages or (name[:-3],))

    def wants_edition(self, edition: str) -> bool:
        """Whether the command meant this edition."""
        return not self.editions or edition in self.editions


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """One PDF in output/, as the manifest tells it.

    `reading` says how hard its text is (preflight.reading); `verified_by` is 'veraPDF', or 'structure' where only
    carepress's own checks ran.
    """

    file: str
    document: str
    title: str
    format: str
    edition: str
    lang: str
    clinic: str
    status: str
    version: str
    pages: int
    bytes: int
    sha256: str
    contact_url: str
    recipe: str
    made_from: Mapping[str, str] = field(default_factory=dict)
    reviewed_by: str = ""
    review_by: str = ""
    reading: Mapping[str, Any] = field(default_factory=dict)
    faults: Sequence[Mapping[str, Any]] = field(default_factory=list)
    verified_by: str = ""

    @property
    def report(self) -> Report:
        """The warnings and notes that were met in making it: they hold for as long as the PDF is current."""
        return Report(tuple(Diagnostic.from_json(said) for said in self.faults))

    @property
    def task(self) -> Task:
        """The task that made it; several clinics have a folder each."""
        folder = self.file.rpartition("/")[0]
        return Task(document=self.document, lang=self.lang, format=self.format, clinic=folder)


def file_name(task: Task, edition: Edition, *, draft: bool) -> str:
    """The PDF's name below output/: DOCUMENT-FORMAT-LANG[-EDITION][-draft].pdf."""
    parts = [task.document, task.format, task.lang]
    parts += [str(edition)] if edition is not Edition.SCREEN else []
    parts += ["draft"] if draft else []
    return (f"{task.clinic}/" if task.clinic else "") + "-".join(parts) + ".pdf"


def inputs(task: Task, project: Project) -> dict[str, str]:
    """Every file that the task's pages depend on, with its sha256."""
    own = {name for name in project.below(f"content/{task.document}") if not name.endswith(".md")}
    own |= {task.manuscript, project.clinics[task.clinic], "content/_brand.yml", "content/references.bib"}
    shared = {name for name in project.files if name.count("/") == 1 and not name.endswith((".md", ".yaml", ".bib"))}
    shared |= set(project.below("content/fonts")) | set(project.below("templates")) | set(project.below("styles"))
    shared = {name for name in shared if not name.startswith(OF_THE_REPORT)}
    return {name: project.digests[name] for name in sorted(own | shared) if name in project.digests}


def recipe(task: Task, code: str) -> str:
    """A digest of what besides files decides the pages: carepress itself and the libraries."""
    parts = [code, str(task), *(f"{name} {version(name)}" for name in LIBRARIES)]
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


@cache
def code_digest(package: Path) -> str:
    """A digest of carepress's own source, and of the tables beside it."""
    files = sorted(path for path in package.rglob("*") if path.suffix in {".py", ".toml", ".java"})
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def stale(
    task: Task,
    editions: Sequence[Edition],
    project: Project,
    *,
    printed: Sequence[Printed],
    there: Mapping[str, str],
    code: str,
) -> str:
    """Why the task must be done again, in words; empty if all its editions are current.

    `there` gives the sha256 of every PDF that is in output/ now.
    """
    mine = {one.edition: one for one in printed if one.task == task}
    now = inputs(task, project)
    for edition in editions:
        one = mine.get(str(edition))
        if one is None:
            return "not made yet"
        if there.get(one.file) != one.sha256:
            return "the PDF is not the one that was made"
        if one.recipe != recipe(task, code):
            return "carepress or a library is another version"
        changed = [name for name in sorted({*now, *one.made_from}) if now.get(name) != one.made_from.get(name)]
        if changed:
            return f"{changed[0]} changed"
    return ""


def read_manifest(text: str) -> tuple[Printed, ...]:
    """What the last run printed; a manifest that cannot be read counts as none."""
    try:
        printed = tuple(Printed(**entry) for entry in json.loads(text)["editions"])
    except (ValueError, KeyError, TypeError):
        return ()
    return printed if all(map(_is_sound, printed)) else ()


def _is_sound(one: Printed) -> bool:
    """Whether the entry is one that carepress wrote; above all, that its file cannot be one outside output/."""
    kinds = {"pages": int, "bytes": int, "made_from": dict, "reading": dict, "faults": list}
    if not all(isinstance(value, kinds.get(name, str)) for name, value in asdict(one).items()):
        return False
    try:
        return bool(FILE.fullmatch(one.file)) and one.report is not None
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def manifest_text(printed: Sequence[Printed]) -> str:
    """The manifest: no time of day, no path of the machine."""
    editions: list[dict[str, Any]] = [asdict(one) for one in sorted(printed, key=lambda one: one.file)]
    return json.dumps({"editions": editions}, indent=2, ensure_ascii=False) + "\n"
