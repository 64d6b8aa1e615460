"""Checks: what a clinic asks of the preflight: limits, levels, checks that are switched off and why.

In:   the key `checks` of clinic.yaml.
Out:  Checks, which settle how serious each fault of a Report is.
Never: lets a check be switched off that keeps text, code or tags whole (codes.Meaning.adjustable).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from carepress.diagnostics.catalogue import rules
from carepress.diagnostics.english import nearest
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity, Span
from carepress.diagnostics.policy import SeverityPolicy
from carepress.project.yaml import Record, RecordModel

SHORTEST_REASON = 10  # letters: 'no' is no reason
LEVELS = {str(level) for level in Severity}


def _said(reason: object) -> object:
    return "" if reason is None else reason


class CheckSettings(RecordModel):
    """clinic.yaml, `checks`: the numbers are the house's policy or a standard's; docs/checks.md gives their sources."""

    levels: dict[str, str] = Field(
        default={}, description="How serious a fault is: error, warning or note", examples=["{claim-word: error}"]
    )
    off: dict[str, Annotated[str, BeforeValidator(_said)]] = Field(
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
        default=0.5, ge=0, le=1, description="A panel that is filled less looks forgotten", examples=["0.5"]
    )
    most_kb: int = Field(default=500, gt=0, le=2000, description="Largest PDF, in kB", examples=["500"])
    known_words: list[str] = Field(
        default=[], description="Long words that every reader of this clinic knows", examples=["[appointment]"]
    )
    journals: list[str] = Field(
        default=[], description="Journals whose names are right as they are", examples=["[J Clin Neuromuscul Dis]"]
    )
    verapdf: bool = Field(
        default=True, description="false: do not ask veraPDF, though it is installed", examples=["false"]
    )

    @property
    def policy(self) -> SeverityPolicy:
        """The levels and switches that count: what is the same for every clinic stays as it is."""
        return SeverityPolicy(
            levels={code: level for code, level in self.levels.items() if _is_judged(code) and level in LEVELS},
            off={code: reason for code, reason in self.off.items() if _is_judged(code)},
            review_near_days=self.review_near_days,
            verapdf=self.verapdf,
        )

    def apply(self, diagnostics: Diagnostics) -> Diagnostics:
        """The same faults, as serious as the clinic says; without those whose check is off. What is fixed stays."""
        return self.policy.apply(diagnostics)


def _is_judged(code: str) -> bool:
    return code in rules() and rules()[code].adjustable


def check_checks(checks: CheckSettings, record: Record) -> Iterator[Diagnostic]:
    """What is wrong with the names and the reasons in `checks`. `record` is clinic.yaml's."""
    for key, given in (("levels", checks.levels), ("off", checks.off)):
        for code, value in given.items():
            name, said = record.spans.get(("checks", key, code, "key")), record.span("checks", key, code)
            if code not in rules():
                yield _unknown(code, name)
            elif not _is_judged(code):
                yield _fixed(code, name)
            elif key == "levels" and value not in LEVELS:
                yield Diagnostic(
                    code="wrong-type",
                    message=f"`{code}` must be `error`, `warning` or `note`",
                    span=said,
                    help=f"Type, for example:   {code}: warning",
                )
            elif key == "off" and len(value.strip()) < SHORTEST_REASON:
                yield Diagnostic(
                    code="no-reason",
                    message=f"`{code}` is switched off without a reason",
                    span=said,
                    help=f"Say why, for those who read it next year:   {code}: Our editors read every text aloud.",
                )
    if checks.highest_grade < checks.reading_grade:
        key = "highest-grade" if "highest_grade" in checks.model_fields_set else "reading-grade"
        yield Diagnostic(
            code="wrong-type",
            message="`highest-grade` must not be below `reading-grade`",
            span=record.span("checks", key),
            help="Warn first, stop later:   reading-grade: 8   and   highest-grade: 12",
        )


def _unknown(code: str, span: Span | None) -> Diagnostic:
    guess = nearest(code, rules())
    advice = f"did you mean `{guess}`?" if guess else "`python make_docs.py explain` lists them all."
    return Diagnostic(code="unknown-check", message=f"there is no check `{code}`", span=span, help=advice)


def _fixed(code: str, span: Span | None) -> Diagnostic:
    return Diagnostic(
        code="fixed-check",
        message=f"`{code}` is the same for every clinic",
        span=span,
        help=f"Delete this line. Why it is so:   python make_docs.py explain {code}",
    )
