"""Exit statuses: what the command tells the shell that called it. Part of the contract."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a run ended."""

    OK = 0  # everything is current
    FAULT = 1  # the author's: diagnostics say where it is and what to do
    USAGE = 2  # the command line was wrong
    MISSING_REQUIREMENT = 3  # this computer lacks something: doctor says what to install
    CRASHED = 70  # a fault of carepress: the report says where (EX_SOFTWARE in sysexits.h)
    STOPPED = 130  # Ctrl-C
    TERMINATED = 143  # TERM or HUP
