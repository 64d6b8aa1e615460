"""The commands: what each verb of make_docs.py does with its arguments.

In:   parsed arguments.
Out:  an exit status; what there is to say goes through `say` and `complain`.
Never: decides what a fault is, or writes a PDF.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path

from carepress.build.cache import Ledger
from carepress.build.output import REPORT, clean, close_ledger, open_ledger, shelf
from carepress.build.request import Asked, Limits, Request
from carepress.build.runner import Company, Outcome, news, run, staff
from carepress.build.status import State, survey
from carepress.cli.arguments import unknown_name
from carepress.cli.console import columns, complain, say, width
from carepress.cli.summary import as_json, folder_from_here, print_diagnostics, print_summary
from carepress.diagnostics.english import counted, nearest
from carepress.diagnostics.model import Report
from carepress.diagnostics.render import github
from carepress.project.files import Project
from carepress.system.exit_codes import FAULT, OK, USAGE
from carepress.system.imports import libraries
from carepress.system.venv import HOUSE

FEW = 4  # tasks: a run of so few is over before anybody reads how far it has come


def build(arguments: argparse.Namespace) -> int:
    """Build what has changed; exit status 1 if anything asked for could not be built."""
    return _run(arguments, _output(arguments))


def check(arguments: argparse.Namespace) -> int:
    """Find faults and write nothing."""
    return _run(arguments, None)


def _run(
    arguments: argparse.Namespace, output: Path | None, *, verify: bool = True, executor: Executor | None = None
) -> int:
    project = _project(arguments)
    if wrong := unknown_name(arguments, project):
        return _misused(wrong)
    request, ledger = _request(arguments, output, verify=verify), open_ledger(output) if output else Ledger()
    with _company(arguments, executor) as company:
        outcome = run(project, request, ledger, company)
        if output:
            outcome = _reported(request, outcome, output, ledger)
    status = _status(outcome.report, strict=arguments.strict)
    if arguments.report == "json":
        say(json.dumps(as_json(outcome, status), indent=2, ensure_ascii=False))
        return status
    if arguments.report == "github":
        for line in github(outcome.report, folder_from_here(project.root)):
            say(line)
    else:
        print_diagnostics(outcome.report)
    print_summary(outcome, written=output is not None)
    return status


def _reported(request: Request, outcome: Outcome, output: Path, ledger: Ledger) -> Outcome:
    """The outcome, told on report.html where it is news."""
    made_of = news(outcome, request)
    if made_of != ledger.page or not (output / REPORT).is_file():
        with libraries():
            from carepress.dashboard.write import write_report

        outcome = write_report(request, outcome, output)
        ledger.page = made_of
    close_ledger(output, ledger)
    return outcome


@contextmanager
def _company(arguments: argparse.Namespace, executor: Executor | None) -> Iterator[Company]:
    """Progress as a bar on a terminal and as lines in a pipe; programs that want JSON are not disturbed."""
    if arguments.report != "text":
        yield Company(tell=complain, executor=executor)
    elif sys.stderr.isatty():
        from carepress.cli.rich_output import bar

        with bar() as progress:
            yield Company(progress=progress, tell=complain, executor=executor)
    else:
        yield Company(progress=_in_lines, tell=complain, executor=executor)


def _in_lines(done: int, of: int, task: str) -> None:
    if of > FEW:
        complain(f"{done} of {of}: {task}")


def list_(arguments: argparse.Namespace) -> int:
    """Say which PDFs there are, and why a stale one is stale."""
    project = _project(arguments)
    if wrong := unknown_name(arguments, project):
        return _misused(wrong)
    output = _output(arguments)
    request, ledger = _request(arguments, output), open_ledger(output)
    found = survey(project, request, shelf(output, ledger), ledger)
    wanted = [state for state in found.states if request.asked.wants(state.task)]
    if arguments.report == "json":
        say(json.dumps({"status": OK, "editions": [_listed(state) for state in wanted]}, indent=2, ensure_ascii=False))
        return OK
    rows = [
        (str(state.task), state.why or "current", ", ".join(one.file for one in state.printed) or "no PDF yet")
        for state in wanted
    ]
    for line in columns(rows, width()):
        say(line)
    errors = Report(found.report.errors)
    print_diagnostics(errors)
    return FAULT if errors.diagnostics else OK


def _listed(state: State) -> dict[str, object]:
    return {**asdict(state.task), "stale": state.why, "files": [one.file for one in state.printed]}


def explain(arguments: argparse.Namespace) -> int:
    """Say what a code means; without one, list them all."""
    from carepress.diagnostics.catalogue import codes, explanation, listing

    if not arguments.code:
        say(listing())
        return OK
    if arguments.code not in codes():
        guess = nearest(arguments.code, codes())
        return _misused(f"there is no code `{arguments.code}`" + (f"; did you mean `{guess}`?" if guess else ""))
    say(explanation(arguments.code))
    return OK


def clean_(arguments: argparse.Namespace) -> int:
    """Remove what carepress made."""
    gone = clean(_output(arguments))
    say(f"{counted(len(gone), 'PDF')} removed.")
    return OK


def new(arguments: argparse.Namespace) -> int:
    """Start a document from an example."""
    from carepress.cli.new import start

    project = _project(arguments)
    languages = arguments.lang or ["en"]
    made, wrong = start(project, arguments.name, languages)
    if wrong:
        return _misused(wrong)
    for name in made:
        say(f"{name} is there. Write in it, then type: make docs")
    return OK


def watch(arguments: argparse.Namespace) -> int:
    """Build again after every change, until Ctrl-C. Workers stay, so that they are warm for the next one."""
    project = _project(arguments)
    if wrong := unknown_name(arguments, project):
        return _misused(wrong)
    with libraries():
        from carepress.build import pipeline  # noqa: F401 - workers are forked with all that they need
        from carepress.cli.watch import rounds

    with staff(_request(arguments, None), arguments.jobs) as executor:
        for _ in rounds(project):
            if sys.stdout.isatty():
                say("\x1b[2J\x1b[H", end="")  # what still stands there is still so
            _run(arguments, _output(arguments), verify=False, executor=executor)
            say("Waiting for the next change. Ctrl-C ends.")
    return OK


def preview(arguments: argparse.Namespace) -> int:
    """Show the pages in the browser, built again after every change."""
    from carepress.cli.preview import serve

    if wrong := unknown_name(arguments, _project(arguments)):
        return _misused(wrong)
    with serve(_output(arguments), arguments.port) as address:
        say(f"The pages are at {address} on this computer. Ctrl-C ends.")
        return watch(arguments)


def _project(arguments: argparse.Namespace) -> Project:
    return Project(_root(arguments), HOUSE)


def _output(arguments: argparse.Namespace) -> Path:
    output: Path = arguments.output or _root(arguments) / "output"
    return output.resolve()


def _root(arguments: argparse.Namespace) -> Path:
    """The folder with content/: the one that was named, this one or the nearest above it, else the install root."""
    if arguments.project:
        return Path(arguments.project).resolve()
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "content").is_dir()), HOUSE)


def _request(arguments: argparse.Namespace, output: Path | None, *, verify: bool = True) -> Request:
    asked = Asked(
        documents=tuple(arguments.documents),
        formats=tuple(arguments.format),
        editions=tuple(arguments.edition),
        languages=tuple(arguments.lang),
        clinics=tuple(arguments.clinic),
    )
    return Request(
        asked=asked,
        today=arguments.today or date.today(),
        output=output,
        force=arguments.force,
        strict=arguments.strict,
        allow_overdue=arguments.allow_overdue,
        verify=verify,
        jobs=arguments.jobs,
        limits=Limits(seconds=arguments.timeout, megabytes=arguments.memory),
        scheduler=arguments.scheduler,
    )


def _misused(message: str) -> int:
    complain(f"make_docs.py: {message}")
    return USAGE


def _status(report: Report, *, strict: bool) -> int:
    return FAULT if report.errors or (strict and report.warnings) else OK


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": build, "check": check, "watch": watch, "preview": preview, "new": new, "list": list_, "explain": explain,
    "clean": clean_,
}  # fmt: skip
