"""Rules of the words: every language says all that carepress prints, with its own months."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import pytest

from carepress.design.locale import SENTENCES, Locale, read_locale
from carepress.diagnostics.model import Diagnostics
from carepress.project.source import Source, read

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = sorted(path.stem for path in (ROOT / "templates/locales").glob("*.yaml"))


def shipped(lang: str) -> Locale:
    source = read(ROOT, f"templates/locales/{lang}.yaml")
    assert isinstance(source, Source)
    words, diagnostics = read_locale(source, lang)
    assert diagnostics == Diagnostics()
    assert words is not None
    return words


def places(sentence: str) -> set[str]:
    """The {curly} words that are filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_english_and_spanish_come_with_the_house() -> None:
    assert {"en", "es"} <= set(SHIPPED)


@pytest.mark.parametrize("lang", SHIPPED)
def test_every_language_says_everything_in_its_own_words(lang: str) -> None:
    words = shipped(lang)

    assert set(words.sentences) == set(SENTENCES) - {"months"}
    assert all(sentence.strip() for sentence in words.sentences.values())
    assert (len(set(words.months)), words.sentences["direction"] in {"ltr", "rtl"}) == (12, True)


@pytest.mark.parametrize("lang", SHIPPED)
def test_every_language_fills_in_the_same_places_as_english(lang: str) -> None:
    english = shipped("en").sentences

    assert {name: places(said) for name, said in shipped(lang).sentences.items() if name != "date"} == {
        name: places(said) for name, said in english.items() if name != "date"
    }


@pytest.mark.parametrize(("lang", "said"), [("en", "November 2026"), ("es", "noviembre de 2026")])
def test_a_date_is_a_month_and_a_year(lang: str, said: str) -> None:
    assert shipped(lang).date(date(2026, 11, 1)) == said


def test_january_is_the_first_month_and_december_the_last() -> None:
    words = shipped("en")

    assert (words.date(date(2026, 1, 31)), words.date(date(2026, 12, 1))) == ("January 2026", "December 2026")


def test_a_sentence_is_filled_in() -> None:
    assert shipped("en").say("reference", number=3) == "Reference 3"


def test_a_sentence_that_no_language_has_is_a_bug_of_ours() -> None:
    with pytest.raises(KeyError):
        shipped("en").say("weather")


def test_a_language_that_lacks_words_is_told_with_all_that_it_lacks() -> None:
    text = (ROOT / "templates/locales/en.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("key-facts:", "months:"))]
    words, diagnostics = read_locale(Source(file="templates/locales/fi.yaml", text="\n".join(lines)), "fi")

    assert (words, [(fault.code, fault.message, fault.help) for fault in diagnostics]) == (
        None,
        [
            (
                "missing-key",
                "templates/locales/fi.yaml lacks key-facts, months",
                "Copy the lines from templates/locales/en.yaml and translate them.",
            )
        ],
    )


def test_a_words_file_that_is_no_yaml_is_told() -> None:
    words, diagnostics = read_locale(Source(file="templates/locales/fi.yaml", text="a: b: c"), "fi")

    assert (words, [fault.code for fault in diagnostics]) == (None, ["yaml-syntax"])


@pytest.mark.parametrize(
    ("sound", "faulty"),
    [
        ("months: [January, February,", "months: [February,"),
        ("months: [January, February, March,", "months: Mayday  # ["),
        ("{number}", "{numero}"),
        ("{number}", "{number"),
    ],
)
def test_words_that_cannot_be_filled_in_are_a_fault_and_no_crash(sound: str, faulty: str) -> None:
    text = (ROOT / "templates/locales/en.yaml").read_text(encoding="utf-8")
    assert sound in text
    words, diagnostics = read_locale(Source(file="templates/locales/fi.yaml", text=text.replace(sound, faulty)), "fi")

    assert words is None
    assert diagnostics.errors
