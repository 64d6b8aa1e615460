"""What staff really type: no word is lost and no mark is printed, whatever dialect of Markdown they know.

The law: what an author typed is printed, or an error names its line; and no mark stands on the page unless it was
escaped or in code. It is tried on every example of CommonMark's specification (tests/data/commonmark/), and on
manuscripts made of the marks of CommonMark, Pandoc, GitHub, Obsidian, MkDocs and pastes from Word.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepress.diagnostics.model import Severity
from carepress.preflight.read_back import differences
from carepress.preflight.typed_text import typed_lines
from tests.support.composed import handout

SPEC = (Path(__file__).parent / "data/commonmark/spec.txt").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
EXAMPLES = [(typed.replace("→", "\t"), html.replace("→", "\t")) for typed, html in EXAMPLE.findall(SPEC)]
INLINE_TAG, TAG = re.compile(r"</?(?:em|strong|code|a)\b[^<>]*>"), re.compile(r"<[^<>]*>")
SCHEMES = {"http", "https", "mailto"}  # an address is shown without them
SIGNS = frozenset("*_`~^#[]{}<>|\\$=+:@!")
TRIES = 300 if settings.get_current_profile_name() != "nightly" else 20_000


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def test_all_examples_of_the_specification_are_here() -> None:
    assert len(EXAMPLES) == 652


@pytest.mark.parametrize(("typed", "html"), EXAMPLES, ids=[str(number) for number in range(1, len(EXAMPLES) + 1)])
def test_an_example_of_commonmark_is_printed_right_or_told(typed: str, html: str) -> None:
    printed, diagnostics = handout(typed)
    if not diagnostics.errors:
        right = words(unescape(TAG.sub(" ", INLINE_TAG.sub("", html))))
        assert {word for word in right - words(printed) if word not in SCHEMES} == set()


class Piece(NamedTuple):
    """A piece of text with `W` for a word, and the signs of it that may be printed."""

    typed: str
    printed: str = ""


SOUND_INLINE = (
    *map(Piece, (
        "W", "W W", "**W**", "*W*", "__W__", "_W_", "***W***", "**W *W***", "W^2^", "H~2~O W", "W^[W W]", "W~W~",
        "[W](https://clinic.example)", "![W](lungs.svg)", "![W](lungs.svg){width=50%}", "[W][id]",
        "<https://W.example>", "W[@a]", "W [@a; @b]", "W [see @a, p. 3]", "W [-@a]", "@a W", "W\\ W", "W -- W",
        "W --- W", "W---W", "W'W", '"W"', "'W'", "W\xa0W", "W\u200bW", "W\u2028W", "`W`", "&amp; W",
    )),
    Piece("`**W**`", "****"), Piece("\\*W\\*", "**"), Piece("\\[W](x)", "[]"), Piece("\\_W\\_", "__"),
    Piece("W\\^2", "^"), Piece("\\`W", "`"), Piece("\\#W", "#"), Piece("\\{W}", "{}"), Piece("2 * 3 W", "*"),
    Piece("W: W", ":"), Piece("[W W]", "[]"), Piece("~5 W", "~"), Piece("W + W", "+"), Piece("W > 3", ">"),
    Piece("3 < 4 W", "<"), Piece("#1 W", "#"), Piece("W_W", "_"), Piece("Name: ____ W", ":____"),
    Piece("W | W", "|"), Piece("$5 W", "$"), Piece("W!", "!"), Piece("2 = 2", "="), Piece("`` `W ``", "`"),
    Piece("&lt;W&gt;", "<>"), Piece("W@b.example", "@"), Piece("10:30", ":"), Piece("#W", "#"),
)  # fmt: skip
FAULTY_INLINE = tuple(map(Piece, (
    "W[^W]", "~~W~~", "**W", "W**", "*W", "W*", "_W", "W_", "**W **W", "** W**", "`W", "W^2", "W~2", "==W==",
    "++W++", "||W||", "[W][]", "[[W]]", "[W](my file.svg)", "[W] (https://clinic.example)", "![[W]]", "[^W]",
    "[W][gone]", "<b>W</b>", "W<br>W", "<!-- W -->", "<W", "&copy W", "&W;", "$W$", "$$W$$", ":W:", "{W}", "{W=1}",
    "{{W}}", "%%W%%", "W [@a", "[1] W", "[@ab] W", "W\\", "\\W", "-W", "1.W",
    "%%\nW\n%%", "$< W$", ":+1:", "W.^W", "<% W %>",
    "W [ ] W", "'''W'''", "[=W]", ":W[W]", "W footnote:[W",
)))  # fmt: skip
SOUND_BLOCKS = (
    *map(Piece, (
        "{}", "## {}", "### {}", "- {}", "* {}", "+ {}", "1. {}", "1) {}", "a) {}", "b) {}",
        "o\t{}", "\u2022 W\no\t{}", "     \u2022  {}", "\u2013  {}",
        "- W\n\t\t- {}",
        "i. {}", "ii. {}",
        "(1) {}", "(2) {}", "\u2022 {}", "\u2022\t{}", "\u25e6{}", "\uf0b7 {}", "-\xa0{}", "##\xa0{}", "> {}",
        "- [ ] {}", "- [x] {}", "  {}", "```\n{}\n```", "~~~\n{}\n~~~", "{}\n---", "---", "***",
        "{}  ", "| {} | W |\n|---|---|\n| W | W |", ": {}", "W\n: {}", "W\n\n: {}",
        "::: callout\n{}\n:::", '![W](lungs.svg "{}")', "- W\n\n  {}", "1. W\n\n2. {}", "- W\n  - {}",
        "- {} {{icon=hand}}", "> - {}", "{}\\\nW", "{}\n    W", "::: only brochure\n{}\n:::\n\nW",
    )),
)  # fmt: skip
FAULTY_BLOCKS = (
    Piece("[W]: W", "[]:"), Piece("[id]: https://clinic.example", "[]:"),
    *map(Piece, (
    "##{}", "# {}", "> [!NOTE]\n> {}", "[ ] {}", "``` W\n{}\n```", "{}\n===",
    "| W | W |\n|:--|--:|\n| {} | W |\n| W |", "| W | W |\n|---|---|\n| {} | W | W |", "| {} | W |", "[^W]: {}",
    "::: callout", ":::", ":: callout", "::: W\n{}\n:::",
    "!!! note\n    {}", "!!!note {}", "/// note | {}", "--8<-- {}", ".. note:: {}", "h1. {}", "== W ==\n{}", "(@) {}",
    "W:: {}",
    "Table: {}", "W\tW\nW\t{}", "W\n2. {}\n3. W", "W\n: W\nW\n: {}",
    "---\nW: W\nW: {}\n---", "    - {}", "--- ---\n{}",
    "<div>\n{}\n</div>", "</div>\n{}", "<details>{}", "+---+---+\n| {} | W |\n+---+---+",
    "{} {{panel=flap}}", "[W]: https://clinic.example 'W'", "*[W]: W", "[TOC]", "\\newpage", "1. {}\n3. W",
    )),
)  # fmt: skip
INLINE = st.sampled_from([*SOUND_INLINE * 12, *FAULTY_INLINE])
BLOCKS = st.sampled_from([*SOUND_BLOCKS * 8, *FAULTY_BLOCKS])


class Typed(NamedTuple):
    """A manuscript, and how often each sign may be printed."""

    text: str
    signs: Counter[str]


@st.composite
def manuscripts(draw: DrawFn) -> Typed:
    """Blocks with inline text in them, each `W` a word of its own."""
    lines, signs = ["## Start\n\nHere."], Counter[str]()
    for _ in range(draw(st.integers(1, 6))):
        block = draw(BLOCKS)
        inner = draw(st.lists(INLINE, min_size=1, max_size=3)) if "{}" in block.typed else []
        is_code = re.match(r"[`~]{3}|    |\t", block.typed)
        text = " ".join(piece.typed for piece in inner)
        signs.update("".join(piece.printed for piece in inner) + text * bool(is_code))
        signs.update(block.printed)
        signs.update(text * ("    W" in block.typed or block.typed.startswith("  ")))
        lines.append(block.typed.replace("{}", text).replace("{{", "{").replace("}}", "}") if inner else block.typed)
        lines.append(draw(st.sampled_from(("", "", "", None))) or "")
    joint = draw(st.sampled_from(("\n", "\n\n")))
    numbers = iter(range(10_000))
    text = re.sub("W", lambda _: f"wo{_letters(next(numbers))}", joint.join(lines))
    return Typed(f"{text}\n", signs)


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number)) + "k"


def planted(text: str) -> Counter[str]:
    return Counter(re.findall(r"wo[a-j]+k", text.casefold()))


@settings(max_examples=TRIES, deadline=None)
@given(manuscripts())
@example(Typed("## A\n\n</div>\nwoak", Counter()))
def test_no_word_is_lost_and_no_mark_is_printed(typed: Typed) -> None:
    printed, diagnostics = handout(typed.text)
    told = [fault for fault in diagnostics if fault.severity is Severity.ERROR]
    event("told" if told else "printed")
    if told:
        assert all(fault.span for fault in told)
        return
    hidden = re.compile(r"^::: only brochure\n.*?^:::$", re.MULTILINE | re.DOTALL).sub("", typed.text)
    labels = planted(" ".join(re.findall(r"\[\^\w+\]:?", hidden)))
    assert planted(hidden) - labels - planted(printed) == Counter()
    marks = Counter(sign for sign in re.sub(r"\[(?:see )?[\w,. ;-]+\]|clinic\.example", "", printed) if sign in SIGNS)
    assert marks - typed.signs == Counter()


@settings(max_examples=TRIES, deadline=None)
@given(manuscripts())
def test_the_reading_of_the_finished_text_finds_every_word(typed: Typed) -> None:
    """What `read_back` compares: what was typed, read without a parser, and what is printed."""
    printed, diagnostics = handout(typed.text, described=False)
    if not diagnostics.errors:
        assert differences(typed_lines(f"---\n---\n{typed.text}", "fact-sheet"), printed, ()) == []
