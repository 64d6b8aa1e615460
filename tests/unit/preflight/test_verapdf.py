"""Rules of veraPDF: it passes a file and fails one, whichever way it is installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from carepress.diagnostics.model import Diagnostic, Severity
from carepress.preflight import verapdf
from carepress.preflight.verapdf import Validator, Verdict, find, parse_lines
from carepress.system import doctor, packages
from carepress.typeset.tagged_pdf import UA
from tests.support.verapdf import validate

PAGE = "<html lang=en><title>A leaflet</title><h1>Asthma</h1><p>What helps.</p>"
PDF = b"%PDF-1.7"


def tagged() -> bytes:
    """An archival PDF that also says that it is PDF/UA."""
    archival = weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/a-2a")
    out = BytesIO()
    with pikepdf.open(BytesIO(archival)) as pdf:
        xmp = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(xmp.replace(b"</rdf:RDF>", UA.encode() + b"</rdf:RDF>"))
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def says(*verdicts: Verdict) -> Validator:
    """A veraPDF that gives these verdicts, whatever it is asked."""

    def ask(paths: Sequence[str]) -> Iterator[Verdict]:
        yield from verdicts

    return Validator(ask=ask)


def command(folder: Path, script: str) -> Path:
    """A `verapdf` command of our own, written in Python."""
    file = folder / "verapdf"
    file.write_text(f"#!{sys.executable}\nimport sys\n{script}", encoding="utf-8")
    file.chmod(0o755)
    return file


SAME_FOR_ALL = """
flavour, files = sys.argv[2], sys.argv[5:]
assert sys.argv[1:5] == ["--flavour", flavour, "--format", "xml"]
print("<report><jobs>")
for file in files:
    sound = "true" if flavour == "ua1" else "false"
    rule = "" if flavour == "ua1" else '<rule clause="6.6.4" testNumber="1" status="failed"/>'
    print(f'<job><item size="1"><name>{file}</name></item><validationReport isCompliant="{sound}">')
    print(f'<details><rule clause="5" testNumber="1" status="passed"/>{rule}</details></validationReport></job>')
print("</jobs></report>")
"""


def test_the_library_passes_a_tagged_archival_file_and_fails_an_untagged_and_a_broken_one(tmp_path: Path) -> None:
    good, plain, broken = files = [tmp_path / name for name in ("good.pdf", "plain.pdf", "broken.pdf")]
    good.write_bytes(tagged())
    plain.write_bytes(weasyprint.HTML(string=PAGE).write_pdf())
    broken.write_bytes(b"no PDF at all")

    verdicts = validate(files)

    assert verdicts[:2] == (Verdict(file="good.pdf", flavour="ua1"), Verdict(file="good.pdf", flavour="2a"))
    assert [(verdict.file, verdict.flavour, bool(verdict.rules)) for verdict in verdicts[2:]] == [
        ("plain.pdf", "ua1", True),
        ("plain.pdf", "2a", True),
        ("broken.pdf", "ua1", True),
        ("broken.pdf", "2a", True),
    ]
    assert "6.2-1" in verdicts[2].rules
    assert verdicts[4].rules == ("unreadable",)


@pytest.mark.skipif(os.name == "nt", reason="a script is no command there")
def test_the_command_on_the_path_comes_before_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command(tmp_path, SAME_FOR_ALL)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    found = find()

    assert found
    assert found.verdicts({"als.pdf": PDF, "north/als.pdf": PDF}) == (
        Verdict(file="als.pdf", flavour="ua1"),
        Verdict(file="north/als.pdf", flavour="ua1"),
        Verdict(file="als.pdf", flavour="2a", rules=("6.6.4-1",)),
        Verdict(file="north/als.pdf", flavour="2a", rules=("6.6.4-1",)),
    )


@pytest.mark.parametrize("lack", ["java", "library", "jars", "too old"])
def test_without_a_command_and_without_all_of_java_there_is_no_verapdf(
    lack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        verapdf.shutil, "which", lambda program: None if lack == "java" or program == "verapdf" else "java"
    )
    monkeypatch.setattr(verapdf, "_library", lambda: None if lack == "library" else Path("library.jar"))
    monkeypatch.setattr(packages, "JARS_IN", Path("/nowhere" if lack == "jars" else packages.JARS_IN))
    monkeypatch.setattr(doctor, "java_version", lambda: 8 if lack == "too old" else 17)

    assert find() is None


def test_a_broken_rule_is_named_with_its_subject_and_not_in_the_librarys_words() -> None:
    rules = ("7.3-1", "7.18.5-1", "7.3-1", "unreadable")
    validator = says(Verdict(file="0.pdf", flavour="ua1", rules=rules), Verdict(file="0.pdf", flavour="2a"))

    assert validator.validate({"als.pdf": PDF}) == {
        "als.pdf": (
            Diagnostic(
                code="fails-verapdf",
                message="veraPDF finds that als.pdf breaks PDF/UA-1: 7.3-1 (words for pictures), 7.18.5-1 (links), "
                "unreadable (cannot be opened)",
                help="This is a fault of carepress or of a template, not of the text. Send us this and the file.",
            ),
        )
    }


def test_five_rules_are_shown_and_the_others_counted() -> None:
    rules = tuple(f"6.2.11.{number}-1" for number in range(1, 9))
    validator = says(Verdict(file="0.pdf", flavour="ua1"), Verdict(file="0.pdf", flavour="2a", rules=rules))

    (fault,) = validator.validate({"als.pdf": PDF})["als.pdf"]

    assert fault.message.endswith("6.2.11.4-1 (fonts), 6.2.11.5-1 (fonts) and 3 more")


def test_a_file_that_java_did_not_reach_was_not_judged_and_has_not_failed() -> None:
    validator = says(
        Verdict(file="0.pdf", flavour="ua1"), Verdict(file="0.pdf", flavour="2a"), Verdict(file="1.pdf", flavour="ua1")
    )

    found = validator.validate({"als.pdf": PDF, "asthma.pdf": PDF})

    assert found["als.pdf"] == ()
    assert [(fault.code, fault.severity, fault.message) for fault in found["asthma.pdf"]] == [
        ("no-verdict", Severity.WARNING, "veraPDF broke off before it had judged asthma.pdf")
    ]


@pytest.mark.skipif(os.name == "nt", reason="a script is no command there")
@pytest.mark.parametrize(
    "script",
    [
        "sys.exit(3)",
        "print('Error: could not find or load main class')",
        "print('<report><jobs><job><item><name>0.pdf</name></item><taskException/></job></jobs></report>')",
        "print('<report><jobs><job><item><name>other.pdf</name></item></job></jobs></report>')",
        "sys.stdout.buffer.write(b'\\xff')",
        "import time; time.sleep(60)",
    ],
    ids=["fails", "no report", "a file not read", "another file", "no text", "hangs"],
)
def test_whatever_the_command_does_is_no_traceback(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(tmp_path, script)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(verapdf, "START", 0.2)
    monkeypatch.setattr(verapdf, "EACH", 0.2)

    found = find()

    assert found
    assert [fault.code for fault in found.validate({"als.pdf": PDF})["als.pdf"]] == ["no-verdict"]


def test_lines_of_the_library_that_do_not_fit_together_are_no_verdict() -> None:
    lines = "Picked up JAVA_TOOL_OPTIONS\n0.pdf\tua1\tpass\t0\n0.pdf\t2a\tpass\t3\t6.1-1 But\n0.pdf\t2a\tfail\t0\n"

    assert tuple(parse_lines(lines)) == (Verdict(file="0.pdf", flavour="ua1"),)
