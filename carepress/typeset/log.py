"""Hearing: what WeasyPrint complains of while it works.

In:   its log.
Out:  the complaints, in their order.
Never: prints.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

LOG = logging.getLogger("weasyprint")


class _WarningCollector(logging.Handler):
    """Keeps what is logged from warnings on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


@contextmanager
def captured_warnings() -> Iterator[list[str]]:
    """The list to which complaints are added as long as the block lasts."""
    before, ear = LOG.handlers, _WarningCollector()
    LOG.handlers, LOG.propagate = [ear], False
    try:
        yield ear.messages
    finally:
        LOG.handlers = before
