"""The command: arguments in, sentences and an exit status out.

Under another Python than .venv's this module and what it imports at the top are all that is read before the command
goes on in .venv, so they need the standard library only; the rest comes with the command that needs it.
"""

from __future__ import annotations

import gc
import sys

from carepress.cli.arguments import parse
from carepress.cli.console import complain, say
from carepress.system import doctor
from carepress.system.exit_codes import LACKS, OK, STOPPED
from carepress.system.imports import Lacking, is_stock
from carepress.system.venv import HOUSE, hop

LASTING = ("watch", "preview")


def main(argv: list[str] | None = None) -> int:
    """Run the command. Returns the exit status."""
    arguments = parse(sys.argv[1:] if argv is None else argv)
    if arguments.command == "doctor":
        return _doctor()
    if argv is None:
        status = hop(HOUSE, sys.argv)
        if status is not None:
            return status
    if argv is None and arguments.command not in LASTING and not is_stock("gc"):
        gc.disable()  # the system takes it all back in a second
    from carepress.cli import commands

    try:
        return commands.RUN[arguments.command](arguments)
    except Lacking as lack:
        if not str(lack):
            return _doctor()
        complain(str(lack))
        return LACKS
    except KeyboardInterrupt:
        return STOPPED


def _doctor() -> int:
    needs = doctor.needs(HOUSE)
    say(doctor.doctor((*needs, doctor.second_opinion(HOUSE))))
    return LACKS if doctor.lacking(needs) else OK
