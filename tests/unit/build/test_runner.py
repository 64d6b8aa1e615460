"""Rules of the pipeline: files are replaced whole, a failed document stops no other, and the old is put away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from carepress.build import output, runner
from carepress.build import runner as pipeline
from carepress.build.jobs import Built
from carepress.build.manifest import Artifact, manifest_text, read_manifest
from carepress.build.output import KEPT, clean
from carepress.build.plan import Dependencies, Task, file_name
from carepress.build.request import Request, Selection
from carepress.build.runner import Outcome, RunHooks
from carepress.design.edition import Edition
from carepress.diagnostics.model import BuildFailed, Diagnostic, Diagnostics, Severity
from carepress.project.files import ProjectFolder
from tests.support.here import InProcessExecutor

ROOT = Path(__file__).resolve().parents[3]
FORM = "https://clinic.example/contact"
HEAD = "---\ntitle: {0}\nformats: {1}\n---\n\n## A\n\nText.\n"
FAULT = Diagnostic(code="overfull-panel", message="The flap is full")
ALS, ASTHMA = "als-fact-sheet-en-draft.pdf", "asthma-fact-sheet-en-draft.pdf"
WARNING = Diagnostic(code="no-words", message="no words", severity=Severity.WARNING)
TOLD, WARNED = replace(FAULT, document="als (en)"), replace(WARNING, document="odd (en)")


def project(root: Path, *documents: str, formats: str = "[fact-sheet]") -> ProjectFolder:
    texts = {"content/clinic.yaml": f"name: Example Clinic\nphone: 1-2\ncontact-form: {FORM}\n"}
    texts |= {f"content/{name}/en.md": HEAD.format(name.capitalize(), formats) for name in documents}
    for file, text in texts.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    return ProjectFolder(root, ROOT)


def request(output: Path | None, *, selection: Selection | None = None, **options: bool | int) -> Request:
    return Request(selection=selection or Selection(), today=date(2026, 11, 22), output=output, **options)


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A press in the place of all stages: it notes its tasks, fails where it reads FAIL and warns of `odd`."""
    done: list[str] = []

    def make(task: Task, project: ProjectFolder, *, today: date, allow_overdue: bool) -> Built:
        done.append(str(task))
        if "FAIL" in (project.root / task.manuscript).read_text(encoding="utf-8"):
            raise BuildFailed(Diagnostics((FAULT,)))
        diagnostics = Diagnostics((WARNING,)) if task.document == "odd" else Diagnostics()
        editions = [Edition.SCREEN, Edition.PRINT][: 1 + (task.format == "brochure")]
        pdfs = {file_name(task, edition, draft=True): f"{task} {edition}".encode() for edition in editions}
        artifacts = tuple(
            Artifact(
                file=name, document=task.document, title="A", format=task.format, edition=str(edition), lang=task.lang,
                clinic="Example Clinic", status="draft", version="", pages=1, bytes=len(pdf), contact_url=FORM,
                sha256=sha256(pdf).hexdigest(),
            )
            for (name, pdf), edition in zip(pdfs.items(), editions, strict=True)
        )  # fmt: skip
        return Built(
            pdfs=pdfs, artifacts=artifacts, sources=Dependencies(files=[task.manuscript]), diagnostics=diagnostics
        )

    monkeypatch.setattr(pipeline, "make", make)
    return done


def run(project: ProjectFolder, request: Request, told: Callable[[int, int, str], None] = lambda *_: None) -> Outcome:
    return runner.run(project, request, hooks=RunHooks(progress=told, executor=InProcessExecutor()))


def files(output: Path) -> list[str]:
    return sorted(
        name
        for path in output.rglob("*")
        if path.is_file() and not (name := path.relative_to(output).as_posix()).startswith(KEPT)
    )


def manifest(output: Path) -> tuple[Artifact, ...]:
    return read_manifest((output / "manifest.json").read_text(encoding="utf-8"))


def names(outcome: Outcome) -> list[str]:
    return [one.file for one in outcome.artifacts]


def test_every_document_is_made_and_the_manifest_tells_of_it(tmp_path: Path, press: list[str]) -> None:
    outcome = run(project(tmp_path, "als", "asthma"), request(tmp_path / "output"))

    assert files(tmp_path / "output") == [ALS, ASTHMA, "manifest.json"]
    assert (manifest(tmp_path / "output"), outcome.diagnostics) == (outcome.artifacts, Diagnostics())


def test_what_is_current_is_not_made_again_unless_forced(tmp_path: Path, press: list[str]) -> None:
    run(project(tmp_path, "als"), request(tmp_path / "output"))
    again = run(project(tmp_path, "als"), request(tmp_path / "output"))
    forced = run(project(tmp_path, "als"), request(tmp_path / "output", force=True))

    assert (names(again), [one.file for one in again.current]) == ([], [ALS])
    assert (names(forced), len(press)) == ([ALS], 2)


def test_a_failed_document_stops_no_other_and_keeps_its_last_good_pdf(tmp_path: Path, press: list[str]) -> None:
    output = tmp_path / "output"
    (before,) = run(project(tmp_path, "als"), request(output)).artifacts
    good = (output / ALS).read_bytes()
    found = project(tmp_path, "als", "asthma")
    (tmp_path / "content/als/en.md").write_text(HEAD.format("FAIL", "[fact-sheet]"), encoding="utf-8")
    outcome = run(found, request(output))

    assert (names(outcome), [task.document for task in outcome.failed]) == ([ASTHMA], ["als"])
    assert (outcome.diagnostics, (output / ALS).read_bytes()) == (Diagnostics((TOLD,)), good)
    assert manifest(output) == (before, *outcome.artifacts)


