"""What all tests share: the one flag that writes expected texts anew, and how hard hypothesis tries.

`make test` must say the same of the same tree, so there the examples are always the same ones. `make nightly` (the
profile `nightly`) takes other ones each time, and many more; what fails is kept in .hypothesis/ and tried first.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings

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
