"""Completion: what the shell offers when somebody presses Tab. The one importer of argcomplete.

In:   what was typed so far (argcomplete takes it from the environment); the project.
Out:  a script for the shell, which starts carepress again at every Tab; the words that may follow.
Never: imported by a build.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

import argcomplete
from argcomplete.shell_integration import shellcode

from carepress.cli.arguments import DEFAULT_VERB, VERBS, Argument, known_names, open_project


def script(shell: str) -> str:
    """What a shell has to read once so that it completes the command `carepress`."""
    text: str = shellcode(["carepress"], shell=shell)
    return text.strip()


def complete() -> None:
    """Give the shell the words that may follow, and end the process."""
    parser = argparse.ArgumentParser()
    for argument in VERBS[DEFAULT_VERB][1]:
        if argument.names[0].startswith("-"):
            _add(parser, argument)
    verbs = parser.add_subparsers()
    for verb, (about, arguments) in VERBS.items():
        verb_parser = verbs.add_parser(verb, help=about)
        for argument in arguments:
            _add(verb_parser, argument)
    argcomplete.autocomplete(parser, always_complete_options=False)


def _add(parser: argparse.ArgumentParser, argument: Argument) -> None:
    action = parser.add_argument(*argument.names, **argument.settings)
    if argument.takes:
        action.completer = _names_of(argument.takes)  # type: ignore[attr-defined]  # argcomplete looks for it
    elif "choices" not in argument.settings and argument.settings.get("metavar") not in ("DIR", "FILE"):
        action.completer = argcomplete.SuppressCompleter()  # type: ignore[attr-defined]


def _names_of(kind: str) -> Callable[..., Iterable[str]]:
    return lambda parsed_args, **_: sorted(known_names(open_project(getattr(parsed_args, "project", None)))[kind]())
