"""Rules of the plan: file names are as the contract says, and a stale PDF says why it is stale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.build.plan import Fingerprints, Task, file_name
from carepress.content.front_matter import LONGEST_NAME
from carepress.design.edition import Edition

TASK = Task(document="als", lang="en", format="fact-sheet")


@pytest.mark.parametrize(("task", "edition", "draft", "name"), [
    (TASK, Edition.SCREEN, False, "als-fact-sheet-en.pdf"),
    (TASK, Edition.SCREEN, True, "als-fact-sheet-en-draft.pdf"),
    (replace(TASK, format="brochure"), Edition.SCREEN, False, "als-brochure-en.pdf"),
    (replace(TASK, format="brochure"), Edition.PRINT, False, "als-brochure-en-print.pdf"),
    (replace(TASK, format="brochure", lang="pt-br"), Edition.PRINT, True, "als-brochure-pt-br-print-draft.pdf"),
    (replace(TASK, clinic="north"), Edition.SCREEN, False, "north/als-fact-sheet-en.pdf"),
])  # fmt: skip
def test_a_file_is_named_as_the_contract_says(task: Task, edition: Edition, draft: bool, name: str) -> None:
    assert file_name(task, edition, draft=draft) == name


@settings(deadline=None)
@given(
    st.from_regex(rf"[a-z0-9-]{{1,{LONGEST_NAME}}}", fullmatch=True),
    st.sampled_from(["en", "pt-br", "zh-hans"]),
    st.sampled_from(["fact-sheet", "brochure", "booklet", "rack-card", "wallet-card"]),
    st.sampled_from(Edition),
    st.booleans(),
)
def test_a_name_has_at_most_64_characters_and_only_those_that_every_mailbox_takes(
    document: str, lang: str, format_: str, edition: Edition, draft: bool
) -> None:
    name = file_name(Task(document=document, lang=lang, format=format_), edition, draft=draft)

    assert re.fullmatch(r"[a-z0-9-]+\.pdf", name)
    assert len(name) <= 64


@pytest.mark.parametrize(("clinic", "suffix"), [("", ""), ("north", " for north")])
def test_a_task_is_called_by_its_document_language_and_format(clinic: str, suffix: str) -> None:
    task = replace(TASK, clinic=clinic)

    assert (str(task), task.manuscript) == (f"als (en), fact-sheet{suffix}", "content/als/en.md")


DIGESTS = {"content/als/en.md": "aa", "styles/base.css": "bb", "content/references.bib": "cc"}
PARTS = {"content/references.bib: oh2015": "11", "content/references.bib: gina2024": "22"}
NOW = Fingerprints(files=DIGESTS, parts=PARTS, toolchain="as ever")


def reason(now: Fingerprints = NOW, made_from: dict[str, str] = DIGESTS, sought: Sequence[str] = ()) -> str:
    return now.reason(made_from, PARTS, sought, "as ever")


def test_what_was_made_from_the_same_files_is_current() -> None:
    assert reason() == ""


@pytest.mark.parametrize("name", ["content/als/en.md", "styles/base.css"])
def test_a_changed_file_makes_stale_what_was_made_from_it(name: str) -> None:
    assert reason(replace(NOW, files=DIGESTS | {name: "changed"})) == f"{name} changed"


def test_a_file_that_is_gone_is_a_change() -> None:
    assert reason(made_from=DIGESTS | {"content/als/gone.svg": "bb"}) == "content/als/gone.svg changed"


def test_a_file_that_nobody_used_changes_nothing() -> None:
    assert reason(replace(NOW, files=DIGESTS | {"content/asthma/en.md": "new"})) == ""


def test_a_new_file_is_a_change_if_it_was_looked_for() -> None:
    now = replace(NOW, files=DIGESTS | {"content/als/cover.band.svg": "dd"})

    assert reason(now, sought=["content/als/cover.band.svg"]) == "content/als/cover.band.svg is new"
    assert reason(now, sought=["content/als/cover.cover.svg"]) == ""


def test_of_a_file_that_documents_use_in_parts_only_those_parts_count() -> None:
    other_work = replace(NOW, files=DIGESTS | {"content/references.bib": "changed"})
    this_work = replace(other_work, parts=PARTS | {"content/references.bib: oh2015": "changed"})
    no_work = replace(other_work, parts={"content/references.bib: gina2024": "22"})

    assert [reason(now) for now in (other_work, this_work, no_work)] == [
        "",
        "content/references.bib: oh2015 changed",
        "content/references.bib: oh2015 changed",
    ]


def test_another_toolchain_makes_everything_stale() -> None:
    assert reason(replace(NOW, toolchain="another")) == "carepress or a library has changed"
