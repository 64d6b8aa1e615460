"""Rules of inline text: a link says where it leads, no mark is printed by mistake, and what is typed is never HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.compose.inline import keep_last_words
from tests.support.composed import NBSP, faults, html, shown

LINK_HELP = "A link starts with https://, mailto: or tel:   [the clinic](https://clinic.example)"
TAG = re.compile(r'</?(\w+)((?: [a-z-]+="[^"<>]*")*)>')
OUR_TAGS = re.compile(
    "p|h[1-6]|strong|em|code|[bh]r|pre|[uo]l|li|blockquote|t(?:able|head|body|[rhd])|a|img|span|su[bp]|d[ltd]|caption"
)
OUR_ATTRIBUTES = {"data-line", "start", "scope", "href", "aria-label", "src", "alt", "class", "id", "style"}
NASTY = ["<script>a</script>", '"><img src=x onerror=a>', "&lt;b&gt;", "![<b>](lungs.svg '<i>')", "[x](javascript:a)"]


@pytest.mark.parametrize(("typed", "target", "name", "printed"), [
    ("[Ask us](https://a.example)", "https://a.example", "Ask us", "Ask us"),
    ("[a.example](https://a.example)", "https://a.example", "Opens a.example", "a.example"),
    ("<https://a.example>", "https://a.example", "Opens a.example", "a.example"),
    ("[**Call** us](tel:911)", "tel:911", "Call us", "Call us"),
    ("[A & b](mailto:a@b.example)", "mailto:a@b.example", "A &amp; b", "A &amp; b"),
])  # fmt: skip
def test_a_link_has_plain_words_and_a_name(typed: str, target: str, name: str, printed: str) -> None:
    assert html(typed) == f'<p data-line="5"><a href="{target}" aria-label="{name}">{printed}</a></p>'


@pytest.mark.parametrize("target", ["page.html", "https://localhost", "#a", "ftp://a.example", "//a.example", "tel:"])
def test_a_link_that_no_reader_can_open_is_a_fault(target: str) -> None:
    assert faults(f"[x]({target})") == [("bad-link", LINK_HELP)]


def test_a_link_without_words_is_a_fault() -> None:
    assert faults("Look at [](https://a.example).") == [("bad-link", "Type   [words](https://...)")]


@pytest.mark.parametrize("text", ["one two~three", "one two extraordinary", "one two", "one"])
def test_no_short_word_stands_alone_on_a_last_line(text: str) -> None:
    assert keep_last_words(text.replace("~", " ")) == text.replace("~", NBSP)


def test_a_citation_stays_with_the_word_before_it_and_the_stop_after_it() -> None:
    (unbroken,) = re.findall(r'<span class="unbroken">(.*)</span>', html("Two days [@a]. More text here."))

    assert (shown(unbroken), unbroken.startswith(f"days{NBSP}")) == ("days [1].", True)


def test_a_caption_in_a_line_of_text_is_a_fault() -> None:
    assert faults('Look ![Lungs](lungs.svg "Two.") here.') == [
        ("misplaced-box", "Put the picture on a line of its own, or delete its caption.")
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>&\"'/=abscript[]()!*_`:{}|-# \n@\\", max_size=60) | st.sampled_from(NASTY))
def test_nothing_that_an_author_types_becomes_html(typed: str) -> None:
    printed = html(typed, is_sound=False)
    tags = TAG.findall(printed)

    assert [tag for tag, _ in tags if not OUR_TAGS.fullmatch(tag)] == []
    assert {name for _, names in tags for name in re.findall(r' ([a-z-]+)="', names)} <= OUR_ATTRIBUTES
    assert not re.search(r'[<>]|href="javascript:', TAG.sub("", printed))
