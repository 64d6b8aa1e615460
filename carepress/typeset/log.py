"""Log: the warnings of WeasyPrint while it works.

In:   its log.
Out:  the warnings, in order.
Never: prints.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from carepress.typeset.fetch import BASE

LOG = logging.getLogger("weasyprint")
UNDRAWN = "Failed to render SVG image "


class _WarningCollector(logging.Handler):
    """Keeps messages of level WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


def undrawn_file(warning: str) -> str:
    """The file of a drawing that could not be drawn; empty if the warning is about something else."""
    return unquote(warning.removeprefix(UNDRAWN + BASE)) if warning.startswith(UNDRAWN + BASE) else ""


@contextmanager
def captured_warnings() -> Iterator[list[str]]:
    """A list that grows with every warning inside the block, even if other code has switched the log off."""
    handlers, collector = LOG.handlers, _WarningCollector()
    LOG.handlers, LOG.propagate, LOG.disabled = [collector], False, False
    try:
        yield collector.messages
    finally:
        LOG.handlers = handlers
