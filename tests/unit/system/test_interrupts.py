"""Rules of interrupts: a signal becomes an exception, unless the parent told us to ignore it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import os, signal, sys
from carepress.system.interrupts import Terminated, raise_on_signals
if {ignored}:
    signal.signal(signal.{name}, signal.SIG_IGN)
raise_on_signals(lasting={lasting})
try:
    os.kill(os.getpid(), signal.{name})
    print("ignored")
except KeyboardInterrupt as stop:
    print(type(stop).__name__)
"""


@pytest.mark.parametrize(("name", "ignored", "lasting", "raised"), [
    ("SIGINT", False, False, "KeyboardInterrupt"), ("SIGINT", True, False, "ignored"),
    ("SIGINT", True, True, "KeyboardInterrupt"), ("SIGTERM", False, False, "Terminated"),
    ("SIGHUP", False, False, "Terminated"), ("SIGHUP", True, True, "ignored"),
])  # fmt: skip
def test_a_signal_becomes_an_exception(name: str, ignored: bool, lasting: bool, raised: str) -> None:
    assert hasattr(signal, name)
    program = PROGRAM.format(name=name, ignored=ignored, lasting=lasting)
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.stdout == f"{raised}\n"
