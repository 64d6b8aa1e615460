"""Rules of the page for the practice manager: it needs nothing but itself, and everybody can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from carepress.dashboard import render
from carepress.design.brand import HOUSE as TOKENS
from carepress.design.brand import Brand
from carepress.design.colour import contrast
from tests.support.overviews import FULL, ROOT, SOUND, overview, rich


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


def test_the_page_is_the_same_for_the_same_overview(html: str) -> None:
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


def test_every_link_within_the_page_arrives_and_no_name_is_given_twice(page: Page) -> None:
    names = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    targets = {attributes["href"][1:] for attributes in page.all("a") if attributes["href"].startswith("#")}

    assert (targets - set(names), len(names) - len(set(names))) == (set(), 0)


def test_every_picture_has_words_and_a_size_and_waits_until_it_is_seen(page: Page) -> None:
    pictures = list(page.all("img"))

    assert len(pictures) == len(rich().pictures)
    assert {(one["width"], one["height"], one["loading"]) for one in pictures} == {("510", "660", "lazy")}
    assert {one["alt"] for one in pictures} == {"Page 1", "Page 2"}


def test_every_table_says_what_it_is_and_every_head_what_it_heads(page: Page) -> None:
    tags = [tag for tag, _ in page.found]

    assert tags.count("caption") == tags.count("table") == len([one for one in rich().artifacts if one.reading]) + 2
    assert {one.get("scope") for one in page.all("th")} == {"col", "row"}


def test_titles_are_spoken_in_their_own_language(page: Page) -> None:
    assert {one.get("lang") for one in page.all("h3", "h4")} >= {"en", "es"}


def test_what_authors_write_stays_text(html: str, page: Page) -> None:
    assert "<script" not in html
    assert '<script>alert("1")</script> & co' in page.text


def test_the_page_says_why_and_what_to_type(page: Page) -> None:
    assert "Text is never cut or shrunk to fit" in page.text
    assert "python make_docs.py explain overfull-panel" in page.text


def test_the_same_advice_for_many_places_is_given_once_and_many_places_are_folded(page: Page) -> None:
    assert "6 more of this kind" in page.text
    assert page.text.count("Mend it .") == len(FULL.diagnostics)


def test_several_clinics_are_told_apart(page: Page) -> None:
    assert "North, South" in page.text
    assert "Fact sheet to email or to show, Example Clinic" in page.text


def test_a_day_on_which_all_is_well_is_a_calm_one() -> None:
    calm = Page(render(overview(SOUND), ROOT)).text

    assert "1 PDF is ready. Nothing needs to be done." in calm
    assert "Nothing. No check found anything to mend, to review or to look at." in calm
    assert "None. Every check runs, as strictly as carepress suggests." in calm


def test_an_empty_project_has_a_page_too() -> None:
    assert "There is no document in content/ yet." in Page(render(overview(clinics={}), ROOT)).text


def test_a_brand_cannot_end_the_stylesheet() -> None:
    brand = Brand(text_family="A</style><script>")

    assert list(Page(render(overview(SOUND, brand=brand), ROOT)).all("script")) == []


STANDS_ON = [
    ("ink", "white"), ("ink", "mist"), ("ink", "cream"), ("teal", "white"), ("teal", "mist"), ("white", "deep"),
    ("cream", "deep"), ("clay", "sand"), ("white", "clay"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ground"), STANDS_ON)
def test_all_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5  # WCAG 2.1, 1.4.3


def test_colours_and_fonts_come_from_the_brand_alone() -> None:
    css = (ROOT / "styles/report.css").read_text(encoding="utf-8")
    own, fonts = set(re.findall(r"(--[\w-]+):", css)), {"--font-text", "--font-heading", "--font-title"}

    assert re.findall(r"#[0-9A-Fa-f]{3,6}\b|rgba?\(|!important", css) == []
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) - own - fonts <= {f"--{token}" for token in TOKENS}
