"""The manifest: which PDFs are in output/, what each was made from, and what was found while it was made.

In:   the text of output/manifest.json.
Out:  an Artifact for each PDF; and the text again.
Pure: a manifest that cannot be read counts as none, and no entry names a file outside output/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from carepress.build.plan import Task, file_name
from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostics
from carepress.diagnostics.serialization import from_json, to_json

MANIFEST = "manifest.json"
THUMBNAILS = "report"  # the folder of the pages' small pictures, below output/
THUMBNAIL = re.compile(r"[a-z0-9-]+-\d+\.[0-9a-f]{8}\.png")
FILE = re.compile(r"([a-z0-9-]+/)?[a-z0-9-]+\.pdf")
DIGEST = re.compile(r"[0-9a-f]+")
MOST_PAGES = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Artifact:
    """One PDF in output/, as the manifest describes it.

    `made_from` gives the sha256 of every file that it was made from; `parts` the digests of the parts that it uses of
    files that documents share; `sought` the files that were looked for in vain. `reading` says how hard its text is
    (preflight/readability); `faults` are what was found while it was made. `verified_by` is 'veraPDF', or 'structure'
    where only carepress's own checks ran.
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
    toolchain: str = ""
    made_from: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    sought: Sequence[str] = field(default_factory=list)
    reviewed_by: str = ""
    review_by: str = ""
    reading: Mapping[str, Any] = field(default_factory=dict)
    faults: Diagnostics = field(default_factory=Diagnostics)
    verified_by: str = ""

    @property
    def task(self) -> Task:
        """The task that made it; each of several clinics has a folder."""
        folder = self.file.rpartition("/")[0]
        return Task(document=self.document, lang=self.lang, format=self.format, clinic=folder)


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """All of manifest.json."""

    editions: tuple[Artifact, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OutputState:
    """What the manifest lists, and by file the sha256 of the PDFs that are really there."""

    artifacts: Sequence[Artifact] = ()
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def by_task(self) -> dict[Task, list[Artifact]]:
        """The artifacts of every task."""
        groups: dict[Task, list[Artifact]] = {}
        for artifact in self.artifacts:
            groups.setdefault(artifact.task, []).append(artifact)
        return groups


@lru_cache(maxsize=2)
def read_manifest(text: str) -> tuple[Artifact, ...]:
    """What the last run made; nothing if the manifest cannot be read, or an entry is none that carepress writes."""
    try:
        artifacts = from_json(Manifest, json.loads(text)).editions
        return artifacts if all(map(_is_sound, artifacts)) else ()
    except (ValueError, RecursionError):
        return ()


def _is_sound(artifact: Artifact) -> bool:
    """Whether its file is its own, and nothing in its names leads elsewhere. Raises ValueError for an odd edition."""
    edition = Edition(artifact.edition)
    return (
        FILE.fullmatch(artifact.file) is not None
        and artifact.file in {file_name(artifact.task, edition, draft=draft) for draft in (True, False)}
        and DIGEST.fullmatch(artifact.sha256) is not None
        and 0 < artifact.pages <= MOST_PAGES
        and artifact.bytes > 0
    )


def manifest_text(artifacts: Iterable[Artifact]) -> str:
    """The manifest, sorted by file: no time of day, no path of the machine."""
    editions = tuple(sorted(artifacts, key=lambda artifact: artifact.file))
    return json.dumps(to_json(Manifest(editions=editions)), indent=2, ensure_ascii=False) + "\n"


def thumbnail_files(artifact: Artifact) -> tuple[str, ...]:
    """The names of its pages' small pictures below output/, page by page."""
    stem = artifact.file.removesuffix(".pdf")
    return tuple(f"{THUMBNAILS}/{stem}-{page}.{artifact.sha256[:8]}.png" for page in range(1, artifact.pages + 1))
