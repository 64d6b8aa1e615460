"""The preview: the finished pages in a browser on this computer. New pages show up by themselves.

In:   the folder of finished PDFs.
Out:  a small web server on the loopback address, for as long as the context lasts.
Never: answers another computer, or shows a file that the manifest does not name.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

from carepress.build.manifest import Artifact, read_manifest
from carepress.pdf.raster import picture

LOOPBACK = "127.0.0.1"
DPI = 110
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>carepress preview</title><style>
body {{ margin: 2rem; background: #E7E7E7; color: #15292E; font: 1.1rem/1.5 sans-serif }}
img {{ max-width: 100%; margin: 0 1rem 1rem 0; box-shadow: 0 1px 6px #0004; vertical-align: top }}
</style></head><body><h1>carepress preview</h1>{body}
<script>
const now = {state};
setInterval(async () => {{ if (await (await fetch("/state")).text() !== now) location.reload() }}, 700);
</script></body></html>"""


@contextmanager
def serve(output: Path, port: int) -> Iterator[str]:
    """Serve the folder's pages. Yields the address. Raises OSError if the port is taken."""
    server = ThreadingHTTPServer((LOOPBACK, port), partial(_Pages, output))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


class _Pages(BaseHTTPRequestHandler):
    def __init__(self, output: Path, *request: object) -> None:
        self.output = output
        super().__init__(*request)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with the list of pages, a picture of one page, or the state that says when to reload."""
        name, _, number = unquote(self.path.partition("?")[0].lstrip("/")).rpartition("/")
        artifacts = {artifact.file: artifact for artifact in self._artifacts()}
        if self.headers.get("Host", "").partition(":")[0] not in {LOOPBACK, "localhost"}:
            self.send_error(421)  # another site's name that leads here is not us
        elif self.path == "/":
            self._send("text/html; charset=utf-8", self._list(artifacts).encode())
        elif self.path == "/state":
            self._send("text/plain", self._state(artifacts).encode())
        elif name in artifacts and number.isdecimal() and (picture := _picture(self.output / name, int(number))):
            self._send("image/png", picture)
        else:
            self.send_error(404)

    def _artifacts(self) -> tuple[Artifact, ...]:
        manifest = self.output / "manifest.json"
        return read_manifest(manifest.read_text(encoding="utf-8")) if manifest.is_file() else ()

    def _state(self, artifacts: dict[str, Artifact]) -> str:
        return "-".join(artifact.sha256[:12] for artifact in artifacts.values())

    def _list(self, artifacts: dict[str, Artifact]) -> str:
        body = "".join(
            f"<h2>{escape(name)}</h2>"
            + "".join(
                f'<img src="/{quote(name)}/{page}?{artifact.sha256[:12]}" '
                f'alt="{escape(artifact.title)}, page {page + 1}">'
                for page in range(artifact.pages)
            )
            for name, artifact in artifacts.items()
        )
        return PAGE.format(body=body or "<p>No page is built yet.</p>", state=_script_text(self._state(artifacts)))

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing: staff look at the pages, not at requests."""


def _script_text(text: str) -> str:
    """A text as a script takes it; no text of a manifest can end the script."""
    return json.dumps(text).replace("<", "\\u003c")


def _picture(pdf: Path, number: int) -> bytes:
    """One page as a PNG; empty if the file or the page has just gone."""
    try:
        return picture(pdf.read_bytes(), number, DPI)
    except OSError:
        return b""
