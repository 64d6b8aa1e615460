"""Rules of stray marks: what looks like a mark of some program is told, and plain prose is not."""

from __future__ import annotations

from itertools import chain

import pytest
from markdown_it.tree import SyntaxTreeNode

from carepress.content.markdown import parser
from carepress.content.pasted import cleaned
from carepress.content.stray_marks import stray_marks


def marks(typed: str) -> list[str]:
    tree = SyntaxTreeNode(parser("en").parse(cleaned(typed)[0], {}))
    blocks = (node for node in tree.walk() if node.type == "inline")
    return [mark for mark, _ in chain.from_iterable(map(stray_marks, blocks))]


@pytest.mark.parametrize(("typed", "told"), [
    ("a **b", ["**b"]), ("Stop **at once **if", ["**at", "**if"]), ("5 mg* daily", ["*"]), ("*Ask first", ["*Ask"]),
    ("__x", ["__x"]), ("x__", ["__"]), ("_word", ["_word"]), ("`a", ["`a"]), ("~~old~~", ["~~old~~"]),
    ("##Head", ["##Head"]), ("#tag", ["#tag"]), ("-no", ["-no"]), ("1.no", ["1.no"]), ("+yes", ["+yes"]),
    ("x^2 or 10^-3", ["^2", "^-3"]), ("CO~2", ["~2"]), ("$x$", ["$x$"]), (r"$\le 5$", [r"$\le 5$"]),
    ("$$x$$", ["$$x$$"]),
    (":smile:", [":smile:"]), ("==new==", ["==new=="]), ("++new++", ["++new++"]), ("++a+b++", ["++a+b++"]),
    ("- [/] half", ["[/]"]), ("1. [ ] a", ["[ ]"]), ("Words ^note-1", ["^note-1"]), ("||no||", ["||no||"]),
    ("%%why%%", ["%%why%%"]), ("-->", ["-->"]), ("[1] and [2, 3] and [4-6]", ["[1]", "[2, 3]", "[4-6]"]),
    ("[words] (https://x.example)", ["[words] (https://x.example)"]), ("[a](my file.svg)", ["[a](my file.svg)"]),
    ("[a][b]", ["[a][b]"]), ("[site]: https://x.example is ours", ["[site]: https://x.example"]), ("[[x]]", ["[[x]]"]),
    ("[TOC]", ["[TOC]"]), ("x[^1]", ["[^1]"]), ("> [!NOTE]\n> Call", ["[!NOTE]"]), ("[ ] Bring it", ["[ ]"]),
    ("[see @a and more", ["[see @a and more"]), (":: callout", [":: callout"]), ("!!! note", ["!!! note"]),
    ("+--+--+\n| a | b |\n+==+==+", ["+--+--+"]), ("| a | b |\n| c | d |", ["| a | b |"]),
    ("a | b\nc | d", ["a | b"]), (": What it means", [": What it means"]), ("&copy 2020", ["&copy"]),
    ("&notit;", ["&notit;"]), (r"\newpage", [r"\newpage"]), ("end \\", ["\\"]), ("Text {flap} here", ["{flap}"]),
    ("- Look {icon=eye", ["{icon=eye"]), ("{{ x }}", ["{ x }"]), ("*[HTML]: language", ["*[HTML]: language"]),
    ("> [!custom|right] T", ["[!custom|right]"]),
    ("[NOTE]", ["[NOTE]"]), ("A task: [ ] here", ["[ ]"]), ("- [x]no blank", ["[x]"]), ("[=75% x]", ["[=75% x]"]),
    ("words\u30101†source\u3011", ["\u30101†source\u3011"]), ("a :cite[oaicite:0]", [":cite[oaicite:0]"]),
    ("a footnote:[x]", ["footnote:["]),
    ("!!!tip", ["!!!tip"]), ("???note", ["???note"]), ("/// note | T", ["/// note | T"]),
    ("x\n///", ["///"]), (".. note:: x", [".. note:: x"]), ("image::x.png[]", ["image::x.png[]"]),
    ("--8<-- x", ["\u20138<-- x"]), ("h1. Words", ["h1. Words"]), ("bq. Words", ["bq. Words"]),
    ("== What? ==", ["== What? =="]), ("% Title\n% Me", ["% Title"]), ("%matplotlib inline", ["%matplotlib inline"]),
    ("(@) One\n(@) Two", ["(@)", "(@)"]), ("(@good) One", ["(@good)"]), ("Text\n2. b\n3. c", ["2. b"]),
    ("Drug\tDose\nA\t1 g", ["Drug\tDose"]), ("Drug    Dose\nA       1 g", ["Drug    Dose"]),
    ("Table:  words", ["Table:  words"]), ("Status:: new", ["Status:: new"]), ("See this::", ["::"]),
    ("%%\nWhy\nnot\n%%", ["%%"]), ("be $< 6$ mg", ["$< 6$"]), ("ok :+1: :x: x", [":+1:", ":x:"]),
    ("35 days.^inj", ["^inj"]), ("<% x() %>", ["<% x() %>"]),
    ("In **bold [1] words**", ["[1]"]), ("| a |\n|---|\n| [1] |", ["[1]"]), ("## See [1]", ["[1]"]),
])  # fmt: skip
def test_a_mark_that_would_be_printed_is_told(typed: str, told: list[str]) -> None:
    assert marks(typed) == told


@pytest.mark.parametrize("typed", [
    "[Note] ask us.", "Ask [us]: we help.", "At a@b.example", "Ask @clinic.", "2 * 3", "5*10 mg", "snake_case",
    "Name: ______ Date: ____", "$5 to $6", "US$5/US$6", "It costs $5, not $10.", "At 10:30:15", "AT&T and R&D", "A&E",
    "~5 mg", "-5 degrees", "- 5 degrees", "3.5 mg", "1.5 to 2", "#1 priority", "(a) one of them", "A. Smith said so.",
    "he/she", "and/or", "5 > 3 and 3 < 5", "50% of 100 %", "Wait... what?", "C++ and A+", "O+ blood", "9-to-5",
    "Dr. O'Neill's \"quote\"", "a | b", "24/7", "Yes!!!", "Why??", "https://x.example/a_b~c", "Ratio 1:2:3",
    "Note:this is it", "2 = 2", "a == b", "(see [below])", "5 < 6 and $7", "on page\n12. Then",
    "1/2/3", "Text.   New one.\nMore.   Words",
    "Tel.:\t5\nFax:\t6", "They said 'a' and 'b'", "The rate::x", "Type \\\\ once",
])  # fmt: skip
def test_plain_prose_has_no_stray_mark(typed: str) -> None:
    assert marks(typed) == []


@pytest.mark.parametrize("typed", ["'''bold''' x", "a ''slanted'' word", "'''''both'''''"])
def test_the_marks_of_mediawiki_are_told(typed: str) -> None:
    assert len(marks(typed)) == 1


@pytest.mark.parametrize("typed", [
    r"\*\*b", r"\[1]", r"\_word", r"\`a", r"x\^2", r"CO\~2", r"\##Head", r"\-no", r"\:smile:", r"\&copy", r"\$x$",
    r"5 mg\*", r"\[\[x]]", r"\{flap}", "`**a`", "`[1]`", "```\n**a [1] {x}\n```", "&#42;&#42;b", r"\==new==", r"\|\|no",
])  # fmt: skip
def test_what_is_escaped_or_code_is_meant(typed: str) -> None:
    assert marks(typed) == []
