"""Whatever an author writes: no traceback, no unfit PDF, and the last good one stays as it was.

Each property changes one file of tests/diagnostics/sound-project.md, as tests/strategies.py says, and builds through
the command itself. What `holds` after every run trusts nothing that carepress says of itself: files are opened,
hashed, photographed and read anew, and veraPDF is asked about them all at the end.

`make test` tries 200 examples, always the same ones; `make nightly` tries thousands, other ones each time. An example
that once failed is written down here, as `@example`, with what was wrong.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import event, example, given, settings

from carepress.cli import main as cli
from carepress.diagnostics.catalogue import rules
from carepress.diagnostics.model import Diagnostic
from carepress.diagnostics.render import render
from carepress.preflight.qr_code import read_codes
from tests.support import pieces, strategies
from tests.support.cases import sound_project, write_sound_project
from tests.support.here import IN_PROCESS
from tests.support.proofs import MANUSCRIPT, ROOT, TODAY
from tests.support.verapdf import validate

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

CLINIC, BRAND, WORKS = "content/clinic.yaml", "content/_brand.yml", "content/references.bib"
FORMAT = "templates/formats/fact-sheet.yaml"
OWN = re.compile(r"manifest\.json|report\.html|report/.+\.png")
HARDER = 30 if settings.get_current_profile_name() == "nightly" else 1
VALIDATED = 8 * HARDER  # PDFs: veraPDF takes half a second each
PLANTED, HEADS = re.compile(r"zqx\d+"), re.compile(r"zqh\d+")


def sound(name: str) -> str:
    """A file of the sound project, else of the house."""
    return (sound_project().get(name) or (ROOT / name).read_bytes()).decode()


_, FRONT, BODY = re.split(r"^---\n", sound(MANUSCRIPT), maxsplit=2, flags=re.MULTILINE)


def tries(number: int) -> settings:
    return settings(max_examples=number * HARDER)


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run of the command came to. `before` and `after` are all files of the project, output/ among them."""

    status: int
    faults: tuple[Diagnostic, ...]
    artifacts: tuple[str, ...]
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]


class Press:
    """A folder with the sound project and its PDFs, put back before every run."""

    def __init__(self, root: Path) -> None:
        self.root, self.pdfs = root, dict[str, bytes]()
        write_sound_project(root)
        self.good = self._files()
        first = self.run({})
        assert (first.status, len(first.artifacts)) == (0, 1), "the sound project is not sound"
        self.good = first.after

    def run(self, changed: Mapping[str, bytes]) -> Run:
        """Build the sound project with these files changed."""
        shutil.rmtree(self.root)
        for name, data in {**self.good, **changed}.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(data)
        before = self._files()
        status, said = self._build()
        told, after = json.loads(said), self._files()
        artifacts = tuple(one["file"] for one in told["editions"])
        self.pdfs.update({sha256(pdf).hexdigest(): pdf for file in artifacts if (pdf := after[f"output/{file}"])})
        faults = tuple(Diagnostic.from_json(fault) for fault in told["diagnostics"])
        return Run(status=status, faults=faults, artifacts=artifacts, before=before, after=after)

    def _build(self) -> tuple[int, str]:
        """The command's status and report, on a terminal that takes UTF-8 and nothing else."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        place = ["--project", str(self.root), "--output", str(self.root / "output")]
        with redirect_stdout(out), redirect_stderr(err):
            status = cli.main(["build", "--json", "--today", TODAY.isoformat(), *place], hooks=IN_PROCESS)
        out.seek(0)
        return status, out.read()

    def _files(self) -> dict[str, bytes]:
        found = (path for path in sorted(self.root.rglob("*")) if path.is_file() and ".carepress" not in path.parts)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    made = Press(tmp_path_factory.mktemp("press") / "clinic")
    yield made
    files = [tmp_path_factory.mktemp("pdf") / f"{digest}.pdf" for digest in sorted(made.pdfs)[:VALIDATED]]
    for file in files:
        file.write_bytes(made.pdfs[file.stem])
    verdicts = validate(files)
    assert [verdict for verdict in verdicts if verdict.rules] == []
    assert len(verdicts) == 2 * len(files)


# What holds after every run.


def holds(run: Run) -> None:
    errors = [fault.code for fault in run.faults if fault.severity == "error"]
    event(errors[0] if errors else "sound")
    assert run.status == (1 if errors else 0)
    for fault in run.faults:
        is_told_well(fault, run.before)
    nothing_else_is_written(run)
    last_good_ones_stay(run)
    for file in run.artifacts:
        is_fit(run.after[f"output/{file}"], manifest(run.after)[file])


def is_told_well(fault: Diagnostic, files: Mapping[str, bytes]) -> None:
    assert fault.code in rules()
    assert fault.message.strip()
    assert render(fault).startswith(f"{fault.severity}[{fault.code}]: ")
    assert "Traceback" not in render(fault)
    if fault.span and fault.span.file in files:
        lines = re.split(r"\r\n|\r|\n", files[fault.span.file].decode("utf-8-sig", "replace"))
        assert 1 <= fault.span.line <= len(lines)
        assert fault.span.text == lines[fault.span.line - 1]
        assert 1 <= fault.span.column <= len(fault.span.text) + 1


def manifest(files: Mapping[str, bytes]) -> dict[str, dict[str, object]]:
    return {entry["file"]: entry for entry in json.loads(files["output/manifest.json"])["editions"]}


def nothing_else_is_written(run: Run) -> None:
    authors = {name for name in {*run.before, *run.after} if not name.startswith("output/")}
    assert {name for name in authors if run.before.get(name) != run.after.get(name)} == set()
    there = {name.removeprefix("output/") for name in run.after if name.startswith("output/")}
    put_away = {f".old/{file}" for file in manifest(run.before)} if run.status == 0 else set()
    assert {name for name in there - put_away if not OWN.fullmatch(name)} == set(manifest(run.after))


def last_good_ones_stay(run: Run) -> None:
    """After a failure, what was not printed anew is byte for byte what it was, and so is its entry."""
    then, now = manifest(run.before), manifest(run.after)
    renewed = {(now[file]["format"], now[file]["edition"]) for file in run.artifacts}
    for file, entry in then.items():
        if run.status == 1 and (entry["format"], entry["edition"]) not in renewed:
            assert now[file] == entry
            assert run.after[f"output/{file}"] == run.before[f"output/{file}"]
    for file, entry in now.items():
        pdf = run.after[f"output/{file}"]
        assert (entry["sha256"], entry["bytes"]) == (sha256(pdf).hexdigest(), len(pdf))


def is_fit(pdf: bytes, entry: Mapping[str, object]) -> None:
    assert read_codes(pdf) == [entry["contact_url"]]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == entry["pages"]
        assert document.Root.MarkInfo.Marked
        assert len(document.Root.StructTreeRoot.K) > 0
        assert str(document.Root.Lang) == entry["lang"]
        assert str(document.docinfo["/Title"]) == entry["title"]


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def in_manuscript(front: str, body: str) -> bytes:
    return f"---\n{front}\n---\n\n{body}".encode()


# The properties, and what once broke them.

CAPTION_IN_A_BOX = """\
## A zqx1

