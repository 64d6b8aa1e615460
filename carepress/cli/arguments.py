"""Arguments: what was typed, parsed; and names on the command line that do not exist.

Options stand after the verb. Without a verb they are those of `build`.

In:   what was typed after the command's name; the project.
Out:  a namespace, or the exit status 2 with a sentence that names what was meant.
Pure: files are only listed.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from math import inf
from pathlib import Path
from typing import Any, NoReturn

from carepress.design.edition import Edition
from carepress.diagnostics.english import nearest, one_of
from carepress.diagnostics.model import UNSEEN
from carepress.project.files import ProjectFolder
from carepress.project.paths import STARTERS
from carepress.system.exit_codes import ExitCode
from carepress.system.installation import INSTALL_ROOT, is_checkout, version

DEFAULT_VERB = "build"
FEW = 12  # names: so many are listed in a message


class UsageError(Exception):
    """The command line is wrong; the text says how, and the exit status is 2."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One option or operand, as argparse wants it, and which kind of name it takes: a document, a format ..."""

    names: Sequence[str]
    settings: dict[str, Any]
    takes: str = ""


def _argument(*names: str, takes: str = "", **settings: Any) -> Argument:
    return Argument(names, settings, takes)


def _names(name: str, takes: str, metavar: str, help_: str) -> Argument:
    """An option that takes a name and may be given again."""
    return _argument(name, takes=takes, action="append", default=[], metavar=metavar, help=help_)


def _whole(least: int, most: float = inf) -> Callable[[str], int]:
    """What reads a whole number between two limits."""

    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            limits = f"{least} or more" if most == inf else f"from {least} to {most:g}"
            raise argparse.ArgumentTypeError(f"must be a whole number, {limits}")
        return int(text)

    return read


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if 0 < float(text) < 1e6:
            return float(text)
    raise argparse.ArgumentTypeError("must be a number of seconds, more than 0")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a date like 2026-11-01") from None


