"""Rules of fetching: a page gets the project's files and nothing else, and what it was refused is known."""

from __future__ import annotations

from contextlib import closing

import pytest

from carepress.typeset import write
from carepress.typeset.fetch import BASE, Fetcher
from tests.support.typesetting import CSS, laid_out, png

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def test_given_files_and_data_are_fetched() -> None:
    fetcher = Fetcher({"content/a b.svg": b"<svg/>"})
    answers = []
    for url in (f"{BASE}content/a%20b.svg", "data:text/plain,hello"):
        with closing(fetcher.fetch(url)) as answer:
            answers.append(answer.read())

    assert (answers, fetcher.refused) == ([b"<svg/>", b"hello"], [])


@pytest.mark.parametrize("url", [
    "file:///etc/passwd", "../../etc/passwd", "/../secret.svg", "%2e%2e/secret.svg", "https://a.example/b.png",
    "http://a.example/b.png", "//a.example/b.png", "ftp://a.example/b", "content/other.png", "/etc/passwd",
    "https://project.invalid.evil.example/content/a.png",
])  # fmt: skip
def test_nothing_but_the_given_files_is_fetched(url: str) -> None:
    layout = laid_out(f'<p>Text<img src="{url}" alt="x"></p>', {"content/a.png": png()})

    assert len(layout.refused) == 1


@pytest.mark.parametrize(("body", "css"), [
    ("<p>x</p>", "@import 'file:///etc/passwd';"),
    ("<p>x</p>", "@font-face { font-family: X; src: url(file:///etc/passwd) } p { font-family: X }"),
    ("<p>x</p>", "p { background: url(file:///etc/passwd) }"), ('<p><img src="/content/a.svg" alt="x"></p>', ""),
    ('<link rel="stylesheet" href="file:///etc/passwd"><p>x</p>', ""),
])  # fmt: skip
def test_no_stylesheet_font_or_drawing_reaches_outside_in_silence(body: str, css: str) -> None:
    nested = DOT.replace("<rect", '<image width="5" height="5" href="file:///etc/passwd"/><rect')
    layout = laid_out(body, {"content/a.svg": nested.encode()}, css + CSS)
    _, warnings = write(layout, seed="a")

    assert any("file:///etc/passwd" in text for text in (*layout.refused, *warnings))
