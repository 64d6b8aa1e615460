"""Rules of report.html: it needs nothing but itself, and everybody can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from carepress.content.check_settings import CheckSettings
from carepress.dashboard import render
from carepress.dashboard.page import changes
from carepress.design.brand import Brand
from carepress.design.colour import contrast
from tests.support.dashboards import CLINIC, FULL, ROOT, SOUND, dashboard, rich
from tests.support.shipped import BRAND

TOKENS = BRAND.tokens


class Page(HTMLParser):
    """Every element with its attributes, and what text it holds itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attributes}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, *tags: str) -> Iterator[dict[str, str]]:
        return (attributes for tag, attributes in self.found if tag in tags)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def html() -> str:
    return render(rich(), ROOT)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_the_same_project_gives_the_same_page(html: str) -> None:
    assert render(rich(), ROOT) == html


def test_the_page_needs_no_script_no_network_and_no_folder_of_this_computer(html: str, page: Page) -> None:
    addresses = [value for _, attributes in page.found for name in ("href", "src") if (value := attributes.get(name))]

    assert [tag for tag, _ in page.found if tag in {"script", "link", "iframe", "object"}] == []
    assert [url for url in addresses if not re.fullmatch(r"#[\w-]+|report/[\w./-]+\.png|[\w-]+\.pdf", url)] == []
    assert re.findall(r"https?:|file:|url\(|@import|/work|/tmp|/home", html) == []
    assert not any(name.startswith("on") for _, attributes in page.found for name in attributes)


def test_the_page_has_its_landmarks_and_one_title(page: Page) -> None:
    once = ("html", "h1", "main", "header", "nav", "footer")

    assert {name: sum(tag == name for tag, _ in page.found) for name in once} == dict.fromkeys(once, 1)
    assert next(page.all("html")) == {"lang": "en"}
    assert next(page.all("a")) == {"class": "skip", "href": "#main"}


def test_no_heading_skips_a_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch("h[1-6]", tag)]

    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_every_link_within_the_page_has_its_target_and_no_id_is_used_twice(page: Page) -> None:
    names = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    targets = {attributes["href"][1:] for attributes in page.all("a") if attributes["href"].startswith("#")}

    assert (targets - set(names), len(names) - len(set(names))) == (set(), 0)


def test_every_picture_has_a_text_alternative_and_a_size_and_loads_when_it_is_seen(page: Page) -> None:
    pictures = list(page.all("img"))

    assert len(pictures) == len(rich().thumbnails)
    assert {(image["width"], image["height"], image["loading"]) for image in pictures} == {("510", "660", "lazy")}
    assert {image["alt"] for image in pictures} == {"Page 1", "Page 2"}


def test_every_table_has_a_caption_and_every_head_a_scope(page: Page) -> None:
    tags = [tag for tag, _ in page.found]

    assert tags.count("caption") == tags.count("table") == len([item for item in rich().artifacts if item.reading]) + 2
    assert {cell.get("scope") for cell in page.all("th")} == {"col", "row"}


def test_a_title_is_marked_with_its_language(page: Page) -> None:
    assert {heading.get("lang") for heading in page.all("h3", "h4")} >= {"en", "es"}


def test_what_authors_write_stays_text(html: str, page: Page) -> None:
    assert "<script" not in html
    assert '<script>alert("1")</script> & co' in page.text


def test_the_page_says_why_and_what_to_type(page: Page) -> None:
    assert "Text is never cut or shrunk to fit" in page.text
    assert "carepress explain overfull-panel" in page.text


def test_the_same_help_for_many_faults_is_given_once_and_many_faults_are_folded(page: Page) -> None:
    assert "6 more like this" in page.text
    assert page.text.count("Fix it .") == len(FULL.diagnostics)


def test_several_clinics_are_told_apart(page: Page) -> None:
    assert "North, South" in page.text
    assert "Fact sheet to email or to show, Example Clinic" in page.text


def test_when_all_is_well_the_page_says_so() -> None:
    calm = Page(render(dashboard(SOUND), ROOT)).text

    assert "1 PDF is ready. Nothing needs to be done." in calm
    assert "Nothing. The checks found nothing to fix, review or look at." in calm
    assert "None. Every check runs with the usual settings." in calm


def test_an_empty_project_has_a_page_too() -> None:
    assert "There are no documents in content/ yet." in Page(render(dashboard(clinics={}), ROOT)).text


def test_a_brand_cannot_end_the_stylesheet() -> None:
    brand = Brand(text_family="A</style><script>")

    assert list(Page(render(dashboard(SOUND, brand=brand), ROOT)).all("script")) == []


TEXT_ON = [
    ("ink", "white"), ("ink", "mist"), ("ink", "cream"), ("teal", "white"), ("teal", "mist"), ("white", "deep"),
    ("cream", "deep"), ("clay", "sand"), ("white", "clay"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_all_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5  # WCAG 2.1, 1.4.3


def test_colours_and_fonts_come_from_the_brand_alone() -> None:
    css = (ROOT / "styles/report.css").read_text(encoding="utf-8")
    own, fonts = set(re.findall(r"(--[\w-]+):", css)), {"--font-text", "--font-heading", "--font-title"}

    assert re.findall(r"#[0-9A-Fa-f]{3,6}\b|rgba?\(|!important", css) == []
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) - own - fonts <= {f"--{token}" for token in TOKENS}


def test_the_page_lists_the_checks_that_are_not_as_usual() -> None:
    settings = {
        "off": {"long-sentence": "Our editors read every text aloud.", "lost-text": "This one cannot be switched off."},
        "levels": {"review-near": "note", "hard-word": "note"},
        "sentence-words": 20,
        "verapdf": False,
    }

    assert [
        (row["name"], row["now"], row["reason"]) for row in changes({"": CheckSettings.model_validate(settings)})
    ] == [
        ("long-sentence", "switched off", "Our editors read every text aloud."),
        ("review-near", "note; usually warning", ""),
        ("sentence-words", "20; usually 25", ""),
        ("verapdf", "false; usually true", ""),
    ]


def test_with_the_usual_checks_there_are_no_changes() -> None:
    assert list(changes(CLINIC)) == []
