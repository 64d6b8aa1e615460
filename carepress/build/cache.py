"""The build cache: what a run has read of files, kept so that the next one reads only what has changed.

A file counts as unchanged if its size and its times are the same, unless the times are so recent that a second change
could have left them the same. Otherwise its contents decide.

In:   files; the text of the last cache.
Out:  digests; facts that still hold; the text of the next cache.
Never: decides what is stale. Without a cache everything is read, and nothing else is different.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from carepress.diagnostics.serialization import from_json, to_json

RECENT = 2_000_000_000  # ns: the times of some file systems (FAT) go in steps of two seconds
VERSION = 3
KEPT = {"stats": dict, "facts": dict, "dashboard": str}
"""The fields of a BuildCache that are kept, and their types."""

Fact = TypeVar("Fact")


@dataclass(kw_only=True)
class BuildCache:
    """Mutable cache, updated during a build.

    `stats` are the size, times and sha256 of files; `facts` are what was read, each with the key for which it holds;
    `dashboard` is the fingerprint of what report.html was last made from. `started` is the time in ns.
    `has_new_facts` says whether it is worth saving.
    """

    stats: dict[str, list[Any]] = field(default_factory=dict)
    facts: dict[str, list[Any]] = field(default_factory=dict)
    dashboard: str = ""
    started: int = field(default_factory=time.time_ns)
    has_new_facts: bool = False

    def digests(self, paths: Mapping[str, Path]) -> dict[str, str]:
        """The sha256 of each of these files that exists, by its name."""
        return {name: digest for name, path in paths.items() if (digest := self._digest(name, path))}

    def _digest(self, name: str, path: Path) -> str:
        try:
            status = os.stat(path)
            stat = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
            kept = self.stats.get(name)
            if isinstance(kept, list) and kept[:-1] == stat:
                return str(kept[-1])
            digest = sha256(path.read_bytes()).hexdigest()
        except OSError:
            return ""
        if max(status.st_mtime_ns, status.st_ctime_ns) < self.started - RECENT:
            self.stats[name] = [*stat, digest]
        else:
            self.stats.pop(name, None)
        return digest

    def get(self, kind: type[Fact], name: str, key: str) -> Fact | None:
        """The fact of this kind about `name`; None if there is none for the same `key`."""
        kept = self.facts.get(f"{kind.__name__} {name}")
        if not (isinstance(kept, list) and len(kept) == 2 and kept[0] == key):
            return None
        try:
            return from_json(kind, kept[1])
        except (ValueError, RecursionError):
            return None  # somebody edited the file

    def put(self, fact: object, name: str, key: str) -> None:
        """Keep a fact about `name` for as long as `key` is the same."""
        self.facts[f"{type(fact).__name__} {name}"] = [key, to_json(fact)]
        self.has_new_facts = True

    def keep_only(self, names: Iterable[str]) -> None:
        """Drop the facts about all other names: of manuscripts and clinics that are gone."""
        names = set(names)
        self.facts = {name: fact for name, fact in self.facts.items() if name.partition(" ")[2] in names}

    @property
    def text(self) -> str:
        """The cache as it is written to its file."""
        kept = {name: getattr(self, name) for name in KEPT}
        return json.dumps({"version": VERSION, **kept}, ensure_ascii=False, separators=(",", ":"))


def read_cache(text: str) -> BuildCache:
    """The cache of the last run; an empty one if it cannot be read."""
    try:
        data = json.loads(text)
        kept = {name: data[name] for name, kind in KEPT.items() if isinstance(data[name], kind)}
        return BuildCache(**kept) if data["version"] == VERSION and len(kept) == len(KEPT) else BuildCache()
    except (ValueError, KeyError, TypeError, RecursionError):
        return BuildCache()
