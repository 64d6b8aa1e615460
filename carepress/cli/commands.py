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
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from carepress.build.archive import ARCHIVE, archived
from carepress.build.lock import OutputLock
from carepress.build.output import Cleaned, clean, open_cache, read_artifacts, restore, unwritable
from carepress.build.ownership import is_marked
from carepress.build.runner import RunHooks, open_pool, read_status
from carepress.build.status import TaskStatus
from carepress.cli.arguments import UsageError, command_name, no_such, open_project, require_content
from carepress.cli.console import clear_screen, columns, err, out, out_json, width
from carepress.cli.run import hooks_of, output_of, project_of, request_of, run_once
from carepress.cli.summary import print_diagnostics
from carepress.diagnostics.english import counted
from carepress.diagnostics.model import Diagnostics
from carepress.project.files import ProjectFolder
from carepress.system.exit_codes import ExitCode
from carepress.system.imports import heavy_imports
from carepress.system.installation import INSTALL_ROOT


def build(arguments: argparse.Namespace) -> int:
    """Build what has changed; exit status 1 if anything asked for could not be built."""
    return run_once(arguments, output_of(arguments), hooks_of(arguments))


def check(arguments: argparse.Namespace) -> int:
    """Find faults and write nothing."""
    return run_once(arguments, None, hooks_of(arguments))


def list_(arguments: argparse.Namespace) -> int:
    """List the PDFs, and say why any of them is stale."""
    project = project_of(arguments)
    output = output_of(arguments)
    request, build_cache = request_of(arguments, output), open_cache(output)
    status, unread = read_status(project, request, build_cache, hooks_of(arguments))
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
    output = output_of(arguments)
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
    output = output_of(arguments)
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


def import_(arguments: argparse.Namespace) -> int:
    """Add works that other programs have saved to references.bib."""
    from carepress.cli.import_ import import_works

    project = open_project(arguments.project)
    require_content(project)
    return import_works(project, arguments.works)


def completion(arguments: argparse.Namespace) -> int:
    """Print what the shell has to read once to complete commands."""
    from carepress.cli.completion import script

    out(script(arguments.shell))
    return ExitCode.OK


def watch(arguments: argparse.Namespace) -> int:
    """Build after every change, until Ctrl-C. The workers stay, so that the next build is quick."""
    project = project_of(arguments)
    with heavy_imports():
        from carepress.build import pipeline  # noqa: F401 - workers are forked with all that they need
        from carepress.cli.watch import rounds

    hooks = hooks_of(arguments)
    with open_pool(request_of(arguments, None), arguments.jobs, hooks.executor) as executor:
        quick = RunHooks(tell=err, executor=executor)  # without veraPDF, which would take a second
        for number, _ in enumerate(rounds(project)):
            if sys.stdout.isatty():
                clear_screen()  # messages that still apply come again
            try:
                run_once(arguments, output_of(arguments), quick)
            except UsageError as mistake:  # a folder may be away for a moment, as when it is copied
                if not number:
                    raise
                err(f"{command_name()}: {mistake}")
            out("Waiting for the next change. Ctrl-C ends.")
    return ExitCode.OK


def preview(arguments: argparse.Namespace) -> int:
    """Show the pages in the browser, built again after every change."""
    from carepress.cli.preview import PortError, serve

    project_of(arguments)
    with ExitStack() as stack:
        try:
            address = stack.enter_context(serve(output_of(arguments), arguments.port))
        except PortError as fault:
            raise UsageError(f"{fault}; choose another one with --port") from None
        out(f"The pages are at {address} on this computer. Ctrl-C ends.")
        return watch(arguments)


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": build, "check": check, "watch": watch, "preview": preview, "new": new, "list": list_, "explain": explain,
    "clean": clean_, "restore": restore_, "init": init, "import": import_, "completion": completion,
}  # fmt: skip
