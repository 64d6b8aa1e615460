"""The commands: what each verb of make_docs.py does with its arguments.

In:   parsed arguments.
Out:  an exit status; what there is to say goes through `say` and `complain`.
Never: decides what a fault is, or writes a PDF.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from carepress.build.cache import BuildCache
from carepress.build.output import REPORT, clean, open_cache, output_state, save_cache
from carepress.build.request import Limits, Request, Selection
from carepress.build.runner import Outcome, RunHooks, dashboard_fingerprint, find_verapdf, open_pool, run
from carepress.build.status import TaskStatus, build_status
from carepress.cli.arguments import unknown_name
from carepress.cli.console import columns, err, out, width
from carepress.cli.summary import as_json, folder_from_here, print_diagnostics, print_summary
from carepress.diagnostics.english import counted, nearest
from carepress.diagnostics.model import Diagnostics
from carepress.diagnostics.render import render_github
from carepress.project.files import ProjectFolder
from carepress.system.exit_codes import FAULT, OK, USAGE
from carepress.system.imports import heavy_imports
from carepress.system.venv import INSTALL_ROOT

FEW = 4  # tasks: a run of so few is over before anybody reads how far it has come


def build(arguments: argparse.Namespace) -> int:
    """Build what has changed; exit status 1 if anything asked for could not be built."""
    return _run(arguments, _output(arguments), _hooks(arguments))


def check(arguments: argparse.Namespace) -> int:
    """Find faults and write nothing."""
    return _run(arguments, None, _hooks(arguments))


def _hooks(arguments: argparse.Namespace) -> RunHooks:
    """Those that `main` was given, else veraPDF and a pool of the run's own."""
    return replace(arguments.hooks or RunHooks(find_validator=find_verapdf), tell=err)


def _run(arguments: argparse.Namespace, output: Path | None, hooks: RunHooks) -> int:
    project = _project(arguments)
    if wrong := unknown_name(arguments, project):
        return _misused(wrong)
    request, build_cache = _request(arguments, output), open_cache(output) if output else BuildCache()
    with _progress(arguments) as progress:
        outcome = run(project, request, build_cache, replace(hooks, progress=progress))
        if output:
            outcome = _reported(request, outcome, output, build_cache)
    status = _status(outcome.diagnostics, strict=arguments.strict)
    if arguments.output_format == "json":
        out(json.dumps(as_json(outcome, status), indent=2, ensure_ascii=False))
        return status
    if arguments.output_format == "github":
        for line in render_github(outcome.diagnostics, folder_from_here(project.root)):
            out(line)
    else:
        print_diagnostics(outcome.diagnostics)
    print_summary(outcome, written=output is not None)
    return status


def _reported(request: Request, outcome: Outcome, output: Path, build_cache: BuildCache) -> Outcome:
    """The outcome, told on report.html where it is news."""
    made_of = dashboard_fingerprint(outcome, request)
    if made_of != build_cache.dashboard or not (output / REPORT).is_file():
        with heavy_imports():
            from carepress.dashboard.write import write_report

        outcome = write_report(request, outcome, output)
        build_cache.dashboard = made_of
    save_cache(output, build_cache)
    return outcome


def _progress(arguments: argparse.Namespace) -> AbstractContextManager[Callable[[int, int, str], None]]:
    """Progress as a bar on a terminal and as lines in a pipe; programs that want JSON are not disturbed."""
    if arguments.output_format != "text":
        return nullcontext(lambda *_: None)
    if sys.stderr.isatty():
        from carepress.cli.rich_output import progress_bar

        return progress_bar()
    return nullcontext(_in_lines)


def _in_lines(done: int, of: int, task: str) -> None:
    if of > FEW:
        err(f"{done} of {of}: {task}")


def list_(arguments: argparse.Namespace) -> int:
    """Say which PDFs there are, and why a stale one is stale."""
    project = _project(arguments)
    if wrong := unknown_name(arguments, project):
        return _misused(wrong)
    output = _output(arguments)
    request, build_cache = _request(arguments, output), open_cache(output)
    found = build_status(project, request, output_state(output, build_cache), build_cache)
    wanted = [state for state in found.states if request.selection.wants(state.task)]
    if arguments.output_format == "json":
        out(json.dumps({"status": OK, "editions": [_listed(state) for state in wanted]}, indent=2, ensure_ascii=False))
        return OK
    rows = [
        (str(state.task), state.reason or "current", ", ".join(one.file for one in state.artifacts) or "no PDF yet")
        for state in wanted
    ]
    for line in columns(rows, width()):
        out(line)
    errors = Diagnostics(found.diagnostics.errors)
    print_diagnostics(errors)
    return FAULT if errors else OK


