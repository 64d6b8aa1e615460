"""Staleness, end to end: a change rebuilds what depends on it, nothing else, and says why."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carepress.build import status
from carepress.build.cache import BuildCache, read_cache
from carepress.build.outcome import Outcome
from carepress.build.output import open_cache, save_cache
from carepress.build.request import Request, Selection
from carepress.build.runner import read_status, run
from carepress.project.files import ProjectFolder
from tests.support.here import IN_PROCESS
from tests.support.proofs import ROOT

TODAY = date(2026, 11, 22)
CLINIC = """\
name: Example Clinic
phone: 312-555-0142
contact-form: https://clinic.example/contact
checks: {verapdf: false}
"""
WORKS = """\
@article{oh2015,
  author = {Oh, K.},
  title = {Stem cells},
  journal = {Stem Cells Transl Med},
  year = {2015},
  volume = {4},
}
@article{gina2024,
  author = {Gina, A.},
  title = {Inhalers},
  journal = {Thorax},
  year = {2024},
  volume = {1},
}
"""
ALS = """\
---
title: ALS
formats: [fact-sheet]
cover-image: thread.svg
---

## What is it?

It weakens the muscles [@oh2015].

::: key-facts
- It is rare.
:::
"""
ASTHMA = """\
---
title: Asthma
formats: [fact-sheet]
---

## What is it?

It makes the small tubes in the lungs swell [@gina2024].

::: callout
Call us.
:::
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#0F5E6B"/></svg>'
FILES = {
    "content/clinic.yaml": CLINIC, "content/references.bib": WORKS, "content/als/en.md": ALS,
    "content/als/thread.svg": DRAWING, "content/asthma/en.md": ASTHMA, "content/asthma/unused.svg": DRAWING,
    "templates/components/callout.html.j2": '<div class="callout" data-line="{{ line }}">{{ parts[0].html }}</div>',
    "styles/components/glossary.css": "/* as plain text */",
}  # fmt: skip


def text_of(root: Path, name: str) -> str:
    """A file's text: the project's own, or carepress's."""
    return next(path for path in (root / name, ROOT / name) if path.exists()).read_text(encoding="utf-8")


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def request(root: Path) -> Request:
    return Request(selection=Selection(), today=TODAY, output=root / "output")


def build(root: Path) -> Outcome:
    build_cache = open_cache(root / "output")
    outcome = run(ProjectFolder(root, ROOT), request(root), build_cache, IN_PROCESS)
    save_cache(root / "output", build_cache)
    return outcome


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents, built, in a project with one template and one stylesheet of its own."""
    root = tmp_path_factory.mktemp("built")
    for name, text in FILES.items():
        write(root, name, text)
    assert [artifact.file for artifact in build(root).artifacts] == [
        "als-fact-sheet-en-draft.pdf",
        "asthma-fact-sheet-en-draft.pdf",
    ]
    return root


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Path:
    """A copy of it that may be changed."""
    return Path(shutil.copytree(built, tmp_path / "copy"))


def reasons(root: Path, build_cache: BuildCache | None = None) -> dict[str, str]:
    """The stale documents, and why they are."""
    build_cache = build_cache or BuildCache()
    status, _ = read_status(ProjectFolder(root, ROOT), request(root), build_cache, IN_PROCESS)
    return {state.task.document: state.reason for state in status.states if state.reason}


def test_what_was_built_is_current(built: Path) -> None:
    assert reasons(built) == {}


def both(reason: str) -> dict[str, str]:
    return {"als": reason, "asthma": reason}


@pytest.mark.parametrize(
    ("name", "stale"),
    [
        ("content/als/en.md", {"als": "content/als/en.md changed"}),
        ("content/als/thread.svg", {"als": "content/als/thread.svg changed"}),
        ("content/asthma/unused.svg", {}),
        ("content/clinic.yaml", both("content/clinic.yaml changed")),
        ("styles/tokens.yaml", both("styles/tokens.yaml changed")),
        ("styles/base.css", both("styles/base.css changed")),
        ("styles/formats/fact-sheet.css", both("styles/formats/fact-sheet.css changed")),
        ("styles/formats/brochure.css", {}),
        ("styles/report.css", {}),
        ("styles/components/key-facts.css", {"als": "styles/components/key-facts.css changed"}),
        ("styles/components/glossary.css", both("styles/components/glossary.css changed")),
        ("styles/components/callout.css", {"asthma": "styles/components/callout.css changed"}),
        ("styles/components/steps.css", {}),
        ("styles/components/imprint.css", both("styles/components/imprint.css changed")),
        ("styles/icons/lungs.svg", {}),
        ("styles/art/cover.svg", {}),
        ("templates/formats/fact-sheet.html.j2", both("templates/formats/fact-sheet.html.j2 changed")),
        ("templates/formats/brochure.html.j2", {}),
        ("templates/components/key-facts.html.j2", {"als": "templates/components/key-facts.html.j2 changed"}),
        ("templates/components/callout.html.j2", {"asthma": "templates/components/callout.html.j2 changed"}),
        ("templates/parts/imprint.html.j2", both("templates/parts/imprint.html.j2 changed")),
        ("templates/locales/en.yaml", both("templates/locales/en.yaml changed")),
        ("templates/locales/es.yaml", {}),
        ("templates/formats/fact-sheet.yaml", both("templates/formats/fact-sheet.yaml changed")),
        ("templates/formats/brochure.yaml", {}),
    ],
)
def test_a_changed_file_makes_stale_only_what_uses_it(place: Path, name: str, stale: dict[str, str]) -> None:
    """Of templates and styles, most are carepress's own: a file of the project takes their place."""
    write(place, name, text_of(place, name) + "\n")

    assert reasons(place) == stale


