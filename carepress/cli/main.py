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

from carepress.cli.arguments import UsageError, command_name, parse
from carepress.cli.console import err, out
from carepress.system import doctor
from carepress.system.exit_codes import ExitCode
from carepress.system.imports import MissingRequirement, is_disabled
from carepress.system.installation import INSTALL_ROOT
from carepress.system.venv import continue_in_venv

if TYPE_CHECKING:
    from carepress.build.runner import RunHooks

COMPLETING = "_ARGCOMPLETE"  # set by the shell when somebody presses Tab
LASTING = ("watch", "preview")


def main(argv: list[str] | None = None, *, hooks: RunHooks | None = None) -> int:
    """Run the command, with veraPDF and workers of its own unless `hooks` has others. Returns the exit status."""
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
    if argv is None and arguments.command not in LASTING and not is_disabled("gc"):
        gc.disable()  # the system takes it all back in a second
    arguments.hooks = hooks
    return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    from carepress.cli import commands

    try:
        return commands.RUN[arguments.command](arguments)
    except UsageError as mistake:
        err(f"{command_name()}: {mistake}")
        return ExitCode.USAGE
    except MissingRequirement as lack:
        if not str(lack):
            return _doctor()
        err(str(lack))
        return ExitCode.MISSING_REQUIREMENT
    except KeyboardInterrupt:
        return ExitCode.STOPPED
    except Exception as error:
        from carepress.cli.crash import explain_crash

        return explain_crash(error)


def _doctor() -> int:
    requirements = doctor.requirements(INSTALL_ROOT)
    out(doctor.render((*requirements, doctor.verapdf_requirement(INSTALL_ROOT))))
    return ExitCode.MISSING_REQUIREMENT if doctor.missing(requirements) else ExitCode.OK
