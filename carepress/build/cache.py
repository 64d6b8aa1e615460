"""The ledger: what was learnt of files, kept so that what has not changed is not read again.

A file is taken for unchanged if its size and its times are what they were, and those times are not so fresh that a
second change could have left them as they are. Otherwise its contents decide.

In:   files; the text of the last ledger.
Out:  digests; facts that still hold; the text of the next ledger.
Never: decides what is stale. Without a ledger, everything is read, and nothing else is different.
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

FRESH = 2_000_000_000  # ns: the times of some file systems (FAT) go in steps of two seconds
VERSION = 3
KINDS = {"stamps": dict, "known": dict, "dashboard": str}


Kept = TypeVar("Kept")


@dataclass(kw_only=True)
class BuildCache:
    """Grows while a run learns.

    `stamps` are size, times and sha256 of files; `known` are facts, each with the key for which it holds; `dashboard`
    is the fingerprint of what report.html was last made from.
    """

    stamps: dict[str, list[Any]] = field(default_factory=dict)
    known: dict[str, list[Any]] = field(default_factory=dict)
    dashboard: str = ""
    began: int = field(default_factory=time.time_ns)

    def digests(self, paths: Mapping[str, Path]) -> dict[str, str]:
        """The sha256 of every one of these files that is there."""
        return {name: digest for name, path in paths.items() if (digest := self._digest(name, path))}

    def _digest(self, name: str, path: Path) -> str:
        try:
            found = os.stat(path)
            now = [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
            kept = self.stamps.get(name)
            if isinstance(kept, list) and kept[:-1] == now:
                return str(kept[-1])
            digest = sha256(path.read_bytes()).hexdigest()
        except OSError:
            return ""
        if max(now[1], now[2]) < self.began - FRESH:
            self.stamps[name] = [*now, digest]
        else:
            self.stamps.pop(name, None)
        return digest

    def get(self, kind: type[Kept], name: str, key: str) -> Kept | None:
        """What is known of something by its name, if it still holds."""
        kept = self.known.get(f"{kind.__name__} {name}")
        if not (isinstance(kept, list) and len(kept) == 2 and kept[0] == key):
            return None
        try:
            return from_json(kind, kept[1])
        except ValueError:
            return None  # someone wrote in the ledger

    def put(self, fact: object, name: str, key: str) -> None:
        """Keep what was learnt, for as long as `key` is the same."""
        self.known[f"{type(fact).__name__} {name}"] = [key, to_json(fact)]

    def keep_only(self, names: Iterable[str]) -> None:
        """Drop what is known of manuscripts and clinics that are gone."""
        there = set(names)
        self.known = {name: kept for name, kept in self.known.items() if name.partition(" ")[2] in there}

    @property
    def text(self) -> str:
        """The ledger as it is kept."""
        kept = {name: getattr(self, name) for name in KINDS}
        return json.dumps({"version": VERSION, **kept}, ensure_ascii=False, separators=(",", ":"))


def read_cache(text: str) -> BuildCache:
    """The ledger of the last run; one that cannot be read counts as none."""
    try:
        kept = json.loads(text)
        found = {name: kept[name] for name, kind in KINDS.items() if isinstance(kept[name], kind)}
        return BuildCache(**found) if kept["version"] == VERSION and len(found) == len(KINDS) else BuildCache()
    except (ValueError, KeyError, TypeError):
        return BuildCache()
