"""Crashes: what staff get when carepress itself has failed: one sentence, and a file that they can send.

In:   what failed.
Out:  a text file in output/, or in the folder for temporary files where nothing is written to output/.
Never: shows a traceback, or fails itself.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from carepress.build.cache import BuildCache
from carepress.build.output import publish_crash_report, remove_crash_report
from carepress.build.toolchain import toolchain_versions
from carepress.cli.console import err
from carepress.system.crash import crash_report, describe
from carepress.system.exit_codes import ExitCode
from carepress.system.installation import version

TEMPORARY = "carepress-crash-"


def report_crashes(crashes: Sequence[str], output: Path | None = None) -> str:
    """Write the report to send, and remove the last one if nothing failed.

    Returns the file's path; nothing if there is no report, or no folder that can be written to.
    """
    if not crashes:
        with suppress(OSError):
            if output:
                remove_crash_report(output)
        return ""
    text = crash_report(crashes, version(), toolchain_versions(BuildCache()))
    with suppress(OSError):
        if output:
            return str(publish_crash_report(output, text))
    with suppress(OSError), tempfile.NamedTemporaryFile("wb", prefix=TEMPORARY, suffix=".txt", delete=False) as file:
        file.write(text.encode())
        return file.name
    return ""


def explain_crash(error: Exception) -> ExitCode:
    """Say that the whole command has failed, and where the report is."""
    crash = describe(error)
    err(f"carepress itself failed, while {crash.stage}; the fault is in carepress, not in your text.")
    if sent := report_crashes([crash.report]):
        err(f"Send this file to whoever looks after carepress: {sent}")
    return ExitCode.CRASHED