@pytest.mark.parametrize(
    ("name", "stale"),
    [
        ("templates/components/callout.html.j2", {"asthma": "templates/components/callout.html.j2 changed"}),
        ("styles/components/glossary.css", both("styles/components/glossary.css changed")),
    ],
)
def test_where_a_projects_own_file_is_gone_carepresss_counts_again(
    place: Path, name: str, stale: dict[str, str]
) -> None:
    (place / name).unlink()

    assert reasons(place) == stale


def test_a_file_that_takes_the_place_of_an_equal_one_changes_nothing(place: Path) -> None:
    write(place, "styles/base.css", text_of(place, "styles/base.css"))

    assert reasons(place) == {}


@pytest.mark.parametrize(
    ("name", "old", "new", "stale"),
    [
        ("content/references.bib", "Stem cells", "Cells", {"als": "content/references.bib: oh2015 changed"}),
        ("content/references.bib", "oh2015", "oh2016", {"als": "content/references.bib: oh2015 changed"}),
        ("content/references.bib", "gina2024,\n  author = {Gina, A.}", "gina2024,\n  author = {Gina, B.}",
         {"asthma": "content/references.bib: gina2024 changed"}),
        ("content/references.bib", "@article{oh", "@misc{new, title = {New}}\n@article{oh", {}),
    ],
)  # fmt: skip
def test_of_a_shared_file_only_the_parts_count_that_a_document_uses(
    place: Path, name: str, old: str, new: str, stale: dict[str, str]
) -> None:
    text = text_of(place, name)
    write(place, name, text.replace(old, new, 1))

    assert old in text
    assert reasons(place) == stale


@pytest.mark.parametrize(
    ("name", "stale"),
    [
        ("content/als/thread.masthead.svg", {"als": "content/als/thread.masthead.svg is new"}),
        ("content/_brand.yml", both("content/_brand.yml is new")),
        ("content/als/other.svg", {}),
        ("content/copd/note.txt", {}),
        ("templates/locales/fr.yaml", {}),
        ("templates/formats/poster.yaml", {}),
        ("templates/components/question.html.j2", {}),
        ("styles/components/zz-house.css", both("styles/components/ changed")),
    ],
)
def test_a_new_file_counts_if_it_was_looked_for(place: Path, name: str, stale: dict[str, str]) -> None:
    write(place, name, "# new\n")

    assert reasons(place) == stale


def test_a_picture_that_is_gone_is_a_change(place: Path) -> None:
    (place / "content/als/thread.svg").unlink()

    assert reasons(place) == {"als": "content/als/thread.svg changed"}


def test_a_pdf_that_was_changed_or_removed_is_built_again(place: Path) -> None:
    (place / "output/als-fact-sheet-en-draft.pdf").write_bytes(b"")
    (place / "output/asthma-fact-sheet-en-draft.pdf").unlink()

    assert reasons(place) == both("the PDF was changed or removed")


@pytest.fixture
def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From the call on, reading a manuscript or a shared file fails the test."""

    def forbid() -> None:
        monkeypatch.setattr(status, "_summarise", lambda: pytest.fail("something was read again"))

    return forbid


def test_what_has_not_changed_is_not_read_again(place: Path, forbid_reading: Callable[[], None]) -> None:
    build(place)
    forbid_reading()
    outcome = build(place)

    assert ([artifact.document for artifact in outcome.current], outcome.artifacts) == (["als", "asthma"], ())


def test_with_a_build_cache_and_without_one_the_same_is_reported(place: Path) -> None:
    first = build(place)
    again = build(place)
    shutil.rmtree(place / "output/.carepress")
    anew = build(place)

    assert first.diagnostics == again.diagnostics == anew.diagnostics
    assert anew.artifacts == ()


def test_the_manifest_has_the_digest_of_a_shared_file_as_it_is_now(place: Path) -> None:
    bib = place / "content/references.bib"
    bib.write_text(bib.read_text(encoding="utf-8") + "% more\n", encoding="utf-8")
    build(place)
    partly = (place / "output/manifest.json").read_bytes()
    shutil.rmtree(place / "output")
    build(place)

    assert partly == (place / "output/manifest.json").read_bytes()


def test_an_old_warning_is_reported_where_its_line_is_now(place: Path) -> None:
    bib = place / "content/references.bib"
    text = bib.read_text(encoding="utf-8").replace("{Thorax}", "{Journal of Clinical Neurology}")
    bib.write_text(text, encoding="utf-8")
    before = [fault for fault in build(place).diagnostics if fault.code == "journal-name"]
    bib.write_text("% a line above\n" + text, encoding="utf-8")
    outcome = build(place)
    after = [fault for fault in outcome.diagnostics if fault.code == "journal-name"]

    assert outcome.artifacts == ()
    assert [fault.span.line + 1 for fault in before if fault.span] == [f.span.line for f in after if f.span] == [12]


def test_an_older_build_cache_does_no_harm(place: Path) -> None:
    build(place)
    text = (place / "output/.carepress/cache.json").read_text(encoding="utf-8")
    (place / "content/als/en.md").write_text(ALS.replace("rare", "seldom"), encoding="utf-8")
    os.utime(place / "content/als/en.md", ns=(0, 0))

    assert reasons(place, read_cache(text)) == {"als": "content/als/en.md changed"}
