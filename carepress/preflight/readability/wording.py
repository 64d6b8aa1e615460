"""Wording: hard words that nothing explains, words that promise, and emphasis that slows the reader.

In:   Sentences and the Lexicon of their language.
Out:  Diagnostics, which `language` passes on.
Never: reports a promise that is denied, asked about or warned of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import shortened
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.proof import Written
from carepress.preflight.readability.lexicon import Claim, Lexicon
from carepress.preflight.readability.sentences import Kind, Sentence, Word
from carepress.preflight.readability.syllables import is_acronym, syllables

LISTED = 8  # hard words that one note names
SHOWN_LETTERS = 40
MIN_SYLLABLES = 3  # of a hard word with a medical ending
CLAUSE = 120  # letters, about as many as a clause has
CLEARLY_A_WORD = 5  # letters: an acronym is rarely longer than four
DASHES = re.compile(r"[-‑]")
UNWORDED = re.compile(r"[@/\d]")  # in addresses, keys and names of substances, which nobody can say in a shorter way


def hard_words(body: Sequence[Sentence], words: Lexicon, written: Written, lang: str) -> Iterator[Diagnostic]:
    """One note that names every hard word which neither the text nor the glossary explains, at its first place."""
    known = words.common | _known(written, words)
    first: dict[str, tuple[Sentence, Word]] = {}
    explained: set[str] = set()
    names = {words.stem(word.text) for sentence in body for word in sentence.words[1:] if word.text[0].isupper()}
    for sentence in body:
        for word in sentence.words:
            stem = words.stem(word.text)
            if sentence.kind is Kind.PROSE and stem not in known | names and _is_hard(word.text, stem, words, lang):
                first.setdefault(stem, (sentence, word))
                if _is_explained(sentence, word, words):
                    explained.add(stem)
    unexplained = {stem: place for stem, place in first.items() if stem not in explained}
    if unexplained:
        yield _hard_words(unexplained, words)


def _hard_words(first: dict[str, tuple[Sentence, Word]], words: Lexicon) -> Diagnostic:
    sentence, word = next(iter(first.values()))
    listed = [f"`{word.text}` (line {place.span(word.start, word.end).line})" for place, word in first.values()]
    plain = [f"{word.text.lower()}: {words.plain[stem]}" for stem, (_, word) in first.items() if stem in words.plain]
    return rule("hard-word").at(
        sentence.span(word.start, word.end),
        words=shortened(listed, LISTED), first=word.text.lower(), shorter="; ".join(plain[:LISTED]),
    )  # fmt: skip


def _known(written: Written, words: Lexicon) -> set[str]:
    """The words of the title, of the glossary, and of the clinic's own list."""
    front = written.document.front
    texts = (front.title, front.subtitle, *front.glossary, *written.checks.known_words)
    return {words.stem(word) for text in texts for word in re.findall(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*", text)}


def _is_hard(word: str, stem: str, words: Lexicon, lang: str) -> bool:
    if is_acronym(word) or not word[0].isalpha() or word.startswith("www.") or UNWORDED.search(word):
        return False
    if stem in words.plain:
        return True
    if syllables(word, lang) < MIN_SYLLABLES:
        return False
    parts = [part for part in DASHES.split(word.lower()) if words.stem(part) not in words.common]
    most = max((syllables(part, lang) for part in parts), default=0)
    long = words.hard_from is not None and most >= words.hard_from
    return long or (most >= MIN_SYLLABLES and words.medical_ending.search(word.lower()) is not None)


def _is_explained(sentence: Sentence, word: Word, words: Lexicon) -> bool:
    after = sentence.text[word.end : word.end + CLAUSE]
    before = sentence.text[max(word.start - CLAUSE, 0) : word.start]
    return bool(words.explained_after.match(after) or words.explained_before.search(before))


def claims(sentences: Iterable[Sentence], words: Lexicon, *, investigational: bool) -> Iterator[Diagnostic]:
    """Words that promise; for a treatment that is still being tested, `safe` and `effective` too."""
    wanted = [claim for claim in words.claims if investigational or not claim.investigational]
    for sentence in sentences:
        previous_end = -1
        for start, end, claim in sorted(_claims(sentence, wanted, words), key=lambda place: (place[0], -place[1])):
            if start >= previous_end:
                previous_end = end
                span, text = sentence.span(start, end), sentence.text[start:end]
                yield rule("claim-word").at(span, words=text, why=claim.why, instead=claim.instead)


def _claims(sentence: Sentence, wanted: Iterable[Claim], words: Lexicon) -> Iterator[tuple[int, int, Claim]]:
    text = sentence.text
    if text.rstrip("\"'”’»)").endswith("?"):
        return
    clauses = words.list_comma.sub(" ", text)
    for claim in wanted:
        if claim.investigational and not words.treatment.search(text):
            continue
        for match in claim.pattern.finditer(text):
            start, end = match.span()
            before, after = clauses[max(start - CLAUSE, 0) : start], text[end : end + CLAUSE]
            if not words.denied.search(before) and not words.denied_after.match(after):
                yield start, end, claim


def emphasis(sentences: Sequence[Sentence], words: Lexicon | None) -> Iterator[Diagnostic]:
    """Italics and blocks of capitals."""
    lowercase = {word.text for sentence in sentences for word in sentence.words if word.text.islower()}
    for sentence in sentences:
        for start, end in sentence.italic:
            if shown := _shown(sentence.text[start:end].strip()):
                yield rule("emphasis").at(sentence.span(start, end), words=shown)
        for run in _capitals(sentence):
            if _is_loud(run, lowercase, words):
                start, end = run[0].start, run[-1].end
                shown = _shown(sentence.text[start:end])
                typed = shown.capitalize() if start == 0 else shown.lower()
                yield rule("emphasis", "capitals").at(sentence.span(start, end), words=shown, typed=typed)


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS].rsplit(' ', 1)[0]} ..."


def _capitals(sentence: Sentence) -> Iterator[Sequence[Word]]:
    """Runs of words in capitals with nothing but spaces between them; `A` and `I` count only inside a run."""
    run: list[Word] = []
    for word in sentence.words:
        if run and (not _in_capitals(word) or sentence.text[run[-1].end : word.start].strip()):
            yield from _trimmed(run)
            run = []
        if _in_capitals(word):
            run.append(word)
    yield from _trimmed(run)


def _in_capitals(word: Word) -> bool:
    return word.text.isupper() and word.text.replace("’", "").replace("'", "").isalpha()


def _trimmed(run: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The run without single letters at its ends, if anything is left of it."""
    whole = [index for index, word in enumerate(run) if len(word.text) > 1]
    if whole:
        yield run[whole[0] : whole[-1] + 1]


def _is_loud(run: Sequence[Word], lowercase: set[str], words: Lexicon | None) -> bool:
    """Whether capitals are emphasis: ordinary words, not the short names of things, such as ALS or HIV."""
    ordinary = any(words is not None and word.text.replace("’", "'") in words.shouted for word in run)
    if len(run) > 1:
        return ordinary or any(len(word.text) >= CLEARLY_A_WORD for word in run)
    text = run[0].text
    return ordinary or (len(text) >= CLEARLY_A_WORD and text.lower() in lowercase)
