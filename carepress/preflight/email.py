"""Preflight for the mail: a PDF that fits into a mail, with a name and metadata that tell nothing of anybody.

In:   Finished.
Out:  Diagnostics.
Never: sends a mail.
"""

from __future__ import annotations

from collections.abc import Iterator

from carepress.diagnostics import Diagnostic
from carepress.preflight.proof import Finished


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """The size of the file."""
    most = finished.pages.written.checks.most_kb
    if len(finished.pdf) > most * 1000:
        yield Diagnostic(
            code="large-file",
            message=f"{finished.name} has {len(finished.pdf) // 1000} kB; {most} kB are the most",
            help="Use smaller pictures: 300 dots an inch at the size they are printed.",
        )
