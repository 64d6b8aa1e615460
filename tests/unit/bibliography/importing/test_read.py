"""Rules of reading a file: any bytes give works or a sentence, in whatever letters they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carepress.bibliography.importing import read as module
from carepress.bibliography.importing.model import ImportedWork
from carepress.bibliography.importing.read import READERS, ImportedFile, read_file
from tests.support.imports import SAMPLES

RIS = "TY  - JOUR\r\nTI  - Sueño\r\nER  - \r\n"


def titles(raw: bytes) -> list[str]:
    content = read_file(raw)
    assert isinstance(content, ImportedFile)
    return [piece.fields["title"] for piece in content.pieces if isinstance(piece, ImportedWork)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_are_read_in_every_usual_encoding(encoding: str) -> None:
    assert titles(RIS.encode(encoding)) == ["Sueño"]


def test_utf_16_in_the_other_order() -> None:
    assert titles(b"\xfe\xff" + RIS.encode("utf-16-be")) == ["Sueño"]


def test_old_letters_are_told() -> None:
    content = read_file(RIS.encode("cp1252"))

    assert isinstance(content, ImportedFile)
    assert content.told == ("it is not in UTF-8, so it was read as Windows-1252: check the letters with accents",)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b" \n", "it is empty"),
        (b"%PDF-1.7\n", "it is a PDF, not a file of references. "),
        (b"PK\x03\x04", "it is a Word document or a zip file, not a file of references. "),
        (b"<PubmedArticleSet></PubmedArticleSet>", "it is PubMed XML, but there is no work in it"),
        (b"1. Brown RH. Asthma.", "it is no file of references. "),
        (b"TY  - JOUR\n\x00", "it is no file of references. "),
    ],
)
def test_what_is_no_file_of_references_is_named(raw: bytes, reason: str) -> None:
    read = (
        "Save the works as MEDLINE (.nbib), RIS (.ris), EndNote (.enw), CSL-JSON (.json), PubMed XML (.xml) or "
        "BibTeX (.bib)"
    )

    assert read_file(raw) == (f"{reason}{read}" if reason.endswith(" ") else reason)


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 10)

    assert str(read_file(b"TY  - JOUR\n")).startswith("it is larger than ")


def test_each_kind_has_a_sample() -> None:
    contents = [read_file(path.read_bytes()) for path in SAMPLES.iterdir()]

    assert {content.kind for content in contents if isinstance(content, ImportedFile)} == set(READERS)


@given(st.sampled_from(sorted(SAMPLES.iterdir())), st.integers(0, 3000), st.binary(max_size=8))
def test_no_bytes_make_it_fall(path: object, at: int, spoilt: bytes) -> None:
    raw = path.read_bytes()  # type: ignore[attr-defined]

    assert isinstance(read_file(raw[:at] + spoilt + raw[at + 1 :]), ImportedFile | str)
