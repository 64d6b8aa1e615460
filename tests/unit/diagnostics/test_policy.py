"""A clinic decides how serious its diagnostics are."""

from __future__ import annotations

from dataclasses import replace

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostics, Severity
from carepress.diagnostics.policy import SeverityPolicy

OLD = rule("old-work").at(shown="smith1999", year=1999, age=27)
OVERDUE = rule("no-documents").at()


def test_a_clinic_chooses_the_severity_of_a_rule_or_switches_it_off() -> None:
    found = Diagnostics((OLD, OVERDUE))

    assert SeverityPolicy(levels={"old-work": "note"}).apply(found).items == (
        replace(OLD, severity=Severity.NOTE),
        OVERDUE,
    )
    assert SeverityPolicy(off={"old-work": "Our editors know."}).apply(found).items == (OVERDUE,)


def test_without_settings_every_diagnostic_stays_as_it_is() -> None:
    found = Diagnostics((OLD, OVERDUE))

    assert SeverityPolicy().apply(found) == found
