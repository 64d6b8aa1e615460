"""Preflight of governance: who answers for it, until when, and whether the finished page says so.

In:   Finished.
Out:  Diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterator

from carepress.diagnostics import Diagnostic
from carepress.preflight.proof import Finished


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """To come."""
    yield from ()
