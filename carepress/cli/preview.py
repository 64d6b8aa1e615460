"""The preview: the finished pages in a browser on this computer. New pages show up by themselves.

In:   the folder of finished PDFs.
Out:  a small web server on the loopback address, for as long as the context lasts.
Never: answers another computer or another website, shows a file that the manifest does not name or that lies elsewhere,
       or believes what a file says: a project may come from anybody.
"""

from __future__ import annotations

import errno
import json
import re
import secrets
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

from carepress.build.manifest import Artifact
from carepress.build.output import read_artifacts
from carepress.pdf.raster import picture

LOOPBACK = "127.0.0.1"
OWN_HOST = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d{1,5})?", re.IGNORECASE)
NUMBER = re.compile(r"[0-9]{1,4}")
DPI = 110
LOOK = 0.1  # seconds after which it sees that it is to stop
SILENCE = 10  # seconds after which a connection on which nothing comes is closed
TAKEN = {errno.EADDRINUSE: "is in use", errno.EACCES: "is kept for the system", errno.EPERM: "is kept for the system"}
PDFIUM = threading.Lock()  # PDFium cannot draw in two threads
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; img-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'nonce-{nonce}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>carepress preview</title><style>
body {{ margin: 2rem; background: #E7E7E7; color: #15292E; font: 1.1rem/1.5 sans-serif }}
img {{ max-width: 100%; margin: 0 1rem 1rem 0; box-shadow: 0 1px 6px #0004; vertical-align: top }}
</style></head><body><h1>carepress preview</h1>{body}
<script nonce="{nonce}">
const now = {state};
setInterval(async () => {{ if (await (await fetch("/state")).text() !== now) location.reload() }}, 700);
</script></body></html>"""


class PortError(Exception):
    """The server cannot use its port; the text says why."""


@contextmanager
def serve(output: Path, port: int) -> Iterator[str]:
    """Serve the folder's pages. Yields the address. Raises PortError."""
    try:
        server = _Server((LOOPBACK, port), partial(_Pages, output))
    except OSError as error:
        reason = TAKEN.get(error.errno or 0, f"cannot be used ({(error.strerror or 'no reason given').lower()})")
        raise PortError(f"port {port} {reason}") from None
    thread = threading.Thread(target=server.serve_forever, args=(LOOK,), daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is no fault; anything else is ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Pages(BaseHTTPRequestHandler):
    timeout = SILENCE
    server_version, sys_version = "carepress", ""

    def __init__(self, output: Path, *request: object) -> None:
        self.output = output
        super().__init__(*request)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with the list of pages, a picture of one page, or the state that says when to reload."""
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or not OWN_HOST.fullmatch(hosts[0]):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)  # another site's name that leads here is not us
            return
        artifacts = {artifact.file: artifact for artifact in read_artifacts(self.output)}
        if self.path == "/":
            nonce = secrets.token_urlsafe()
            page = _list(artifacts, nonce).encode()
            self._send("text/html; charset=utf-8", page, {"Content-Security-Policy": POLICY.format(nonce=nonce)})
        elif self.path == "/state":
            self._send("text/plain", _state(artifacts).encode())
        elif image := self._page(artifacts):
            self._send("image/png", image)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_HEAD(self) -> None:
        """Answer with the headers alone."""
        self.do_GET()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the standard's words only, whatever was asked."""
        super().send_error(code)

    def _page(self, artifacts: dict[str, Artifact]) -> bytes:
        """The page that the path names; empty if there is none."""
        name, _, number = unquote(self.path.partition("?")[0].lstrip("/")).rpartition("/")
        if name not in artifacts or not NUMBER.fullmatch(number) or int(number) >= artifacts[name].pages:
            return b""
        return _picture(self.output, name, int(number))

    def _send(self, kind: str, body: bytes, more: dict[str, str] | None = None) -> None:
        self.send_response(HTTPStatus.OK)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **HEADERS, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing: staff look at the pages, not at requests."""


def _state(artifacts: dict[str, Artifact]) -> str:
    return "-".join(artifact.sha256[:12] for artifact in artifacts.values())


def _list(artifacts: dict[str, Artifact], nonce: str) -> str:
    """The page that shows all pages."""
    body = "".join(
        f"<h2>{escape(name)}</h2>"
        + "".join(
            f'<img src="/{quote(name)}/{page}?{quote(artifact.sha256[:12])}" '
            f'alt="{escape(artifact.title)}, page {page + 1}">'
            for page in range(artifact.pages)
        )
        for name, artifact in artifacts.items()
    )
    state = json.dumps(_state(artifacts)).replace("<", "\\u003c")  # no text ends a script
    return PAGE.format(body=body or "<p>No page is built yet.</p>", state=state, nonce=nonce)


def _picture(output: Path, name: str, number: int) -> bytes:
    """One page as a PNG; empty if the file or the page has just gone, or the file is not in the folder itself."""
    try:
        pdf = (output / name).resolve()
        if pdf != output.resolve() / name or not pdf.is_file():
            return b""
        with PDFIUM:
            return picture(pdf.read_bytes(), number, DPI)
    except (OSError, RuntimeError):  # gone, or links that lead to one another
        return b""
