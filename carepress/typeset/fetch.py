"""Fetch: the files that a page may use, and nothing else.

In:   a URL that WeasyPrint asks for.
Out:  the bytes of the project's file; what was refused is noted.
Never: opens a file or a connection.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from carepress.design.metadata import strip_metadata

BASE = "https://project.invalid/"  # an invented address: the PDF's bytes must not depend on the project's folder


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Gives WeasyPrint the project's files by path and nothing else. `refused` are the other URLs."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self.files = files
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The bytes of a file of the project, or of a data: URL. Raises ValueError for anything else, and notes it."""
        parts = urlsplit(url)
        path = unquote(parts.path).lstrip("/")
        if url.startswith("data:"):
            with closing(super().fetch(url)) as answer:
                return URLFetcherResponse(url, strip_metadata(answer.read()), answer.headers)
        if not url.startswith(BASE) or path not in self.files:
            self.refused.append(url.removeprefix(BASE))
            raise ValueError(f"not a file of the project: {url}")
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self.files[path], {"Content-Type": kind})
