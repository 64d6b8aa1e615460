"""Rules of the collection: a review is announced, a translation knows its source, a work is there to be cited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from carepress.build.summarise import read_shared
from carepress.diagnostics.model import Severity, Span
from carepress.diagnostics.render import render
from carepress.preflight.collection import check_documents, uncited
from tests.support.proofs import OLD, TODAY, put, summary_of

HEAD = "---\ntitle: Asthma\nformats: [fact-sheet]\n{}---\n\nText.\n"


def collection_faults(
    root: Path, texts: dict[str, str], today: date = TODAY, near_days: int = 60
) -> list[tuple[str, str]]:
    """Code and message of each fault of these documents. `texts` are front matters by name, as 'asthma/en'."""
    project = put(root, {f"content/{name}.md": HEAD.format(front) for name, front in texts.items()})
    summaries = [summary_of(f"content/{name}.md", project) for name in texts]
    return [(fault.code, fault.message) for fault in check_documents(summaries, near_days, today)]


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-11-22", "this document is due for review today, on 2026-11-22"),
        ("2026-11-23", "this document is due for review tomorrow, on 2026-11-23"),
        ("2027-01-21", "this document is due for review in 60 days, on 2027-01-21"),
        ("2027-01-22", ""),
        ("2026-11-21", ""),  # it is overdue: another fault
    ],
)
def test_a_review_is_announced_sixty_days_before(day: str, message: str, tmp_path: Path) -> None:
    faults = collection_faults(tmp_path, {"asthma/en": f"review-by: {day}\n"})

    assert faults == ([("review-near", message)] if message else [])


def test_a_clinic_sets_how_long_before(tmp_path: Path) -> None:
    assert collection_faults(tmp_path, {"asthma/en": "review-by: 2027-01-21\n"}, near_days=30) == []


EN = {"asthma/en": 'version: "1.1"\n'}


@pytest.mark.parametrize(
    ("spanish", "faults"),
    [
        ('translation-of: {en: "1.1"}\n', []),
        (
            'translation-of: {en: "1.0"}\n',
            [("old-translation", "this translates version 1.0 of en.md, which is now at version 1.1")],
        ),
        (
            'translation-of: {fr: "1.0"}\n',
            [("unknown-source", "there is no `fr.md` that this could be a translation of")],
        ),
        ("", [("untraced-translation", "nothing says which version of en.md this is a translation of")]),
    ],
)
def test_a_translation_renders_the_version_that_its_source_is_at(
    spanish: str, faults: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert collection_faults(tmp_path, {**EN, "asthma/es": spanish}) == faults


def test_a_source_that_lost_its_version_is_named(tmp_path: Path) -> None:
    texts = {"asthma/en": "", "asthma/es": 'translation-of: {en: "1.0"}\n'}

    assert collection_faults(tmp_path, texts) == [
        ("old-translation", "this translates version 1.0 of en.md, which does not say its version now")
    ]


def test_a_document_in_one_language_and_the_source_itself_need_no_trace(tmp_path: Path) -> None:
    assert collection_faults(tmp_path, {**EN, "copd/es": 'version: "1.0"\n'}) == []


def test_english_may_be_the_translation(tmp_path: Path) -> None:
    texts = {"asthma/es": 'version: "1.0"\n', "asthma/en": 'translation-of: {es: "1.0"}\n'}

    assert collection_faults(tmp_path, texts) == []


def works(root: Path, text: str) -> Mapping[str, Span]:
    """The sound works of a references.bib."""
    project = put(root, {"content/references.bib": text})
    return read_shared(project, 2026)[0].works


def test_a_work_that_no_document_uses_is_noted(tmp_path: Path) -> None:
    [note] = uncited(works(tmp_path, OLD + OLD.replace("old2000", "new2000")), {"new2000"})

    assert note.severity is Severity.NOTE
    assert render(note) == (
        """\
note[uncited-work]: no document uses `old2000`
 --> content/references.bib:1:10
  |
1 | @article{old2000,
  |          ^^^^^^^
  = help: Cite it as [@old2000] or list it under `further-reading`; or keep it for later: it is not printed."""
    )


@pytest.mark.parametrize(
    ("number", "messages"),
    [
        (0, []),
        (1, ["no document uses `a`"]),
        (4, ["no document uses these 4 works: `a`, `b`, `c`, `d`"]),
        (7, ["no document uses these 7 works: `a`, `b`, `c`, `d`, `e` and 2 more"]),
    ],
)
def test_many_works_that_no_document_uses_are_noted_at_once(number: int, messages: list[str], tmp_path: Path) -> None:
    text = "".join(f"@misc{{{key}, title = {{{key}}}}}\n" for key in "abcdefg"[:number])

    assert [note.message for note in uncited(works(tmp_path, text), ())] == messages


def test_a_broken_work_is_reported_as_broken_and_not_as_uncited(tmp_path: Path) -> None:
    assert list(uncited(works(tmp_path, OLD + OLD), ())) == []
