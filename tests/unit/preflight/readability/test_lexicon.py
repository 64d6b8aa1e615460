"""Rules of the lexicon: a language's words are found by their stems, and its lists do not contradict each other."""

from __future__ import annotations

import pytest

from carepress.preflight.readability.lexicon import FOLDER, Lexicon, lexicon

LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.toml"))


def words_of(lang: str) -> Lexicon:
    words = lexicon(lang)
    assert words is not None
    return words


def test_a_language_without_a_file_has_no_lexicon() -> None:
    assert [lang for lang in ("en", "es", "de", "../en", "") if lexicon(lang)] == ["en", "es"]


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("en", ("injury", "injuries")),
        ("en", ("medicate", "medicated", "medicating")),
        ("es", ("medicamento", "Medicamentos")),
    ],
)
def test_the_forms_of_a_word_have_one_stem(lang: str, forms: tuple[str, ...]) -> None:
    assert len({words_of(lang).stem(form) for form in forms}) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_that_has_a_plainer_one_is_not_called_common(lang: str) -> None:
    words = words_of(lang)

    assert sorted(words.common & words.plain.keys()) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_promise_says_why_it_is_one_and_what_to_say_instead(lang: str) -> None:
    unexplained = [claim.pattern.pattern for claim in words_of(lang).claims if not (claim.why and claim.instead)]

    assert unexplained == []


def test_safe_and_effective_promise_too_much_only_in_a_trial() -> None:
    def promises(text: str) -> set[bool]:
        return {claim.investigational for claim in words_of("en").claims if claim.pattern.search(text)}

    assert promises("The treatment is safe.") == {True}
    assert promises("This can cure you.") == {False}
