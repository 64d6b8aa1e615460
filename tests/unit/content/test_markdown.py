"""Rules of Markdown: which marks of Pandoc, GitHub and Word are read, and which signs are known to be escaped."""

from __future__ import annotations

from typing import Any

import pytest
from markdown_it.tree import SyntaxTreeNode

from carepress.content.markdown import CAPTION, ESCAPED, bare_key, parser


def tree(typed: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(parser("en").parse(typed, {}))


def kinds(typed: str) -> list[str]:
    """The inline nodes of the text, with their words."""
    leaves = (node for block in tree(typed).walk() if block.type == "inline" for node in block.children)
    return [f"{leaf.type} {_words(leaf)}".strip() for leaf in leaves]


def _words(node: SyntaxTreeNode) -> str:
    return node.content or "".join(child.content for child in node.walk() if child.type == "text")


@pytest.mark.parametrize(("typed", "read"), [
    ("H~2~O", ["text H", "sub 2", "text O"]), ("10^3^", ["text 10", "sup 3"]), ("~~a~~", ["text ~~a~~"]),
    ("a~~~b~", ["text a~~~b~"]), ("@a says", ["in_text @a", "text  says"]), ("(@a.)", ["text (", "in_text @a",
    "text .)"]),
    ("a@b.example", ["text a@b.example"]), (r"\@a", ["text @a"]), ("@{odd key}", ["in_text @{odd key}"]),
    ("[see @a]", ["citation [see @a]"]), ("a\\\nb", ["text a", "hardbreak", "text b"]),
    ("a\u2028b", ["text a", "hardbreak", "text b"]), ("a -- b --- c", ["text a – b — c"]),
    ("a <!- b", ["text a <!- b"]),
    (r"a\--b", ["text a--b"]), ("x[^1]\n\n[^1]: y", ["text x", "footnote_ref", "text y"]),
])  # fmt: skip
def test_a_mark_is_read(typed: str, read: list[str]) -> None:
    assert kinds(typed) == read


@pytest.mark.parametrize(("typed", "content", "unescaped"), [
    (r"a\*b", "a*b", f"a{ESCAPED}b"), ("&amp;c", "&c", f"{ESCAPED}c"), (r"5\ mg", "5\xa0mg", f"5{ESCAPED}mg"),
    (r"a\b", r"a\b", r"a\b"), ("a*b", "a*b", "a*b"), (r"\\x", r"\x", f"{ESCAPED}x"),
])  # fmt: skip
def test_a_text_knows_which_of_its_signs_are_meant(typed: str, content: str, unescaped: str) -> None:
    (text,) = (node for node in tree(typed).walk() if node.type == "text")

    assert (text.content, text.meta["unescaped"]) == (content, unescaped)


@pytest.mark.parametrize("typed", [
    "| a |\n|---|\n| b |\n\n: What it shows", "| a |\n|---|\n| b |\n\nTable: What it shows",
    ": What it shows\n\n| a |\n|---|\n| b |",
])  # fmt: skip
def test_a_table_has_its_caption(typed: str) -> None:
    (table,) = tree(typed).children

    assert [child.type for child in table.children] == ["caption", "thead", "tbody"]
    assert _words(table.children[0].children[0]) == "What it shows"


@pytest.mark.parametrize(("typed", "kind", "meta"), [
    ("- [ ] a", "list_item", {"task": False}), ("- [X] a", "list_item", {"task": True}),
    ("![a](b.svg){width=50%}", "image", {"attributes": {"width": "50%"}}),
    ("## A {panel=flap}", "heading", {"attributes": {"panel": "flap"}}),
])  # fmt: skip
def test_marks_beside_a_text_are_properties_of_its_node(typed: str, kind: str, meta: dict[str, Any]) -> None:
    (node,) = (node for node in tree(typed).walk() if node.type == kind)

    assert node.meta == meta


def test_a_caption_is_markdown() -> None:
    (image,) = (node for node in tree('![a](b.svg "Two **open** tubes [@a]")').walk() if node.type == "image")

    assert [leaf.type for leaf in image.meta[CAPTION].children[0].children] == ["text", "strong", "text", "citation"]


def test_definitions_are_a_list_of_words() -> None:
    (words,) = tree("Inhaler\n: A device\n: A helper\n").children

    assert [(node.type, _words(node.children[0])) for node in words.children] == [
        ("dt", "Inhaler"), ("dd", "A device"), ("dd", "A helper"),
    ]  # fmt: skip


@pytest.mark.parametrize(("typed", "key"), [("{odd key}", "odd key"), ("brown2017.", "brown2017"), ("a:b;", "a:b")])
def test_a_key_ends_before_the_stop_of_its_sentence(typed: str, key: str) -> None:
    assert bare_key(typed) == key
