"""Rules of the preview: it shows what the manifest names, to this computer alone."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from carepress.build.manifest import Artifact, manifest_text
from carepress.cli.preview import DPI, LOOPBACK, PortError, serve
from tests.support.pdfs import blank_pdf

SHEET, NORTH = "als-fact-sheet-en.pdf", "north/als-fact-sheet-en.pdf"


def artifact(name: str, sha256: str = "a" * 64) -> Artifact:
    return Artifact(
        file=name, document="als", title='A & "B"', format="fact-sheet", edition="screen", lang="en", clinic="",
        status="draft", version="", pages=2, bytes=1, sha256=sha256, contact_url="", toolchain="",
    )  # fmt: skip


def filled(folder: Path) -> Path:
    """A folder of PDFs, two of which the manifest names."""
    (folder / "north").mkdir(parents=True)
    for name in (SHEET, NORTH, "secret.pdf", "../outside.pdf"):
        (folder / name).write_bytes(blank_pdf(2))
    manifest = manifest_text([artifact(SHEET), artifact(NORTH)])
    (folder / "manifest.json").write_text(manifest, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(filled(tmp_path_factory.mktemp("preview") / "output"), 0) as url:
        yield url


def get(address: str, path: str) -> tuple[int, str, bytes]:
    """The status, content type and body of an answer; the path is sent as it is."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()
    finally:
        connection.close()


def test_it_answers_on_the_loopback_address_only(address: str) -> None:
    assert urlsplit(address).hostname == LOOPBACK == "127.0.0.1"


def test_the_list_shows_every_page_of_every_pdf_of_the_manifest(address: str) -> None:
    status, kind, body = get(address, "/")

    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert re.findall(r'<img src="/([^?]+)\?', body.decode()) == [
        f"{SHEET}/0",
        f"{SHEET}/1",
        f"{NORTH}/0",
        f"{NORTH}/1",
    ]
    assert "A &amp; &quot;B&quot;, page 2" in body.decode()


@pytest.mark.parametrize("path", [f"/{SHEET}/0", f"/{SHEET}/1?aaaa", f"/{NORTH}/0", f"/north%2F{SHEET}/0"])
def test_a_page_is_a_picture(address: str, path: str) -> None:
    status, kind, body = get(address, path)

    assert (status, kind) == (200, "image/png")
    with Image.open(BytesIO(body)) as picture:
        assert picture.size == (DPI, 2 * DPI)


@pytest.mark.parametrize(
    "path",
    [
        "/secret.pdf/0", "/../outside.pdf/0", "/%2e%2e/outside.pdf/0", "/manifest.json", f"/{SHEET}", f"/{SHEET}/2",
        f"/{SHEET}/-1", f"/{SHEET}/x", f"/{SHEET}/%C2%B2", "/north/../secret.pdf/0", "/etc/passwd", f"//{SHEET}/0/",
    ],
)  # fmt: skip
def test_nothing_but_pages_of_the_manifest_is_shown(address: str, path: str) -> None:
    assert get(address, path)[0] == 404


def test_the_state_changes_when_a_pdf_does(tmp_path: Path) -> None:
    output = filled(tmp_path / "output")
    with serve(output, 0) as address:
        before = get(address, "/state")
        changed = [artifact(SHEET, "b" * 64), artifact(NORTH)]
        (output / "manifest.json").write_text(manifest_text(changed), encoding="utf-8")
        after, page = get(address, "/state"), get(address, "/")

    assert (before[:2], before == after) == ((200, "text/plain"), False)
    assert f'const now = "{after[2].decode()}"' in page[2].decode()


def test_a_pdf_that_has_just_gone_is_not_found(tmp_path: Path) -> None:
    output = filled(tmp_path / "output")
    (output / SHEET).unlink()
    with serve(output, 0) as address:
        assert get(address, f"/{SHEET}/0")[0] == 404


def test_before_the_first_build_it_says_so(tmp_path: Path) -> None:
    with serve(tmp_path, 0) as address:
        assert b"No page is built yet." in get(address, "/")[2]


def test_a_port_that_is_taken_is_an_error(address: str, tmp_path: Path) -> None:
    with pytest.raises(PortError, match="in use"), serve(tmp_path, urlsplit(address).port or 0):
        pass
