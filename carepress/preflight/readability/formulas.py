"""Reading formulas: how many years of school a text asks of its reader.

SMOG is the measure of choice for health texts: it predicts full understanding. Flesch-Kincaid, which predicts less, is
shown beside it, because most other programs show it. On the same text formulas differ by up to five grades (Wang 2013),
so a grade is a hint where to look, and never proves that a text can be read.

In:   a Document, or its sentences.
Out:  the Reading of the whole and of every section; the hardest sentences.
Never: grades a language for which there is no adapted formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt

from carepress.content.document import Document
from carepress.preflight.readability.sentences import Kind, Sentence, sentences_of
from carepress.preflight.readability.syllables import COUNTS, syllables

ENOUGH_SENTENCES = 30
"""With fewer, one long word moves the grade too far: McLaughlin 1969."""
LONG_WORD = 3
"""Syllables of a word that SMOG counts."""
SOL = {"es": (0.74, -2.51)}
"""The grade that a Spanish text with this SMOG has on the English scale, a * SMOG + b: Contreras et al., 'The SOL
formulas', Journal of Health Communication 1999;4:21-9."""

JOINTS = dict.fromkeys(map(ord, "-‑'’"))  # signs that stand within a word


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What the formulas say of a text, and of its sections, by their headings. `lang` is the base language."""

    lang: str
    sentences: int
    words: int
    syllables: int
    polysyllables: int
    heading: str = ""
    sections: tuple[Reading, ...] = ()

    @property
    def smog(self) -> float:
        """The school grade by SMOG; for Spanish, by SOL."""
        grade = 1.0430 * sqrt(ENOUGH_SENTENCES * self.polysyllables / self.sentences) + 3.1291
        slope, offset = SOL.get(self.lang, (1.0, 0.0))
        return slope * grade + offset

    @property
    def grade(self) -> float | None:
        """The school grade by Flesch-Kincaid, never below 0; None for other languages than English."""
        if self.lang != "en":
            return None
        return max(0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59, 0.0)

    @property
    def indicative(self) -> bool:
        """Whether the text is too short for a grade that can be relied on."""
        return self.sentences < ENOUGH_SENTENCES

    def as_json(self) -> dict[str, object]:
        """The figures as they are shown: grades with one decimal, null where the language has no such formula."""
        figures: dict[str, object] = {
            "smog": round(self.smog, 1),
            "grade": None if self.grade is None else round(self.grade, 1),
            "sentences": self.sentences,
            "words": self.words,
        }
        if self.heading:
            return {"heading": self.heading, **figures}
        polysyllables = {"polysyllables": self.polysyllables, "indicative": self.indicative}
        return {**figures, **polysyllables, "sections": [section.as_json() for section in self.sections]}


def reading(document: Document) -> Reading | None:
    """How hard a document is to read; None for a language without a formula, and for a text without a sentence."""
    return reading_of(sentences_of(document), base_language(document))


def reading_of(sentences: Iterable[Sentence], lang: str) -> Reading | None:
    """The same for sentences; headings and front matter do not count."""
    prose = _prose(sentences)
    if lang not in COUNTS or not prose:
        return None
    sections = tuple(
        _measured(list(group), lang, heading=heading)
        for heading, group in groupby(prose, key=lambda sentence: sentence.section)
        if heading
    )
    return _measured(prose, lang, sections=sections)


def hardest(sentences: Iterable[Sentence], lang: str, count: int = 3) -> tuple[Sentence, ...]:
    """The sentences that ask most of a reader, the hardest first: long ones, and ones full of long words."""
    unique: dict[str, Sentence] = {}
    for sentence in _prose(sentences):  # boxes for two formats may say the same
        unique.setdefault(sentence.text, sentence)
    return tuple(sorted(unique.values(), key=lambda sentence: -_difficulty(sentence, lang))[:count])


def long_words(sentence: Sentence, lang: str) -> tuple[str, ...]:
    """The words of a sentence that SMOG counts, each once; not numbers and addresses, for which there is no shorter."""
    words = (word.text for word in sentence.words if word.text.translate(JOINTS).isalpha())
    return tuple(dict.fromkeys(word for word in words if syllables(word, lang) >= LONG_WORD))


def base_language(document: Document) -> str:
    """The language without its region: `es` for es-mx."""
    return document.lang.partition("-")[0]


def _prose(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    return tuple(sentence for sentence in sentences if sentence.kind is Kind.PROSE)


def _measured(
    prose: Sequence[Sentence], lang: str, *, heading: str = "", sections: tuple[Reading, ...] = ()
) -> Reading:
    counts = [syllables(word.text, lang) for sentence in prose for word in sentence.words]
    return Reading(
        lang=lang,
        sentences=len(prose),
        words=len(counts),
        syllables=sum(counts),
        polysyllables=sum(count >= LONG_WORD for count in counts),
        heading=heading,
        sections=sections,
    )


def _difficulty(sentence: Sentence, lang: str) -> int:
    """A long word costs a reader about as much as four short ones."""
    long = sum(syllables(word.text, lang) >= LONG_WORD for word in sentence.words) if lang in COUNTS else 0
    return len(sentence.words) + 3 * long