DOCUMENTS = _argument(
    "documents", takes="document", nargs="*", metavar="DOCUMENT", help="a folder in content/ (default: all)"
)
PROJECT = _argument("--project", type=Path, metavar="DIR", help="the folder with content/ (default: this one)")
OUTPUT = _argument("--output", type=Path, metavar="DIR", help="where the PDFs go (default: output/ in the project)")
LANGUAGES = _names("--lang", "language", "CODE", "only this language, such as en")
KINDS = "condition (default), procedure, medicine or trial"
KIND = _argument("--kind", takes="kind", default="condition", metavar="KIND", help=f"what it is about: {KINDS}")
CODE = _argument("code", takes="code", nargs="?", default="", metavar="CODE", help="such as overdue (default: all)")
COMMON = (
    PROJECT,
    OUTPUT,
    _names("--format", "format", "NAME", "only this format, such as fact-sheet"),
    _names("--edition", "edition", "NAME", "only this edition: screen or print"),
    LANGUAGES,
    _names("--clinic", "clinic", "NAME", "only this clinic in content/clinics/"),
    _argument("--jobs", type=_whole(1), default=os.cpu_count() or 1, metavar="N", help="how many to build at once"),
    _argument("--timeout", type=_seconds, default=60.0, metavar="SECONDS", help="time limit for one document"),
    _argument("--memory", type=_whole(1), default=1024, metavar="MB", help="memory limit for one document"),
    _argument("--scheduler", default="", metavar="ADDRESS", help="build on a Dask scheduler, such as tcp://host:8786"),
    _argument("--force", action="store_true", help="also build what is current"),
    _argument("--strict", action="store_true", help="treat warnings as errors"),
    _argument(
        "--output-format",
        dest="output_format",
        choices=("text", "json", "github"),
        default="text",
        help="text for people, json for programs, github for annotations",
    ),
    _argument("--json", dest="output_format", action="store_const", const="json", help="same as --output-format json"),
    _argument("--today", type=_day, metavar="DATE", help="the date for review dates, such as 2026-11-01"),
    _argument("--allow-overdue", action="store_true", help="build documents whose review is overdue, with a warning"),
)
VERBS: dict[str, tuple[str, Sequence[Argument]]] = {
    "build": ("build what has changed", (DOCUMENTS, *COMMON)),
    "check": ("find faults, write nothing", (DOCUMENTS, *COMMON)),
    "watch": ("build after every change, until Ctrl-C", (DOCUMENTS, *COMMON)),
    "preview": (
        "show the pages in the browser, up to date",
        (
            DOCUMENTS,
            _argument("--port", type=_whole(0, 65535), default=8020, metavar="N", help="the port to use"),
            *COMMON,
        ),
    ),
    "init": (
        "make a folder for a clinic, with an example",
        (_argument("folder", type=Path, metavar="DIR", help="the new folder, such as my-clinic"), KIND),
    ),
    "new": (
        "start a document from an example, or a format or component",
        (
            _argument("name", nargs="?", default="", metavar="DOCUMENT", help="its name, such as asthma or back-pain"),
            KIND,
            _names("--lang", "", "CODE", "its language (default: en)"),
            _argument("--format", default="", metavar="NAME", help="start a format of this name instead"),
            _argument("--component", default="", metavar="NAME", help="start a component of this name instead"),
            _argument("--locale", default="", metavar="CODE", help="translate carepress's own words into a language"),
            PROJECT,
        ),
    ),
    "import": (
        "add works to references.bib, as PubMed and Zotero save them",
        (
            _argument(
                "works", nargs="+", type=Path, metavar="FILE", help="saved as .nbib, .ris, .enw, .json, .xml or .bib"
            ),
            PROJECT,
        ),
    ),
    "list": ("list the PDFs and why any of them is stale", (DOCUMENTS, *COMMON)),
    "explain": ("explain the code of a message", (CODE,)),
    "doctor": ("show what this computer has and what it lacks", ()),
    "clean": (
        "remove the PDFs that carepress made",
        (PROJECT, OUTPUT, _argument("--archive", action="store_true", help="also those that were moved to .old/")),
    ),
    "restore": (
        "bring back a PDF that was moved to .old/",
        (
            _argument("name", nargs="?", default="", metavar="PDF", help="its name (default: list what is there)"),
            PROJECT,
            OUTPUT,
        ),
    ),
    "completion": (
        "print what a shell needs to complete commands with Tab",
        (_argument("shell", choices=("bash", "zsh", "fish"), help="the shell in use"),),
    ),
}


class _Parser(argparse.ArgumentParser):
    """Says what was meant when an option or a verb is misspelt."""

    def parse(self, argv: Sequence[str]) -> argparse.Namespace:
        """The namespace; unknown options and operands end with exit status 2."""
        namespace, unknown = self.parse_known_intermixed_args(list(argv))
        if unknown:
            name = unknown[0].partition("=")[0]
            options = ["--version", *(option for action in self._actions for option in action.option_strings)]
            self.error(no_such("option" if name.startswith("-") else "argument", name, options, few=0))
        return namespace

    def error(self, message: str) -> NoReturn:
        """End with exit status 2, and say where the options are listed."""
        message = UNSEEN.sub("\ufffd", message)  # words of the command line
        self.exit(ExitCode.USAGE, f"{command_name()}: {message}\nTo see what there is:   {self.prog} --help\n")


def command_name() -> str:
    """How the command was started: `carepress`, `python3 make_docs.py` or `python3 -m carepress`."""
    python, started = "py" if os.name == "nt" else "python3", Path(sys.argv[0])
    if started.name == "make_docs.py":
        return f"{python} make_docs.py"
    if started.parts[-2:] == ("carepress", "__main__.py"):
        return f"{python} -m carepress"
    return "carepress" if started.name != "carepress" or shutil.which("carepress") else shlex.quote(sys.argv[0])


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Parse what was typed after the command's name. Raises SystemExit for --help, --version and usage errors."""
    given = list(argv)
    if "--version" in given or given[:1] in (["-h"], ["--help"]):
        _top_level().parse_args(["--version" if "--version" in given else "--help"])
    verb = given[0] if given and not given[0].startswith("-") else ""
    if verb and verb not in VERBS:
        is_document = verb in known_names(open_project(None))["document"]()
        _top_level().error(f"type `build {verb}`" if is_document else no_such("command", verb, VERBS, few=0))
    namespace = _parser_of(verb or DEFAULT_VERB).parse(given[1:] if verb else given)
    if not verb and (early := next((name for name in namespace.documents if name in VERBS), "")):
        _top_level().error(f"type `{early}` first; options stand after it")
    return namespace


