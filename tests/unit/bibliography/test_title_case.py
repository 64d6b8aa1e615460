"""Title Case: asked about only where nearly all words have capitals that no name explains."""

from __future__ import annotations

import pytest

from carepress.bibliography.title_case import is_title_case


@pytest.mark.parametrize(
    "title",
    [
        "Mesenchymal Stem Cells in the Treatment of Amyotrophic Lateral Sclerosis",
        "Stem Cells for Motor Neuron Disease",
        "Effects of {iPSC} Therapy on Motor Function in Adults With Spinal Injury",
        "Airway Swelling: A Review of Current Treatment and Later Outcomes",
        "AMYOTROPHIC LATERAL SCLEROSIS IN ADULTS",
    ],
)
def test_capitals_on_every_word_are_seen(title: str) -> None:
    assert is_title_case(title)


@pytest.mark.parametrize(
    "title",
    [
        "Riluzole for amyotrophic lateral sclerosis ({ALS})/motor neuron disease ({MND})",
        "Asthma",
        "Living With Asthma",
        "Home oxygen therapy: an official {American Thoracic Society} clinical practice guideline",
        "{Guidelines of the World Health Organization on Oxygen Therapy}",
        "{{Mesenchymal Stem Cells in the Treatment of Amyotrophic Lateral Sclerosis}}",
        "Behandlung der Amyotrophen Lateralsklerose bei Erwachsenen mit Vorerkrankungen",
        "Asthma in New York and in Los Angeles",
        "World {Medical} {Association} {Declaration of Helsinki}: ethical principles for medical research",
        "The Parkinson and Alzheimer diseases in Germany",
        "mRNA, siRNA, iPSC and BRCA1 in COPD: GOLD and GINA",
        "La Vida con el Asma en los Hospitales de España",
        "",
    ],
)
def test_names_short_titles_and_other_languages_are_left_alone(title: str) -> None:
    assert not is_title_case(title)
