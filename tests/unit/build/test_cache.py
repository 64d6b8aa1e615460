"""Rules of the build cache: what has not changed is not read again, and what may have changed is."""

from __future__ import annotations

import json
import os
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from carepress.build.cache import VERSION, BuildCache, read_cache
from carepress.content.summary import ClinicSummary, DocumentSummary, FrontMatterSummary, SharedSummary
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity, Span
from carepress.diagnostics.policy import SeverityPolicy

LONG_AGO = 1_700_000_000_000_000_000
SPAN = Span(file="content/als/en.md", line=3, column=8, length=3, text="title: ALS")
FAULT = Diagnostic(code="old-work", message="old", span=SPAN, help="Look.", severity=Severity.WARNING)
DOCUMENT = DocumentSummary(
    file="content/als/en.md",
    front=FrontMatterSummary(
        title="ALS", formats=["brochure"], review_by=date(2028, 1, 2), translation_of={"es": "1.0"}
    ),
    cited=["oh2015"],
    spans={"": SPAN},
    diagnostics=Diagnostics((FAULT,)),
)
UNREAD = DocumentSummary(file="content/als/es.md", front=None, cited=[])
SHARED = SharedSummary(
    formats={"brochure": ["screen", "print"]},
    parts={"a: b": "1"},
    works={"oh2015": SPAN},
    known="k",
    diagnostics=Diagnostics(),
)
CLINIC = ClinicSummary(
    policy=SeverityPolicy(off={"old-work": "Our editors know."}, verapdf=False), diagnostics=Diagnostics((FAULT,))
)


def old(path: Path, text: str) -> Path:
    """A file that was last written long ago."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return path


def later(**values: object) -> BuildCache:
    """The cache of a run that starts when every time of these files is long past."""
    return BuildCache(started=2**62, **values)  # type: ignore[arg-type]


def test_a_file_that_looks_unchanged_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, build_cache = old(tmp_path / "en.md", "Text."), later()
    first = build_cache.digests({"en.md": path})
    again = read_cache(build_cache.text)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read again"))

    assert first == {"en.md": sha256(b"Text.").hexdigest()} == again.digests({"en.md": path})


@pytest.mark.parametrize("text", ["Test.", "Longer text."])
def test_a_changed_file_is_read_though_its_time_was_set_back(tmp_path: Path, text: str) -> None:
    path, build_cache = old(tmp_path / "en.md", "Text."), later()
    build_cache.digests({"en.md": path})
    old(path, text)  # the same time of change, perhaps the same size; the file system knows better

    assert build_cache.digests({"en.md": path}) == {"en.md": sha256(text.encode()).hexdigest()}


def test_a_file_that_was_written_just_now_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text("Text.", encoding="utf-8")
    build_cache = BuildCache()
    build_cache.digests({"en.md": tmp_path / "en.md"})

    assert build_cache.stats == {}


def test_a_file_that_is_not_there_has_no_digest(tmp_path: Path) -> None:
    assert later().digests({"gone.md": tmp_path / "gone.md"}) == {}


@pytest.mark.parametrize("fact", [DOCUMENT, UNREAD, SHARED, CLINIC], ids=lambda fact: type(fact).__name__)
def test_a_fact_holds_for_as_long_as_its_key_is_the_same(fact: DocumentSummary | SharedSummary | ClinicSummary) -> None:
    build_cache = BuildCache()
    build_cache.put(fact, "name", "key")
    again = read_cache(build_cache.text)

    assert again.get(type(fact), "name", "key") == fact
    assert again.get(type(fact), "name", "another") is None
    assert again.get(type(fact), "other", "key") is None


def test_facts_about_what_is_gone_are_dropped() -> None:
    build_cache = BuildCache()
    for name in ("content/als/en.md", "content/als/es.md"):
        build_cache.put(DOCUMENT, name, "key")
    build_cache.keep_only(["content/als/es.md"])

    assert list(build_cache.facts) == ["DocumentSummary content/als/es.md"]


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", "{}", '{"version": 3}',
        '{"version": 0, "stats": {"a": []}, "facts": {}, "dashboard": ""}',
        '{"version": 3, "stats": ["a"], "facts": {}, "dashboard": ""}',
    ],
)  # fmt: skip
def test_a_cache_that_cannot_be_read_is_empty(text: str) -> None:
    build_cache = read_cache(text)

    assert (build_cache.stats, build_cache.facts, build_cache.dashboard) == ({}, {}, "")


@pytest.mark.parametrize("edited", [None, {}, [], "x", ["key"], ["key", {}], ["key", {"front": 5}], ["key", 5]])
def test_a_cache_that_somebody_edited_does_no_harm(edited: object, tmp_path: Path) -> None:
    facts = {"DocumentSummary a": edited, "SharedSummary ": edited}
    text = json.dumps({"version": VERSION, "stats": {"en.md": edited}, "facts": facts, "dashboard": ""})
    build_cache = read_cache(text)

    assert build_cache.get(DocumentSummary, "a", "key") is None
    assert build_cache.get(SharedSummary, "", "key") is None
    assert build_cache.digests({"en.md": old(tmp_path / "en.md", "Text.")}) == {"en.md": sha256(b"Text.").hexdigest()}
