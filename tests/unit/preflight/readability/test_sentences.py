"""Rules of sentences: a text is cut where a reader stops, and every word is found where it was typed."""

from __future__ import annotations

from pathlib import Path

from carepress.preflight.readability.sentences import Kind, front_sentences, sentences_of
from tests.support.proofs import MANUSCRIPT, written


def prose(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    """The sentences of prose, each with its line below the front matter."""
    document = written(tmp_path, text).document
    return [(sentence.line - 5, sentence.text) for sentence in sentences_of(document) if sentence.kind is Kind.PROSE]


def test_a_full_stop_after_an_abbreviation_or_in_a_number_ends_no_sentence(tmp_path: Path) -> None:
    text = "Ask Dr. Perez, e.g. at 8 a.m. on day 2. Take 2.5 ml, approx. half a spoon. It is a U.S. Army plan."

    assert prose(tmp_path, text) == [
        (1, "Ask Dr. Perez, e.g. at 8 a.m. on day 2."),
        (1, "Take 2.5 ml, approx. half a spoon."),
        (1, "It is a U.S. Army plan."),
    ]


def test_a_short_answer_and_a_quotation_end_as_sentences_do(tmp_path: Path) -> None:
    paragraph = 'Can I drive? No. She said: "Wait." Then she left (at 8 p.m.). We stayed.'

    assert [text for _, text in prose(tmp_path, paragraph)] == [
        "Can I drive?",
        "No.",
        "She said: “Wait.”",
        "Then she left (at 8 p.m.).",
        "We stayed.",
    ]


def test_list_items_cells_and_captions_are_sentences_and_headings_are_none(tmp_path: Path) -> None:
    text = (
        "## What helps\n\n1. Shake it\n2. Breathe **out**\n\n"
        "| When | What |\n| --- | --- |\n| Day | Rest well |\n| Night | Rest |\n\n"
        "::: callout\n### Your plan\n\nAsk *us*.\n:::\n\n"
        '![Two tubes](airways.svg "In an attack they narrow.")\n\n    code is not read\n'
    )

    assert prose(tmp_path, text) == [
        (3, "Shake it"),
        (4, "Breathe out"),
        (8, "Day"),
        (8, "Rest well"),
        (9, "Night"),
        (9, "Rest"),
        (14, "Ask us."),
        (17, "In an attack they narrow."),
    ]


def test_reference_markers_are_not_read(tmp_path: Path) -> None:
    text = "It swells [@smith2019; @lee2021, p. 3]. It hurts\n[@smith2019] and itches."

    assert [[word.text for word in sentence.words] for sentence in sentences_of(written(tmp_path, text).document)] == [
        ["It", "swells"],
        ["It", "hurts", "and", "itches"],
    ]


def test_a_sentence_knows_its_line_in_a_paragraph_of_several(tmp_path: Path) -> None:
    text = "It is here. It begins\non one line, and\nends there. It's **done**\nnow."

    assert prose(tmp_path, text) == [
        (1, "It is here."),
        (1, "It begins on one line, and ends there."),
        (3, "It’s done now."),
    ]


def test_a_cell_is_found_where_it_stands_though_its_words_stand_before_it_in_the_row(tmp_path: Path) -> None:
    document = written(tmp_path, "| A | B |\n| --- | --- |\n| Rest | Rest |\n").document

    assert [sentence.span(0, 4).column for sentence in sentences_of(document) if sentence.kind is Kind.PROSE] == [3, 10]


def test_a_box_that_only_one_format_shows_is_read_too(tmp_path: Path) -> None:
    boxes = ":::: only fact-sheet\n::: warning\nCall us.\n:::\n::::\n\n::: not fact-sheet\nCome in.\n:::\n"

    assert [text for _, text in prose(tmp_path, boxes)] == ["Call us.", "Come in."]


def test_the_front_matter_is_found_in_its_own_lines(tmp_path: Path) -> None:
    text = "---\ntitle: title page\nformats: [fact-sheet]\nglossary: {puffer: a small device}\n---\n\nText.\n"
    proof = written(tmp_path, text)

    sentences = front_sentences(proof.document, proof.manuscript)

    assert [(str(sentence.span(0, 5)), sentence.text) for sentence in sentences] == [
        (f"{MANUSCRIPT}:2:8", "title page"),
        (f"{MANUSCRIPT}:4:20", "a small device"),
    ]
