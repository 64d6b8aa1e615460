"""Picture files: which file of the project a picture's name means.

A file NAME.FORMAT.svg beside NAME.svg is that format's own version of the picture.

In:   the name that the author typed.
Out:  the file's path inside the project, or what is wrong with the name.
Never: opens the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import unquote

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import nearest, one_of
from carepress.diagnostics.model import Diagnostic

SUFFIXES = (".svg", ".png", ".jpg", ".jpeg")
OUTSIDE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|\\|(?:.*/)?\.\.(?:/|$)")


@dataclass(slots=True)
class Pictures:
    """The pictures of one document in one format. `files` are the project's; `used` are those found so far."""

    folder: str
    format_name: str
    files: Collection[str]
    used: list[str] = field(default_factory=list)

    def find(self, target: str) -> str | Diagnostic:
        """The file that `target` names, or the fault of a name that is none; it has no place yet."""
        target = unquote(target).removeprefix("./")  # markdown-it gives blanks and accents percent-encoded
        file = f"{self.folder}/{target}"
        if OUTSIDE.match(target):
            return rule("outside-project", "picture").at(target=target, folder=self.folder)
        if not target.lower().endswith(SUFFIXES):
            return rule("picture-kind", "suffix").at(target=target, suffixes=one_of(SUFFIXES))
        if file not in self.files:
            return rule("missing-picture", "in-text").at(target=target, folder=self.folder, guess=self._guess(target))
        stem, _, suffix = file.rpartition(".")
        own = f"{stem}.{self.format_name}.{suffix}"
        self.used.append(own if own in self.files else file)
        return self.used[-1]

    def _guess(self, target: str) -> str | None:
        names = {name.rpartition("/")[2] for name in self.files if name.rpartition("/")[0] == self.folder}
        return nearest(target, sorted(name for name in names if name.lower().endswith(SUFFIXES)))
