"""Rules of the status: every task has a reason to be built or is current, and only what has changed is read.

tests/test_staleness.py builds, changes files and asks for the status again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from carepress.build.cache import BuildCache, read_cache
from carepress.build.manifest import Artifact, OutputState
from carepress.build.plan import Fingerprints, Task
from carepress.build.request import Request, Selection
from carepress.build.runner import read_status
from carepress.build.status import BuildStatus, build_status, stale
from carepress.design.edition import Edition
from tests.support.cases import sound_project
from tests.support.here import IN_PROCESS
from tests.support.proofs import MANUSCRIPT, TODAY, put

SHEET = Task(document="asthma", lang="en", format="fact-sheet")
ARTIFACT = Artifact(
    file="asthma-fact-sheet-en.pdf", document="asthma", title="Asthma", format="fact-sheet", edition="screen",
    lang="en", clinic="", status="approved", version="1", pages=1, bytes=4, sha256="pdf", contact_url="",
    toolchain="tools", made_from={MANUSCRIPT: "text"},
)  # fmt: skip
NOW = Fingerprints(files={MANUSCRIPT: "text"}, toolchain="tools")
THERE = {ARTIFACT.file: "pdf"}


def status(
    root: Path, files: Mapping[str, str | bytes] | None = None, cache: BuildCache | None = None, **asked: object
) -> BuildStatus:
    selection = Selection(**asked)  # type: ignore[arg-type]
    request = Request(selection=selection, today=TODAY, output=root / "output")
    return read_status(put(root, files or {}), request, cache or BuildCache(), IN_PROCESS)[0]


def front(**keys: str) -> str:
    lines = {"title": "Asthma", "formats": "[fact-sheet, brochure]", **keys}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + "---\n\n## A\n\nText.\n"


def test_there_is_a_task_for_every_language_format_and_clinic(tmp_path: Path) -> None:
    clinic = "name: A\nphone: 1-2\ncontact-form: https://clinic.example/contact\n"
    files = {MANUSCRIPT: front(), "content/asthma/es.md": front(formats="[fact-sheet]")}
    put(tmp_path, files | {f"content/clinics/{name}.yaml": clinic for name in ("north", "south")})
    (tmp_path / "content/clinic.yaml").unlink()
    project = put(tmp_path, files)
    (tmp_path / "content/clinic.yaml").unlink()
    request = Request(selection=Selection(), today=TODAY, output=None)
    found, _ = read_status(project, request, BuildCache(), IN_PROCESS)

    assert [str(state.task) for state in found.states] == [
        f"{text} for {clinic}"
        for clinic in ("north", "south")
        for text in ("asthma (en), fact-sheet", "asthma (en), brochure", "asthma (es), fact-sheet")
    ]
    assert {state.reason for state in found.states} == {"checked"}


def test_a_task_has_the_editions_of_its_format_that_were_asked_for(tmp_path: Path) -> None:
    files = {MANUSCRIPT: front(formats="[brochure]")}
    (both,), (one,) = status(tmp_path, files).states, status(tmp_path, files, editions=("print",)).states

    assert (list(both.editions), list(one.editions)) == ([Edition.SCREEN, Edition.PRINT], [Edition.PRINT])


def test_a_new_document_is_not_made_yet(tmp_path: Path) -> None:
    assert {state.reason for state in status(tmp_path).states} == {"not made yet"}


def test_a_current_artifact_has_no_reason() -> None:
    assert stale([Edition.SCREEN], [ARTIFACT], NOW, THERE) == ""


@pytest.mark.parametrize(
    ("editions", "now", "there", "reason"),
    [
        ([Edition.PRINT], NOW, THERE, "not made yet"),
        ([Edition.SCREEN], NOW, {}, "the PDF was changed or removed"),
        ([Edition.SCREEN], NOW, {ARTIFACT.file: "another"}, "the PDF was changed or removed"),
        ([Edition.SCREEN], replace(NOW, files={MANUSCRIPT: "new"}), THERE, f"{MANUSCRIPT} changed"),
        ([Edition.SCREEN], replace(NOW, toolchain="new"), THERE, "carepress or a library has changed"),
    ],
)
def test_a_stale_task_says_why(editions: list[Edition], now: Fingerprints, there: dict[str, str], reason: str) -> None:
    assert stale(editions, [ARTIFACT], now, there) == reason


def test_a_current_pdf_is_stale_when_its_review_is_overdue(tmp_path: Path) -> None:
    project = put(tmp_path, {MANUSCRIPT: front(formats="[fact-sheet]", **{"review-by": "2026-11-21"})})
    cache = BuildCache()
    request = Request(selection=Selection(), today=date(2026, 11, 22), output=tmp_path)
    first, _ = read_status(project, request, cache, IN_PROCESS)
    made = replace(ARTIFACT, toolchain=first.fingerprints.toolchain, made_from=first.fingerprints.of([MANUSCRIPT]))
    output = OutputState(artifacts=[made], digests=THERE)
    day_before = replace(request, today=date(2026, 11, 21))

    assert [state.reason for state in build_status(project, request, output, cache).states] == ["its review is overdue"]
    assert [state.reason for state in build_status(project, day_before, output, cache).states] == [""]


def test_a_project_without_documents_says_how_to_start_one(tmp_path: Path) -> None:
    project = put(tmp_path, {})
    (tmp_path / MANUSCRIPT).unlink()
    request = Request(selection=Selection(), today=TODAY, output=None)
    found, _ = read_status(project, request, BuildCache(), IN_PROCESS)

    assert [(fault.code, fault.help) for fault in found.diagnostics] == [
        ("no-documents", "Make one:   carepress new asthma")
    ]


def test_works_that_no_document_cites_are_reported_when_all_documents_can_be_read(tmp_path: Path) -> None:
    text = front(formats="[fact-sheet]")
    everything = status(tmp_path, {MANUSCRIPT: text})
    one = status(tmp_path, {MANUSCRIPT: text}, documents=("asthma",))
    unread = status(tmp_path, {MANUSCRIPT: b"\xff\xfe"})

    assert [fault.code for fault in everything.unused_works] == ["uncited-work"]
    assert (list(one.unused_works), list(unread.unused_works)) == ([], [])


def test_checks_that_are_switched_off_are_listed_with_the_reason(tmp_path: Path) -> None:
    clinic = sound_project()["content/clinic.yaml"].decode()
    off = f"{clinic}\nchecks:\n  off: {{old-work: Our librarian reads them all.}}\n"

    assert status(tmp_path, {"content/clinic.yaml": off}).switched_off == {"old-work": "Our librarian reads them all."}


def test_a_status_is_recorded_if_the_manifest_lists_exactly_what_there_is(tmp_path: Path) -> None:
    found = status(tmp_path)
    gone = replace(found, artifacts=(ARTIFACT,))
    current = replace(gone, states=(replace(found.states[0], artifacts=(ARTIFACT,)),))

    assert (found.is_recorded, gone.is_recorded, current.is_recorded) == (True, False, True)


def test_with_a_cache_the_status_is_the_same_as_without_one(tmp_path: Path) -> None:
    cache = BuildCache(started=2**62)
    first = status(tmp_path, cache=cache)

    assert status(tmp_path, cache=read_cache(cache.text)) == first == status(tmp_path)


def test_the_shared_digest_changes_with_shared_files_only(tmp_path: Path) -> None:
    before = status(tmp_path)
    text = status(tmp_path, {MANUSCRIPT: front()})
    bib = status(tmp_path, {MANUSCRIPT: front(), "content/references.bib": ""})

    assert before.shared_digest == text.shared_digest != bib.shared_digest
    assert len({before.project_digest, text.project_digest, bib.project_digest}) == 3
