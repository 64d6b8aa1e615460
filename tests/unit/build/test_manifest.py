"""Rules of the manifest: read as it was written, and never trusted further than to output/."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from carepress.build.manifest import Artifact, manifest_text, read_manifest
from carepress.build.plan import Task, file_name
from carepress.design.edition import Edition

TASK = Task(document="als", lang="en", format="fact-sheet")


def artifacts(task: Task = TASK, **values: object) -> Artifact:
    plain = Artifact(
        file=file_name(task, Edition.SCREEN, draft=False), document=task.document, title="ALS", format=task.format,
        edition="screen", lang=task.lang, clinic="Example Clinic", status="approved", version="1.0", pages=2,
        bytes=123, sha256="aa", contact_url="https://clinic.example/contact/als", toolchain="as ever",
    )  # fmt: skip
    return replace(plain, **values)


def test_every_clinic_has_pdfs_of_its_own() -> None:
    north = replace(TASK, clinic="north")

    assert artifacts(north).task == north


def test_a_manifest_is_read_as_it_was_written_sorted_by_file() -> None:
    es = replace(TASK, lang="es")
    one, other = artifacts(title="Ramírez", made_from={"content/als/en.md": "aa"}), artifacts(es)
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
    entry = json.loads(manifest_text([artifacts()]))["editions"][0]
    texts = [
        json.dumps({"editions": [entry | wrong]}) for wrong in ({"file": 5}, {"made_from": None}, {"pages": "two"})
    ]

    assert [read_manifest(text) for text in texts] == [(), (), ()]
