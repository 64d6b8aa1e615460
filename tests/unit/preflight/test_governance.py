"""Rules of governance: a review is announced, a translation knows its source, the finished page says who answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from carepress.checks import Checks
from carepress.common import read_common
from carepress.preflight.governance import check_documents, check_finished
from carepress.preflight.proof import Finished
from carepress.stages import read_document
from tests.proofs import BASE, MANUSCRIPT, TODAY, proofs, put

HEAD = "---\ntitle: Asthma\nformats: [fact-sheet]\n{}---\n\nText.\n"
CLINIC = (BASE / "content/clinic.yaml").read_text(encoding="utf-8")
NOTICE = "These treatments are experimental. They are not approved by anybody. Talk to your doctor."


def told(root: Path, texts: dict[str, str], today: date = TODAY, **checks: int) -> list[tuple[str, str]]:
    """What time and other languages do to the documents, by their names as 'asthma/en'."""
    project = put(root, {f"content/{name}.md": HEAD.format(front) for name, front in texts.items()})
    read_common.cache_clear()
    known = read_common(project, "", 2026).known
    read = [read_document(f"content/{name}.md", project, known)[:2] for name in texts]
    settings = Checks.model_validate({name.replace("_", "-"): value for name, value in checks.items()})
    return [(fault.code, fault.message) for fault in check_documents(read, settings, today)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-22", "the review of this document is due today, on 2026-11-22"),
        ("2026-11-23", "the review of this document is due tomorrow, on 2026-11-23"),
        ("2027-01-21", "the review of this document is due in 60 days, on 2027-01-21"),
        ("2027-01-22", ""),
        ("2026-11-21", ""),  # it is overdue: another fault
    ],
)
def test_a_review_is_announced_sixty_days_before(day: str, said: str, tmp_path: Path) -> None:
    found = told(tmp_path, {"asthma/en": f"review-by: {day}\n"})

    assert found == ([("review-near", said)] if said else [])


def test_a_clinic_sets_how_long_before(tmp_path: Path) -> None:
    assert told(tmp_path, {"asthma/en": "review-by: 2027-01-21\n"}, review_near_days=30) == []


EN = {"asthma/en": 'version: "1.1"\n'}


@pytest.mark.parametrize(
    ("spanish", "said"),
    [
        ('translation-of: {en: "1.1"}\n', []),
        (
            'translation-of: {en: "1.0"}\n',
            [("old-translation", "this translates version 1.0 of en.md, which is at 1.1 now")],
        ),
        (
            'translation-of: {fr: "1.0"}\n',
            [("unknown-source", "there is no `fr.md` that this could be a translation of")],
        ),
        (
            "",
            [("untraced-translation", "nothing says which version of en.md this is a translation of")],
        ),
    ],
)
def test_a_translation_renders_the_version_that_its_source_is_at(
    spanish: str, said: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert told(tmp_path, {**EN, "asthma/es": spanish}) == said


def test_a_document_in_one_language_and_the_source_itself_need_no_trace(tmp_path: Path) -> None:
    assert told(tmp_path, {**EN, "copd/es": 'version: "1.0"\n'}) == []


def test_english_may_be_the_translation(tmp_path: Path) -> None:
    texts = {"asthma/es": 'version: "1.0"\n', "asthma/en": 'translation-of: {es: "1.0"}\n'}

    assert told(tmp_path, texts) == []


def of_pages(finished: Finished) -> list[tuple[str, str]]:
    return [(fault.code, fault.message) for fault in check_finished(finished)]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Finished, ...]:
    """Both editions of a brochure on an experimental treatment."""
    manuscript = (BASE / MANUSCRIPT).read_text(encoding="utf-8")
    manuscript = manuscript.replace("formats: [fact-sheet]", "formats: [brochure]\ninvestigational: true")
    manuscript += "\n## What can help\n\n" + "Breathe slowly. Sit up straight. Call us. " * 12
    manuscript += "\n\n## When to call\n\n" + "Call us when you cannot sleep. " * 16
    manuscript += "\n\n## Living well\n\n" + "Walk every day. Rest when you must. " * 16
    clinic = CLINIC.replace("They are not approved ...", NOTICE.partition(". ")[2])
    root = tmp_path_factory.mktemp("governance")
    found = proofs(root, {MANUSCRIPT: manuscript, "content/clinic.yaml": clinic}, "brochure")[2]
    assert [one.edition.value for one in found] == ["screen", "print"]
    return found


@pytest.mark.parametrize("number", [0, 1])
def test_both_editions_say_what_they_must(number: int, finished: tuple[Finished, ...]) -> None:
    assert of_pages(finished[number]) == []


def with_texts(finished: Finished, old: str, new: str) -> Finished:
    """The same edition, but its pages say something else."""
    other = replace(finished)
    other.__dict__["texts"] = tuple(
        "\n".join(line.replace(old, new) for line in text.split("\r\n")) for text in finished.texts
    )
    return other


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("DRAFT", "NEARLY", "draft-mark"),
        ("experimental", "new", "altered-notice"),
        ("Version 0.1", "Version", "missing-imprint"),
        ("Reviewed:", "", "missing-imprint"),
        ("Example Clinic", "", "missing-imprint"),
    ],
)
def test_a_page_that_is_silent_is_told(old: str, new: str, code: str, finished: tuple[Finished, ...]) -> None:
    assert [said for said, _ in of_pages(with_texts(finished[0], old, new))] == [code]