::: callout
![Airways, zqs1 and wide](airways.svg "The zqx2 tubes.")
:::
"""
"""It was not printed, and nobody was told."""

TABLE_WITHOUT_ROWS = """\
| Sign | What to do |
| --- | --- |
"""
"""veraPDF refused the file: a head needs a body."""

STEPS_WITH_A_BLANK_LINE = """\
1. Sit up.

2. Breathe out.
"""
"""veraPDF refused the file: WeasyPrint tags the items as if they had no body."""


@tries(65)
@given(front=strategies.front_matters(FRONT))
def test_whatever_stands_in_the_front_matter(front: str, press: Press) -> None:
    holds(press.run({MANUSCRIPT: in_manuscript(front, BODY)}))


@tries(25)
@example(body=CAPTION_IN_A_BOX)
@given(body=strategies.bodies())
def test_every_word_is_printed_once_and_what_is_for_others_never(body: str, press: Press) -> None:
    run = press.run({MANUSCRIPT: in_manuscript(FRONT, body)})

    holds(run)
    if run.status == 0:
        artifacts = words(run.after[f"output/{run.artifacts[0]}"])
        assert sorted(PLANTED.findall(artifacts)) == sorted(PLANTED.findall(body))
        assert set(HEADS.findall(artifacts)) == set(HEADS.findall(body))  # a table goes on with its head
        assert "zqs" not in artifacts


@tries(40)
@example(file=in_manuscript(FRONT, TABLE_WITHOUT_ROWS))
@example(file=in_manuscript(FRONT, STEPS_WITH_A_BLANK_LINE))
@given(file=strategies.files(strategies.manuscripts(FRONT, BODY)))
def test_whatever_stands_in_a_manuscript(file: bytes, press: Press) -> None:
    holds(press.run({MANUSCRIPT: file}))


@tries(40)
@given(file=strategies.files(strategies.bibliographies(sound(WORKS))))
def test_whatever_stands_in_references_bib(file: bytes, press: Press) -> None:
    holds(press.run({WORKS: file}))


@tries(12)
@given(file=strategies.files(strategies.yaml(sound(CLINIC), pieces.CLINIC_KEYS)))
def test_whatever_stands_in_clinic_yaml(file: bytes, press: Press) -> None:
    holds(press.run({CLINIC: file}))


@tries(10)
@example(file="color: \U000e0067".encode())  # a tag: JSON printed another sign in its place
@given(file=strategies.files(strategies.yaml(sound(BRAND), pieces.BRAND_KEYS)))
def test_whatever_stands_in_brand_yml(file: bytes, press: Press) -> None:
    holds(press.run({BRAND: file}))


@tries(8)
@given(file=strategies.files(strategies.slipped(sound(FORMAT))))
def test_whatever_stands_in_the_file_of_a_format(file: bytes, press: Press) -> None:
    holds(press.run({FORMAT: file}))
