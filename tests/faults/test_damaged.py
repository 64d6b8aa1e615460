"""A manifest, record or cache that is damaged in any way counts as not there, with one line saying so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.build.cache import BuildCache, read_cache
from carepress.build.manifest import Artifact, manifest_text, read_manifest
from carepress.build.ownership import read_record
from carepress.content.summary import DocumentSummary
from tests.faults.test_output import CLINIC, PDF, build, shown, wrong
from tests.support.proofs import put

ARTIFACT = Artifact(
    file="a.pdf", document="a", title="A", format="fact-sheet", edition="screen", lang="en", clinic="", status="draft",
    version="1", pages=1, bytes=4, sha256="00", contact_url="", made_from={"content/a/en.md": "00"},
)  # fmt: skip
HARDER = 25 if settings.get_current_profile_name() == "nightly" else 1
KEYS = ["editions", "file", "facts", "stats", "x"]
THINGS = ["", "\x00", "{", "[" * 30_000, '"\\ud800"', "1e999", "null"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["editions", "file", "facts", "stats", "x"]), inner)
    ),
    max_leaves=12,
)


def cache() -> BuildCache:
    kept = BuildCache(dashboard="a")
    kept.put(DocumentSummary(file="content/a/en.md", front=None), "content/a/en.md", "key")
    return kept


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """A text that was cut, of which a stretch was replaced, or in which any value became another one."""
    if draw(st.booleans()):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        return text[:start] + draw(st.sampled_from(THINGS)) + text[end:]
    data: Any = json.loads(text)
    place, key, here = None, None, data
    while isinstance(here, dict | list) and here and draw(st.integers(0, 4)):
        place, key = here, draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
        here = here[key]
    value = draw(JSON)
    if place is None:
        return json.dumps(value)
    place[key] = value
    return json.dumps(data)


@settings(max_examples=200 * HARDER)
@given(mutated(manifest_text([ARTIFACT])))
def test_a_damaged_manifest_gives_artifacts_that_can_be_written_again_or_none(text: str) -> None:
    artifacts = read_manifest(text)

    assert read_manifest(manifest_text(artifacts).encode().decode()) == tuple(sorted(artifacts, key=lambda a: a.file))


@settings(max_examples=200 * HARDER)
@given(mutated(cache().text))
def test_a_damaged_cache_gives_facts_that_hold_or_none(text: str) -> None:
    kept = read_cache(text)
    fact = kept.get(DocumentSummary, "content/a/en.md", "key")

    assert fact is None or isinstance(fact, DocumentSummary)
    assert kept.digests({"content/a/en.md": Path("/nonexistent")}) == {}


DAMAGE = {
    "cut": b'{"editions": [', "binary": bytes(range(256)), "deep": b"[" * 100_000,
    "wrong": b'{"editions": [{"file": 3}]}',
    "surrogates": b'{"editions": [{"file": "\\ud800"}]}', "other version": b'{"version": 999}',
}  # fmt: skip


@pytest.mark.parametrize("name", ["manifest.json", ".carepress/cache.json", ".carepress/files.json"])
@pytest.mark.parametrize("data", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_build_goes_on_as_if_the_damaged_file_were_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes
) -> None:
    put(tmp_path, {"content/clinic.yaml": CLINIC})
    build(tmp_path)
    good = (tmp_path / "output" / PDF).read_bytes()
    (tmp_path / "output" / name).write_bytes(data)
    capsys.readouterr()

    assert build(tmp_path) == 0
    told = capsys.readouterr().err
    assert told.count("counts as not there") == (name != ".carepress/files.json")
    assert (shown(tmp_path), wrong(tmp_path)) == ([PDF, "manifest.json", "report.html"], [])
    assert (tmp_path / "output" / PDF).read_bytes() == good
    assert read_record(tmp_path / "output").files == {} or build(tmp_path) == 0
