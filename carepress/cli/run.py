"""A run: one build or check as the command line asks for it, its progress and what is said of it.

In:   parsed arguments.
Out:  an exit status; the files in output/; messages on the console.
Never: decides what a fault is, or writes a PDF itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

from carepress.build.cache import BuildCache
from carepress.build.lock import OutputLock
from carepress.build.outcome import Outcome, dashboard_fingerprint
from carepress.build.output import REPORT, damaged_notes, has_crash_report, open_cache, save_cache
from carepress.build.ownership import refusal
from carepress.build.request import Limits, Request, Selection
from carepress.build.runner import RunHooks, find_verapdf, run
from carepress.cli.arguments import UsageError, check_names, command_name, open_project, require_content
from carepress.cli.console import as_started, err, out, out_json
from carepress.cli.crash import report_crashes
from carepress.cli.summary import as_json, folder_from_here, print_diagnostics, print_summary
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostics
from carepress.diagnostics.render import render_github
from carepress.project.files import ProjectFolder
from carepress.system.crash import describe
from carepress.system.exit_codes import ExitCode
from carepress.system.imports import heavy_imports

FEW = 4  # tasks: a run of so few is over before anybody reads how far it has come


def hooks_of(arguments: argparse.Namespace) -> RunHooks:
    """Those that `main` was given, else veraPDF and a pool of the run's own."""
    return replace(arguments.hooks or RunHooks(find_validator=find_verapdf), tell=err)


def run_once(arguments: argparse.Namespace, output: Path | None, hooks: RunHooks) -> int:
    """Build what has changed, or check it where there is no output folder; say what was found."""
    project = project_of(arguments)
    request, build_cache = request_of(arguments, output), open_cache(output) if output else BuildCache()
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


def project_of(arguments: argparse.Namespace) -> ProjectFolder:
    """The project. Raises UsageError if it has no content, or if a name on the command line does not exist."""
    project = open_project(arguments.project)
    require_content(project)
    check_names(arguments, project)
    return project


def output_of(arguments: argparse.Namespace) -> Path:
    """The folder for the PDFs. Raises UsageError if it is not carepress's own, or cannot be."""
    project = open_project(arguments.project)
    output: Path = (arguments.output or project.root / "output").resolve()
    if reason := refusal(output, project):
        raise UsageError(reason)
    return output


def request_of(arguments: argparse.Namespace, output: Path | None) -> Request:
    """What the command line asks for."""
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
