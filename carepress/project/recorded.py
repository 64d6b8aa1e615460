"""Recorded files: a project whose files are read once, with the digest of the very bytes that were read.

An author may save a file while a build reads it. What was made of it must be recorded with the digest of the bytes that
were used, not with one that was computed before or after.

In:   a project.
Out:  the same files; `digests`, by name.
Never: reads a file twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import BuildFailed, Diagnostic, Diagnostics
from carepress.project.files import ProjectFiles, Raw


class RecordedFiles(ProjectFiles):
    """The files of a project, each read once. `digests` has the sha256 of every file that was read."""

    def __init__(self, project: ProjectFiles) -> None:
        self._project = project
        self._contents: dict[str, Raw] = {}
        self.digests: dict[str, str] = {}

    @property
    def files(self) -> Mapping[str, object]:
        """Every file by its name, in a fixed order."""
        return self._project.files

    @property
    def outside(self) -> tuple[str, ...]:
        """Links in content/ that lead out of the project."""
        return self._project.outside

    def text_bytes(self, name: str) -> Raw | Diagnostic:
        """The bytes of one text file, or the reason why it cannot be read."""
        if name not in self._contents:
            raw = self._project.text_bytes(name)
            return raw if isinstance(raw, Diagnostic) else self._recorded(name, raw)
        return self._contents[name]

    def bytes(self, name: str) -> Raw:
        """The bytes of one file. Raises BuildFailed if it has gone or cannot be read."""
        if name not in self._contents:
            try:
                return self._recorded(name, self._project.bytes(name))
            except OSError as fault:
                reason = (fault.strerror or "it cannot be opened").lower()
                raise BuildFailed(Diagnostics((rule("unreadable-file").at(file=name, reason=reason),))) from None
        return self._contents[name]

    def digest(self, name: str) -> str:
        """The sha256 of one file; it is read now if it was not before. Raises BuildFailed."""
        self.bytes(name)
        return self.digests[name]

    def _recorded(self, name: str, raw: Raw) -> Raw:
        self._contents[name] = raw
        self.digests[name] = sha256(raw).hexdigest()
        return raw
