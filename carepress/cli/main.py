"""The command: arguments in, sentences and an exit status out.

In a checkout, this module and what it imports at the top are all that is read before the command continues in .venv,
so they need the standard library only; each command imports the rest.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from typing import TYPE_CHECKING

from carepress.cli.arguments import UsageError, command_name, parse, require_folder
from carepress.cli.console import err, open_missing_streams, out
from carepress.system import doctor
from carepress.system.exit_codes import ExitCode
from carepress.system.imports import MissingRequirement, is_disabled
from carepress.system.installation import INSTALL_ROOT
from carepress.system.interrupts import Terminated, raise_on_signals
from carepress.system.venv import continue_in_venv

if TYPE_CHECKING:
    from carepress.build.runner import RunHooks

COMPLETING = "_ARGCOMPLETE"  # set by the shell when somebody presses Tab
LASTING = ("watch", "preview")
STOPPED = "Stopped. Every PDF in the output folder is whole."


def main(argv: list[str] | None = None, *, hooks: RunHooks | None = None) -> int:
    """Run the command, with veraPDF and workers of its own unless `hooks` has others. Returns the exit status."""
    open_missing_streams()
    if argv is None and COMPLETING in os.environ:
        from carepress.cli.completion import complete

        complete()
    arguments = parse(sys.argv[1:] if argv is None else argv)
    if arguments.command == "doctor":
        return _doctor()
    if argv is None:
        status = continue_in_venv(INSTALL_ROOT, sys.argv)
        if status is not None:
            return status
        is_lasting = arguments.command in LASTING
        raise_on_signals(lasting=is_lasting)
        if not is_lasting and not is_disabled("gc"):
            gc.disable()  # the system takes it all back in a second
    arguments.hooks = hooks
    return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    try:
        require_folder()
        import logging

        from carepress.cli import commands

        logging.getLogger().addHandler(logging.NullHandler())  # what a library logs is not for staff
        return commands.RUN[arguments.command](arguments)
    except UsageError as mistake:
        err(f"{command_name()}: {mistake}")
        return ExitCode.USAGE
    except MissingRequirement as lack:
        if not str(lack):
            return _doctor()
        err(str(lack))
        return ExitCode.MISSING_REQUIREMENT
    except KeyboardInterrupt as stop:
        if arguments.command not in LASTING:  # which end so every day
            err(STOPPED)
        return ExitCode.TERMINATED if isinstance(stop, Terminated) else ExitCode.STOPPED
    except Exception as error:
        from carepress.cli.crash import explain_crash

        return explain_crash(error)


def _doctor() -> int:
    requirements = doctor.requirements(INSTALL_ROOT)
    out(doctor.render((*requirements, doctor.verapdf_requirement(INSTALL_ROOT))))
    return ExitCode.MISSING_REQUIREMENT if doctor.missing(requirements) else ExitCode.OK
