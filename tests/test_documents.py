"""Well-made documents of many kinds give no false alarm; other brands, papers and formats keep them well made.

The documents stand in tests/documents/content/. They are short and long, with and without pictures, tables and works,
drafts and approved, a translation, a study. A warning that they do get is in WARNED, with the reason why it is right.
"""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from carepress.build.outcome import Outcome
from carepress.build.request import Request, Selection
from carepress.build.runner import run
from carepress.design.colour import contrast
from carepress.diagnostics.model import Severity
from carepress.diagnostics.render import render
from carepress.preflight.qr_code import read_codes
from carepress.project.files import ProjectFolder
from tests.support.here import IN_PROCESS
from tests.support.verapdf import validate

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests/golden"
DOCUMENTS = {
    "asthma": "a draft with a figure, icons and steps; a glossary of one word",
    "blood-test": "the shortest: no panel, box, picture or work",
    "cast-care": "prose only",
    "diabetes-foot-care": "a photograph's file, a drawing cut for the brochure, runs of citations, a table",
    "first-visit": "lines to write on, and little else",
    "flu-vaccine": "two languages",
    "home-oxygen": "a part for each format, a glossary, an invitation of its own",
    "surgery": "three pages, with a quotation and a large table",
    "trial-visit": "a study: the clinic's notice, works online, steps that are done and open",
}
CONTACT_PATHS = {name: name for name in DOCUMENTS} | {"trial-visit": "studies/first-visit"}
WARNED = {
    "first-visit": {
        "underfull-panel": "four sentences in six panels: on purpose so short, to show what happens to the free space"
    }
}
"""The warnings that stand, by document and code, each with the reason."""
POINTS = 72 / 25.4


def project(folder: Path, *parts: Path) -> Path:
    for part in parts or (ROOT / "tests/documents/content",):
        shutil.copytree(part, folder / part.name, dirs_exist_ok=True)
    return folder


def build(folder: Path, **selection: tuple[str, ...]) -> Outcome:
    request = Request(selection=Selection(**selection), today=date(2026, 11, 22), output=folder / "output")
    return run(ProjectFolder(folder, ROOT), request, hooks=IN_PROCESS)


def facts(pdf: Path) -> list[dict[str, object]]:
    """What a reviewer should see in a diff: each page's size, faces and text."""
    with pikepdf.open(pdf) as document, pypdfium2.PdfDocument(pdf) as drawn:
        faces = sorted(
            re.sub(r"^/[A-Z]{6}\+", "", str(thing.FontName))
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        )
        pages: list[dict[str, object]] = [{"faces": faces}]
        for page, looked in zip(document.pages, drawn, strict=True):
            width, height = (round(float(length) / POINTS, 1) for length in page.mediabox[2:])
            lines = looked.get_textpage().get_text_range().split("\r\n")
            pages.append({"size_mm": [width, height], "text": [line for line in lines if line.strip()]})
    return pages


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    folder = project(tmp_path_factory.mktemp("documents"))
    return folder / "output", build(folder)


def test_well_made_documents_raise_no_false_alarm(built: tuple[Path, Outcome]) -> None:
    _, outcome = built
    met = {(fault.span.file.split("/")[1] if fault.span else "", fault.code) for fault in outcome.diagnostics}

    assert [render(fault) for fault in outcome.diagnostics.errors] == []
    assert met == {(document, code) for document, reasons in WARNED.items() for code in reasons}
    assert {one.document for one in outcome.artifacts} == set(DOCUMENTS)


def test_the_shipped_content_has_no_error(tmp_path: Path) -> None:
    outcome = build(project(tmp_path, ROOT / "content"))

    assert [render(fault) for fault in outcome.diagnostics.errors] == []
    assert len(outcome.artifacts) == 3


def test_every_document_is_accessible_and_archivable(built: tuple[Path, Outcome]) -> None:
    output, outcome = built
    verdicts = validate([output / one.file for one in outcome.artifacts])

    assert {(verdict.file, verdict.flavour): verdict.rules for verdict in verdicts if verdict.rules} == {}
    assert len(verdicts) == 2 * len(outcome.artifacts)


def test_every_code_leads_to_its_own_document(built: tuple[Path, Outcome]) -> None:
    output, outcome = built

    assert {one.file: read_codes((output / one.file).read_bytes()) for one in outcome.artifacts} == {
        one.file: [f"https://clinic.example/contact/{CONTACT_PATHS[one.document]}"] for one in outcome.artifacts
    }


