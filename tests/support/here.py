"""Workers for tests: everything is done at once, in this process, where what was read before is still known."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class Here(Executor):
    """Does what it is given at once, in this process."""

    def submit(self, work: Callable[..., Any], /, *orders: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*orders, **named))
        return done
