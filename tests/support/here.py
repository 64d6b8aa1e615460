"""Hooks for tests: every job is done at once in this process, where what was read before is still known.

Without veraPDF: it takes a second each time. The tests that are about it ask it themselves (tests/support/verapdf.py).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from carepress.build.runner import RunHooks


class InProcessExecutor(Executor):
    """Does what it is given at once, in this process."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*args, **kwargs))
        return future


IN_PROCESS = RunHooks(executor=InProcessExecutor())