def test_layout_facts_are_as_reviewed(built: tuple[Path, Outcome], *, update_expected: bool) -> None:
    output, outcome = built
    found = {one.file: facts(output / one.file) for one in outcome.artifacts if one.edition == "screen"}
    for name, layout in found.items():
        golden = GOLDEN / f"{name.removesuffix('.pdf')}.json"
        if update_expected:
            golden.write_text(json.dumps(layout, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        assert layout == json.loads(golden.read_text(encoding="utf-8")), f"look at {name}, then --update-expected"


def test_a_brand_reaches_colours_faces_and_logo_with_contrast_kept(tmp_path: Path) -> None:
    folder = project(tmp_path, ROOT / "content")
    shutil.copy(ROOT / "tests/brands/plum.yml", folder / "content/_brand.yml")
    shutil.copy(ROOT / "tests/brands/plum.svg", folder / "content/plum.svg")
    outcome = build(folder, formats=("brochure",), editions=("screen",))
    pdf = folder / "output/als-brochure-en-draft.pdf"

    assert outcome.diagnostics.errors == ()
    assert facts(pdf)[0] == {"faces": ["Atkinson-Hyperlegible", "Atkinson-Hyperlegible-Bold"]}
    colours = {colour for page in pypdfium2.PdfDocument(pdf) for colour in common_colours(page)}
    assert {"#3B1F4A", "#6A2C7A", "#E8B84A"} <= colours
    assert colours.isdisjoint({"#0A3D47", "#0F5E6B", "#F3A95F", "#E7F1F0", "#FCF1E2"})
    assert contrast("#6A2C7A", "#FFFFFF") >= 4.5


def common_colours(page: pypdfium2.PdfPage) -> set[str]:
    picture = page.render(scale=1).to_pil().convert("RGB")
    counted = picture.getcolors(picture.width * picture.height) or []
    return {"#{:02X}{:02X}{:02X}".format(*colour) for number, colour in counted if number > 25}  # type: ignore[misc]


def test_a_weak_brand_colour_is_told_and_made_stronger(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "content/_brand.yml").write_text('color: {primary: "#FFCC00", secondary: "#FF88AA"}\n')
    outcome = build(folder, documents=("first-visit",), formats=("fact-sheet",))

    assert {(fault.code, fault.severity) for fault in outcome.diagnostics} == {("brand-contrast", Severity.WARNING)}
    assert len(outcome.artifacts) == 1


def test_a4_is_one_setting(tmp_path: Path) -> None:
    folder = project(tmp_path)
    clinic = folder / "content/clinic.yaml"
    clinic.write_text(clinic.read_text().replace("paper: letter", "paper: a4"))
    outcome = build(folder, documents=("cast-care",))

    assert outcome.diagnostics.items == ()
    sizes = {
        one.file: [page.get("size_mm") for page in facts(folder / "output" / one.file)[1:]] for one in outcome.artifacts
    }
    assert sizes == {
        "cast-care-fact-sheet-en.pdf": [[210.0, 297.0]],
        "cast-care-brochure-en.pdf": [[100, 210], [97, 210], [100, 210], [100, 210], [97, 210], [100, 210]],
        "cast-care-brochure-en-print.pdf": [[297, 210], [297, 210]],
    }


def test_a_third_format_takes_no_python(tmp_path: Path) -> None:
    folder = project(tmp_path, ROOT / "tests/documents/content")
    for name in ("templates/formats", "styles/formats"):
        (folder / name).mkdir(parents=True)
    (folder / "templates/formats/poster.yaml").write_text("""\
most-pages: 1
papers: {letter: {width: 11in, height: 17in}}
title-sizes: {99: 60pt}
""")
    (folder / "templates/formats/poster.html.j2").write_text("""<!DOCTYPE html>
<html lang="{{ lang }}"><head>{{ head }}</head><body class="poster">
<h1 style="font-size: {{ title_size }}">{{ title }}</h1><p>{{ subtitle }}</p>
{% for band in bands %}{% for section in band.sections %}<section>
{% if section.heading %}<h2>{{ section.heading }}</h2>{% endif %}
{% for part in section.parts %}{{ part }}{% endfor %}</section>{% endfor %}{% endfor %}
{{ contact }}{{ imprint }}</body></html>""")
    (folder / "styles/formats/poster.css").write_text("@page { margin: 20mm }\n.contact { padding: 8mm }\n")
    manuscript = folder / "content/cast-care/en.md"
    manuscript.write_text(manuscript.read_text().replace("[fact-sheet, brochure]", "[poster]"))
    outcome = build(folder, documents=("cast-care",))

    assert [render(fault) for fault in outcome.diagnostics.errors] == []
    poster = facts(folder / "output/cast-care-poster-en.pdf")
    assert poster[1]["size_mm"] == [279.4, 431.8]
    assert "Washing" in poster[1]["text"]  # type: ignore[operator]


def test_a_new_component_takes_no_python(tmp_path: Path) -> None:
    folder = project(tmp_path, ROOT / "tests/documents/content", ROOT / "templates", ROOT / "styles")
    (folder / "templates/components/tip.html.j2").write_text(
        '<div class="tip" data-line="{{ line }}">{% for part in parts %}{{ part.html }}{% endfor %}</div>'
    )
    (folder / "styles/components/tip.css").write_text("@layer components { .tip { background: var(--mist) } }")
    manuscript = folder / "content/cast-care/en.md"
    manuscript.write_text(manuscript.read_text() + "\n::: tip\nAsk for a waterproof cover.\n:::\n")
    outcome = build(folder, documents=("cast-care",), formats=("fact-sheet",))

    assert outcome.diagnostics.errors == ()
    assert "waterproof" in json.dumps(facts(folder / "output/cast-care-fact-sheet-en.pdf"))


def test_another_language_speaks_its_own_words(built: tuple[Path, Outcome]) -> None:
    output, _ = built
    pdf = output / "flu-vaccine-fact-sheet-es.pdf"

    assert "¿Quiere saber más?" in json.dumps(facts(pdf), ensure_ascii=False)
    with pikepdf.open(pdf) as document:
        assert str(document.Root.Lang) == "es"


def test_references_that_do_not_fit_the_back_are_given_in_brief(tmp_path: Path) -> None:
    folder = project(tmp_path, ROOT / "content")
    manuscript = folder / "content/als/en.md"
    more = "[@miller2012; @lewis2014; @hajivalili2016; @coatti2015]"
    text = re.sub(r"further-reading: .*", "further-reading: []", manuscript.read_text())
    manuscript.write_text(text.replace("[@miller2012]", more))
    outcome = build(folder, formats=("brochure",))
    back = json.dumps(facts(folder / "output/als-brochure-en-draft.pdf")[-1], ensure_ascii=False)

    assert outcome.diagnostics.errors == ()
    assert ("Coatti GC, Beccari MS, Olávio TR, et al." in back, "doi:" in back) == (True, False)
