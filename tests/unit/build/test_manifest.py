"""Rules of the manifest: read as it was written, and never trusted further than to output/."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from carepress.build.manifest import Artifact, OutputState, manifest_text, read_manifest, thumbnail_files
from carepress.build.plan import Task, file_name
from carepress.design.edition import Edition

WRONG: list[dict[str, object]] = [
    {"file": "other-fact-sheet-en.pdf"}, {"edition": "gold"}, {"pages": 0}, {"pages": 10**9}, {"pages": True},
    {"bytes": -1}, {"sha256": "../../x"}, {"sha256": ""}, {"sha256": '"</script>'},
]  # fmt: skip
"""What somebody who means harm may put into an entry."""
TASK = Task(document="als", lang="en", format="fact-sheet")


def artifact(task: Task = TASK, **values: object) -> Artifact:
    plain = Artifact(
        file=file_name(task, Edition.SCREEN, draft=False), document=task.document, title="ALS", format=task.format,
        edition="screen", lang=task.lang, clinic="Example Clinic", status="approved", version="1.0", pages=2,
        bytes=123, sha256="aa", contact_url="https://clinic.example/contact/als", toolchain="as ever",
    )  # fmt: skip
    return replace(plain, **values)


def test_every_clinic_has_pdfs_of_its_own() -> None:
    north = replace(TASK, clinic="north")

    assert artifact(north).task == north


def test_a_manifest_is_read_as_it_was_written_sorted_by_file() -> None:
    es = replace(TASK, lang="es")
    one, other = artifact(title="Ramírez", made_from={"content/als/en.md": "aa"}), artifact(es)
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
    entry = json.loads(manifest_text([artifact()]))["editions"][0]
    texts = [
        json.dumps({"editions": [entry | wrong]}) for wrong in ({"file": 5}, {"made_from": None}, {"pages": "two"})
    ]

    assert [read_manifest(text) for text in texts] == [(), (), ()]


@pytest.mark.parametrize("name", ["../precious.pdf", "/etc/precious.pdf", "a/b/c.pdf", "als.txt", ""])
def test_a_manifest_that_names_a_file_outside_output_counts_as_none(name: str) -> None:
    assert read_manifest(manifest_text([artifact(file=name), artifact()])) == ()


def test_artifacts_are_found_by_the_task_that_made_them() -> None:
    screen, north = artifact(), artifact(replace(TASK, clinic="north"))
    sheet = replace(screen, edition="print", file="als-fact-sheet-en-print.pdf")

    assert OutputState(artifacts=(screen, north, sheet)).by_task == {TASK: [screen, sheet], north.task: [north]}


def test_a_thumbnail_is_named_after_its_pdf_its_page_and_the_digest_of_its_pdf() -> None:
    assert thumbnail_files(artifact(sha256="0123456789")) == (
        "report/als-fact-sheet-en-1.01234567.png",
        "report/als-fact-sheet-en-2.01234567.png",
    )
    assert thumbnail_files(artifact(file="north/als.pdf", pages=1, sha256="f" * 64)) == (
        "report/north/als-1.ffffffff.png",
    )


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_an_entry_that_carepress_does_not_write_makes_the_manifest_count_as_none(wrong: dict[str, object]) -> None:
    entry = json.loads(manifest_text([artifact()]))["editions"][0]

    assert read_manifest(json.dumps({"editions": [entry]})) == (artifact(),)
    assert read_manifest(json.dumps({"editions": [entry | wrong]})) == ()
