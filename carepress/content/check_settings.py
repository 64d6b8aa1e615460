"""Check settings: a clinic's limits and severities, and the checks that it switches off, with the reasons.

In:   the key `checks` of clinic.yaml.
Out:  CheckSettings, which give each fault its severity.
Never: switches off a rule that is not adjustable, such as those that keep text, QR code and tags whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from carepress.diagnostics.catalogue import rule, rules
from carepress.diagnostics.english import nearest
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity
from carepress.diagnostics.policy import SeverityPolicy
from carepress.project.yaml import Record, RecordModel

SHORTEST_REASON = 10  # letters: 'no' is no reason
LEVELS = {str(level) for level in Severity}


def _text(reason: object) -> object:
    return "" if reason is None else reason


class CheckSettings(RecordModel):
    """clinic.yaml, `checks`. docs/checks.md gives the source of each default: a standard or carepress's policy."""

    levels: dict[str, str] = Field(
        default={}, description="How serious a fault is: error, warning or note", examples=["{claim-word: error}"]
    )
    off: dict[str, Annotated[str, BeforeValidator(_text)]] = Field(
        default={},
        description="Checks that are switched off, each with the reason",
        examples=["{long-sentence: Our editors read every text aloud.}"],
    )
    reading_grade: float = Field(default=8, gt=0, le=20, description="Warn above this reading grade", examples=["8"])
    highest_grade: float = Field(default=12, gt=0, le=20, description="Build nothing above this grade", examples=["12"])
    sentence_words: int = Field(default=25, gt=4, description="Longest sentence, in words", examples=["25"])
    old_work_years: int = Field(default=15, gt=0, description="Ask about works older than this", examples=["15"])
    review_near_days: int = Field(default=60, ge=0, description="Remind this many days before", examples=["60"])
    url_letters: int = Field(default=62, gt=20, description="Longest contact address in a QR code", examples=["62"])
    picture_ppi: int = Field(default=250, gt=0, description="Fewest picture dots an inch, as placed", examples=["250"])
    least_filled: float = Field(
        default=0.5, ge=0, le=1, description="Warn if a panel is filled less than this", examples=["0.5"]
    )
    most_kb: int = Field(default=500, gt=0, le=2000, description="Largest PDF, in kB", examples=["500"])
    known_words: list[str] = Field(
        default=[], description="Long words that every reader of this clinic knows", examples=["[appointment]"]
    )
    journals: list[str] = Field(
        default=[], description="Journals whose names are right as they are", examples=["[J Clin Neuromuscul Dis]"]
    )
    verapdf: bool = Field(
        default=True, description="false: do not use veraPDF, even if it is installed", examples=["false"]
    )

    @property
    def policy(self) -> SeverityPolicy:
        """The settings that apply: those of adjustable rules."""
        return SeverityPolicy(
            levels={code: level for code, level in self.levels.items() if _is_adjustable(code) and level in LEVELS},
            off={code: reason for code, reason in self.off.items() if _is_adjustable(code)},
            review_near_days=self.review_near_days,
            verapdf=self.verapdf,
        )

    def apply(self, diagnostics: Diagnostics) -> Diagnostics:
        """The same faults with the clinic's severities, without those whose check is off."""
        return self.policy.apply(diagnostics)


def _is_adjustable(code: str) -> bool:
    return code in rules() and rules()[code].adjustable


def validate_settings(settings: CheckSettings, record: Record) -> Iterator[Diagnostic]:
    """What is wrong with the names, levels and reasons in `checks`. `record` is clinic.yaml's."""
    for key, values in (("levels", settings.levels), ("off", settings.off)):
        for code, value in values.items():
            name, span = record.spans.get(("checks", key, code, "key")), record.span("checks", key, code)
            if code not in rules():
                yield rule("unknown-check").at(name, code=code, guess=nearest(code, rules()))
            elif not _is_adjustable(code):
                yield rule("fixed-check").at(name, code=code)
            elif key == "levels" and value not in LEVELS:
                yield rule("wrong-type", "level").at(span, code=code)
            elif key == "off" and len(value.strip()) < SHORTEST_REASON:
                yield rule("no-reason").at(span, code=code)
    if settings.highest_grade < settings.reading_grade:
        key = "highest-grade" if "highest_grade" in settings.model_fields_set else "reading-grade"
        yield rule("wrong-type", "grades").at(record.span("checks", key))
