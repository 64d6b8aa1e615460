"""Interrupts: Ctrl-C, TERM and HUP end a command with one sentence, and nothing is left behind.

A signal becomes an exception, so every block that is open is left in order: workers end, temporary folders go, the lock
is let go.

In:   the signals that the system sends to this process.
Out:  Terminated for TERM and HUP, KeyboardInterrupt for Ctrl-C.
Never: replaces a signal that the parent told this process to ignore, but for Ctrl-C where only that ends a command.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

TERMINATING = ("SIGTERM", "SIGHUP")  # Windows has no HUP


class Terminated(KeyboardInterrupt):
    """TERM or HUP: the computer shuts down, or the terminal was closed."""


def raise_on_signals(*, lasting: bool) -> None:
    """Make exceptions of signals. `lasting`: the command ends with Ctrl-C only, so it must not be ignored."""
    if lasting or signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in _numbers() - {signal.SIGINT}:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _terminate)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


@contextmanager
def held_back() -> Iterator[None]:
    """Hold signals back while a process is forked, so that none reaches it before it knows what to do."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _numbers())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_at_once() -> None:
    """What a forked worker does with signals: it ignores Ctrl-C, since its parent ends it, and ends with the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _numbers() - {signal.SIGINT}:
        signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _numbers())


def _numbers() -> set[signal.Signals]:
    return {signal.Signals[name] for name in ("SIGINT", *TERMINATING) if name in signal.Signals.__members__}
