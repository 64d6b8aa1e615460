"""The command: arguments in, sentences and an exit status out. The only printer.

Exit status: 0 all current, 1 the author's fault, 2 usage, 3 the machine lacks something. A bug of ours keeps its
traceback. Under another Python than .venv's this module is all that is read before the command goes on in .venv,
so it imports the standard library, `machine` and `startup` only; the rest comes with the command that needs it.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from carepress.system import doctor as machine
from carepress.system.doctor import HOUSE
from carepress.system.exit_codes import LACKS, OK, STOPPED
from carepress.system.imports import Lacking, is_stock

LASTING = ("watch", "preview")


def main(argv: list[str] | None = None) -> int:
    """Run the command. Returns the exit status."""
    arguments = _parser().parse_args(sys.argv[1:] if argv is None else argv)
    if arguments.command == "doctor":
        return _doctor()
    if argv is None:
        status = machine.hop(HOUSE, sys.argv)
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
        print(lack, file=sys.stderr)
        return LACKS
    except KeyboardInterrupt:
        return STOPPED


def _doctor() -> int:
    needs = machine.needs(HOUSE)
    print(machine.doctor((*needs, machine.second_opinion(HOUSE))))
    return LACKS if machine.lacking(needs) else OK


class _Gather(argparse.Action):
    """An option that may be given again, before the command and after it."""

    gathered: dict[str, list[str]]

    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option_string: Any = None) -> None:
        """Add one value to those given so far, by whichever of the two parsers."""
        self.gathered.setdefault(self.dest, []).append(values)
        setattr(namespace, self.dest, self.gathered[self.dest])


def _parser() -> argparse.ArgumentParser:
    gather = type("_Gather", (_Gather,), {"gathered": {}})
    parser = argparse.ArgumentParser(
        prog="make_docs.py",
        description="Builds every handout in content/ into output/. Without a command: build.",
        parents=[_common(gather)],
    )
    parser.set_defaults(command="build", documents=[], **DEFAULTS)
    commands = parser.add_subparsers(metavar="COMMAND")
    for name, (said, operands) in COMMANDS.items():
        sub = commands.add_parser(
            name, help=said, description=said, parents=[_common(gather)]
        )  # its own: defaults are kept on options, which parents would share
        sub.set_defaults(command=name)
        for operand in operands:
            sub.add_argument(*operand[0], **operand[1])
    return parser


_DOCUMENTS = (
    ("documents",),
    {"nargs": "*", "metavar": "DOCUMENT", "default": [], "help": "its folder in content/; default: all"},
)
_PORT = (("--port",), {"type": int, "default": 8020, "metavar": "N", "help": "on which port of this computer"})
COMMANDS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "build": ("build what has changed", (_DOCUMENTS,)),
    "check": ("find faults, write nothing", (_DOCUMENTS,)),
    "watch": ("build again after every change, until Ctrl-C", (_DOCUMENTS,)),
    "preview": ("show the pages in the browser, up to date", (_DOCUMENTS, _PORT)),
    "new": (
        "start a document from an example",
        ((("name",), {"metavar": "DOCUMENT", "help": "small letters and hyphens: asthma"}),),
    ),
    "list": ("say which PDFs there are and which are stale", (_DOCUMENTS,)),
    "explain": ("say what a fault's code means", ((("code",), {"metavar": "CODE", "nargs": "?", "default": ""}),)),
    "doctor": ("say what this computer has and what it lacks", ()),
    "clean": ("remove the PDFs that carepress made", ()),
}
DEFAULTS: dict[str, object] = {
    "project": HOUSE, "output": None, "format": [], "edition": [], "lang": [], "clinic": [],
    "jobs": os.cpu_count() or 1, "force": False, "strict": False, "report": "text", "today": None,
    "allow_overdue": False, "timeout": 60.0, "memory": 1024, "scheduler": "",
}  # fmt: skip


def _common(gather: type[argparse.Action]) -> argparse.ArgumentParser:
    """The options that stand before or after any command."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    add = common.add_argument
    add("--project", type=Path, metavar="DIR", help="the folder with content/ (default: this one)")
    add("--output", type=Path, metavar="DIR", help="where the PDFs go (default: output/ in the project)")
    add("--format", action=gather, metavar="NAME", help="only this format, as fact-sheet")
    add("--edition", action=gather, metavar="NAME", help="only this edition: screen or print")
    add("--lang", action=gather, metavar="CODE", help="only this language, as en")
    add("--clinic", action=gather, metavar="NAME", help="only this clinic of content/clinics/")
    add("--jobs", type=_positive, metavar="N", help="how many to make at once (default: one a core)")
    add("--timeout", type=_seconds, metavar="SECONDS", help="give one document up after this long (default: 60)")
    add("--memory", type=_positive, metavar="MB", help="how much memory one document may take (default: 1024)")
    add("--scheduler", metavar="ADDRESS", help="let workers of a Dask scheduler do it, as tcp://host:8786")
    add("--force", action="store_true", help="build what is current, too")
    add("--strict", action="store_true", help="warnings count as errors")
    add("--report", choices=("text", "json", "github"), help="for people, for programs, for GitHub's annotations")
    add("--json", dest="report", action="store_const", const="json", help="the same as --report json")
    add("--today", type=_day, metavar="DATE", help="the day by which reviews are due, as 2026-11-01 (default: today)")
    add("--allow-overdue", action="store_true", help="build documents whose review is due, with a warning")
    return common


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError("must be more than 0")
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a date like 2026-11-01") from None
