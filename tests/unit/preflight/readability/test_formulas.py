from __future__ import annotations

from pathlib import Path

import pytest

from carepress.build.inputs import forget, load_inputs
from carepress.build.summarise import read_document
from carepress.content.document import Document
from carepress.preflight.readability.formulas import Reading, hardest, reading
from carepress.preflight.readability.sentences import Kind, front_sentences, sentences_of
from carepress.preflight.readability.syllables import syllables
from carepress.project.files import ProjectFolder
from tests.support.proofs import MANUSCRIPT, TODAY, put, written

# Counted by hand, as they are spoken. All of them come out right; hyphenation patterns (pyphen) get two in three.
ENGLISH = """
    a-ller-gic al-ler-gies al-ler-gy an-es-the-sia anx-i-e-ty ar-e-a ar-thri-tis asth-ma au-tis-m a-my-o-tro-phic
    an-ti-bi-ot-ics bac-te-ri-a be-ing bi-op-sy blood breathed breath-ing bron-chi-tis care-ful-ly care-giv-er
    care-giv-ers car-di-ol-o-gy cath-e-ter che-mo-ther-a-py con-sti-pa-tion de-pres-sion di-a-be-tes di-ag-no-sis
    di-al-y-sis di-ar-rhe-a dif-fer-ent dif-fi-cult dis-ease do-ing el-e-ment ep-i-lep-sy ev-ery-one ex-er-cise
    ex-er-ci-ses ex-per-i-men-tal fa-tigue flu-id grad-u-al-ly head-ache head-aches hos-pi-tal i-de-a im-mune
    in-ci-sion in-fec-tion in-flam-ma-tion in-hal-er in-su-lin lat-er-al med-i-ca-tion med-i-cine mes-en-chy-mal
    mo-tor mus-cles nau-se-a need-ed nerve neu-rons o-be-si-ty oc-cu-pa-tion-al op-er-a-tion os-te-o-po-ro-sis
    pa-tients peo-ple phys-i-cal play-er qual-i-ty ra-di-a-tion re-cov-er-y rhyth-m ri-lu-zole safe-ly sci-ence
    sci-en-tif-ic scle-ro-sis sei-zure some-one some-thing spas-m stitch-es stud-y-ing sup-ple-ment sur-geon
    sur-ger-y swal-low-ing syn-drome tem-per-a-ture ther-a-pist tis-sue treat-ments tri-al twitch-ing u-su-al-ly
    vac-cine veg-ta-ble vi-rus
"""
SPANISH = """
    a-gua a-yer ci-güe-ña co-ra-zón cons-truir cui-da-do des-pués dí-a do-lor en-fer-me-dad hue-vo me-di-ca-men-to
    mus-cu-lar muy neu-ro-na o-í-do pa-ís pul-mo-nes que quien rey se-guir sín-to-mas tam-bién y
"""
WRITTEN_OTHERWISE = {"veg-ta-ble": "vegetable"}


def read(tmp_path: Path, text: str) -> Reading:
    found = reading(written(tmp_path, text).document)
    assert found is not None
    return found


def document_of(project: ProjectFolder, file: str) -> Document:
    forget()
    _, document, _ = read_document(file, project, load_inputs(project, "", TODAY.year).known)
    assert document is not None
    return document


