"""Rules of a document: every name in it is known, and each format shows its own part of it in its own order."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it.tree import SyntaxTreeNode

from carepress.content.document import Block, Document, KnownNames, make_document
from carepress.content.manuscript import read_manuscript
from carepress.design.formats import Format, read_formats
from carepress.diagnostics.model import Diagnostics
from carepress.project.files import ProjectFolder
from carepress.project.source import Source

HEAD = "---\ntitle: A\nformats: [fact-sheet, brochure]\n---\n"  # the body starts on line 5


def formats() -> dict[str, Format]:
    root = Path(__file__).resolve().parents[3]
    return read_formats(ProjectFolder(root, root))[0]


FORMATS = formats()
KNOWN = KnownNames(formats=FORMATS, components={"callout", "key-facts", "icons", "steps"}, icons={"hand", "lungs"})


def make(body: str, front: str = "") -> tuple[Document, Diagnostics]:
    text = HEAD.replace("---\n", f"---\n{front}", 1) + body
    return make_document(read_manuscript(Source(file="content/asthma/en.md", text=text))[0], KNOWN)


def sound(body: str) -> Document:
    document, diagnostics = make(body)
    assert diagnostics == Diagnostics()
    return document


def words(block: Block) -> str:
    return f"{block.component}({' '.join(map(words, block.blocks))})" if block.component else _bare(block.node)


def _bare(node: SyntaxTreeNode | None) -> str:
    return "".join(leaf.content for leaf in node.walk() if leaf.type == "text") if node else ""


def shown(document: Document, format_: str) -> list[tuple[str, list[str]]]:
    """The headings of a format, each with the words of its blocks."""
    return [
        (_bare(section.heading), [words(block) for block in section.blocks])
        for section in document.for_format(FORMATS[format_]).sections
    ]


def faults(body: str) -> list[tuple[str, str, int, str]]:
    """Every fault: code, message, line, the words that the carets mark."""
    diagnostics = make(body)[1]
    places = [(fault, fault.span) for fault in diagnostics if fault.span]
    return [
        (fault.code, fault.message, span.line, span.text[span.column - 1 :][: span.length]) for fault, span in places
    ]


def test_headings_of_the_second_level_divide_the_text_into_sections() -> None:
    document = sound("Before.\n\n## One {panel=flap}\n\nA\n\n### Below\n\nB\n\n## Two\n")

    assert [(section.line, section.panel, len(section.blocks)) for section in document.sections] == [
        (5, "", 1),
        (7, "flap", 3),
        (15, "", 0),
    ]
    assert shown(document, "fact-sheet") == [("", ["Before."]), ("One", ["A", "Below", "B"]), ("Two", [])]


def test_every_block_knows_its_lines() -> None:
    blocks = sound("## One\n\n::: callout\nA\n\nB\n:::\n").sections[0].blocks

    assert [(block.component, block.line) for block in blocks] == [("callout", 7)]
    assert [(inner.line, inner.last) for inner in blocks[0].blocks] == [(8, 8), (10, 10)]


def test_a_box_for_one_format_is_opened_there_and_left_out_elsewhere() -> None:
    document = sound("## A\n\n:::: only brochure\nX\n\n::: callout\nY\n:::\n::::\n\nZ\n")

    assert shown(document, "brochure") == [("A", ["X", "callout(Y)", "Z"])]
    assert shown(document, "fact-sheet") == [("A", ["Z"])]


def test_a_box_for_all_but_one_format_is_left_out_there() -> None:
    document = sound("## A\n\n::: not brochure\nX\n:::\n\nZ\n")

    assert shown(document, "brochure") == [("A", ["Z"])]
    assert shown(document, "fact-sheet") == [("A", ["X", "Z"])]


def test_boxes_for_formats_may_be_inside_one_another() -> None:
    document = sound("## A\n\n:::: only brochure\n::: not brochure\nX\n:::\nY\n::::\n")

    assert (shown(document, "brochure"), shown(document, "fact-sheet")) == ([("A", ["Y"])], [])


def test_a_box_inside_a_component_is_adapted_too() -> None:
    document = sound("## A\n\n:::: callout\n::: only brochure\nX\n:::\nY\n::::\n")

    assert shown(document, "brochure") == [("A", ["callout(X Y)"])]
    assert shown(document, "fact-sheet") == [("A", ["callout(Y)"])]


def test_a_component_that_becomes_empty_is_left_out() -> None:
    document = sound("## A\n\nX\n\n:::: callout\n::: only brochure\nY\n:::\n::::\n")

    assert shown(document, "fact-sheet") == [("A", ["X"])]


def test_a_section_that_becomes_empty_is_left_out_with_its_heading() -> None:
    document = sound("## A\n\n::: only brochure\nX\n:::\n\n## B\n\nY\n\n## C\n")

    assert shown(document, "fact-sheet") == [("B", ["Y"]), ("C", [])]
    assert shown(document, "brochure") == [("A", ["X"]), ("B", ["Y"]), ("C", [])]


def test_sections_that_name_a_panel_are_read_first_where_the_format_has_it() -> None:
    document = sound("## A\n\nX\n\n## B {panel=flap}\n\nY\n\n## C {panel=inside-2}\n\nZ\n\n## D {panel=flap}\n\nW\n")

    assert [name for name, _ in shown(document, "brochure")] == ["B", "D", "A", "C"]
    assert [name for name, _ in shown(document, "fact-sheet")] == ["A", "B", "C", "D"]


@pytest.mark.parametrize(("front", "path"), [("", "asthma"), ("contact-path: lungs\n", "lungs")])
def test_a_documents_name_leads_to_the_contact_form_unless_it_says_otherwise(front: str, path: str) -> None:
    document, _ = make("", front)

    assert (document.contact_path, document.folder, document.name, document.lang) == (
        path,
        "content/asthma",
        "asthma",
        "en",
    )


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("# A\n", ("heading-level", "the title is the only heading of the first level", 5, "#")),
        ("A\n\n#### B\n", ("heading-level", "`####` is 2 levels too deep here", 7, "####")),
        ("## A\n\n#### B\n", ("heading-level", "`####` is 1 level too deep here", 7, "####")),
        ("::: callout\n## A\n:::\n", ("heading-level", "a ## heading cannot be inside a box", 6, "##")),
        ("## A {panel=flop}\n", ("unknown-panel", "there is no panel `flop` for text", 5, "panel=flop")),
        ("## A {panel=cover}\n", ("unknown-panel", "there is no panel `cover` for text", 5, "panel=cover")),
        ("## A {icon=hand}\n", ("unknown-attribute", "`icon` means nothing here", 5, "icon=")),
        ("## A\n\n### B {panel=flap}\n", ("unknown-attribute", "`panel` means nothing here", 7, "panel=")),
        ("- a {icon=hnd}\n", ("unknown-icon", "there is no icon `hnd`", 5, "icon=hnd")),
        ("- a\n- b {state=maybe}\n", ("unknown-attribute", "a step is never `maybe`", 6, "state=maybe")),
        ("- a {size=3}\n", ("unknown-attribute", "`size` means nothing here", 5, "size=")),
        ("::: calout\nA\n:::\n", ("unknown-component", "there is no box `calout`", 5, "calout")),
        ("::: callout\n:::\n", ("empty-component", "`::: callout` has nothing in it", 5, "callout")),
        ("| A |\n|---|\n", ("empty-component", "this table has no row below its head", 5, "|")),
        ("::: only poster\nA\n:::\n", ("unknown-format", "there is no format `poster`", 5, "only poster")),
        ("A\n\n<b>x</b>\n", ("raw-html", "HTML like `<b>` is not printed", 7, "<b>")),
        ("<div>\nx\n</div>\n", ("raw-html", "HTML like `<div>` is not printed", 5, "<div>")),
    ],
)  # fmt: skip
def test_an_unknown_name_is_shown_in_its_line(body: str, fault: tuple[str, str, int, str]) -> None:
    assert faults(body)[:1] == [fault]


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ("## A {panel=flop}\n", "did you mean `flap`?"),
        ("## A {panel=zzz}\n", "Text can go to flap, inside-1, inside-2 or inside-3."),
        ("- a {icon=hnd}\n", "did you mean `hand`?"),
        ("::: calout\nA\n:::\n", "did you mean `::: callout`?"),
        ("::: {.callout}\nA\n:::\n", "did you mean `::: callout`?"),
        ("::: zzzzz\nA\n:::\n", "The boxes are callout, icons, key-facts and steps."),
        ("::: only brochur\nA\n:::\n", "did you mean `::: only brochure`?"),
        ("::: not\nA\n:::\n", "The formats are brochure and fact-sheet."),
        ("## A {icon=hand}\n", "A ## heading can have   {panel=flap}"),
        ("## A\n\n### B {panel=flap}\n", "Only a ## heading can have   {panel=flap}"),
        ("- a {size=3}\n", "A list item can have   {icon=hand}"),
        ("<!-- check this -->\n", "Delete it: a manuscript has no hidden notes."),
        ("<b>x</b>\n", "Make the words bold:   **words**"),
        ("H<sub>2</sub>O\n", "Type   H~2~O   for what is lowered, and   10^3^   for what is raised."),
        ("a<br>b\n", "End the line with a backslash instead:   First line\\"),
        ("<div>a</div>\n", "Use Markdown: **bold**, a list, or a box such as   ::: callout"),
        ("## A\n\n#### B\n", "Type ###: people who listen to the page jump from level to level."),
    ],
)
def test_the_help_says_what_to_type(body: str, advice: str) -> None:
    assert [fault.help for fault in make(body)[1]] == [advice]


def test_a_heading_may_be_any_number_of_levels_higher_than_the_one_before() -> None:
    assert faults("## A\n\n### B\n\n#### C\n\n### D\n\n## E\n\n### F\n") == []


def test_the_faults_of_front_matter_and_text_come_in_one_run() -> None:
    diagnostics = make("::: calout\n- a {icon=hnd}\n:::\n\n# B\n", "status: done\n")[1]

    assert sorted(fault.code for fault in diagnostics) == [
        "heading-level", "unknown-component", "unknown-icon", "wrong-type",
    ]  # fmt: skip
