"""Preflight of references: works that are cited, complete, abbreviated and not too old.

`bibliography` tells what is wrong in references.bib itself; this module asks what a document makes of it.

In:   Written.
Out:  Diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterator

from carepress.diagnostics import Diagnostic
from carepress.preflight.proof import Written


def check_written(written: Written) -> Iterator[Diagnostic]:
    """To come."""
    yield from ()