@pytest.mark.parametrize("strict", [False, True])
def test_warnings_stop_a_document_only_where_that_is_asked_for(tmp_path: Path, press: list[str], strict: bool) -> None:
    outcome = run(project(tmp_path, "odd"), request(tmp_path / "output", strict=strict))

    assert (bool(outcome.artifacts), outcome.diagnostics) == (not strict, Diagnostics((WARNED,)))


def test_what_was_met_in_making_a_pdf_is_told_for_as_long_as_it_is_current(tmp_path: Path, press: list[str]) -> None:
    run(project(tmp_path, "odd"), request(tmp_path / "output"))
    again = run(project(tmp_path, "odd"), request(tmp_path / "output", strict=True))

    assert (len(press), again.diagnostics, names(again)) == (1, Diagnostics((WARNED,)), [])


def test_a_check_makes_everything_and_writes_nothing(tmp_path: Path, press: list[str]) -> None:
    outcome = run(project(tmp_path, "als", formats="[brochure]"), request(None))

    assert (len(names(outcome)), (tmp_path / "output").exists()) == (2, False)


@pytest.mark.parametrize(("asked", "made"), [
    (Selection(documents=("als",)), ["als-brochure-en-draft.pdf", "als-brochure-en-print-draft.pdf"]),
    (Selection(documents=("als",), editions=("print",)), ["als-brochure-en-print-draft.pdf"]),
    (Selection(formats=("fact-sheet",)), []), (Selection(languages=("es",)), []),
])  # fmt: skip
def test_only_what_was_asked_for_is_made(
    tmp_path: Path, press: list[str], selection: Selection, made: list[str]
) -> None:
    outcome = run(
        project(tmp_path, "als", "asthma", formats="[brochure]"), request(tmp_path / "output", selection=selection)
    )

    assert names(outcome) == made


def test_a_pdf_whose_document_is_gone_is_put_away(tmp_path: Path, press: list[str]) -> None:
    output = tmp_path / "output"
    run(project(tmp_path, "als", "asthma"), request(output))
    (output / "mine.pdf").write_bytes(b"")
    (tmp_path / "content/asthma/en.md").unlink()
    outcome = run(project(tmp_path, "als"), request(output))

    assert outcome.archived == (ASTHMA,)
    assert files(output) == [f".old/{ASTHMA}", ALS, "manifest.json", "mine.pdf"]


def test_a_pdf_whose_manuscript_cannot_be_read_stays(tmp_path: Path, press: list[str]) -> None:
    output = tmp_path / "output"
    run(project(tmp_path, "als"), request(output))
    (tmp_path / "content/als/en.md").write_bytes(b"\xff\xfe")
    outcome = run(ProjectFolder(tmp_path, ROOT), request(output))

    assert ([fault.code for fault in outcome.diagnostics.errors], outcome.archived) == (["not-utf8"], ())
    assert files(output) == [ALS, "manifest.json"]


@pytest.mark.parametrize(("owner", "broken"), [(Path, "replace"), (output.os, "fsync")])
def test_a_write_that_fails_half_way_leaves_the_old_file_whole(
    tmp_path: Path, press: list[str], monkeypatch: pytest.MonkeyPatch, owner: object, broken: str
) -> None:
    output = tmp_path / "output"
    run(project(tmp_path, "als"), request(output))
    before = {name: (output / name).read_bytes() for name in files(output)}

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", str(output / f".{ALS}.new"))

    monkeypatch.setattr(owner, broken, fail)
    outcome = run(project(tmp_path, "als"), request(output, force=True))

    assert [(fault.code, fault.message) for fault in outcome.diagnostics.errors] == [
        ("unwritable-output", f"{ALS} cannot be written: no space left on device")
    ]
    assert {name: (output / name).read_bytes() for name in before} == before


def test_clean_removes_what_the_manifest_names_and_nothing_else(tmp_path: Path, press: list[str]) -> None:
    output = tmp_path / "output"
    run(project(tmp_path, "als"), request(output))
    (output / "mine.pdf").write_bytes(b"")

    assert (clean(output), files(output)) == ((ALS,), ["mine.pdf"])
    assert clean(output) == ()


@pytest.mark.parametrize("name", ["../precious.pdf", "/{}/precious.pdf"])
def test_nothing_outside_is_removed_whatever_a_manifest_says(tmp_path: Path, press: list[str], name: str) -> None:
    output = tmp_path / "output"
    run(project(tmp_path, "als"), request(output))
    (tmp_path / "precious.pdf").write_bytes(b"")
    moved = [replace(one, file=name.format(str(tmp_path)[1:])) for one in manifest(output)]
    (output / "manifest.json").write_text(manifest_text(moved), encoding="utf-8")

    assert clean(output) == ()
    assert (tmp_path / "precious.pdf").exists()


def test_progress_names_every_task(tmp_path: Path, press: list[str]) -> None:
    told: list[tuple[int, int, str]] = []
    run(project(tmp_path, "als", "asthma"), request(tmp_path / "output"), lambda *step: told.append(step))

    assert [(done, of) for done, of, _ in told] == [(1, 2), (2, 2)]
    assert {task for *_, task in told} == {"als (en), fact-sheet", "asthma (en), fact-sheet"}