def no_such(kind: str, name: str, known: Iterable[str], *, few: int = FEW) -> str:
    """The sentence for an unknown name: what was probably meant, or up to `few` names to choose from."""
    names = sorted(known)
    if guess := nearest(name, names):
        return f"there is no {kind} `{name}`; did you mean `{guess}`?"
    choice = f"; choose {one_of(names)}" if 0 < len(names) <= few else ""
    return f"there is no {kind} `{name}`{choice}"


def _top_level() -> _Parser:
    verbs = "\n".join(f"    {name:<10}  {about}" for name, (about, _) in VERBS.items())
    parser = _Parser(
        prog=command_name(),
        usage=f"{command_name()} [COMMAND] [OPTION ...]",
        description="Builds every handout in content/ into output/.",
        epilog=f"commands (default: {DEFAULT_VERB}):\n{verbs}\n\nTheir options:   {command_name()} build --help\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"carepress {version()}", help="show the version")
    return parser


def _parser_of(verb: str) -> _Parser:
    about, arguments = VERBS[verb]
    parser = _Parser(prog=f"{command_name()} {verb}", description=f"{about[0].upper()}{about[1:]}.", allow_abbrev=False)
    parser.set_defaults(command=verb)
    for argument in arguments:
        parser.add_argument(*argument.names, **argument.settings)
    return parser


def open_project(root: Path | None) -> ProjectFolder:
    """The project that was named; else this folder or the nearest above it with content/; else the checkout's own."""
    here = Path.cwd()
    nearest_root = next((folder for folder in (here, *here.parents) if (folder / "content").is_dir()), None)
    default = INSTALL_ROOT if is_checkout(INSTALL_ROOT) else here
    return ProjectFolder(root.resolve() if root else nearest_root or default, INSTALL_ROOT)


def known_names(project: ProjectFolder) -> Mapping[str, Callable[[], Iterable[str]]]:
    """Which names there are, kind by kind; each is looked up only when it is asked for."""
    return {
        "document": lambda: {name.split("/")[1] for name in project.manuscripts},
        "format": lambda: project.formats,
        "edition": lambda: map(str, Edition),
        "language": lambda: {Path(name).stem for name in project.manuscripts},
        "clinic": lambda: set(project.clinics) - {""},
        "kind": lambda: [name.split("/")[2] for name in project.below(STARTERS) if name.endswith("/en.md")],
        "code": _codes,
    }


def require_folder() -> None:
    """Raise UsageError where the folder that the command was started in has gone."""
    try:
        Path.cwd()
    except OSError:
        raise UsageError("the folder of this window no longer exists; go to another one, and try again") from None


def require_content(project: ProjectFolder) -> None:
    """Raise UsageError where there is no content to work on."""
    if not (project.root / "content").is_dir():
        place = "here" if project.root == Path.cwd() else f"in {project.root}"
        raise UsageError(f"there is no folder content/ {place}; type   {command_name()} init my-clinic")


def check_names(arguments: argparse.Namespace, project: ProjectFolder) -> None:
    """Raise UsageError if a name on the command line does not exist."""
    chosen = {
        "document": arguments.documents, "format": arguments.format, "edition": arguments.edition,
        "language": arguments.lang, "clinic": arguments.clinic,
    }  # fmt: skip
    known = known_names(project)
    for kind, names in chosen.items():
        existing = set(known[kind]()) if names else set()
        for name in names:
            if name not in existing:
                raise UsageError(_no_such_name(kind, name, existing))


def _no_such_name(kind: str, name: str, existing: Collection[str]) -> str:
    if kind == "document" and not nearest(name, existing) and (verb := nearest(name, VERBS)):
        return f"there is no document or command `{name}`; did you mean `{verb}`? It stands before the options"
    return no_such(kind, name, existing)


def _codes() -> Iterable[str]:
    from carepress.diagnostics.catalogue import rules

    return rules()
