"""Preflight of the language: can a patient read the text, and does it promise too much?

A formula sees only how long sentences and words are. Only a reader can say whether a text is understood.

In:   Written.
Out:  Diagnostics.
Never: rewrites; each of its faults is a question to the author, who may know better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from carepress.content.check_settings import CheckSettings
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.proof import Written
from carepress.preflight.readability.formulas import Reading, base_language, hardest, long_words, reading_of
from carepress.preflight.readability.lexicon import Lexicon, lexicon
from carepress.preflight.readability.sentences import Kind, Sentence, front_sentences, sentences_of
from carepress.preflight.readability.wording import claims, emphasis, hard_words

MIN_SENTENCES = 10  # with fewer, SMOG is not even a hint: its table for short passages begins here
MIN_PART = 5  # words: both parts of a long sentence must be able to stand alone
SHOWN_WORDS = 3
SHOWN_SECTIONS = 3


def check_written(written: Written) -> Iterator[Diagnostic]:
    """Reading level, long sentences, words that nobody explains, promises, italics and capitals."""
    lang = base_language(written.document)
    words, body = lexicon(lang), sentences_of(written.document)
    every = front_sentences(written.document, written.manuscript) + body
    yield from _reading_level(written, body, lang)
    yield from _long_sentences(body, words, written.checks.sentence_words)
    if words:
        yield from hard_words(body, words, written, lang)
        yield from claims(every, words, investigational=written.document.front.investigational)
    yield from emphasis(every, words)


def _reading_level(written: Written, body: Sequence[Sentence], lang: str) -> Iterator[Diagnostic]:
    checks, reading = written.checks, reading_of(body, lang)
    if reading is None and any(sentence.kind is Kind.PROSE for sentence in body):
        yield rule("no-formula").at(written.manuscript.source.span_at(1), lang=lang)
    elif reading and reading.sentences >= MIN_SENTENCES and round(reading.smog, 1) > checks.reading_grade:
        yield _too_hard(reading, written, body)


def _too_hard(reading: Reading, written: Written, body: Sequence[Sentence]) -> Diagnostic:
    checks, smog, count = written.checks, reading.smog, reading.sentences
    span, wanted, limit = written.manuscript.front.span("title"), checks.reading_grade, checks.highest_grade
    flesch_kincaid = "" if reading.grade is None else f" (Flesch-Kincaid: {reading.grade:.1f})"
    sentences, sections = _hardest_sentences(body, reading.lang), _hardest_sections(reading, checks)
    if reading.indicative:
        return rule("reading-level", "too-short").at(
            span, smog=smog, flesch_kincaid=flesch_kincaid, wanted=wanted, count=count,
            sentences=sentences, sections=sections,
        )  # fmt: skip
    if smog > limit:
        return rule("reading-level", "too-hard").at(
            span, smog=smog, flesch_kincaid=flesch_kincaid, limit=limit, sentences=sentences, sections=sections
        )
    return rule("reading-level").at(
        span, smog=smog, flesch_kincaid=flesch_kincaid, wanted=wanted, sentences=sentences, sections=sections
    )


def _hardest_sentences(body: Sequence[Sentence], lang: str) -> str:
    """A line for each of the hardest sentences that have long words."""
    lines = (
        f"  line {sentence.line}: {len(sentence.words)} words, long ones: {', '.join(long)}"
        for sentence in hardest(body, lang)
        if (long := long_words(sentence, lang))
    )
    return "\n".join(lines)


def _hardest_sections(reading: Reading, checks: CheckSettings) -> str:
    """The hardest sections with their grades; empty if there is only one section."""
    if len(reading.sections) < 2:
        return ""
    sections = sorted(reading.sections, key=lambda section: -section.smog)[:SHOWN_SECTIONS]
    return ", ".join(f"{part.heading} ({part.smog:.1f})" for part in sections if part.smog > checks.reading_grade)


def _long_sentences(body: Sequence[Sentence], words: Lexicon | None, limit: int) -> Iterator[Diagnostic]:
    for sentence in body:
        count = len(sentence.words)
        if sentence.kind is Kind.PROSE and count > limit:
            before, after = _split_point(sentence, words)
            span = sentence.span(0, len(sentence.text))
            yield rule("long-sentence").at(span, count=count, limit=limit, before=before, after=after)


def _split_point(sentence: Sentence, words: Lexicon | None) -> tuple[str, str]:
    """The words before and after the best place to split a sentence in two, as near the middle as can be."""
    for pattern in words.partings if words else ():
        places = [match for match in pattern.finditer(sentence.text) if _leaves_two(sentence, match)]
        if places:
            place = min(places, key=lambda match: abs(match.start() - len(sentence.text) / 2))
            before = re.split(r"\s+", sentence.text[: place.start()])[-SHOWN_WORDS:]
            after = re.split(r"\s+", sentence.text[place.start(1) :])[:SHOWN_WORDS]
            return " ".join(before), " ".join(after)
    return "", ""


def _leaves_two(sentence: Sentence, place: re.Match[str]) -> bool:
    before = sum(word.start < place.start() for word in sentence.words)
    return before >= MIN_PART and len(sentence.words) - before >= MIN_PART
