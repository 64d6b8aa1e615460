"""Rules of syllables: words have as many as are heard."""

from __future__ import annotations

import pytest

from carepress.preflight.readability.syllables import syllables

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
