"""What is printed is what stands there: a file that changes under a build is built again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from carepress.build.cache import BuildCache
from carepress.build.manifest import Artifact
from carepress.build.outcome import Outcome
from carepress.build.output import read_artifacts
from carepress.build.request import Request, Selection
from carepress.build.runner import RunHooks, run
from carepress.project.files import ProjectFolder
from tests.support.cases import sound_project
from tests.support.here import InProcessExecutor
from tests.support.proofs import MANUSCRIPT, ROOT, TODAY, put

HEAD = "---\ntitle: Asthma\nformats: [fact-sheet]\n---\n\n## What is it?\n\n"
CLINIC = sound_project()["content/clinic.yaml"].decode()
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="{}"/></svg>'


@dataclass
class Saver(InProcessExecutor):
    """Saves files just before a worker reads them, and others just after it has built."""

    before: list[Callable[[], object]] = field(default_factory=list)
    after: list[Callable[[], object]] = field(default_factory=list)
    jobs: int = 0

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.jobs += 1
        for saves, work in ((self.before, function), (self.after, None)):
            if saves:
                saves.pop(0)()
            if work:
                future = super().submit(work, *args, **kwargs)
        return future


def build(root: Path, saver: Saver) -> Outcome:
    request = Request(selection=Selection(), today=TODAY, output=root / "output")
    return run(ProjectFolder(root, ROOT), request, BuildCache(), RunHooks(executor=saver))


def save(root: Path, name: str, text: str) -> Callable[[], object]:
    return lambda: (root / name).write_text(text, encoding="utf-8")


def only_pdf(root: Path) -> tuple[str, Artifact]:
    """The text of the one PDF, and what the manifest says of it."""
    (artifact,) = read_artifacts(root / "output")
    with pypdfium2.PdfDocument(root / "output" / artifact.file) as pdf:
        return " ".join(word for page in pdf for word in page.get_textpage().get_text_range().split()), artifact


def digest(root: Path, name: str) -> str:
    return sha256((root / name).read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "now", "meanwhile"),
    [
        (MANUSCRIPT, f"{HEAD}Take one in the morning.\n", f"{HEAD}Take nine at night.\n"),
        ("content/clinic.yaml", CLINIC, CLINIC.replace("312-555-0142", "312-555-0199")),
        ("content/asthma/airways.svg", PICTURE.format("#0F5E6B"), PICTURE.format("#8C2F39")),
        ("styles/components/mine.css", "/* a */", "/* another */"),
        ("content/references.bib", "", "@misc{a, title = {A}}"),
    ],
)
def test_a_file_that_changed_while_a_build_read_it_and_changed_back_is_printed_as_it_stands(
    tmp_path: Path, name: str, now: str, meanwhile: str
) -> None:
    text = f"{HEAD}Take one in the morning.\n\n![Open airways](airways.svg)\n" if name.endswith("svg") else ""
    put(tmp_path, {MANUSCRIPT: text or f"{HEAD}Take one in the morning.\n", name: now})
    saver = Saver(before=[save(tmp_path, name, meanwhile)], after=[save(tmp_path, name, now)])
    outcome = build(tmp_path, saver)
    text, artifact = only_pdf(tmp_path)

    assert list(outcome.diagnostics.errors) == []
    assert ("Take one in the morning" in text, "312-555-0142" in text) == (True, True)
    assert {made: digest(tmp_path, made) for made in artifact.made_from if (tmp_path / made).exists()}.items() <= (
        artifact.made_from.items()
    )
    assert build(tmp_path, Saver()).artifacts == ()


def test_a_manuscript_saved_after_it_was_read_is_built_again_in_the_same_run(tmp_path: Path) -> None:
    put(tmp_path, {MANUSCRIPT: f"{HEAD}Take one.\n"})
    saver = Saver(after=[save(tmp_path, MANUSCRIPT, f"{HEAD}Take two.\n")])
    outcome = build(tmp_path, saver)
    text, artifact = only_pdf(tmp_path)

    assert (len(outcome.artifacts), saver.jobs) == (1, 2)
    assert "Take two" in text
    assert artifact.made_from[MANUSCRIPT] == digest(tmp_path, MANUSCRIPT)


def test_a_fault_that_was_mended_under_the_build_is_not_reported(tmp_path: Path) -> None:
    put(tmp_path, {MANUSCRIPT: f"{HEAD}Take one [@nobody1999].\n"})
    outcome = build(tmp_path, Saver(after=[save(tmp_path, MANUSCRIPT, f"{HEAD}Take one.\n")]))

    assert (len(outcome.artifacts), list(outcome.diagnostics.errors), outcome.failed) == (1, [], ())


def test_a_manuscript_that_is_gone_before_it_is_read_is_no_crash(tmp_path: Path) -> None:
    put(tmp_path, {MANUSCRIPT: f"{HEAD}Take one.\n", "content/gout/en.md": f"{HEAD}It hurts.\n"})
    outcome = build(tmp_path, Saver(before=[(tmp_path / MANUSCRIPT).unlink]))

    assert [artifact.document for artifact in outcome.artifacts] == ["gout"]
    assert list(outcome.diagnostics.errors) == []


def test_a_file_that_changes_every_time_is_told_and_left_for_the_next_run(tmp_path: Path) -> None:
    put(tmp_path, {MANUSCRIPT: f"{HEAD}Take one.\n"})
    saves = [save(tmp_path, MANUSCRIPT, f"{HEAD}Take {number}.\n") for number in range(20)]
    outcome = build(tmp_path, Saver(after=saves))

    assert [(fault.code, fault.about) for fault in outcome.diagnostics.errors] == [
        ("changed-while-built", "asthma (en)")
    ]
    assert [artifact.document for artifact in build(tmp_path, Saver()).artifacts] == ["asthma"]


def test_a_manuscript_that_names_its_format_in_escapes_is_built(tmp_path: Path) -> None:
    text = HEAD.replace("[fact-sheet]", '["fact\\x2dsheet"]')
    put(tmp_path, {MANUSCRIPT: f"{text}Take one.\n"})

    assert [artifact.format for artifact in build(tmp_path, Saver()).artifacts] == ["fact-sheet"]
