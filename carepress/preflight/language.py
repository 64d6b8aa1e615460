"""Preflight of the language: can a patient read it, and does it promise too much?

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
