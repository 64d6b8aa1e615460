"""Rules of overprint: no text stands on other text, and lines that are set tight are none of that."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.preflight.overprint import check_pages
from tests.support.proofs import MANUSCRIPT, in_brief, proofs, styled

TEXT = """## What is asthma?

Asthma makes the small tubes in the lungs swell, so that less air comes in and goes out, and breathing needs more work.

About **one** in twelve people has it.

| In | Out |
|---|---|
| 1 | 2 |
"""
ON_EACH_OTHER = {
    "a margin": ".section__text p { margin-bottom: -9mm !important }",
    "a float": ".section__text strong { display: block; float: left; font-size: 40pt; line-height: 1 }",
    "a place on the page": ".section__text p + p { position: absolute; left: 25mm; top: 65mm }",
    "a line height": ".section__text p { line-height: 0.2 !important }",
    "a height": ".section__text p { height: 1mm; margin: 0 }",
}


def told(root: Path, css: str) -> list[tuple[str, int | None, str]]:
    _, pages, _ = proofs(root, {**styled(css), MANUSCRIPT: TEXT})
    assert pages is not None
    return in_brief(check_pages(pages))


@pytest.mark.parametrize("css", [
    "", ".section__text p { line-height: 0.9 }", ".section__text strong { font-size: 20pt }",
    ".section__text p { letter-spacing: -0.3pt }", "h2 { margin-bottom: -1mm }",
])  # fmt: skip
def test_lines_may_stand_close(tmp_path: Path, css: str) -> None:
    assert told(tmp_path, css) == []


@pytest.mark.parametrize("css", ON_EACH_OTHER.values(), ids=ON_EACH_OTHER.keys())
def test_text_on_other_text_is_told_with_its_line(tmp_path: Path, css: str) -> None:
    found = told(tmp_path, css)

    assert {(code, line) for code, line, _ in found} <= {("overprint", 8), ("overprint", 10), ("overprint", 14)}
    assert all(" is printed on top of `" in message for _, _, message in found)
    assert found
