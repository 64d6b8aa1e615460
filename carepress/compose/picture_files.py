"""Pictures: which file of the project a picture is.

A file NAME.FORMAT.svg beside NAME.svg is that format's own cut of the picture.

In:   the name that the author typed.
Out:  the file's name inside the project; faults in the margin.
Never: opens the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import unquote

SUFFIXES = (".svg", ".png", ".jpg", ".jpeg")
ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|\\|(?:.*/)?\.\.(?:/|$)")

Complain = Callable[[str, str, str], None]
"""Takes a code, a message and a help."""


@dataclass(slots=True)
class Pictures:
    """The pictures of one document for one format. `files` are all the project's; `used` grows as they are found."""

    folder: str
    format_name: str
    files: Collection[str]
    used: list[str] = field(default_factory=list)

    def find(self, target: str, complain: Complain) -> str:
        """The file that `target` names; where there is none, `complain` is told why and `target` comes back."""
        target = unquote(target).removeprefix("./")  # markdown-it gives blanks and accents percent-encoded
        file = f"{self.folder}/{target}"
        if ELSEWHERE.match(target):
            advice = f"Copy it to {self.folder}/ and type only its name."
            complain("outside-project", f"the picture `{target}` is not in the document's folder", advice)
        elif not target.lower().endswith(SUFFIXES):
            complain("picture-kind", f"`{target}` is not a picture that can be printed", f"Pictures end in {_ends()}.")
        elif file not in self.files:
            complain("missing-picture", f"there is no picture `{target}` in {self.folder}/", self._advice(target))
        else:
            stem, _, suffix = file.rpartition(".")
            own = f"{stem}.{self.format_name}.{suffix}"
            self.used.append(own if own in self.files else file)
            return self.used[-1]
        return target

    def _advice(self, target: str) -> str:
        there = {name.rpartition("/")[2] for name in self.files if name.rpartition("/")[0] == self.folder}
        by_folded = {name.lower(): name for name in sorted(there) if name.lower().endswith(SUFFIXES)}
        close = get_close_matches(target.lower(), by_folded, n=1)
        return (
            f"did you mean `{by_folded[close[0]]}`?"
            if close
            else f"Put the file into {self.folder}/ or correct its name."
        )


def _ends() -> str:
    return ", ".join(SUFFIXES)
