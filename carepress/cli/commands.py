"""The commands: what each verb does with its arguments.

In:   parsed arguments.
Out:  an exit status; results and messages go to the console.
Never: decides what a fault is, or writes a PDF.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from carepress.build.archive import ARCHIVE, archived
from carepress.build.cache import BuildCache
from carepress.build.lock import OutputLock
from carepress.build.outcome import Outcome, dashboard_fingerprint
from carepress.build.output import (
    REPORT,
    Cleaned,
    clean,
    damaged_notes,
    has_crash_report,
    open_cache,
    read_artifacts,
    restore,
    save_cache,
    unwritable,
)
from carepress.build.ownership import is_marked, refusal
from carepress.build.request import Limits, Request, Selection
from carepress.build.runner import RunHooks, find_verapdf, open_pool, read_status, run
from carepress.build.status import TaskStatus
from carepress.cli.arguments import UsageError, check_names, command_name, no_such, open_project, require_content
from carepress.cli.console import as_started, clear_screen, columns, err, out, out_json, width
from carepress.cli.crash import report_crashes
from carepress.cli.summary import as_json, folder_from_here, print_diagnostics, print_summary
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import counted
from carepress.diagnostics.model import Diagnostics
from carepress.diagnostics.render import render_github
from carepress.project.files import ProjectFolder
from carepress.system.crash import describe
from carepress.system.exit_codes import ExitCode
from carepress.system.imports import heavy_imports
from carepress.system.installation import INSTALL_ROOT

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
    request, build_cache = _request(arguments, output), open_cache(output) if output else BuildCache()
    for name in damaged_notes(output, build_cache) if output else ():
        err(f"{name} in the output folder cannot be read, so it counts as not there and is written anew.")
    with OutputLock(output, err) as lock:
        with _progress(arguments) as progress:
            outcome = run(project, request, build_cache, replace(hooks, progress=progress, lock=lock))
            if output:
                outcome = _reported(request, outcome, output, build_cache, lock)
        if output and (outcome.crashes or has_crash_report(output)):
            lock.acquire()
        sent = report_crashes(outcome.crashes, output)
    status = _status(outcome, strict=arguments.strict)
    if arguments.output_format == "json":
        out_json({**as_json(outcome, status), "crash_report": sent})
        return status
    if arguments.output_format == "github":
        for line in render_github(outcome.diagnostics, folder_from_here(project.root)):
            out(line)
    else:
        print_diagnostics(outcome.diagnostics)
    print_summary(outcome, written=output is not None)
    if sent:
        err(f"The report to send: {sent}")
    return status


def _reported(request: Request, outcome: Outcome, output: Path, build_cache: BuildCache, lock: OutputLock) -> Outcome:
    """The outcome, with report.html and the build cache written where they have changed."""
    fingerprint = f"{dashboard_fingerprint(outcome, request)} {command_name()}"
    if fingerprint != build_cache.dashboard or not (output / REPORT).is_file():
        with heavy_imports():
            from carepress.dashboard.write import write_report

        lock.acquire()
        try:
            outcome = write_report(request, outcome, output, as_started)
            build_cache.dashboard = fingerprint
        except Exception as error:  # a fault of ours must not hide what was built
            outcome = _crashed(outcome, error)
    if lock.is_held or build_cache.has_new_facts:
        lock.acquire()
        save_cache(output, build_cache)
    return outcome


def _crashed(outcome: Outcome, error: Exception) -> Outcome:
    crash = describe(error)
    fault = rule("crashed", "bug").at(task=REPORT, stage=crash.stage)
    diagnostics = outcome.diagnostics + Diagnostics((fault,))
    return replace(outcome, diagnostics=diagnostics, crashes=(*outcome.crashes, crash.report))


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
    """List the PDFs, and say why any of them is stale."""
    project = _project(arguments)
    output = _output(arguments)
    request, build_cache = _request(arguments, output), open_cache(output)
    status, unread = read_status(project, request, build_cache, _hooks(arguments))
    wanted = [state for state in status.states if request.selection.wants(state.task)]
    if arguments.output_format == "json":
        out_json({"status": ExitCode.OK, "editions": [_listed(state) for state in wanted]})
        return ExitCode.OK
    for line in columns([_row(state) for state in wanted], width()):
        out(line)
    errors = Diagnostics((*status.diagnostics.errors, *unread.errors))
    print_diagnostics(errors)
    return ExitCode.FAULT if errors else ExitCode.OK


def _row(state: TaskStatus) -> tuple[str, ...]:
    files = ", ".join(artifact.file for artifact in state.artifacts)
    return str(state.task), state.reason or "current", files or "no PDF yet"


def _listed(state: TaskStatus) -> dict[str, object]:
    return {**asdict(state.task), "stale": state.reason, "files": [artifact.file for artifact in state.artifacts]}


def explain(arguments: argparse.Namespace) -> int:
    """Explain a code; without one, list them all."""
    from carepress.diagnostics.catalogue import explanation, listing, rules

    if not arguments.code:
        out(listing("carepress"))
        return ExitCode.OK
    if arguments.code not in rules():
        raise UsageError(no_such("code", arguments.code, rules(), few=0))
    out(explanation(arguments.code))
    return ExitCode.OK


def clean_(arguments: argparse.Namespace) -> int:
    """Remove what carepress made."""
    output = _output(arguments)
    with OutputLock(output if is_marked(output) else None, err) as lock:
        lock.acquire()
        try:
            cleaned = clean(output, with_archive=arguments.archive) if lock.is_held else Cleaned()
        except OSError as error:
            raise UsageError(unwritable(error).message) from None
    for name in cleaned.removed:
        out(name)
    for name in cleaned.kept:
        out(f"{name} stays: it is not as carepress made it")
    out(f"{counted(len(cleaned.removed), 'PDF')} removed.")
    return ExitCode.OK


def restore_(arguments: argparse.Namespace) -> int:
    """Bring a PDF back that was moved to .old/; without a name, list what is there."""
    output = _output(arguments)
    old = archived(output)
    if not arguments.name:
        for line in old or ["Nothing has been moved to .old/."]:
            out(line)
        return ExitCode.OK
    name = arguments.name.removeprefix(f"{ARCHIVE}/").removesuffix(".pdf") + ".pdf"
    if name not in old:
        raise UsageError(no_such("PDF", name, old))
    with OutputLock(output, err) as lock:
        lock.acquire()
        if name in {artifact.file for artifact in read_artifacts(output)}:
            raise UsageError(f"{name} is current, so it stays; the old one is {ARCHIVE}/{Path(old[name]).name}")
        try:
            restore(output, name)
        except OSError as error:
            raise UsageError(unwritable(error).message) from None
    out(f"{name} is back. It is not kept up to date; to remove it, delete it.")
    return ExitCode.OK


def init(arguments: argparse.Namespace) -> int:
    """Make a folder for a clinic, with an example that builds."""
    from carepress.cli.new import init as make

    folder = ProjectFolder(arguments.folder.resolve(), INSTALL_ROOT)
    for name in make(folder, arguments.kind):
        out(str(arguments.folder / name))
    out(f"Next, type:   carepress build --project {shlex.quote(str(arguments.folder))}")
    return ExitCode.OK


def new(arguments: argparse.Namespace) -> int:
    """Start a document from an example, or a format or a component."""
    from carepress.cli.new import new_design, new_document

    design = [what for what in ("format", "component", "locale") if getattr(arguments, what)]
    if len(design) + bool(arguments.name) != 1:
        raise UsageError("name one document, or one --format, --component or --locale")
    project = open_project(arguments.project)
    require_content(project)
    if design:
        written = new_design(project, design[0], getattr(arguments, design[0]))
    else:
        languages = list(dict.fromkeys(arguments.lang or ["en"]))
        written = new_document(project, arguments.name, arguments.kind, languages)
    for name in written:
        out(name)
    out("Change what stands in it, then type:   carepress build")
    return ExitCode.OK


def completion(arguments: argparse.Namespace) -> int:
    """Print what the shell has to read once to complete commands."""
    from carepress.cli.completion import script

    out(script(arguments.shell))
    return ExitCode.OK


def watch(arguments: argparse.Namespace) -> int:
    """Build after every change, until Ctrl-C. The workers stay, so that the next build is quick."""
    project = _project(arguments)
    with heavy_imports():
        from carepress.build import pipeline  # noqa: F401 - workers are forked with all that they need
        from carepress.cli.watch import rounds

    hooks = _hooks(arguments)
    with open_pool(_request(arguments, None), arguments.jobs, hooks.executor) as executor:
        for number, _ in enumerate(rounds(project)):
            if sys.stdout.isatty():
                clear_screen()  # messages that still apply come again
            try:
                _run(
                    arguments, _output(arguments), RunHooks(tell=err, executor=executor)
                )  # veraPDF would take a second
            except UsageError as mistake:  # a folder may be away for a moment, as when it is copied
                if not number:
                    raise
                err(f"{command_name()}: {mistake}")
            out("Waiting for the next change. Ctrl-C ends.")
    return ExitCode.OK


def preview(arguments: argparse.Namespace) -> int:
    """Show the pages in the browser, built again after every change."""
    from carepress.cli.preview import PortError, serve

    _project(arguments)
    with ExitStack() as stack:
        try:
            address = stack.enter_context(serve(_output(arguments), arguments.port))
        except PortError as fault:
            raise UsageError(f"{fault}; choose another one with --port") from None
        out(f"The pages are at {address} on this computer. Ctrl-C ends.")
        return watch(arguments)


def _project(arguments: argparse.Namespace) -> ProjectFolder:
    """The project. Raises UsageError if it has no content, or if a name on the command line does not exist."""
    project = open_project(arguments.project)
    require_content(project)
    check_names(arguments, project)
    return project


def _output(arguments: argparse.Namespace) -> Path:
    """The folder for the PDFs. Raises UsageError if it is not carepress's own, or cannot be."""
    project = open_project(arguments.project)
    output: Path = (arguments.output or project.root / "output").resolve()
    if reason := refusal(output, project):
        raise UsageError(reason)
    return output


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


def _status(outcome: Outcome, *, strict: bool) -> ExitCode:
    if outcome.crashes:
        return ExitCode.CRASHED
    diagnostics = outcome.diagnostics
    return ExitCode.FAULT if diagnostics.errors or (strict and diagnostics.warnings) else ExitCode.OK


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": build, "check": check, "watch": watch, "preview": preview, "new": new, "list": list_, "explain": explain,
    "clean": clean_, "restore": restore_, "init": init, "completion": completion,
}  # fmt: skip
