"""Shared by all tests: signals as in a terminal, the flag that updates expected texts, and the hypothesis profiles.

`make test` must give the same result for the same code, so it always uses the same examples. `make nightly` (the
profile `nightly`) uses many more, different each time. Failures are kept in .hypothesis/ and tried first next time.
"""

from __future__ import annotations

import signal

import pytest
from hypothesis import HealthCheck, Phase, settings

# A build takes a fifth of a second, so hypothesis's explain phase would be too slow.
settings.register_profile(
    "test",
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("nightly", settings.get_profile("test"), derandomize=False, print_blob=True)
settings.load_profile("test")


def pytest_configure() -> None:
    """What a background job, `nohup` or some CI ignores is as in a terminal: for the tests and for what they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-expected", action="store_true", help="replace each expected text with the output")


@pytest.fixture
def update_expected(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-expected"))
