"""No link of a handout misleads, dials a code or runs anything: through the command, to the finished PDF."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from carepress.cli import main as cli
from tests.support.cases import sound_project
from tests.support.here import IN_PROCESS
from tests.support.proofs import FRONT, TODAY, put

PDF = "output/asthma-fact-sheet-en-draft.pdf"


def build(root: Path) -> int:
    place = ["--project", str(root), "--output", str(root / "output"), "--today", TODAY.isoformat()]
    return cli.main(["build", *place], hooks=IN_PROCESS)


def manuscript(link: str) -> dict[str, str]:
    return {"content/asthma/en.md": f"{FRONT}## What is asthma?\n\nAsk {link} about it.\n"}


TOLD = {
    "[our nurse](mailto:nurse@clinic.example?attach=/etc/passwd)": "bad-link",
    "[our nurse](mailto:nurse@clinic.example?bcc=others@evil.example)": "bad-link",
    "[our nurse](mailto:nurse@clinic.example?subject=Hi%0ABcc:others@evil.example)": "bad-link",
    "[our nurse](tel:*%2306%23)": "bad-link",
    "[our nurse](sms:3125550142?body=STOP)": "bad-link",
    "[our nurse](javascript:alert%281%29)": "bad-link",
    "[our nurse](data:text/html,x)": "bad-link",
    "[our nurse](file:///etc/passwd)": "bad-link",
    "[our nurse](https://192.168.0.1/)": "bad-link",
    "[our nurse](https://cdc.gov@evil.example)": "bad-link",
    "<https://cdc.gov@evil.example>": "bad-link",
    "[www.cdc.gov](https://evil.example)": "link-elsewhere",
    "[**www.cdc.gov**](https://evil.example)": "link-elsewhere",
    "[312-555-0142](tel:900-555-0142)": "link-elsewhere",
}


@pytest.mark.parametrize("link", TOLD)
def test_a_link_that_misleads_keeps_the_handout_back(
    link: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, manuscript(link))

    assert (build(tmp_path), f"error[{TOLD[link]}]" in capsys.readouterr().err) == (1, True)
    assert not (tmp_path / PDF).exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("contact-form", "https://clinic.example@evil.example/contact"),
        ("contact-form", "http://clinic.example/contact"),
        ("contact-form", "https://10.0.0.1/contact"),
        ("contact-form", "javascript:alert(1)"),
        ("contact-form", "https://\u0441linic.example/contact"),
        ("contact-form", "https://evil.example/contact"),
        ("website", "https://clinic.example@evil.example"),
        ("website", "file:///etc/passwd"),
        ("website", "https://\u017fhop.example"),
    ],
)
def test_the_clinics_own_addresses_are_checked_too(
    key: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = sound_project()["content/clinic.yaml"].decode().splitlines()
    clinic = "\n".join(f"{key}: {value}" if line.startswith(f"{key}:") else line for line in lines)
    put(tmp_path, {"content/clinic.yaml": f"{clinic}\n"})

    build(tmp_path)
    said = capsys.readouterr().err

    assert [code for code in ("[contact-form]", "[wrong-type]", "[contact-domain]") if code in said]


@pytest.mark.parametrize("url", ["https://cdc.gov@evil.example/x", "javascript:alert(1)", "file:///etc/passwd"])
def test_a_work_never_links_to_what_is_no_web_page(url: str, tmp_path: Path) -> None:
    work = f"@online{{a, author = {{A}}, title = {{T}}, year = {{2024}}, url = {{{url}}}, urldate = {{2025-01-01}}}}\n"
    put(tmp_path, {"content/references.bib": work, "content/asthma/en.md": f"{FRONT}## What?\n\nText [@a].\n"})

    if build(tmp_path) == 0:
        assert [target for target in targets(tmp_path / PDF) if "evil" in target or "script" in target] == []


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "sms:1"])
def test_a_template_cannot_put_such_a_link_into_a_pdf_either(
    href: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = put(tmp_path, {})
    template = project.source("templates/parts/contact.html.j2")
    assert hasattr(template, "text")
    text = template.text.replace('href="{{ contact_url }}"', f'href="{href}"')
    put(tmp_path, {"templates/parts/contact.html.j2": text})

    assert (build(tmp_path), "Traceback" in capsys.readouterr().err) == (1, False)
    assert not (tmp_path / PDF).exists()


@pytest.mark.parametrize(
    "way",
    [
        '<a rel="attachment" href="/content/clinic.yaml" aria-label="x">x</a>',
        '<p><a rel="attachment" href="data:text/plain,x" aria-label="x">x</a></p>',
    ],
)
def test_a_template_cannot_enclose_a_file(way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = put(tmp_path, {})
    template = project.source("templates/parts/contact.html.j2")
    assert hasattr(template, "text")
    put(tmp_path, {"templates/parts/contact.html.j2": way + template.text})

    assert (build(tmp_path), "Traceback" in capsys.readouterr().err) == (1, False)
    assert not (tmp_path / PDF).exists()


def targets(pdf: Path) -> list[str]:
    with pikepdf.open(pdf) as document:
        notes = [note for page in document.pages for note in page.get("/Annots", ()) if "/A" in note]
        return [str(note.A.get("/URI", "")) for note in notes]
