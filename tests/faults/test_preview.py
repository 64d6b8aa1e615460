"""The preview answers this computer alone, whatever it is asked, and believes no file."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from carepress.build.manifest import Artifact, manifest_text
from carepress.cli import main as cli
from carepress.cli import preview
from carepress.cli.preview import serve
from carepress.system.exit_codes import ExitCode
from tests.support.pdfs import blank_pdf
from tests.support.proofs import put

SHEET = "als-fact-sheet-en.pdf"
ARTIFACT = Artifact(
    file=SHEET, document="als", title="ALS", format="fact-sheet", edition="screen", lang="en", clinic="",
    status="approved", version="1", pages=2, bytes=1, sha256="a" * 64, contact_url="",
)  # fmt: skip
ATTACK = "</script><script>alert(1)</script>"


def write(output: Path, *artifacts: Artifact) -> Path:
    output.mkdir(exist_ok=True)
    (output / "manifest.json").write_text(manifest_text(artifacts), encoding="utf-8")
    (output / SHEET).write_bytes(blank_pdf(2))
    return output


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return write(tmp_path / "output", ARTIFACT)


@pytest.fixture
def address(output: Path) -> Iterator[tuple[str, int]]:
    with serve(output, 0) as url:
        parts = urlsplit(url)
        yield parts.hostname or "", parts.port or 0


def send(address: tuple[str, int], request: bytes) -> bytes:
    """The whole answer to these very bytes; none if the server closes without one."""
    with closing(socket.create_connection(address, timeout=30)) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(1 << 16):
            answer += part
        return answer


def get(address: tuple[str, int], path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", *(headers or ("Host: localhost",)), "Connection: close", "", ""]
    return send(address, "\r\n".join(lines).encode())


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8020", "localhost", "LocalHost:1", "localhost:65535"])
def test_it_answers_under_its_own_name(host: str, address: tuple[str, int]) -> None:
    assert status(get(address, "/", f"Host: {host}")) == 200


@pytest.mark.parametrize(
    "headers",
    [
        ["Host: evil.example"], ["Host: evil.example:8020"], ["Host: localhost.evil.example"], ["Host: [::1]:8020"],
        ["Host: 127.0.0.1.evil.example"], ["Host: 127.0.0.1@evil.example"], ["Host: localhost:8020@evil.example"],
        ["Host: 127.0.0.1:"], ["Host: 127.0.0.1:x"], ["Host:"], ["X: y"], ["Host: localhost", "Host: evil.example"],
        ["Host: 0.0.0.0"], ["Host: 127.1"], ["Host: localhost\x0b"],
    ],
)  # fmt: skip
def test_a_website_whose_name_leads_here_gets_no_page(headers: list[str], address: tuple[str, int]) -> None:
    answer = get(address, "/", *headers)

    assert (status(answer) in {400, 421}, b"als-fact" in answer) == (True, False)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.pdf/0", "/%2e%2e/secret.pdf/0", "/..%2fsecret.pdf/0", "/%252e%252e/secret.pdf/0", "//etc/passwd/0",
        "/\\..\\secret.pdf/0", f"/{SHEET}%00/0", f"/{SHEET}/{'9' * 5000}", f"/{SHEET}/00000", f"/{SHEET}/\u0661",
        f"/{SHEET}/2", "/manifest.json/0", "/.carepress/cache.json", "*", "http://evil.example/", f"/{'a' * 60_000}/0",
        f"/{SHEET}/../../secret.pdf/0", "/%ff%fe/0", "/\x7f/0",
    ],
)  # fmt: skip
def test_no_path_leads_to_another_file(path: str, address: tuple[str, int], output: Path) -> None:
    (output.parent / "secret.pdf").write_bytes(blank_pdf(1))
    answer = get(address, path)

    assert status(answer) in {400, 404, 414}
    assert b"PNG" not in answer


@pytest.mark.parametrize("request_", [b"", b"\x00" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"x" * 70_000])
def test_what_is_no_request_stops_nothing(
    request_: bytes, address: tuple[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    send(address, request_)

    assert status(get(address, "/")) == 200
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "<script>"])
def test_nothing_can_be_sent_to_it(method: str, address: tuple[str, int]) -> None:
    answer = send(address, f"{method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody".encode())

    assert status(answer) in {400, 405, 501}
    assert method.encode() not in answer


def test_head_gives_the_headers_alone(address: tuple[str, int]) -> None:
    head, _, body = send(address, b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n").partition(b"\r\n\r\n")

    assert (status(head), b"Content-Length" in head, body) == (200, True, b"")


def test_a_client_that_sends_nothing_blocks_no_other(address: tuple[str, int]) -> None:
    silent = [socket.create_connection(address) for _ in range(100)]
    try:
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda number: get(address, f"/{SHEET}/{number % 2}"), range(40)))
    finally:
        for connection in silent:
            connection.close()

    assert {status(answer) for answer in answers} == {200}
    assert all(b"\x89PNG" in answer for answer in answers)


def test_a_client_that_stays_silent_is_let_go(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview._Pages, "timeout", 0.05)
    with serve(output, 0) as url, closing(socket.create_connection((preview.LOOPBACK, urlsplit(url).port))) as silent:
        silent.settimeout(30)

        assert silent.recv(1) == b""


def test_a_browser_that_goes_away_is_no_fault(address: tuple[str, int], capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(20):
        with closing(socket.create_connection(address)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            connection.sendall(f"GET /{SHEET}/0 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    assert status(get(address, "/")) == 200
    assert "Traceback" not in capsys.readouterr().err


FORGED = [
    {"title": ATTACK},
    {"title": '" onerror="alert(1)'},
    {"sha256": '";alert(1)//'},
    {"sha256": ATTACK},
    {"file": f"{ATTACK}.pdf"},
    {"document": ATTACK, "file": f"{ATTACK}-fact-sheet-en.pdf"},
    {"pages": 10**6},
]


@pytest.mark.parametrize("forged", FORGED, ids=str)
def test_nothing_from_a_forged_manifest_reaches_a_script_or_a_tag(forged: dict[str, object], output: Path) -> None:
    write(output, replace(ARTIFACT, **forged))  # type: ignore[arg-type]
    with serve(output, 0) as url:
        parts = urlsplit(url)
        answer = get((parts.hostname or "", parts.port or 0), "/")

    assert (status(answer), answer.count(b"<script"), answer.count(b"</script")) == (200, 1, 1)
    assert b'" onerror' not in answer
    assert len(answer) < 10_000


def test_only_its_own_script_runs_in_the_page(address: tuple[str, int]) -> None:
    head, _, body = get(address, "/").partition(b"\r\n\r\n")
    nonce = body.split(b'nonce="')[1].split(b'"')[0]

    assert b"script-src 'nonce-" + nonce + b"'" in head
    assert b"default-src 'none'" in head
    assert nonce not in get(address, "/")


@pytest.mark.parametrize("to", ["../secret.pdf", SHEET, "../output/other.pdf"])
def test_a_pdf_that_is_a_link_is_not_followed(to: str, address: tuple[str, int], output: Path) -> None:
    for name in ("../secret.pdf", "other.pdf"):
        (output / name).write_bytes(blank_pdf(2))
    (output / SHEET).unlink()
    (output / SHEET).symlink_to(to)

    assert status(get(address, f"/{SHEET}/0")) == 404


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnot really", bytes(1000)])
def test_a_damaged_pdf_is_not_found(data: bytes, address: tuple[str, int], output: Path) -> None:
    (output / SHEET).write_bytes(data)

    assert status(get(address, f"/{SHEET}/0")) == 404


def test_a_pipe_in_place_of_a_pdf_blocks_nobody(address: tuple[str, int], output: Path) -> None:
    (output / SHEET).unlink()
    os.mkfifo(output / SHEET)

    assert status(get(address, f"/{SHEET}/0")) == 404


@pytest.mark.parametrize("taken", [{"errno": 98}, {"errno": 13}, {"errno": 99}], ids=str)
def test_a_port_that_cannot_be_used_is_one_sentence(
    taken: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(taken["errno"], os.strerror(taken["errno"]))

    put(tmp_path, {})
    monkeypatch.setattr(preview, "_Server", refuse)

    assert cli.main(["preview", "--project", str(tmp_path), "--port", "80"]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert (said.count("\n"), "carepress: port 80 " in said, "--port" in said) == (1, True, True)


def test_a_port_that_another_program_has_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, {})
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]

        assert cli.main(["preview", "--project", str(tmp_path), "--port", str(port)]) == ExitCode.USAGE
    assert capsys.readouterr().err == f"carepress: port {port} is in use; choose another one with --port\n"


@pytest.mark.parametrize("port", ["65536", "-1", "x", "99999999999999999999", "8020.5", ""])
def test_an_impossible_port_is_a_usage_error(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(["preview", f"--port={port}"])
    assert "must be a whole number, from 0 to 65535" in capsys.readouterr().err


def test_it_stops_at_once_whatever_is_connected(output: Path) -> None:
    before = threading.active_count()
    with serve(output, 0) as url, closing(socket.create_connection((preview.LOOPBACK, urlsplit(url).port or 0))):
        pass

    assert threading.active_count() <= before + 1  # the silent connection's own, which ends with the process
