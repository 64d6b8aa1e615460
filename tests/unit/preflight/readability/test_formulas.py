"""Rules of the reading formulas: the published ones, for the languages that they are made for."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.preflight.readability.formulas import Reading, hardest, long_words, reading
from carepress.preflight.readability.sentences import sentences_of
from tests.support.proofs import written


def measured(tmp_path: Path, text: str) -> Reading:
    found = reading(written(tmp_path, text).document)
    assert found is not None
    return found


def test_smog_and_flesch_kincaid_are_the_published_formulas(tmp_path: Path) -> None:
    found = measured(
        tmp_path, "## One\n\nThe physical therapist helps. You rest.\n\n## Two\n\nCall us. We come to you.\n"
    )

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
    assert measured(tmp_path, "We rest. " * 29).indicative
    assert not measured(tmp_path, "We rest. " * 30).indicative


def test_spanish_has_a_formula_of_its_own(tmp_path: Path) -> None:
    text = "---\ntitle: Asma\nformats: [fact-sheet]\n---\n\nUse su medicamento. Descanse bien.\n"
    found = reading(written(tmp_path, text, lang="es").document)

    assert found is not None
    smog = 1.0430 * (30 * 2 / 2) ** 0.5 + 3.1291
    assert (found.smog, found.grade) == (pytest.approx(0.74 * smog - 2.51), None)


def test_a_language_without_a_formula_has_no_grade(tmp_path: Path) -> None:
    text = "---\ntitle: Asthma\nformats: [fact-sheet]\n---\n\nRufen Sie uns an.\n"

    assert reading(written(tmp_path, text, lang="de").document) is None


def test_a_document_without_a_sentence_has_no_grade(tmp_path: Path) -> None:
    assert reading(written(tmp_path, "## Nothing yet\n").document) is None


def test_the_hardest_sentences_are_the_long_ones_and_those_of_long_words(tmp_path: Path) -> None:
    text = "We rest. Physiotherapists recommend immediate operations. You can come to us on any day of the week. Yes."

    sentences = sentences_of(written(tmp_path, text).document)

    assert [sentence.words[0].text for sentence in hardest(sentences, "en", 2)] == ["Physiotherapists", "You"]


def test_a_number_or_an_address_is_no_long_word(tmp_path: Path) -> None:
    proof = written(tmp_path, "Call 911 or 555-867-5309, or see www.cardiomyopathy.org about cardiomyopathy.")

    (sentence,) = sentences_of(proof.document)

    assert long_words(sentence, "en") == ("cardiomyopathy",)
