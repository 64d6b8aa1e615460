"""Rules of thumbnails: one for every page, drawn once, and another for another PDF."""

from __future__ import annotations

from pathlib import Path

from carepress.build.manifest import Artifact, thumbnail_files
from carepress.dashboard.thumbnails import missing_thumbnails
from carepress.pdf.raster import DPI
from tests.support.pdfs import blank_pdf


def artifact(name: str, sha256: str = "0123456789" * 6) -> Artifact:
    return Artifact(
        file=name, document="als", title="ALS", format="fact-sheet", edition="screen", lang="en", clinic="",
        status="draft", version="", pages=2, bytes=1, sha256=sha256, contact_url="", toolchain="",
    )  # fmt: skip


def write(output: Path, *names: str) -> list[Artifact]:
    """PDFs of two pages below `output`."""
    for name in names:
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_bytes(blank_pdf(2))
    return [artifact(name) for name in names]


def test_a_thumbnail_that_exists_is_not_drawn_again(tmp_path: Path) -> None:
    artifacts = write(tmp_path, "als.pdf", "north/als.pdf")
    new, sizes = missing_thumbnails(tmp_path, artifacts)
    for name, png in new.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(png)

    assert list(new) == [name for artifact in artifacts for name in thumbnail_files(artifact)]
    assert sizes == dict.fromkeys(new, (DPI, 2 * DPI))
    assert missing_thumbnails(tmp_path, artifacts) == ({}, sizes)


def test_another_pdf_gets_other_thumbnails(tmp_path: Path) -> None:
    write(tmp_path, "als.pdf")
    old, _ = missing_thumbnails(tmp_path, [artifact("als.pdf")])
    new, _ = missing_thumbnails(tmp_path, [artifact("als.pdf", sha256="f" * 64)])

    assert set(old) & set(new) == set()


def test_a_pdf_that_has_gone_or_is_damaged_has_no_thumbnails(tmp_path: Path) -> None:
    (tmp_path / "damaged.pdf").write_bytes(b"%PDF-1.7 and then nothing")

    assert missing_thumbnails(tmp_path, [artifact("gone.pdf"), artifact("damaged.pdf")]) == ({}, {})
