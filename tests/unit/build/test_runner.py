"""Rules of a run: a failed document stops no other, its last good PDF stays, and what was found is reported again."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from carepress.build import runner
from carepress.build.jobs import Aborted, BuildJob, Built, Failed, JobResult
from carepress.build.manifest import Artifact, read_manifest
from carepress.build.outcome import Outcome, dashboard_fingerprint
from carepress.build.output import INTERNAL
from carepress.build.pipeline import build_job
from carepress.build.plan import Dependencies, Task, file_name
from carepress.build.request import Limits, Request, Selection
from carepress.build.runner import RunHooks, open_pool
from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity
from carepress.preflight.verapdf import Validator, Verdict
from carepress.project.files import ProjectFolder
from tests.support.here import InProcessExecutor

ROOT = Path(__file__).resolve().parents[3]
FORM = "https://clinic.example/contact"
HEAD = "---\ntitle: {0}\nformats: {1}\n---\n\n## A\n\nText.\n"
ALS, ASTHMA = "als-fact-sheet-en-draft.pdf", "asthma-fact-sheet-en-draft.pdf"
FAULT = Diagnostic(code="overfull-panel", message="The flap is full")
WARNING = Diagnostic(code="no-words", message="no words", severity=Severity.WARNING)
REPORTED_FAULT, REPORTED_WARNING = replace(FAULT, document="als (en)"), replace(WARNING, document="odd (en)")


@dataclass
class Builder(InProcessExecutor):
    """Builds in the place of the pipeline: notes its tasks, fails where it reads FAIL, warns of `odd`."""

    tasks: list[str] = field(default_factory=list)

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return super().submit(self.build, *args)

    def build(self, job: BuildJob) -> JobResult | Aborted:
        read = build_job(replace(job, formats=()))
        if job.formats and b"SLOW" in job.project.bytes(job.manuscript):
            return Aborted(reason="time", limits=Limits())
        tasks = [task for task in job.tasks if read.summary.front and task.format in read.summary.front.formats]
        return replace(read, results={task: self.result(task, read.digests, job) for task in tasks})

    def result(self, task: Task, digests: Mapping[str, str], job: BuildJob) -> Built | Failed:
        self.tasks.append(str(task))
        if b"FAIL" in job.project.bytes(task.manuscript):
            return Failed(diagnostics=Diagnostics((FAULT,)))
        editions = [Edition.SCREEN, Edition.PRINT][: 1 + (task.format == "brochure")]
        pdfs = {file_name(task, edition, draft=True): f"{task} {edition}".encode() for edition in editions}
        return Built(
            pdfs=pdfs,
            artifacts=tuple(
                Artifact(
                    file=name, document=task.document, title="A", format=task.format, edition=str(edition),
                    lang=task.lang, clinic="Example Clinic", status="draft", version="", pages=1, bytes=len(pdf),
                    contact_url=FORM, sha256=sha256(pdf).hexdigest(), toolchain=job.toolchain,
                    made_from={task.manuscript: digests[task.manuscript]},
                )
                for (name, pdf), edition in zip(pdfs.items(), editions, strict=True)
            ),
            dependencies=Dependencies(),
            diagnostics=Diagnostics((WARNING,)) if task.document == "odd" else Diagnostics(),
        )  # fmt: skip


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def write(root: Path, texts: Mapping[str, str]) -> ProjectFolder:
    for file, text in texts.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    return ProjectFolder(root, ROOT)


def project(root: Path, *documents: str, formats: str = "[fact-sheet]") -> ProjectFolder:
    manuscripts = {f"content/{name}/en.md": HEAD.format(name.capitalize(), formats) for name in documents}
    clinic = {"content/clinic.yaml": f"name: Example Clinic\nphone: 1-2\ncontact-form: {FORM}\n"}
    return write(root, clinic | manuscripts)


def request(output: Path | None, *, selection: Selection | None = None, **options: bool | int) -> Request:
    return Request(selection=selection or Selection(), today=date(2026, 11, 22), output=output, **options)


def run(project: ProjectFolder, request: Request, builder: Builder | None = None, **hooks: Any) -> Outcome:
    return runner.run(project, request, hooks=RunHooks(executor=builder or Builder(), **hooks))


def files(output: Path) -> list[str]:
    names = (path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    return sorted(name for name in names if not name.startswith(INTERNAL))


def manifest(output: Path) -> tuple[Artifact, ...]:
    return read_manifest((output / "manifest.json").read_text(encoding="utf-8"))


def names(outcome: Outcome) -> list[str]:
    return [artifact.file for artifact in outcome.artifacts]


def test_every_document_is_built_and_the_manifest_lists_it(tmp_path: Path, output: Path) -> None:
    outcome = run(project(tmp_path, "als", "asthma"), request(output))

    assert files(output) == [ALS, ASTHMA, "manifest.json"]
    assert (manifest(output), outcome.diagnostics) == (outcome.artifacts, Diagnostics())


def test_what_is_current_is_not_built_again_unless_forced(tmp_path: Path, output: Path) -> None:
    builder = Builder()
    run(project(tmp_path, "als"), request(output), builder)
    again = run(project(tmp_path, "als"), request(output), builder)
    forced = run(project(tmp_path, "als"), request(output, force=True), builder)

    assert (names(again), [artifact.file for artifact in again.current]) == ([], [ALS])
    assert (names(forced), len(builder.tasks)) == ([ALS], 2)


def test_a_failed_document_stops_no_other_and_keeps_its_last_good_pdf(tmp_path: Path, output: Path) -> None:
    (before,) = run(project(tmp_path, "als"), request(output)).artifacts
    good = (output / ALS).read_bytes()
    both = project(tmp_path, "als", "asthma")
    write(tmp_path, {"content/als/en.md": HEAD.format("FAIL", "[fact-sheet]")})
    outcome = run(both, request(output))

    assert (names(outcome), [task.document for task in outcome.failed]) == ([ASTHMA], ["als"])
    assert (outcome.diagnostics, (output / ALS).read_bytes()) == (Diagnostics((REPORTED_FAULT,)), good)
    assert manifest(output) == (before, *outcome.artifacts)


def test_a_document_that_takes_too_long_fails_and_stops_no_other(tmp_path: Path, output: Path) -> None:
    both = project(tmp_path, "als", "asthma")
    write(tmp_path, {"content/als/en.md": HEAD.format("SLOW", "[fact-sheet]")})
    outcome = run(both, request(output))

    assert names(outcome) == [ASTHMA]
    assert [(fault.code, fault.about) for fault in outcome.diagnostics] == [("gave-up", "als (en)")]


@pytest.mark.parametrize("strict", [False, True])
def test_a_warning_fails_a_document_only_with_strict(tmp_path: Path, output: Path, strict: bool) -> None:
    outcome = run(project(tmp_path, "odd"), request(output, strict=strict))

    assert (bool(outcome.artifacts), outcome.diagnostics) == (not strict, Diagnostics((REPORTED_WARNING,)))


def test_what_was_found_is_reported_for_as_long_as_the_pdf_is_current(tmp_path: Path, output: Path) -> None:
    builder = Builder()
    run(project(tmp_path, "odd"), request(output), builder)
    again = run(project(tmp_path, "odd"), request(output, strict=True), builder)

    assert (len(builder.tasks), again.diagnostics, names(again)) == (1, Diagnostics((REPORTED_WARNING,)), [])


def test_a_check_builds_everything_and_writes_nothing(tmp_path: Path, output: Path) -> None:
    outcome = run(project(tmp_path, "als", formats="[brochure]"), request(None))

    assert (len(names(outcome)), output.exists()) == (2, False)


@pytest.mark.parametrize(("selection", "built"), [
    (Selection(documents=("als",)), ["als-brochure-en-draft.pdf", "als-brochure-en-print-draft.pdf"]),
    (Selection(documents=("als",), editions=("print",)), ["als-brochure-en-print-draft.pdf"]),
    (Selection(formats=("fact-sheet",)), []), (Selection(languages=("es",)), []),
])  # fmt: skip
def test_only_what_was_asked_for_is_built(tmp_path: Path, output: Path, selection: Selection, built: list[str]) -> None:
    outcome = run(project(tmp_path, "als", "asthma", formats="[brochure]"), request(output, selection=selection))

    assert (names(outcome), files(output)) == (built, sorted([*built, "manifest.json"]))


def test_a_pdf_whose_document_is_gone_is_archived(tmp_path: Path, output: Path) -> None:
    run(project(tmp_path, "als", "asthma"), request(output))
    (output / "mine.pdf").write_bytes(b"")
    (tmp_path / "content/asthma/en.md").unlink()
    outcome = run(project(tmp_path, "als"), request(output))

    assert outcome.archived == (ASTHMA,)
    assert files(output) == [f".old/{ASTHMA}", ALS, "manifest.json", "mine.pdf"]


def test_a_pdf_whose_manuscript_cannot_be_read_stays(tmp_path: Path, output: Path) -> None:
    run(project(tmp_path, "als"), request(output))
    (tmp_path / "content/als/en.md").write_bytes(b"\xff\xfe")
    outcome = run(ProjectFolder(tmp_path, ROOT), request(output))

    assert ([fault.code for fault in outcome.diagnostics.errors], outcome.archived) == (["not-utf8"], ())
    assert files(output) == [ALS, "manifest.json"]


@pytest.mark.parametrize(("owner", "broken"), [(Path, "replace"), (os, "fsync")])
def test_a_write_that_fails_half_way_leaves_the_old_file_whole(
    tmp_path: Path, output: Path, monkeypatch: pytest.MonkeyPatch, owner: object, broken: str
) -> None:
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


def test_progress_counts_the_tasks_and_names_each(tmp_path: Path, output: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    run(project(tmp_path, "als", "asthma"), request(output), progress=lambda *step: steps.append(step))

    assert steps == [(1, 2, steps[0][2]), (2, 2, steps[1][2])]
    assert {task for _, _, task in steps} == {"als (en), fact-sheet", "asthma (en), fact-sheet"}


def validator(*broken_rules: str) -> Validator:
    """A veraPDF that finds these rules broken in every file."""
    flavours = {"ua1": broken_rules, "2a": ()}
    return Validator(
        ask=lambda paths: (
            Verdict(file=path, flavour=flavour, rules=rules) for path in paths for flavour, rules in flavours.items()
        )
    )


def test_the_manifest_says_who_has_verified_a_pdf(tmp_path: Path, output: Path) -> None:
    run(project(tmp_path, "als"), request(output))
    alone = manifest(output)
    run(project(tmp_path, "als"), request(output, force=True), find_validator=validator)

    assert [artifact.verified_by for artifact in (*alone, *manifest(output))] == ["structure", "veraPDF"]


def test_a_pdf_that_fails_verapdf_is_not_published(tmp_path: Path, output: Path) -> None:
    outcome = run(project(tmp_path, "als"), request(output), find_validator=lambda: validator("7.3-1"))

    assert [(fault.code, fault.about) for fault in outcome.diagnostics] == [("fails-verapdf", "als (en)")]
    assert files(output) == ["manifest.json"]


def test_a_clinic_may_do_without_verapdf(tmp_path: Path, output: Path) -> None:
    found = project(tmp_path, "als")
    with (tmp_path / "content/clinic.yaml").open("a", encoding="utf-8") as file:
        file.write("checks: {verapdf: false}\n")
    run(found, request(output), find_validator=lambda: pytest.fail("veraPDF was looked for"))

    assert [artifact.verified_by for artifact in manifest(output)] == ["structure"]


def test_faults_of_shared_files_come_first_then_file_by_file_from_the_top(tmp_path: Path) -> None:
    found = project(tmp_path, "als", "odd")
    write(tmp_path, {"content/_brand.yml": "colour: red\n", "content/als/en.md": HEAD.format("FAIL", "[fact-sheet]")})
    write(tmp_path, {"content/asthma/en.md": HEAD.format("Asthma", "[poster]\nkeyword: [a]")})
    outcome = run(found, request(None))

    assert [(fault.about, fault.span.line if fault.span else 0) for fault in outcome.diagnostics] == [
        ("content/_brand.yml", 1),
        ("asthma (en)", 3),
        ("asthma (en)", 4),
        ("als (en)", 0),
        ("odd (en)", 0),
    ]


def test_the_dashboard_changes_with_the_files_and_with_the_day(tmp_path: Path, output: Path) -> None:
    def fingerprint(day: date) -> str:
        today = replace(request(output), today=day)
        return dashboard_fingerprint(run(project(tmp_path, "als"), today), today)

    run(project(tmp_path, "als"), request(output))
    first, again = fingerprint(date(2026, 11, 22)), fingerprint(date(2026, 11, 22))
    later = fingerprint(date(2026, 11, 23))
    write(tmp_path, {"content/als/note.txt": "A note."})
    changed = fingerprint(date(2026, 11, 22))

    assert (first == again, len({first, later, changed})) == (True, 3)


def test_an_executor_that_is_there_is_used_as_it_is() -> None:
    builder = Builder()

    with open_pool(request(None), 40, builder) as executor:
        assert executor is builder
