"""Rules of a manuscript: it is split and parsed as written, and every node knows its lines in the file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.tree import SyntaxTreeNode

from carepress.content.manuscript import FaultCollector, Manuscript, read_manuscript
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.source import Source, decode

FILE = "content/asthma/en.md"
HEAD = "---\ntitle: Asthma\n---\n"  # the body starts on line 4
START = "Start the file with a line of ---, then `title: ...` and the other keys, then ---."
DELETE = "Delete it, or open a box above with   ::: callout"


def read(text: str, file: str = FILE) -> tuple[Manuscript, Diagnostics]:
    return read_manuscript(Source(file=file, text=text))


def body(text: str) -> Manuscript:
    manuscript, diagnostics = read(HEAD + text)
    assert diagnostics == Diagnostics()
    return manuscript


def nodes(manuscript: Manuscript, *kinds: str) -> Iterator[SyntaxTreeNode]:
    return (node for node in manuscript.body.walk() if node.type in kinds)


def box_faults(text: str) -> list[tuple[str, int, str]]:
    faults = read(HEAD + text)[1]
    assert {fault.code for fault in faults} <= {"open-div"}
    return [(fault.message, fault.span.line, fault.help) for fault in faults if fault.span]


def test_a_manuscript_is_named_by_its_folder_and_its_language() -> None:
    manuscript, diagnostics = read(HEAD, file="content/back-pain/pt-br.md")

    assert (manuscript.document, manuscript.lang, diagnostics) == ("back-pain", "pt-br", Diagnostics())


@pytest.mark.parametrize(("text", "values", "words"), [
    ("---\ntitle: A\n---\nText\n", {"title": "A"}, "Text"),
    ("\n\n---\ntitle: A\n---\nText", {"title": "A"}, "Text"),
    ("---  \ntitle: A\n---\t\n\nText\n", {"title": "A"}, "Text"), ("---\n---\nText", {}, "Text"),
    ("---\ntitle: '---'\n---\nText", {"title": "---"}, "Text"),
    ("---\ntitle: A -- b\n---\nText", {"title": "A -- b"}, "Text"),
])  # fmt: skip
def test_the_front_matter_stands_between_two_lines_of_hyphens(text: str, values: dict[str, str], words: str) -> None:
    manuscript, diagnostics = read(text)

    assert (manuscript.front.values, diagnostics) == (values, Diagnostics())
    assert [node.content for node in nodes(manuscript, "text")] == [words]


def test_a_third_line_of_hyphens_is_text() -> None:
    assert [node.type for node in body("A\n\n---\n\nB\n").body.children] == ["paragraph", "hr", "paragraph"]


@pytest.mark.parametrize(("text", "message", "advice"), [
    ("", f"{FILE} does not start with its front matter", START),
    ("# Title\n", f"{FILE} does not start with its front matter", START),
    ("Text\n---\ntitle: A\n---\n", f"{FILE} does not start with its front matter", START),
    ("---\ntitle: A\n", "the front matter is not closed", "Put a line of --- below the last key."),
])  # fmt: skip
def test_a_manuscript_without_front_matter_is_an_error(text: str, message: str, advice: str) -> None:
    (fault,) = read(text)[1]

    assert (fault.code, fault.message, fault.help) == ("no-front-matter", message, advice)
    assert fault.span
    assert fault.span.line == 1


ALMOST = [
    "----", "--", "\u2014", "\u2014-", "\u2014\u2014\u2014", "\u2013\u2013\u2013", "-\u2013",
    "\u2212\u2212\u2212", "\uff0d\uff0d\uff0d",
    " ---", "   ---", "\ufeff---", "\u200b---", "\xa0---",
]  # fmt: skip


@pytest.mark.parametrize("typed", [*ALMOST, "...", "\u2026"])
@pytest.mark.parametrize("more", ["", "\n---\n\nMore\n"])
def test_what_stands_for_the_last_line_of_hyphens_is_told_and_ends_the_front_matter(typed: str, more: str) -> None:
    manuscript, diagnostics = read(f"---\ntitle: A\n{typed}\n\nText\n{more}")
    (fault,) = diagnostics

    assert (fault.code, fault.message) == ("no-front-matter", "this line must be three hyphens and nothing else")
    assert str(fault.span) == f"{FILE}:3:1"
    assert (manuscript.front.values, manuscript.before_body) == ({"title": "A"}, 2)


@pytest.mark.parametrize("typed", ALMOST)
def test_what_stands_for_the_first_line_of_hyphens_is_told(typed: str) -> None:
    manuscript, diagnostics = read(f"\n{typed}\ntitle: A\n---\n\nText\n")

    assert [(fault.code, str(fault.span)) for fault in diagnostics] == [("no-front-matter", f"{FILE}:2:1")]
    assert manuscript.front.values == {"title": "A"}


@pytest.mark.parametrize("end", ["---", "--- ", "---\t", "---\xa0"])
def test_blanks_after_the_hyphens_mean_nothing(end: str) -> None:
    manuscript, diagnostics = read(f"{end}\ntitle: A\n{end}\n\nText\n")

    assert (manuscript.front.values, diagnostics) == ({"title": "A"}, Diagnostics())


def test_hyphens_in_a_text_of_several_lines_are_text() -> None:
    manuscript, diagnostics = read("---\ntitle: |\n  A\n  ---\n  B\n---\n\n\u2014\n\n...\n")

    assert (manuscript.front.values, diagnostics) == ({"title": "A\n---\nB\n"}, Diagnostics())


def test_a_fault_of_the_front_matter_has_the_line_of_the_file() -> None:
    (fault,) = read("\n---\ntitle: A\nx: y: z\n---\n")[1]

    assert (fault.code, str(fault.span)) == ("yaml-syntax", f"{FILE}:4:5")


def test_every_node_knows_its_lines_in_the_file() -> None:
    manuscript = body("\n## A\n\nOne\ntwo\n\n- x\n- y\n\n| a |\n|---|\n| b |\n")

    assert [(node.type, *manuscript.lines(node)) for node in manuscript.body.children] == [
        ("heading", 5, 5),
        ("paragraph", 7, 8),
        ("bullet_list", 10, 12),  # with the blank line after it
        ("table", 13, 15),
    ]
    assert {manuscript.lines(node) for node in nodes(manuscript, "text")} >= {(5, 5), (7, 8), (11, 11), (15, 15)}


@pytest.mark.parametrize(("typed", "cited"), [
    ("[@smith2019]", [("smith2019", "", "")]), ("[@a; @b]", [("a", "", ""), ("b", "", "")]),
    ("[@a, p. 3]", [("a", "p. 3", "")]), ("[@a,p. 3; @b , pp. 4-5]", [("a", "p. 3", ""), ("b", "pp. 4-5", "")]),
    ("[@a;\n@b,\np. 3]", [("a", "", ""), ("b", "p. 3", "")]), ("[@10.1000/x_y:z]", [("10.1000/x_y:z", "", "")]),
    ("[@a.]", [("a", "", "")]), ("[@a; see @b]", [("a", "", ""), ("b", "", "see")]), ("[@a b]", [("", "@a b", "")]),
    ("[@]", [("", "@", "")]), ("[see also @a, p. 3]", [("a", "p. 3", "see also")]), ("[@a p. 3]", [("a", "p. 3", "")]),
    ("[-@a]", [("a", "", "")]), ("[@{odd key}, p. 3]", [("odd key", "p. 3", "")]),
    ("[@Ávila2019]", [("Ávila2019", "", "")]),
    ("[@a+b/c'd:e]", [("a+b/c'd:e", "", "")]), ("[ @a]", [("a", "", "")]), ("[@a @b]", [("", "@a @b", "")]),
])  # fmt: skip
def test_a_citation_names_works_and_their_places(typed: str, cited: list[tuple[str, str, str]]) -> None:
    (node,) = nodes(body(f"Text {typed}.\n"), "citation")

    assert (list(node.meta["cited"]), node.content) == (cited, typed)


@pytest.mark.parametrize("typed", ["`[@a]`", "\\[@a]", "a@b.example", "[a]", "[mail a@b.example]", "```\n[@a]\n```"])
def test_what_is_not_a_citation_stays_text(typed: str) -> None:
    assert list(nodes(body(f"{typed}\n"), "citation")) == []


@pytest.mark.parametrize(("typed", "kind", "attributes", "words"), [
    ("## What is it? {panel=flap}", "heading", {"panel": "flap"}, "What is it?"),
    ("### A {panel=flap} ###", "heading", {"panel": "flap"}, "A"),
    ('- Look {icon=eye state="done"}', "list_item", {"icon": "eye", "state": "done"}, "Look"),
    ("1. Look{icon=eye}", "list_item", {"icon": "eye"}, "Look"),
    ("- Look\n  there {icon=eye}", "list_item", {"icon": "eye"}, "Look there"),
])  # fmt: skip
def test_braces_at_the_end_of_a_heading_or_an_item_are_its_attributes(
    typed: str, kind: str, attributes: dict[str, str], words: str
) -> None:
    manuscript = body(f"{typed}\n")
    (node,) = nodes(manuscript, kind)

    assert node.meta["attributes"] == attributes
    assert " ".join(found.content for found in nodes(manuscript, "text")) == words


@pytest.mark.parametrize(
    "typed", ["Text {icon=eye}", "## A `{panel=flap}`", "- A\n\n  B {icon=eye}", "## {a} set", "## A {a, b}"]
)
def test_braces_elsewhere_are_text(typed: str) -> None:
    manuscript = body(f"{typed}\n")

    assert [node for node in nodes(manuscript, "heading", "list_item") if "attributes" in node.meta] == []
    assert any("{" in node.content for node in nodes(manuscript, "text", "code_inline"))


def test_a_fenced_div_holds_what_stands_between_its_colons() -> None:
    outer = body(":::: only brochure\n::: key-facts\n- A\n:::\n::::\n").body.children[0]

    assert (outer.type, outer.info.strip()) == ("container_div", "only brochure")
    assert [(child.type, child.info.strip()) for child in outer.children] == [("container_div", "key-facts")]


@pytest.mark.parametrize(("lang", "quoted"), [
    ("en", "“so ‘it’ is”"), ("es", "«so “it” is»"), ("fr-ca", "«\xa0so ‹\xa0it\xa0› is\xa0»"),
    ("de", "„so ‚it‘ is“"), ("pl", "“so ‘it’ is”"),
])  # fmt: skip
def test_quotation_marks_are_those_of_the_language(lang: str, quoted: str) -> None:
    manuscript, _ = read(f"{HEAD}\"so 'it' is\"\n", file=f"content/asthma/{lang}.md")

    assert [node.content for node in nodes(manuscript, "text")] == [quoted]


@pytest.mark.parametrize(("text", "faults"), [
    ("::: callout\nA\n:::\n", []), (":::: only brochure\n::: callout\nA\n:::\n::::\n", []),
    ("```\n::: callout\n```\n", []), ("~~~~\n```\n:::\n~~~~\n", []), ("    :::\n", []),
    ("A\n\n::: callout\nB\n", [("`::: callout` is never closed", 6, "Put a line of ::: where it ends.")]),
    ("A\n\n:::\n", [("this line closes nothing", 6, DELETE)]),
    ("::: a\nA\n:::\n:::\n", [("this line closes nothing", 7, DELETE)]),
    ("::: a\n::: b\nA\n:::\n:::\n", [("`::: b` is inside `a` (line 4), which needs one colon more", 5,
      "Type   :::: a   and close it with as many colons.")]),
    (":::: a\n::: b\nA\n::::\n", [("`::: b` (line 5) is still open here", 7,
    "Close it first with a line of :::, or give the outer box one colon more than the inner one.")]),
    ("::: a\nA\n::::\n", [("`::: a` (line 4) is still open here", 6,
    "Close it first with a line of :::, or give the outer box one colon more than the inner one."),
    ("`::: a` is never closed", 4, "Put a line of ::: where it ends.")]),
])  # fmt: skip
def test_every_box_that_is_opened_is_closed(text: str, faults: list[tuple[str, int, str]]) -> None:
    assert box_faults(text) == faults


def test_a_second_fault_at_the_same_words_is_shown_at_their_next_place() -> None:
    faults = FaultCollector(body("See [@x] and [@x].\n"))
    fault = Diagnostic(code="unknown-citation", message="...")
    for node in nodes(faults.manuscript, "citation"):
        faults.add(fault, node, "@x")

    assert [str(fault.span) for fault in faults.faults] == [f"{FILE}:4:6", f"{FILE}:4:15"]


def test_a_fault_of_a_key_is_shown_at_its_value() -> None:
    faults = FaultCollector(body(""))
    faults.add_at_key(Diagnostic(code="wrong-type", message="..."), "title")

    assert [str(fault.span) for fault in faults.faults] == ["content/asthma/en.md:2:8"]


@settings(deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="-:#[]{}@|`=\n ab", max_size=60))
def test_no_text_stops_the_reading_and_every_node_lies_in_the_file(text: str) -> None:
    source = decode(FILE, text.replace("\x00", "").encode())
    assert isinstance(source, Source)
    manuscript, diagnostics = read_manuscript(source)
    places = map(manuscript.lines, manuscript.body.walk(include_self=False))

    assert all(1 <= first <= last <= len(source.lines) for first, last in places)
    assert all(fault.span for fault in diagnostics)


@pytest.mark.parametrize(("typed", "styles"), [
    ("1. A\n2. B\n\na. C\nb. D", ["", "lower-alpha"]), ("a) A\nb) B\n\n1) C\n2) D", ["lower-alpha", ""]),
    ("a. A\nb. B\n\ni. C\nii. D", ["lower-alpha", "lower-roman"]), ("1. A\n   a. B\n   b. C\n2. D", ["",
    "lower-alpha"]),
    ("- A\n  a) B\n  b) C\n- D", ["lower-alpha"]), ("1. A\n2. B", [""]),
])  # fmt: skip
def test_a_list_ends_where_its_labels_change(typed: str, styles: list[str]) -> None:
    lists = list(nodes(body(f"{typed}\n"), "ordered_list"))

    assert [node.meta.get("style", "") for node in lists] == styles
    assert [len(node.children) for node in lists] == [2] * len(styles)