def prose(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    document = written(tmp_path, text).document
    return [(found.line - 5, found.text) for found in sentences_of(document) if found.kind is Kind.PROSE]


def test_english_words_have_the_syllables_that_are_heard() -> None:
    words = {WRITTEN_OTHERWISE.get(word, word.replace("-", "")): word.count("-") + 1 for word in ENGLISH.split()}

    assert {word: syllables(word, "en") for word in words} == words


def test_spanish_words_have_the_syllables_that_are_heard() -> None:
    words = {word.replace("-", ""): word.count("-") + 1 for word in SPANISH.split()}

    assert {word: syllables(word, "es") for word in words} == words


@pytest.mark.parametrize(
    ("word", "count"),
    [("ALS", 1), ("MSCs", 1), ("U.S.", 1), ("2.5", 2), ("7", 1), ("step-by-step", 3), ("don’t", 1), ("didn't", 2)],
)
def test_acronyms_are_one_syllable_and_figures_one_a_digit(word: str, count: int) -> None:
    assert syllables(word, "en") == count


def test_a_point_after_an_abbreviation_or_in_a_number_ends_no_sentence(tmp_path: Path) -> None:
    text = "Ask Dr. Perez, e.g. at 8 a.m. on day 2. Take 2.5 ml, approx. half a spoon. It is a U.S. Army plan."

    assert prose(tmp_path, text) == [
        (1, "Ask Dr. Perez, e.g. at 8 a.m. on day 2."),
        (1, "Take 2.5 ml, approx. half a spoon."),
        (1, "It is a U.S. Army plan."),
    ]


def test_a_short_answer_and_a_quotation_end_as_sentences_do(tmp_path: Path) -> None:
    text = 'Can I drive? No. She said: "Wait." Then she left (at 8 p.m.). We stayed.'

    assert [said for _, said in prose(tmp_path, text)] == [
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

    assert [[word.text for word in found.words] for found in sentences_of(written(tmp_path, text).document)] == [
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

    assert [found.span(0, 4).column for found in sentences_of(document) if found.kind is Kind.PROSE] == [3, 10]


def test_a_box_that_only_one_format_shows_is_read_too(tmp_path: Path) -> None:
    text = ":::: only fact-sheet\n::: warning\nCall us.\n:::\n::::\n\n::: not fact-sheet\nCome in.\n:::\n"

    assert [said for _, said in prose(tmp_path, text)] == ["Call us.", "Come in."]


def test_the_front_matter_is_found_in_its_own_lines(tmp_path: Path) -> None:
    text = "---\ntitle: title page\nformats: [fact-sheet]\nglossary: {puffer: a small device}\n---\n\nText.\n"
    proof = written(tmp_path, text)

    found = front_sentences(proof.document, proof.manuscript)

    assert [(str(said.span(0, 5)), said.text) for said in found] == [
        (f"{MANUSCRIPT}:2:8", "title page"),
        (f"{MANUSCRIPT}:4:20", "a small device"),
    ]


def test_smog_and_flesch_kincaid_are_the_published_formulas(tmp_path: Path) -> None:
    found = read(tmp_path, "## One\n\nThe physical therapist helps. You rest.\n\n## Two\n\nCall us. We come to you.\n")

    # 12 words, 16 syllables, 2 of the words with 3 and more, 4 sentences
    assert found.as_json() == {
        "smog": round(1.0430 * (30 * 2 / 4) ** 0.5 + 3.1291, 1),
        "grade": round(0.39 * 12 / 4 + 11.8 * 16 / 12 - 15.59, 1),
        "sentences": 4,
        "words": 12,
        "polysyllables": 2,
        "indicative": True,
        "sections": [
            {"heading": "One", "smog": 8.8, "grade": 5.2, "sentences": 2, "words": 6},
            {"heading": "Two", "smog": 3.1, "grade": 0.0, "sentences": 2, "words": 6},
        ],
    }


def test_thirty_sentences_are_enough_for_a_grade(tmp_path: Path) -> None:
    assert read(tmp_path, "We rest. " * 29).indicative
    assert not read(tmp_path, "We rest. " * 30).indicative


def test_spanish_is_read_with_the_formula_that_is_made_for_it(tmp_path: Path) -> None:
    spanish = MANUSCRIPT.replace("en.md", "es.md")
    text = "---\ntitle: Asma\nformats: [fact-sheet]\n---\n\nUse su medicamento. Descanse bien.\n"
    found = reading(document_of(put(tmp_path, {spanish: text}), spanish))

    assert found is not None
    smog = 1.0430 * (30 * 2 / 2) ** 0.5 + 3.1291
    assert (found.smog, found.grade) == (pytest.approx(0.74 * smog - 2.51), None)


def test_a_language_without_a_formula_is_not_read(tmp_path: Path) -> None:
    german = MANUSCRIPT.replace("en.md", "de.md")
    text = "---\ntitle: Asthma\nformats: [fact-sheet]\n---\n\nRufen Sie uns an.\n"

    assert reading(document_of(put(tmp_path, {german: text}), german)) is None


def test_a_document_without_a_sentence_is_not_read(tmp_path: Path) -> None:
    assert reading(written(tmp_path, "## Nothing yet\n").document) is None


def test_the_hardest_sentences_are_the_long_ones_and_those_of_long_words(tmp_path: Path) -> None:
    text = "We rest. Physiotherapists recommend immediate operations. You can come to us on any day of the week. Yes."

    assert [said.words[0].text for said in hardest(written(tmp_path, text).document, 2)] == ["Physiotherapists", "You"]
