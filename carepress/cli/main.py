"""The command: arguments in, sentences and an exit status out.

Under another Python than .venv's this module and what it imports at the top are all that is read before the command
goes on in .venv, so they need the standard library only; the rest comes with the command that needs it.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from carepress.cli.arguments import parse
from carepress.cli.console import err, out
from carepress.system import doctor
from carepress.system.exit_codes import LACKS, OK, STOPPED
from carepress.system.imports import MissingRequirement, is_disabled
from carepress.system.venv import INSTALL_ROOT, continue_in_venv

if TYPE_CHECKING:
    from carepress.build.runner import RunHooks

LASTING = ("watch", "preview")


def main(argv: list[str] | None = None, *, hooks: RunHooks | None = None) -> int:
    """Run the command, with veraPDF and workers of its own unless `hooks` has others. Returns the exit status."""
    arguments = parse(sys.argv[1:] if argv is None else argv)
    if arguments.command == "doctor":
        return _doctor()
    if argv is None:
        status = continue_in_venv(INSTALL_ROOT, sys.argv)
        if status is not None:
            return status
    if argv is None and arguments.command not in LASTING and not is_disabled("gc"):
        gc.disable()  # the system takes it all back in a second
    from carepress.cli import commands

    arguments.hooks = hooks

    try:
        return commands.RUN[arguments.command](arguments)
    except MissingRequirement as lack:
        if not str(lack):
            return _doctor()
        err(str(lack))
        return LACKS
    except KeyboardInterrupt:
        return STOPPED


def _doctor() -> int:
    needs = doctor.requirements(INSTALL_ROOT)
    out(doctor.render((*needs, doctor.verapdf_requirement(INSTALL_ROOT))))
    return LACKS if doctor.missing(needs) else OK
