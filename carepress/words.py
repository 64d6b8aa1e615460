"""Words: what carepress itself prints, in the language of the document. Data in templates/words/LANG.yaml.

In:   the Source of a words file.
Out:  Words: sentences by name, with the names of the months.
Pure: no document, no clinic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carepress.diagnostics import Diagnostic, Report
from carepress.records import read_record
from carepress.source import Source

NAMES = (
    "direction",
    "draft",
    "key_facts",
    "references",
    "further_reading",
    "glossary",
    "contact",
    "contact_text",
    "further_reading_elsewhere",
    "references_online",
    "references_on_request",
    "reference",
    "back_to_text",
    "qr",
    "call",
    "open",
    "written_by",
    "version",
    "reviewed",
    "not_reviewed",
    "review_by",
    "for_audience",
    "page",
    "date",
    "months",
)
"""What every words file gives."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The sentences of one language; `words.version(version='1.0')` fills one in."""

    lang: str
    sentences: Mapping[str, str]
    months: tuple[str, ...]

    def say(self, name: str, /, **values: object) -> str:
        """One sentence with its places filled in; a name that no words file gives is a KeyError."""
        return self.sentences[name].format(**values)

    def date(self, day: date) -> str:
        """A month and a year, as imprints give them: November 2026."""
        return self.sentences["date"].format(day=day.day, month=self.months[day.month - 1], year=day.year)


def read_words(source: Source, lang: str) -> tuple[Words | None, Report]:
    """Read one words file; every name must be there."""
    record, report = read_record(source)
    values = record.values
    missing = [name for name in NAMES if name.replace("_", "-") not in values]
    if missing and not report.errors:
        report += (
            Diagnostic(
                code="missing-key",
                message=f"{source.file} lacks {', '.join(name.replace('_', '-') for name in missing)}",
                span=source.span_at(1),
                help="Copy the lines from templates/words/en.yaml and translate them.",
            ),
        )
    if report.errors:
        return None, report
    sentences = {name: str(values[name.replace("_", "-")]) for name in NAMES if name != "months"}
    return Words(lang=lang, sentences=sentences, months=tuple(str(month) for month in values["months"])), report
