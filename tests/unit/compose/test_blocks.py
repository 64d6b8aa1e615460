"""Rules of prose: works are numbered by first citation, every way leads back, and what is typed is never HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from carepress.bibliography.works import read_bibliography
from carepress.compose import Composition, Picture, compose
from carepress.compose.inline import keep_last_words
from carepress.content.document import KnownNames, make_document
from carepress.content.manuscript import read_manuscript
from carepress.design.formats import read_formats
from carepress.design.locale import read_locale
from carepress.diagnostics.model import Diagnostics
from carepress.project.source import Source, decode, read

ROOT = Path(__file__).resolve().parents[3]
KEYS = "abcdef"
FILES = {"content/asthma/lungs.svg", "content/asthma/lungs.brochure.svg", "content/asthma/scan.png", "content/logo.svg"}
NBSP = "\N{NO-BREAK SPACE}"


def shipped(file: str) -> Source:
    source = read(ROOT, file)
    assert isinstance(source, Source)
    return source


FORMATS = read_formats(shipped("templates/formats.yaml"))[0]
KNOWN = KnownNames(formats=FORMATS, components={"callout", "icons"}, icons={"hand"})
ENTRY = "@article{{{0}, author={{Oh, K}}, title={{{0}}}, journal={{J}}, year={{2020}}, doi={{10.1000/{0}}}}}\n"
LOCALE, _ = read_locale(shipped("templates/words/en.yaml"), "en")
WORKS, _ = read_bibliography(Source(file="content/references.bib", text="".join(map(ENTRY.format, KEYS))))


def composed(body: str, front: str = "", format_: str = "fact-sheet") -> tuple[Composition, Diagnostics]:
    source = decode("content/asthma/en.md", f"---\ntitle: A\nformats: [fact-sheet]\n{front}---\n{body}".encode())
    manuscript, _ = read_manuscript(source)
    document, _ = make_document(manuscript, KNOWN)
    return compose(document.for_format(FORMATS[format_]), manuscript, WORKS, LOCALE, format_name=format_, files=FILES)


def html(body: str, front: str = "", *, is_sound: bool = True) -> str:
    composition, diagnostics = composed(body, front)
    assert diagnostics == Diagnostics() or not is_sound
    return "".join(str(part.markup) for section in composition.sections for part in section.parts)


def shown(markup: str) -> str:
    return Markup(markup).striptags().replace(NBSP, " ")


def told(body: str, front: str = "") -> list[tuple[str, str]]:
    return [(fault.code, fault.help) for fault in composed(body, front)[1]]


@pytest.mark.parametrize(("body", "printed"), [
    ("One [@b]. Two [@a]. Three [@b].", "One [1]. Two [2]. Three [1]."), ("One [@a; @b].", "One [1,2]."),
    ("One [@a; @b; @c].", "One [1-3]."), ("One [@a; @b; @c]. Two [@c; @a].", "One [1-3]. Two [1,3]."),
    ("One [@a]. Two [@b; @c; @d; @a].", "One [1]. Two [1-4]."), ("One [@a; @a].", "One [1]."),
    ("One [@a; @b; @c; @d]. Two [@a; @b; @d].", "One [1-4]. Two [1,2,4]."), ("One [@a, p. 3].", "One [1, p. 3]."),
    ("One [@a, p. 3; @b].", "One [1, p. 3; 2]."), ("One [@a] [@b].", "One [1] [2]."),
    ("**One [@a]** two.", "One [1] two."),
])  # fmt: skip
def test_works_are_numbered_in_the_order_of_first_citation(body: str, printed: str) -> None:
    assert shown(html(body)) == printed


def test_numbers_run_on_through_headings_lists_tables_and_boxes() -> None:
    body = "## A [@a]\n\n- B [@b]\n\n| C [@c] |\n|---|\n| D [@d] |\n\n::: callout\nE [@e]\n:::\n"

    assert [entry.key for entry in composed(body)[0].references] == list("abcde")


def test_only_works_that_the_format_cites_are_numbered_and_in_its_reading_order() -> None:
    body = "## A\n\nOne [@a].\n\n::: only brochure\nTwo [@b].\n:::\n\n## C {panel=flap}\n\nThree [@c].\n"

    assert [entry.key for entry in composed(body)[0].references] == ["a", "c"]
    assert [entry.key for entry in composed(body, format_="brochure")[0].references] == ["c", "a", "b"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(KEYS), min_size=1, max_size=5), min_size=1, max_size=6))
def test_every_number_leads_to_an_entry_and_every_entry_has_one_place_to_lead_back_to(drawn: list[list[str]]) -> None:
    body = "\n\n".join(f"Text [{'; '.join(f'@{key}' for key in keys)}]." for keys in drawn)
    printed, numbers = html(body), [entry.number for entry in composed(body)[0].references]

    assert numbers == list(range(1, len({key for keys in drawn for key in keys}) + 1))
    assert sorted(map(int, re.findall(r'id="cite-(\d+)"', printed))) == numbers
    assert {int(number) for number in re.findall(r'href="#ref-(\d+)"', printed)} <= set(numbers)


def test_a_number_is_a_link_with_a_name_and_the_first_is_the_place_to_come_back_to() -> None:
    link = '<a{} href="#ref-1" aria-label="Reference 1">1</a>'

    assert re.findall(r"<a.*?</a>", html("One [@a]. Two [@a].")) == [link.format(' id="cite-1"'), link.format("")]


@pytest.mark.parametrize("where", ["online", "on-request"])
def test_numbers_of_a_list_that_is_not_printed_lead_nowhere(where: str) -> None:
    printed = html("One [@a; @b; @c, p. 3].", f"references: {where}\n")

    assert (shown(printed), "<a" in printed, "id=" in printed) == ("One [1; 2; 3, p. 3].", False, False)


def test_a_citation_stays_with_the_word_before_it_and_the_stop_after_it() -> None:
    (held,) = re.findall(r'<span class="unbroken">(.*)</span>', html("Two days [@a]. More text here."))

    assert (shown(held), held.startswith(f"days{NBSP}")) == ("days [1].", True)


def test_further_reading_leaves_out_what_the_text_cites() -> None:
    composition, diagnostics = composed("One [@b].", "further-reading: [a, b, '@c']\n")

    assert ([(entry.number, entry.key) for entry in composition.further], diagnostics) == (
        [(0, "a"), (0, "c")],
        Diagnostics(),
    )


FORM = ("citation-form", "Put a semicolon between two works:   [@smith2019; @lee2021, p. 3]")


@pytest.mark.parametrize(("body", "front", "fault"), [
    ("One [@aa].", "", ("unknown-citation", "did you mean `@a`?")), ("One [@a b].", "", FORM),
    ("One.", "further-reading: [aa]\n", ("unknown-citation", "did you mean `a`?")), ("One [@a, @b].", "", FORM),
    ("One [@zz].", "", ("unknown-citation", "Add the work to content/references.bib, or correct the key.")),
])  # fmt: skip
def test_a_work_that_is_not_there_is_told_and_gets_no_number(body: str, front: str, fault: tuple[str, str]) -> None:
    assert (told(body, front), composed(body, front)[0].references) == ([fault], ())


@pytest.mark.parametrize(("typed", "target", "name", "printed"), [
    ("[Ask us](https://a.example)", "https://a.example", "Ask us", "Ask us"),
    ("[a.example](https://a.example)", "https://a.example", "Opens a.example", "a.example"),
    ("<https://a.example>", "https://a.example", "Opens a.example", "a.example"),
    ("[**Call** us](tel:911)", "tel:911", "Call us", "Call us"),
    ("[A & b](mailto:a@b.example)", "mailto:a@b.example", "A &amp; b", "A &amp; b"),
])  # fmt: skip
def test_a_link_has_bare_words_and_a_name(typed: str, target: str, name: str, printed: str) -> None:
    assert html(typed) == f'<p data-line="5"><a href="{target}" aria-label="{name}">{printed}</a></p>'


@pytest.mark.parametrize("target", ["page.html", "https://localhost", "#a", "ftp://a.example", "//a.example"])
def test_a_link_that_no_reader_can_open_is_told(target: str) -> None:
    assert told(f"[x]({target})") == [
        ("bad-link", "A link starts with https://, mailto: or tel:   [the clinic](https://clinic.example)")
    ]


@pytest.mark.parametrize("text", ["one two~three", "one two extraordinary", "one two", "one"])
def test_no_short_word_stands_alone_on_a_last_line(text: str) -> None:
    assert keep_last_words(text.replace("~", " ")) == text.replace("~", NBSP)


@pytest.mark.parametrize(("format_", "cut"), [("fact-sheet", "lungs.svg"), ("brochure", "lungs.brochure.svg")])
def test_a_picture_is_the_formats_own_cut_where_there_is_one(format_: str, cut: str) -> None:
    composition, diagnostics = composed('![Two lungs](lungs.svg "In an attack.")\n', format_=format_)
    picture = Picture(file=f"content/asthma/{cut}", alt="Two lungs", caption=Markup(f"In an{NBSP}attack."))

    assert (diagnostics, composition.pictures) == (Diagnostics(), (picture.file,))
    assert [part.picture for part in composition.sections[0].parts[0].parts] == [picture]


def test_a_picture_in_a_box_keeps_its_caption_as_a_figure() -> None:
    bare, with_caption = (composed(f"::: callout\n![Lungs](lungs.svg{title})\n:::\n")[0] for title in ("", ' "Two."'))

    assert [part.component for part in bare.sections[0].parts[0].parts] == [""]
    assert [part.component for part in with_caption.sections[0].parts[0].parts] == ["figure"]


def test_a_caption_that_cannot_be_printed_is_told() -> None:
    assert told('Look ![Lungs](lungs.svg "Two.") here.') == [
        ("misplaced-box", "Put the picture on a line of its own, or delete its caption.")
    ]


@pytest.mark.parametrize("text", ["Well.[^1]", "[site]: https://clinic.example"])
def test_notes_and_addresses_at_the_foot_are_never_printed_as_they_stand(text: str) -> None:
    assert [code for code, _ in told(text)] == ["stray-mark"]


@pytest.mark.parametrize("text", ["[Note]: ask us.", "Ask [us]: we help.", "A range [1-3]: see below."])
def test_brackets_of_prose_are_prose(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(("body", "front", "code"), [
    ("![](lungs.svg)", "", "missing-alt"), ("![x](lung.svg)", "", "missing-picture"),
    ("![x](LUNGS.svg)", "", "missing-picture"), ("![x](../logo.svg)", "", "outside-project"),
    ("![x](/etc/passwd.svg)", "", "outside-project"), ("![x](https://a.example/b.svg)", "", "outside-project"),
    ("![x](lungs.gif)", "", "picture-kind"), ("A", "cover-image: lung.svg\n", "missing-picture"),
])  # fmt: skip
def test_a_picture_that_cannot_be_printed_is_told(body: str, front: str, code: str) -> None:
    assert [fault[0] for fault in told(body, front)] == [code]


def test_the_headers_of_a_table_say_that_they_head_columns() -> None:
    assert re.findall("<t[hd][ >].*?</t[hd]>", html("| A |\n|---|\n| b |\n")) == [
        '<th scope="col">A</th>',
        "<td>b</td>",
    ]


TAG = re.compile(r'</?(\w+)((?: [a-z-]+="[^"<>]*")*)>')
OURS = re.compile("p|h[1-6]|strong|em|code|[bh]r|pre|[uo]l|li|blockquote|t(?:able|head|body|[rhd])|a|img|span")
NAMES = {"data-line", "start", "scope", "href", "aria-label", "src", "alt", "class", "id"}
NASTY = ["<script>a</script>", '"><img src=x onerror=a>', "&lt;b&gt;", "![<b>](lungs.svg '<i>')", "[x](javascript:a)"]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>&\"'/=abscript[]()!*_`:{}|-# \n@\\", max_size=60) | st.sampled_from(NASTY))
def test_nothing_that_an_author_types_becomes_html(typed: str) -> None:
    printed = html(typed, is_sound=False)
    found = TAG.findall(printed)

    assert [tag for tag, _ in found if not OURS.fullmatch(tag)] == []
    assert {name for _, names in found for name in re.findall(r' ([a-z-]+)="', names)} <= NAMES
    assert not re.search(r'[<>]|href="javascript:', TAG.sub("", printed))
