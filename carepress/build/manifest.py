"""The manifest: what stands in output/, from what it was made, and what was met on the way.

In:   the text of output/manifest.json.
Out:  Printed, an entry a PDF; and the text again.
Pure: a manifest that cannot be read counts as none, and no entry names a file outside output/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carepress.build.plan import Task
from carepress.diagnostics.model import Diagnostic, Report

PICTURES = "report"  # the folder of the pages' pictures, below output/
FILE = re.compile(r"([a-z0-9-]+/)?[a-z0-9-]+\.pdf")
KINDS = {"pages": int, "bytes": int, "made_from": dict, "parts": dict, "sought": list, "reading": dict, "faults": list}


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """One PDF in output/, as the manifest tells it.

    `made_from` gives the sha256 of every file that it was made from; `parts` a digest of what it uses alone of the
    files that documents share; `sought` names files that were looked for and not there. `reading` says how hard its
    text is (preflight.reading); `verified_by` is 'veraPDF', or 'structure' where only carepress's own checks ran.
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
    recipe: str = ""
    made_from: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    sought: Sequence[str] = field(default_factory=list)
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

    def as_json(self) -> dict[str, Any]:
        """The entry as a mapping for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """What the manifest tells of, and the sha256 of what is really there, by file."""

    printed: Sequence[Printed] = ()
    there: Mapping[str, str] = field(default_factory=dict)

    @property
    def by_task(self) -> dict[Task, list[Printed]]:
        """The entries of every task."""
        found: dict[Task, list[Printed]] = {}
        for one in self.printed:
            found.setdefault(one.task, []).append(one)
        return found


def read_manifest(text: str) -> tuple[Printed, ...]:
    """What the last run printed; a manifest that cannot be read counts as none."""
    try:
        printed = tuple(Printed(**entry) for entry in json.loads(text)["editions"])
    except (ValueError, KeyError, TypeError):
        return ()
    return printed if all(map(_is_sound, printed)) else ()


def _is_sound(one: Printed) -> bool:
    """Whether the entry is one that carepress wrote; above all, that its file cannot be one outside output/."""
    if not all(isinstance(getattr(one, name), KINDS.get(name, str)) for name in Printed.__slots__):
        return False
    try:
        return bool(FILE.fullmatch(one.file)) and (not one.faults or one.report is not None)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def manifest_text(printed: Iterable[Printed]) -> str:
    """The manifest: no time of day, no path of the machine."""
    editions = [one.as_json() for one in sorted(printed, key=lambda one: one.file)]
    return json.dumps({"editions": editions}, indent=2, ensure_ascii=False) + "\n"


def picture_files(one: Printed) -> tuple[str, ...]:
    """The pictures of a PDF by their names below output/, page by page."""
    stem = one.file.removesuffix(".pdf")
    return tuple(f"{PICTURES}/{stem}-{page}.{one.sha256[:8]}.png" for page in range(1, one.pages + 1))
