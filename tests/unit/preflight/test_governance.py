"""Rules of governance: the finished page says who answers for it, and what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carepress.preflight.governance import check_finished
from carepress.preflight.proof import Finished
from tests.support.cases import sound_project
from tests.support.proofs import MANUSCRIPT, proofs

CLINIC = sound_project()["content/clinic.yaml"].decode()
NOTICE = "These treatments are experimental. They are not approved by anybody. Talk to your doctor."


def faults(finished: Finished) -> list[tuple[str, str]]:
    return [(fault.code, fault.message) for fault in check_finished(finished)]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Finished, ...]:
    """Both editions of a brochure on an experimental treatment."""
    manuscript = sound_project()[MANUSCRIPT].decode()
    manuscript = manuscript.replace("formats: [fact-sheet]", "formats: [brochure]\ninvestigational: true")
    manuscript += "\n## What can help\n\n" + "Breathe slowly. Sit up straight. Call us. " * 12
    manuscript += "\n\n## When to call\n\n" + "Call us when you cannot sleep. " * 16
    manuscript += "\n\n## Living well\n\n" + "Walk every day. Rest when you must. " * 16
    clinic = CLINIC.replace("They are not approved ...", NOTICE.partition(". ")[2])
    root = tmp_path_factory.mktemp("governance")
    editions = proofs(root, {MANUSCRIPT: manuscript, "content/clinic.yaml": clinic}, "brochure")[2]
    assert [edition.edition.value for edition in editions] == ["screen", "print"]
    return editions


@pytest.mark.parametrize("number", [0, 1])
def test_both_editions_say_what_they_must(number: int, finished: tuple[Finished, ...]) -> None:
    assert faults(finished[number]) == []


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
def test_a_page_says_what_it_must(old: str, new: str, code: str, finished: tuple[Finished, ...]) -> None:
    assert [found for found, _ in faults(with_texts(finished[0], old, new))] == [code]
