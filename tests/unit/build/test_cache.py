"""Rules of the ledger: what has not changed is not read again, and what may have changed is."""

from __future__ import annotations

import json
import os
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from carepress.build.cache import BuildCache, read_cache
from carepress.content.summary import ClinicSummary, DocumentSummary, FrontMatterSummary, SharedSummary
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity, Span
from carepress.diagnostics.policy import SeverityPolicy

LONG_AGO = 1_700_000_000_000_000_000
SPAN = Span(file="content/als/en.md", line=3, column=8, length=3, text="title: ALS")
FAULT = Diagnostic(code="old-work", message="old", span=SPAN, help="Look.", severity=Severity.WARNING)
ABSTRACT = DocumentSummary(
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
OWN = ClinicSummary(
    policy=SeverityPolicy(off={"old-work": "Our editors know."}, verapdf=False), diagnostics=Diagnostics((FAULT,))
)


def old(path: Path, text: str) -> Path:
    """A file that was last written long ago."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return path


def later(**values: object) -> BuildCache:
    """A ledger of a run that begins when every time of these files is long past."""
    return BuildCache(began=2**62, **values)  # type: ignore[arg-type]


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

    assert build_cache.stamps == {}


def test_a_file_that_is_not_there_has_no_digest(tmp_path: Path) -> None:
    assert later().digests({"gone.md": tmp_path / "gone.md"}) == {}


@pytest.mark.parametrize("fact", [ABSTRACT, UNREAD, SHARED, OWN], ids=lambda fact: type(fact).__name__)
def test_a_fact_is_known_for_as_long_as_its_key_is_the_same(
    fact: DocumentSummary | SharedSummary | ClinicSummary,
) -> None:
    build_cache = BuildCache()
    build_cache.put(fact, "name", "key")
    again = read_cache(build_cache.text)

    assert again.get(type(fact), "name", "key") == fact
    assert again.get(type(fact), "name", "another") is None
    assert again.get(type(fact), "other", "key") is None


def test_what_is_gone_is_dropped() -> None:
    build_cache = BuildCache()
    for name in ("content/als/en.md", "content/als/es.md"):
        build_cache.put(ABSTRACT, name, "key")
    build_cache.keep_only(["content/als/es.md"])

    assert list(build_cache.known) == ["Abstract content/als/es.md"]


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", "{}", '{"version": 1}', '{"version": 0, "stamps": {}, "known": {}, "page": ""}',
        '{"version": 1, "stamps": [], "known": {}, "page": ""}',
    ],
)  # fmt: skip
def test_a_ledger_that_cannot_be_read_counts_as_none(text: str) -> None:
    build_cache = read_cache(text)

    assert (build_cache.stamps, build_cache.known, build_cache.dashboard) == ({}, {}, "")


@pytest.mark.parametrize("said", [None, {}, [], "x", ["key"], ["key", {}], ["key", {"front": 5}], ["key", 5]])
def test_somebody_may_have_written_in_the_ledger(said: object, tmp_path: Path) -> None:
    text = json.dumps(
        {"version": 1, "stamps": {"en.md": said}, "known": {"Abstract a": said, "Shared ": said}, "page": ""}
    )
    build_cache = read_cache(text)

    assert build_cache.get(DocumentSummary, "a", "key") is None
    assert build_cache.get(SharedSummary, "", "key") is None
    assert build_cache.digests({"en.md": old(tmp_path / "en.md", "Text.")}) == {"en.md": sha256(b"Text.").hexdigest()}
