"""Locales: what carepress itself prints, in the language of the document. Data in templates/locales/LANG.yaml.

In:   the Source of a locale file.
Out:  a Locale: sentences by name, with the names of the months.
Pure: no document, no clinic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import all_of, one_of
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.source import Source
from carepress.project.yaml import Record, read_record

SENTENCES = {
    "direction": "",
    "draft": "",
    "key_facts": "",
    "references": "",
    "further_reading": "",
    "glossary": "",
    "contact": "",
    "contact_text": "",
    "further_reading_elsewhere": "",
    "references_online": "where",
    "references_on_request": "phone",
    "reference": "number",
    "back_to_text": "number",
    "qr": "url",
    "call": "phone",
    "open": "url",
    "written_by": "name",
    "version": "version",
    "reviewed": "name date",
    "not_reviewed": "",
    "review_by": "date",
    "for_audience": "audience",
    "page": "page pages",
    "date": "month year",
}
"""The sentences of every locale, and the values that each may contain."""

MONTHS = 12

DRAFT = "DRAFT"
DRAFT_WORDS = {
    "ar": "مسودة", "ca": "ESBORRANY", "cs": "KONCEPT", "da": "KLADDE", "de": "ENTWURF", "es": "BORRADOR",
    "fi": "LUONNOS", "fr": "BROUILLON", "hr": "NACRT", "ht": "BOUYON", "it": "BOZZA", "nb": "UTKAST", "nl": "CONCEPT",
    "no": "UTKAST", "pl": "SZKIC", "pt": "RASCUNHO", "ro": "CIORNĂ", "ru": "ЧЕРНОВИК", "sv": "UTKAST", "sw": "RASIMU",
    "tr": "TASLAK", "uk": "ЧЕРНЕТКА", "vi": "BẢN NHÁP", "zh": "草稿",
}  # fmt: skip
"""How the draft line of a language may begin, instead of with DRAFT."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Locale:
    """The sentences of one language."""

    lang: str
    sentences: Mapping[str, str]
    months: tuple[str, ...]

    def say(self, name: str, /, **values: object) -> str:
        """One sentence, filled in. Raises KeyError for a name that no locale has."""
        return self.sentences[name].format(**values)

    def date(self, day: date) -> str:
        """A month and a year, as imprints have them: November 2026."""
        return self.sentences["date"].format(day=day.day, month=self.months[day.month - 1], year=day.year)


@lru_cache(maxsize=16)
def read_locale(source: Source, lang: str) -> tuple[Locale | None, Diagnostics]:
    """Read one locale; every sentence must be there, and contain only values that carepress gives."""
    record, diagnostics = read_record(source)
    if diagnostics.errors:
        return None, diagnostics
    diagnostics += tuple(_faults(record)) + tuple(_draft_faults(record, lang))
    if diagnostics.errors:
        return None, diagnostics
    sentences = {name: str(record.values[_key(name)]) for name in SENTENCES}
    return Locale(lang=lang, sentences=sentences, months=tuple(map(str, record.values["months"]))), diagnostics


def _key(name: str) -> str:
    return name.replace("_", "-")


def _faults(record: Record) -> Iterator[Diagnostic]:
    missing = [key for key in (*map(_key, SENTENCES), "months") if key not in record.values]
    if missing:
        span = record.source.span_at(1)
        yield rule("missing-key", "locale").at(span, file=record.source.file, keys=", ".join(missing))
    for name, places in SENTENCES.items():
        key = _key(name)
        if not _can_be_filled(str(record.values.get(key, "")), places.split()):
            listed = all_of(f"{{{place}}}" for place in places.split())
            yield rule("wrong-type", "sentence").at(record.span(key), key=key, places=listed)
    months = record.values.get("months", [""] * MONTHS)
    if not isinstance(months, list) or len(months) != MONTHS:
        yield rule("wrong-type", "months").at(record.span("months"))


def _draft_faults(record: Record, lang: str) -> Iterator[Diagnostic]:
    """A draft says so in every language, whatever else its line says."""
    words = [word for word in (DRAFT_WORDS.get(lang.partition("-")[0]), DRAFT) if word]
    line = str(record.values.get("draft", DRAFT)).strip().upper()
    if not line.startswith(tuple(words)):
        yield rule("draft-mark", "locale").at(record.span("draft"), words=one_of(f"`{word}`" for word in words))


def _can_be_filled(sentence: str, places: list[str]) -> bool:
    try:
        sentence.format(**dict.fromkeys(places, ""))
    except (KeyError, IndexError, ValueError, AttributeError):
        return False
    return True
