"""What all tests share: the one flag that writes expected texts anew, and how hard hypothesis tries.

`make test` must say the same of the same tree, so there the examples are always the same ones. `make nightly` (the
profile `nightly`) takes other ones each time, and many more; what fails is kept in .hypothesis/ and tried first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings

from carepress.build import workers
from carepress.preflight import verapdf
from tests.support.here import Here

# A build takes a fifth of a second; to explain a fault would take longer than to see it.
settings.register_profile(
    "test",
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("nightly", settings.get_profile("test"), derandomize=False, print_blob=True)
settings.load_profile("test")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-expected", action="store_true", help="write every expected text as it comes out now")


@pytest.fixture
def update_expected(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-expected"))


@pytest.fixture(scope="session", autouse=True)
def without_verapdf() -> Iterator[None]:
    """It takes a second each time; the tests that are about it ask it themselves (tests/verapdf.py)."""
    with patch.object(verapdf, "find", lambda: None):
        yield


@pytest.fixture(scope="session", autouse=True)
def without_workers() -> Iterator[None]:
    """A process forked for a moment would read everything anew; tests of workers have imported them before this."""
    with patch.object(workers, "open_workers", lambda *_: nullcontext(Here())):
        yield
