"""The summary of a run, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.cli.summary import folder_from_here, reading_line


def test_a_few_sentences_give_a_reading_grade_that_only_indicates() -> None:
    reading = {"smog": 8.9, "grade": 6.2, "sentences": 12, "indicative": True}

    assert reading_line(reading) == "reading grade 8.9 (SMOG), 6.2 (Flesch-Kincaid), 12 sentences: indicative"
    assert reading_line({**reading, "grade": None, "indicative": False}) == "reading grade 8.9 (SOL), 12 sentences"


def test_the_projects_folder_is_named_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert [folder_from_here(root) for root in (tmp_path, tmp_path / "clinics/north", tmp_path.parent)] == [
        "",
        "clinics/north/",
        "",
    ]
