"""Hooks for tests: every job runs immediately in this process, which keeps what it has already read.

veraPDF is left out: it takes a second each time. Tests of veraPDF call it themselves (tests/support/verapdf.py).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from carepress.build.runner import RunHooks


class InProcessExecutor(Executor):
    """Runs each job immediately, in this process."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*args, **kwargs))
        return future


IN_PROCESS = RunHooks(executor=InProcessExecutor())
