"""Arguments: what was typed, parsed; and names on the command line that do not exist.

Options stand after the verb. Without a verb they are those of `build`.

In:   what was typed after the command's name; the project.
Out:  a namespace, or the exit status 2 with a sentence that names what was meant.
Pure: files are only listed.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from carepress.design.edition import Edition
from carepress.diagnostics.english import nearest, one_of
from carepress.project.files import ProjectFolder
from carepress.system.exit_codes import USAGE

DEFAULT_VERB = "build"


@dataclass(frozen=True, slots=True)
class Argument:
    """One option or operand, as argparse wants it."""

    names: Sequence[str]
    settings: dict[str, Any]


def _option(*names: str, **settings: Any) -> Argument:
    return Argument(names, settings)


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


DOCUMENTS = _option("documents", nargs="*", metavar="DOCUMENT", help="a folder in content/ (default: all)")
PROJECT = _option("--project", type=Path, metavar="DIR", help="the folder with content/ (default: this one)")
OUTPUT = _option("--output", type=Path, metavar="DIR", help="where the PDFs go (default: output/ in the project)")
LANGUAGES = _option("--lang", action="append", default=[], metavar="CODE", help="only this language, such as en")
COMMON = (
    PROJECT,
    OUTPUT,
    _option("--format", action="append", default=[], metavar="NAME", help="only this format, such as fact-sheet"),
    _option("--edition", action="append", default=[], metavar="NAME", help="only this edition: screen or print"),
    LANGUAGES,
    _option("--clinic", action="append", default=[], metavar="NAME", help="only this clinic of content/clinics/"),
    _option("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N", help="how many to build at once"),
    _option("--timeout", type=_seconds, default=60.0, metavar="SECONDS", help="time limit for one document"),
    _option("--memory", type=_positive, default=1024, metavar="MB", help="memory limit for one document"),
    _option("--scheduler", default="", metavar="ADDRESS", help="build on a Dask scheduler, such as tcp://host:8786"),
    _option("--force", action="store_true", help="also build what is current"),
    _option("--strict", action="store_true", help="treat warnings as errors"),
    _option(
        "--output-format",
        dest="output_format",
        choices=("text", "json", "github"),
        default="text",
        help="text for people, json for programs, github for annotations",
    ),
    _option("--json", dest="output_format", action="store_const", const="json", help="same as --output-format json"),
    _option("--today", type=_day, metavar="DATE", help="the date for review dates, such as 2026-11-01"),
    _option("--allow-overdue", action="store_true", help="build documents whose review is overdue, with a warning"),
)
VERBS: dict[str, tuple[str, Sequence[Argument]]] = {
    "build": ("build what has changed", (DOCUMENTS, *COMMON)),
    "check": ("find faults, write nothing", (DOCUMENTS, *COMMON)),
    "watch": ("build after every change, until Ctrl-C", (DOCUMENTS, *COMMON)),
    "preview": (
        "show the pages in the browser, up to date",
        (DOCUMENTS, _option("--port", type=int, default=8020, metavar="N", help="the port to use"), *COMMON),
    ),
    "new": (
        "start a document from an example",
        (
            _option("name", metavar="DOCUMENT", help="its name: lower-case letters and hyphens, such as asthma"),
            LANGUAGES,
            PROJECT,
        ),
    ),
    "list": ("list the PDFs and why any of them is stale", (DOCUMENTS, *COMMON)),
    "explain": (
        "explain a diagnostic's code",
        (_option("code", metavar="CODE", nargs="?", default="", help="such as overdue (default: list all)"),),
    ),
    "doctor": ("show what this computer has and what it lacks", ()),
    "clean": ("remove the PDFs that carepress made", (PROJECT, OUTPUT)),
}


class _Parser(argparse.ArgumentParser):
    """Says what was meant when an option or a verb is misspelt."""

    def parse(self, argv: Sequence[str]) -> argparse.Namespace:
        """The namespace; unknown options and operands end with exit status 2."""
        namespace, unknown = self.parse_known_args(list(argv))
        if unknown:
            options = [name for action in self._actions for name in action.option_strings]
            self.error(_unknown("option" if unknown[0].startswith("-") else "argument", unknown[0], options))
        return namespace

    def error(self, message: str) -> NoReturn:
        """End with exit status 2, and say where the options are listed."""
        self.exit(USAGE, f"{command_name()}: {message}\nTo see what there is:   {self.prog} --help\n")


def command_name() -> str:
    """How the command was started: 'carepress', or 'python3 make_docs.py'."""
    return "make_docs.py"


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Parse what was typed after the command's name. Raises SystemExit for --help, --version and usage errors."""
    given = list(argv)
    if given[:1] and given[0] in {"-h", "--help"}:
        _top_level().parse_args(given)
    verb = given[0] if given and not given[0].startswith("-") else ""
    if verb and verb not in VERBS:
        _top_level().error(_unknown("command", verb, VERBS))
    namespace = _parser_of(verb or DEFAULT_VERB).parse(given[1:] if verb else given)
    if not verb and (early := next((name for name in namespace.documents if name in VERBS), "")):
        _top_level().error(f"type `{early}` first; options stand after it")
    return namespace


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    guess = nearest(name, known)
    return f"there is no {kind} `{name}`" + (f"; did you mean `{guess}`?" if guess else "")


def _top_level() -> _Parser:
    verbs = "\n".join(f"  {name:<10} {about}" for name, (about, _) in VERBS.items())
    return _Parser(
        prog=command_name(),
        usage=f"{command_name()} [COMMAND] [OPTION ...]",
        description="Builds every handout in content/ into output/.",
        epilog=f"commands (default: {DEFAULT_VERB}):\n{verbs}\n\nIts options:   {command_name()} build --help\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _parser_of(verb: str) -> _Parser:
    about, arguments = VERBS[verb]
    parser = _Parser(prog=f"{command_name()} {verb}", description=f"{about[0].upper()}{about[1:]}.")
    parser.set_defaults(command=verb)
    for argument in arguments:
        parser.add_argument(*argument.names, **argument.settings)
    return parser


def unknown_name(arguments: argparse.Namespace, project: ProjectFolder) -> str:
    """What is wrong with the names on the command line; empty if they all exist."""
    if not (project.root / "content").is_dir():
        return f"there is no folder content/ in {project.root}"
    known: tuple[tuple[str, Sequence[str], set[str]], ...] = (
        ("document", arguments.documents, {name.split("/")[1] for name in project.manuscripts}),
        ("format", arguments.format, set(project.formats)),
        ("edition", arguments.edition, {str(edition) for edition in Edition}),
        ("language", arguments.lang, {Path(name).stem for name in project.manuscripts}),
        ("clinic", arguments.clinic, set(project.clinics) - {""}),
    )
    for kind, names, existing in known:
        for name in names:
            if name not in existing:
                guess = nearest(name, existing)
                hint = f"did you mean `{guess}`?" if guess else ""
                hint = hint or (f"there is {one_of(sorted(existing))}." if existing else "")
                return f"there is no {kind} `{name}`; {hint}".rstrip("; ")
    return ""
