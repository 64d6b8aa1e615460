"""Severity policy: how serious a clinic takes each rule. `checks` in clinic.yaml, ready to be kept.

In:   severities and switches that are allowed, the days and the validator that a clinic asks for.
Out:  Diagnostics as the clinic sees them.
Pure: standard library only, so that a build with nothing to do starts at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from carepress.diagnostics.model import Diagnostics, Severity


@dataclass(frozen=True, kw_only=True, slots=True)
class SeverityPolicy:
    """`levels` and `off` by code, `off` with the reasons; remind `review_near_days` before a review; ask veraPDF."""

    levels: Mapping[str, str] = field(default_factory=dict)
    off: Mapping[str, str] = field(default_factory=dict)
    review_near_days: int = 60
    verapdf: bool = True

    def apply(self, diagnostics: Diagnostics) -> Diagnostics:
        """The same faults, as serious as the clinic says; without those whose check is off."""
        return Diagnostics(
            tuple(
                replace(fault, severity=Severity(self.levels.get(fault.code, fault.severity)))
                for fault in diagnostics
                if fault.code not in self.off
            )
        )
