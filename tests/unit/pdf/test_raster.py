"""Rules of picturing: small, the same every time, and drawn once."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

from carepress.build.manifest import Artifact, picture_files
from carepress.dashboard.thumbnails import missing_thumbnails, size
from carepress.pdf.raster import DPI, picture, thumbnails


def pdf(pages: int) -> bytes:
    made = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(72, 144))
        document.save(made)
    return made.getvalue()


def printed(name: str = "als-fact-sheet-en.pdf", pages: int = 2, sha256: str = "0123456789" * 6) -> Artifact:
    return Artifact(
        file=name, document="als", title="ALS", format="fact-sheet", edition="screen", lang="en", clinic="",
        status="draft", version="", pages=pages, bytes=1, sha256=sha256, contact_url="", toolchain="",
    )  # fmt: skip


def shelf(output: Path, *names: str) -> list[Artifact]:
    for name in names:
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_bytes(pdf(2))
    return [printed(name) for name in names]


def test_a_picture_is_named_after_its_pdf_its_page_and_its_pdfs_digest() -> None:
    assert picture_files(printed()) == (
        "report/als-fact-sheet-en-1.01234567.png",
        "report/als-fact-sheet-en-2.01234567.png",
    )
    assert picture_files(printed("north/als.pdf", pages=1)) == ("report/north/als-1.01234567.png",)


def test_every_page_has_a_small_picture_and_the_same_pdf_the_same_one() -> None:
    drawn, again = list(thumbnails(pdf(3))), list(thumbnails(pdf(3)))

    assert drawn == again
    assert [size(one) for one in drawn] == [(DPI, 2 * DPI)] * 3
    with Image.open(BytesIO(drawn[0])) as opened:
        assert (opened.size, opened.format, opened.mode) == ((DPI, 2 * DPI), "PNG", "P")


def test_a_pdf_that_cannot_be_opened_has_no_pictures() -> None:
    assert list(thumbnails(b"%PDF-1.7 and then nothing")) == []
    assert picture(b"%PDF-1.7 and then nothing", 0, 72) == b""
    assert picture(pdf(1), 1, 72) == b""


def test_a_picture_that_is_there_is_not_drawn_again(tmp_path: Path) -> None:
    mine = shelf(tmp_path, "als.pdf", "north/als.pdf")
    new, sizes = missing_thumbnails(tmp_path, mine)
    for name, png in new.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(png)

    assert list(new) == [name for one in mine for name in picture_files(one)]
    assert sizes == dict.fromkeys(new, (DPI, 2 * DPI))
    assert missing_thumbnails(tmp_path, mine) == ({}, sizes)


def test_another_pdf_gets_other_pictures(tmp_path: Path) -> None:
    shelf(tmp_path, "als.pdf")
    old, _ = missing_thumbnails(tmp_path, [printed("als.pdf")])
    new, _ = missing_thumbnails(tmp_path, [printed("als.pdf", sha256="f" * 64)])

    assert set(old) & set(new) == set()


def test_a_pdf_that_has_gone_or_is_damaged_has_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "damaged.pdf").write_bytes(b"%PDF-1.7 and then nothing")

    assert missing_thumbnails(tmp_path, [printed("gone.pdf"), printed("damaged.pdf")]) == ({}, {})
