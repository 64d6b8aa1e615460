"""Rules of the plan: names are to the letter of the contract, and what is stale says why."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.formats import Edition
from carepress.front_matter import LONGEST_NAME
from carepress.plan import (
    Asked,
    Printed,
    Task,
    file_name,
    inputs,
    manifest_text,
    read_manifest,
    recipe,
    stale,
)  # fmt: skip
from carepress.project import Project

TASK = Task(document="als", lang="en", format="fact-sheet")
FILES = (
    "content/als/en.md", "content/als/es.md", "content/als/thread.svg", "content/asthma/en.md", "content/logo.svg",
    "content/clinic.yaml", "content/_brand.yml", "content/references.bib", "content/fonts/own.ttf",
    "templates/formats.yaml", "styles/base.css", "content/README.md", "content/asthma/lungs.svg",
)  # fmt: skip


def project(tmp_path: Path, **changed: str) -> Project:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(changed.get(name, name), encoding="utf-8")
    return Project(tmp_path, tmp_path)


def printed(task: Task = TASK, **values: object) -> Printed:
    plain = Printed(
        file=file_name(task, Edition.SCREEN, draft=False), document=task.document, title="ALS", format=task.format,
        edition="screen", lang=task.lang, clinic="Example Clinic", status="approved", version="1.0", pages=2,
        bytes=123, sha256="aa", contact_url="https://clinic.example/contact/als", recipe=recipe(task, "code"),
    )  # fmt: skip
    return replace(plain, **values)


def why(found: Project, one: Printed | None, *, digest: str = "aa", code: str = "code") -> str:
    there = {one.file: digest} if one else {}
    return stale(TASK, [Edition.SCREEN], found, printed=[one] if one else [], there=there, code=code)


@pytest.mark.parametrize(("task", "edition", "draft", "name"), [
    (TASK, Edition.SCREEN, False, "als-fact-sheet-en.pdf"),
    (TASK, Edition.SCREEN, True, "als-fact-sheet-en-draft.pdf"),
    (replace(TASK, format="brochure"), Edition.SCREEN, False, "als-brochure-en.pdf"),
    (replace(TASK, format="brochure"), Edition.PRINT, False, "als-brochure-en-print.pdf"),
    (replace(TASK, format="brochure", lang="pt-br"), Edition.PRINT, True, "als-brochure-pt-br-print-draft.pdf"),
    (replace(TASK, clinic="north"), Edition.SCREEN, False, "north/als-fact-sheet-en.pdf"),
])  # fmt: skip
def test_a_file_is_named_to_the_letter_of_the_contract(task: Task, edition: Edition, draft: bool, name: str) -> None:
    assert file_name(task, edition, draft=draft) == name


@settings(deadline=None)
@given(
    st.from_regex(rf"[a-z0-9-]{{1,{LONGEST_NAME}}}", fullmatch=True),
    st.sampled_from(["en", "pt-br", "zh-hans"]),
    st.sampled_from(["fact-sheet", "brochure", "booklet", "rack-card", "wallet-card"]),
    st.sampled_from(Edition),
    st.booleans(),
)
def test_a_name_has_64_characters_at_most_and_none_that_a_mailbox_dislikes(
    document: str, lang: str, format_: str, edition: Edition, draft: bool
) -> None:
    name = file_name(Task(document=document, lang=lang, format=format_), edition, draft=draft)

    assert re.fullmatch(r"[a-z0-9-]+\.pdf", name)
    assert len(name) <= 64


@pytest.mark.parametrize(("clinic", "said"), [("", ""), ("north", " for north")])
def test_a_task_is_called_by_its_document_language_and_format(clinic: str, said: str) -> None:
    task = replace(TASK, clinic=clinic)

    assert (str(task), task.manuscript) == (f"als (en), fact-sheet{said}", "content/als/en.md")


@pytest.mark.parametrize(("asked", "wanted"), [
    (Asked(), True), (Asked(documents=("als", "x")), True), (Asked(documents=("x",)), False),
    (Asked(formats=("brochure",)), False), (Asked(languages=("es",)), False), (Asked(languages=("en",)), True),
    (Asked(clinics=("north",)), False), (Asked(documents=("als",), formats=("brochure",)), False),
])  # fmt: skip
def test_what_is_asked_for_is_what_fits_every_option(asked: Asked, wanted: bool) -> None:
    assert asked.wants(TASK) is wanted


@pytest.mark.parametrize(("editions", "wanted"), [((), True), (("print",), False), (("print", "screen"), True)])
def test_an_edition_is_wanted_if_it_or_none_is_named(editions: tuple[str, ...], wanted: bool) -> None:
    assert Asked(editions=editions).wants_edition(Edition.SCREEN) is wanted


@pytest.mark.parametrize(("asked", "wanted"), [
    (Asked(), True), (Asked(documents=("x",)), False), (Asked(languages=("es",)), False),
])  # fmt: skip
def test_a_manuscript_is_wanted_by_its_document_and_its_language(asked: Asked, wanted: bool) -> None:
    assert asked.wants_manuscript("content/als/en.md") is wanted


def test_a_task_is_made_from_its_own_files_and_the_shared_ones_and_no_other_document(tmp_path: Path) -> None:
    made_from = inputs(TASK, project(tmp_path))
    others = {"content/als/es.md", "content/asthma/en.md", "content/asthma/lungs.svg", "content/README.md"}

    assert set(made_from) == set(FILES) - others
    assert made_from["content/als/en.md"] == sha256(b"content/als/en.md").hexdigest()


def test_what_is_made_of_the_same_is_current(tmp_path: Path) -> None:
    found = project(tmp_path)

    assert why(found, printed(made_from=inputs(TASK, found))) == ""


@pytest.mark.parametrize(
    "name", ["content/als/en.md", "content/als/thread.svg", "styles/base.css", "content/clinic.yaml"]
)
def test_a_changed_file_makes_stale_what_was_made_from_it(tmp_path: Path, name: str) -> None:
    one = printed(made_from=inputs(TASK, project(tmp_path)))

    assert why(project(tmp_path, **{name: "changed"}), one) == f"{name} changed"


@pytest.mark.parametrize("name", ["content/als/es.md", "content/asthma/en.md"])
def test_a_changed_file_of_another_document_or_language_changes_nothing(tmp_path: Path, name: str) -> None:
    one = printed(made_from=inputs(TASK, project(tmp_path)))

    assert why(project(tmp_path, **{name: "changed"}), one) == ""


def test_a_file_that_came_or_went_is_a_change(tmp_path: Path) -> None:
    found = project(tmp_path)
    made_from = inputs(TASK, found)

    assert why(found, printed(made_from=made_from | {"content/als/gone.svg": "bb"})) == "content/als/gone.svg changed"
    del made_from["content/als/thread.svg"]
    assert why(found, printed(made_from=made_from)) == "content/als/thread.svg changed"


def test_what_was_never_made_or_was_touched_or_came_from_another_carepress_is_stale(tmp_path: Path) -> None:
    found = project(tmp_path)
    one = printed(made_from=inputs(TASK, found))

    assert why(found, None) == "not made yet"
    assert why(found, replace(one, edition="print")) == "not made yet"
    assert why(found, one, digest="bb") == "the PDF is not the one that was made"
    assert why(found, one, code="other") == "carepress or a library is another version"


def test_every_clinic_has_pdfs_of_its_own() -> None:
    north = replace(TASK, clinic="north")

    assert printed(north).task == north
    assert recipe(north, "code") != recipe(TASK, "code")


def test_a_manifest_is_read_as_it_was_written_sorted_by_file() -> None:
    es = replace(TASK, lang="es")
    one, other = printed(title="Ramírez", made_from={"content/als/en.md": "aa"}), printed(es)
    text = manifest_text([other, one])

    assert read_manifest(text) == (one, other)
    assert text == manifest_text([one, other])
    assert "Ramírez" in text


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "5", '{"editions": 5}', '{"editions": [5]}', '{"editions": [{"file": "a.pdf"}]}', "{}"],
)
def test_a_manifest_that_cannot_be_read_counts_as_none(text: str) -> None:
    assert read_manifest(text) == ()


def test_a_manifest_with_values_of_another_kind_counts_as_none() -> None:
    entry = json.loads(manifest_text([printed()]))["editions"][0]
    texts = [
        json.dumps({"editions": [entry | wrong]}) for wrong in ({"file": 5}, {"made_from": None}, {"pages": "two"})
    ]

    assert [read_manifest(text) for text in texts] == [(), (), ()]
