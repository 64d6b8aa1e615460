"""Exit statuses: part of the contract, so none may change its meaning."""

from __future__ import annotations

from carepress.system.exit_codes import ExitCode


def test_exit_statuses_never_change_their_meaning() -> None:
    assert dict(ExitCode.__members__) == {
        "OK": 0, "FAULT": 1, "USAGE": 2, "MISSING_REQUIREMENT": 3, "CRASHED": 70, "STOPPED": 130,
        "TERMINATED": 143,
    }  # fmt: skip
