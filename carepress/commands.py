"""The commands: what each verb of make_docs.py does with its arguments.

In:   parsed arguments.
Out:  an exit status; what there is to say goes through `say` and `complain`.
Never: decides what a fault is, or writes a PDF.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from carepress.codes import codes, explanation
from carepress.diagnostics import Report, nearest, one_of
from carepress.exits import FAULT, OK, USAGE
from carepress.formats import Edition, read_formats
from carepress.machine import HOUSE
from carepress.pipeline import Outcome, Request, State, clean, run, survey
from carepress.plan import Asked
from carepress.project import Project
from carepress.source import Source


def build(arguments: argparse.Namespace) -> int:
    """Build what has changed; exit status 1 if anything asked for could not be built."""
    return _run(arguments, _output(arguments))


def check(arguments: argparse.Namespace) -> int:
    """Find faults and write nothing."""
    return _run(arguments, None)


def _run(arguments: argparse.Namespace, output: Path | None) -> int:
    project = _project(arguments)
    if wrong := _usage(arguments, project):
        return _misused(wrong)
    request = _request(arguments, output)
    interactive = sys.stderr.isatty() and not arguments.json
    outcome = run(project, request, _progress if interactive else lambda _: None)
    status = _status(outcome.report, strict=arguments.strict)
    if arguments.json:
        say(
            json.dumps(
                {
                    "status": status,
                    "diagnostics": [fault.as_json() for fault in outcome.report.diagnostics],
                    "editions": [asdict(one) for one in outcome.printed],
                    "current": [one.file for one in outcome.current],
                },
                indent=2,
                ensure_ascii=False,
            )
        )
        return status
    _tell(outcome, written=output is not None)
    return status


def _progress(task: str) -> None:
    complain(f"\r\x1b[K{task}", end="")


def _tell(outcome: Outcome, *, written: bool) -> None:
    if sys.stderr.isatty():
        complain("\r\x1b[K", end="")
    for fault in outcome.report.diagnostics:
        complain(f"{fault}\n")
    for one in outcome.printed:
        pages = "page" if one.pages == 1 else "pages"
        say(
            f"{one.file:<44} {one.pages} {pages:<5} {one.bytes / 1000:>5.0f} kB" if written else f"{one.file:<44} sound"
        )
    for name in outcome.retired:
        say(f"{name:<44} put away in .old/")
    say(_summary(outcome, written=written))


def _summary(outcome: Outcome, *, written: bool) -> str:
    errors, warnings = len(outcome.report.errors), len(outcome.report.warnings)
    parts = [f"{len(outcome.printed)} {'built' if written else 'checked'}"]
    parts += [f"{len(outcome.current)} already current"] if outcome.current else []
    parts += [f"{len(outcome.failed)} not built"] if outcome.failed and written else []
    parts += [_counted(errors, "error")] if errors else []
    parts += [_counted(warnings, "warning")] if warnings else []
    return ", ".join(parts) + "."


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def list_(arguments: argparse.Namespace) -> int:
    """Say which PDFs there are, and why a stale one is stale."""
    project = _project(arguments)
    if wrong := _usage(arguments, project):
        return _misused(wrong)
    request = _request(arguments, _output(arguments))
    states, report = survey(project, request)
    wanted = [state for state in states if request.asked.wants(state.task)]
    if arguments.json:
        say(json.dumps({"status": OK, "editions": [_listed(state) for state in wanted]}, indent=2, ensure_ascii=False))
        return OK
    for state in wanted:
        files = ", ".join(one.file for one in state.printed) or "no PDF yet"
        say(f"{state.task!s:<40} {state.why or 'current':<30} {files}")
    for fault in report.errors:
        complain(f"{fault}\n")
    return FAULT if report.errors else OK


def _listed(state: State) -> dict[str, object]:
    return {**asdict(state.task), "stale": state.why, "files": [one.file for one in state.printed]}


def explain(arguments: argparse.Namespace) -> int:
    """Say what a code means; without one, list them all."""
    if not arguments.code:
        for code, meaning in codes().items():
            say(f"{code:<22} {meaning.what}")
        return OK
    if arguments.code not in codes():
        guess = nearest(arguments.code, codes())
        return _misused(f"there is no code `{arguments.code}`" + (f"; did you mean `{guess}`?" if guess else ""))
    say(explanation(arguments.code))
    return OK


def clean_(arguments: argparse.Namespace) -> int:
    """Remove what carepress made."""
    gone = clean(_output(arguments))
    say(f"{_counted(len(gone), 'PDF')} removed.")
    return OK


def new(arguments: argparse.Namespace) -> int:
    """Start a document from an example."""
    from carepress.start import start

    project = _project(arguments)
    languages = arguments.lang or ["en"]
    made, wrong = start(project, arguments.name, languages)
    if wrong:
        return _misused(wrong)
    for name in made:
        say(f"{name} is there. Write in it, then type: make docs")
    return OK


def watch(arguments: argparse.Namespace) -> int:
    """Build again after every change, until Ctrl-C."""
    from carepress.watching import rounds

    project = _project(arguments)
    if wrong := _usage(arguments, project):
        return _misused(wrong)
    for _ in rounds(project):
        _run(arguments, _output(arguments))
        say("Waiting for the next change. Ctrl-C ends.")
    return OK


def preview(arguments: argparse.Namespace) -> int:
    """Show the pages in the browser, built again after every change."""
    from carepress.previewing import serve

    if wrong := _usage(arguments, _project(arguments)):
        return _misused(wrong)
    with serve(_output(arguments), arguments.port) as address:
        say(f"The pages are at {address} on this computer. Ctrl-C ends.")
        return watch(arguments)


def _project(arguments: argparse.Namespace) -> Project:
    root: Path = arguments.project
    return Project(root.resolve(), HOUSE)


def _output(arguments: argparse.Namespace) -> Path:
    output: Path = arguments.output or arguments.project / "output"
    return output.resolve()


def _request(arguments: argparse.Namespace, output: Path | None) -> Request:
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
        jobs=arguments.jobs,
    )


def _usage(arguments: argparse.Namespace, project: Project) -> str:
    """What is wrong with the names on the command line; nothing if they all are known."""
    if not (project.root / "content").is_dir():
        return f"there is no folder content/ in {arguments.project}"
    rows = project.source("templates/formats.yaml")
    formats = read_formats(rows)[0] if isinstance(rows, Source) else {}
    known: tuple[tuple[str, Sequence[str], set[str]], ...] = (
        ("document", arguments.documents, {name.split("/")[1] for name in project.manuscripts}),
        ("format", arguments.format, set(formats)),
        ("edition", arguments.edition, {str(edition) for edition in Edition}),
        ("language", arguments.lang, {Path(name).stem for name in project.manuscripts}),
        ("clinic", arguments.clinic, set(project.clinics) - {""}),
    )
    for kind, asked, there in known:
        for name in asked:
            if name not in there:
                guess = nearest(name, there)
                hint = f"did you mean `{guess}`?" if guess else f"there is {one_of(sorted(there))}." if there else ""
                return f"there is no {kind} `{name}`; {hint}".rstrip("; ")
    return ""


def _misused(message: str) -> int:
    complain(f"make_docs.py: {message}")
    return USAGE


def _status(report: Report, *, strict: bool) -> int:
    return FAULT if report.errors or (strict and report.warnings) else OK


def say(text: str) -> None:
    """Results, on standard output."""
    print(text, flush=True)


def complain(text: str, end: str = "\n") -> None:
    """Faults and progress, on standard error."""
    print(text, end=end, file=sys.stderr, flush=True)


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": build, "check": check, "watch": watch, "preview": preview, "new": new, "list": list_, "explain": explain,
    "clean": clean_,
}  # fmt: skip
