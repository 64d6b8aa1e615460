"""A template of a project can print anything: it ends with a PDF or a diagnostic, never with a fault of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.test_output import CLINIC, build
from tests.support.proofs import MANUSCRIPT, put

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

ODD = (
    "{% for i in range(99999999) %}x{% endfor %}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 'parts/notice.html.j2' %}", "{{ ''.__class__.__mro__ }}", "{{ clinic|attr('__class__') }}",
    "{{ [1, 2]|map('upper')|list }}", "<script>alert(1)</script>", "<iframe src='https://a.example'></iframe>",
    "<embed src='file:///etc/passwd'>", "<img>", "<img src='' alt=''>", "<img src='file:///etc/passwd' alt=x>",
    "<img src='data:image/png;base64,zzz' alt=x>", "<svg><g transform='x'/></svg>",
    "<svg viewBox='0 0 0 0'><rect/></svg>",
    "<svg viewBox='0 0 9 9' width='9'><g id='a'><use href='#a'/></g></svg>",
    "<svg viewBox='0 0 9 9' width='9' height='9'><text rotate='x'>a</text></svg>",
    "<style>@import url(https://a.example/x.css); p { color: red }</style>",
    "<base href='file:///etc/'><img src='passwd'>",
    "<link rel=attachment href='file:///etc/passwd'><a rel=attachment href='file:///etc/passwd'>x</a>",
    "<form><input value=x><select><option>a</select></form>", "<table><td><tr><th></table></td>",
    "<ol start=99999999999999999999><li value=x>a</ol>", "<b>" * 99 + "x", "<math><mi>x</mi></math>", "a\x00b",
    r"{{ '\ud800' }}", r"{{ '\x1b[2J' }}", r"{{ '\u202e' }}", "<!-- " + "-" * 9999,
    "&#0; &#xD800; &#x110000; &nosuch;",
    "</body></html>more text", "</div></div></div></section>tail", "<p lang='zz-!!'>x</p>", "<p dir=rtl>abc</p>",
    "<p data-line='999999'>abc</p>", "<p data-line='x'>abc</p>", "<p data-line='-1'>abc</p>",
    "<p data-place='no'>a</p>",
    "<p data-band='\"]'>abc</p>", "<p id='a'>x</p><p id='a'>y</p><a href='#nosuch'>z</a>", "<a href='http://['>z</a>",
    "<p style='margin-left: calc(infinity * 1px)'>x y</p>", "{% for n in range(5000) %}<div>{% endfor %}",
)  # fmt: skip


@pytest.mark.parametrize("template", ODD, ids=range(len(ODD)))
def test_odd_templates_end_with_a_pdf_or_a_diagnostic(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], template: str
) -> None:
    text = "## What is it?\n\nIt swells.\n"
    put(tmp_path, {"content/clinic.yaml": CLINIC, MANUSCRIPT: text, "templates/parts/notice.html.j2": template})
    status, told = build(tmp_path), capsys.readouterr().err

    assert (status, "error[" in told) in [(0, False), (1, True)]
    assert "crashed" not in told
    assert "\x1b" not in told
