"""Rules of templates: a file is a component, a slip in one is told at its line, and nothing is marked as safe."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from carepress.bibliography.works import read_bibliography
from carepress.compose import compose
from carepress.compose.page import Artwork, PageContext, render_html
from carepress.content.clinic import Clinic
from carepress.content.document import KnownNames, make_document
from carepress.content.manuscript import read_manuscript
from carepress.design.brand import Brand
from carepress.design.formats import read_formats
from carepress.design.locale import read_locale
from carepress.design.templates import Templates, may_be_empty
from carepress.diagnostics.model import BuildFailed
from carepress.project.source import Source, read

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "templates"
SHIPPED = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.j2")}
CLINIC = Clinic.model_validate(
    {"name": "A & B Clinic", "phone": "312-555-0142", "contact-form": "https://clinic.example/contact",
     "website": "https://clinic.example", "investigational-notice": "Experimental."}
)  # fmt: skip
WORK = "@article{a, author={Oh, K}, title={A}, journal={J}, year={2020}}\n"
BODY = "## What is it? {panel=flap}\n\nText [@a].\n\n::: key-facts\n- One\n:::\n\n## Signs\n\nMore.\n"
INVITATION = "\n::: contact\nCome and **ask** us.\n:::\n"


def shipped(name: str) -> Source:
    source = read(ROOT, name)
    assert isinstance(source, Source)
    return source


FORMATS = read_formats(shipped("templates/formats.yaml"))[0]
LOCALE = read_locale(shipped("templates/words/en.yaml"), "en")[0]


def context(
    body: str = BODY, front: str = "", format_: str = "fact-sheet", templates: dict[str, str] = SHIPPED
) -> PageContext:
    text = f"---\ntitle: Asthma\nformats: [{format_}]\n{front}---\n{body}"
    manuscript, _ = read_manuscript(Source(file="content/asthma/en.md", text=text))
    known = KnownNames(formats=FORMATS, components=Templates(templates).components, icons={"hand"})
    document = make_document(manuscript, known)[0].for_format(FORMATS[format_])
    bibliography, _ = read_bibliography(Source(file="content/references.bib", text=WORK))
    composition, _ = compose(document, manuscript, bibliography, LOCALE, format_name=format_, files=())
    artwork = dict.fromkeys(("cover", "masthead", "band"), Artwork(url="/styles/art/cover.svg", fit="made"))
    values = {"composition": composition, "clinic": CLINIC, "brand": Brand(), "locale": LOCALE, "artwork": artwork}
    return PageContext(**values, format=FORMATS[format_])


def page(body: str = BODY, front: str = "", format_: str = "fact-sheet") -> str:
    return render_html(context(body, front, format_), Templates(SHIPPED))


def within(html: str, start: str, end: str) -> str:
    """The words between two marks, without tags."""
    return " ".join(Markup(html.split(start, 1)[1].split(end, 1)[0]).striptags().split())


def faults(texts: dict[str, str], file: str, values: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(BuildFailed) as failure:
        Templates(texts).render(file, values)
    return [(fault.code, str(fault.span)) for fault in failure.value.diagnostics.errors]


def test_a_component_is_a_file_and_needs_no_python() -> None:
    texts = SHIPPED | {
        "components/tip.html.j2": '<aside data-line="{{ line }}">{% for p in parts %}{{ p.html }}{% endfor %}</aside>'
    }
    body = "## A\n\n::: tip\nDrink **water**.\n:::\n"

    assert "tip" in Templates(texts).components
    assert (
        '<aside data-line="7"><p data-line="8">Drink <strong>water</strong>.</p></aside>'
        in render_html(context(body, templates=texts), Templates(texts))
    )  # fmt: skip


def test_every_shipped_component_is_known_by_the_name_of_its_file() -> None:
    names = {path.name.removesuffix(".html.j2") for path in (FOLDER / "components").iterdir()}

    assert Templates(SHIPPED).components == names
    assert may_be_empty(Templates(SHIPPED)) == {"notes"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<p>\n{{ nosuch }}\n</p>", 2),  # StrictUndefined: a name that is not given
        ("<p>\n\n{{ clinic.nosuch }}\n</p>", 3),
        ("{% if x %}\n{% if nosuch %}a{% endif %}{% endif %}", 2),
        ("<p>\n{% for %}\n", 2),
        ("a\nb\n{{ open", 3),
        ("a\n{{ x | nosuch }}", 2),
    ],
)
def test_a_slip_in_a_template_is_told_with_its_file_and_line(text: str, line: int) -> None:
    assert faults({"parts/a.html.j2": text}, "parts/a.html.j2", {"clinic": {}, "x": 1}) == [
        ("template", f"templates/parts/a.html.j2:{line}:1")
    ]


@pytest.mark.parametrize("text", ["a\n{{ 'a' + 1 }}", "a\n{% for i in 5 %}{% endfor %}"])
def test_a_slip_that_python_finds_is_the_designers_too(text: str) -> None:
    assert faults({"a.html.j2": text}, "a.html.j2", {"x": {"y": 1}}) == [("template", "templates/a.html.j2:2:1")]


@pytest.mark.parametrize(("name", "text"), SHIPPED.items())
def test_a_shipped_template_knows_only_for_and_if(name: str, text: str) -> None:
    assert set(re.findall(r"{%-?\s*(\w+)", text)) <= {"for", "endfor", "if", "else", "elif", "endif"}, name
    assert "|" not in "".join(re.findall(r"{{.*?}}|{%.*?%}", text))


def test_the_invitation_stands_in_the_contact_panel_and_not_in_the_text() -> None:
    html = page(BODY + INVITATION)

    assert within(html, 'class="contact__text">', 'class="contact__way').startswith("Come and ask us.")
    assert html.count("Come and") == 1


def test_without_an_invitation_the_contact_panel_says_how_to_ask() -> None:
    assert "Scan the code with your phone" in within(page(), 'class="contact__text">', "</section>")


def test_a_section_that_was_only_an_invitation_leaves_no_empty_heading() -> None:
    assert "<h2" not in page("Text.\n" + INVITATION).split('class="contact"')[0]


def test_the_contact_panel_has_the_code_the_address_and_the_telephone() -> None:
    html = page()
    assert '<a href="tel:3125550142" aria-label="Call 312-555-0142">312-555-0142</a>' in html
    assert (
        '<a href="https://clinic.example/contact/asthma" aria-label="Opens clinic.example/contact/asthma">'
        "clinic.example/contact/asthma</a>" in html
    )
    assert html.count('class="qr"') == 1
    assert "<title>QR code: opens clinic.example/contact/asthma</title>" in html


@pytest.mark.parametrize(
    ("title", "size"),
    [("ALS", "66pt"), ("Asthma", "54pt"), ("Asthma today", "42pt"), ("Diabetes type 2 today", "28pt"),
     ("Hypertension", "28pt"), ("Hyper-tension", "42pt"), ("A" * 600, "22pt")],
)  # fmt: skip
def test_a_long_title_or_one_with_a_long_word_is_set_smaller(title: str, size: str) -> None:
    made = context()
    document = made.composition.document
    front = document.front.model_copy(update={"title": title})
    longer = replace(made, composition=replace(made.composition, document=replace(document, front=front)))

    assert f'<h1 style="font-size: {size}">' in render_html(longer, Templates(SHIPPED))


@pytest.mark.parametrize(("front", "line"), [
    ("", "Reviewed: not yet."), ("audience: Adults\n", "For: Adults. Reviewed: not yet."),
    ('version: "1.0"\nwritten-by: Team\n', "Written by: Team. Version 1.0. Reviewed: not yet."),
    ("review-by: 2028-11-01\n", "Reviewed: not yet. Review by: November 2028."),
    ("status: approved\nreviewed-by: Dr P\nreviewed: 2026-11-01\n", "Reviewed by Dr P, November 2026."),
])  # fmt: skip
def test_the_imprint_says_who_wrote_and_reviewed_it_and_when(front: str, line: str) -> None:
    imprint = within(page(front=front), '<section class="imprint">', "A &amp; B Clinic")

    assert imprint.removeprefix("DRAFT: not yet clinically reviewed").startswith(line)


@pytest.mark.parametrize(("status", "is_marked"), [("draft", True), ("approved", False)])
@pytest.mark.parametrize("format_", ["fact-sheet", "brochure"])
def test_a_draft_says_so_and_an_approved_document_does_not(status: str, is_marked: bool, format_: str) -> None:
    assert ("DRAFT" in page(front=f"status: {status}\n", format_=format_)) is is_marked


@pytest.mark.parametrize(
    ("references", "line"),
    [("printed", "1. Oh K. A. J. 2020."), ("online", "The list of references is online: clinic.example"),
     ("on-request", "Ask us for the list of references: 312-555-0142")],
)  # fmt: skip
def test_references_are_printed_or_a_line_says_where_they_are(references: str, line: str) -> None:
    html = page(front=f"references: {references}\n")

    assert line in within(html, '<section class="references"', "</section>").replace("1.Oh", "1. Oh")
    assert ('id="ref-1"' in html) is (references == "printed")


def test_the_notice_is_printed_word_for_word_on_investigational_documents_alone() -> None:
    assert ["<p>Experimental.</p>" in page(front=front) for front in ("investigational: true\n", "")] == [True, False]


def test_text_for_the_flap_stands_on_the_flap_and_all_other_text_inside() -> None:
    _, flap, inside = re.split('<div class="(?:flap|inside)">', page(format_="brochure"))

    assert ("What is" in flap, "Signs" in flap, "What is" in inside, "Signs" in inside) == (True, False, False, True)
