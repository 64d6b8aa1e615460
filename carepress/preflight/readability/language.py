"""Preflight of the language: can a patient read it, and does it promise too much?

A formula sees only how long sentences and words are. Whether a text is understood, a reader has to say.

In:   Written.
Out:  Diagnostics.
Never: rewrites; every one of its faults is a question to the author, who may know better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from carepress.content.check_settings import CheckSettings
from carepress.diagnostics.model import Diagnostic, Severity
from carepress.preflight.proof import Written
from carepress.preflight.readability.formulas import Reading, base, hardest_of, long_words, read
from carepress.preflight.readability.lexicon import Lexicon, lexicon
from carepress.preflight.readability.sentences import Kind, Sentence, front_sentences, sentences_of
from carepress.preflight.readability.wording import claims, emphasis, hard_words

LEAST_SENTENCES = 10  # with fewer, SMOG is not even a hint: its table for short passages begins here
LEAST_PART = 5  # words: what is parted from a long sentence must be able to stand alone
SHOWN_WORDS = 3


def check_written(written: Written) -> Iterator[Diagnostic]:
    """Reading level, long sentences, words that nobody explains, promises, italics and capitals."""
    lang = base(written.document)
    words, body = lexicon(lang), sentences_of(written.document)
    every = front_sentences(written.document, written.manuscript) + body
    yield from _reading_level(written, body, lang)
    yield from _long_sentences(body, words, written.checks.sentence_words)
    if words:
        yield from hard_words(body, words, written, lang)
        yield from claims(every, words, investigational=written.document.front.investigational)
    yield from emphasis(every, words)


def _reading_level(written: Written, body: Sequence[Sentence], lang: str) -> Iterator[Diagnostic]:
    checks, found = written.checks, read(body, lang)
    span = written.manuscript.front.span("title")
    if found is None and any(sentence.kind is Kind.PROSE for sentence in body):
        yield Diagnostic(
            code="no-formula",
            severity=Severity.NOTE,
            message=f"how hard this text is to read was not measured: there is no formula for this language (`{lang}`)",
            span=written.manuscript.source.span_at(1),
            help="Let two people who do not work in health care read it, and ask them what it says.",
        )
    elif found and found.sentences >= LEAST_SENTENCES and round(found.smog, 1) > checks.reading_grade:
        yield Diagnostic(
            code="reading-level",
            severity=_severity(found, checks),
            message=_level_message(found, checks),
            span=span,
            help="\n".join(_level_advice(found, body, checks)),
        )


def _severity(found: Reading, checks: CheckSettings) -> Severity:
    if found.indicative:
        return Severity.NOTE
    return Severity.ERROR if found.smog > checks.highest_grade else Severity.WARNING


def _level_message(found: Reading, checks: CheckSettings) -> str:
    flesch = "" if found.grade is None else f" (Flesch-Kincaid: {found.grade:.1f})"
    grade = f"this text asks for {found.smog:.1f} years of school by SMOG{flesch}"
    if found.indicative:
        return f"{grade}; {checks.reading_grade:g} are wanted, but {found.sentences} sentences are too few to be sure"
    if found.smog > checks.highest_grade:
        return f"{grade}; more than {checks.highest_grade:g} are never printed"
    return f"{grade}; {checks.reading_grade:g} at most are wanted"


def _level_advice(found: Reading, body: Sequence[Sentence], checks: CheckSettings) -> Iterator[str]:
    yield "Shorten these sentences, or put short words for their long ones:"
    for sentence in hardest_of(body, found.lang):
        if long := long_words(sentence, found.lang):
            yield f"  line {sentence.line}: {len(sentence.words)} words, long ones: {', '.join(long)}"
    above = sorted((part for part in found.sections if part.smog > checks.reading_grade), key=lambda part: -part.smog)
    if above and len(found.sections) > 1:
        yield f"Hardest sections: {', '.join(f'{part.heading} ({part.smog:.1f})' for part in above[:3])}"


def _long_sentences(body: Sequence[Sentence], words: Lexicon | None, most: int) -> Iterator[Diagnostic]:
    for sentence in body:
        count = len(sentence.words)
        if sentence.kind is Kind.PROSE and count > most:
            yield Diagnostic(
                code="long-sentence",
                severity=Severity.WARNING,
                message=f"this sentence has {count} words; most readers can follow {most}",
                span=sentence.span(0, len(sentence.text)),
                help=_parting(sentence, words),
            )


def _parting(sentence: Sentence, words: Lexicon | None) -> str:
    """Where a long sentence could be made two: at the best sign or word for it, as near to the middle as can be."""
    for pattern in words.partings if words else ():
        places = [match for match in pattern.finditer(sentence.text) if _leaves_two(sentence, match)]
        if places:
            place = min(places, key=lambda match: abs(match.start() - len(sentence.text) / 2))
            before = re.split(r"\s+", sentence.text[: place.start()])[-SHOWN_WORDS:]
            after = re.split(r"\s+", sentence.text[place.start(1) :])[:SHOWN_WORDS]
            return f"Put a full stop after `{' '.join(before)}`, and begin a new sentence at `{' '.join(after)}`."
    return "Make it two sentences, one thought each, or a list."


def _leaves_two(sentence: Sentence, place: re.Match[str]) -> bool:
    before = sum(word.start < place.start() for word in sentence.words)
    return before >= LEAST_PART and len(sentence.words) - before >= LEAST_PART