def _listed(state: TaskStatus) -> dict[str, object]:
    return {**asdict(state.task), "stale": state.reason, "files": [one.file for one in state.artifacts]}


def explain(arguments: argparse.Namespace) -> int:
    """Say what a code means; without one, list them all."""
    from carepress.diagnostics.catalogue import explanation, listing, rules

    if not arguments.code:
        out(listing("python make_docs.py"))
        return OK
    if arguments.code not in rules():
        guess = nearest(arguments.code, rules())
        return _misused(f"there is no code `{arguments.code}`" + (f"; did you mean `{guess}`?" if guess else ""))
    out(explanation(arguments.code))
    return OK


def clean_(arguments: argparse.Namespace) -> int:
    """Remove what carepress made."""
    gone = clean(_output(arguments))
    out(f"{counted(len(gone), 'PDF')} removed.")
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
        out(f"{name} is there. Write in it, then type: make docs")
    return OK


def watch(arguments: argparse.Namespace) -> int:
    """Build again after every change, until Ctrl-C. Workers stay, so that they are warm for the next one."""
    project = _project(arguments)
    if wrong := unknown_name(arguments, project):
        return _misused(wrong)
    with heavy_imports():
        from carepress.build import pipeline  # noqa: F401 - workers are forked with all that they need
        from carepress.cli.watch import rounds

    hooks = _hooks(arguments)
    with open_pool(_request(arguments, None), arguments.jobs, hooks.executor) as executor:
        for _ in rounds(project):
            if sys.stdout.isatty():
                out("\x1b[2J\x1b[H", end="")  # what still stands there is still so
            _run(arguments, _output(arguments), RunHooks(tell=err, executor=executor))  # veraPDF would take a second
            out("Waiting for the next change. Ctrl-C ends.")
    return OK


def preview(arguments: argparse.Namespace) -> int:
    """Show the pages in the browser, built again after every change."""
    from carepress.cli.preview import serve

    if wrong := unknown_name(arguments, _project(arguments)):
        return _misused(wrong)
    with serve(_output(arguments), arguments.port) as address:
        out(f"The pages are at {address} on this computer. Ctrl-C ends.")
        return watch(arguments)


def _project(arguments: argparse.Namespace) -> ProjectFolder:
    return ProjectFolder(_root(arguments), INSTALL_ROOT)


def _output(arguments: argparse.Namespace) -> Path:
    output: Path = arguments.output or _root(arguments) / "output"
    return output.resolve()


def _root(arguments: argparse.Namespace) -> Path:
    """The folder with content/: the one that was named, this one or the nearest above it, else the install root."""
    if arguments.project:
        return Path(arguments.project).resolve()
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "content").is_dir()), INSTALL_ROOT)


def _request(arguments: argparse.Namespace, output: Path | None) -> Request:
    selection = Selection(
        documents=tuple(arguments.documents),
        formats=tuple(arguments.format),
        editions=tuple(arguments.edition),
        languages=tuple(arguments.lang),
        clinics=tuple(arguments.clinic),
    )
    return Request(
        selection=selection,
        today=arguments.today or date.today(),
        output=output,
        force=arguments.force,
        strict=arguments.strict,
        allow_overdue=arguments.allow_overdue,
        jobs=arguments.jobs,
        limits=Limits(seconds=arguments.timeout, megabytes=arguments.memory),
        scheduler=arguments.scheduler,
    )


def _misused(message: str) -> int:
    err(f"make_docs.py: {message}")
    return USAGE


def _status(report: Diagnostics, *, strict: bool) -> int:
    return FAULT if report.errors or (strict and report.warnings) else OK


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": build, "check": check, "watch": watch, "preview": preview, "new": new, "list": list_, "explain": explain,
    "clean": clean_,
}  # fmt: skip
